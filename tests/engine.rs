//! The verdict engine against a slow oracle that looks at every half day, and rules that must always hold.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use geoshadow::analysis::decide::Engine;
use geoshadow::analysis::{Assumption, Assumptions, Exposure, Verdict};
use geoshadow::lens::{builtin_by_id, parse_moment, surfaces};
use geoshadow::model::{
    Account, AccountId, Audience, AudienceClaim, Claim, Dataset, Evidence, GeoPoint, Item, ItemId, ItemKind, Life,
    Location, LocationSource, Origin, PlatformId, PrivacyToggle, Rule, TimePrecision, periods_from_toggles,
};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

static RULE: Rule = Rule { id: "test", text: "So the test says", source: "the test" };

/// Days after 1 Jan 2016 at which things happen in these tests; the lens's window lies inside.
const DAYS: i64 = 2400;
/// Days after 1 Jan 2016 on which places could be opened by anyone: until 7 Aug 2019.
const OPEN_DAYS: i64 = 1_314;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Live,
    Story,
    TakenDown(Option<i64>),
}

#[derive(Clone, Debug)]
struct Case {
    published: i64,
    fate: Fate,
    tagged: Option<bool>,
    switches: Vec<i64>,
    private_now: Option<bool>,
    switches_understood: bool,
}

fn day(days: i64) -> Timestamp {
    parse_moment("2016-01-01").unwrap() + SignedDuration::from_hours(24 * days)
}

fn case() -> impl Strategy<Value = Case> {
    let fate = prop_oneof![Just(Fate::Live), Just(Fate::Story), prop::option::of(0..DAYS).prop_map(Fate::TakenDown),];
    (
        0..DAYS,
        fate,
        prop::option::of(any::<bool>()),
        prop::collection::btree_set(0..DAYS, 0..5),
        prop::option::of(any::<bool>()),
        any::<bool>(),
    )
        .prop_map(|(published, fate, tagged, switches, private_now, switches_understood)| Case {
            published,
            fate,
            tagged,
            switches: switches.into_iter().collect(),
            private_now,
            switches_understood,
        })
}

impl Case {
    /// What each switch went to: they alternate and end in the state now, or in private if that is unknown.
    fn targets(&self) -> Vec<bool> {
        let last = self.private_now.unwrap_or(true);
        let count = self.switches.len();
        (0..count).map(|i| if (count - 1 - i).is_multiple_of(2) { last } else { !last }).collect()
    }

    fn private_at(&self, at: Timestamp) -> Option<bool> {
        let known = self.private_now.is_some() || (self.switches_understood && !self.switches.is_empty());
        let targets = self.targets();
        let passed = self.switches.iter().filter(|s| day(**s) <= at).count();
        let state = match (passed, targets.first()) {
            (0, Some(first)) => Some(!first),
            (0, None) => self.private_now,
            (n, _) => Some(targets[n - 1]),
        };
        if known { state } else { None }
    }

    fn up_at(&self, at: Timestamp) -> Option<bool> {
        let published = day(self.published);
        if at < published {
            return Some(false);
        }
        match self.fate {
            Fate::Live => Some(true),
            Fate::Story => Some(at < published + SignedDuration::from_hours(24)),
            Fate::TakenDown(until) => {
                let until = until.map_or(published, day).max(published);
                if at <= until { Some(true) } else { None }
            }
        }
    }

    fn dataset(&self) -> Dataset {
        let platform = PlatformId("instagram");
        let toggle = |(days, to_private): (&i64, bool)| PrivacyToggle {
            at: day(*days),
            to_private: self.switches_understood.then_some(to_private),
            origin: Origin { file: 0, record: 0 },
        };
        let toggles: Vec<PrivacyToggle> = self.switches.iter().zip(self.targets()).map(toggle).collect();
        let account = Account {
            platform,
            handle: "someone".into(),
            private_now: self.private_now,
            periods: periods_from_toggles(&toggles, self.private_now),
            profile: Vec::new(),
            created: None,
            exported: None,
        };
        let item = Item {
            platform,
            account: Some(AccountId(0)),
            kind: if self.fate == Fate::Story { ItemKind::Story } else { ItemKind::Post },
            time: Some(day(self.published)),
            time_precision: TimePrecision::Second,
            published: None,
            location: None,
            public_location: None,
            place: None,
            tagged: match self.tagged {
                Some(true) => Claim::yes(Evidence::Recorded, &RULE),
                Some(false) => Claim::no(Evidence::Recorded, &RULE),
                None => Claim::unknown(&RULE),
            },
            audience: AudienceClaim::FollowsAccount,
            life: match self.fate {
                Fate::Live => Life::Live,
                Fate::Story => Life::Expires { after: SignedDuration::from_hours(24), rule: &RULE },
                Fate::TakenDown(until) => Life::TakenDown { up_until_at_least: until.map(day), rule: &RULE },
            },
            text: None,
            media: Vec::new(),
            origin: Origin { file: 0, record: 0 },
            also_in: Vec::new(),
            own_id: None,
            flaw: None,
            unread_time: false,
            captured: None,
        };
        Dataset { accounts: vec![account], items: vec![item], ..Dataset::default() }
    }

