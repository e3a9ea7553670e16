//! What an export says about the account: names, privacy now, switches of it, profile over time.

use jiff::Timestamp;
use serde_json::Value;

use super::finish::CloseFriends;
use super::layout::Role;
use super::old;
use crate::model::{Origin, PrivacyToggle, ProfileFact, ProfileField};
use crate::platform::support::meta_export::Names;
use crate::platform::support::meta_words as words;
use crate::platform::support::words::counted;
use crate::platform::support::meta_json::{self, Label, labels, records};

/// The privacy flag of one export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flag {
    /// Private or public.
    pub(super) private: bool,
    /// Whether it was taken for the flag by its place alone.
    pub(super) guessed: bool,
    /// When the export was made, if known; UTC.
    pub(super) exported: Option<Timestamp>,
    /// Generation of the layout: the old one is older when no day is known.
    pub(super) old: bool,
}

/// Earlier user names looked at; a bound, so that a hostile file cannot make this slow.
const MANY_NAMES: usize = 256;

/// Profiles read from one file, which has one; a bound, so that a hostile file cannot make this slow.
const MANY_PROFILES: usize = 8;

/// Everything the files of an export say about its account.
#[derive(Debug, Default)]
pub(super) struct AccountFacts {
    /// The user name.
    pub(super) user: Option<String>,
    /// Privacy flags, one per export.
    pub(super) flags: Vec<Flag>,
    /// Switches of the privacy.
    pub(super) toggles: Vec<PrivacyToggle>,
    /// Switches without a time.
    pub(super) toggles_without_time: u64,
    /// Whether a list of switches could not be read, or not to its end.
    pub(super) toggles_unreadable: bool,
    /// Use of close friends stories.
    pub(super) close_friends: CloseFriends,
    /// When the account was opened; UTC.
    pub(super) created: Option<Timestamp>,
    /// The profile at the time of an export.
    pub(super) current: Vec<ProfileFact>,
    /// Changes of the profile.
    pub(super) changes: Vec<Change>,
    /// Followers counted, by file, with the root the file is in.
    pub(super) followers: Vec<(usize, u64, Origin)>,
}

/// A recorded change of a profile field.
#[derive(Clone, Debug)]
pub(super) struct Change {
    field: ProfileField,
    at: Option<Timestamp>,
    before: Option<String>,
    after: String,
    origin: Origin,
}

/// What became of a file's records, for the ledgers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Records kept as facts.
    pub(super) facts: u64,
    /// Records left out, with the reason.
    pub(super) skipped: Vec<(&'static str, u64)>,
    /// What the file was read for.
    pub(super) what: String,
}

impl Tally {
    fn of(facts: usize, what: impl Into<String>) -> Self {
        Self { facts: facts as u64, skipped: Vec::new(), what: what.into() }
    }

    fn skip(&mut self, reason: &'static str, count: u64) {
        self.skipped.push((reason, count));
    }
}

/// Where a file is and when it was exported.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    /// Index in the file ledger.
    pub(super) file: u32,
    /// Index of the root it is in.
    pub(super) root: usize,
    /// When its export was made, if known; UTC.
    pub(super) exported: Option<Timestamp>,
    /// Whether it was read to its end.
    pub(super) complete: bool,
}

impl At {
    pub(super) const fn record(self, record: usize) -> Origin {
        Origin { file: self.file, record: record as u32 }
    }
}

fn records_of(value: &Value, role: Role) -> Result<&[Value], String> {
    records(value, &role.roots().collect::<Vec<_>>())
}

