//! A lens's worked examples, run: the tests and `lenses --check` do so.

use jiff::SignedDuration;

use crate::lens::{Example, ExampleItem, Lens, Surfaces, parse_moment, position_of_example};
use crate::model::{
    Account, AccountId, AudienceClaim, Claim, Dataset, Evidence, GeoPoint, Item, ItemId, Life, Location, Origin, Place,
    PlatformId, PrivacyToggle, ProfileFact, ProfileField, Rule, TimePrecision, periods_from_toggles,
};

use super::decide::Engine;
use super::{Assumption, Assumptions};

static RULE_EXAMPLE: Rule = Rule { id: "example", text: "So the example says", source: "the lens file" };

/// Runs one example. The error says what came out instead.
pub fn run(lens: &Lens, example: &Example, surfaces: &[Surfaces]) -> Result<(), String> {
    let named = |problem: String| format!("{}: {problem}", example.title);
    let dataset = dataset_of(&example.item).map_err(named)?;
    let mut assumptions = Assumptions::default();
    for text in &example.item.assume {
        assumptions.add(Assumption::parse(text).map_err(named)?);
    }
    let engine = Engine { dataset: &dataset, lens, surfaces, assumptions: &assumptions };
    let decision = engine.decide(ItemId(0));
    let found = decision.verdict;
    let expect = &example.expect;
    let failing = decision.first_failing().map(super::decide::Clause::as_str);
    let fence = found.geofence.map(super::Geofence::as_str);
    let word = |answer: Option<bool>| answer.map_or("unknown", |yes| if yes { "yes" } else { "no" });
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
    compare("now", expect.now.as_deref(), Some(word(found.lights.now)));
    compare("closed since", expect.closed_since.map(|c| word(Some(c))), Some(word(found.lights.closed())));
    if wrong.is_empty() { Ok(()) } else { Err(format!("{}: {}", example.title, wrong.join(", "))) }
}

/// Runs all examples of a lens file. Each problem begins with the name of the file, line and column.
pub fn check(name: &str, text: &str, lens: &Lens, surfaces: &[Surfaces]) -> Vec<String> {
    let failed = lens.examples.iter().enumerate().filter_map(|(i, e)| run(lens, e, surfaces).err().map(|p| (i, p)));
    let located = failed.map(|(i, problem)| {
        let (line, column) = position_of_example(text, i);
        format!("{name}:{line}:{column}: example {problem}")
    });
    located.collect()
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
        profile: example.home_city.iter().map(|city| home_city(city)).collect(),
        created: None,
        exported: example.exported,
    };
    let mut dataset = Dataset { accounts: vec![account], ..Dataset::default() };
    dataset.items.push(item_of(example, platform)?);
    Ok(dataset)
}

fn home_city(city: &str) -> ProfileFact {
    let origin = Origin { file: 0, record: 0 };
    ProfileFact { field: ProfileField::HomeCity, value: city.into(), since: None, origin }
}

fn location_of(example: &ExampleItem) -> Result<Option<Location>, String> {
    let Some(source) = example.location else { return Ok(None) };
    // Some place or other, for examples in which it does not matter which.
    let (lat, lon) = (example.lat.unwrap_or(10.0), example.lon.unwrap_or(20.0));
    let point = GeoPoint::new(lat, lon).ok_or_else(|| format!("{lat}, {lon} is not a position"))?;
    let evidence = example.location_evidence.unwrap_or(Evidence::Recorded);
    Ok(Some(Location { point, accuracy_metres: example.accuracy_m, source, evidence }))
}

fn item_of(example: &ExampleItem, platform: PlatformId) -> Result<Item, String> {
    let rule = &RULE_EXAMPLE;
    let location = location_of(example)?;
    let place = example.venue.map(|kind| Place {
        kind: Some(kind),
        kind_because: "so the example says".into(),
        kind_evidence: Evidence::Recorded,
        ..Place::named("Example")
    });
    let precision = if example.published.is_some() { TimePrecision::Second } else { TimePrecision::Unknown };
    Ok(Item {
        platform,
        account: Some(AccountId(0)),
        kind: example.kind,
        time: example.published,
        time_precision: example.time_precision.unwrap_or(precision),
        published: None,
        flaw: None,
        unread_time: false,
        location,
        // The public saw a tagged place, and nothing of what a file or a device knows besides.
        public_location: location.filter(|_| example.tagged != Some(false)),
        place,
        tagged: match example.tagged {
            Some(true) => Claim::yes(Evidence::Recorded, rule),
            Some(false) => Claim::no(Evidence::Recorded, rule),
            None => Claim::unknown(rule),
        },
        audience: match (example.audience, example.perhaps_smaller_circle) {
            (Some(audience), _) => {
                AudienceClaim::Own(audience, example.audience_evidence.unwrap_or(Evidence::Recorded), rule)
            }
            (None, true) => AudienceClaim::FollowsAccountOrLess(rule),
            (None, false) => AudienceClaim::FollowsAccount,
        },
        life: match (example.never_published, example.lifetime_hours, example.taken_down) {
            (true, ..) => Life::NeverPublished { evidence: Evidence::Recorded, rule },
            (_, Some(hours), _) => Life::Expires { after: SignedDuration::from_hours(hours), rule },
            (_, None, true) => Life::TakenDown { up_until_at_least: example.up_until, rule },
            (_, None, false) if example.perhaps_gone => Life::PerhapsGone { rule },
            (_, None, false) => Life::Live,
        },
        text: example.text.as_deref().map(Into::into),
        media: Vec::new(),
        origin: Origin { file: 0, record: 0 },
        also_in: Vec::new(),
        own_id: None,
        captured: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lens::{ReachLevel, builtin, surfaces};

    #[test]
    fn every_lens_passes_its_own_examples() {
        let mut wrong = Vec::new();
        for lens in builtin() {
            let failed = lens.examples.iter().filter_map(|example| run(lens, example, surfaces()).err());
            wrong.extend(failed.map(|problem| format!("{}: {problem}", lens.id)));
            let taken = |e: &&Example| matches!(e.expect.verdict.as_str(), "captured" | "retained");
            let positive = lens.examples.iter().filter(taken).count();
            assert!(positive >= 3, "{} has {positive} positive examples", lens.id);
            assert!(lens.examples.len() - positive >= 3, "{} has too few negative examples", lens.id);
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
        let mut example = builtin()[0].examples[0].item.clone();
        example.published = Some(at("2018-05-10"));
        example.switches = switches.map(|(at, to)| (at.to_owned(), to.to_owned())).to_vec();
        example.private_now = Some(true);
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
