//! A published thing on its way from a record to an item, before it is joined with its doubles.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::Value;

use super::layout::Shelf;
use crate::model::Origin;
use crate::platform::support::meta_place_words as place_words;
use crate::platform::support::meta_words as words;
use crate::platform::support::meta_json::{self, Label, labels};
use crate::platform::support::meta_position::{Position, Refused, bracketed, captured, exif_positions, labelled_position};

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
    /// It has a mark in an unknown language that most others do not have.
    Unclear,
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
    /// Whether a label speaks of a place.
    pub(super) is_named: bool,
}

/// A published thing, or what may be one.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about a record, none of them an argument")]
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
    /// Number of pictures and videos, those without a path included.
    pub(super) pieces: usize,
    /// Coordinates.
    pub(super) positions: Positions,
    /// When its first picture was taken, by the camera's clock.
    pub(super) captured: Option<DateTime>,
    /// The tagged place in the old layout.
    pub(super) place: OldPlace,
    /// Whether it says that it was published.
    pub(super) publication: Publication,
    /// Whether it was read from the old layout.
    pub(super) old: bool,
    /// Whether it was read from a web page.
    pub(super) page: bool,
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
    let mut seen = BTreeSet::new();
    let uris = media.iter().map(|m| m.get("uri").and_then(meta_json::text));
    // A labelled record lists the same picture several times; one without a path is one of its own.
    let uris: Vec<Option<String>> = uris.filter(|uri| uri.is_none() || seen.insert(uri.clone())).collect();
    let draft = Draft {
        shelf,
        root,
        origin,
        also_in: Vec::new(),
        time: outer_time.or_else(media_time),
        zoned: true,
        caption: outer_title.or_else(|| labelled_caption(&labels)).or_else(media_title),
        pieces: uris.len(),
        media: uris.into_iter().flatten().collect(),
        positions: positions(&media, &labels),
        captured: media.iter().find_map(|m| captured(m)),
        place: OldPlace::NotAsked,
        publication: publication(&labels),
        old: false,
        page: false,
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
    match labelled_position(labels, place_words::is_latitude, place_words::is_longitude) {
        Some(Ok(position)) => found.labelled = Some(position),
        Some(Err(refused)) => found.refused.push(refused),
        None => match labels.iter().find_map(|label| bracketed(label.value.as_deref()?)) {
            Some(Ok(position)) => found.labelled = Some(position),
            Some(Err(refused)) => found.refused.push(refused),
            None => {}
        },
    }
    found.is_named = labels.iter().any(Label::is_of_place);
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

/// The yes-or-no labels of a file whose words are not known, by how often they say yes and no.
///
/// One of them may mark drafts, another what is published. Either way most records say the same,
/// and a draft says otherwise.
pub(super) struct Marks(BTreeMap<String, (u64, u64)>);

/// Records below which no answer counts as that of most.
const ENOUGH_RECORDS: u64 = 3;

impl Marks {
    /// Counts the marks of all records.
    pub(super) fn of(records: &[Value]) -> Self {
        let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (key, flag) in records.iter().flat_map(unknown_marks) {
            let (yes, no) = counts.entry(key).or_default();
            *if flag { yes } else { no } += 1;
        }
        Self(counts)
    }

    /// Whether a record says otherwise than two thirds of all do.
    pub(super) fn are_odd(&self, record: &Value) -> bool {
        unknown_marks(record).iter().any(|(key, flag)| {
            let (yes, no) = self.0.get(key).copied().unwrap_or_default();
            let same = if *flag { yes } else { no };
            yes + no < ENOUGH_RECORDS || same * 3 < (yes + no) * 2
        })
    }
}

/// The marks of a record in which none is known; where one is, nothing hangs on the others.
fn unknown_marks(record: &Value) -> Vec<(String, bool)> {
    if record.get("label_values").is_none() {
        return Vec::new();
    }
    let marks: Vec<(String, bool)> = labels(record).iter().filter_map(|l| Some((l.key(), l.flag()?))).collect();
    let known = |(key, _): &(String, bool)| words::is_draft_flag(key) || words::is_published_flag(key);
    if marks.iter().any(known) { Vec::new() } else { marks }
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
    fn a_label_of_a_place_is_seen_and_a_pair_in_brackets_read() {
        let with = |label: serde_json::Value| {
            post(&json!({"timestamp": 100, "media": [{"uri": "a"}], "label_values": [label]})).positions
        };
        let nested = |title: &str, name: &str, value: &str| json!({"title": title, "dict": [{"label": name, "value": value}]});
        assert!(with(nested("Location", "Name", "West Pier")).is_named);
        assert!(with(json!({"label": "Ubicación", "value": "Muelle"})).is_named);
        assert!(!with(nested("Owner", "Name", "West Pier")).is_named);
        assert!(!with(nested("Location", "Name", " ")).is_named);
        let pair = with(nested("Place", "Coordinates", "(1.5 , 2.5)"));
        assert!(pair.labelled.is_some_and(|at| (at.point.lat(), at.point.lon()) == (1.5, 2.5)));
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
    fn of_unknown_marks_the_odd_one_is_suspicious() {
        let marked = |flag: &str| json!({"label_values": [{"label": "Qqq", "value": flag}]});
        let records = vec![marked("False"), marked("False"), marked("True"), marked("False")];
        let odd: Vec<bool> = records.iter().map(|r| Marks::of(&records).are_odd(r)).collect();
        assert_eq!(odd, [false, false, true, false]);
        assert!(Marks::of(&records[..1]).are_odd(&records[0]), "one record alone says nothing about most");
        let known = [json!({"label_values": [{"label": "Draft", "value": "False"}, {"label": "Qqq", "value": "True"}]})];
        assert!(!Marks::of(&known).are_odd(&known[0]));
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
        assert_eq!(draft.positions.labelled.map(|p| p.point), crate::model::GeoPoint::new(48.85, 2.35));
    }
}
