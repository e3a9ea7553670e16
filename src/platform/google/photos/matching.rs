//! Sidecars and media of one folder brought together, by names alone.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{self, MediaName, SidecarName};

/// A sidecar as far as matching needs it.
#[derive(Clone, Debug)]
pub(super) struct Named<'a> {
    pub(super) name: SidecarName,
    pub(super) title: Option<&'a str>,
}

/// Which medium belongs to which sidecar of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matches {
    /// For each sidecar the medium it describes, as index into the folder's media.
    pub(super) main: Vec<Option<usize>>,
    /// For each medium the sidecar it belongs to: described, edited from, or the video of a live photo.
    pub(super) owner: Vec<Option<usize>>,
}

/// Brings the sidecars and media of one folder together. `media` are normalised names, sorted.
pub(super) fn assign(sidecars: &[Named<'_>], media: &[&str]) -> Matches {
    let parts: Vec<MediaName> = media.iter().map(|name| MediaName::of(name)).collect();
    let mut state = Matching {
        folded: BTreeSet::new(),
        by_name: media.iter().enumerate().map(|(i, name)| (*name, i)).collect(),
        parts: &parts,
        matches: Matches { main: vec![None; sidecars.len()], owner: vec![None; media.len()] },
    };
    for (index, sidecar) in sidecars.iter().enumerate() {
        state.claim_name(index, &sidecar.name.exact());
    }
    for (index, sidecar) in sidecars.iter().enumerate() {
        if let Some(title) = sidecar.title {
            state.claim_name(index, &sidecar.name.by_title(title));
        }
    }
    state.claim_folded(sidecars, media);
    state.claim_by_stem(sidecars);
    for (index, sidecar) in sidecars.iter().enumerate() {
        state.claim_cut(index, &sidecar.name);
    }
    state.attach_rest(sidecars);
    state.matches
}

struct Matching<'m> {
    by_name: BTreeMap<&'m str, usize>,
    /// Media that are left once all names are compared as spelled, by name in lower case.
    folded: BTreeSet<(String, usize)>,
    parts: &'m [MediaName],
    matches: Matches,
}

