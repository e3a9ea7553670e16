//! The lives of the fictional people: what is known of them is found, and nothing that is not so is claimed.

use std::fs::File;
use std::path::{Path, PathBuf};

use geoshadow::analysis::{Assumptions, Exposure};
use geoshadow::archive::{CancelToken, Limits, Progress};
use geoshadow::dossier::{Confidence, Dossier, FindingKind, Input, Options, Scope};
use geoshadow::lens;
use geoshadow::load::{Loaded, load};
use geoshadow::model::{ItemId, VenueKind};
use geoshadow::sample::{self, DEFAULT_SEED, KnownLife, PERSONAS};

/// Beyond this, in metres, everybody would say "away"; the trips of all three lie further out.
const AWAY: f64 = 60_000.0;

struct Case {
    name: String,
    life: KnownLife,
    loaded: Loaded,
    exposure: Exposure,
    dossier: Dossier,
}

fn write(folder: &Path, persona: &str, platform: &str, seed: u64, items: Option<u32>) -> PathBuf {
    let path = folder.join(format!("{persona}-{platform}-{seed}.zip"));
    sample::write_records(&mut File::create(&path).unwrap(), persona, platform, seed, items).unwrap();
    path
}

fn case(persona: &str, platforms: &[&str], seed: u64, items: Option<u32>, scope: Scope) -> Case {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = platforms.iter().map(|p| write(folder.path(), persona, p, seed, items)).collect();
    let loaded = load(&paths, Limits::default(), &Progress::default(), &CancelToken::default(), &mut |_| {}).unwrap();
    let (lens, assumptions) = (lens::builtin_by_id("hyp3r").unwrap(), Assumptions::default());
    let exposure = Exposure::evaluate(&loaded.dataset, lens, lens::surfaces(), &assumptions);
    let input = Input {
        dataset: &loaded.dataset,
        lens,
        surfaces: lens::surfaces(),
        assumptions: &assumptions,
        exposure: &exposure,
        area: None,
    };
    let dossier = Dossier::of(&input, &Options { scope, ..Options::default() });
    let name = format!("{persona} {platforms:?} {seed} {items:?} {}", scope.as_str());
    Case { name, life: sample::known(persona).unwrap(), loaded, exposure, dossier }
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for persona in PERSONAS {
        for (platforms, seed, items) in [
            (&["instagram"][..], DEFAULT_SEED, None),
            (&["instagram", "instagram-2019"], DEFAULT_SEED, None),
            (&["instagram", "instagram-2019"], 7, Some(1500)),
            (&["instagram"], 11, Some(60)),
        ] {
            cases.push(case(persona.id, platforms, seed, items, Scope::Lens));
        }
        for (platforms, seed, items) in [
            (&["google"][..], DEFAULT_SEED, None),
            (&["instagram", "google"], DEFAULT_SEED, None),
            (&["instagram"], 5, Some(1500)),
        ] {
            cases.push(case(persona.id, platforms, seed, items, Scope::Everything));
        }
    }
    cases
}

impl Case {
    /// What the truth says of where the person was when an item that puts them somewhere was made.
    fn far_sightings(&self) -> impl Iterator<Item = &geoshadow::dossier::Sighting> {
        let far = |s: &&geoshadow::dossier::Sighting| s.point.distance_metres(self.life.home) > AWAY;
        self.dossier.sightings.iter().filter(|s| s.tells_the_hour()).filter(far)
    }

    fn claims_are_true(&self) {
        let Self { name, life, dossier, .. } = self;
        if let Ok(home) = &dossier.home {
            // At home people tag their neighbourhood, or their phone knows the door.
            let off = home.point.distance_metres(life.home).min(home.point.distance_metres(life.home_tag));
            assert!(off <= home.radius_metres.max(150.0), "{name}: home is {off:.0} m off");
        }
        if let Ok(work) = &dossier.work {
            let off = work.point.distance_metres(life.work);
            assert!(off <= work.radius_metres.max(150.0), "{name}: work is {off:.0} m off");
        }
        if let Ok(area) = &dossier.home_area {
            let off = area.point.distance_metres(life.home);
            assert!(off < 15_000.0, "{name}: the area is {off:.0} m off");
        }
        for (absence, trip) in dossier.absences.iter().zip(&dossier.trips) {
            let known = life.trips.iter().any(|t| t.from <= trip.from && trip.to <= t.to);
            assert!(known, "{name}: there was no trip from {} to {}", trip.from, trip.to);
            assert!(absence.from <= absence.seen.0 && absence.seen.1 <= absence.to && !absence.sightings.is_empty());
        }
        for visit in &dossier.sensitive {
            assert!(life.sensitive.iter().any(|(known, _)| *known == &*visit.name), "{name}: never at {}", visit.name);
        }
        for finding in &dossier.findings {
            assert!(
                !finding.sightings.is_empty() || !finding.items.is_empty(),
                "{name}: {} has no items",
                finding.text
            );
        }
    }

