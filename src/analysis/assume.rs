//! What the user tells where the export is silent, with the time for which it holds.

use jiff::Timestamp;

use crate::lens::parse_moment;
use crate::model::{Audience, day_words};

/// What the user told us, in the order in which it was said. Where two fit, the later one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assumptions {
    /// The statements.
    pub all: Vec<Assumption>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Id of the platform.
    pub platform: String,
    /// What is said.
    pub what: Assumed,
    /// First moment for which it holds; UTC. `None` for "from the beginning".
    pub from: Option<Timestamp>,
    /// First moment for which it no longer holds; UTC. `None` for "until the export".
    pub to: Option<Timestamp>,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assumed {
    /// Who could see the items.
    Audience(Audience),
    /// Who could see the place of items whose place has a setting of its own.
    Place(Audience),
    /// Whether a condition of a lens held, by its id.
    Condition(String, bool),
}

impl Assumption {
    /// A statement about who could see a platform's items, for all time.
    pub fn audience(platform: impl Into<String>, audience: Audience) -> Self {
        Self { platform: platform.into(), what: Assumed::Audience(audience), from: None, to: None }
    }

    /// Reads `PLATFORM=AUDIENCE`, `PLATFORM.place=AUDIENCE` or `PLATFORM.CONDITION=yes|no`, each with an
    /// optional `@FROM..TO` of which either end may be open. `TO` is the first day on which it no longer holds.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (statement, period) = match text.split_once('@') {
            Some((statement, period)) => (statement, Some(period)),
            None => (text, None),
        };
        let Some((about, value)) = statement.split_once('=') else {
            return Err(format!(
                "an assumption is PLATFORM=AUDIENCE[@FROM..TO], found {text:?}; for instance facebook=friends@2010-01-01..2014-06-01"
            ));
        };
        let (platform, topic) = about.split_once('.').map_or((about, None), |(p, topic)| (p, Some(topic)));
        if platform.is_empty() {
            return Err(format!("an assumption begins with a platform, found {text:?}"));
        }
        let what = match topic {
            None => Assumed::Audience(audience(value)?),
            Some("place") => Assumed::Place(audience(value)?),
            Some(id) => match value {
                "yes" => Assumed::Condition(id.to_owned(), true),
                "no" => Assumed::Condition(id.to_owned(), false),
                _ => return Err(format!("{about} is answered by yes or no, found {value:?}")),
            },
        };
        let (from, to) = period.map_or(Ok((None, None)), bounds)?;
        Ok(Self { platform: platform.to_owned(), what, from, to })
    }

    /// Whether it speaks of this moment; of an unknown one only if it holds for all time.
    fn covers(&self, at: Option<Timestamp>) -> bool {
        match at {
            None => self.from.is_none() && self.to.is_none(),
            Some(at) => self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to),
        }
    }

    /// The time for which it holds, for the user; empty when that is all time.
    pub fn period_words(&self) -> String {
        match (self.from, self.to) {
            (None, None) => String::new(),
            (Some(from), None) => format!(" from {} on", day_words(from)),
            (None, Some(to)) => format!(" until {}", day_words(to)),
            (Some(from), Some(to)) => format!(" from {} to {}", day_words(from), day_words(to)),
        }
    }
}

impl std::fmt::Display for Assumption {
    /// As [`Assumption::parse`] reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { platform, what, from, to } = self;
        match what {
            Assumed::Audience(audience) => write!(f, "{platform}={audience}")?,
            Assumed::Place(audience) => write!(f, "{platform}.place={audience}")?,
            Assumed::Condition(id, holds) => write!(f, "{platform}.{id}={}", if *holds { "yes" } else { "no" })?,
        }
        let end = |at: &Option<Timestamp>| at.map_or_else(String::new, written);
        if from.is_some() || to.is_some() {
            write!(f, "@{}..{}", end(from), end(to))?;
        }
        Ok(())
    }
}

/// A moment as [`parse_moment`] reads it: the day where it is midnight UTC.
pub fn written(at: Timestamp) -> String {
    let there = jiff::tz::TimeZone::UTC.to_datetime(at);
    if there.time() == jiff::civil::Time::midnight() { there.date().to_string() } else { at.to_string() }
}

fn audience(word: &str) -> Result<Audience, String> {
    let found = Audience::ALL.iter().find(|a| a.as_str() == word).copied();
    found.ok_or_else(|| {
        let known: Vec<&str> = Audience::ALL.iter().map(|a| a.as_str()).collect();
        format!("there is no audience {word:?}; choose one of: {}", known.join(", "))
    })
}