    /// Whether someone with an account finds it by its place at the time of the export, after all that happens here.
    fn now(&self) -> Option<bool> {
        let gone = matches!(self.fate, Fate::Story | Fate::TakenDown(_));
        let private = self.private_at(day(DAYS + 400));
        match (gone, private, self.tagged) {
            (true, ..) | (_, Some(true), _) | (.., Some(false)) => Some(false),
            (false, Some(false), Some(true)) => Some(true),
            _ => None,
        }
    }

    /// Whether it was taken and is gone or closed to strangers since.
    fn closed_since(&self) -> Option<bool> {
        let gone = matches!(self.fate, Fate::Story | Fate::TakenDown(_));
        match (self.oracle(), self.private_at(day(DAYS + 400))) {
            (Some(true), private) if gone || private == Some(true) => Some(true),
            (Some(false), _) | (Some(true), Some(false)) => Some(false),
            _ => None,
        }
    }

    /// Looks at every half day from its publication to years later: was it ever certainly up and public?
    fn ever_public(&self) -> bool {
        let halves = 2 * (self.published..DAYS + 400).count() as i64;
        let times = (0..halves).map(|half| day(self.published) + SignedDuration::from_hours(12 * half));
        times.into_iter().any(|at| self.up_at(at) == Some(true) && self.private_at(at) == Some(false))
    }

    fn oracle(&self) -> Option<bool> {
        self.oracle_between(parse_moment("2018-04-04").unwrap(), parse_moment("2019-08-07").unwrap())
    }

