//! Places of a chat that does not say whose they are, kept until it is known who of its people the user is.

use std::collections::{BTreeMap, BTreeSet};

use super::kept::ask_who;
use super::words::counted;
use crate::archive::EntryId;
use crate::model::Item;
use crate::platform::{Hints, ImportCx};

/// Reasons for places that are left out.
#[derive(Clone, Copy, Debug)]
pub struct Reasons {
    /// Somebody else sent it.
    pub of_others: &'static str,
    /// Who sent it is not known to be the user.
    pub unclear: &'static str,
}

/// A place of somebody.
#[derive(Debug)]
struct Place {
    /// What tells the sender from others.
    id: Box<str>,
    /// The name shown.
    name: Box<str>,
    /// The message, or what is wrong with its place.
    item: Result<Item, &'static str>,
}

/// Places with their senders.
#[derive(Debug, Default)]
pub struct Held {
    places: Vec<Place>,
    /// The senders that bear a name which the user said is theirs.
    named: BTreeSet<Box<str>>,
}

/// What tells a sender from others of the same name; the name where nothing else does.
fn key<'n>(id: &'n str, name: &'n str) -> &'n str {
    if id.is_empty() { name } else { id }
}

impl Held {
    /// Takes note of who sent a message, with or without a place. `id` is what tells the sender from others of the same
    /// name, if there is anything.
    pub fn meet(&mut self, hints: &Hints, id: &str, name: &str) {
        if hints.is_own(name) && !self.named.contains(key(id, name)) {
            self.named.insert(key(id, name).into());
        }
    }

    /// Keeps a place until it is known whose it is.
    pub fn hold(&mut self, id: &str, name: &str, item: Result<Item, &'static str>) {
        self.places.push(Place { id: key(id, name).into(), name: name.into(), item });
    }

    /// Keeps those of the user and counts the others. `told` is the sender that something else says to be the user, if it
    /// is one of this chat; else the name that the user said tells, if only one of its people bears it.
    pub fn settle(mut self, cx: &mut ImportCx<'_>, file: EntryId, told: Option<&str>, why: Reasons) {
        let is_shared = told.is_none() && self.named.len() > 1;
        let own = told.map(Into::into).or_else(|| self.named.pop_first().filter(|_| !is_shared));
        let mut unclear: BTreeMap<Box<str>, u64> = BTreeMap::new();
        for Place { id, name, item } in self.places {
            match (&own, item) {
                (Some(own), Ok(item)) if *own == id => cx.item(item),
                (Some(own), Err(wrong)) if *own == id => cx.skip(wrong, 1),
                (Some(_), _) => cx.skip(why.of_others, 1),
                (None, _) => {
                    cx.skip(why.unclear, 1);
                    *unclear.entry(name).or_default() += 1;
                }
            }
        }
        if is_shared {
            let places = counted(unclear.values().sum(), "shared place was", "shared places were");
            let text = format!("{places} left out: several people of this chat go by the name that you said is yours");
            return cx.warn(text, Some(file));
        }
        ask_who(cx, file, unclear.iter().map(|(name, count)| (&**name, *count)).collect(), why.unclear);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{CancelToken, Limits, MemorySource, Progress};
    use crate::model::{Ask, Audience, Claim, Dataset, Evidence, FileLedger, ItemKind, Origin, PlatformId, Rule};
    use crate::platform::support::privacy::Privacy;

    static RULE: Rule = Rule { id: "test", text: "a test", source: "a test" };
    const WHY: Reasons = Reasons { of_others: "of others", unclear: "unclear" };

    /// Settles places of these senders, each an id and a name; items kept, what was left out, and names asked about.
    fn settled(
        senders: &[(&str, &str)],
        met: &[(&str, &str)],
        own: &[&str],
        told: Option<&str>,
    ) -> (usize, Vec<String>, usize) {
        let source = MemorySource::new("a", [("chat".to_owned(), Vec::new())]);
        let (cancel, progress) = (CancelToken::default(), Progress::default());
        let mut dataset = Dataset { files: FileLedger::new([("chat".into(), 0)]), ..Dataset::default() };
        let hints = Hints { names: own.iter().map(|n| (*n).into()).collect(), dates: None };
        let mut preview = |_| ();
        let mut cx =
            ImportCx::new(&source, &mut dataset, &[], 0, Limits::default(), &hints, &progress, &cancel, &mut preview);
        let mut held = Held::default();
        for (id, name) in senders.iter().chain(met) {
            held.meet(&hints, id, name);
        }
        for (id, name) in senders {
            let privacy = Privacy::shared(Audience::Custom, Evidence::Recorded, &RULE, Claim::unknown(&RULE));
            held.hold(id, name, Ok(privacy.item(PlatformId("a"), ItemKind::Message, Origin::new(0, 0))));
        }
        held.settle(&mut cx, EntryId(0), told, WHY);
        let asked = dataset.questions.iter().map(|q| match &q.ask {
            Ask::OwnName(names) => names.len(),
            Ask::DateOrder => 0,
        });
        let skipped = dataset.records.skipped().iter().map(|(why, count)| format!("{count} {why}")).collect();
        (dataset.items.len(), skipped, asked.sum())
    }

    #[test]
    fn places_are_kept_of_the_user_alone() {
        let two = [("1", "Nora"), ("2", "Olga"), ("1", "Nora")];
        assert_eq!(settled(&two, &[], &[], None), (0, vec!["3 unclear".to_owned()], 2));
        assert_eq!(settled(&two, &[], &["nora"], None), (2, vec!["1 of others".to_owned()], 0));
        assert_eq!(settled(&two, &[], &[], Some("2")), (1, vec!["2 of others".to_owned()], 0));
        assert_eq!(settled(&two, &[], &["Mia"], None), (0, vec!["3 unclear".to_owned()], 2), "she is not in it");
        assert_eq!(
            settled(&two, &[("3", "Mia")], &["Mia"], None),
            (0, vec!["3 of others".to_owned()], 0),
            "she sent none"
        );
        let namesakes = [("1", "Nora"), ("2", "Nora")];
        assert_eq!(settled(&namesakes, &[], &["Nora"], None), (0, vec!["2 unclear".to_owned()], 0), "which of them?");
        assert_eq!(settled(&[("", "Nora"), ("", "Olga")], &[], &["Nora"], None).0, 1, "names alone");
        assert_eq!(settled(&[("", "")], &[], &["Nora"], None), (0, vec!["1 unclear".to_owned()], 0));
    }
}
