//! eBird: `MyEBirdData.csv`, one row for each species of each checklist.
//!
//! Checklists are public unless hidden, which the export does not say. Clocks are local.

use std::collections::BTreeSet;

use super::support::coord;
use super::support::moment::{self, Clock};
use super::support::places::{header_of, loose_files};
use super::support::privacy::Privacy;
use super::support::numbered_date::Order;
use super::support::records::{NOT_A_RECORD, ask_order, date_order, joined, open_table, read_rows};
use super::support::table::{Row, Table};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{EntryId, Source};
use crate::model::{
    Audience, Claim, Evidence, Item, ItemKind, Location, LocationSource, Origin, Place, PlatformId, Rule,
};

/// The platform's id.
const EBIRD: PlatformId = PlatformId("ebird");

/// The adapter.
pub(super) struct EBird;

static PRIVACY: Rule = Rule {
    id: "ebird.privacy",
    text: "Checklists are public unless they were hidden, and the export does not say whether they were",
    source: "absence of any privacy field in MyEBirdData.csv",
};
static LOCATION: Rule = Rule {
    id: "ebird.location",
    text: "A checklist stands under its location",
    source: "Location in MyEBirdData.csv",
};
static BAD_LOCATION: Rule = Rule {
    id: "ebird.location_unreadable",
    text: "The checklist's location could not be read",
    source: "Latitude and Longitude in MyEBirdData.csv",
};
static NO_LOCATION: Rule = Rule {
    id: "ebird.no_location",
    text: "The checklist names no location",
    source: "absence of Location in MyEBirdData.csv",
};

const GUIDES: &[Guide] = &[Guide {
    title: "eBird",
    hint: "MyEBirdData.csv",
    steps: &["On ebird.org open My eBird, then Download My Data", "Wait for the mail and download the zip"],
    in_short: "on ebird.org, in My eBird, choose Download My Data",
}];

fn is_ebirds(head: &[u8]) -> bool {
    let header = header_of(head);
    ["submissionid", "commonname", "latitude", "longitude"].iter().all(|name| header.iter().any(|h| h == name))
}

impl Platform for EBird {
    fn id(&self) -> PlatformId {
        EBIRD
    }

    fn name(&self) -> &'static str {
        "eBird"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        loose_files(source, &["csv"], "checklists", is_ebirds)
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for id in cx.entries_of(found) {
            cx.check()?;
            read(cx, id)?;
        }
        Ok(())
    }
}

struct Columns {
    submission: Option<usize>,
    location: Option<usize>,
    county: Option<usize>,
    state: Option<usize>,
    latitude: Option<usize>,
    longitude: Option<usize>,
    date: Option<usize>,
    time: Option<usize>,
    comments: Option<usize>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        let at = |name: &str| table.column(&[name]);
        Self {
            submission: at("Submission ID"),
            location: at("Location"),
            county: at("County"),
            state: at("State/Province"),
            latitude: at("Latitude"),
            longitude: at("Longitude"),
            date: at("Date"),
            time: at("Time"),
            comments: at("Checklist Comments"),
        }
    }
}

fn read(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
    let columns = Columns::of(&table);
    let order = date_order(cx, &bytes, columns.date);
    let mut undated = 0;
    let mut checklists: BTreeSet<Box<str>> = BTreeSet::new();
    read_rows(cx, id, &mut table, "species on checklists", |cx, row, origin| {
        let Some(submission) = row.text(columns.submission) else { return cx.skip(NOT_A_RECORD, 1) };
        if checklists.insert(Box::from(&*submission)) {
            let item = checklist(row, &columns, order, origin);
            undated += u64::from(item.unread_time && row.text(columns.date).is_some_and(|d| moment::is_either(&d)));
            cx.item(item);
        } else {
            cx.skip("a further species of the same checklist", 1);
        }
    })?;
    ask_order(cx, id, undated);
    Ok(())
}

fn checklist(row: Row<'_>, columns: &Columns, order: Option<Order>, origin: Origin) -> Item {
    let name = row.text(columns.location);
    let point = row.point(columns.latitude, columns.longitude);
    let location = point.ok().map(|point| Location::at(point, LocationSource::PlaceTag, Evidence::Recorded));
    let flaw = coord::flaw(&point);
    let tagged = if name.is_some() || location.is_some() {
        Claim::yes(Evidence::Recorded, &LOCATION)
    } else if flaw.is_some() {
        Claim::unknown(&BAD_LOCATION)
    } else {
        Claim::no(Evidence::Recorded, &NO_LOCATION)
    };
    let privacy = Privacy::shared(Audience::Unknown, Evidence::Missing, &PRIVACY, tagged);
    let mut item = privacy.item(EBIRD, ItemKind::Post, origin);
    let date = row.text(columns.date).unwrap_or_default();
    let clock = row.text(columns.time).unwrap_or_default();
    moment::set_text(&mut item, Some(&format!("{date} {clock}")), Clock::Local, order);
    if item.time.is_none() {
        moment::set_text(&mut item, Some(&date), Clock::Local, order);
    }
    item.own_id = row.text(columns.submission).map(|id| Box::from(&*id));
    item.flaw = flaw;
    item.location = location;
    item.public_location = location;
    let around = [row.text(columns.county), row.text(columns.state)];
    let address = joined(around.iter().map(Option::as_deref));
    item.place = name.map(|name| Place { address, ..Place::named(&*name) });
    item.text = row.text(columns.comments).map(|t| Box::from(&*t));
    item
}
