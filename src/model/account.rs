//! An account and the periods in which it was private or public.

use jiff::Timestamp;

use super::{Evidence, Origin, PlatformId, Rule};

/// Index of an account in [`Dataset::accounts`](super::Dataset).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(pub u16);

impl AccountId {
    /// Nobody's: no account list is so long that it has this place.
    pub const NOBODY: Self = Self(u16::MAX);

    /// The account at a place of the list, or nobody's where no account can stand.
    pub fn at(place: usize) -> Self {
        u16::try_from(place).map_or(Self::NOBODY, Self)
    }

    /// The position in the account list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One recorded switch of an account's privacy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrivacyToggle {
    /// When; UTC.
    pub at: Timestamp,
    /// What it was switched to, or `None` when the record's words were not understood.
    pub to_private: Option<bool>,
    /// Where it was read.
    pub origin: Origin,
}

/// A stretch of time in which the account's privacy did not change: `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrivacyPeriod {
    /// First moment, or `None` for "since the account exists".
    pub from: Option<Timestamp>,
    /// First moment after it, or `None` for "until the export was made".
    pub to: Option<Timestamp>,
    /// Private, public, or not known.
    pub private: Option<bool>,
    /// How sure that is.
    pub evidence: Evidence,
    /// By which rule.
    pub rule: &'static Rule,
    /// The record it rests on, if any.
    pub origin: Option<Origin>,
}

impl PrivacyPeriod {
    /// All of the time, of which the privacy is not known for this reason.
    pub const fn unknown(rule: &'static Rule) -> Self {
        Self { from: None, to: None, private: None, evidence: Evidence::Missing, rule, origin: None }
    }
}

/// What a profile said at some time.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileFact {
    /// Which field.
    pub field: ProfileField,
    /// Its value from then on.
    pub value: Box<str>,
    /// Since when, if recorded; UTC.
    pub since: Option<Timestamp>,
    /// Where it was read.
    pub origin: Origin,
}

/// A field of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProfileField {
    /// Handle, user name.
    Handle,
    /// Display name.
    Name,
    /// Bio text.
    Bio,
    /// Link in the profile.
    Link,
    /// City the platform or the person gives as home.
    HomeCity,
    /// Country the account gives, as a name or a code of two letters.
    Country,
    /// Number of followers.
    FollowerCount,
}

/// One account of one platform.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The platform.
    pub platform: PlatformId,
    /// Handle or other short name; empty when the archive does not give one.
    pub handle: Box<str>,
    /// Whether it is private at the time of the export.
    pub private_now: Option<bool>,
    /// Privacy over time, in order, without gaps; empty when the platform has no such setting.
    pub periods: Vec<PrivacyPeriod>,
    /// What the profile said, over time.
    pub profile: Vec<ProfileFact>,
    /// When the account was opened, if recorded; UTC.
    pub created: Option<Timestamp>,
    /// When the export was made, if it can be told; UTC.
    pub exported: Option<Timestamp>,
}

/// The privacy now, with no switch on record.
static RULE_CONSTANT: Rule = Rule {
    id: "account.constant",
    text: "The export records no switch of the account's privacy, so it is taken to have always been as it is now",
    source: "the account's privacy flag at the time of the export",
};
/// After a recorded switch.
static RULE_SWITCHED: Rule = Rule {
    id: "account.switched",
    text: "The export records when the account's privacy was switched",
    source: "the export's list of privacy switches",
};
/// Before the first recorded switch.
static RULE_BEFORE_SWITCH: Rule = Rule {
    id: "account.before_switch",
    text: "Before its first recorded switch the account must have been the opposite of what it was switched to",
    source: "the export's list of privacy switches",
};
/// A switch whose words were not understood, read by alternation.
static RULE_ALTERNATION: Rule = Rule {
    id: "account.alternation",
    text: "The words of this switch were not understood; switches must alternate, so it was read backwards from the state now",
    source: "the export's list of privacy switches and the flag now",
};
/// Two records that contradict each other.
static RULE_CONTRADICTION: Rule = Rule {
    id: "account.contradiction",
    text: "The export's records of the account's privacy contradict each other here",
    source: "the export's list of privacy switches and the flag now",
};
/// Nothing on record.
static RULE_NOTHING: Rule = Rule {
    id: "account.nothing",
    text: "The export says nothing about the account's privacy",
    source: "absence of the privacy flag and of the list of switches",
};

/// The account's privacy over time, from the recorded switches and the flag now.
///
/// Walks backwards from the state now: after a switch the account was what it was switched to,
/// before the first one the opposite. Records that contradict each other leave the stretch
/// between them unknown rather than pick a side.
pub fn periods_from_toggles(toggles: &[PrivacyToggle], private_now: Option<bool>) -> Vec<PrivacyPeriod> {
    let mut toggles = toggles.to_vec();
    toggles.sort_by_key(|t| (t.at, t.origin));
    toggles.dedup_by(|a, b| a.at == b.at && a.to_private == b.to_private);
    if toggles.is_empty() {
        let (evidence, rule) =
            if private_now.is_some() { (Evidence::Likely, &RULE_CONSTANT) } else { (Evidence::Missing, &RULE_NOTHING) };
        return vec![PrivacyPeriod { from: None, to: None, private: private_now, evidence, rule, origin: None }];
    }
    let targets = resolve_targets(&toggles, private_now);
    let mut periods = Vec::with_capacity(toggles.len() + 1);
    for i in 0..=toggles.len() {
        let before = i.checked_sub(1).map(|k| (&toggles[k], targets[k]));
        let after = toggles.get(i).map(|t| (t, targets[i]));
        periods.push(period_between(before, after, private_now));
    }
    periods
}