fn bounds(text: &str) -> Result<(Option<Timestamp>, Option<Timestamp>), String> {
    let Some((from, to)) = text.split_once("..") else {
        return Err(format!("a period is written FROM..TO, either end may be left out, found {text:?}"));
    };
    let end = |text: &str| if text.is_empty() { Ok(None) } else { parse_moment(text).map(Some) };
    let (from, to) = (end(from)?, end(to)?);
    if from.zip(to).is_some_and(|(from, to)| from >= to) {
        return Err(format!("a period must end after it begins, found {text:?}"));
    }
    Ok((from, to))
}

impl Assumptions {
    /// Adds a statement; it counts before earlier ones.
    pub fn add(&mut self, assumption: Assumption) {
        self.all.push(assumption);
    }

    fn last<'a, T>(
        &'a self,
        platform: &'a str,
        at: Option<Timestamp>,
        pick: impl Fn(&'a Assumed) -> Option<T> + 'a,
    ) -> Option<(&'a Assumption, T)> {
        let fits = |a: &&Assumption| a.platform == platform && a.covers(at);
        self.all.iter().rev().filter(fits).find_map(|a| pick(&a.what).map(|value| (a, value)))
    }

    /// Who could see the platform's items at a moment, if the user said so.
    pub fn audience_at<'a>(&'a self, platform: &'a str, at: Option<Timestamp>) -> Option<(&'a Assumption, Audience)> {
        self.last(platform, at, |what| if let Assumed::Audience(a) = what { Some(*a) } else { None })
    }

    /// Who could see the place of the platform's items at a moment, if the user said so.
    pub fn place_at<'a>(&'a self, platform: &'a str, at: Option<Timestamp>) -> Option<(&'a Assumption, Audience)> {
        self.last(platform, at, |what| if let Assumed::Place(a) = what { Some(*a) } else { None })
    }

    /// Whether a condition held at a moment, if the user said so.
    pub fn answer_at<'a>(
        &'a self,
        platform: &'a str,
        id: &'a str,
        at: Option<Timestamp>,
    ) -> Option<(&'a Assumption, bool)> {
        self.last(platform, at, move |what| match what {
            Assumed::Condition(own, holds) if own == id => Some(*holds),
            _ => None,
        })
    }

    /// The moments at which what was said of a platform's audience begins or ends.
    pub fn edges<'a>(&'a self, platform: &'a str) -> impl Iterator<Item = Timestamp> + 'a {
        let of_audience = move |a: &&Assumption| a.platform == platform && matches!(a.what, Assumed::Audience(_));
        self.all.iter().filter(of_audience).flat_map(|a| [a.from, a.to]).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        parse_moment(text).unwrap()
    }

    #[test]
    fn statements_have_periods_and_the_later_one_counts() {
        let mut said = Assumptions::default();
        for text in ["facebook=friends", "facebook=public@2010-01-01..2014-06-01", "x=only_me@..2012-01-01"] {
            said.add(Assumption::parse(text).unwrap());
        }
        let audience = |platform, time: &str| said.audience_at(platform, Some(at(time))).map(|(_, a)| a);
        assert_eq!(audience("facebook", "2009-12-31"), Some(Audience::Friends));
        assert_eq!(audience("facebook", "2010-01-01"), Some(Audience::Public));
        assert_eq!(audience("facebook", "2014-06-01"), Some(Audience::Friends));
        assert_eq!(audience("x", "2011-12-31"), Some(Audience::OnlyMe));
        assert_eq!(audience("x", "2012-01-01"), None);
        assert_eq!(said.audience_at("x", None), None, "of an unknown time only what holds for all time");
        assert_eq!(said.audience_at("facebook", None).map(|(_, a)| a), Some(Audience::Friends));
        assert_eq!(said.edges("facebook").count(), 2);
    }

    #[test]
    fn places_and_conditions_are_topics_of_their_own() {
        let mut said = Assumptions::default();
        said.add(Assumption::parse("flickr.place=public").unwrap());
        said.add(Assumption::parse("flickr.cc_licence=no@2014-01-01..").unwrap());
        assert_eq!(said.place_at("flickr", None).map(|(_, a)| a), Some(Audience::Public));
        assert_eq!(said.audience_at("flickr", None), None);
        assert_eq!(said.answer_at("flickr", "cc_licence", Some(at("2015-01-01"))).map(|(_, a)| a), Some(false));
        assert_eq!(said.answer_at("flickr", "cc_licence", Some(at("2013-01-01"))), None);
    }

    #[test]
    fn what_is_no_statement_is_refused_in_words() {
        for (text, words) in [
            ("facebook", "PLATFORM=AUDIENCE"),
            ("=public", "begins with a platform"),
            ("facebook=everybody", "no audience"),
            ("facebook=public@2010", "FROM..TO"),
            ("facebook=public@2014-01-01..2010-01-01", "end after it begins"),
            ("facebook=public@soon..", "expected YYYY-MM-DD"),
            ("flickr.cc_licence=maybe", "yes or no"),
        ] {
            let error = Assumption::parse(text).unwrap_err();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
