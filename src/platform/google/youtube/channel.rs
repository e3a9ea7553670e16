//! The tables of a channel: its name, country and visibility, and the place that is preset for its videos.
//!
//! Headings are translated; then the table of channels is told by the form of a channel's id and by the word for its
//! visibility, which stands last. The table of subscriptions, which are other people's channels, has links instead.

use std::collections::BTreeMap;

use super::{YOUTUBE, audience};
use crate::archive::EntryId;
use crate::model::{
    AccountId, Audience, Evidence, ItemKind, Location, LocationSource, Place, ProfileFact, ProfileField,
};
use crate::platform::google::record::boxed_text;
use crate::platform::google::rules;
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::kept::{blank_account, kept};
use crate::platform::support::records::{open_table, read_rows};
use crate::platform::support::table::{Row, Table};
use crate::platform::{ImportCx, ImportError};

/// `UC` and 22 letters, digits, lines.
pub(super) fn is_channel_id(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    text.len() == 24 && text.starts_with("UC") && text.bytes().all(is_part)
}

/// Whether a row that starts with a channel's id describes a channel of one's own.
pub(super) fn is_own(row: &Row<'_>, columns: usize) -> bool {
    let field = |column| row.text(Some(column));
    let last = (1..columns).rev().find_map(field);
    last.is_some_and(|word| audience(&word).is_some()) && !(1..columns).filter_map(field).any(|t| t.starts_with("http"))
}

/// One channel.
#[derive(Clone, Copy)]
pub(super) struct Channel {
    /// Its account.
    pub(super) account: AccountId,
    /// Whether the export says that nobody else can see it.
    pub(super) is_hidden: bool,
}

/// The channels of an export by their id.
#[derive(Default)]
pub(super) struct Channels {
    all: BTreeMap<Box<str>, Channel>,
}

impl Channels {
    /// The channel with this id; without an id, the only one there is.
    pub(super) fn of(&self, id: Option<&str>) -> Option<Channel> {
        match id {
            Some(id) => self.all.get(id).copied(),
            None => self.all.values().next().copied().filter(|_| self.all.len() == 1),
        }
    }

    /// Adds an account for each channel in a table.
    pub(super) fn read(&mut self, cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
        let Some(bytes) = cx.read(id) else { return Ok(()) };
        let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
        let columns = Columns::of(&table);
        read_rows(cx, id, &mut table, "channels on YouTube", |cx, row, origin| {
            let Some(channel) = row.text(columns.id).filter(|id| is_channel_id(id)) else {
                return cx.skip("a channel without an id", 1);
            };
            if self.all.contains_key(&*channel) {
                return cx.merged(1);
            }
            let visibility = columns.visibility(&row);
            let mut account = blank_account(YOUTUBE);
            account.private_now = visibility.filter(|a| *a != Audience::Custom).map(|a| a == Audience::OnlyMe);
            account.handle = columns.title(&row).unwrap_or_default();
            let name = Some(account.handle.clone()).filter(|title| !title.is_empty());
            let bio = row.text(columns.description).and_then(|text| boxed_text(&text));
            let facts =
                [(ProfileField::Name, name), (ProfileField::Bio, bio), (ProfileField::Country, columns.country(&row))];
            let fact = |(field, value): (ProfileField, Option<Box<str>>)| {
                Some(ProfileFact { field, value: value?, since: None, origin })
            };
            account.profile = facts.into_iter().filter_map(fact).collect();
            cx.fact(1);
            let known = Channel { account: cx.account(account), is_hidden: visibility == Some(Audience::OnlyMe) };
            self.all.insert((*channel).into(), known);
        })
    }

    /// Adds the handles of channels, by which their pages are called.
    pub(super) fn read_handles(&self, cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
        let Some(bytes) = cx.read(id) else { return Ok(()) };
        let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
        let channel = table.column(&["channel id"]);
        let handle = table.column(&["channel vanity url 1 name", "channel vanity url name"]);
        read_rows(cx, id, &mut table, "handles of channels on YouTube", |cx, row, origin| {
            let known = row.text(channel).and_then(|id| self.of(Some(&id)));
            let (Some(known), Some(handle)) = (known, row.text(handle)) else { return cx.skip("no handle of a known channel", 1) };
            let handle: Box<str> = (*handle).into();
            let account = cx.account_mut(known.account);
            account.handle.clone_from(&handle);
            account.profile.push(ProfileFact { field: ProfileField::Handle, value: handle, since: None, origin });
            cx.fact(1);
        })
    }

