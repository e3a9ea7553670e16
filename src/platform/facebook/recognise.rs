//! Where Facebook's exports start, and what they lack.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{self, Role, Shelf};
use crate::archive::Source;
use crate::platform::support::meta_export::MANY_ROOTS;
use crate::platform::{ExportRoot, Recognition};

/// The roots of all Facebook exports in the containers, with the generations of their layouts and
/// the first file that told.
pub(super) fn recognise(source: &dyn Source) -> Option<Recognition> {
    let mut roots: Vec<ExportRoot> = Vec::new();
    let mut generations: BTreeMap<ExportRoot, Option<&'static str>> = BTreeMap::new();
    let mut roles: BTreeSet<Role> = BTreeSet::new();
    let mut because = None;
    for (id, entry) in crate::archive::real_entries(source) {
        let Some(role) = layout::role(entry, &entry.path).filter(|role| layout::is_marker(source, id, *role)) else {
            continue;
        };
        let folder = layout::root_of(entry);
        let root = ExportRoot { container: entry.container, folder: folder.into() };
        if !roots.contains(&root) {
            if roots.len() == MANY_ROOTS {
                break;
            }
            roots.push(root.clone());
        }
        roles.insert(role);
        let path = entry.path.get(folder.len()..).unwrap_or(&entry.path).trim_start_matches('/');
        let generation = layout::generation(path, layout::has_version(source, id, role));
        // Some files of an export look as they did in the layouts before.
        let known = generations.entry(root).or_default();
        *known = (*known).max(generation);
        because = because.or(Some(Box::from(path)));
    }
    let Some(because) = because else { return pages(source) };
    roots.extend(parts_without_json(source, &roots));
    roots.sort();
    let layouts: BTreeSet<&str> = generations.into_values().map(|known| known.unwrap_or("2018–23 layout")).collect();
    let layout = layouts.into_iter().collect::<Vec<_>>().join(" and ").into();
    Some(Recognition { roots, layout, because, missing: missing(&roles) })
}

/// Roots of parts that hold only pictures and videos.
fn parts_without_json(source: &dyn Source, with_json: &[ExportRoot]) -> Vec<ExportRoot> {
    let mut found: BTreeSet<ExportRoot> = BTreeSet::new();
    for (_, entry) in crate::archive::real_entries(source) {
        if found.len() == MANY_ROOTS {
            break;
        }
        if with_json.iter().any(|root| root.contains(entry.container, &entry.path)) {
            continue;
        }
        let folder = layout::media_root_of(entry);
        found.extend(folder.map(|folder| ExportRoot { container: entry.container, folder: folder.into() }));
    }
    found.into_iter().collect()
}

/// The roots of exports that were asked for as web pages. They are read as far as they tell; wherever
/// there is JSON, that is read instead.
fn pages(source: &dyn Source) -> Option<Recognition> {
    let mut roots: BTreeSet<ExportRoot> = BTreeSet::new();
    let mut because = None;
    for (id, entry) in crate::archive::real_entries(source) {
        let folder = layout::root_of(entry);
        let root = ExportRoot { container: entry.container, folder: folder.into() };
        if layout::page_shelf(entry).is_none() || roots.contains(&root) {
            continue;
        }
        if roots.len() < MANY_ROOTS && layout::is_readable_page(source, id) {
            let path = entry.path.get(folder.len()..).unwrap_or(&entry.path).trim_start_matches('/');
            because.get_or_insert_with(|| Box::from(path));
            roots.insert(root);
        }
    }
    let missing = "These are web pages, which show times without a zone and places not for certain: ask for JSON, for all time";
    Some(Recognition {
        roots: roots.into_iter().collect(),
        layout: "HTML pages".into(),
        because: because?,
        missing: vec![missing.into()],
    })
}

/// What a whole export has and this one has not.
fn missing(roles: &BTreeSet<Role>) -> Vec<Box<str>> {
    let mut missing: Vec<Box<str>> = Vec::new();
    if !roles.contains(&Role::Shelf(Shelf::Posts)) {
        missing.push("No list of posts: unless you never posted, ask for your posts too, in JSON and for all time".into());
    }
    if !roles.contains(&Role::Profile) {
        missing.push("No profile_information.json, so no name and no home town: ask for your profile information too".into());
    }
    missing
}
