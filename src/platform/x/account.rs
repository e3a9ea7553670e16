//! What an archive says of the account, and what X keeps about it: names, switches, logins, places.

use jiff::Timestamp;

use super::export::Role;
use super::record::moment;
use super::switches::{self, Covered};
use super::{ID, rules};
use crate::model::{
    AudienceClaim, Audience, Claim, Evidence, Item, ItemKind, Life, Origin, Place, PrivacyPeriod, PrivacyToggle,
    ProfileFact, ProfileField, periods_from_toggles,
};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::kept::{ip_text, kept};

/// Facts kept of a profile; a real archive has five.
const MOST_PROFILE_FACTS: usize = 100;

/// What became of a list of switches; the order is that in which one outweighs another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Switches {
    /// There is none.
    #[default]
    Absent,
    /// All of it was read.
    Read,
    /// Something in it could not be read.
    Unreadable,
}

/// What the files of one archive say of its account.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// The account's number.
    pub(super) id: Option<String>,
    /// The handle, without `@`.
    pub(super) handle: Option<Box<str>>,
    /// When it was opened; UTC.
    pub(super) created: Option<Timestamp>,
    /// When the archive was made; UTC.
    pub(super) exported: Option<Timestamp>,
    /// Number of files of tweets that the archive lists, if it has a list; 0 if it says itself that it is partial.
    pub(super) listed_tweet_files: Option<usize>,
    /// What the profile says.
    pub(super) profile: Vec<ProfileFact>,
    /// Recorded switches between protected and public.
    pub(super) toggles: Vec<PrivacyToggle>,
    /// What became of the list of switches.
    pub(super) switches: Switches,
    /// Whether the account was protected when the archive was made, as its tweets repeat.
    pub(super) protected: Option<bool>,
    /// Whether its tweets contradict each other about that.
    pub(super) protected_contested: bool,
    /// Whether an older archive says otherwise than a newer one without any switch between them.
    pub(super) archives_differ: bool,
    /// Times that the lists of switches cover.
    pub(super) covered: Vec<Covered>,
    /// Whether the account was protected when an older archive was made, and when that was.
    pub(super) protected_then: Option<(bool, Timestamp)>,
    /// What X keeps: logins, places.
    pub(super) traces: Vec<Item>,
}

impl Facts {
    /// Reads one record; whether anything known was in it.
    pub(super) fn read(&mut self, role: Role, raw: Raw<'_>, origin: Origin) -> bool {
        match role {
            Role::Account => self.account(raw),
            Role::Manifest => self.manifest(raw),
            Role::Profile => self.profile(raw, origin),
            Role::ProtectedHistory => self.switch(raw, origin),
            Role::IpAudit => self.login(raw, origin),
            Role::CreationIp => self.creation_ip(raw, origin),
            Role::Timezone => self.timezone(raw, origin),
            Role::Personalization => self.personalization(raw, origin),
            Role::OldUser => self.old_user(raw, origin),
            Role::OldPayload => {
                self.exported = moment(raw.get("created_at")).or(self.exported);
                self.exported.is_some()
            }
            _ => false,
        }
    }

    /// Notes what a tweet says of the account's protection.
    pub(super) fn note_protected(&mut self, protected: bool) {
        self.protected_contested |= self.protected.is_some_and(|before| before != protected);
        self.protected = Some(protected);
    }

    fn account(&mut self, raw: Raw<'_>) -> bool {
        let Some(account) = raw.get("account") else { return false };
        let [id, handle, created] = account.pick(["accountId", "username", "createdAt"]);
        self.id = id.and_then(token).or(self.id.take());
        self.handle = handle.and_then(boxed).or(self.handle.take());
        self.created = moment(created).or(self.created);
        self.id.is_some() || self.handle.is_some()
    }

    /// The list of files, which also names the account and the day.
    fn manifest(&mut self, raw: Raw<'_>) -> bool {
        let [user, archive] = raw.pick(["userInfo", "archiveInfo"]);
        let [id, handle] = user.map_or([None; 2], |u| u.pick(["accountId", "userName"]));
        let made = archive.and_then(|a| a.get("generationDate"));
        self.id = self.id.take().or_else(|| id.and_then(token));
        self.handle = self.handle.take().or_else(|| handle.and_then(boxed));
        self.exported = moment(made).or(self.exported);
        let partial = archive.and_then(|a| a.get("isPartialArchive")).is_some_and(Raw::is_true);
        let tweets = raw.at(&["dataTypes", "tweets", "files"]).map(|files| files.items().count());
        self.listed_tweet_files = if partial { Some(0) } else { tweets };
        id.or(handle).or(made).is_some()
    }

