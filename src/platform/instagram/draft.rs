//! A published thing on its way from a record to an item, before it is joined with its doubles.

use jiff::Timestamp;
use serde_json::Value;

use super::layout::Shelf;
use super::words;
use crate::model::Origin;
use crate::platform::support::meta_json::{self, Label, labels};
use crate::platform::support::meta_position::{Position, Refused, exif_positions, labelled_position};

/// What the old layout says about a tagged place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OldPlace {
    /// Not of the old layout.
    NotAsked,
    /// No place.
    None,
    /// A field for the place without a name in it.
    Unreadable,
    /// Its name.
    Named(String),
}

/// What a record itself says about whether it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Publication {
    /// Nothing: the file it stands in decides.
    NotSaid,
    /// It says that it was not published.
    NotPublished,
    /// It says that it is a draft.
    Draft,
}

/// Coordinates of a record, by how they are given.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Positions {
    /// Under labels of the record itself.
    pub(super) labelled: Option<Position>,
    /// In an `exif_data` entry of their own.
    pub(super) lone: Option<Position>,
    /// Beside other fields of an `exif_data` entry.
    pub(super) with_camera: Option<Position>,
    /// Refused ones.
    pub(super) refused: Vec<Refused>,
}

/// A published thing, or what may be one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// Where in the app it stands.
    pub(super) shelf: Shelf,
    /// Index of the export root it was read from.
    pub(super) root: usize,
    /// File and record.
    pub(super) origin: Origin,
    /// Doubles it was joined with.
    pub(super) also_in: Vec<Origin>,
    /// When it was published; UTC, or at an unknown offset from it.
    pub(super) time: Option<Timestamp>,
    /// Whether the zone of `time` is known.
    pub(super) zoned: bool,
    /// Caption.
    pub(super) caption: Option<String>,
    /// Paths of its pictures and videos, as exported.
    pub(super) media: Vec<String>,
    /// Coordinates.
    pub(super) positions: Positions,
    /// The tagged place in the old layout.
    pub(super) place: OldPlace,
    /// Whether it says that it was published.
    pub(super) publication: Publication,
    /// Whether it was read from the old layout.
    pub(super) old: bool,
    /// Whether a record of the labelled kind, which can give positions of albums, is among its sources.
    pub(super) labelled: bool,
    /// The latest export in which it was still up, if known; UTC.
    pub(super) seen_up_at: Option<Timestamp>,
    /// When its export was made, if known; UTC.
    pub(super) exported: Option<Timestamp>,
}

impl Draft {
    /// The caption, empty without one.
    pub(super) fn caption(&self) -> &str {
        self.caption.as_deref().unwrap_or_default()
    }

    /// File and record, and those of its doubles.
    pub(super) fn origins(&self) -> impl Iterator<Item = Origin> {
        std::iter::once(self.origin).chain(self.also_in.iter().copied())
    }
}

/// Reads one record of any of the layouts since 2021. `Err` names why it is left out.
pub(super) fn from_record(record: &Value, shelf: Shelf, root: usize, origin: Origin) -> Result<Draft, &'static str> {
    let Some(map) = record.as_object() else { return Err("a record that is not an object") };
    let media = meta_json::media(record);
    let labels = labels(record);
    let outer_time = ["creation_timestamp", "timestamp"].iter().filter_map(|key| map.get(*key)).find_map(meta_json::time);
    let media_time = || media.iter().filter_map(|m| m.get("creation_timestamp")).find_map(meta_json::time);
    let outer_title = map.get("title").and_then(meta_json::text);
    let media_title = || media.iter().filter_map(|m| m.get("title")).find_map(meta_json::text);
    let mut uris: Vec<String> = Vec::new();
    for uri in media.iter().filter_map(|m| m.get("uri").and_then(meta_json::text)) {
        if !uris.contains(&uri) {
            uris.push(uri);
        }
    }
    let draft = Draft {
        shelf,
        root,
        origin,
        also_in: Vec::new(),
        time: outer_time.or_else(media_time),
        zoned: true,
        caption: outer_title.or_else(|| labelled_caption(&labels)).or_else(media_title),
        media: uris,
        positions: positions(&media, &labels),
        place: OldPlace::NotAsked,
        publication: publication(&labels),
        old: false,
        labelled: map.contains_key("label_values"),
        seen_up_at: None,
        exported: None,
    };
    let empty = draft.media.is_empty() && draft.caption.is_none() && draft.time.is_none();
    if empty { Err("an empty record") } else { Ok(draft) }
}

