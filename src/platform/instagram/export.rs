//! Where Instagram's exports start.

use std::collections::BTreeSet;

use super::layout::{self, Role, Shelf};
use crate::archive::Source;
use crate::platform::support::meta_export::MANY_ROOTS;
use crate::platform::{ExportRoot, Recognition};

/// The roots of all Instagram exports in the containers, with the generations of their layouts and
/// the first file that told.
pub(super) fn recognise(source: &dyn Source) -> Option<Recognition> {
    let mut roots: Vec<ExportRoot> = Vec::new();
    let mut generations: BTreeSet<&'static str> = BTreeSet::new();
    // The first file that told, of those of posts and the like if there is one.
    let mut because: Option<(bool, Box<str>)> = None;
    for (id, entry) in crate::archive::real_entries(source) {
        if let Some(role) = layout::role(entry, &entry.path)
            && layout::is_marker(source, id)
        {
            let folder = layout::root_of(entry);
            let root = ExportRoot { container: entry.container, folder: folder.into() };
            if !roots.contains(&root) {
                if roots.len() == MANY_ROOTS {
                    break;
                }
                roots.push(root);
            }
            generations.extend(layout::generation(&entry.path, role));
            let is_of_posts = matches!(role, Role::Media(_) | Role::OldMedia);
            if because.as_ref().is_none_or(|(better, _)| is_of_posts && !better) {
                let path = entry.path.get(folder.len()..).unwrap_or(&entry.path).trim_start_matches('/');
                because = Some((is_of_posts, path.into()));
            }
        }
    }
    let Some((_, because)) = because else { return pages(source) };
    roots.extend(parts_without_json(source, &roots));
    roots.sort();
    let missing = missing(source, &roots);
    if generations.is_empty() {
        generations.insert("layout since 2022");
    }
    let layout = generations.into_iter().collect::<Vec<_>>().join(" and ").into();
    Some(Recognition { roots, layout, because, missing })
}

/// The roots of exports that were asked for as web pages. They are read as far as they tell; wherever
/// there is JSON, that is read instead.
fn pages(source: &dyn Source) -> Option<Recognition> {
    let mut roots: BTreeSet<ExportRoot> = BTreeSet::new();
    let mut because = None;
    for (id, entry) in crate::archive::real_entries(source) {
        let folder = layout::root_of(entry);
        let root = ExportRoot { container: entry.container, folder: folder.into() };
        if layout::page_role(entry, &entry.path).is_none() || roots.contains(&root) {
            continue;
        }
        if roots.len() < MANY_ROOTS && layout::is_readable_page(source, id) {
            let path = entry.path.get(folder.len()..).unwrap_or(&entry.path).trim_start_matches('/');
            because.get_or_insert_with(|| Box::from(path));
            roots.insert(root);
        }
    }
    let missing = "These are web pages, which show times without a zone and leave out which positions are those of tagged places: \
        ask for JSON, for all time";
    Some(Recognition {
        roots: roots.into_iter().collect(),
        layout: "HTML pages".into(),
        because: because?,
        missing: vec![missing.into()],
    })
}

/// What a whole export has and this one has not. Lists that an account may have had no use for are not asked for.
fn missing(source: &dyn Source, roots: &[ExportRoot]) -> Vec<Box<str>> {
    let mine = crate::archive::real_entries(source)
        .filter(|(_, entry)| roots.iter().any(|root| root.contains(entry.container, &entry.path)));
    let roles: BTreeSet<Role> = mine.filter_map(|(_, entry)| layout::role(entry, &entry.path)).collect();
    let has = |wanted: &[Role]| wanted.iter().any(|role| roles.contains(role));
    let mut missing: Vec<Box<str>> = Vec::new();
    let is_old = roles.iter().all(|role| role.is_old());
    if is_old && !has(&[Role::OldMedia]) {
        let text = "No media.json, which holds the posts, the stories and the places tagged in them: open all parts of the \
             export together, and ask for a new one, in JSON and for all time, for what this one has not";
        missing.push(text.into());
    } else if !has(&[Role::Media(Shelf::Posts), Role::OldMedia]) {
        missing.push("No posts_1.json: unless you never posted, ask for your content or media too, in JSON and for all time".into());
    }
    if !has(&[Role::PersonalInformation, Role::OldProfile]) {
        let file = if is_old { "profile.json" } else { "personal_information.json" };
        let text = format!("No {file}, so nothing says whether the account is private: ask for your personal information too");
        missing.push(text.into());
    }
    if !has(&[Role::AccountInformation, Role::OldMedia]) && has(&[Role::Media(Shelf::Stories)]) {
        missing.push(
            "No account_information.json or instagram_profile_information.json, so nothing says whether stories went to close \
             friends only: ask for your profile or account information too"
                .into(),
        );
    }
    missing
}

/// Roots of parts that hold only pictures and videos.
fn parts_without_json(source: &dyn Source, with_json: &[ExportRoot]) -> Vec<ExportRoot> {
    let mut found: BTreeSet<ExportRoot> = BTreeSet::new();
    // Containers in which something else lies than the folders of the old layout.
    let mut mixed: BTreeSet<u16> = BTreeSet::new();
    let mut old: BTreeSet<ExportRoot> = BTreeSet::new();
    for (_, entry) in crate::archive::real_entries(source) {
        if with_json.iter().any(|root| root.contains(entry.container, &entry.path)) {
            mixed.insert(entry.container);
            continue;
        }
        let root = |folder: &str| ExportRoot { container: entry.container, folder: folder.into() };
        match layout::media_root_of(entry) {
            Some((folder, false)) => drop(found.insert(root(folder))),
            Some((folder, true)) => drop(old.insert(root(folder))),
            None => drop(mixed.insert(entry.container)),
        }
    }
    found.extend(old.into_iter().filter(|root| !mixed.contains(&root.container)));
    found.into_iter().take(MANY_ROOTS).collect()
}
