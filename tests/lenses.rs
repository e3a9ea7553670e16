//! A table of cases by hand: item, history of the account, lens; verdict and first clause that refuses.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::BTreeSet;

use geoshadow::analysis::example;
use geoshadow::lens::{Example, ExampleExpectation, ExampleItem, Fence, Lens, builtin, builtin_by_id, surfaces};
use serde::Deserialize;

/// One row of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    lens: String,
    title: String,
    #[serde(default)]
    watch: Vec<String>,
    #[serde(default)]
    fence: Option<String>,
    item: ExampleItem,
    expect: ExampleExpectation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    case: Vec<Case>,
}

fn cases() -> Vec<Case> {
    let table: Table = toml::from_str(include_str!("fixtures/lens/cases.toml")).unwrap();
    table.case
}

impl Case {
    fn lens(&self) -> Lens {
        let lens = builtin_by_id(&self.lens).unwrap_or_else(|| panic!("no lens {}", self.lens)).clone();
        let mut fences: Vec<Fence> = self.watch.iter().map(|text| Fence::watch(text).unwrap()).collect();
        let drawn = self.fence.iter().flat_map(|text| geoshadow::lens::read_fences("drawn", text).unwrap());
        fences.extend(drawn);
        if fences.is_empty() { lens } else { lens.watching(fences) }
    }
}

#[test]
fn every_case_comes_out_as_worked_out_by_hand() {
    let cases = cases();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let lens = case.lens();
        let example = Example { title: case.title, item: case.item, expect: case.expect };
        if let Err(problem) = example::run(&lens, &example, surfaces()) {
            wrong.push(format!("{}: {problem}", lens.id));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_refusal_and_every_unknown_of_the_table_names_its_clause() {
    let mut clauses = BTreeSet::new();
    for case in cases() {
        let taken = matches!(case.expect.verdict.as_str(), "captured" | "retained");
        assert_eq!(taken, case.expect.first_failing.is_none(), "{}", case.title);
        clauses.extend(case.expect.first_failing);
    }
    let all = ["area", "condition", "kind", "place", "platform", "published", "reach", "text", "window"];
    assert_eq!(clauses.iter().map(String::as_str).collect::<Vec<_>>(), all);
}

#[test]
fn every_lens_says_where_its_facts_come_from_and_its_surfaces_are_on_record() {
    for lens in builtin() {
        assert!(lens.sources.iter().all(|s| !s.publisher.is_empty() && !s.date.is_empty()), "{}", lens.id);
        assert!(!lens.summary.contains("  "), "{}", lens.id);
        let by_place = lens.min_reach.level().is_none_or(|level| level > geoshadow::lens::ReachLevel::Public);
        for platform in &lens.platforms {
            let known = surfaces().iter().any(|s| s.platform == *platform);
            assert!(known || !by_place, "{} needs a way of looking at {platform}", lens.id);
        }
    }
}

#[test]
fn a_platform_is_called_the_same_by_its_surfaces_and_its_adapter() {
    for surfaces in surfaces() {
        let adapter = geoshadow::platform::PLATFORMS.iter().find(|p| p.id().0 == surfaces.platform);
        assert!(adapter.is_none_or(|p| p.name() == surfaces.name), "{}", surfaces.platform);
        assert!(!surfaces.name.is_empty());
    }
}
