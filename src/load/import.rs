//! From opened containers to a dataset: every adapter that recognises something reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::archive::{CancelToken, EntryId, Metered, Progress, Source};
use crate::model::{Dataset, FileLedger, FileStatus, GeoPoint, PlatformId, Recognised, Warning};
use crate::platform::{ExportRoot, ImportCx, ImportError, Platform, Recognition};
use crate::venue;

use super::diagnose::{self, Known, LeftOut};
use super::{LoadError, Loaded, Opening, doubles, link};

/// An adapter that found something, by its place in the list.
pub(super) struct Found<'a> {
    /// The adapter.
    pub(super) platform: &'a dyn Platform,
    index: usize,
    /// What it found.
    pub(super) recognition: Recognition,
}

/// Reads everything the adapters recognise.
pub(super) fn import(
    platforms: &[&dyn Platform],
    source: Arc<dyn Source>,
    opening: &Opening,
    progress: &Progress,
    cancel: &CancelToken,
    preview: &mut dyn FnMut(GeoPoint),
) -> Result<Loaded, LoadError> {
    let mut dataset = opened(&*source);
    let found = recognise(platforms, &*source, cancel, &mut dataset)?;
    let known = Known { platforms, source: &*source, found: &found };
    if found.is_empty() {
        return Err(LoadError::NotRecognised(diagnose::nothing_recognised(&known, &dataset).into()));
    }
    let metered = Metered::new(&*source, progress, cancel, planned_bytes(&*source, &found));
    let owners = found.iter().filter(|f| !f.platform.is_loose());
    let owned: Vec<(ExportRoot, usize)> =
        owners.flat_map(|f| f.recognition.roots.iter().map(|root| (root.clone(), f.index))).collect();
    let mut left_out = Vec::new();
    for one in &found {
        let before = LeftOut::so_far(&dataset);
        let mut cx = ImportCx::new(
            &metered,
            &mut dataset,
            &owned,
            one.index,
            opening.limits,
            &opening.hints,
            progress,
            cancel,
            preview,
        );
        match catch_unwind(AssertUnwindSafe(|| one.platform.import(&one.recognition, &mut cx))) {
            Ok(Ok(())) => {}
            Ok(Err(ImportError::Cancelled)) => return Err(LoadError::Cancelled),
            Err(_panic) => report_crash(&mut dataset, &*source, one),
        }
        if cancel.is_cancelled() {
            return Err(LoadError::Cancelled);
        }
        entries_under(&*source, &one.recognition).for_each(|id| metered.settle(id));
        left_out.push(LeftOut::so_far(&dataset).since(&before));
    }
    finish(&mut dataset, &known, &left_out)?;
    Ok(Loaded { dataset: Arc::new(dataset), source })
}

/// The dataset as far as opening the containers fills it.
fn opened(source: &dyn Source) -> Dataset {
    let entries = source.entries();
    let mut dataset = Dataset {
        archives: source.containers().to_vec(),
        files: FileLedger::new(entries.iter().map(|e| (e.path.clone(), e.container))),
        ..Dataset::default()
    };
    for (i, entry) in entries.iter().enumerate() {
        if let Some(reason) = entry.junk() {
            dataset.files.set(i as u32, FileStatus::Ignored, reason);
        }
    }
    for note in source.notes() {
        let file = note.entry.map(|id| id.0);
        match (file, note.status) {
            (Some(file), Some(status)) => dataset.files.set(file, status, note.text.clone()),
            _ => dataset.warnings.push(Warning { text: note.text.clone(), file }),
        }
    }
    dataset
}

fn recognise<'a>(
    platforms: &[&'a dyn Platform],
    source: &dyn Source,
    cancel: &CancelToken,
    dataset: &mut Dataset,
) -> Result<Vec<Found<'a>>, LoadError> {
    let mut found = Vec::new();
    for (index, platform) in platforms.iter().enumerate() {
        if cancel.is_cancelled() {
            return Err(LoadError::Cancelled);
        }
        match catch_unwind(AssertUnwindSafe(|| platform.recognise(source))) {
            Ok(Some(recognition)) => found.push(Found { platform: *platform, index, recognition }),
            Ok(None) => {}
            Err(_panic) => dataset.warnings.push(Warning { text: crash_text(*platform).into(), file: None }),
        }
    }
    Ok(found)
}

fn entries_under<'a>(source: &'a dyn Source, found: &'a Recognition) -> impl Iterator<Item = EntryId> + 'a {
    let under = |e: &crate::archive::Entry| found.roots.iter().any(|r| r.contains(e.container, &e.path));
    source.entries().iter().enumerate().filter(move |(_, e)| under(e)).map(|(i, _)| EntryId(i as u32))
}

/// Files read as a whole or from beginning to end; of all others only the head is looked at.
const READ_WHOLE: &[&str] =
    &["json", "csv", "gpx", "kml", "tcx", "fit", "geojson", "nmea", "gz", "log", "xml", "js", "txt", "html"];
