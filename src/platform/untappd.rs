//! Untappd: the export of check-ins that supporters get, as JSON or as CSV.
//!
//! Check-ins are public unless the account is private, which the export does not say.

use super::support::coord;
use super::support::json_raw::Raw;
use super::support::moment::{self, Clock};
use super::support::places::{header_of, holds_all, loose_files};
use super::support::privacy::Privacy;
use super::support::numbered_date::Order;
use super::support::records::{NOT_A_RECORD, ask_order, date_order, joined, keep, open_table, read_list, read_rows};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{EntryId, Source};
use crate::model::{
    Audience, Claim, Evidence, Item, ItemKind, Location, LocationSource, Origin, Place, PlatformId, Rule,
};

/// The platform's id.
const UNTAPPD: PlatformId = PlatformId("untappd");

/// The adapter.
pub(super) struct Untappd;

static PRIVACY: Rule = Rule {
    id: "untappd.privacy",
    text: "Check-ins are public unless the account is private, and the export does not say whether it is",
    source: "absence of any privacy field in the export",
};
static VENUE: Rule = Rule {
    id: "untappd.venue",
    text: "The check-in names its venue and stands on the venue's page",
    source: "venue_name in the export",
};
static NO_VENUE: Rule = Rule {
    id: "untappd.no_venue",
    text: "The check-in names no venue, or the made-up one for drinking at home",
    source: "venue_name in the export",
};

/// The venue that stands for no venue.
const AT_HOME: &str = "untappd at home";

const GUIDES: &[Guide] = &[Guide {
    title: "Untappd",
    hint: "JSON or CSV",
    steps: &[
        "Data export is for supporters: on untappd.com open Account, Download My Data",
        "Choose JSON or CSV and wait for the mail",
    ],
    in_short: "on untappd.com, in Account, choose Download My Data (for supporters)",
}];

fn is_untappds(head: &[u8]) -> bool {
    if holds_all(head, &["\"venue_lat\"", "\"brewery_name\""]) {
        return true;
    }
    let header = header_of(head);
    ["venuelat", "breweryname", "venuename"].iter().all(|name| header.iter().any(|h| h == name))
}

impl Platform for Untappd {
    fn id(&self) -> PlatformId {
        UNTAPPD
    }

    fn name(&self) -> &'static str {
        "Untappd"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn own_names(&self) -> &'static [&'static str] {
        &["untappd.json"]
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        loose_files(source, &["json", "csv"], "check-ins", is_untappds)
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for id in cx.entries_of(found) {
            cx.check()?;
            if cx.source().entry(id).extension() == "json" {
                read_list(cx, id, &[], "check-ins", |cx, raw, origin| {
                    let text = |name: &str| {
                        let value = raw.get(name)?;
                        let text = value.text().map_or_else(|| String::from_utf8_lossy(value.token()).into_owned(), Into::into);
                        Some(text.trim().to_owned()).filter(|t| !t.is_empty())
                    };
                    let said = cx.hints().dates;
                    let item = if Raw::is_object(raw) { check_in(text, origin, said) } else { Err(NOT_A_RECORD) };
                    keep(cx, item);
                })?;
            } else {
                read_csv(cx, id)?;
            }
        }
        Ok(())
    }
}

fn read_csv(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
    let columns: Vec<String> = table.header().to_vec();
    let column = |name: &str| columns.iter().position(|c| c == name);
    let order = date_order(cx, &bytes, column(CREATED));
    let mut undated = 0;
    read_rows(cx, id, &mut table, "check-ins", |cx, row, origin| {
        let text = |name: &str| Some(row.text(column(name))?.into_owned());
        let item = check_in(text, origin, order);
        let is_undated = item.as_ref().is_ok_and(|item| item.unread_time);
        undated += u64::from(is_undated && text(CREATED).is_some_and(|text| moment::is_either(&text)));
        keep(cx, item);
    })?;
    ask_order(cx, id, undated);
    Ok(())
}

/// The field for the time of a check-in.
const CREATED: &str = "created_at";

/// A check-in from its fields by name.
fn check_in(text: impl Fn(&str) -> Option<String>, origin: Origin, order: Option<Order>) -> Result<Item, &'static str> {
    let (venue, beer) = (text("venue_name"), text("beer_name"));
    if venue.is_none() && beer.is_none() {
        return Err(NOT_A_RECORD);
    }
    let venue = venue.filter(|name| !name.eq_ignore_ascii_case(AT_HOME));
    let tagged = match venue {
        Some(_) => Claim::yes(Evidence::Recorded, &VENUE),
        None => Claim::no(Evidence::Recorded, &NO_VENUE),
    };
    let privacy = Privacy::shared(Audience::Unknown, Evidence::Missing, &PRIVACY, tagged);
    let mut item = privacy.item(UNTAPPD, ItemKind::CheckIn, origin);
    moment::set_text(&mut item, text(CREATED).as_deref(), Clock::Local, order);
    item.own_id = text("checkin_id").map(Into::into);
    item.text = text("comment").or(beer).map(Into::into);
    let Some(venue) = venue else { return Ok(item) };
    let halves = ["venue_lat", "venue_lng"].map(&text);
    let [lat, lng] = halves.each_ref().map(|half| coord::angle(half.as_deref()?));
    let says = || halves.iter().flatten().any(|half| !coord::is_none(half));
    let point = coord::if_silent(coord::degrees(lat, lng), says);
    item.flaw = coord::flaw(&point);
    let location = point.ok().map(|point| Location::at(point, LocationSource::PlaceTag, Evidence::Recorded));
    item.location = location;
    item.public_location = location;
    let parts = ["venue_city", "venue_state", "venue_country"].map(&text);
    item.place = Some(Place { address: joined(parts.iter().map(Option::as_deref)), ..Place::named(venue) });
    Ok(item)
}
