//! Addresses kept for the shop and for forms, and the last position of the device.
//!
//! Names of parts and lists as in exports of 2023–26. The last position has a date, `GpsData` and `LastRegion`,
//! as several parsers have it; no description of a filled list of the shop was found, so what its records hold
//! is told by the names of their fields.

use std::borrow::Cow;

use crate::model::{Evidence, GeoPoint, Item, ItemKind, Location, LocationSource, NoPoint, Origin, Place, Rule};
use crate::platform::support::coord;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::kept::{ip_text, kept};
use crate::platform::support::places::folded;
use crate::platform::support::records::joined;

use super::ID;
use super::records::time;

static ADDRESS: Rule = Rule {
    id: "tiktok.address",
    text: "TikTok keeps the address for its shop and for forms; it is no part of anything you posted",
    source: "Saved Address Information, Order History, Returns and Refunds History, Autofill",
};
static LAST_LOCATION: Rule = Rule {
    id: "tiktok.last_location",
    text: "TikTok keeps the last position of the device; nobody else sees it",
    source: "Most Recent Location Data",
};
static ELSEWHERE: Rule = Rule {
    id: "tiktok.off_tiktok",
    text: "Another company told TikTok of this; nobody else sees it",
    source: "Off TikTok Activity",
};

/// Lists of which records have addresses.
const LISTS: [&str; 3] = ["SavedAddress", "OrderHistories", "ReturnAndRefundHistories"];
/// Objects inside of objects.
const MOST_DEPTH: usize = 3;
/// Parts of one address.
const MOST_PARTS: usize = 12;
/// Fields that say when.
const TIMES: [&str; 7] = ["Date", "OrderDate", "OrderTime", "CreateTime", "TimeStamp", "UpdateTime", "Time"];

/// Whether a list holds addresses.
pub(super) fn is_list(name: &[u8]) -> bool {
    LISTS.iter().any(|list| name.eq_ignore_ascii_case(list.as_bytes()))
}

/// A saved address, or that of an order.
pub(super) fn address(record: Raw<'_>, origin: Origin) -> Option<Item> {
    let place = record.filled().map(|text| Place::named(text.trim())).or_else(|| place(record))?;
    let mut item = kept(ID, ItemKind::SavedPlace, &ADDRESS, origin);
    item.set_time(TIMES.iter().find_map(|name| time(record, name)));
    item.place = Some(place);
    Some(item)
}