impl AccountFacts {
    /// Reads a file about the account. `Err` says what it holds instead of what its name says.
    pub(super) fn read(&mut self, role: Role, value: &Value, at: At) -> Result<Tally, String> {
        match role {
            Role::PersonalInformation => Ok(self.personal_information(records_of(value, role)?, at)),
            Role::AccountInformation => Ok(self.account_information(records_of(value, role)?, at)),
            Role::PrivacyChanges => {
                self.toggles_unreadable |= !at.complete;
                let records = records_of(value, role).inspect_err(|_| self.toggles_unreadable = true)?;
                Ok(self.privacy_changes(records, at))
            }
            Role::ProfileChanges => Ok(self.profile_changes(records_of(value, role)?, at)),
            Role::Followers => Ok(self.followers(records_of(value, role)?.len() as u64, at)),
            Role::Signup => Ok(self.signup(records_of(value, role)?)),
            Role::OldProfile => self.old_profile(value, at),
            Role::OldConnections => self.old_connections(value, at),
            _ => Err("something else".to_owned()),
        }
    }

    fn now(&mut self, field: ProfileField, value: impl Into<Box<str>>, origin: Origin) {
        self.current.push(ProfileFact { field, value: value.into(), since: None, origin });
    }

    /// The user name now and those before, in lower case.
    pub(super) fn names(&self) -> Names {
        let handles = self.changes.iter().filter(|c| c.field == ProfileField::Handle);
        let before = handles.filter_map(|c| Some((c.before.as_ref()?.to_lowercase(), c.at))).take(MANY_NAMES).collect();
        Names { now: self.user.as_ref().map(|user| user.to_lowercase()), before }
    }

    /// The user name now: that of the last change, where the one read is from before a change.
    pub(super) fn handle(&self) -> Option<String> {
        let user = self.user.as_ref()?;
        let handles = || self.changes.iter().filter(|c| c.field == ProfileField::Handle);
        let last = handles().max_by_key(|c| (c.at, c.origin)).filter(|c| !c.after.is_empty());
        let is_old = handles().any(|c| c.before.as_ref().is_some_and(|before| before.eq_ignore_ascii_case(user)));
        Some(last.filter(|_| is_old).map_or_else(|| user.clone(), |c| c.after.clone()))
    }

    /// The profile over time: before the first recorded change, after each, and as it is now where
    /// no change led to that.
    pub(super) fn profile(&self) -> Vec<ProfileFact> {
        let mut changes = self.changes.clone();
        changes.sort_by_key(|c| (c.field, c.at, c.origin));
        // Two exports list the same change.
        changes.dedup_by(|b, a| (a.field, a.at, &a.after, &a.before) == (b.field, b.at, &b.after, &b.before));
        let mut facts: Vec<ProfileFact> = Vec::new();
        for (i, change) in changes.iter().enumerate() {
            let first = i.checked_sub(1).and_then(|i| changes.get(i)).is_none_or(|c| c.field != change.field);
            if let Some(before) = change.before.as_deref().filter(|_| first) {
                let value = before.into();
                facts.push(ProfileFact { field: change.field, value, since: None, origin: change.origin });
            }
            let value = change.after.as_str().into();
            facts.push(ProfileFact { field: change.field, value, since: change.at, origin: change.origin });
        }
        for fact in &self.current {
            // An older export calls now what the changes of a newer one call before.
            if !facts.iter().any(|f| f.field == fact.field && f.value == fact.value) {
                facts.push(fact.clone());
            }
        }
        facts
    }

    fn personal_information(&mut self, records: &[Value], at: At) -> Tally {
        for (i, record) in records.iter().take(MANY_PROFILES).enumerate() {
            let labels = labels(record);
            let value = |is: fn(&str) -> bool| labels.iter().find(|l| is(&l.key())).and_then(|l| l.value.clone());
            if let Some(user) = value(words::is_user_name).or_else(|| user_by_shape(&labels)) {
                self.now(ProfileField::Handle, user.as_str(), at.record(i));
                self.user.get_or_insert(user);
            }
            for (field, is) in FIELDS {
                if let Some(value) = value(*is).filter(|_| *field != ProfileField::Handle) {
                    self.now(*field, value, at.record(i));
                }
            }
            if let Some((private, guessed)) = words::privacy_flag(&labels) {
                self.flags.push(Flag { private, guessed, exported: at.exported, old: false });
            }
        }
        let mut tally = Tally::of(records.len().min(MANY_PROFILES), "profile and privacy flag");
        tally.skip("a further profile in one file", records.len().saturating_sub(MANY_PROFILES) as u64);
        tally
    }

