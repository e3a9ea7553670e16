//! "Your Flickr Data", 2018 to 2026: one `photo_<id>.json` for each photo, `account_profile.json`, and the
//! originals in archives of their own, with the photo's id in their names.
//!
//! Positions are whole numbers of millionths of a degree. Who may see a photo is recorded; who may see
//! its position is a setting of its own, which the export leaves out; so are those for originals and camera data, so that it is
//! not known whether others could read a position in them.

mod photo;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use super::support::places::{by_head, holds_all, roots_of};
use super::support::records::{read_tree, text_of};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::media::is_media_extension;
use crate::model::{Account, Origin, PlatformId, ProfileFact, ProfileField};

/// The platform's id.
const FLICKR: PlatformId = PlatformId("flickr");

/// The adapter.
pub(super) struct Flickr;

const GUIDES: &[Guide] = &[Guide {
    title: "Flickr",
    hint: "account data and originals",
    steps: &[
        "On flickr.com open Account Settings and choose Request my Flickr data",
        "Wait for the mail, then download the account data and every archive of photos",
        "Open all of them together",
    ],
    in_short: "on flickr.com, in Account Settings, choose Request my Flickr data and open all of the archives together",
}];

/// The id in `photo_2634391576.json`.
fn photo_id(file_name: &str) -> Option<&str> {
    let id = file_name.strip_prefix("photo_")?.strip_suffix(".json")?;
    (!id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).then_some(id)
}

/// Parts of the export that hold no photo.
fn is_other_part(name: &str) -> bool {
    let stems = [
        "account_profile", "account_testimonials", "albums", "contacts", "faves", "followers", "groups", "galleries",
        "received_photos_comments", "photos_comments", "sent_photos_comments", "flickrmail", "apps_comments",
        "gallery_comments", "set_comments", "testimonials",
    ];
    name.strip_suffix(".json").is_some_and(|name| stems.iter().any(|stem| name.starts_with(stem)))
}

/// The photo's id in the name of an original: `killarney-lake_2634391576_o.jpg`.
fn id_in_name<'n>(entry: &'n Entry, known: &BTreeSet<&str>) -> Option<&'n str> {
    if !is_media_extension(entry.extension()) {
        return None;
    }
    let stem = entry.lower_name().rsplit_once('.')?.0;
    stem.rsplit('_').find(|part| known.contains(part))
}

impl Platform for Flickr {
    fn id(&self) -> PlatformId {
        FLICKR
    }

    fn name(&self) -> &'static str {
        "Flickr"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn own_names(&self) -> &'static [&'static str] {
        &["account_profile.json"]
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let is_flickrs = |head: &[u8]| holds_all(head, &["\"photopage\"", "\"date_imported\""]);
        let hits = by_head(source, |e| photo_id(e.lower_name()).is_some(), is_flickrs);
        let first = *hits.first()?;
        let ids: BTreeSet<&str> = real_entries(source).filter_map(|(_, e)| photo_id(e.lower_name())).collect();
        let media: Vec<EntryId> =
            real_entries(source).filter(|(_, e)| id_in_name(e, &ids).is_some()).map(|(id, _)| id).collect();
        let is_mine = |e: &Entry, _: &str| {
            photo_id(e.lower_name()).is_some() || is_other_part(e.lower_name()) || id_in_name(e, &ids).is_some()
        };
        let mut missing = Vec::new();
        if media.is_empty() {
            missing.push("No originals: download the archives of photos too and open them together with this one".into());
        }
        Some(Recognition {
            roots: roots_of(source, hits.into_iter().chain(media), Entry::folder, is_mine),
            layout: "Your Flickr Data".into(),
            because: source.entry(first).file_name().into(),
            missing,
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let source = cx.source();
        let entries = cx.entries_of(found);
        let ids: BTreeSet<&str> = entries.iter().filter_map(|id| photo_id(source.entry(*id).lower_name())).collect();
        let mut media: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
        for id in &entries {
            if let Some(photo) = id_in_name(source.entry(*id), &ids) {
                media.entry(photo).or_default().push(*id);
            }
        }
        let first_item = cx.items_mut().len();
        let mut account = Account {
            platform: FLICKR,
            handle: "".into(),
            private_now: None,
            periods: Vec::new(),
            profile: Vec::new(),
            created: None,
            exported: None,
        };
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for id in entries {
            cx.check()?;
            let name = source.entry(id).lower_name();
            match photo_id(name) {
                // Another export may have it too; it shows the same originals.
                Some(photo) => {
                    seen.insert(photo);
                    photo::read(cx, id, photo, media.get(photo).map_or(&[], Vec::as_slice))?;
                }
                None if name == "account_profile.json" => read_account(cx, id, &mut account),
                None if id_in_name(source.entry(id), &ids).is_some() => {}
                None if is_media_extension(source.entry(id).extension()) => {
                    cx.ignore(id, "a picture or video whose name has no photo's id in it");
                }
                None => cx.ignore(id, "no positions of a kind that this program reads"),
            }
        }
        media.retain(|photo, _| !seen.contains(photo));
        for id in media.into_values().flatten() {
            cx.ignore(id, "an original whose photo has no record in what was opened");
        }
        if !account.handle.is_empty() || !account.profile.is_empty() {
            let account = cx.account(account);
            for item in cx.items_mut().iter_mut().skip(first_item) {
                item.account = Some(account);
            }
        }
        Ok(())
    }
}

/// Names and city from `account_profile.json`.
fn read_account(cx: &mut ImportCx<'_>, id: EntryId, account: &mut Account) {
    let Some(tree) = read_tree(cx, id) else { return };
    let fields = [
        (ProfileField::Name, "real_name"),
        (ProfileField::Bio, "description"),
        (ProfileField::HomeCity, "city"),
        (ProfileField::Link, "profile_url"),
    ];
    let fact = |(field, key): (ProfileField, &str)| {
        let value = text_of(&tree, key)?.into();
        Some(ProfileFact { field, value, since: None, origin: Origin::new(id.0, 0) })
    };
    account.profile = fields.into_iter().filter_map(fact).collect();
    account.handle = ["screen_name", "path_alias", "nsid"].iter().find_map(|key| text_of(&tree, key)).unwrap_or_default().into();
    cx.fact(account.profile.len() as u64 + u64::from(!account.handle.is_empty()));
    cx.done(id, "profile of the account");
}