/// The last position of the device.
pub(super) fn last_location(record: Raw<'_>, origin: Origin) -> Result<Item, &'static str> {
    let point = position(record);
    let mut item = kept(ID, ItemKind::DeviceLocation, &LAST_LOCATION, origin);
    item.set_time(TIMES.iter().find_map(|name| time(record, name)));
    item.place = place(record);
    item.flaw = coord::flaw(&point);
    item.location = point.ok().map(|point| Location::at(point, LocationSource::Gps, Evidence::Likely));
    if item.location.is_none() && item.place.is_none() {
        return Err(item.flaw.unwrap_or("a last position without a place"));
    }
    Ok(item)
}

/// What another company told: kept where it names an address or a place, which records seen do not.
pub(super) fn elsewhere(record: Raw<'_>, origin: Origin) -> Option<Item> {
    let mut ip = record.fields().filter(|(key, _)| key.eq_ignore_ascii_case(b"IP"));
    let text = ip.find_map(|(_, value)| ip_text(&value.text()?));
    let place = place(record);
    if text.is_none() && place.is_none() {
        return None;
    }
    let mut item = kept(ID, ItemKind::Login, &ELSEWHERE, origin);
    item.set_time(TIMES.iter().find_map(|name| time(record, name)));
    (item.place, item.text) = (place, text);
    Some(item)
}

/// The town of an address with the whole of it, or the whole alone.
fn place(record: Raw<'_>) -> Option<Place> {
    let mut parts = Vec::new();
    collect(record, 0, &mut parts);
    let whole = joined(parts.iter().map(|(_, text)| Some(&**text)))?;
    match parts.iter().find(|(is_town, _)| *is_town) {
        Some((_, town)) => Some(Place { address: Some(whole), ..Place::named(town.trim()) }),
        None => Some(Place::named(whole)),
    }
}

/// Parts of an address in a record, in their order, each with whether it is the town.
fn collect<'a>(record: Raw<'a>, depth: usize, parts: &mut Vec<(bool, Cow<'a, str>)>) {
    for (key, value) in record.fields() {
        if parts.len() >= MOST_PARTS {
            return;
        }
        let name = folded(&String::from_utf8_lossy(key));
        if value.is_object() {
            if depth < MOST_DEPTH {
                collect(value, depth + 1, parts);
            }
        } else if is_part(&name)
            && let Some(text) = value.filled().filter(|text| !coord::is_none(text))
        {
            parts.push((name.ends_with("city") || name.ends_with("town"), text));
        }
    }
}

/// Whether a field is a part of an address, by its name without what is no letter or digit.
fn is_part(name: &str) -> bool {
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let is_address = name.contains("address") && !["email", "mail", "ip", "mac", "id"].iter().any(|w| name.starts_with(w) || name.ends_with(w));
    is_address
        || ends(&["street", "city", "town", "district", "province", "county", "country", "region", "zipcode", "postalcode", "postcode"])
        || matches!(name, "state" | "zip" | "unit")
}

/// A position in two fields, or in one text of two numbers.
fn position(record: Raw<'_>) -> Result<GeoPoint, NoPoint> {
    let named = |words: &[&str]| {
        let mut fields = record.fields();
        fields.find(|(key, _)| words.contains(&folded(&String::from_utf8_lossy(key)).as_str())).map(|(_, value)| value)
    };
    let pair = coord::pair(named(&["latitude", "lat"]), named(&["longitude", "lng", "lon", "long"]));
    match (pair, named(&["gpsdata", "gps"])) {
        (Err(NoPoint::Missing), Some(both)) if both.is_object() => position(both),
        (Err(NoPoint::Missing), Some(both)) => {
            let Some(text) = both.filled().filter(|text| !coord::is_none(text)) else { return pair };
            let numbers: Vec<f64> = text.split([',', ';']).filter_map(|part| part.trim().parse().ok()).collect();
            match numbers.as_slice() {
                [lat, lon] => coord::degrees(Some(*lat), Some(*lon)),
                _ => Err(NoPoint::NotNumbers),
            }
        }
        _ => pair,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: Origin = Origin { file: 0, record: 0 };

    #[test]
    fn an_address_is_told_by_the_names_of_its_fields() {
        let text = br#"{"RecipientName":"Ann Invented","PhoneNumber":"1","EmailAddress":"a@example.org","AddressLine1":"1 Example Row",
            "City":"Exampletown","State":"EX","ZipCode":"00000","Country":"Exampleland","OrderStatus":"Sent"}"#;
        let place = address(Raw::new(text), ORIGIN).unwrap().place.unwrap();
        assert_eq!(&*place.name, "Exampletown");
        assert_eq!(place.address.as_deref(), Some("1 Example Row, Exampletown, EX, 00000, Exampleland"));
        assert!(address(Raw::new(br#"{"OrderStatus":"Sent","EmailAddress":"a@example.org"}"#), ORIGIN).is_none());
    }

    #[test]
    fn a_last_position_is_read_in_any_of_its_spellings() {
        let at = |text: &str| last_location(Raw::new(text.as_bytes()), ORIGIN).map(|i| i.location.map(|l| l.point.lat()));
        assert_eq!(at(r#"{"Date":"2024-01-02 03:04:05","GpsData":"46.95, 7.44"}"#), Ok(Some(46.95)));
        assert_eq!(at(r#"{"GpsData":{"Latitude":"46.95","Longitude":"7.44"}}"#), Ok(Some(46.95)));
        assert_eq!(at(r#"{"GpsData":"N/A","LastRegion":"CH"}"#), Ok(None));
        assert!(at(r#"{"GpsData":"","LastRegion":""}"#).is_err());
        assert!(at(r#"{"GpsData":"0,0"}"#).is_err());
    }
}