    fn profile(&mut self, raw: Raw<'_>, origin: Origin) -> bool {
        let Some(about) = raw.at(&["profile", "description"]) else { return false };
        let [bio, website, location] = about.pick(["bio", "website", "location"]);
        self.fact(ProfileField::Bio, bio, origin);
        self.fact(ProfileField::Link, website, origin);
        self.home(location, origin);
        true
    }

    /// What archives until 2018 say of the account.
    fn old_user(&mut self, raw: Raw<'_>, origin: Origin) -> bool {
        let fields = ["id", "screen_name", "full_name", "bio", "location", "created_at"];
        let [id, handle, name, bio, location, created] = raw.pick(fields);
        self.id = id.and_then(token).or(self.id.take());
        self.handle = handle.and_then(boxed).or(self.handle.take());
        self.created = moment(created).or(self.created);
        self.fact(ProfileField::Name, name, origin);
        self.fact(ProfileField::Bio, bio, origin);
        self.home(location, origin);
        self.id.is_some() || self.handle.is_some()
    }

    fn fact(&mut self, field: ProfileField, value: Option<Raw<'_>>, origin: Origin) {
        if let Some(value) = value.and_then(boxed).filter(|_| self.profile.len() < MOST_PROFILE_FACTS) {
            self.profile.push(ProfileFact { field, value, since: None, origin });
        }
    }

    /// The location in the profile: free text that anyone can read.
    fn home(&mut self, location: Option<Raw<'_>>, origin: Origin) {
        let Some(name) = location.and_then(boxed).filter(|_| self.profile.len() < MOST_PROFILE_FACTS) else { return };
        let audience = AudienceClaim::Own(Audience::Public, Evidence::Likely, &rules::PROFILE_LOCATION);
        let tagged = Claim::yes(Evidence::Likely, &rules::PROFILE_SEARCH);
        let mut item = Item::new(ID, ItemKind::AccountPlace, audience, Life::Live, tagged, origin);
        item.place = Some(Place::named(name.clone()));
        self.traces.push(item);
        self.profile.push(ProfileFact { field: ProfileField::HomeCity, value: name, since: None, origin });
    }

    fn switch(&mut self, raw: Raw<'_>, origin: Origin) -> bool {
        let Some(switch) = raw.get("protectedHistory") else {
            self.switches = Switches::Unreadable;
            return false;
        };
        let [at, action] = switch.pick(["protectedAt", "action"]);
        let Some(at) = moment(at) else {
            self.switches = Switches::Unreadable;
            return false;
        };
        let to_private = match action.map(Raw::token) {
            Some(b"Protect") => Some(true),
            Some(b"Unprotect") => Some(false),
            _ => None,
        };
        self.toggles.push(PrivacyToggle { at, to_private, origin });
        true
    }

    fn login(&mut self, raw: Raw<'_>, origin: Origin) -> bool {
        let [at, ip] = raw.get("ipAudit").map_or([None; 2], |audit| audit.pick(["createdAt", "loginIp"]));
        let text = ip.and_then(Raw::text).and_then(|ip| ip_text(&ip));
        let at = moment(at);
        if at.is_none() && text.is_none() {
            return false;
        }
        let mut item = kept(ID, ItemKind::Login, &rules::KEPT_BY_X, origin);
        item.set_time(at);
        item.text = text;
        self.traces.push(item);
        true
    }

    fn creation_ip(&mut self, raw: Raw<'_>, origin: Origin) -> bool {
        let ip = raw.at(&["accountCreationIp", "userCreationIp"]).and_then(Raw::text).and_then(|ip| ip_text(&ip));
        let Some(ip) = ip else { return false };
        let mut item = kept(ID, ItemKind::Login, &rules::KEPT_BY_X, origin);
        item.text = Some(format!("{ip}, when the account was opened").into());
        self.traces.push(item);
        true
    }

    fn timezone(&mut self, raw: Raw<'_>, origin: Origin) -> bool {
        let Some(zone) = raw.at(&["accountTimezone", "timeZone"]).and_then(boxed) else { return false };
        let mut item = kept(ID, ItemKind::AccountPlace, &rules::KEPT_BY_X, origin);
        item.text = Some(format!("Time zone {zone}").into());
        self.traces.push(item);
        true
    }

