//! The roots of Meta's exports, their parts put together by account, and the media files in them.

use std::cell::OnceCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use unicode_normalization::UnicodeNormalization as _;

use crate::archive::{EntryId, Source};
use crate::model::MediaRef;
use crate::platform::{ExportRoot, ImportCx, Recognition};

/// Roots looked for at most; a bound, so that a hostile archive cannot make this slow.
pub const MANY_ROOTS: usize = 256;

/// One root: an export, or a part of one.
#[derive(Debug)]
pub struct Root {
    /// Where it starts.
    pub at: ExportRoot,
    /// Its files, with their path below the root.
    pub entries: Vec<(EntryId, String)>,
    /// What the names of its folder and container say.
    pub hint: NameHint,
}

/// What the name of a folder or container says about an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameHint {
    /// The user.
    pub user: Option<String>,
    /// Whether the name has a form that only this platform's exporter gives.
    pub certain: bool,
    /// The day on which the export was made, at its first moment; UTC.
    pub exported: Option<Timestamp>,
}

impl NameHint {
    /// What a name says, whatever its case; `prefix` is that of the platform: `instagram-`.
    pub fn of(name: &str, prefix: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = [".zip", ".tar.gz", ".tgz"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
        match name.strip_prefix(prefix) {
            Some(rest) => Self::dashed(rest),
            None => Self::underscored(name),
        }
    }

    /// `jane-2026-07-07-aBcD` after the prefix.
    fn dashed(rest: &str) -> Option<Self> {
        let dashes = rest.char_indices().filter(|(_, c)| *c == '-').map(|(i, _)| i);
        dashes.rev().find_map(|i| {
            let (user, date) = (rest.get(..i)?, rest.get(i + 1..i + 11)?);
            let ends = rest
                .get(i + 11..)
                .is_some_and(|tail| tail.is_empty() || !tail.starts_with(|c: char| c.is_ascii_digit()));
            let exported = day(date.parse().ok()?)?;
            (ends && !user.is_empty()).then(|| Self {
                user: Some(user.to_lowercase()),
                certain: true,
                exported: Some(exported),
            })
        })
    }

    /// `jane_20200101` or `jane_20200101_part_2`.
    fn underscored(name: &str) -> Option<Self> {
        let (name, certain) = match name.rsplit_once("_part_") {
            Some((name, part)) if part.bytes().all(|b| b.is_ascii_digit()) => (name, true),
            _ => (name, false),
        };
        let (user, date) = name.rsplit_once('_')?;
        let digits = date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit());
        let date: Date = digits.then(|| date.parse().ok())??;
        (!user.is_empty() && date.year() >= 2010).then(|| Self {
            user: Some(user.to_lowercase()),
            certain,
            exported: day(date),
        })
    }
}

fn day(date: Date) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(date.to_datetime(jiff::civil::Time::midnight())).ok()
}

/// The roots of a recognition with their files; a file of nested roots belongs to the deepest.
/// `prefix` is what the platform puts before the user in the names of its exports.
pub fn collect(found: &Recognition, prefix: &str, cx: &ImportCx<'_>) -> Vec<Root> {
    let source = cx.source();
    let mut roots: Vec<Root> = found
        .roots
        .iter()
        .map(|at| Root { at: at.clone(), entries: Vec::new(), hint: hint(source, at, prefix) })
        .collect();
    for id in cx.entries_of(found) {
        let entry = source.entry(id);
        let inside = |root: &&mut Root| root.at.contains(entry.container, &entry.path);
        if let Some(root) = roots.iter_mut().filter(inside).max_by_key(|root| root.at.folder.len()) {
            let path = entry.path.get(root.at.folder.len()..).unwrap_or(&entry.path).trim_start_matches('/');
            root.entries.push((id, path.to_owned()));
        }
    }
    roots
}

fn hint(source: &dyn Source, root: &ExportRoot, prefix: &str) -> NameHint {
    let container = source.containers().get(usize::from(root.container)).map(|c| &*c.name);
    let mut names = root.folder.rsplit('/').chain(container);
    names.find_map(|name| NameHint::of(name, prefix)).unwrap_or_default()
}

