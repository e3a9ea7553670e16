//! `YouTube`: where videos were recorded, joined with who could see them.
//!
//! `video recordings.csv` holds the positions, `videos.csv` the titles, times and privacy. Both may come
//! in several parts. Headings are translated; then the columns are told by their order and content.

mod channel;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use channel::{Channel, Channels, is_channel_id};

use super::record::boxed_text;
use super::rules;
use crate::archive::EntryId;
use crate::model::{
    Audience, AudienceClaim, Claim, Evidence, GeoPoint, Item, ItemKind, Life, Location, LocationSource, Origin, Place,
    PlatformId,
};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::table::{Row, Table, for_each_row};
use crate::platform::support::words::counted;
use crate::platform::{ImportCx, ImportError};

/// `YouTube` is looked at in its own ways, so its items are not Google's.
const YOUTUBE: PlatformId = PlatformId("youtube");

/// The kinds of table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Positions.
    Recordings,
    /// Titles, times and privacy.
    Videos,
    /// Names, countries and visibility of channels.
    Channels,
    /// Handles of channels.
    Handles,
    /// Places preset for the videos of channels.
    Presets,
}

/// What a CSV file is, by its heading, or by its first row where that is translated.
pub(super) fn kind(path: &str, head: &[u8]) -> Option<Kind> {
    let text = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)).to_lowercase();
    let heading = text.lines().next().unwrap_or_default();
    if heading.contains("video recording latitude") {
        return Some(Kind::Recordings);
    } else if heading.contains("video id") && heading.contains("privacy") {
        return Some(Kind::Videos);
    } else if heading.contains("channel id") && heading.contains("channel visibility") {
        return Some(Kind::Channels);
    } else if heading.contains("channel id") && heading.contains("channel vanity url") {
        return Some(Kind::Handles);
    } else if heading.contains("video default location latitude") {
        return Some(Kind::Presets);
    } else if !path.to_lowercase().contains("youtube") {
        return None;
    }
    let mut table = Table::open(head).ok()?;
    let columns = table.header().len();
    // The first video may have no position, or a word for its privacy that is not known.
    for _ in 0..ROWS_LOOKED_AT {
        let row = table.next_row()?.ok()?;
        let id = row.text(Some(0))?;
        if is_channel_id(&id) {
            return channel::is_own(&row, columns).then_some(Kind::Channels);
        } else if !is_video_id(&id) {
            return None;
        }
        let is_position = row.point(Some(3), Some(4)).is_ok();
        let is_privacy = || (1..columns).any(|c| row.text(Some(c)).is_some_and(|t| audience(&t).is_some()));
        match columns {
            5..=6 if is_position => return Some(Kind::Recordings),
            8.. if is_privacy() => return Some(Kind::Videos),
            _ => {}
        }
    }
    None
}

/// Rows by which a table with translated headings is told.
const ROWS_LOOKED_AT: usize = 64;

