//! A published thing on its way from a record to an item, before it is joined with its doubles.

use std::collections::BTreeSet;
use std::net::IpAddr;

use jiff::Timestamp;
use serde_json::Value;

use super::layout::Shelf;
use super::place::{Tag, is_link};
use crate::model::Origin;
use crate::platform::support::meta_html::Card;
use crate::platform::support::meta_json::{self, labels, list};
use crate::platform::support::meta_position::{Position, Refused, exif_positions, upload};

/// A published thing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// Where it stands.
    pub(super) shelf: Shelf,
    /// Index of the export root it was read from.
    pub(super) root: usize,
    /// Number of the list it stands in, which may span several files.
    pub(super) list: usize,
    /// File and record.
    pub(super) origin: Origin,
    /// Doubles it was joined with.
    pub(super) also_in: Vec<Origin>,
    /// When it was published; UTC.
    pub(super) published: Option<Timestamp>,
    /// Whether it was read from a web page, which shows times without a zone.
    pub(super) page: bool,
    /// The date the person gave it instead, if so; UTC.
    pub(super) backdated: Option<Timestamp>,
    /// What the person wrote.
    pub(super) text: Option<String>,
    /// What Facebook wrote above it: "Jo was at the Pier".
    pub(super) title: Option<String>,
    /// Paths of its pictures and videos, as exported.
    pub(super) media: Vec<String>,
    /// Its places, each once.
    pub(super) places: Vec<Tag>,
    /// Whether one of them is that of a life event, where nobody need have been just then.
    pub(super) is_life_event: bool,
    /// Whether it has a field for a place without a place in it.
    pub(super) place_unreadable: bool,
    /// Where something for sale is.
    pub(super) sale: Option<Tag>,
    /// Position of the first picture that has one.
    pub(super) picture: Option<Position>,
    /// Refused coordinates.
    pub(super) refused: Vec<Refused>,
    /// Addresses from which its pictures and videos were uploaded, and when; each once.
    pub(super) uploads: BTreeSet<Upload>,
}

/// An address and a moment, UTC.
pub(super) type Upload = (IpAddr, Option<Timestamp>);

impl Draft {
    fn new(shelf: Shelf, root: usize, origin: Origin) -> Self {
        Self {
            shelf,
            root,
            list: 0,
            origin,
            also_in: Vec::new(),
            published: None,
            page: false,
            backdated: None,
            text: None,
            title: None,
            media: Vec::new(),
            places: Vec::new(),
            is_life_event: false,
            place_unreadable: false,
            sale: None,
            picture: None,
            refused: Vec::new(),
            uploads: BTreeSet::new(),
        }
    }

    /// Whether nothing at all is known of it.
    fn is_empty(&self) -> bool {
        self.published.is_none()
            && self.text.is_none()
            && self.title.is_none()
            && self.media.is_empty()
            && self.places.is_empty()
            && self.sale.is_none()
    }

    /// File and record, and those of its doubles.
    pub(super) fn origins(&self) -> impl Iterator<Item = Origin> {
        std::iter::once(self.origin).chain(self.also_in.iter().copied())
    }

    /// Adds a place, once: Facebook repeats it with every attachment.
    pub(super) fn add_place(&mut self, place: Tag) {
        if let Some(known) = self.places.iter_mut().find(|known| known.is_same(&place)) {
            known.fill(place);
        } else if self.places.len() < MANY_PLACES {
            self.places.push(place);
        }
    }

    fn add_media(&mut self, media: &Value) {
        // Links lead to Facebook's servers, not into the export.
        let uri = media.get("uri").and_then(meta_json::text).filter(|uri| !uri.contains("://"));
        self.media.extend(uri);
        self.uploads.extend(upload(media));
        for position in exif_positions(media) {
            match position {
                Ok(position) => self.picture = self.picture.or(Some(position)),
                Err(refused) => self.refused.push(refused),
            }
        }
    }
}

/// Different places kept of one post; no post has as many. A bound, so that a hostile file cannot make this slow.
const MANY_PLACES: usize = 16;
/// Pictures kept of one post. A bound, so that a hostile file cannot make this slow.
const MANY_MEDIA: usize = 1024;

