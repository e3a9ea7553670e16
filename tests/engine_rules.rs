//! The rules that lenses differ in, against a slow oracle that looks at every half day: periods, what is new
//! only, reading back, required reach, an audience of its own, assumptions with periods, watched circles.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use geoshadow::analysis::decide::Engine;
use geoshadow::analysis::{Assumption, Assumptions, ItemVerdict, Verdict, example};
use geoshadow::lens::{ExampleItem, Fence, Lens, ReachLevel, builtin_by_id, parse_moment, surfaces};
use geoshadow::model::{Audience, Evidence, GeoPoint, ItemId, LocationSource};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// Days after 1 Jan 2016 at which things happen; ways of looking at the platform do not change in them.
const DAYS: i64 = 1200;

/// A lens of these tests.
#[derive(Clone, Debug)]
struct Rules {
    /// `[from, to)` in days, apart from each other.
    periods: Vec<(i64, i64)>,
    live_days: Option<i64>,
    backfill: bool,
    required: Required,
    perhaps_followers: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Required {
    Followers,
    Public,
    ByPlace,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Live,
    /// Taken down at an unknown moment, and certainly up until this day, if that is known.
    TakenDown(Option<i64>),
}

#[derive(Clone, Debug)]
struct Case {
    published: i64,
    fate: Fate,
    tagged: Option<bool>,
    own: Option<Audience>,
    switches: Vec<i64>,
    private_now: Option<bool>,
    assumed: Option<(Audience, i64, i64)>,
}

fn day(days: i64) -> Timestamp {
    parse_moment("2016-01-01").unwrap() + SignedDuration::from_hours(24 * days)
}

fn rules() -> impl Strategy<Value = Rules> {
    let required = prop_oneof![Just(Required::Followers), Just(Required::Public), Just(Required::ByPlace)];
    let cuts = prop::collection::btree_set(0..DAYS, 2..=4);
    (cuts, prop::option::of(1..40_i64), any::<bool>(), required, any::<bool>()).prop_map(
        |(cuts, live_days, backfill, required, perhaps)| {
            let cuts: Vec<i64> = cuts.into_iter().collect();
            let periods = cuts.chunks_exact(2).map(|c| (c[0], c[1])).collect();
            let backfill = backfill && live_days.is_none();
            let perhaps_followers = perhaps && required != Required::Followers;
            Rules { periods, live_days, backfill, required, perhaps_followers }
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let audience = || prop::sample::select(vec![Audience::Public, Audience::Followers, Audience::OnlyMe]);
    let own = prop::sample::select(vec![
        None,
        Some(Audience::Public),
        Some(Audience::Friends),
        Some(Audience::OnlyMe),
        Some(Audience::Unknown),
        Some(Audience::Unknown),
    ]);
    (
        0..DAYS,
        prop_oneof![Just(Fate::Live), prop::option::of(0..DAYS).prop_map(Fate::TakenDown)],
        prop::option::of(any::<bool>()),
        own,
        prop::collection::btree_set(0..DAYS, 0..4),
        prop::option::of(any::<bool>()),
        prop::option::of((audience(), 0..DAYS, 1..DAYS)),
    )
        .prop_map(|(published, fate, tagged, own, switches, private_now, assumed)| Case {
            published,
            fate,
            tagged,
            own,
            // Without the state now the words of the switches would tell; that is the other oracle's matter.
            switches: if private_now.is_some() { switches.into_iter().collect() } else { Vec::new() },
            private_now,
            assumed: assumed.map(|(audience, from, length)| (audience, from, from + length)),
        })
}

impl Rules {
    fn lens(&self) -> Lens {
        let mut lens = builtin_by_id("lpa_twitter_gps").unwrap().clone();
        let text = |days: i64| day(days).to_string();
        let (first, last) = (self.periods[0].0, self.periods.last().unwrap().1);
        let reach = match self.required {
            Required::Followers => "followers",
            Required::Public => "public",
            Required::ByPlace => "by_place_login",
        };
        let periods: Vec<String> = self
            .periods
            .iter()
            .map(|(from, to)| {
                format!("[[period]]\nplatforms = [\"x\"]\nfrom = {:?}\nto = {:?}\n", text(*from), text(*to))
            })
            .collect();
        let perhaps = "[perhaps_reach]\nlevel = \"followers\"\nbecause = \"someone told\"\n";
        let source = include_str!("../assets/lenses/lpa_twitter_gps.toml");
        let source = source
            .replace("min_reach = \"public\"", &format!("min_reach = {reach:?}"))
            .replace("location_kinds = [\"gps\"]", "location_kinds = [\"place_tag\"]")
            .replace("[window]", &format!("{}[window]", if self.perhaps_followers { perhaps } else { "" }))
            .replace("from = \"2009-11-01\"", &format!("from = {:?}", text(first)))
            .replace("to = \"2023-02-01\"", &format!("to = {:?}", text(last)))
            .replace("certain_from = \"2010-01-01\"\n", "")
            .replace("certain_to = \"2019-01-01\"\n", "")
            .replace("[select]", &format!("{}[select]", periods.concat()));
        lens.clone_from(&Lens::parse("test", &source).unwrap());
        lens.live_hours = self.live_days.map(|days| 24 * days);
        lens.backfill.taken = self.backfill;
        lens
    }

    fn collecting(&self, at: Timestamp) -> bool {
        self.periods.iter().any(|(from, to)| day(*from) <= at && at < day(*to))
    }

    /// Whether a reach between `least` and `most` is enough.
    fn enough(&self, least: ReachLevel, most: ReachLevel) -> Option<bool> {
        let needed = match self.required {
            Required::Followers => ReachLevel::Followers,
            Required::Public | Required::ByPlace => ReachLevel::Public,
        };
        if least >= needed {
            return Some(true);
        }
        let perhaps = if self.perhaps_followers { ReachLevel::Followers } else { needed };
        if most >= perhaps { None } else { Some(false) }
    }
}

impl Case {
    fn item(&self) -> ExampleItem {
        let mut item = builtin_by_id("lpa_twitter_gps").unwrap().examples[0].item.clone();
        item.published = Some(day(self.published));
        item.location = Some(LocationSource::PlaceTag);
        item.tagged = self.tagged;
        if let Fate::TakenDown(until) = self.fate {
            item.taken_down = true;
            item.up_until = until.map(day);
        }
        item.audience = self.own;
        item.private_now = self.private_now;
        let target = |i: usize| {
            let last = self.private_now.unwrap();
            if (self.switches.len() - 1 - i).is_multiple_of(2) { last } else { !last }
        };
        let word = |private| if private { "private" } else { "public" };
        let switch = |(i, days): (usize, &i64)| (day(*days).to_string(), word(target(i)).to_owned());
        item.switches = self.switches.iter().enumerate().map(switch).collect();
        item
    }

    fn assumptions(&self) -> Assumptions {
        let mut assumptions = Assumptions::default();
        if let Some((audience, from, to)) = self.assumed {
            let text = format!("x={audience}@{}..{}", day(from), day(to));
            assumptions.add(Assumption::parse(&text).unwrap());
        }
        assumptions
    }

    fn decide(&self, lens: &Lens) -> ItemVerdict {
        let dataset = example::dataset_of(&self.item()).unwrap();
        let assumptions = self.assumptions();
        Engine { dataset: &dataset, lens, surfaces: surfaces(), assumptions: &assumptions }.decide(ItemId(0)).verdict
    }

    fn up_at(&self, at: Timestamp) -> Option<bool> {
        let published = day(self.published);
        match self.fate {
            _ if at < published => Some(false),
            Fate::Live => Some(true),
            Fate::TakenDown(until) => (at <= until.map_or(published, day).max(published)).then_some(true),
        }
    }

    fn private_at(&self, at: Timestamp) -> Option<bool> {
        let passed = self.switches.iter().filter(|s| day(**s) <= at).count();
        let to_come = self.switches.len() - passed;
        self.private_now.map(|now| if to_come.is_multiple_of(2) { now } else { !now })
    }

    /// The least and the most that its audience can have been.
    fn audience_at(&self, at: Timestamp) -> (ReachLevel, ReachLevel) {
        let said = |when: Timestamp| self.assumed.filter(|(_, from, to)| day(*from) <= when && when < day(*to));
        let level = |audience| match audience {
            Audience::Public => ReachLevel::Public,
            Audience::OnlyMe => ReachLevel::OnlyMe,
            _ => ReachLevel::Followers,
        };
        match (self.own, self.private_at(at)) {
            // Its own audience was chosen when it was published.
            (Some(Audience::Unknown), _) => match said(day(self.published)) {
                Some((audience, ..)) => (level(audience), level(audience)),
                None => (ReachLevel::OnlyMe, ReachLevel::Public),
            },
            (Some(own), _) => (level(own), level(own)),
            (None, Some(true)) => (ReachLevel::Followers, ReachLevel::Followers),
            (None, Some(false)) => (ReachLevel::Public, ReachLevel::Public),
            // An account's privacy holds for the moment.
            (None, None) => match said(at) {
                Some((audience, ..)) => (level(audience), level(audience)),
                None => (ReachLevel::Followers, ReachLevel::Public),
            },
        }
    }

    /// Looks at every half day.
    fn oracle(&self, rules: &Rules) -> Option<bool> {
        let published = day(self.published);
        let (mut certain, mut possible) = (false, false);
        for half in 0..2 * DAYS {
            let at = day(0) + SignedDuration::from_hours(12 * half);
            let new = rules.live_days.is_none_or(|days| at < published + SignedDuration::from_hours(24 * days));
            // Without reading back only what is published while it collects is seen, as it is then.
            let seen = rules.live_days.is_some() || rules.backfill || (at == published && rules.collecting(published));
            if !(rules.collecting(at) && new && seen) {
                continue;
            }
            let (least, most) = self.audience_at(at);
            let (up, enough) = (self.up_at(at), rules.enough(least, most));
            certain |= up == Some(true) && enough == Some(true) && self.tagged == Some(true);
            possible |= up != Some(false) && enough != Some(false) && self.tagged != Some(false);
        }
        if certain {
            Some(true)
        } else if possible {
            None
        } else {
            Some(false)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_rule_agrees_with_looking_at_every_half_day(rules in rules(), case in case()) {
        let verdict = case.decide(&rules.lens());
        let oracle = case.oracle(&rules);
        prop_assert_eq!(verdict.lights.then, oracle);
        prop_assert_eq!(verdict.verdict.is_taken(), oracle == Some(true));
        prop_assert_eq!(verdict.verdict == Verdict::Unknown, verdict.evidence == Evidence::Missing);
        // A list of accounts that nobody knows is never on record.
        prop_assert!(oracle != Some(true) || verdict.evidence > Evidence::Recorded);
    }

    #[test]
    fn a_verdict_that_needs_what_the_user_said_is_assumed(rules in rules(), case in case()) {
        let lens = rules.lens();
        let with = case.decide(&lens);
        let silent = Case { assumed: None, ..case };
        let without = silent.decide(&lens);
        if with.verdict != without.verdict && with.verdict != Verdict::Unknown {
            prop_assert_eq!(with.evidence, Evidence::Assumed);
        }
        // What is on record does not change by what is said.
        prop_assert!(without.verdict == Verdict::Unknown || without.verdict == with.verdict || silent.private_now.is_none());
    }

    #[test]
    fn a_watched_circle_takes_what_lies_in_it_and_nothing_that_the_lens_would_not_have(
        rules in rules(), case in case(), metres in 0.0..3000.0_f64, radius in 1.0..3000.0_f64, bearing in 0.0..std::f64::consts::TAU,
    ) {
        let lens = rules.lens();
        let centre = GeoPoint::new(48.2082, 16.3738).unwrap();
        let mut item = case.item();
        item.lat = Some(centre.lat() + metres * bearing.cos() / 111_195.08);
        item.lon = Some(centre.lon() + metres * bearing.sin() / (111_195.08 * centre.lat().to_radians().cos()));
        let dataset = example::dataset_of(&item).unwrap();
        let assumptions = case.assumptions();
        let fence = Fence::circle("here".to_owned(), centre, radius).unwrap();
        let watching = lens.clone().watching(vec![fence]);
        let then = |lens: &Lens| {
            let engine = Engine { dataset: &dataset, lens, surfaces: surfaces(), assumptions: &assumptions };
            engine.decide(ItemId(0)).verdict.lights.then
        };
        if (metres - radius).abs() > 5.0 {
            let expected = if metres < radius { then(&lens) } else { Some(false) };
            prop_assert_eq!(then(&watching), expected);
        }
    }
}
