//! `media.json` of 2018 to 2020: names of tagged places, no coordinates, pictures of albums one by one.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::draft::{Draft, OldPlace, Positions, Publication};
use super::layout::Shelf;
use crate::model::Origin;

/// What became of the records of one `media.json`.
#[derive(Debug, Default)]
pub(super) struct OldMedia {
    /// The published things, pictures of one album together.
    pub(super) drafts: Vec<Draft>,
    /// Records left out, with the reason.
    pub(super) skipped: Vec<&'static str>,
    /// Records that were further pictures of an album.
    pub(super) grouped: u64,
}

/// The lists of the file that hold published things. Videos stand apart from photos but share albums with them.
const LISTS: [(&str, Shelf); 4] = [
    ("photos", Shelf::Posts),
    ("videos", Shelf::Posts),
    ("stories", Shelf::Stories),
    ("profile", Shelf::ProfilePhotos),
];

/// Reads a `media.json`. Its text is proper UTF-8 and must not be repaired.
pub(super) fn read(file: &Map<String, Value>, root: usize, file_index: u32) -> OldMedia {
    let mut found = OldMedia::default();
    let mut record = 0;
    for (list, values) in file {
        let shelf = LISTS.iter().find(|(name, _)| *name == list.as_str()).map(|(_, shelf)| *shelf);
        for value in crate::platform::support::meta_json::list(values) {
            let origin = Origin { file: file_index, record };
            record = record.saturating_add(1);
            match (shelf, list.as_str()) {
                (Some(shelf), _) => match draft(value, shelf, root, origin) {
                    Ok(draft) => found.drafts.push(draft),
                    Err(reason) => found.skipped.push(reason),
                },
                (None, "direct") => found.skipped.push("a picture or video sent in a private message"),
                (None, _) => found.skipped.push("a record of an unknown list"),
            }
        }
    }
    group_albums(&mut found);
    found
}

fn draft(value: &Value, shelf: Shelf, root: usize, origin: Origin) -> Result<Draft, &'static str> {
    let Some(map) = value.as_object() else { return Err("a record that is not an object") };
    let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty());
    let (time, zoned) = text("taken_at").and_then(moment).map_or((None, true), |(time, zoned)| (Some(time), zoned));
    let draft = Draft {
        shelf,
        root,
        origin,
        also_in: Vec::new(),
        time,
        zoned,
        caption: text("caption").map(str::to_owned),
        media: text("path").map(str::to_owned).into_iter().collect(),
        pieces: 1,
        positions: Positions::default(),
        captured: None,
        place: place(map.get("location")),
        publication: Publication::NotSaid,
        old: true,
        page: false,
        labelled: false,
        seen_up_at: None,
        exported: None,
    };
    let empty = draft.media.is_empty() && draft.caption.is_none() && draft.time.is_none();
    if empty { Err("an empty record") } else { Ok(draft) }
}

fn place(location: Option<&Value>) -> OldPlace {
    let name = |v: &Value| v.as_str().map(str::trim).map(str::to_owned);
    match location {
        None | Some(Value::Null) => OldPlace::None,
        Some(value) => match name(value).or_else(|| value.get("name").and_then(name)) {
            Some(name) if name.is_empty() => OldPlace::None,
            Some(name) => OldPlace::Named(name),
            None => OldPlace::Unreadable,
        },
    }
}

/// An ISO 8601 time, and whether it names its zone; without one it is taken as UTC.
pub(super) fn moment(text: &str) -> Option<(Timestamp, bool)> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some((time, true));
    }
    let civil: DateTime = text.parse().ok()?;
    TimeZone::UTC.to_timestamp(civil).ok().map(|time| (time, false))
}

/// Places looked at for pictures of one second; a bound, so that a hostile file cannot make this slow.
const MANY_PLACES: usize = 64;

/// Puts pictures of one album together: they share the second, the caption and the place.
fn group_albums(found: &mut OldMedia) {
    let mut grouped: Vec<Draft> = Vec::with_capacity(found.drafts.len());
    let mut by_key: std::collections::BTreeMap<(Timestamp, String), Vec<usize>> = std::collections::BTreeMap::new();
    for draft in found.drafts.drain(..) {
        let Some(time) = draft.time.filter(|_| draft.shelf == Shelf::Posts) else {
            grouped.push(draft);
            continue;
        };
        let known = by_key.entry((time, draft.caption().to_owned())).or_default();
        let fits = |i: &&usize| grouped.get(**i).is_some_and(|d| same_place(&d.place, &draft.place));
        if let Some(first) = known.iter().find(fits).and_then(|i| grouped.get_mut(*i)) {
            first.media.extend(draft.media);
            first.pieces += 1;
            first.place = std::mem::replace(&mut first.place, OldPlace::None).max(draft.place);
            first.also_in.push(draft.origin);
            found.grouped += 1;
        } else {
            if known.len() < MANY_PLACES {
                known.push(grouped.len());
            }
            grouped.push(draft);
        }
    }
    found.drafts = grouped;
}

fn same_place(a: &OldPlace, b: &OldPlace) -> bool {
    !matches!((a, b), (OldPlace::Named(a), OldPlace::Named(b)) if a != b)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_json(file: &Value) -> OldMedia {
        read(file.as_object().unwrap(), 0, 0)
    }

    #[test]
    fn pictures_of_one_album_become_one_post() {
        let at = |path: &str, place: Option<&str>| json!({"caption": "c", "taken_at": "2018-06-01T10:00:00", "path": path, "location": place});
        let found = read_json(&json!({"photos": [at("a", None), at("b", Some("Pier")), at("c", Some("Other"))], "videos": [at("d", Some("Pier"))]}));
        assert_eq!(found.drafts.len(), 2, "another place is another post");
        assert_eq!(found.drafts[0].media, ["a", "b", "d"]);
        assert_eq!(found.drafts[0].place, OldPlace::Named("Pier".to_owned()));
        assert_eq!(found.grouped, 2);
    }

    #[test]
    fn stories_of_one_second_stay_apart() {
        let story = json!({"caption": "", "taken_at": "2018-06-01T10:00:00+00:00", "path": "s"});
        assert_eq!(read_json(&json!({"stories": [story, story]})).drafts.len(), 2);
    }

    #[test]
    fn a_time_without_zone_is_told_apart() {
        let utc = "2018-11-05T20:19:29Z".parse().unwrap();
        assert_eq!(moment("2018-11-05T20:19:29+00:00"), Some((utc, true)));
        assert_eq!(moment("2018-11-05T20:19:29"), Some((utc, false)));
        assert_eq!(moment("yesterday"), None);
    }

    #[test]
    fn an_empty_place_is_none_and_another_shape_is_unreadable() {
        assert_eq!(place(Some(&json!(""))), OldPlace::None);
        assert_eq!(place(Some(&json!({"name": "Pier"}))), OldPlace::Named("Pier".to_owned()));
        assert_eq!(place(Some(&json!(7))), OldPlace::Unreadable);
    }
}