/// Reads one record of a shelf. `Err` names why it is left out.
pub(super) fn from_record(record: &Value, shelf: Shelf, root: usize, origin: Origin) -> Result<Draft, &'static str> {
    if !record.is_object() {
        return Err("a record that is not an object");
    }
    let mut draft = Draft::new(shelf, root, origin);
    match shelf {
        Shelf::CheckIns | Shelf::TaggedPlaces => labelled(record, &mut draft),
        Shelf::Photos | Shelf::Videos | Shelf::Album => picture(record, &mut draft),
        Shelf::Marketplace => for_sale(record, &mut draft),
        Shelf::Groups if is_comment(record) => return Err("a comment"),
        Shelf::Posts | Shelf::Archive | Shelf::Stories | Shelf::Groups | Shelf::OtherWalls => post(record, &mut draft),
    }
    let mut seen = BTreeSet::new();
    draft.media.retain(|uri| seen.insert(uri.clone()));
    draft.refused.extend(draft.places.iter().chain(&draft.sale).filter_map(Tag::refused).collect::<Vec<_>>());
    if shelf == Shelf::Marketplace && draft.sale.is_none() {
        return Err("an offer without a place");
    }
    if draft.is_empty() { Err("an empty record") } else { Ok(draft) }
}

/// Reads one record of a web page. `Err` names why it is left out.
pub(super) fn from_card(card: &Card, shelf: Shelf, root: usize, origin: Origin) -> Result<Draft, &'static str> {
    let mut draft = Draft::new(shelf, root, origin);
    draft.page = true;
    draft.published = Some(card.time().ok_or("a part of a web page without a time")?);
    draft.title = card.heading().map(str::to_owned);
    draft.text = card.words(false).map(str::to_owned);
    draft.media = card.media.iter().take(MANY_MEDIA).cloned().collect();
    if let Some((position, before)) = card.bracketed_position() {
        let name = (!before.is_empty()).then(|| before.trim_end_matches(':').to_owned());
        draft.add_place(Tag { name, address: None, position });
    }
    match card.labelled_position() {
        Some(Ok(position)) => draft.picture = Some(position),
        Some(Err(refused)) => draft.refused.push(refused),
        None => {}
    }
    draft.refused.extend(draft.places.iter().filter_map(Tag::refused).collect::<Vec<_>>());
    Ok(draft)
}

/// The first time of a record under any of these fields.
fn time_of(record: &Value, fields: &[&str]) -> Option<Timestamp> {
    fields.iter().filter_map(|key| record.get(*key)).find_map(meta_json::time)
}

/// Until 2020 comments in groups stood among the posts.
fn is_comment(record: &Value) -> bool {
    record.get("data").into_iter().flat_map(list).any(|datum| datum.get("comment").is_some())
}

fn post(record: &Value, draft: &mut Draft) {
    let labels = labels(record);
    draft.published = time_of(record, &["timestamp", "creation_timestamp"]).or_else(|| labels.iter().find_map(|l| l.at));
    draft.title = record.get("title").and_then(meta_json::text);
    for datum in record.get("data").into_iter().flat_map(list) {
        draft.text = draft.text.take().or_else(|| datum.get("post").and_then(meta_json::text));
        let backdated = datum.get("backdated_timestamp").and_then(meta_json::time);
        draft.backdated = draft.backdated.or(backdated);
    }
    let groups = record.get("attachments").into_iter().flat_map(list);
    for attachment in groups.filter_map(|group| group.get("data")).flat_map(list) {
        let of_event = attachment.get("life_event").and_then(|event| event.get("place")).filter(|place| !place.is_null());
        draft.is_life_event |= of_event.is_some();
        let places = [attachment.get("place"), of_event];
        for place in places.into_iter().flatten().filter(|place| !place.is_null()) {
            let tag = Tag::of(place);
            draft.place_unreadable |= tag.is_empty();
            (!tag.is_empty()).then(|| draft.add_place(tag));
        }
        if let Some(location) = attachment.get("for_sale_item").and_then(|item| item.get("location")) {
            draft.sale = draft.sale.take().or_else(|| Some(Tag::of(location)).filter(|tag| !tag.is_empty()));
        }
    }
    if draft.shelf == Shelf::OtherWalls {
        draft.text = draft.text.take().or_else(|| own_words(&labels));
    }
    if record.get("label_values").is_some() {
        let tag = Tag::of_check_in(&labels);
        // Without a position any text may stand there, unless it is said to be a place.
        let of_place = || labels.iter().filter(|label| label.is_of_place()).cloned().collect::<Vec<_>>();
        let tag = if tag.point().is_some() { tag } else { Tag::of_check_in(&of_place()) };
        Some(tag).filter(|tag| !tag.is_empty()).into_iter().for_each(|tag| draft.add_place(tag));
    }
    let attached = [record.get("attachments"), record.get("media"), record.get("label_values")];
    for media in attached.into_iter().flatten().flat_map(meta_json::media).take(MANY_MEDIA) {
        draft.add_media(media);
    }
    // A story can be a bare picture.
    if record.get("uri").is_some() {
        draft.add_media(record);
    }
}