/// The names by which the files of a root call its account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The user name at the time of the export.
    pub now: Option<String>,
    /// User names before, each with the time of the change to another, if recorded; UTC.
    pub before: Vec<(String, Option<Timestamp>)>,
}

impl Names {
    /// Whether an export with this user name, made at this time, can be of the same account before a change of name.
    fn had(&self, user: &str, exported: Option<Timestamp>) -> bool {
        let still = |until: Option<Timestamp>| until.zip(exported).is_none_or(|(until, exported)| exported <= until);
        self.before.iter().any(|(name, until)| name == user && still(*until))
    }
}

/// Whether an account gave a user name up between two exports, so that the later is somebody else's.
fn given_up(users: &[Names], user: &str, a: Option<Timestamp>, b: Option<Timestamp>) -> bool {
    let Some((a, b)) = a.zip(b) else { return false };
    let between = |at: Timestamp| a.min(b) <= at && at < a.max(b);
    let given_up = |names: &Names| names.before.iter().any(|(name, at)| name == user && at.is_some_and(between));
    users.iter().any(given_up)
}

/// Puts the roots of one account together. `users` are the names that the files of each root
/// give, if any. Returns the roots of each account, in order of their first root.
pub fn group(roots: &[Root], users: &[Names]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut names: Vec<Vec<String>> = Vec::new();
    let user_of = |i: usize, only_certain: bool| {
        let by_files = users.get(i).and_then(|names| names.now.clone());
        let hint = roots.get(i).map(|r| &r.hint);
        by_files.or_else(|| hint.filter(|h| h.certain || !only_certain).and_then(|h| h.user.clone()))
    };
    for i in 0..roots.len() {
        let Some(user) = user_of(i, true) else { continue };
        let exported = |i: usize| roots.get(i).and_then(|r| r.hint.exported);
        let had = |i: usize, user: &str, at| users.get(i).is_some_and(|names| names.had(user, at));
        let is_same = |j: usize| {
            let other = user_of(j, true);
            let renamed = |other: &String| had(i, other, exported(j)) || had(j, &user, exported(i));
            let same = |other: &String| *other == user && !given_up(users, &user, exported(i), exported(j));
            other.as_ref().is_some_and(|other| same(other) || renamed(other))
        };
        // An export that tells of several names puts together what was apart before.
        let mut all = (vec![i], vec![user.clone()]);
        for g in (0..groups.len()).rev() {
            if groups.get(g).is_some_and(|group| group.iter().any(|j| is_same(*j))) {
                all.0.extend(groups.remove(g));
                all.1.extend(names.remove(g));
            }
        }
        groups.push(all.0);
        names.push(all.1);
    }
    for i in (0..roots.len()).filter(|i| user_of(*i, true).is_none()) {
        let by_name = user_of(i, false).and_then(|user| names.iter().position(|known| known.contains(&user)));
        let container = |i: &usize| roots.get(*i).map(|r| r.at.container);
        let beside = || groups.iter().position(|group| group.iter().any(|j| container(j) == container(&i)));
        // One account: everything is a part of it. Several: the one in the same container, if any.
        let only = (groups.len() == 1).then_some(0);
        if let Some(group) = by_name.or(only).or_else(beside).and_then(|g| groups.get_mut(g)) {
            group.push(i);
        } else {
            groups.push(vec![i]);
            names.push(user_of(i, false).into_iter().collect());
        }
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort();
    groups
}

/// Numbers the exports that the roots of one account are parts of. Two roots with the same day, or
/// without one, are parts of one export, unless they hold different files under the same path.
/// `days` and `contents` list, by root, the day of its export and path and hash of every file read.
pub fn number_exports(days: &[Option<Timestamp>], contents: &[BTreeMap<String, u64>]) -> Vec<usize> {
    let mut numbers: Vec<usize> = Vec::new();
    for (i, day) in days.iter().copied().enumerate() {
        let fits = |j: usize| {
            let other = days.get(j).copied().flatten();
            let clash = contents
                .get(i)
                .zip(contents.get(j))
                .is_some_and(|(a, b)| a.iter().any(|(path, hash)| b.get(path).is_some_and(|other| other != hash)));
            !clash && day.zip(other).is_none_or(|(a, b)| a == b)
        };
        let known = (0..i).filter_map(|j| numbers.get(j).copied()).collect::<BTreeSet<_>>();
        let same = |n: &usize| (0..i).filter(|j| numbers.get(*j) == Some(n)).all(fits);
        let next = known.len();
        numbers.push(known.into_iter().find(same).unwrap_or(next));
    }
    numbers
}

/// The media files of the roots of one account, found by the paths that records give.
#[derive(Debug, Default)]
pub struct MediaIndex {
    /// By path, the first that has it.
    first: HashMap<String, (usize, EntryId)>,
    /// By path and root, the last of those whose path another has as well.
    others: HashMap<String, BTreeMap<usize, EntryId>>,
    /// By month folder and name, made when it is first asked for; `None` where several files share them.
    moved: OnceCell<HashMap<String, Option<EntryId>>>,
}

/// A path in the form in which paths are compared.
fn comparable(path: &str) -> String {
    // Nearly every path of an export is ASCII, and there may be a hundred thousand.
    let path: String = if path.is_ascii() {
        path.replace('\\', "/").to_ascii_lowercase()
    } else {
        path.replace('\\', "/").nfc().collect::<String>().to_lowercase()
    };
    path.trim_start_matches("./").trim_start_matches('/').to_owned()
}

fn tail(path: &str) -> Option<&str> {
    let name = path.rfind('/')?;
    Some(&path[path[..name].rfind('/').map_or(0, |at| at + 1)..])
}

impl MediaIndex {
    /// Adds the files of a root.
    pub fn add(&mut self, index: usize, root: &Root) {
        self.moved.take();
        for (id, path) in &root.entries {
            match self.first.entry(comparable(path)) {
                Entry::Vacant(entry) => {
                    entry.insert((index, *id));
                }
                Entry::Occupied(entry) => {
                    self.others.entry(entry.key().clone()).or_default().insert(index, *id);
                }
            }
        }
    }

    /// The file that a record of `root` names: in its own part, else in another, else one that
    /// shares its month folder and name.
    pub fn resolve(&self, root: usize, path: &str) -> MediaRef {
        let key = comparable(path);
        let own = || self.others.get(&key).and_then(|roots| roots.get(&root)).copied();
        let first = || self.first.get(&key).map(|(_, id)| *id);
        let by_tail = || self.moved.get_or_init(|| self.by_tail()).get(tail(&key)?).copied().flatten();
        let file = own().or_else(first).or_else(by_tail);
        MediaRef { path: path.into(), file: file.map(|id| id.0) }
    }

    fn by_tail(&self) -> HashMap<String, Option<EntryId>> {
        let mut moved: HashMap<String, Option<EntryId>> = HashMap::with_capacity(self.first.len());
        let first = self.first.iter().map(|(path, (_, id))| (path, id));
        let others = self.others.iter().flat_map(|(path, roots)| roots.values().map(move |id| (path, id)));
        for (path, id) in first.chain(others) {
            if let Some(tail) = tail(path) {
                moved.entry(tail.to_owned()).and_modify(|known| *known = None).or_insert(Some(*id));
            }
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_are_found_in_their_own_part_then_in_another_then_by_month_and_name() {
        let mut index = MediaIndex::default();
        for (number, paths) in [
            &[(1, "media/posts/201801/a.jpg"), (2, "media/posts/201801/b.jpg")][..],
            &[(3, "Media\\posts/201801/A.jpg"), (4, "media/other/201802/c.jpg"), (5, "e/202001/d.jpg")],
            &[(6, "f/202001/d.jpg")],
        ]
        .into_iter()
        .enumerate()
        {
            let mut root = root(0, "part");
            root.entries = paths.iter().map(|(id, path)| (EntryId(*id), (*path).into())).collect();
            index.add(number, &root);
        }
        let found = |root, path| index.resolve(root, path).file;
        assert_eq!(found(0, "media/posts/201801/a.jpg"), Some(1));
        assert_eq!(found(1, "media/posts/201801/a.jpg"), Some(3));
        assert_eq!(found(2, "./media/posts/201801/a.jpg"), Some(1), "the first of the others");
        assert_eq!(found(1, "/media/posts/201801/b.jpg"), Some(2));
        assert_eq!(found(0, "photos/201802/c.jpg"), Some(4), "moved to another folder");
        assert_eq!(found(0, "photos/202001/d.jpg"), None, "two share it");
        assert_eq!((tail("a/b/c"), tail("b/c"), tail("c")), (Some("b/c"), Some("b/c"), None));
    }

    #[test]
    fn names_tell_user_and_day() {
        let hint = NameHint::of("instagram-jane.doe-2026-07-07-aB3x.zip", "instagram-").unwrap();
        assert_eq!((hint.user.as_deref(), hint.certain), (Some("jane.doe"), true));
        assert_eq!(hint.exported, Some("2026-07-07T00:00:00Z".parse().unwrap()));
        let dashed = NameHint::of("instagram-a-2020-b-2024-01-31", "instagram-").unwrap();
        assert_eq!(dashed.user.as_deref(), Some("a-2020-b"));
        let old = NameHint::of("jane_doe_20200131_part_2", "instagram-").unwrap();
        assert_eq!((old.user.as_deref(), old.certain), (Some("jane_doe"), true));
        assert!(!NameHint::of("jane_20220701", "instagram-").unwrap().certain);
        for other in ["instagram", "part1", "IMG_1234", "jane_20209999", "_20200131"] {
            assert_eq!(NameHint::of(other, "instagram-"), None, "{other}");
        }
    }

    fn root(container: u16, name: &str) -> Root {
        let at = ExportRoot { container, folder: "".into() };
        Root { at, entries: Vec::new(), hint: NameHint::of(name, "instagram-").unwrap_or_default() }
    }

    #[test]
    fn parts_without_a_name_join_the_only_account() {
        let roots = [root(0, "part1"), root(1, "part2"), root(2, "backup_20220701")];
        let jane = || Names { now: Some("jane".into()), ..Names::default() };
        assert_eq!(group(&roots, &[jane(), Names::default(), Names::default()]), [vec![0, 1, 2]]);
        assert_eq!(group(&roots, &[]), [vec![0, 1, 2]]);
    }

    #[test]
    fn different_user_names_are_different_accounts() {
        let roots = [root(0, "instagram-jane-2024-01-01-x"), root(1, "instagram-john-2024-01-01-x"), root(1, "media")];
        assert_eq!(group(&roots, &[]), [vec![0], vec![1, 2]]);
        let jane = || Names { now: Some("jane".into()), ..Names::default() };
        assert_eq!(group(&roots, &[jane(), jane(), Names::default()]), [vec![0, 1, 2]]);
    }

    #[test]
    fn a_renamed_account_is_one_account() {
        let roots = [
            root(0, "instagram-jane-2020-01-01-x"),
            root(1, "instagram-jane.two-2022-01-01-x"),
            root(2, "instagram-jane.three-2024-01-01-x"),
            root(3, "instagram-jane-2023-01-01-x"),
        ];
        let until = |name: &str, at: &str| (name.to_owned(), Some(at.parse().unwrap()));
        let before = vec![until("jane", "2021-01-01T00:00:00Z"), until("jane.two", "2023-01-01T00:00:00Z")];
        let three = Names { now: Some("jane.three".into()), before };
        let users = [Names::default(), Names::default(), three, Names::default()];
        assert_eq!(group(&roots[..3], &users[..3]), [vec![0, 1, 2]]);
        assert_eq!(group(&roots, &users), [vec![0, 1, 2], vec![3]], "somebody else took the name since");
    }

    #[test]
    fn parts_of_one_export_do_not_clash() {
        let file = |path: &str, hash| BTreeMap::from([(path.to_owned(), hash)]);
        let contents = [file("posts_1.json", 1), file("posts_2.json", 2), file("posts_1.json", 3)];
        assert_eq!(number_exports(&[None; 3], &contents), [0, 0, 1]);
    }
}