fn is_video_id(text: &str) -> bool {
    text.len() == 11 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Who may see a video, by the word of the export in the languages in which it was seen.
fn audience(word: &str) -> Option<Audience> {
    const PUBLIC: &[&str] = &["public", "öffentlich", "público", "publique", "pubblico", "openbaar", "offentlig"];
    const UNLISTED: &[&str] =
        &["unlisted", "nicht gelistet", "no listado", "oculto", "non répertoriée", "non in elenco", "verborgen", "não listado"];
    const PRIVATE: &[&str] = &["private", "privat", "privado", "privée", "privé", "privato"];
    let word = word.trim().to_lowercase();
    let is = |words: &[&str]| words.contains(&word.as_str());
    if is(PUBLIC) {
        Some(Audience::Public)
    } else if is(UNLISTED) {
        Some(Audience::Custom)
    } else if is(PRIVATE) {
        Some(Audience::OnlyMe)
    } else {
        None
    }
}

/// The tables, and what was read of them.
#[derive(Default)]
pub(super) struct YouTube {
    files: Vec<(Kind, EntryId)>,
    recordings: BTreeMap<Box<str>, Recording>,
    channels: Channels,
}

struct Recording {
    point: Result<GeoPoint, NoPoint>,
    address: Option<Box<str>>,
    origin: Origin,
}

impl YouTube {
    /// Adds a table.
    pub(super) fn add(&mut self, kind: Kind, id: EntryId) {
        self.files.push((kind, id));
    }

    /// Makes the items: one for each video, with its position if it has one.
    pub(super) fn import(mut self, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        // What the others refer to comes first.
        self.files.sort_by_key(|(kind, id)| (*kind == Kind::Videos, matches!(kind, Kind::Handles | Kind::Presets), *id));
        let mut seen = BTreeSet::new();
        for (kind, id) in std::mem::take(&mut self.files) {
            match kind {
                Kind::Recordings => self.read_recordings(cx, id)?,
                Kind::Channels => self.channels.read(cx, id)?,
                Kind::Handles => self.channels.read_handles(cx, id)?,
                Kind::Presets => self.channels.read_presets(cx, id)?,
                Kind::Videos => self.read_videos(cx, id, &mut seen)?,
            }
        }
        // Videos that the other table does not list: who could see them is not known.
        for recording in std::mem::take(&mut self.recordings).into_values() {
            let mut item = video(None, self.channels.of(None), recording.origin);
            item.account = self.channels.of(None).map(|channel| channel.account);
            cx.item(placed(item, &recording));
        }
        Ok(())
    }

    fn read_recordings(&mut self, cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
        let Some(bytes) = cx.read(id) else { return Ok(()) };
        let Ok(mut table) = Table::open(&bytes) else {
            cx.fail(id, "not a table");
            return Ok(());
        };
        let or = |found: Option<usize>, usual: usize| found.or(Some(usual));
        let video_id = or(table.column(&["video id"]), 0);
        let address = or(table.column(&["video recording address"]), 1);
        let lat = or(table.column(&["video recording latitude"]), 3);
        let lon = or(table.column(&["video recording longitude"]), 4);
        let mut count = 0_u64;
        let whole = for_each_row(cx, id, &mut table, |cx, row| {
            let number = count;
            count += 1;
            let Some(video) = row.text(video_id) else { return cx.skip("a video without an id", 1) };
            let point = row.point(lat, lon);
            let address = row.text(address).and_then(|a| boxed_text(&a));
            match point {
                Err(why @ (NoPoint::Missing | NoPoint::Zero)) if address.is_none() => cx.skip(why.reason(), 1),
                _ if self.recordings.contains_key(&*video) => cx.merged(1),
                _ => {
                    let recording = Recording { point, address, origin: Origin::new(id.0, number) };
                    self.recordings.insert(video.into(), recording);
                }
            }
        })?;
        if whole {
            cx.done(id, format!("where videos were recorded, {}", counted(count, "row", "rows")));
        }
        Ok(())
    }

    fn read_videos(
        &mut self,
        cx: &mut ImportCx<'_>,
        id: EntryId,
        seen: &mut BTreeSet<Box<str>>,
    ) -> Result<(), ImportError> {
        let Some(bytes) = cx.read(id) else { return Ok(()) };
        let Ok(mut table) = Table::open(&bytes) else {
            cx.fail(id, "not a table");
            return Ok(());
        };
        let columns = Columns::of(&table);
        let mut count = 0_u64;
        let whole = for_each_row(cx, id, &mut table, |cx, row| {
            let number = count;
            count += 1;
            let Some(video_id) = row.text(columns.id) else { return cx.skip("a video without an id", 1) };
            if !seen.insert((*video_id).into()) {
                return cx.merged(1);
            }
            let (created, published) = columns.times(&row);
            let channel = self.channels.of(columns.channel(&row).as_deref());
            let mut item = video(columns.audience(&row), channel, Origin::new(id.0, number));
            item.account = channel.map(|channel| channel.account);
            if columns.audience(&row) == Some(Audience::OnlyMe) && published.is_some() {
                made_private(&mut item);
            }
            item.set_time(published.or(created));
            item.text = columns.title(&row).and_then(|t| boxed_text(&t));
            if let Some(recording) = self.recordings.remove(&*video_id) {
                item.also_in.push(recording.origin);
                cx.merged(1);
                item = placed(item, &recording);
            }
            cx.item(item);
        })?;
        if whole {
            cx.done(id, format!("videos on YouTube, {}", counted(count, "row", "rows")));
        }
        Ok(())
    }
}

/// Columns of the table of videos.
struct Columns {
    id: Option<usize>,
    channel: Option<usize>,
    title: Option<usize>,
    privacy: Option<usize>,
    created: Option<usize>,
    published: Option<usize>,
    count: usize,
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        Self {
            id: table.column(&["video id"]).or(Some(0)),
            channel: table.column(&["channel id"]),
            title: table.column(&["video title (original)"]),
            privacy: table.column(&["privacy"]),
            created: table.column(&["video create timestamp"]),
            published: table.column(&["video publish timestamp"]),
            count: table.header().len(),
        }
    }

    /// By the column of that name, else by the form of its id.
    fn channel<'r>(&self, row: &Row<'r>) -> Option<Cow<'r, str>> {
        let by_form = || (1..self.count).filter_map(|c| row.text(Some(c))).find(|text| is_channel_id(text));
        if self.channel.is_some() { row.text(self.channel) } else { by_form() }
    }

    /// When it was uploaded and when it was published, by the columns of these names, else by their order.
    fn times(&self, row: &Row<'_>) -> (Option<Timestamp>, Option<Timestamp>) {
        if self.created.is_some() || self.published.is_some() {
            return (row.instant(self.created), row.instant(self.published));
        }
        // A number alone is a length or a count here, not a moment.
        let is_moment = |column: &usize| row.text(Some(*column)).is_some_and(|t| t.contains('T') && t.contains(':'));
        let mut moments = (1..self.count).filter(is_moment).filter_map(|column| row.instant(Some(column)));
        (moments.next(), moments.next())
    }

    /// By the column of that name, else what stands before the one word for an audience, as it does in every layout.
    fn title<'r>(&self, row: &Row<'r>) -> Option<Cow<'r, str>> {
        if self.title.is_some() || self.privacy.is_some() {
            return row.text(self.title);
        }
        let mut said = self.said(row);
        let (column, _) = said.next().filter(|_| said.next().is_none())?;
        row.text(column.checked_sub(1))
    }

    /// Fields that are a word for an audience, with their columns.
    fn said(&self, row: &Row<'_>) -> impl Iterator<Item = (usize, Audience)> {
        (1..self.count).filter_map(|column| Some((column, audience(&row.text(Some(column))?)?)))
    }

    /// By the column of that name, else by the one field that is a word for an audience.
    fn audience(&self, row: &Row<'_>) -> Option<Audience> {
        if let Some(column) = self.privacy {
            return row.text(Some(column)).and_then(|t| audience(&t));
        }
        // A title may be such a word too; two that differ say nothing.
        let mut said = self.said(row).map(|(_, audience)| audience);
        let first = said.next()?;
        said.all(|other| other == first).then_some(first)
    }
}

