//! The shape of an archive holds nothing that the archive says: checked on every fixture.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use geoshadow::archive::{CancelToken, Limits, Progress, open_paths};
use geoshadow::report::Schema;
use serde_json::Value;

/// Texts of the JSON and CSV files in a folder that a reader could recognise a person or place by.
fn values(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap) {
        let extension = entry.path().extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
        let Ok(bytes) = std::fs::read(entry.path()) else { continue };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match &*extension {
            "json" | "geojson" => collect(&serde_json::from_str(&text).unwrap_or(Value::Null), &mut found),
            "js" => {
                let json = text.find(['[', '{']).map_or("", |at| &text[at..]);
                collect(&serde_json::from_str(json).unwrap_or(Value::Null), &mut found);
            }
            "csv" => found.extend(
                text.lines()
                    .skip(1)
                    .flat_map(|l| l.split([',', ';', '\t']))
                    .map(|f| f.trim().trim_matches('"').to_owned()),
            ),
            _ => {}
        }
    }
    found
}

/// Paths of the files in a folder, whose words the schema shows if they are of its vocabulary.
fn file_paths(folder: &Path) -> BTreeSet<String> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    walk.map(|entry| entry.path().to_string_lossy().into_owned()).collect()
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(found.insert(text.trim().to_owned())),
        Value::Number(number) => drop(found.insert(number.to_string())),
        Value::Array(list) => list.iter().for_each(|v| collect(v, found)),
        Value::Object(fields) => fields.values().for_each(|v| collect(v, found)),
        Value::Null | Value::Bool(_) => {}
    }
}

fn fixtures() -> Vec<PathBuf> {
    let folders = |path: PathBuf| {
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect();
        inside.retain(|p| p.is_dir());
        inside.sort();
        inside
    };
    folders(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")).into_iter().flat_map(folders).collect()
}

#[test]
fn no_value_of_a_fixture_is_in_its_schema() {
    let (mut archives, mut checked) = (0, 0);
    for fixture in fixtures() {
        let cancel = CancelToken::default();
        let Ok(source) = open_paths(std::slice::from_ref(&fixture), Limits::default(), &Progress::default(), &cancel)
        else {
            continue;
        };
        let mut out = Vec::new();
        Schema::of(&source, &cancel).write_text(&mut out).unwrap();
        let shown = String::from_utf8(out).unwrap();
        archives += 1;
        // A value of several words, digits or unusual letters cannot be there by chance.
        let telling = |v: &&String| {
            v.chars().count() >= 4
                && (v.contains([' ', '.', '@', '/']) || v.chars().any(|c| c.is_ascii_digit()) || !v.is_ascii())
        };
        let own_files = file_paths(&fixture);
        for value in values(&fixture).iter().filter(telling) {
            checked += 1;
            let is_count = value.parse::<u64>().is_ok_and(|n| n < 100_000);
            // An export may name its own files: `outbox.json`, in the vocabulary of every such export.
            let is_own_file = own_files.iter().any(|path| path.ends_with(value.as_str()));
            assert!(
                is_count || is_own_file || !shown.contains(value.as_str()),
                "{}: {value:?} is in\n{shown}",
                fixture.display()
            );
        }
    }
    assert!(archives > 30 && checked > 500, "{archives} archives, {checked} values");
}