    fn trips_are_found(&self) {
        let Self { name, dossier, .. } = self;
        for sighting in self.far_sightings() {
            let covered = dossier.absences.iter().any(|a| a.seen.0 <= sighting.at && sighting.at <= a.seen.1);
            assert!(covered, "{name}: {} is in no window", sighting.at);
        }
        let ordered = dossier.absences.is_sorted_by(|a, b| a.to <= b.from || a.seen.1 < b.seen.0);
        assert!(ordered, "{name}: windows overlap");
    }

    fn sensitive_visits_are_found(&self) {
        let Self { name, life, dossier, loaded, exposure } = self;
        for (item, index) in loaded.dataset.items.iter().zip(0_u32..) {
            let id = ItemId(index);
            let had = dossier.scope == Scope::Everything || exposure.of(id).verdict.is_taken();
            let Some(place) = item.place.as_ref().filter(|_| had) else { continue };
            let told = matches!(place.kind, Some(VenueKind::Hospital | VenueKind::School | VenueKind::Worship));
            let known = life.sensitive.iter().any(|(known, _)| *known == &*place.name);
            if known && told && item.kind != geoshadow::model::ItemKind::SavedPlace {
                let found = dossier.sensitive.iter().any(|v| {
                    v.unplaced.contains(&id)
                        || v.sightings.iter().any(|(s, _)| dossier.sightings[s.index()].item() == Some(id))
                });
                assert!(found, "{name}: the visit to {} is not found", place.name);
            }
        }
    }
}

#[test]
fn what_is_true_is_found_and_nothing_else_is_claimed() {
    for case in cases() {
        case.claims_are_true();
        case.trips_are_found();
        case.sensitive_visits_are_found();
    }
}

#[test]
fn what_the_platform_holds_gives_away_home_and_work() {
    for persona in PERSONAS {
        let case = case(persona.id, &["google"], DEFAULT_SEED, None, Scope::Everything);
        let (home, work) = (case.dossier.home.unwrap(), case.dossier.work.unwrap());
        assert!(home.point.distance_metres(case.life.home) < 60.0, "{}", case.name);
        assert!(work.point.distance_metres(case.life.work) < 150.0, "{}", case.name);
        assert!(case.dossier.reveal.unwrap().k95.is_some(), "{}", case.name);
        let kinds: Vec<FindingKind> = case.dossier.findings.iter().map(|f| f.kind).collect();
        assert!(kinds.contains(&FindingKind::Home) && kinds.contains(&FindingKind::Work));
        let home_score = case.dossier.findings.iter().find(|f| f.kind == FindingKind::Home).unwrap().score.value;
        assert!(home_score.abs() < f64::EPSILON, "nobody but the platform can see a location history");
    }
}

#[test]
fn through_the_lens_the_city_is_told_and_the_home_is_not() {
    for persona in PERSONAS {
        let case = case(persona.id, &["instagram", "instagram-2019"], DEFAULT_SEED, None, Scope::Lens);
        let area = case.dossier.home_area.as_ref().unwrap();
        assert_eq!(area.confidence, Confidence::Strong, "{}", case.name);
        assert!(case.dossier.home.is_err(), "{}: hardly anything is tagged at home", case.name);
        assert!(case.dossier.absences.iter().any(|a| a.lag == geoshadow::dossier::Lag::Live), "{}", case.name);
        assert_eq!(case.dossier.sensitive.len(), case.life.sensitive.len(), "{}", case.name);
        let named = case
            .dossier
            .sensitive
            .iter()
            .all(|v| v.strength == geoshadow::dossier::Strength::Named || v.place.is_none());
        assert!(named, "{}", case.name);
    }
}
