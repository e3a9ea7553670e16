//! Exports that were asked for as web pages, read as far as they tell.

use super::account::At;
use super::draft::{Draft, OldPlace, Positions, Publication};
use super::import::{State, noun};
use super::layout::{Role, Shelf};
use crate::archive::EntryId;
use crate::platform::ImportCx;
use crate::platform::support::meta_export::Root;
use crate::platform::support::meta_html::{Card, cards, whole};
use crate::platform::support::words::counted;

impl State {
    /// Reads a web page.
    pub(super) fn page(&mut self, role: Role, id: EntryId, index: usize, root: &Root, cx: &mut ImportCx<'_>) {
        let Some(bytes) = cx.read(id) else {
            self.facts.toggles_unreadable |= role == Role::PrivacyChanges;
            return;
        };
        let html = String::from_utf8_lossy(&bytes);
        let at = At { file: id.0, root: index, exported: root.hint.exported, complete: true };
        match role {
            Role::Media(shelf) => self.page_of_things(shelf, &cards(&html), id, at, cx),
            Role::PrivacyChanges => {
                // Its times have no zone and its order is not known.
                self.facts.toggles_unreadable = true;
                cx.ignore(id, "privacy switches as a web page, which does not say exactly when they were");
            }
            _ => {
                self.facts.page_of_profile(&whole(&html).labels(), at);
                cx.fact(1);
                cx.done(id, "profile and privacy flag, as far as the web page shows them");
            }
        }
    }

    fn page_of_things(&mut self, shelf: Shelf, cards: &[Card], id: EntryId, at: At, cx: &mut ImportCx<'_>) {
        let mut count = 0;
        for (i, card) in cards.iter().enumerate() {
            let Some(time) = card.time() else {
                cx.skip("a part of a web page without a time", 1);
                continue;
            };
            let mut positions = Positions::default();
            match card.labelled_position() {
                Some(Ok(position)) => positions.with_camera = Some(position),
                Some(Err(refused)) => positions.refused.push(refused),
                None => {}
            }
            let draft = Draft {
                captured: None,
                shelf,
                root: at.root,
                origin: at.record(i),
                also_in: Vec::new(),
                time: Some(time),
                zoned: false,
                caption: card.words(true).map(str::to_owned),
                media: card.media.clone(),
                pieces: card.media.len(),
                positions,
                place: OldPlace::NotAsked,
                publication: Publication::NotSaid,
                old: false,
                page: true,
                labelled: false,
                seen_up_at: None,
                exported: None,
            };
            self.unzoned += 1;
            count += 1;
            self.draft(draft, at, cx);
        }
        let (one, many) = noun(shelf);
        cx.done(id, format!("{}, as far as the web page shows them", counted(count, one, many)));
    }
}
