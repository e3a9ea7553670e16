//! When a lens collected, and how sure that is.

use jiff::Timestamp;
use serde::Deserialize;

use super::moment::{date_or_instant, optional_date_or_instant};
use crate::model::{Evidence, day_words};

/// When a lens collected: `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First moment; UTC.
    #[serde(deserialize_with = "date_or_instant")]
    pub from: Timestamp,
    /// First moment after it, or open; UTC.
    #[serde(default, deserialize_with = "optional_date_or_instant")]
    pub to: Option<Timestamp>,
    /// The first moment for which a source vouches; UTC. Left out it is `from`, if that is recorded.
    #[serde(default, deserialize_with = "optional_date_or_instant")]
    pub certain_from: Option<Timestamp>,
    /// The end of the time for which a source vouches; UTC. Left out it is `to`, if that is recorded.
    #[serde(default, deserialize_with = "optional_date_or_instant")]
    pub certain_to: Option<Timestamp>,
    /// How sure the time between `from` and `certain_from` is.
    pub from_evidence: Evidence,
    /// How sure the time between `certain_to` and `to` is.
    pub to_evidence: Evidence,
    /// Whether it looked only once, at a moment of the window that is not known, as who makes a dataset does.
    #[serde(default)]
    pub once: bool,
}

impl Window {
    /// How sure it is that the lens collected at some moment of a stretch `[from, to)` that lies in the window.
    ///
    /// A boundary without a source is no more than a guess at a day: what rests on the time near it alone is only as sure
    /// as the guess. Where a source vouches for one boundary and for nothing else, that moment is the sure one.
    pub fn evidence_in(&self, from: Timestamp, to: Option<Timestamp>) -> Evidence {
        let sure = |evidence: Evidence, at: Timestamp| (evidence == Evidence::Recorded).then_some(at);
        let first = self.certain_from.or_else(|| sure(self.from_evidence, self.from));
        let end = self.certain_to.or_else(|| sure(self.to_evidence, self.to.unwrap_or(Timestamp::MAX)));
        let Some((first, end)) = first.or(end).zip(end.or(first)) else {
            return self.from_evidence.weakest(self.to_evidence);
        };
        let to = to.unwrap_or(Timestamp::MAX);
        if first < end && from < end && first < to || first == end && from <= first && end <= to {
            Evidence::Recorded
        } else if to <= first {
            self.from_evidence
        } else {
            self.to_evidence
        }
    }

    /// The part of it that sources vouch for, where that is given; for the user.
    pub fn vouched(&self) -> Option<String> {
        match (self.certain_from.map(day_words), self.certain_to.map(day_words)) {
            (None, None) => None,
            (Some(from), None) => Some(format!("sources vouch for it from {from} on")),
            (None, Some(to)) => Some(format!("sources vouch for it until {to}")),
            (Some(from), Some(to)) => Some(format!("sources vouch for it from {from} to {to}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lens::parse_moment;

    fn window(sure: [Option<&str>; 2], [from_evidence, to_evidence]: [Evidence; 2]) -> Window {
        let at = |text: &str| parse_moment(text).unwrap();
        let [certain_from, certain_to] = sure.map(|day| day.map(at));
        let (from, to) = (at("2015-01-01"), Some(at("2018-01-01")));
        Window { from, to, certain_from, certain_to, from_evidence, to_evidence, once: false }
    }

    #[test]
    fn a_stretch_is_as_sure_as_the_part_of_the_window_that_it_meets() {
        use Evidence::{Likely, Recorded};
        let of = |window: &Window, from: &str, to: &str| {
            window.evidence_in(parse_moment(from).unwrap(), Some(parse_moment(to).unwrap()))
        };
        let whole = window([None, None], [Recorded, Recorded]);
        assert_eq!(of(&whole, "2015-01-01", "2015-01-02"), Recorded);
        let middle = window([Some("2016-01-01"), Some("2017-01-01")], [Likely, Likely]);
        assert_eq!(of(&middle, "2015-01-01", "2016-01-01"), Likely, "up to the sure part, which it does not meet");
        assert_eq!(of(&middle, "2015-01-01", "2016-01-02"), Recorded);
        assert_eq!(of(&middle, "2017-01-01", "2018-01-01"), Likely);
        // A source for the last day and none for the first: what was there on the last day was there for certain.
        let end = window([None, None], [Likely, Recorded]);
        assert_eq!(of(&end, "2015-01-01", "2017-12-31"), Likely);
        assert_eq!(of(&end, "2017-12-31", "2018-01-01"), Recorded);
        let begin = window([None, None], [Recorded, Likely]);
        assert_eq!(of(&begin, "2015-01-01", "2015-01-02"), Recorded);
        assert_eq!(of(&begin, "2015-01-02", "2018-01-01"), Likely);
        assert_eq!(of(&window([None, None], [Likely, Likely]), "2015-01-01", "2018-01-01"), Likely);
    }
}
