//! How far the lists of switches between protected and public reach.
//!
//! README.txt in archives of 2021–23 says of `protected-history.js`: "Date and time the 'Protect your Tweets'
//! setting was used in the last six months". What lies outside of that time is not known.

use jiff::{SignedDuration, Timestamp};

use super::rules;
use crate::model::{Evidence, PrivacyPeriod, PrivacyToggle};

/// The time that a list covers, by README.txt: six months.
const LISTED: SignedDuration = SignedDuration::from_hours(183 * 24);
/// A list with a switch older than this goes beyond what README.txt says and is taken to be whole.
const WHOLE: SignedDuration = SignedDuration::from_hours(366 * 24);

/// The time that one list of switches covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Covered {
    from: Timestamp,
    to: Timestamp,
}

impl Covered {
    /// By the day of the archive and the switches in its list. Without a day only the switches themselves tell.
    pub(super) fn of(exported: Option<Timestamp>, toggles: &[PrivacyToggle]) -> Option<Self> {
        let first = toggles.iter().map(|t| t.at).min();
        let Some(to) = exported else { return first.map(|from| Self { from, to: Timestamp::MAX }) };
        let back = |by| to.saturating_sub(by).unwrap_or(Timestamp::MIN);
        let from = match first {
            Some(first) if first < back(WHOLE) => Timestamp::MIN,
            Some(first) => first.min(back(LISTED)),
            None => back(LISTED),
        };
        Some(Self { from, to })
    }
}

/// The periods when no list has a switch: unknown, but for what an older archive says of the time before it.
pub(super) fn none_listed(protected_then: Option<(bool, Timestamp)>) -> Vec<PrivacyPeriod> {
    let unknown = PrivacyPeriod::unknown(&rules::NOT_LISTED);
    match protected_then {
        Some((false, then)) => vec![
            PrivacyPeriod {
                to: Some(then),
                private: Some(false),
                evidence: Evidence::Likely,
                ..PrivacyPeriod::unknown(&rules::PUBLIC_THEN)
            },
            PrivacyPeriod { from: Some(then), ..unknown },
        ],
        _ => vec![unknown],
    }
}

/// The periods between switches, no surer than the lists that the switches are from.
pub(super) fn within(periods: Vec<PrivacyPeriod>, covered: &[Covered]) -> Vec<PrivacyPeriod> {
    let mut kept = Vec::with_capacity(periods.len() + 1);
    for period in periods {
        match (period.from, period.to) {
            (None, Some(first)) if period.private.is_some() => kept.extend(before(period, first, covered)),
            (Some(from), to) if period.evidence == Evidence::Recorded && !is_covered(from, to, covered) => {
                kept.push(PrivacyPeriod { evidence: Evidence::Likely, rule: &rules::PARTLY_LISTED, ..period });
            }
            _ => kept.push(period),
        }
    }
    kept
}

/// The time before the first switch: told by it for as long as its list covers.
fn before(period: PrivacyPeriod, first: Timestamp, covered: &[Covered]) -> Vec<PrivacyPeriod> {
    let since = covered.iter().filter(|c| c.from < first && first <= c.to).map(|c| c.from).min();
    let unknown = PrivacyPeriod::unknown(&rules::NOT_LISTED);
    match since {
        Some(since) if since == Timestamp::MIN => vec![period],
        Some(since) => {
            vec![PrivacyPeriod { to: Some(since), ..unknown }, PrivacyPeriod { from: Some(since), ..period }]
        }
        None => vec![PrivacyPeriod { to: Some(first), ..unknown }],
    }
}

/// Whether lists cover a time without a gap. The last period is open; its lists end with the archive.
fn is_covered(from: Timestamp, to: Option<Timestamp>, covered: &[Covered]) -> bool {
    let end = to.or(covered.iter().map(|c| c.to).max()).unwrap_or(from);
    let mut reached = from;
    while reached < end {
        let next = covered.iter().filter(|c| c.from <= reached).map(|c| c.to).max();
        match next.filter(|next| *next > reached) {
            Some(next) => reached = next,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origin, periods_from_toggles};

    fn at(text: &str) -> Timestamp {
        format!("{text}T00:00:00Z").parse().unwrap()
    }

    fn switch(day: &str, to_private: bool) -> PrivacyToggle {
        PrivacyToggle { at: at(day), to_private: Some(to_private), origin: Origin::new(0, 0) }
    }

    fn states(archives: &[(Option<&str>, &[PrivacyToggle])]) -> Vec<(Option<Timestamp>, Option<bool>, Evidence)> {
        let covered: Vec<Covered> = archives.iter().filter_map(|(day, list)| Covered::of(day.map(at), list)).collect();
        let toggles: Vec<PrivacyToggle> = archives.iter().flat_map(|(_, list)| list.iter().copied()).collect();
        within(periods_from_toggles(&toggles, None), &covered).iter().map(|p| (p.from, p.private, p.evidence)).collect()
    }

    #[test]
    fn before_the_six_months_of_the_list_nothing_is_known() {
        let list = [switch("2023-03-01", true)];
        let since = at("2023-05-01") - LISTED;
        let expected = [
            (None, None, Evidence::Missing),
            (Some(since), Some(false), Evidence::Likely),
            (Some(at("2023-03-01")), Some(true), Evidence::Recorded),
        ];
        assert_eq!(states(&[(Some("2023-05-01"), &list)]), expected);
        assert_eq!(states(&[(None, &list)]), [expected[0], expected[2]]);
    }

    #[test]
    fn a_list_with_old_switches_is_taken_to_be_whole() {
        let list = [switch("2019-03-01", true), switch("2022-03-01", false)];
        let states = states(&[(Some("2023-05-01"), &list)]);
        assert_eq!(states[0], (None, Some(false), Evidence::Likely));
        assert_eq!(states[2], (Some(at("2022-03-01")), Some(false), Evidence::Recorded));
    }

    #[test]
    fn between_two_lists_a_switch_may_be_missing() {
        let (old, new) = ([switch("2019-03-01", true)], [switch("2023-03-01", false)]);
        let states = states(&[(Some("2023-05-01"), &new), (Some("2019-05-01"), &old)]);
        assert_eq!(states[2], (Some(at("2019-03-01")), Some(true), Evidence::Likely));
        assert_eq!(states[3], (Some(at("2023-03-01")), Some(false), Evidence::Recorded));
    }

    #[test]
    fn an_older_archive_tells_of_the_time_before_it() {
        let then = at("2016-01-01");
        let states: Vec<_> = none_listed(Some((false, then))).iter().map(|p| (p.from, p.private)).collect();
        assert_eq!(states, [(None, Some(false)), (Some(then), None)]);
        assert_eq!(none_listed(None).len(), 1);
    }
}
