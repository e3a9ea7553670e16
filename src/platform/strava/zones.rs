//! `privacy_zones.csv`: where the account hides its tracks. Columns are told by their names, else by what stands in them.

use std::borrow::Cow;

use super::rules::ZONE;
use super::{Export, ID, Owner};
use crate::model::{Evidence, GeoPoint, Item, ItemKind, Location, LocationSource, Origin, Place};
use crate::platform::ImportCx;
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::kept::kept;
use crate::platform::support::records::{open_table, read_rows};
use crate::platform::support::table::{Row, Table};
use crate::platform::ImportError;

/// Keeps each privacy zone as a place of the account; older exports give an address only, newer ones its middle.
/// Gives the largest radius in metres, or `None` without zones.
pub(super) fn read(cx: &mut ImportCx<'_>, export: &Export, owner: Owner) -> Result<Option<f64>, ImportError> {
    let Some(id) = export.file("privacy_zones.csv") else { return Ok(None) };
    let Some(bytes) = cx.read(id) else { return Ok(None) };
    let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(None) };
    let columns = Columns::of(&table);
    let (mut largest, mut count): (Option<f64>, u64) = (None, 0);
    read_rows(cx, id, &mut table, "privacy zones", |cx, row, origin| {
        let zone = columns.zone(row);
        largest = zone.radius.as_deref().and_then(metres).into_iter().chain(largest).reduce(f64::max);
        count += 1;
        cx.item(item(zone, owner, origin));
    })?;
    Ok((count > 0).then(|| largest.unwrap_or(LARGEST_ZONE_METRES)))
}

struct Columns {
    address: Option<usize>,
    radius: Option<usize>,
    pair: Option<usize>,
    lat: Option<usize>,
    lon: Option<usize>,
    count: usize,
}

/// What a row says.
struct Zone {
    address: Option<String>,
    radius: Option<String>,
    point: Result<GeoPoint, NoPoint>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        Self {
            address: table.column(&["address"]),
            radius: table.column(&["radius"]),
            pair: table.column(&["latitude & longitude", "latitude and longitude", "latitude, longitude", "lat/long"]),
            lat: table.column(&["latitude", "lat"]),
            lon: table.column(&["longitude", "lng", "lon"]),
            count: table.header().len(),
        }
    }

    fn zone(&self, row: Row<'_>) -> Zone {
        let all = || (0..self.count).filter_map(|column| Some((column, row.text(Some(column))?.into_owned())));
        let pair = row.text(self.pair).map(Cow::into_owned);
        // Under a header in another language a pair is told by its form.
        let pair = pair.or_else(|| all().map(|(_, text)| text).find(|text| is_pair(text)));
        let point = pair.as_deref().map_or_else(|| row.point(self.lat, self.lon), coord::lat_lng_text);
        let radius = row.text(self.radius).map(Cow::into_owned);
        let radius = radius.or_else(|| all().map(|(_, text)| text).find(|text| metres(text).is_some() && has_unit(text)));
        let is_other = |text: &String| pair.as_ref() != Some(text) && radius.as_ref() != Some(text);
        let is_coordinate = |column| [self.lat, self.lon].contains(&Some(column));
        let address = row.text(self.address).map(Cow::into_owned);
        let address = address.or_else(|| all().find(|(c, text)| is_other(text) && !is_coordinate(*c)).map(|(_, text)| text));
        Zone { address, radius, point }
    }
}

/// `48.5, 2.25`, and not an address with numbers in it.
fn is_pair(text: &str) -> bool {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    parts.len() == 2 && parts.iter().all(|part| part.contains('.') && part.parse::<f64>().is_ok())
}

fn has_unit(text: &str) -> bool {
    text.ends_with(char::is_alphabetic)
}

fn item(zone: Zone, owner: Owner, origin: Origin) -> Item {
    let mut item = kept(ID, ItemKind::AccountPlace, &ZONE, origin);
    item.account = owner.0;
    item.flaw = coord::flaw(&zone.point);
    item.location = zone.point.ok().map(|point| Location::at(point, LocationSource::PlaceTag, Evidence::Recorded));
    item.place = Some(Place { address: zone.address.map(Into::into), ..Place::named("Privacy zone") });
    item.text = zone.radius.map(|radius| format!("Hidden within {radius}").into());
    item
}

/// The largest radius that Strava offers, one mile; taken when a zone's own is not understood.
const LARGEST_ZONE_METRES: f64 = 1_609.0;

/// Metres from `0.4 km`, `0,4 km`, `200 m`, `1/4 mi`.
fn metres(words: &str) -> Option<f64> {
    let words = words.trim().to_lowercase();
    let end = words.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '/')).unwrap_or(words.len());
    let (number, unit) = words.split_at(end);
    let parse = |text: &str| text.replace(',', ".").parse::<f64>().ok();
    let number = match number.split_once('/') {
        Some((above, below)) => parse(above)? / parse(below)?,
        None => parse(number)?,
    };
    let unit = match unit.trim() {
        "km" | "kilometers" | "kilometres" => 1_000.0,
        "m" | "meters" | "metres" | "" => 1.0,
        unit if unit.starts_with("mi") => 1_609.344,
        _ => return None,
    };
    Some(number * unit).filter(|metres| metres.is_finite() && *metres > 0.0)
}

#[cfg(test)]
mod tests {
    use super::{is_pair, metres};

    #[test]
    fn a_pair_is_told_from_an_address() {
        assert!(is_pair("59.91, 10.75") && is_pair("-59.91,-10.75"));
        assert!(!is_pair("12, Main Street") && !is_pair("1, 2") && !is_pair("0,4 km"));
    }

    #[test]
    fn radii_are_read_in_every_unit() {
        let close = |words: &str, expected: f64| assert!((metres(words).unwrap() - expected).abs() < 0.5, "{words}");
        close("0.4 km", 400.0);
        close("0,4 km", 400.0);
        close("200 m", 200.0);
        close("1/4 mi", 402.0);
        close("1/8 mile", 201.0);
        for none in ["", "far", "1/0 km", "0 m"] {
            assert_eq!(metres(none), None, "{none}");
        }
    }
}
