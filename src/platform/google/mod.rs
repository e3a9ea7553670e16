//! Google Takeout, and the Timeline exported from a phone.
//!
//! Reads Location History in all its generations, Google Photos, what Google Maps keeps (reviews,
//! contributed media, questions, edits, starred, labelled and listed places, maps drawn by hand), the activity log,
//! `YouTube`, Fit, Chrome, places in Hangouts and Chat, and the log of accesses. Files are told by their keys, because
//! their names and folders are translated.

mod access_log;
mod account;
mod activity;
mod edits;
mod fit;
mod fit_locations;
mod inventory;
mod maps;
mod maps_added;
mod maps_answers;
mod maps_drawn;
mod maps_media;
mod messages;
mod other;
mod parts;
mod photos;
mod recognise;
mod record;
mod records;
mod rules;
mod saved_lists;
mod semantic;
mod settings;
mod sniff;
mod timeline;
mod youtube;

use inventory::Inventory;
use messages::{chat, hangouts};
use settings::DeviceNames;
use sniff::Kind;

use crate::archive::{EntryId, Source};
use crate::model::{AudienceClaim, Audience, Claim, Evidence, Life, PlatformId};
use crate::platform::support::json_stream::finish;
use crate::platform::{Guide, ImportCx, ImportError, Platform, Recognition};

/// The platform's id.
const GOOGLE: PlatformId = PlatformId("google");

/// What a broken file is told to be.
const CUT_OFF: &str = "not valid JSON; the file may be cut off, download the export again";

/// What a Takeout without Timeline is told to be.
const ENCRYPTED_HINT: &str = "Your Timeline is kept encrypted on your phone, so this Takeout does not hold it; \
    export it on the phone (Android: Settings, Location, Location services, Timeline; \
    iPhone: Google Maps, your picture, Your Timeline) and open that file too";

/// What to do about an activity log that cannot be read.
const PAGES_HINT: &str = "My Activity is in this Takeout as web pages, which this program does not read; \
    at takeout.google.com choose My Activity again and set its format to JSON";

/// The adapter.
pub(super) struct Google;

const GUIDES: &[Guide] = &[
    Guide {
        title: "Google Takeout",
        hint: "Maps, Photos, activity",
        steps: &[
            "On takeout.google.com choose Deselect all, then pick Timeline (or Location History), Maps, Maps (your places), My Maps, Saved, Google Photos, My Activity, YouTube, Fit, Chrome, Google Chat and Access Log Activity",
            "For My Activity set the format to JSON",
            "Choose zip and the largest size per file, so that there are few parts",
            "Download every part and open them together",
        ],
        in_short: "at takeout.google.com choose Location History (Timeline), Maps (your places) and Google Photos; a phone's Timeline is exported on the phone itself, in Settings, Location, Timeline",
    },
    Guide {
        title: "Timeline on phone",
        hint: "Timeline.json",
        steps: &[
            "Since 2024 Google keeps the Timeline on the phone, not in Takeout",
            "Android: Settings, Location, Location services, Timeline, Export Timeline data",
            "iPhone: Google Maps, your picture, Your Timeline, the three dots, Location and privacy settings, Export Timeline data",
            "Copy the file to this computer and open it alone or together with other exports",
        ],
        in_short: "on the phone, in Settings, Location, Timeline, choose Export Timeline data",
    },
];

impl Platform for Google {
    fn id(&self) -> PlatformId {
        GOOGLE
    }

    fn name(&self) -> &'static str {
        "Google"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        recognise::recognise(source)
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let first_item = cx.items_mut().len();
        let inventory = Inventory::take(found, cx)?;
        let mut names = DeviceNames::default();
        let owner = chat::Owner::read(cx, &inventory.chat_users, inventory.profile);
        for (kind, id) in inventory.records {
            cx.check()?;
            match kind {
                Kind::Settings => names.read(cx, id),
                Kind::Records => records::read(cx, id, &names)?,
                Kind::Semantic => semantic::read(cx, id, &names)?,
                Kind::Timeline => timeline::read(cx, id, &names)?,
                Kind::Edits => edits::read(cx, id, &names)?,
                Kind::MyActivity => activity::read(cx, id, &names)?,
                Kind::BrowserHistory => activity::read_browser(cx, id)?,
                Kind::FitLocations => fit_locations::read(cx, id, &names)?,
                Kind::Answer => maps_answers::read(cx, id),
                Kind::Edit => maps_added::read_edit(cx, id),
                Kind::Questions => maps_added::read_questions(cx, id)?,
                Kind::Hangouts => hangouts::read(cx, id)?,
                Kind::Chat => chat::read(cx, id, &owner)?,
                Kind::CommuteRoutes => maps::read_commute(cx, id)?,
                _ => maps::read_features(cx, id, kind)?,
            }
        }
        for id in inventory.saved_lists {
            saved_lists::read(cx, id)?;
        }
        fit::read_tables(cx, inventory.fit_tables, &names)?;
        fit::read_trainings(cx, &inventory.trainings)?;
        maps_drawn::read(cx, &inventory.drawn)?;
        access_log::read(cx, &inventory.access_logs)?;
        inventory.youtube.import(cx)?;
        inventory.maps.import(cx)?;
        inventory.photos.import(cx)?;
        for id in inventory.elsewhere {
            cx.check()?;
            other_product(cx, id);
        }
        account::add(cx, found, inventory.profile, first_item);
        Ok(())
    }
}

/// A picture in Drive, Chat or the like: shown if it has a position, to nobody knows whom.
fn other_product(cx: &mut ImportCx<'_>, id: EntryId) {
    let privacy = rules::Privacy {
        audience: AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &rules::OTHER_PRODUCT),
        life: Life::Live,
        tagged: Claim::unknown(&rules::OTHER_PRODUCT),
    };
    let item = photos::undescribed(cx, id, privacy);
    if item.location.is_some() {
        cx.done(id, "a picture or video of another Google product");
        cx.item(item);
    } else {
        cx.ignore(id, other::MEDIA_ELSEWHERE);
    }
}

/// Whether a text file says that Timeline is kept encrypted and not part of the Takeout.
fn is_encrypted_backup_note(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_lowercase();
    text.contains("encrypted timeline backup")
}