impl Matching<'_> {
    fn claim(&mut self, sidecar: usize, medium: usize) {
        if self.matches.main[sidecar].is_none() && self.matches.owner[medium].is_none() {
            self.matches.main[sidecar] = Some(medium);
            self.matches.owner[medium] = Some(sidecar);
        }
    }

    fn claim_name(&mut self, sidecar: usize, name: &str) {
        if let Some(medium) = self.by_name.get(name) {
            self.claim(sidecar, *medium);
        }
    }

    /// Names that differ in the case of letters only: somebody packed the export again, or moved it.
    fn claim_folded(&mut self, sidecars: &[Named<'_>], media: &[&str]) {
        if self.matches.main.iter().all(Option::is_some) {
            return;
        }
        let free = media.iter().enumerate().filter(|(index, _)| self.matches.owner[*index].is_none());
        for (index, name) in free {
            self.folded.insert((names::folded(name), index));
        }
        let titled = |s: &Named<'_>| s.title.map(|title| s.name.by_title(title));
        let names = sidecars.iter().enumerate().map(|(i, s)| (i, Some(s.name.exact())));
        let titles = sidecars.iter().enumerate().map(|(i, s)| (i, titled(s)));
        for (index, name) in names.chain(titles) {
            let Some(folded) = name.map(|name| names::folded(&name)) else { continue };
            let alike = self.folded.range((folded.clone(), 0)..=(folded, usize::MAX));
            let free = alike.map(|(_, medium)| *medium).find(|medium| self.matches.owner[*medium].is_none());
            if let Some(medium) = free {
                self.claim(index, medium);
            }
        }
    }

    /// Titles without an extension: the medium has the same stem.
    fn claim_by_stem(&mut self, sidecars: &[Named<'_>]) {
        let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
        for (index, parts) in self.parts.iter().enumerate().rev() {
            by_key.insert(parts.key(), index);
        }
        for (index, sidecar) in sidecars.iter().enumerate().filter(|(_, s)| s.name.lacks_extension()) {
            if let Some(medium) = by_key.get(&sidecar.name.key()) {
                self.claim(index, *medium);
            }
        }
    }

    /// Names cut off: the shortest medium that starts with what is left.
    fn claim_cut(&mut self, sidecar: usize, name: &SidecarName) {
        if self.matches.main[sidecar].is_some() || name.base.is_empty() {
            return;
        }
        let base = names::folded(&name.base);
        let starting = self.folded.range((base.clone(), 0)..).take_while(|(n, _)| n.starts_with(&base));
        let free = starting.filter(|(_, i)| self.matches.owner[*i].is_none() && name.may_be_cut_from(&self.parts[*i]));
        if let Some((_, medium)) = free.min_by_key(|(n, _)| n.len()) {
            self.claim(sidecar, *medium);
        }
    }

    /// Edited copies and the videos of live photos have no sidecar of their own.
    fn attach_rest(&mut self, sidecars: &[Named<'_>]) {
        let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
        for (index, sidecar) in sidecars.iter().enumerate() {
            by_key.entry(sidecar.name.key()).or_insert(index);
            if let Some(medium) = self.matches.main[index] {
                by_key.insert(self.parts[medium].key(), index);
            }
        }
        for (index, parts) in self.parts.iter().enumerate() {
            if self.matches.owner[index].is_some() {
                continue;
            }
            let original = parts.original_key().and_then(|key| by_key.get(&key));
            let twin = by_key.get(&parts.key()).filter(|owner| {
                names::is_video(&parts.extension.to_lowercase()) || self.matches.main[**owner].is_none()
            });
            if let Some(owner) = original.or(twin).copied() {
                self.matches.owner[index] = Some(owner);
                self.matches.main[owner] = self.matches.main[owner].or(Some(index));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// For each medium the index of its sidecar.
    fn owners(sidecars: &[(&str, &str)], media: &[&str]) -> Vec<Option<usize>> {
        let named: Vec<_> = sidecars
            .iter()
            .map(|(name, title)| Named { name: SidecarName::of(name), title: (!title.is_empty()).then_some(title) })
            .collect();
        assign(&named, media).owner
    }

    #[test]
    fn duplicates_and_look_alikes_are_kept_apart() {
        let media = ["A(1).jpg", "A.jpg", "A_1.JPG", "A_1.jpg"];
        let sidecars = [("A.jpg.json", "A.jpg"), ("A.jpg(1).json", "A.jpg"), ("A_1.JPG.json", "A_1.JPG")];
        assert_eq!(owners(&sidecars, &media), [Some(1), Some(0), Some(2), None]);
    }

    #[test]
    fn letters_of_another_case_do_not_part_a_photo_from_its_details() {
        let media = ["IMG_1.MP4", "IMG_1.heic", "img_2-EDITED.JPG", "img_2.JPG"];
        let sidecars = [("img_1.HEIC.json", ""), ("IMG_2.jpg.JSON", "IMG_2.jpg")];
        assert_eq!(owners(&sidecars, &media), [Some(0), Some(0), Some(1), Some(1)]);
        assert_eq!(owners(&[("x.json", "B.jpg")], &["b.JPG"]), [Some(0)]);
    }

    #[test]
    fn edited_copies_and_live_videos_follow_their_photo() {
        let media = ["A(1)-x.jpg", "A-bearbeitet.jpg", "A.HEIC", "A.MOV", "A.MP", "A.png"];
        assert_eq!(owners(&[("A.HEIC.supplemental-metadata.json", "")], &media), [None, Some(0), Some(0), Some(0), Some(0), None]);
        assert_eq!(owners(&[("2234089.supplemental-metadata.json", "2234089")], &["2234089-edited.jpg"]), [Some(0)]);
        assert_eq!(owners(&[("2234089.supplemental-metadata.json", "")], &["2234089.jpg"]), [Some(0)]);
    }

    #[test]
    fn names_cut_off_find_their_medium_by_title_or_by_start() {
        let stem = "original_1d4caa6f-0000-4111-8222-3333444455556";
        let sidecar = format!("{stem}.json");
        let media = [format!("{stem}_P-edited.jpg"), format!("{stem}_P.jpg")];
        let media: Vec<&str> = media.iter().map(String::as_str).collect();
        assert_eq!(owners(&[(&sidecar, "")], &media)[1], Some(0));
        let title = format!("Ümläute: {}.jpg", "y".repeat(60));
        let medium = format!("Ümläute_ {}.jpg", "y".repeat(38));
        assert_eq!(owners(&[("whatever.json", &title)], &[&medium]), [Some(0)]);
    }

    proptest! {
        #[test]
        fn no_medium_is_described_twice(
            sidecars in prop::collection::vec("[AB]{1,2}(\\.jpg)?(\\.supp)?(\\(1\\))?\\.json", 0..6),
            media in prop::collection::btree_set("[AB]{1,2}(-edited)?(\\(1\\))?\\.(jpg|MOV)", 0..6),
        ) {
            let named: Vec<_> = sidecars.iter().map(|n| Named { name: SidecarName::of(n), title: None }).collect();
            let media: Vec<&str> = media.iter().map(String::as_str).collect();
            let matches = assign(&named, &media);
            for (sidecar, main) in matches.main.iter().enumerate() {
                if let Some(medium) = main {
                    prop_assert_eq!(matches.owner[*medium], Some(sidecar));
                }
            }
        }
    }
}
