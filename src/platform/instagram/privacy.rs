//! The account's privacy over time, from flags and switches of one or several exports.

use std::cmp::Reverse;

use super::account::{AccountFacts, Flag};
use super::rules;
use crate::model::{Evidence, PrivacyPeriod, PrivacyToggle, periods_from_toggles};

/// The flag of the latest export, and the periods.
pub(super) fn periods(facts: &AccountFacts) -> (Option<bool>, Vec<PrivacyPeriod>) {
    let latest = latest(&facts.flags);
    let private_now = latest.and_then(|flag| if contradicted(flag, &facts.flags) { None } else { Some(flag.private) });
    if facts.toggles_without_time > 0 {
        return (private_now, vec![PrivacyPeriod::unknown(&rules::SWITCH_WITHOUT_TIME)]);
    }
    if facts.toggles_unreadable {
        return (private_now, vec![PrivacyPeriod::unknown(&rules::SWITCHES_UNREADABLE)]);
    }
    if latest.is_some() && private_now.is_none() {
        return (None, vec![PrivacyPeriod::unknown(&rules::EXPORTS_DIFFER)]);
    }
    let toggles = once(&facts.toggles);
    let mut periods = periods_from_toggles(&toggles, private_now);
    if toggles.is_empty() && latest.is_some_and(|flag| flag.guessed) {
        for period in &mut periods {
            period.rule = &rules::FLAG_GUESSED;
        }
    }
    for flag in &facts.flags {
        contest(&mut periods, *flag, latest);
    }
    (private_now, periods)
}

/// The order of flags by the time of their exports: a known day counts, then the layout.
fn age(flag: &Flag) -> (Option<jiff::Timestamp>, Reverse<bool>) {
    (flag.exported, Reverse(flag.old))
}

fn latest(flags: &[Flag]) -> Option<Flag> {
    // A flag read by its label beats one guessed from the same export.
    flags.iter().copied().max_by_key(|f| (age(f), Reverse(f.guessed)))
}

/// Whether another flag of the same time says the opposite.
fn contradicted(flag: Flag, flags: &[Flag]) -> bool {
    flags.iter().any(|f| age(f) == age(&flag) && f.guessed == flag.guessed && f.private != flag.private)
}

/// One entry per moment: two exports list the same switch, perhaps in two languages.
fn once(toggles: &[PrivacyToggle]) -> Vec<PrivacyToggle> {
    let mut toggles = toggles.to_vec();
    toggles.sort_by_key(|t| (t.at, t.to_private.is_none(), t.origin));
    toggles.dedup_by(|later, first| {
        later.at == first.at && (later.to_private.is_none() || later.to_private == first.to_private)
    });
    toggles
}

/// An older export that says otherwise makes the period in which it was made unknown.
fn contest(periods: &mut [PrivacyPeriod], flag: Flag, latest: Option<Flag>) {
    if latest.is_some_and(|l| age(&l) == age(&flag)) || flag.guessed {
        return;
    }
    for period in periods.iter_mut() {
        let covers = flag.exported.is_none_or(|at| {
            period.from.is_none_or(|from| from <= at) && period.to.is_none_or(|to| at < to)
        });
        // Without a day the older export may be of any time, so only what is recorded stands.
        let weak = flag.exported.is_some() || period.evidence != Evidence::Recorded;
        if covers && weak && period.private.is_some_and(|private| private != flag.private) {
            (period.private, period.evidence, period.rule) = (None, Evidence::Missing, &rules::EXPORTS_DIFFER);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Origin;

    fn flag(private: bool, exported: Option<&str>) -> Flag {
        Flag { private, guessed: false, exported: exported.map(|t| t.parse().unwrap()), old: false }
    }

    fn old_flag(private: bool, exported: Option<&str>) -> Flag {
        Flag { old: true, ..flag(private, exported) }
    }

    fn toggle(at: &str, to_private: Option<bool>) -> PrivacyToggle {
        PrivacyToggle { at: at.parse().unwrap(), to_private, origin: Origin { file: 0, record: 0 } }
    }

    fn states(facts: &AccountFacts) -> Vec<Option<bool>> {
        periods(facts).1.iter().map(|p| p.private).collect()
    }

    #[test]
    fn two_exports_that_differ_without_a_switch_leave_the_time_unknown() {
        let older = old_flag(true, Some("2019-01-01T00:00:00Z"));
        let newer = flag(false, Some("2022-01-01T00:00:00Z"));
        let facts = AccountFacts { flags: vec![older, newer], ..AccountFacts::default() };
        assert_eq!(periods(&facts).0, Some(false));
        assert_eq!(states(&facts), [None]);
        let switched = AccountFacts {
            flags: vec![older, newer],
            toggles: vec![toggle("2020-01-01T00:00:00Z", Some(false))],
            ..AccountFacts::default()
        };
        assert_eq!(states(&switched), [Some(true), Some(false)], "a recorded switch explains the difference");
    }

    #[test]
    fn an_old_export_without_a_day_contests_what_is_only_inferred() {
        let facts = AccountFacts { flags: vec![old_flag(true, None), flag(false, None)], ..AccountFacts::default() };
        assert_eq!(periods(&facts).0, Some(false), "the newer layout is the newer export");
        assert_eq!(states(&facts), [None]);
    }

    #[test]
    fn switches_unread_or_without_time_leave_everything_unknown() {
        let base = || AccountFacts { flags: vec![flag(false, None)], ..AccountFacts::default() };
        assert_eq!(states(&AccountFacts { toggles_unreadable: true, ..base() }), [None]);
        assert_eq!(states(&AccountFacts { toggles_without_time: 1, ..base() }), [None]);
        assert_eq!(states(&base()), [Some(false)]);
    }

    #[test]
    fn the_same_switch_in_two_languages_counts_once() {
        let toggles = vec![toggle("2018-01-01T00:00:00Z", None), toggle("2018-01-01T00:00:00Z", Some(true))];
        let facts = AccountFacts { flags: vec![flag(true, None)], toggles, ..AccountFacts::default() };
        assert_eq!(states(&facts), [Some(false), Some(true)]);
    }
}