/// What each switch switched to, and whether its own words said so.
type Target = Option<(bool, bool)>;

fn resolve_targets(toggles: &[PrivacyToggle], private_now: Option<bool>) -> Vec<Target> {
    let mut targets: Vec<Target> = toggles.iter().map(|t| t.to_private.map(|p| (p, true))).collect();
    let mut next_state_before = private_now;
    for target in targets.iter_mut().rev() {
        if target.is_none() {
            *target = next_state_before.map(|p| (p, false));
        }
        next_state_before = target.map(|(p, _)| !p);
    }
    let mut state_after = None;
    for target in &mut targets {
        if target.is_none() {
            *target = state_after.map(|p: bool| (!p, false));
        }
        state_after = target.map(|(p, _)| p);
    }
    targets
}

fn period_between(
    before: Option<(&PrivacyToggle, Target)>,
    after: Option<(&PrivacyToggle, Target)>,
    private_now: Option<bool>,
) -> PrivacyPeriod {
    let from = before.map(|(t, _)| t.at);
    let to = after.map(|(t, _)| t.at);
    let origin = before.or(after).map(|(t, _)| t.origin);
    let said_after_start = before.and_then(|(_, target)| target);
    let said_before_end = match after {
        Some((_, target)) => target.map(|(p, own)| (!p, own)),
        None => private_now.map(|p| (p, true)),
    };
    let (private, evidence, rule) = match (said_after_start, said_before_end) {
        (Some((a, _)), Some((b, _))) if a != b => (None, Evidence::Missing, &RULE_CONTRADICTION),
        (Some((a, true)), _) => (Some(a), Evidence::Recorded, &RULE_SWITCHED),
        (Some((a, false)), _) => (Some(a), Evidence::Likely, &RULE_ALTERNATION),
        (None, Some((b, _))) => (Some(b), Evidence::Likely, &RULE_BEFORE_SWITCH),
        (None, None) => (None, Evidence::Missing, &RULE_NOTHING),
    };
    PrivacyPeriod { from, to, private, evidence, rule, origin }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toggle(at: &str, to_private: Option<bool>) -> PrivacyToggle {
        PrivacyToggle { at: at.parse().unwrap(), to_private, origin: Origin { file: 0, record: 0 } }
    }

    fn states(periods: &[PrivacyPeriod]) -> Vec<(Option<bool>, Evidence)> {
        periods.iter().map(|p| (p.private, p.evidence)).collect()
    }

    #[test]
    fn no_switch_and_no_flag_is_unknown_and_never_public() {
        assert_eq!(states(&periods_from_toggles(&[], None)), [(None, Evidence::Missing)]);
    }

    #[test]
    fn no_switch_with_a_flag_is_constant_but_only_likely() {
        assert_eq!(states(&periods_from_toggles(&[], Some(false))), [(Some(false), Evidence::Likely)]);
    }

    #[test]
    fn switches_are_walked_backwards() {
        let toggles = [toggle("2018-09-01T00:00:00Z", Some(false)), toggle("2018-01-01T00:00:00Z", Some(true))];
        let periods = periods_from_toggles(&toggles, Some(false));
        assert_eq!(
            states(&periods),
            [(Some(false), Evidence::Likely), (Some(true), Evidence::Recorded), (Some(false), Evidence::Recorded)]
        );
        assert_eq!(periods[1].from, Some("2018-01-01T00:00:00Z".parse().unwrap()));
        assert_eq!(periods[1].to, Some("2018-09-01T00:00:00Z".parse().unwrap()));
    }

    #[test]
    fn switches_not_understood_are_read_by_alternation() {
        let toggles = [toggle("2018-01-01T00:00:00Z", None), toggle("2018-09-01T00:00:00Z", None)];
        assert_eq!(
            states(&periods_from_toggles(&toggles, Some(true))),
            [(Some(true), Evidence::Likely), (Some(false), Evidence::Likely), (Some(true), Evidence::Likely)]
        );
        let nothing = periods_from_toggles(&toggles, None);
        assert!(nothing.iter().all(|p| p.private.is_none()), "without a flag alternation has no start");
    }

    #[test]
    fn a_contradiction_leaves_the_stretch_unknown() {
        let twice = [toggle("2018-01-01T00:00:00Z", Some(true)), toggle("2018-09-01T00:00:00Z", Some(true))];
        let periods = periods_from_toggles(&twice, Some(true));
        assert_eq!(periods[1].private, None);
        let flag_differs = periods_from_toggles(&twice[..1], Some(false));
        assert_eq!(flag_differs[1].private, None, "a later switch must be missing, nobody knows when");
    }
}
