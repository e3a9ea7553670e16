//! A lens's worked examples, run: the tests and `lenses --check` do so.

use jiff::SignedDuration;

use crate::lens::{Example, ExampleItem, Lens, Surfaces, parse_moment};
use crate::model::{
    Account, AccountId, AudienceClaim, Claim, Dataset, Evidence, GeoPoint, Item, ItemId, Life, Location, Origin, Place,
    PlatformId, PrivacyToggle, Rule, TimePrecision, periods_from_toggles,
};

use super::Assumptions;
use super::decide::Engine;

static RULE_EXAMPLE: Rule = Rule { id: "example", text: "So the example says", source: "the lens file" };

/// Runs one example. The error says what came out instead.
pub fn run(lens: &Lens, example: &Example, surfaces: &[Surfaces]) -> Result<(), String> {
    let dataset = dataset_of(&example.item)?;
    let assumptions = Assumptions::default();
    let engine = Engine { dataset: &dataset, lens, surfaces, assumptions: &assumptions };
    let decision = engine.decide(ItemId(0));
    let found = decision.verdict;
    let expect = &example.expect;
    let failing = decision.first_failing().map(super::decide::Clause::as_str);
    let fence = found.geofence.map(super::Geofence::as_str);
    let mut wrong = Vec::new();
    let mut compare = |what: &str, expected: Option<&str>, got: Option<&str>| {
        if expected.is_some() && expected != got {
            wrong.push(format!("{what} {} instead of {}", got.unwrap_or("none"), expected.unwrap_or("none")));
        }
    };
    compare("verdict", Some(&expect.verdict), Some(found.verdict.as_str()));
    compare("evidence", expect.evidence.map(Evidence::as_str), Some(found.evidence.as_str()));
    compare("first failing clause", expect.first_failing.as_deref(), failing);
    compare("geofence", expect.geofence.as_deref(), fence);
    if wrong.is_empty() { Ok(()) } else { Err(format!("{}: {}", example.title, wrong.join(", "))) }
}

/// A dataset with the example's item and its account.
pub fn dataset_of(example: &ExampleItem) -> Result<Dataset, String> {
    // A platform's id lives as long as the program; examples are few.
    let platform = PlatformId(Box::leak(example.platform.clone().into_boxed_str()));
    let toggles = example.switches.iter().map(|(at, to)| {
        let to_private = match to.as_str() {
            "private" => Some(true),
            "public" => Some(false),
            other => return Err(format!("a switch goes to \"private\" or \"public\", not {other:?}")),
        };
        Ok(PrivacyToggle { at: parse_moment(at)?, to_private, origin: Origin { file: 0, record: 0 } })
    });
    let toggles: Vec<PrivacyToggle> = toggles.collect::<Result<_, String>>()?;
    let account = Account {
        platform,
        handle: "example".into(),
        private_now: example.private_now,
        periods: periods_from_toggles(&toggles, example.private_now),
        profile: Vec::new(),
        created: None,
        exported: None,
    };
    let mut dataset = Dataset { accounts: vec![account], ..Dataset::default() };
    dataset.items.push(item_of(example, platform));
    Ok(dataset)
}

fn item_of(example: &ExampleItem, platform: PlatformId) -> Item {
    let rule = &RULE_EXAMPLE;
    let location = example.location.and_then(|source| {
        let point = GeoPoint::new(10.0, 20.0)?;
        Some(Location { point, accuracy_metres: None, source, evidence: Evidence::Recorded })
    });
    let place = example.venue.map(|kind| Place {
        kind: Some(kind),
        kind_because: "so the example says".into(),
        kind_evidence: Evidence::Recorded,
        ..Place::named("Example")
    });
    Item {
        platform,
        account: Some(AccountId(0)),
        kind: example.kind,
        time: Some(example.published),
        time_precision: TimePrecision::Second,
        published: None,
        location,
        public_location: location,
        place,
        tagged: match example.tagged {
            Some(true) => Claim::yes(Evidence::Recorded, rule),
            Some(false) => Claim::no(Evidence::Recorded, rule),
            None => Claim::unknown(rule),
        },
        audience: AudienceClaim::FollowsAccount,
        life: match (example.lifetime_hours, example.taken_down) {
            (Some(hours), _) => Life::Expires { after: SignedDuration::from_hours(hours), rule },
            (None, true) => Life::TakenDown { up_until_at_least: None, rule },
            (None, false) => Life::Live,
        },
        text: None,
        media: Vec::new(),
        origin: Origin { file: 0, record: 0 },
        also_in: Vec::new(),
        captured: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lens::{ReachLevel, builtin, surfaces};

    #[test]
    fn every_lens_passes_its_own_examples() {
        for lens in builtin() {
            for example in &lens.examples {
                assert_eq!(run(lens, example, surfaces()), Ok(()), "lens {}", lens.id);
            }
            let verdicts: Vec<&str> = lens.examples.iter().map(|e| e.expect.verdict.as_str()).collect();
            assert!(
                verdicts.contains(&"captured") || verdicts.contains(&"retained"),
                "{} has a positive example",
                lens.id
            );
            assert!(verdicts.iter().any(|v| *v == "public" || *v == "restricted"), "{} has a negative one", lens.id);
        }
    }

    #[test]
    fn an_example_that_is_wrong_says_what_came_out() {
        let lens = &builtin()[0];
        let mut example = lens.examples[0].clone();
        example.expect.verdict = "restricted".to_owned();
        let message = run(lens, &example, surfaces()).unwrap_err();
        assert!(message.contains("verdict captured instead of restricted"), "{message}");
    }

    /// A post of 10 May 2018, tagged, in an account switched to private on 1 Jan 2018, to public on
    /// 1 Sep 2018 and to private again on 2 Feb 2020, exported on 1 Jun 2024.
    #[test]
    fn reach_follows_every_switch_and_every_closing_of_a_surface() {
        let at = |text: &str| parse_moment(text).unwrap();
        let switches = [("2018-01-01", "private"), ("2018-09-01", "public"), ("2020-02-02", "private")];
        let example = ExampleItem {
            platform: "instagram".to_owned(),
            kind: crate::model::ItemKind::Post,
            published: at("2018-05-10"),
            lifetime_hours: None,
            taken_down: false,
            location: Some(crate::model::LocationSource::PlaceTag),
            tagged: Some(true),
            venue: None,
            switches: switches.map(|(at, to)| (at.to_owned(), to.to_owned())).to_vec(),
            private_now: Some(true),
        };
        let mut dataset = dataset_of(&example).unwrap();
        dataset.accounts[0].exported = Some(at("2024-06-01"));
        let assumptions = Assumptions::default();
        let engine = Engine { dataset: &dataset, lens: &builtin()[0], surfaces: surfaces(), assumptions: &assumptions };
        let mut steps: Vec<(String, char, char)> = Vec::new();
        for span in engine.reach_of(ItemId(0)) {
            let (least, most) = (span.least.letter(), span.most.letter());
            if steps.last().is_none_or(|last| (last.1, last.2) != (least, most)) {
                steps.push((span.from.strftime("%F").to_string(), least, most));
            }
        }
        let expected =
            [("2018-05-10", 'D', 'D'), ("2018-09-01", 'G', 'G'), ("2019-08-07", 'F', 'G'), ("2020-02-02", 'D', 'D')];
        assert_eq!(steps, expected.map(|(from, least, most)| (from.to_owned(), least, most)));
        assert_eq!(engine.reach_of(ItemId(0)).last().unwrap().to, Some(at("2024-06-01")));
        assert!(ReachLevel::ByPlaceOpen > ReachLevel::ByPlaceLogin);
    }
}