fn picture(record: &Value, draft: &mut Draft) {
    draft.published = time_of(record, &["creation_timestamp", "timestamp"]);
    draft.text = ["description", "title"].iter().filter_map(|key| record.get(*key)).find_map(meta_json::text);
    draft.add_media(record);
}

fn labelled(record: &Value, draft: &mut Draft) {
    let labels = labels(record);
    let by_label = || labels.iter().find_map(|l| l.at);
    draft.published = time_of(record, &["timestamp"]).or_else(by_label);
    let place = if draft.shelf == Shelf::CheckIns {
        draft.text = own_words(&labels);
        Tag::of_check_in(&labels)
    } else {
        Tag::of_tagged(&labels)
    };
    if place.is_empty() { draft.place_unreadable = true } else { draft.add_place(place) }
    for media in record.get("media").into_iter().flat_map(meta_json::media).take(MANY_MEDIA) {
        draft.add_media(media);
    }
}

/// The first text among the labels that is no link and stands in no group of its own.
fn own_words(labels: &[meta_json::Label]) -> Option<String> {
    let plain = |l: &&meta_json::Label| l.path.is_empty() && l.value.is_some() && !is_link(l);
    labels.iter().find(plain).and_then(|l| l.value.clone())
}

fn for_sale(record: &Value, draft: &mut Draft) {
    draft.published = time_of(record, &["created_timestamp", "creation_timestamp", "timestamp"]);
    draft.text = record.get("title").and_then(meta_json::text);
    let own = record.get("location").map_or_else(|| Tag { name: None, ..Tag::of(record) }, Tag::of);
    draft.sale = Some(own).filter(|tag| !tag.is_empty());
    for media in meta_json::media(record).into_iter().take(MANY_MEDIA) {
        draft.add_media(media);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ORIGIN: Origin = Origin { file: 0, record: 0 };

    fn post_of(record: &Value) -> Draft {
        from_record(record, Shelf::Posts, 0, ORIGIN).unwrap()
    }

    #[test]
    fn a_place_repeated_with_every_picture_counts_once() {
        let place = json!({"place": {"name": "Pier", "coordinate": {"latitude": 1.25, "longitude": 2}}});
        let bare = json!({"place": {"name": "Pier"}});
        let post = post_of(&json!({"timestamp": 100, "attachments": [{"data": [bare]}, {"data": [place, place]},
            {"data": [{"media": {"uri": "a.jpg"}}, {"media": {"uri": "a.jpg"}}]}]}));
        assert_eq!(post.places.len(), 1);
        assert!(post.places[0].point().is_some());
        assert_eq!(post.media, ["a.jpg"]);
    }

    #[test]
    fn the_date_of_a_backdated_post_is_kept_beside_its_time() {
        let post = post_of(&json!({"timestamp": 1_500_000_000, "data": [{"post": "x"}, {"backdated_timestamp": 1_400_000_000}]}));
        assert_eq!(post.published.map(Timestamp::as_second), Some(1_500_000_000));
        assert_eq!(post.backdated.map(Timestamp::as_second), Some(1_400_000_000));
    }

    #[test]
    fn a_field_for_a_place_without_one_is_told_apart() {
        let odd = post_of(&json!({"timestamp": 100, "attachments": [{"data": [{"place": {"url": "https://example.org"}}]}]}));
        assert!(odd.place_unreadable && odd.places.is_empty());
        let none = post_of(&json!({"timestamp": 100, "attachments": [{"data": [{"place": null}]}]}));
        assert!(!none.place_unreadable);
    }

    #[test]
    fn links_are_no_files() {
        let post = post_of(&json!({"timestamp": 100, "attachments": [{"data": [{"media": {"uri": "https://example.org/a.jpg"}}]}]}));
        assert!(post.media.is_empty());
    }

    #[test]
    fn an_empty_record_is_left_out() {
        for record in [json!({}), json!({"timestamp": 0}), json!([]), json!({"attachments": "x", "data": 7})] {
            assert!(from_record(&record, Shelf::Posts, 0, ORIGIN).is_err(), "{record}");
        }
    }
}
