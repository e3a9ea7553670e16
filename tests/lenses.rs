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

/// The line that a message names, as `line 3, column 1` or `mine.toml:3:1`.
fn line_named(message: &str) -> usize {
    let rest = message.split_once("at line ").or_else(|| message.split_once("mine.toml:")).unwrap().1;
    rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

#[test]
fn whatever_is_wrong_with_a_lens_file_is_found_at_its_line() {
    let good = include_str!("../assets/lenses/tw_radius.toml");
    let select = "type = \"query\"\nby = [\"circle\", \"box\"]\n\n[select.extent]\nplace_rule = \"inside\"";
    let fences = |shape: &str| {
        format!(
            "type = \"fences\"\n[[select.fence]]\nname = \"Here\"\nring = [{{ lat = 0, lon = 0 }}, {{ lat = 1, lon = 0 }}, {{ lat = 0, lon = 1 }}]\n[[select.fence]]\nname = \"There\"\n{shape}\n[select.extent]\nplace_rule = \"inside\""
        )
    };
    // What stands there, what is written instead, a part of the line that is wrong, and words of the message.
    let cases: &[(&str, String, &str, &str)] = &[
        ("[select.extent]", "[select.extent]\ncolour = 1".into(), "colour", "unknown field `colour`"),
        ("by = [\"circle\", \"box\"]", "by = [\"circle\", \"hexagon\"]".into(), "hexagon", "unknown variant `hexagon`"),
        (
            "by = [\"circle\", \"box\"]",
            "by = [\"circle\"]\nany_of = [\"hotel\"]".into(),
            "[select]",
            "no field `any_of`",
        ),
        ("by = [\"circle\", \"box\"]", String::new(), "[select]", "needs the field `by`"),
        ("type = \"query\"", "type = \"everything\"".into(), "everything", "unknown variant `everything`"),
        (select, fences("circle = { lat = 1.0, lon = 2.0, radius = 3 }"), "radius = 3", "unknown field `radius`"),
        (select, fences("circle = { lat = 1.0, lon = 2.0, radius_m = -3 }"), "[[select.fence]]", "more than 0"),
        (select, fences("ring = [{ lat = 1.0, lon = 2.0 }]"), "[[select.fence]]", "at least three corners"),
        (
            select,
            fences("ring = [{ lat = 1.0, lon = 2.0 }, { lat = 1.0, lon = \"x\" }]"),
            "lon = \"x\"",
            "invalid type",
        ),
        (select, fences("box = { west = 1, south = 5, east = 2, north = 2 }"), "[[select.fence]]", "south < north"),
        ("max_radius_m = 40000", "max_radius_m = -1.0".into(), "[select.extent]", "positive"),
        ("from = \"2009-11-01\"", "from = \"2009-13-01\"".into(), "2009-13", "expected YYYY-MM-DD"),
        ("from = \"2009-11-01\"", "from = 2009-11-01".into(), "from = 2009", "a date in quotes"),
        ("certain_to = \"2023-01-01\"", "certain_to = \"2008-01-01\"".into(), "2008", "must lie in the window"),
        ("to_evidence = \"likely\"", "to_evidence = \"sure\"".into(), "\"sure\"", "unknown variant `sure`"),
        ("kinds = [\"post\", \"photo\", \"video\"]", "kinds = \"post\"".into(), "kinds = \"post\"", "invalid type"),
        ("reviewed_on = \"2026-11-25\"", "reviewed_on = \"soon\"".into(), "soon", "reviewed_on must be a date"),
    ];
    for (from, to, wrong, words) in cases {
        assert!(good.contains(from), "{from}");
        let text = good.replacen(from, to, 1);
        let message = Lens::parse("mine.toml", &text).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
        // Of the two fences the second is the wrong one.
        let lines = text.lines().enumerate().filter(|(_, line)| line.contains(wrong)).map(|(i, _)| i + 1);
        assert_eq!(Some(line_named(&message)), lines.last(), "{message}");
    }
}