    /// Reads the labels of a profile shown as a web page; only words that are known count.
    pub(super) fn page_of_profile(&mut self, labels: &[Label], at: At) {
        if let Some(user) = labels.iter().find(|l| words::is_user_name(&l.key())).and_then(|l| l.value.clone()) {
            self.now(ProfileField::Handle, user.as_str(), at.record(0));
            self.user.get_or_insert(user);
        }
        let flag = labels.iter().find(|l| words::is_private_flag(&l.key())).and_then(Label::flag);
        if let Some(private) = flag {
            self.flags.push(Flag { private, guessed: false, exported: at.exported, old: false });
        }
    }

    fn account_information(&mut self, records: &[Value], at: At) -> Tally {
        let labels: Vec<Label> = records.iter().flat_map(labels).collect();
        let first = labels.iter().filter(|l| words::is_first_close_friends_story(&l.key())).filter_map(|l| l.at).min();
        let understood = at.complete && labels.iter().any(|l| words::is_story_time(&l.key()));
        let here = match first {
            Some(first) => CloseFriends::Since(first),
            None if understood => CloseFriends::Never,
            None => CloseFriends::NotTold,
        };
        self.close_friends = match (self.close_friends, here) {
            (CloseFriends::Since(a), CloseFriends::Since(b)) => CloseFriends::Since(a.min(b)),
            (a, b) => a.max(b),
        };
        Tally::of(records.len(), "whether close friends stories were used")
    }

    fn privacy_changes(&mut self, records: &[Value], at: At) -> Tally {
        let mut tally = Tally::of(0, "");
        for (i, record) in records.iter().enumerate() {
            let labels = labels(record);
            let own = ["timestamp", "creation_timestamp"].iter().filter_map(|key| record.get(*key)).find_map(meta_json::time);
            let Some(time) = labels.iter().find_map(|l| l.at).or(own) else {
                self.toggles_without_time += 1;
                tally.skip("a privacy switch without a time", 1);
                continue;
            };
            let title = record.get("title").and_then(meta_json::text).unwrap_or_default();
            let values = labels.iter().filter_map(|l| l.value.as_deref());
            let to_private = words::switched_to_private(&title)
                .or_else(|| words::switched_to_private(&values.collect::<Vec<_>>().join(" ")));
            self.toggles.push(PrivacyToggle { at: time, to_private, origin: at.record(i) });
            tally.facts += 1;
        }
        tally.what = counted(tally.facts, "privacy switch", "privacy switches");
        tally
    }

    fn profile_changes(&mut self, records: &[Value], at: At) -> Tally {
        let mut tally = Tally::of(0, "");
        for (i, record) in records.iter().enumerate() {
            let labels = labels(record);
            let time = labels.iter().find_map(|l| l.at);
            let (changed, before, after) = change(&labels);
            let key = changed.map(|l| meta_json::comparable(l.value.as_deref().unwrap_or_default())).unwrap_or_default();
            let Some(field) = changed_field(&key) else {
                let contact = words::is_contact(&key);
                tally.skip(if contact { "a change of an address or number" } else { "a profile change of an unknown kind" }, 1);
                continue;
            };
            tally.facts += 1;
            let after = after.unwrap_or_default();
            self.changes.push(Change { field, at: time, before, after, origin: at.record(i) });
        }
        tally.what = counted(tally.facts, "profile change", "profile changes");
        tally
    }

    fn followers(&mut self, count: u64, at: At) -> Tally {
        self.followers.push((at.root, count, at.record(0)));
        let mut tally = Tally::of(0, format!("{}, counted only", counted(count, "follower", "followers")));
        tally.skip("a follower; only their number is kept", count);
        tally
    }

