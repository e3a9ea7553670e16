//! Every fictional archive, loaded like any other, must lead to what the life it was made from says.
//!
//! The truth is worked out from the life by `geoshadow::sample`, the verdicts by the engine from
//! the written archive; they share no code.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use geoshadow::analysis::{Assumptions, Exposure, Geofence};
use geoshadow::archive::{CancelToken, Limits, Progress};
use geoshadow::lens;
use geoshadow::load::{Loaded, load, load_bytes};
use geoshadow::model::{FileStatus, ItemId};
use geoshadow::sample::{self, PERSONAS, TruthRow};

fn load_one(path: &Path) -> Loaded {
    let paths = [path.to_owned()];
    load(&paths, Limits::default(), &Progress::default(), &CancelToken::default(), &mut |_| {})
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Writes the archive without pictures under the name its platform would give it, and loads it.
fn write_and_load(folder: &Path, persona: &str, platform: &str, seed: u64, items: Option<u32>) -> Loaded {
    let path = folder.join(format!("{persona}-{platform}.zip"));
    sample::write_records(&mut File::create(&path).unwrap(), persona, platform, seed, items).unwrap();
    load_one(&path)
}

type Key = (String, u32);

#[derive(Clone)]
struct Seen {
    place: Option<String>,
    verdict: &'static str,
    geofence: Option<&'static str>,
}

fn verdicts(loaded: &Loaded) -> BTreeMap<Key, Seen> {
    let lens = lens::builtin_by_id("hyp3r").unwrap();
    let exposure = Exposure::evaluate(&loaded.dataset, lens, lens::surfaces(), &Assumptions::default());
    let mut seen = BTreeMap::new();
    for (number, item) in loaded.dataset.items.iter().enumerate() {
        let found = exposure.of(ItemId(number as u32));
        let place = item.place.as_ref().map(|p| p.name.to_string());
        let row = Seen { place, verdict: found.verdict.as_str(), geofence: found.geofence.map(Geofence::as_str) };
        // One item may stand in several records: a profile picture in its list and in the profile.
        for origin in std::iter::once(item.origin).chain(item.also_in.iter().copied()) {
            let key = (loaded.dataset.path(origin.file).to_owned(), origin.record);
            assert!(seen.insert(key.clone(), row.clone()).is_none(), "two items of one record: {key:?}");
        }
    }
    seen
}

fn disagreement(truth: &TruthRow, seen: Option<&Seen>) -> Option<String> {
    let Some(seen) = seen else { return Some(format!("{} {}: no item", truth.file, truth.record)) };
    // A wrong kind is never right; no kind at all is judged by a test of its own.
    let fence_ok = match seen.geofence {
        Some("unclassified") => !truth.geofence.is_empty(),
        Some(fence) => truth.geofence.contains(&fence),
        None => truth.geofence.is_empty(),
    };
    (seen.verdict != truth.verdict || !fence_ok).then(|| {
        let fence = seen.geofence.unwrap_or("none");
        format!(
            "{} {}: {} at {fence}, but must be {} at {:?}, because {}",
            truth.file, truth.record, seen.verdict, truth.verdict, truth.geofence, truth.why
        )
    })
}

fn compare(loaded: &Loaded, truth: &[TruthRow], name: &str) {
    let seen = verdicts(loaded);
    let wrong: Vec<String> =
        truth.iter().filter_map(|row| disagreement(row, seen.get(&(row.file.clone(), row.record)))).collect();
    assert!(wrong.is_empty(), "{name}: {} of {} disagree\n{}", wrong.len(), truth.len(), wrong.join("\n"));
    assert_eq!(loaded.dataset.items.len(), truth.len(), "{name}: items that the truth does not know");
}

#[test]
fn places_named_by_an_export_are_of_the_kind_that_their_name_says() {
    let folder = tempfile::tempdir().unwrap();
    for persona in PERSONAS {
        let loaded = write_and_load(folder.path(), persona.id, "instagram-2019", sample::DEFAULT_SEED, None);
        let seen = verdicts(&loaded);
        let truth = sample::truth(persona.id, "instagram-2019", sample::DEFAULT_SEED, None).unwrap();
        let taken: Vec<&TruthRow> = truth.iter().filter(|row| !row.geofence.is_empty()).collect();
        let wrong: Vec<String> = taken
            .iter()
            .filter_map(|row| {
                let found = seen.get(&(row.file.clone(), row.record))?;
                let fence = found.geofence?;
                let name = found.place.as_deref().unwrap_or_default();
                (!row.geofence.contains(&fence)).then(|| format!("{name}: {fence}, not {:?}", row.geofence))
            })
            .collect();
        assert!(wrong.is_empty(), "{}: {} of {}\n{}", persona.id, wrong.len(), taken.len(), wrong.join("\n"));
    }
}

#[test]
fn every_item_of_every_archive_gets_the_verdict_its_life_demands() {
    let folder = tempfile::tempdir().unwrap();
    for persona in PERSONAS {
        for platform in persona.platforms {
            for (seed, items) in [(sample::DEFAULT_SEED, None), (7, Some(1500))] {
                let loaded = write_and_load(folder.path(), persona.id, platform, seed, items);
                let truth = sample::truth(persona.id, platform, seed, items).unwrap();
                compare(&loaded, &truth, &format!("{} {platform} seed {seed}", persona.id));
            }
        }
    }
}

#[test]
fn the_smallest_archives_hold_what_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for persona in PERSONAS {
        for platform in persona.platforms {
            for items in [1, 2, 13, 60, 61] {
                let loaded = write_and_load(folder.path(), persona.id, platform, 3, Some(items));
                assert_eq!(loaded.dataset.items.len(), items as usize, "{} {platform}", persona.id);
                let truth = sample::truth(persona.id, platform, 3, Some(items)).unwrap();
                compare(&loaded, &truth, &format!("{} {platform} of {items}", persona.id));
            }
        }
    }
}

