//! Uber: trips of riders and drivers, `trips_data.csv` and the like, and positions of the phone.
//!
//! Each trip is two stays, where it began and where it ended. Names of columns differ between generations
//! only in spaces, underscores and endings.

use std::collections::BTreeSet;

use super::support::coord;
use super::support::moment::{self, Clock, SpelledTime};
use super::support::places::{by_head, folded, header_of, roots_of};
use super::support::privacy::Privacy;
use super::support::records::{NOT_A_RECORD, keep, open_table, read_rows};
use super::support::table::{Row, Table};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source};
use crate::model::{
    Evidence, Item, ItemKind, Location, LocationSource, Origin, Place, PlatformId, PointRow, PointSource, Rule,
    TimePrecision, Track,
};

/// The platform's id.
const UBER: PlatformId = PlatformId("uber");

/// The adapter.
pub(super) struct Uber;

static PRIVATE: Rule = Rule {
    id: "uber.private",
    text: "Trips are known to Uber and to the other person in the car; nobody else sees them",
    source: "the export's table of trips; there is no way to publish one",
};

const KEPT: Privacy = Privacy::private(Evidence::Recorded, &PRIVATE);

const GUIDES: &[Guide] = &[Guide {
    title: "Uber",
    hint: "your data",
    steps: &["On uber.com open Privacy Center and choose Download your data", "Wait for the mail and download the zip"],
    in_short: "on uber.com, in the Privacy Center, choose Download your data",
}];

/// The folder that Uber packs everything into, in lower case.
const FOLDER: &str = "uber data";

const BEGIN_LAT: &[&str] = &["begintriplat", "begintriplatitude"];
const BEGIN_LNG: &[&str] = &["begintriplng", "begintriplongitude"];
const END_LAT: &[&str] = &["dropofflat", "dropofflatitude"];
const END_LNG: &[&str] = &["dropofflng", "dropofflongitude"];
const LAT: &[&str] = &["lat", "latitude"];
const LNG: &[&str] = &["lng", "longitude"];
const SEEN: &[&str] = &["occurredat", "eventtimeutc", "eventtime", "gpstimeutc"];

fn is_trips(head: &[u8]) -> bool {
    let header = header_of(head);
    let has = |names: &[&str]| header.iter().any(|h| names.contains(&h.as_str()));
    has(BEGIN_LAT) && has(BEGIN_LNG)
}

/// The folder that Uber packs everything into, else the one of the table.
fn top(entry: &Entry) -> &str {
    let folder = entry.folder();
    let mut end = 0;
    for part in folder.split('/').take(16) {
        end += part.len();
        if part.eq_ignore_ascii_case(FOLDER) {
            return folder.get(..end).unwrap_or(folder);
        }
        end += 1;
    }
    folder
}

impl Platform for Uber {
    fn id(&self) -> PlatformId {
        UBER
    }