/// A video by who may see it; a public one is found by place if it has one.
fn video(audience: Option<Audience>, channel: Option<Channel>, origin: Origin) -> Item {
    let is_hidden = channel.is_some_and(|c| c.is_hidden) && audience.is_some_and(|a| a != Audience::OnlyMe);
    let audience = audience.filter(|_| !is_hidden);
    let (evidence, rule) = match audience {
        None if is_hidden => (Evidence::Missing, &rules::VIDEO_CHANNEL_HIDDEN),
        Some(_) => (Evidence::Recorded, &rules::VIDEO_PRIVACY),
        None => (Evidence::Missing, &rules::VIDEO_PRIVACY_MISSING),
    };
    let claim = AudienceClaim::Own(audience.unwrap_or(Audience::Unknown), evidence, rule);
    let life = match audience {
        // The setting is that of the day of the export; it may have been another before.
        Some(Audience::OnlyMe) => Life::NeverPublished { evidence: Evidence::Likely, rule },
        _ => Life::Live,
    };
    let tagged = Claim::no(Evidence::Likely, &rules::VIDEO_WITHOUT_PLACE);
    Item::new(YOUTUBE, ItemKind::Video, claim, life, tagged, origin)
}

/// A video that is private now and has a moment of publication: who could see it before is not recorded.
fn made_private(item: &mut Item) {
    item.audience = AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &rules::VIDEO_MADE_PRIVATE);
    item.life = Life::TakenDown { up_until_at_least: None, rule: &rules::VIDEO_MADE_PRIVATE };
}

fn placed(mut item: Item, recording: &Recording) -> Item {
    item.flaw = coord::flaw(&recording.point);
    item.location = recording.point.ok().map(|point| Location::at(point, LocationSource::PlaceTag, Evidence::Recorded));
    item.place = recording.address.clone().map(Place::named);
    if item.location.is_some() {
        item.tagged = Claim::yes(Evidence::Recorded, &rules::VIDEO_PLACE);
        item.public_location = item.location.filter(|_| !matches!(item.life, Life::NeverPublished { .. }));
    } else {
        item.tagged = Claim::unknown(&rules::VIDEO_BAD_PLACE);
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_told_by_heading_or_by_content() {
        let english = b"Video ID,Video Recording Address,Video Recording Altitude,Video Recording Latitude,Video Recording Longitude,Place ID\n";
        assert_eq!(kind("x.csv", english), Some(Kind::Recordings));
        let german = "Video-ID,Adresse,H\u{f6}he,Breite,L\u{e4}nge,Ort\nabcdefghijk,,0.0,48.5,2.25,\n";
        assert_eq!(kind("Takeout/YouTube und YouTube Music/a.csv", german.as_bytes()), Some(Kind::Recordings));
        assert_eq!(kind("Takeout/Other/a.csv", german.as_bytes()), None);
        let later = "Video-ID,Adresse,H,B,L,Ort\nabcdefghijk,Bern,,,,\nabcdefghijl,,0.0,48.5,2.25,\n";
        assert_eq!(kind("Takeout/YouTube und YouTube Music/a.csv", later.as_bytes()), Some(Kind::Recordings));
        assert_eq!(kind("YouTube/comments.csv", b"a,b,c\nabcdefghijk,2,3\n"), None);
    }

    #[test]
    fn words_for_an_audience_are_known_and_others_are_not_guessed() {
        assert_eq!(audience("Public"), Some(Audience::Public));
        assert_eq!(audience("Nicht gelistet"), Some(Audience::Custom));
        assert_eq!(audience("privado"), Some(Audience::OnlyMe));
        assert_eq!(audience("Processed"), None);
    }
}
