//! Every fixture of every platform, imported and compared with its reviewed snapshot.
//!
//! No test code per adapter: drop a folder into `tests/fixtures/<platform id>/` and review the
//! snapshot that appears under `tests/snapshots/platforms/<platform id>/`.
//!
//! * `<case>/` is one container; its name is `<case>`.
//! * `<case>.parts/` is several containers opened together: every folder in it is one, and every
//!   file in it is opened as a single file. Their names are the containers' names.
//! * each is loaded as it lies there and packed as zips; both must give the same.
//! * a case that starts with `not_` must not be recognised as that platform; every other must.
//!
//! A fixture holds invented data only. `INSTA_UPDATE=always cargo test --test platforms` writes
//! the snapshots; read every changed line before committing one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod copies;
mod deep;
mod encodings;
mod fixture;
mod import;
mod invariants;
mod letter_case;
mod mangle;
mod order;
mod snapshot;

use std::panic::{AssertUnwindSafe, catch_unwind};

use fixture::Case;

fn for_every_case(what: &str, check: impl Fn(&Case)) {
    let cases = Case::all();
    let failed: Vec<String> = cases
        .iter()
        .filter(|case| catch_unwind(AssertUnwindSafe(|| check(case))).is_err())
        .map(|case| format!("{}/{}", case.platform, case.name))
        .collect();
    assert!(failed.is_empty(), "{what} failed for {failed:?}, see above");
}

#[test]
fn every_fixture_gives_its_snapshot() {
    for_every_case("the snapshot", |case| {
        let from_folder = import::from_folder(case);
        let from_zip = import::from_zip(case);
        if let Ok(dataset) = &from_folder {
            invariants::check(dataset);
        }
        let text = snapshot::of(&from_folder);
        assert_eq!(text, snapshot::of(&from_zip), "folder and zip must give the same");
        let recognised = import::recognised(case);
        let is_recognised = recognised.contains(&case.platform.as_str());
        assert_eq!(is_recognised, !case.name.starts_with("not_"), "recognised: {recognised:?}");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("../snapshots/platforms/{}", case.platform));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(case.name.as_str(), text));
    });
}

#[test]
fn every_snapshot_has_its_fixture() {
    for platform in fixture::folders(&fixture::root().join("../snapshots/platforms")) {
        // The test runner leaves others beside them while it updates.
        let snapshots = fixture::files(&platform).into_iter().filter(|p| p.extension().is_some_and(|e| e == "snap"));
        for snapshot in snapshots {
            let name = snapshot.file_stem().unwrap().to_str().unwrap();
            let case = fixture::root().join(platform.file_name().unwrap()).join(name);
            assert!(case.is_dir(), "{} has no fixture", snapshot.display());
        }
    }
}

#[test]
fn mangled_fixtures_never_panic_and_their_ledgers_add_up() {
    for_every_case("mangling", mangle::check);
}

#[test]
fn json_nested_deeper_than_the_stack_is_refused_and_counted_whatever_its_length() {
    for (is_long, step) in [(false, 1), (true, 7)] {
        let cases = Case::all();
        let counted: Vec<(String, bool)> = cases
            .iter()
            .step_by(step)
            .filter_map(|case| Some((format!("{}/{}", case.platform, case.name), deep::is_counted(case, is_long)?)))
            .collect();
        let silent: Vec<&str> = counted.iter().filter(|(_, is)| !is).map(|(name, _)| name.as_str()).collect();
        assert!(counted.len() > 10 && silent.is_empty(), "{} of {}: {silent:?}", silent.len(), counted.len());
    }
}

#[test]
fn fixtures_in_other_encodings_give_the_same() {
    for_every_case("another encoding", encodings::check);
}

#[test]
fn a_copy_of_a_fixture_adds_nothing() {
    for_every_case("a copy", copies::check);
}

#[test]
fn which_of_two_exports_comes_first_does_not_matter() {
    let cases: Vec<Case> = Case::all().into_iter().filter(|case| case.name.starts_with(order::NAME)).collect();
    assert!(cases.len() >= 10, "{}", cases.len());
    for case in cases {
        order::check(&case);
    }
}

#[test]
fn fixtures_named_in_other_letters_give_the_same() {
    for_every_case("another letter case", letter_case::check);
}

/// Formats whose records are text.
const TEXT_RECORDS: &[&str] = &["json", "js", "csv"];

#[test]
fn the_record_of_nearly_every_item_can_be_shown() {
    let (mut shown, mut hidden) = (0, Vec::new());
    for case in Case::all() {
        let Some(loaded) = import::loaded(&case) else { continue };
        for item in &loaded.dataset.items {
            let path = loaded.dataset.path(item.origin.file);
            if !TEXT_RECORDS.iter().any(|e| path.ends_with(e)) {
                continue;
            }
            match geoshadow::load::record_text(&loaded, item, item.origin) {
                Ok(text) => {
                    assert!(!text.trim().is_empty());
                    shown += 1;
                }
                Err(why) => {
                    hidden.push(format!("{}/{}: {path} #{}: {why}", case.platform, case.name, item.origin.record));
                }
            }
        }
    }
    assert!(hidden.len() * 20 < shown, "{shown} shown; not: {hidden:#?}");
}