    fn name(&self) -> &'static str {
        "Uber"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let hits = by_head(source, |e| e.extension() == "csv", is_trips);
        let first = *hits.first()?;
        let tables: BTreeSet<&str> = hits.iter().map(|id| &*source.entry(*id).path).collect();
        let is_mine = |e: &Entry, _: &str| tables.contains(&*e.path) || top(e).to_ascii_lowercase().ends_with(FOLDER);
        Some(Recognition {
            roots: roots_of(source, hits.iter().copied(), top, is_mine),
            layout: "trips".into(),
            because: source.entry(first).file_name().into(),
            missing: Vec::new(),
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for id in cx.entries_of(found) {
            cx.check()?;
            if cx.source().entry(id).extension() != "csv" {
                cx.ignore(id, "no positions of a kind that this program reads");
                continue;
            }
            let Some(bytes) = cx.read(id) else { continue };
            let Some(mut table) = open_table(cx, id, &bytes) else { continue };
            if column(&table, BEGIN_LAT).is_some() {
                read_trips(cx, id, &mut table)?;
            } else if column(&table, LAT).is_some() && column(&table, SEEN).is_some() {
                read_device(cx, id, &mut table)?;
            } else {
                cx.ignore(id, "a table without positions");
            }
        }
        Ok(())
    }
}

/// The first column with one of these names, spaces and underscores left out.
fn column(table: &Table<'_>, names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| table.header().iter().position(|h| folded(h) == *name))
}

/// A column of times, and the clock by which they are where a field names no zone.
type Times = (usize, Clock);

/// The first column of times of these names; some say in their name that they are UTC.
fn times(table: &Table<'_>, names: &[&str]) -> Option<Times> {
    let clock = |name: &str| if name.ends_with("utc") { Clock::Utc } else { Clock::Local };
    names.iter().find_map(|name| Some((column(table, &[*name])?, clock(name))))
}

fn moment(row: &Row<'_>, times: Option<Times>) -> Option<SpelledTime> {
    let (column, clock) = times?;
    row.text(Some(column)).and_then(|text| moment::read(&text, clock))
}

/// Where one end of a trip is told.
struct End {
    lat: Option<usize>,
    lng: Option<usize>,
    time: Option<Times>,
    address: Option<usize>,
}

fn read_trips(cx: &mut ImportCx<'_>, id: EntryId, table: &mut Table<'_>) -> Result<(), ImportError> {
    let at = |names: &[&str]| column(table, names);
    let begin = End {
        lat: at(BEGIN_LAT),
        lng: at(BEGIN_LNG),
        time: times(table, &["begintriptime", "begintriptimestamputc", "begintriptimestamp", "begintriptimestamplocal", "requesttime", "requesttimestamplocal"]),
        address: at(&["begintripaddress"]),
    };
    let end = End {
        lat: at(END_LAT),
        lng: at(END_LNG),
        time: times(table, &["dropofftime", "dropofftimestamputc", "dropofftimestamp", "dropofftimestamplocal"]),
        address: at(&["dropoffaddress"]),
    };
    let requested = times(table, &["requesttime", "requesttimestamputc", "requesttimestamp", "requesttimestamplocal"]);
    let status = at(&["tripororderstatus", "tripstatus", "status"]);
    let product = at(&["producttype", "producttypename"]);
    read_rows(cx, id, table, "trips", |cx, row, origin| {
        let is_cancelled = row.text(status).is_some_and(|s| s.to_ascii_lowercase().contains("cancel"));
        let product = row.text(product).map(|t| Box::from(&*t));
        let evidence = if is_cancelled { Evidence::Likely } else { Evidence::Recorded };
        keep(cx, stay(row, &begin, requested, evidence, origin, product.clone()));
        if is_cancelled {
            cx.skip("the end of a trip that was cancelled", 1);
        } else {
            keep(cx, stay(row, &end, None, evidence, origin, product));
        }
    })
}

/// One end of a trip. A trip that never began has no time of its own but that of its request.
fn stay(
    row: Row<'_>,
    end: &End,
    else_time: Option<Times>,
    evidence: Evidence,
    origin: Origin,
    product: Option<Box<str>>,
) -> Result<Item, &'static str> {
    let point = row.point(end.lat, end.lng);
    let address = row.text(end.address);
    if let (Err(why), None) = (point, &address) {
        return Err(why.reason());
    }
    let mut item = KEPT.item(UBER, ItemKind::Visit, origin);
    moment::set_time(&mut item, moment(&row, end.time).or_else(|| moment(&row, else_time)));
    let says = |times: Option<Times>| times.and_then(|times| row.text(Some(times.0))).is_some_and(|t| !moment::says_none(&t));
    item.unread_time = item.time.is_none() && (says(end.time) || says(else_time));
    item.flaw = coord::flaw(&point);
    item.location = point.ok().map(|point| Location::at(point, LocationSource::Gps, evidence));
    item.place = address.map(|name| Place::named(&*name));
    item.text = product;
    Ok(item)
}

/// Positions of the phone while the app was open.
fn read_device(cx: &mut ImportCx<'_>, id: EntryId, table: &mut Table<'_>) -> Result<(), ImportError> {
    let (lat, lng, seen) = (column(table, LAT), column(table, LNG), times(table, SEEN));
    let track = cx.track(Track { platform: UBER, name: "Uber app".into(), file: id.0 });
    read_rows(cx, id, table, "positions of the phone", |cx, row, _| {
        let moment = moment(&row, seen).filter(|m| m.precision == TimePrecision::Second);
        match (row.point(lat, lng), moment, track) {
            (Err(why), ..) => cx.skip(why.reason(), 1),
            (_, None, _) => cx.skip("no time, or none with a zone", 1),
            (_, _, None) => cx.skip(NOT_A_RECORD, 1),
            (Ok(point), Some(moment), Some(track)) => cx.point(PointRow {
                seconds: moment.time.as_second(),
                point,
                accuracy_metres: None,
                source: PointSource::Unknown,
                track,
            }),
        }
    })
}