    fn signup(&mut self, records: &[Value]) -> Tally {
        let times = records.iter().flat_map(labels).filter_map(|l| l.at).min();
        self.created = [self.created, times].into_iter().flatten().min();
        Tally::of(records.len(), "when the account was opened")
    }

    fn old_profile(&mut self, value: &Value, at: At) -> Result<Tally, String> {
        let map = value.as_object().ok_or("a list")?;
        let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty());
        let known = ["username", "private_account", "date_joined", "name", "biography", "website"];
        if !known.iter().any(|key| map.contains_key(*key)) {
            return Err("fields of something else".to_owned());
        }
        if let Some(user) = text("username") {
            self.now(ProfileField::Handle, user, at.record(0));
            self.user.get_or_insert(user.to_owned());
        }
        for (key, field) in [("name", ProfileField::Name), ("biography", ProfileField::Bio), ("website", ProfileField::Link)] {
            if let Some(value) = text(key) {
                self.now(field, value, at.record(0));
            }
        }
        let flag = match map.get("private_account") {
            Some(Value::Bool(b)) => Some(*b),
            Some(Value::String(s)) if s.eq_ignore_ascii_case("true") => Some(true),
            Some(Value::String(s)) if s.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        if let Some(private) = flag {
            self.flags.push(Flag { private, guessed: false, exported: at.exported, old: true });
        }
        let joined = text("date_joined").and_then(old::moment).map(|(time, _)| time);
        self.created = [self.created, joined].into_iter().flatten().min();
        Ok(Tally::of(1, "profile and privacy flag"))
    }

    fn old_connections(&mut self, value: &Value, at: At) -> Result<Tally, String> {
        let map = value.as_object().ok_or("a list")?;
        let count = map.get("followers").map(|v| v.as_object().map_or(0, serde_json::Map::len) as u64);
        let Some(count) = count else { return Err("no followers".to_owned()) };
        Ok(self.followers(count, at))
    }
}

/// The value that looks like a user name and stands where user names stand: after the confirmed number.
fn user_by_shape(labels: &[Label]) -> Option<String> {
    let looks = |v: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_');
        v.len() <= 30 && v.chars().all(plain) && v.chars().any(|c| c.is_ascii_lowercase())
    };
    let after_flag = labels.iter().position(|l| l.flag().is_some()).and_then(|i| labels.get(i + 1));
    after_flag.and_then(|l| l.value.clone()).filter(|v| looks(v))
}

/// What changed, the value before, the value after: by their labels, else by their order.
fn change(labels: &[Label]) -> (Option<&Label>, Option<String>, Option<String>) {
    let by_name = |name: &str| labels.iter().find(|l| l.key() == name);
    if let Some(changed) = by_name("changed") {
        let value = |name: &str| by_name(name).and_then(|l| l.value.clone());
        return (Some(changed), value("previous value"), value("new value"));
    }
    let values: Vec<&Label> = labels.iter().filter(|l| l.at.is_none()).collect();
    let value = |i: usize| values.get(i).and_then(|l| l.value.clone());
    match values.len() {
        3 => (values.first().copied(), value(1), value(2)),
        _ => (values.first().copied(), None, None),
    }
}

/// Tells a label by its words.
type IsLabel = fn(&str) -> bool;

/// Fields of a profile and the words for them.
const FIELDS: &[(ProfileField, IsLabel)] = &[
    (ProfileField::Handle, words::is_user_name),
    (ProfileField::Name, words::is_display_name),
    (ProfileField::Bio, words::is_bio),
    (ProfileField::Link, words::is_link),
];

fn changed_field(key: &str) -> Option<ProfileField> {
    FIELDS.iter().find(|(_, is)| is(key)).map(|(field, _)| *field)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_switch_list_of_an_unknown_shape_makes_the_history_unreadable() {
        let mut facts = AccountFacts::default();
        let at = At { file: 0, root: 0, exported: None, complete: true };
        assert!(facts.read(Role::PrivacyChanges, &json!({"something": []}), at).is_err());
        assert!(facts.toggles_unreadable);
    }
}
