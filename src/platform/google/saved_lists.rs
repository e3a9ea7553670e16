//! `Saved/<list>.csv`: places the person put on a list, by link. Headers are localised; links are not.

use super::record::{self, boxed_text};
use super::rules;
use crate::archive::EntryId;
use crate::model::{Evidence, GeoPoint, ItemKind, LocationSource, Place};
use crate::platform::support::coord;
use crate::platform::support::words::counted;
use crate::platform::{ImportCx, ImportError};

/// Ways in which a link to Google Maps starts.
const MAPS_LINKS: [&str; 4] = ["google.com/maps", "maps.google.", "goo.gl/maps", "maps.app.goo.gl"];

fn is_maps_link(text: &str) -> bool {
    text.starts_with("http") && MAPS_LINKS.iter().any(|link| text.contains(link))
}

/// Whether the head of a CSV file is that of a list of saved places.
pub(super) fn is_saved_list(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    text.lines().take(5).any(is_link_header) && text.split([',', '\n', '"']).any(is_maps_link)
}

/// Whether the head of a CSV file is that of a list of saved links, to places or to anything else.
pub(super) fn is_link_list(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    text.lines().next().is_some_and(is_link_header)
}

/// `Title,Note,URL,Tags,Comment` in any language.
fn is_link_header(line: &str) -> bool {
    let fields: Vec<&str> = line.split(',').collect();
    (3..=6).contains(&fields.len()) && fields.get(2).is_some_and(|field| is_url_header(field))
}

fn is_url_header(field: &str) -> bool {
    field.trim().trim_matches(['"', '\u{feff}']).eq_ignore_ascii_case("url")
}

/// A position spelled out in a link: a dropped pin, or a place with its coordinates.
fn point_in_link(link: &str) -> Option<GeoPoint> {
    let link = link.replace("%2C", ",").replace("%2c", ",").replace(['+', ' '], "");
    let until = |text: &str| text.split(['/', '?', '&', '#']).next().map(str::to_owned);
    for mark in ["/maps/search/", "?q=", "&q=", "?query=", "&query="] {
        if let Some((_, rest)) = link.split_once(mark)
            && let Some(Ok(point)) = until(rest).map(|text| coord::lat_lng_text(&text))
        {
            return Some(point);
        }
    }
    let (lat, rest) = link.split_once("!3d")?.1.split_once("!4d")?;
    let lon = rest.split(['!', '?', '&', '/']).next()?;
    coord::degrees(lat.parse().ok(), lon.parse().ok()).ok()
}

/// Reads a list: every row a place.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes.as_slice());
    let mut columns: Option<usize> = None;
    let mut count = 0_u64;
    let mut row = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                cx.fail(id, format!("row {} is not CSV ({error})", count + 1));
                return Ok(());
            }
        }
        cx.check()?;
        let fields: Vec<_> = row.iter().map(|f| String::from_utf8_lossy(f).trim().to_owned()).collect();
        if columns.is_none() {
            columns = fields.iter().position(|f| is_url_header(f));
            continue;
        }
        place(cx, id, count, &fields, columns);
        count += 1;
    }
    cx.done(id, format!("a list of saved places, {}", counted(count, "row", "rows")));
    Ok(())
}

fn place(cx: &mut ImportCx<'_>, id: EntryId, count: u64, fields: &[String], url_column: Option<usize>) {
    let link = url_column.and_then(|c| fields.get(c)).filter(|f| is_maps_link(f));
    let link = link.or_else(|| fields.iter().find(|f| is_maps_link(f)));
    let Some(link) = link else {
        let is_empty = fields.iter().all(String::is_empty);
        return cx.skip(if is_empty { "an empty row" } else { "a saved link that is not a place" }, 1);
    };
    let point = point_in_link(link);
    let name = fields.first().and_then(|f| boxed_text(f)).filter(|name| **name != **link);
    if point.is_none() && name.is_none() {
        return cx.skip("a saved place without name and coordinates", 1);
    }
    let privacy = rules::private(Evidence::Likely, &rules::LISTS_PRIVATE);
    let mut item = record::item(ItemKind::SavedPlace, privacy, record::origin(id, count));
    item.location = point.map(|p| record::location(p, LocationSource::PlaceTag, Evidence::Recorded));
    item.place = name.map(Place::named);
    item.text = fields.get(1).filter(|note| !is_maps_link(note)).and_then(|note| boxed_text(note));
    cx.item(item);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_that_spell_a_position_out_give_one() {
        let at = |link| point_in_link(link).map(|p| (p.lat(), p.lon()));
        assert_eq!(at("https://www.google.com/maps/search/48.5,2.25"), Some((48.5, 2.25)));
        assert_eq!(at("https://www.google.com/maps/search/48.5%2C+2.25?x=1"), Some((48.5, 2.25)));
        assert_eq!(at("http://maps.google.com/?q=-48.5,2.25&cid=5"), Some((-48.5, 2.25)));
        assert_eq!(at("https://www.google.com/maps/place/X/data=!8m2!3d48.5!4d-2.25"), Some((48.5, -2.25)));
        assert_eq!(at("https://www.google.com/maps/place/Caf%C3%A9/data=!4m2!3m1!1s0x1:0x2"), None);
        assert_eq!(at("https://www.google.com/maps/search/pizza"), None);
        assert_eq!(at("https://www.google.com/maps/search/0,0"), None);
    }

    #[test]
    fn a_list_is_told_by_its_links() {
        assert!(is_saved_list(b"\xef\xbb\xbfTitel,Notiz,URL,Kommentar\nA,,https://www.google.com/maps/place/A/data=x,\n"));
        assert!(!is_saved_list(b"Title,Note,URL\nA,,https://example.org/\n"));
        assert!(is_link_list(b"Title,Note,URL,Comment\nA,,https://example.org/\n"));
        assert!(!is_saved_list(b"Time,Url\n2020,https://www.google.com/maps\n2"), "a log has other columns, still");
    }
}