#[test]
fn the_embedded_archive_loads_without_a_failed_file_or_a_skipped_record() {
    let folder = tempfile::tempdir().unwrap();
    let (name, bytes) = sample::both_exports("maya").unwrap().swap_remove(0);
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let loaded = load_one(&path);
    let data = &loaded.dataset;
    let failed: Vec<&str> = data.files.iter().filter(|f| f.status == FileStatus::Failed).map(|f| &*f.path).collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert_eq!(data.items.len(), sample::DEFAULT_ITEMS as usize);
    let account = data.accounts.first().unwrap();
    assert_eq!(account.private_now, Some(true));
    let states: Vec<Option<bool>> = account.periods.iter().map(|p| p.private).collect();
    assert_eq!(states, [Some(true), Some(false), Some(true)]);
    let pictured = data.items.iter().filter(|i| i.media.iter().any(|m| m.file.is_some())).count();
    assert!(pictured > 120, "{pictured}");
    let mojibake = |text: &str| text.contains(['Ã', 'Â', 'ð']);
    assert!(!data.items.iter().filter_map(|i| i.text.as_deref()).any(mojibake), "captions are repaired");
    let truth = sample::truth(PERSONAS[0].id, "instagram", sample::DEFAULT_SEED, None).unwrap();
    compare(&loaded, &truth, "embedded");
}

/// The recent export has coordinates without names, the one of 2019 names without coordinates.
#[test]
fn two_exports_of_one_account_become_one_life_with_names_and_coordinates() {
    for persona in PERSONAS {
        let exports = sample::both_exports(persona.id).unwrap();
        let (progress, cancel) = (Progress::default(), CancelToken::default());
        let loaded = load_bytes(exports, Limits::default(), &progress, &cancel, &mut |_| {}).unwrap();
        let data = &loaded.dataset;
        assert_eq!(data.accounts.len(), 1, "{}", persona.id);
        let old = sample::truth(persona.id, "instagram-2019", sample::DEFAULT_SEED, None).unwrap();
        let joined = data.items.iter().filter(|i| !i.also_in.is_empty()).count();
        assert!(joined * 10 >= old.len() * 9, "{}: {joined} of {} joined", persona.id, old.len());
        let both = data.items.iter().filter(|i| i.place.is_some() && i.location.is_some()).count();
        assert!(both > 60, "{}: {both} with name and coordinate", persona.id);
        let truth = sample::truth(persona.id, "instagram", sample::DEFAULT_SEED, None).unwrap();
        let seen = verdicts(&loaded);
        let wrong: Vec<String> = truth
            .iter()
            .filter(|row| ["captured", "retained"].contains(&row.verdict))
            .filter_map(|row| disagreement(row, seen.get(&(row.file.clone(), row.record))))
            .collect();
        assert!(wrong.is_empty(), "{}: {}", persona.id, wrong.join("\n"));
    }
}

#[test]
fn the_lives_have_every_verdict_worth_showing() {
    let mut all: BTreeMap<&str, usize> = BTreeMap::new();
    for persona in PERSONAS {
        for row in sample::truth(persona.id, "instagram", sample::DEFAULT_SEED, None).unwrap() {
            *all.entry(row.verdict).or_default() += 1;
        }
    }
    for verdict in ["captured", "retained", "public", "restricted", "private", "unknown"] {
        assert!(all.get(verdict).is_some_and(|n| *n > 10), "{verdict}: {all:?}");
    }
}

#[test]
fn the_location_history_and_the_posts_of_one_life_agree() {
    let folder = tempfile::tempdir().unwrap();
    let google = write_and_load(folder.path(), "maya", "google", sample::DEFAULT_SEED, None);
    let instagram = write_and_load(folder.path(), "maya", "instagram", sample::DEFAULT_SEED, None);
    assert!(google.dataset.points.len() > 3000, "{}", google.dataset.points.len());
    let (first, last) = google
        .dataset
        .items
        .iter()
        .filter(|i| i.kind == geoshadow::model::ItemKind::Visit)
        .filter_map(|i| i.time)
        .fold(None, |span: Option<(_, _)>, t| Some(span.map_or((t, t), |(a, b)| (t.min(a), t.max(b)))))
        .unwrap();
    let days = (last.as_second() - first.as_second()) / 86_400;
    assert!(days >= 28, "a month or more: {days} days");
    let near = |item: &geoshadow::model::Item| {
        let (Some(post), Some(at)) = (&item.location, item.time) else { return false };
        google.dataset.items.iter().any(|other| {
            let (Some(there), Some(then)) = (&other.location, other.time) else { return false };
            then.as_second().abs_diff(at.as_second()) < 3600 && post.point.distance_metres(there.point) < 2_500.0
        })
    };
    let is_tagged = |i: &&geoshadow::model::Item| {
        i.time.is_some_and(|t| (first..last).contains(&t)) && i.location.is_some() && i.tagged.holds == Some(true)
    };
    let tagged: Vec<_> = instagram.dataset.items.iter().filter(is_tagged).collect();
    let agreeing = tagged.iter().filter(|i| near(i)).count();
    assert!(tagged.len() >= 6 && agreeing * 10 >= tagged.len() * 9, "{agreeing} of {}", tagged.len());
}
