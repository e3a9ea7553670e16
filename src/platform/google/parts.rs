//! Which parts of a Takeout are not there, by the numbers and the kinds of files that are.

use std::collections::{BTreeMap, BTreeSet};

use super::other;
use super::photos::names;
use crate::archive::{Source, real_entries};
use crate::platform::ExportRoot;

/// Parts of one Takeout named as absent, at most.
const MOST_NAMED: usize = 5;

/// What is absent, each a sentence for the user.
pub(super) fn missing(source: &dyn Source, roots: &[ExportRoot]) -> Vec<Box<str>> {
    let containers = source.containers();
    let container_names = roots.iter().filter_map(|r| containers.get(usize::from(r.container))).map(|c| &*c.name);
    let folders = roots.iter().flat_map(|r| r.folder.split('/'));
    let mut missing = absent_parts(container_names.chain(folders));
    // An absent part explains what is absent of the photos.
    if missing.is_empty() {
        missing.extend(lonely_photos(source, roots));
    }
    missing.extend(activity_as_pages(source, roots));
    missing
}

/// Numbers below the highest that are not there, of each Takeout.
fn absent_parts<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Box<str>> {
    let mut parts: BTreeMap<&str, BTreeSet<u16>> = BTreeMap::new();
    for (takeout, number) in names.filter_map(part_of) {
        parts.entry(takeout).or_default().insert(number);
    }
    let sentence = |(takeout, there): (&str, BTreeSet<u16>)| {
        let last = there.last().copied()?;
        let absent: Vec<String> =
            (1..last).filter(|n| !there.contains(n)).take(MOST_NAMED + 1).map(|n| format!("{n:03}")).collect();
        let shown = absent.get(..MOST_NAMED.min(absent.len()))?.join(", ");
        let more = if absent.len() > MOST_NAMED { " and more" } else { "" };
        let parts = if absent.len() == 1 { "Part" } else { "Parts" };
        let text = format!("{parts} {shown}{more} of {takeout}: download them all and open them together");
        (!absent.is_empty()).then(|| text.into())
    };
    parts.into_iter().filter_map(sentence).collect()
}

/// The Takeout and the number of a part: `takeout-20240516T230250Z-003.zip`, also with a number between.
fn part_of(name: &str) -> Option<(&str, u16)> {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let (takeout, number) = stem.rsplit_once('-')?;
    let is_number = number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit());
    let is_dated = super::recognise::is_takeout_container(takeout) && takeout.contains(['Z', 'z']);
    number.parse().ok().filter(|n| is_number && is_dated && *n > 0).map(|number| (takeout, number))
}

/// An activity log that was asked for as web pages.
fn activity_as_pages(source: &dyn Source, roots: &[ExportRoot]) -> Option<Box<str>> {
    let logs = real_entries(source).map(|(_, e)| e).filter(|e| roots.iter().any(|r| r.contains(e.container, &e.path)));
    let (mut pages, mut lists) = (0_u64, 0_u64);
    let logs = logs.filter(|e| matches!(e.extension(), "html" | "htm" | "json"));
    for entry in logs.filter(|e| other::is_activity(&e.path)) {
        pages += u64::from(matches!(entry.extension(), "html" | "htm"));
        lists += u64::from(entry.extension() == "json");
    }
    let text = "The activity log in a readable form: it is here as web pages, which are not read; at takeout.google.com set My Activity to JSON";
    (pages > 0 && lists == 0).then(|| text.into())
}

/// Sidecars without a single photo, or photos of Google Photos without a single sidecar.
fn lonely_photos(source: &dyn Source, roots: &[ExportRoot]) -> Option<Box<str>> {
    let (mut media, mut sidecars) = (0_u64, 0_u64);
    // Files of one product lie one behind the other.
    let mut last = ("", false);
    for (_, entry) in real_entries(source) {
        let Some(root) = roots.iter().find(|r| r.contains(entry.container, &entry.path)) else { continue };
        let inside = entry.path.get(root.folder.len()..).unwrap_or_default().trim_start_matches('/');
        let product = inside.split('/').next().unwrap_or_default();
        if last.0 != product {
            last = (product, super::inventory::is_photos_product(product));
        }
        if !last.1 {
            continue;
        }
        let name = entry.lower_name();
        media += u64::from(names::is_media(entry.extension()));
        let of_medium = |stem: &str| stem.split('.').skip(1).any(names::is_media);
        sidecars += u64::from(name.strip_suffix(".json").is_some_and(of_medium));
    }
    match (media, sidecars) {
        (0, 1..) => Some("The photos and videos of Google Photos: their details are here, the pictures are in other parts of the export".into()),
        (1.., 0) => Some("The details files (.json) of Google Photos: they hold positions and times, and are in other parts of the export".into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absent(names: &[&str]) -> Vec<String> {
        absent_parts(names.iter().copied()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn gaps_in_the_numbers_are_named() {
        let one = |text: &str| vec![text.to_owned()];
        let rest = "of takeout-20240516T230250Z: download them all and open them together";
        assert_eq!(absent(&["takeout-20240516T230250Z-002.zip"]), one(&format!("Part 001 {rest}")));
        assert_eq!(absent(&["takeout-20240516T230250Z-001.zip", "takeout-20240516T230250Z-004.zip"]), one(&format!("Parts 002, 003 {rest}")));
        assert_eq!(absent(&["takeout-20240516T230250Z-001.zip", "takeout-20240516T230250Z-002.zip"]), Vec::<String>::new());
        assert_eq!(absent(&["takeout-20240516T230250Z-001.zip"]), Vec::<String>::new(), "there need not be another");
        assert_eq!(absent(&["Takeout", "takeout-1.zip", "holiday-002.zip", "takeout-backup-003.zip"]), Vec::<String>::new());
        assert_eq!(absent(&["takeout-20240516T230250Z-1-002.zip"]), one("Part 001 of takeout-20240516T230250Z-1: download them all and open them together"));
        assert!(absent(&["takeout-20240516T230250Z-900.zip"])[0].contains("005 and more"));
    }
}