    /// Looks at every half day of the lens's window, with the rules written out by hand.
    fn oracle_between(&self, from: Timestamp, to: Timestamp) -> Option<bool> {
        let (mut certain, mut possible) = (false, false);
        let mut at = from;
        while at < to {
            let up = self.up_at(at);
            let private = self.private_at(at);
            certain |= up == Some(true) && private == Some(false) && self.tagged == Some(true);
            possible |= up != Some(false) && private != Some(true) && self.tagged != Some(false);
            at += SignedDuration::from_hours(12);
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

fn decide(dataset: &Dataset, assumptions: &Assumptions) -> geoshadow::analysis::ItemVerdict {
    let lens = builtin_by_id("hyp3r").unwrap();
    Engine { dataset, lens, surfaces: surfaces(), assumptions }.decide(ItemId(0)).verdict
}

#[test]
fn an_item_was_up_at_the_last_moment_of_which_the_export_says_so() {
    let opened_at_its_last_moment = Case {
        published: 0,
        fate: Fate::TakenDown(Some(1_704)),
        tagged: None,
        switches: vec![1_704],
        private_now: Some(false),
        switches_understood: false,
    };
    let mut dataset = opened_at_its_last_moment.dataset();
    let point = GeoPoint::new(48.2, 16.37).unwrap();
    let (source, evidence) = (LocationSource::PlaceTag, Evidence::Recorded);
    dataset.items[0].public_location = Some(Location { point, accuracy_metres: None, source, evidence });
    let (lens, assumptions) = (builtin_by_id("hyp3r").unwrap(), Assumptions::default());
    let exposure = Exposure::evaluate(&dataset, lens, surfaces(), &assumptions);
    assert!(opened_at_its_last_moment.ever_public());
    assert!(exposure.public_location(&dataset, ItemId(0)).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_agrees_with_looking_at_every_half_day(case in case()) {
        let dataset = case.dataset();
        let verdict = decide(&dataset, &Assumptions::default());
        prop_assert_eq!(verdict.lights.then, case.oracle());
        prop_assert_eq!(verdict.verdict.is_taken(), case.oracle() == Some(true));
        prop_assert_eq!(verdict.lights.now, case.now());
        prop_assert_eq!(verdict.lights.closed(), case.closed_since());
        prop_assert_eq!(verdict.verdict == Verdict::Retained, verdict.lights.closed() == Some(true));
        // Unknown is never turned into anything else.
        if case.oracle().is_none() {
            prop_assert_eq!(verdict.verdict, Verdict::Unknown);
        }
        prop_assert_eq!(verdict.verdict == Verdict::Unknown, verdict.evidence == Evidence::Missing);
        prop_assert_eq!(verdict.geofence.is_some(), verdict.verdict.is_taken());
        if matches!(verdict.verdict, Verdict::Public | Verdict::Restricted) && case.private_now.is_none() {
            prop_assert!(case.switches_understood && !case.switches.is_empty());
        }
    }

    #[test]
    fn looking_on_a_day_agrees_with_looking_at_it_by_hand(case in case(), on in 0..OPEN_DAYS) {
        let dataset = case.dataset();
        let date = TimeZone::UTC.to_datetime(day(on)).date();
        let lens = builtin_by_id("hyp3r").unwrap().clone().looking_on(date);
        let assumptions = Assumptions::default();
        let decided = |dataset: &Dataset| {
            Engine { dataset, lens: &lens, surfaces: surfaces(), assumptions: &assumptions }.decide(ItemId(0)).verdict
        };
        // Before that day stories were not found by their place.
        prop_assume!(case.fate != Fate::Story || day(on) >= parse_moment("2017-05-23").unwrap());
        let found = decided(&dataset);
        prop_assert_eq!(found.lights.then, case.oracle_between(day(on), day(on + 1)));
        prop_assert_eq!(found.verdict.is_taken(), found.lights.then == Some(true));
        if found.lights.then.is_none() {
            prop_assert_eq!(found.verdict, Verdict::Unknown);
        }
        // Of a day after the export nothing is known.
        let mut early = dataset;
        early.accounts[0].exported = Some(day(on));
        let found = decided(&early);
        if case.published < on && case.fate != Fate::Story && case.tagged != Some(false) {
            prop_assert_eq!(found.verdict, Verdict::Unknown);
        }
        prop_assert!(!found.verdict.is_taken());
    }

    #[test]
    fn an_audience_that_is_only_likely_changes_how_sure_a_verdict_is_and_nothing_else(case in case()) {
        let mut dataset = case.dataset();
        let plain = decide(&dataset, &Assumptions::default());
        dataset.items[0].audience = AudienceClaim::FollowsAccountLikely(&RULE);
        let likely = decide(&dataset, &Assumptions::default());
        prop_assert_eq!(likely.verdict, plain.verdict);
        if matches!(plain.verdict, Verdict::Captured | Verdict::Retained | Verdict::Public) {
            prop_assert_eq!(likely.evidence, plain.evidence.weakest(Evidence::Likely));
        } else {
            prop_assert_eq!(likely.evidence, plain.evidence, "who it was closed to does not hang on it");
        }
    }

    #[test]
    fn the_public_saw_a_position_only_of_what_was_public(case in case()) {
        let mut dataset = case.dataset();
        let point = GeoPoint::new(48.2, 16.37).unwrap();
        let source = LocationSource::PlaceTag;
        dataset.items[0].public_location =
            Some(Location { point, accuracy_metres: None, source, evidence: Evidence::Recorded });
        let (lens, assumptions) = (builtin_by_id("hyp3r").unwrap(), Assumptions::default());
        let exposure = Exposure::evaluate(&dataset, lens, surfaces(), &assumptions);
        let found = exposure.of(ItemId(0));
        let seen = exposure.public_location(&dataset, ItemId(0)).is_some();
        prop_assert_eq!(seen, case.ever_public());
        prop_assert!(seen || !matches!(found.verdict, Verdict::Captured | Verdict::Retained | Verdict::Public));
    }

    #[test]
    fn an_assumption_only_settles_what_the_export_leaves_open(case in case()) {
        let dataset = case.dataset();
        let before = decide(&dataset, &Assumptions::default());
        let mut assumptions = Assumptions::default();
        assumptions.add(Assumption::audience("instagram", Audience::Public));
        let after = decide(&dataset, &assumptions);
        if case.private_now.is_some() || (case.switches_understood && !case.switches.is_empty()) {
            prop_assert_eq!(before, after);
        } else if after.verdict != Verdict::Unknown {
            prop_assert_eq!(after.evidence, Evidence::Assumed);
        }
    }

    #[test]
    fn the_reasons_tell_the_same_story_as_the_verdict(case in case()) {
        let dataset = case.dataset();
        let (lens, assumptions) = (builtin_by_id("hyp3r").unwrap(), Assumptions::default());
        let verdict = decide(&dataset, &assumptions).verdict;
        let reasons =
            geoshadow::analysis::exposure::explain(&dataset, ItemId(0), lens, surfaces(), &assumptions);
        prop_assert!(reasons.iter().any(|r| r.decisive), "every verdict rests on something");
        prop_assert!(reasons.iter().all(|r| !r.text.is_empty() && !r.text.contains("  ")));
        let clauses = ["platform", "published", "kind", "place", "window", "reach"];
        let asked = || reasons.iter().filter(|r| clauses.contains(&r.clause));
        match verdict {
            Verdict::Captured | Verdict::Retained => prop_assert!(asked().all(|r| r.holds == Some(true))),
            Verdict::Unknown => prop_assert!(reasons.iter().any(|r| r.holds.is_none())),
            _ => prop_assert!(asked().any(|r| r.holds == Some(false))),
        }
    }
}
