//! The dossier for reading and as JSON. Sensitive places and the names of others are left out unless asked for.

mod json;
mod json_parts;
mod json_zones;
mod pictures;
mod text;

use std::io::{self, Write};

use crate::dossier::{Dossier, Place, class_of_place};

use super::View;

pub use pictures::{Gallery, is_sensitive_picture};

/// What to show of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Show {
    /// Visits to sensitive places.
    pub sensitive: bool,
    /// Handles of other people.
    pub names: bool,
}

impl Show {
    fn place(self, place: &Place) -> bool {
        self.sensitive || class_of_place(place).is_none()
    }
}

/// Writes the dossier as one JSON object, with what was seen in the pictures if they were looked at.
pub fn write_dossier_json(
    view: &View<'_>,
    dossier: &Dossier,
    gallery: Option<Gallery<'_>>,
    show: Show,
    out: &mut dyn Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &json::Whole::of(view, dossier, gallery, show))?;
    out.write_all(b"\n")
}

/// Writes the dossier as text, with what was seen in the pictures if they were looked at.
pub fn write_dossier(
    view: &View<'_>,
    dossier: &Dossier,
    gallery: Option<Gallery<'_>>,
    show: Show,
    out: &mut dyn Write,
) -> io::Result<()> {
    text::write(view, dossier, show, out)?;
    gallery.map_or(Ok(()), |gallery| pictures::write(gallery, show, out))
}

/// What stands in place of sensitive visits that were not asked for.
const HELD_BACK: &str =
    "Visits to places that may reveal health, belief and the like are left out; --sensitive shows them";
