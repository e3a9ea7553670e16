//! When two items are the same but for the file they stand in.

use jiff::Timestamp;

use crate::archive::{Entry, EntryId, Source};
use crate::model::{Account, AccountId, Item, MediaRef};

use super::accounts::share_periods;

/// Bytes at the start of two files that are compared where there is no checksum: in a picture those with its camera,
/// moment and position.
const HEAD: usize = 4 << 10;
/// Bytes at the start of two chats that tell them apart: who is in them, and their first messages.
const CHAT_HEAD: usize = 512;

/// What items stand in: the files, and whose exports they are.
pub(super) struct Files<'a> {
    source: &'a dyn Source,
    accounts: &'a [Account],
}

impl<'a> Files<'a> {
    pub(super) const fn new(source: &'a dyn Source, accounts: &'a [Account]) -> Self {
        Self { source, accounts }
    }

    fn account(&self, id: Option<AccountId>) -> Option<&'a Account> {
        self.accounts.get(id?.index())
    }

    /// Whether two items can be one person's: not if their accounts bear different names.
    pub(super) fn share_person(&self, a: &Item, b: &Item) -> bool {
        let handle = |item: &Item| self.account(item.account).map(|a| &*a.handle).filter(|handle| !handle.is_empty());
        handle(a).zip(handle(b)).is_none_or(|(a, b)| a.to_lowercase() == b.to_lowercase())
    }

    /// Of two exports of an account the one that tells more about an item that is in both: the later, which had it still;
    /// but if they differ in how private the account was, the earlier, which is nearer to when it was published.
    pub(super) fn telling(&self, a: Option<AccountId>, b: Option<AccountId>) -> Option<AccountId> {
        let (Some(first), Some(second)) = (self.account(a), self.account(b)) else { return a.or(b) };
        let is_later =
            |of: &Account, than: &Account| of.exported.zip(than.exported).is_some_and(|(of, than)| of > than);
        if first.handle.is_empty() != second.handle.is_empty() {
            return if first.handle.is_empty() { b } else { a };
        }
        let takes_second = if share_periods(first, second) { is_later(second, first) } else { is_later(first, second) };
        if takes_second { b } else { a }
    }

    /// When the export of an item was made, if that is known.
    pub(super) fn exported(&self, item: &Item) -> Option<Timestamp> {
        self.account(item.account)?.exported
    }

    fn entry(&self, file: u32) -> Option<&'a Entry> {
        self.source.entries().get(file as usize)
    }

    /// Whether two files bear the same name, but for the marks of a copy.
    pub(super) fn share_name(&self, a: u32, b: u32) -> bool {
        let name = |file| self.entry(file).map(|entry| plain_name(entry.file_name()));
        a != b && name(a).is_some_and(|first| Some(first) == name(b))
    }

    /// Whether two files begin alike, as an older and a newer export of one chat do.
    pub(super) fn share_start(&self, a: u32, b: u32) -> bool {
        let shorter = self.entry(a).zip(self.entry(b)).map_or(0, |(a, b)| a.size.min(b.size));
        self.share_head(a, b, CHAT_HEAD.min(usize::try_from(shorter).unwrap_or(CHAT_HEAD)))
    }

    /// Whether two pictures are the same file: as large, and with the same checksum or, where there is none, the same start.
    fn are_alike(&self, a: u32, b: u32) -> bool {
        let (Some(first), Some(second)) = (self.entry(a), self.entry(b)) else { return false };
        let sums = self.source.checksum(EntryId(a)).zip(self.source.checksum(EntryId(b)));
        first.size == second.size && sums.map_or_else(|| self.share_head(a, b, HEAD), |(a, b)| a == b)
    }

    fn share_head(&self, a: u32, b: u32, bytes: usize) -> bool {
        let head = |file| self.source.head(EntryId(file), bytes).ok().filter(|head| !head.is_empty());
        head(a).is_some_and(|first| Some(first) == head(b))
    }
}

/// A file's name without its ending and the marks of a copy: `(1)`, `- Copy`, `copy 2`.
fn plain_name(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let unnumbered =
        stem.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).filter(|(_, number)| is_number(number));
    let stem = unnumbered.map_or(&*stem, |(before, _)| before).trim_end();
    let before_copy = stem.rsplit_once("copy").filter(|(before, after)| {
        before.ends_with([' ', '-', '_']) && (after.trim().is_empty() || is_number(after.trim()))
    });
    before_copy.map_or(stem, |(before, _)| before).trim_end_matches([' ', '-', '_']).to_owned()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether two items are equal in all but the export of their account, the files they stand in, and the folders of their pictures.
pub(super) fn is_same(a: &Item, b: &Item, files: &Files<'_>) -> bool {
    let Item {
        platform,
        account: _,
        kind,
        time,
        time_precision,
        published,
        captured,
        location,
        public_location,
        place,
        tagged,
        audience,
        life,
        text,
        media: _,
        origin: _,
        also_in: _,
        own_id,
        flaw,
        unread_time,
    } = a;
    (platform, kind, time, time_precision, published)
        == (&b.platform, &b.kind, &b.time, &b.time_precision, &b.published)
        && (captured, location, public_location, place) == (&b.captured, &b.location, &b.public_location, &b.place)
        && (tagged, audience, life, text, flaw, unread_time)
            == (&b.tagged, &b.audience, &b.life, &b.text, &b.flaw, &b.unread_time)
        && own_id.as_ref().zip(b.own_id.as_ref()).is_none_or(|(a, b)| a == b)
        && files.share_person(a, b)
        && share_media(a, b, files)
}

/// Whether two items have the same pictures; a part of an export may have left out all of them.
pub(super) fn share_media(a: &Item, b: &Item, files: &Files<'_>) -> bool {
    let is_without = a.media.is_empty() || b.media.is_empty();
    let same = || a.media.iter().zip(&b.media).all(|(a, b)| is_same_medium(a, b, files));
    is_without || a.media.len() == b.media.len() && same()
}

fn is_same_medium(a: &MediaRef, b: &MediaRef, files: &Files<'_>) -> bool {
    a.file_name().eq_ignore_ascii_case(b.file_name())
        && a.file.zip(b.file).is_none_or(|(a, b)| a == b || files.are_alike(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_bears_the_name_of_what_it_copies() {
        let copies = [
            "Reviews.json",
            "reviews (1).json",
            "reviews(2).JSON",
            "Reviews - Copy.json",
            "Reviews - Copy (2).json",
            "reviews copy 3.json",
        ];
        for name in copies {
            assert_eq!(plain_name(name), "reviews", "{name}");
        }
        assert_ne!(plain_name("Trip 2019.csv"), plain_name("Trip 2020.csv"), "two lists");
        assert_ne!(plain_name("2019.gpx"), plain_name("2020.gpx"));
        assert_eq!(plain_name("photocopy.json"), "photocopy");
        assert_ne!(plain_name("saved places.json"), plain_name("reviews.json"));
    }
}