/// What reading the metadata of a picture or video takes, as a rule.
const HEAD_BYTES: u64 = 32 << 10;

/// How much of each entry will be read, as far as that can be told beforehand.
fn planned_bytes(source: &dyn Source, found: &[Found<'_>]) -> Vec<u64> {
    let mut planned = vec![0; source.entries().len()];
    for id in found.iter().flat_map(|f| entries_under(source, &f.recognition)) {
        let entry = source.entry(id);
        let whole = READ_WHOLE.contains(&entry.extension());
        if let Some(bytes) = planned.get_mut(id.index()).filter(|_| entry.junk().is_none()) {
            *bytes = if whole { entry.size } else { entry.size.min(HEAD_BYTES) };
        }
    }
    planned
}

fn crash_text(platform: &dyn Platform) -> String {
    format!(
        "The reader of {} stopped unexpectedly, which is a fault in Geoshadow; what it had read before is shown",
        platform.name()
    )
}

/// A reader that panicked: its own files that nobody has spoken for are failed, everything else goes on.
fn report_crash(dataset: &mut Dataset, source: &dyn Source, one: &Found<'_>) {
    dataset.warnings.push(Warning { text: crash_text(one.platform).into(), file: None });
    for id in entries_under(source, &one.recognition) {
        if dataset.files.is_unclaimed(id.0) {
            dataset.files.set(
                id.0,
                FileStatus::Failed,
                "not read, because the reader of this export stopped unexpectedly",
            );
        }
    }
}

/// Files that could not be read, named when there is nothing else to show.
const MOST_FAILURES: usize = 3;

fn finish(dataset: &mut Dataset, known: &Known<'_>, left_out: &[LeftOut]) -> Result<(), LoadError> {
    // A question that is open is shown where the rest would be.
    let empty = dataset.items.is_empty()
        && dataset.points.is_empty()
        && dataset.accounts.is_empty()
        && dataset.questions.is_empty();
    let findings = diagnose::findings(known, left_out, dataset);
    let crashed = dataset.warnings.iter().any(|w| w.text.contains("fault in Geoshadow"));
    if empty && !crashed {
        let failed = dataset.files.iter().filter(|f| f.status == FileStatus::Failed).take(MOST_FAILURES);
        let mut texts: Vec<String> = dataset.warnings.iter().map(|w| w.text.to_string()).collect();
        texts.extend(failed.map(|f| format!("{}: {}", f.path, f.reason)));
        texts.extend(findings);
        return Err(LoadError::NotRecognised(texts.join("\n").into()));
    }
    dataset.warnings.extend(findings.into_iter().map(|text| Warning { text: text.into(), file: None }));
    name_platforms(dataset, known.found);
    doubles::accounts(dataset);
    doubles::by_id(dataset, known.source);
    venue::enrich(dataset);
    dataset.sort();
    doubles::items(dataset, known.source);
    doubles::rows(dataset);
    warn_of_unread_times(dataset);
    link::link(dataset, known.source);
    Ok(())
}

/// Says in which files times stand that could not be read.
fn warn_of_unread_times(dataset: &mut Dataset) {
    let mut unread: BTreeMap<u32, u64> = BTreeMap::new();
    for item in dataset.items.iter().filter(|item| item.unread_time) {
        *unread.entry(item.origin.file).or_default() += 1;
    }
    dataset.warnings.extend(unread.into_iter().map(|(file, count)| {
        let times = if count == 1 { "1 time".to_owned() } else { format!("{count} times") };
        let text =
            format!("{times} in this file could not be read: no usual form, or day and month cannot be told apart");
        Warning { text: text.into(), file: Some(file) }
    }));
}

/// Says of each container which platforms are in it: those recognised there, and adapters of loose
/// files where they found some.
fn name_platforms(dataset: &mut Dataset, found: &[Found<'_>]) {
    let item_files = dataset.items.iter().map(|i| (i.platform, i.origin.file));
    let track_files = dataset.points.tracks().iter().map(|t| (t.platform, t.file));
    let mut gave: BTreeSet<(PlatformId, u16)> = BTreeSet::new();
    for (platform, file) in item_files.chain(track_files) {
        gave.extend(dataset.files.get(file).map(|f| (platform, f.archive)));
    }
    for one in found {
        let id = one.platform.id();
        if !one.platform.is_loose() || gave.iter().any(|(platform, _)| *platform == id) {
            dataset.recognised.push(Recognised {
                platform: id,
                name: one.platform.name(),
                layout: one.recognition.layout.clone(),
                because: one.recognition.because.clone(),
                missing: one.recognition.missing.clone(),
            });
        }
        for root in &one.recognition.roots {
            let named = !one.platform.is_loose() || gave.contains(&(id, root.container));
            if let Some(archive) = dataset.archives.get_mut(usize::from(root.container)).filter(|_| named) {
                archive.platforms.push(id);
            }
        }
    }
    for archive in &mut dataset.archives {
        archive.platforms.sort_unstable();
        archive.platforms.dedup();
    }
}