    fn personalization(&mut self, raw: Raw<'_>, origin: Origin) -> bool {
        let places = raw.at(&["p13nData", "locationHistory"]).into_iter().flat_map(Raw::items);
        for name in places.filter_map(boxed) {
            let mut item = kept(ID, ItemKind::AccountPlace, &rules::KEPT_BY_X, origin);
            item.place = Some(Place::named(name));
            self.traces.push(item);
        }
        raw.get("p13nData").is_some()
    }

    /// Adds what an older archive of the same account says.
    pub(super) fn add_older(&mut self, older: Self) {
        self.handle = self.handle.take().or(older.handle);
        self.created = self.created.or(older.created);
        // Only the newest archive tells until when the account is known.
        for fact in older.profile {
            if !self.profile.iter().any(|f| f.field == fact.field && f.value == fact.value) {
                self.profile.push(fact);
            }
        }
        self.toggles.extend(older.toggles);
        self.covered.extend(older.covered);
        self.protected_then = self.protected_then.or(older.protected.zip(older.exported)).or(older.protected_then);
        self.switches = self.switches.max(older.switches);
        self.traces.extend(older.traces);
    }

    /// The account's privacy over time, and whether it is protected now.
    pub(super) fn periods(&self) -> (Option<bool>, Vec<PrivacyPeriod>) {
        let now = self.protected;
        if self.switches == Switches::Unreadable {
            return (now, vec![PrivacyPeriod::unknown(&rules::SWITCHES_UNREADABLE)]);
        }
        if self.protected_contested || self.archives_differ {
            return (None, vec![PrivacyPeriod::unknown(&rules::ARCHIVES_DIFFER)]);
        }
        if self.switches == Switches::Read && self.toggles.is_empty() {
            return match now {
                // A flag that says otherwise leaves no way to tell since when.
                Some(true) => (now, vec![PrivacyPeriod::unknown(&rules::ARCHIVES_DIFFER)]),
                Some(false) => (now, periods_from_toggles(&[], now)),
                None => (None, switches::none_listed(self.protected_then)),
            };
        }
        let periods = switches::within(periods_from_toggles(&self.toggles, now), &self.covered);
        let last = periods.last().filter(|_| !self.toggles.is_empty()).and_then(|p| p.private);
        (now.or(last), periods)
    }
}


fn boxed(raw: Raw<'_>) -> Option<Box<str>> {
    Some(raw.filled()?.trim().into())
}

/// A number, written as one or as text.
fn token(raw: Raw<'_>) -> Option<String> {
    let text = String::from_utf8_lossy(raw.token()).trim().to_owned();
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(list: Switches, switches: &[&str]) -> Facts {
        let mut facts = Facts { switches: list, ..Facts::default() };
        for text in switches {
            facts.read(Role::ProtectedHistory, Raw::new(text.as_bytes()), Origin::new(0, 0));
        }
        facts.covered.extend(Covered::of(None, &facts.toggles));
        facts
    }

    fn states(facts: &Facts) -> Vec<(Option<bool>, Evidence)> {
        facts.periods().1.iter().map(|p| (p.private, p.evidence)).collect()
    }

    #[test]
    fn neither_no_list_of_switches_nor_an_empty_one_tells_whether_the_account_was_public() {
        assert_eq!(states(&facts(Switches::Absent, &[])), [(None, Evidence::Missing)]);
        assert_eq!(states(&facts(Switches::Read, &[])), [(None, Evidence::Missing)]);
    }

    #[test]
    fn a_switch_that_cannot_be_read_leaves_everything_unknown() {
        let good = r#"{"protectedHistory":{"protectedAt":"2019-01-01T00:00:00.000Z","action":"Protect"}}"#;
        assert_eq!(states(&facts(Switches::Read, &[good])), [(None, Evidence::Missing), (Some(true), Evidence::Recorded)]);
        assert_eq!(facts(Switches::Read, &[good]).periods().0, Some(true));
        let undated = r#"{"protectedHistory":{"action":"Unprotect"}}"#;
        assert_eq!(states(&facts(Switches::Read, &[good, undated])), [(None, Evidence::Missing)]);
    }

    #[test]
    fn an_unknown_action_is_read_by_alternation() {
        let first = r#"{"protectedHistory":{"protectedAt":"2019-01-01T00:00:00.000Z","action":"Protect"}}"#;
        let second = r#"{"protectedHistory":{"protectedAt":"2020-01-01T00:00:00.000Z","action":"?"}}"#;
        assert_eq!(facts(Switches::Read, &[first, second]).periods().1[2].evidence, Evidence::Likely);
    }
}