    /// Keeps the places that are preset for the videos of a channel.
    pub(super) fn read_presets(&self, cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
        let Some(bytes) = cx.read(id) else { return Ok(()) };
        let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
        let channel = table.column(&["channel id"]).or(Some(0));
        let lat = table.column(&["video default location latitude"]);
        let lon = table.column(&["video default location longitude"]);
        let address = table.column(&["video default location address", "video default location description"]);
        read_rows(cx, id, &mut table, "settings of channels on YouTube", |cx, row, origin| {
            let point = row.point(lat, lon);
            let address = row.text(address).and_then(|text| boxed_text(&text));
            if let Err(why @ (NoPoint::Missing | NoPoint::Zero)) = point
                && address.is_none()
            {
                return cx.skip(why.reason(), 1);
            }
            let mut item = kept(YOUTUBE, ItemKind::AccountPlace, &rules::VIDEO_PRESET, origin);
            item.account = self.of(row.text(channel).as_deref()).map(|c| c.account);
            item.flaw = coord::flaw(&point);
            item.location = point.ok().map(|p| Location::at(p, LocationSource::PlaceTag, Evidence::Recorded));
            item.place = Some(Place { address, ..Place::named("Preset for videos") });
            cx.item(item);
        })
    }
}

struct Columns {
    id: Option<usize>,
    title: Option<usize>,
    country: Option<usize>,
    description: Option<usize>,
    visibility: Option<usize>,
    count: usize,
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        Self {
            id: table.column(&["channel id"]).or(Some(0)),
            title: table.column(&["channel title (original)", "channel title"]),
            country: table.column(&["channel country"]),
            description: table.column(&["channel description (original)", "channel description"]),
            visibility: table.column(&["channel visibility"]),
            count: table.header().len(),
        }
    }

    /// By the column of that name, else what stands last.
    fn visibility(&self, row: &Row<'_>) -> Option<Audience> {
        let last = || (1..self.count).rev().find_map(|column| row.text(Some(column)));
        let word = if self.visibility.is_some() { row.text(self.visibility) } else { last() };
        word.and_then(|word| audience(&word))
    }

    /// By the column of that name, else what stands before the visibility.
    fn title(&self, row: &Row<'_>) -> Option<Box<str>> {
        let before_last = || {
            let mut filled = (1..self.count).rev().filter(|column| row.text(Some(*column)).is_some());
            filled.nth(1)
        };
        let column = if self.visibility.is_some() { self.title } else { before_last() };
        row.text(column).and_then(|text| boxed_text(&text))
    }

    /// By the column of that name, else a code of two capitals behind the id: columns stand in the order of their English names.
    fn country(&self, row: &Row<'_>) -> Option<Box<str>> {
        let is_code = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
        let text = if self.visibility.is_some() { row.text(self.country) } else { row.text(Some(1)).filter(|t| is_code(t)) };
        text.and_then(|text| boxed_text(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_of_ones_own_is_told_from_a_subscription() {
        let own = |text: &str| {
            let mut table = Table::open(text.as_bytes()).unwrap();
            let columns = table.header().len();
            is_own(&table.next_row().unwrap().unwrap(), columns)
        };
        assert!(own("Kanal-ID,Land,Titel,Sichtbarkeit\nUCaaaaaaaaaaaaaaaaaaaaaa,DE,Mein Kanal,Öffentlich\n"));
        assert!(!own("Kanal-ID,Kanal-URL,Kanaltitel\nUCaaaaaaaaaaaaaaaaaaaaaa,http://www.youtube.com/channel/x,Privat\n"));
        assert!(!own("Kanal-ID,Name\nUCaaaaaaaaaaaaaaaaaaaaaa,somebody\n"));
        assert!(is_channel_id("UCaaaaaaaaaaaaaaaaaaaaaa") && !is_channel_id("UCx") && !is_channel_id("aaaaaaaaaaa"));
    }
}