fn labelled_caption(labels: &[Label]) -> Option<String> {
    let is_caption = |l: &&Label| l.path.is_empty() && matches!(l.key().as_str(), "title" | "caption" | "text");
    labels.iter().find(is_caption)?.value.clone()
}

fn positions(media: &[&Value], labels: &[Label]) -> Positions {
    let mut found = Positions::default();
    match labelled_position(labels, words::is_latitude, words::is_longitude) {
        Some(Ok(position)) => found.labelled = Some(position),
        Some(Err(refused)) => found.refused.push(refused),
        None => {}
    }
    for position in media.iter().flat_map(|m| exif_positions(m)) {
        match position {
            Ok(p) if p.alone => found.lone = found.lone.or(Some(p)),
            Ok(p) => found.with_camera = found.with_camera.or(Some(p)),
            Err(refused) => found.refused.push(refused),
        }
    }
    found
}

fn publication(labels: &[Label]) -> Publication {
    let said = |is: fn(&str) -> bool, flag: bool| labels.iter().any(|l| is(&l.key()) && l.flag() == Some(flag));
    if said(words::is_draft_flag, true) {
        Publication::Draft
    } else if said(words::is_published_flag, false) {
        Publication::NotPublished
    } else {
        Publication::NotSaid
    }
}

/// Whether a record has a yes-or-no label that could be the mark of a draft in an unknown language.
pub(super) fn has_unknown_flag(record: &Value) -> bool {
    let labels = labels(record);
    let known = |l: &Label| words::is_draft_flag(&l.key()) || words::is_published_flag(&l.key());
    let flags = || labels.iter().filter(|l| l.flag().is_some());
    flags().next().is_some() && !flags().any(known)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ORIGIN: Origin = Origin { file: 0, record: 0 };

    fn post(record: &Value) -> Draft {
        from_record(record, Shelf::Posts, 0, ORIGIN).unwrap()
    }

    #[test]
    fn caption_and_time_come_from_the_post_else_from_its_first_picture() {
        let single = post(&json!({"media": [{"uri": "a", "creation_timestamp": 100, "title": "inner"}]}));
        assert_eq!((single.caption(), single.time.unwrap().as_second()), ("inner", 100));
        let both = json!({"media": [{"uri": "a", "creation_timestamp": 100, "title": "inner"}], "title": "outer", "creation_timestamp": 101});
        assert_eq!((post(&both).caption(), post(&both).time.unwrap().as_second()), ("outer", 101));
        let blank = json!({"media": {"uri": "a", "creation_timestamp": "100", "title": "inner"}, "title": ""});
        assert_eq!((post(&blank).caption(), post(&blank).time.unwrap().as_second()), ("inner", 100));
    }

    #[test]
    fn a_labelled_record_gives_position_media_and_draft_mark() {
        let record = json!({"timestamp": 100, "label_values": [
            {"label": "Latitude", "value": "48.85"}, {"label": "Longitude", "value": "2.35"},
            {"label": "Draft", "value": "True"},
            {"title": "Media", "dict": [{"title": "", "dict": [{"label": "x", "media": [{"uri": "m.jpg"}, {"uri": "m.srt"}]}]}]}]});
        let draft = post(&record);
        assert_eq!(draft.media, ["m.jpg"]);
        assert_eq!(draft.publication, Publication::Draft);
        assert_eq!(draft.positions.labelled.unwrap().point.lat(), 48.85);
    }
}
