//! `Saved/<list>.csv`: places the person put on a list, by link. Headers are localised; links are not.

use super::record::{self, boxed_text};
use super::rules;
use crate::archive::EntryId;
use crate::model::{Evidence, ItemKind, Location, LocationSource, Place};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::map_link;
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

fn location_in_link(link: &str) -> Result<Location, NoPoint> {
    map_link::location(link, LocationSource::PlaceTag, LocationSource::Inferred)
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
    let location = location_in_link(link);
    let name = fields.first().and_then(|f| boxed_text(f)).filter(|name| **name != **link);
    if location.is_err() && name.is_none() {
        let why = location.err().and_then(NoPoint::flaw);
        return cx.skip(why.unwrap_or("a saved place without name and coordinates"), 1);
    }
    let privacy = rules::private(Evidence::Likely, &rules::LISTS_PRIVATE);
    let mut item = record::item(ItemKind::SavedPlace, privacy, record::origin(id, count));
    item.flaw = coord::flaw(&location);
    item.location = location.ok();
    item.place = name.map(Place::named);
    item.text = fields.get(1).filter(|note| !is_maps_link(note)).and_then(|note| boxed_text(note));
    cx.item(item);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_map_is_near_the_place_at_best() {
        let at = |link| location_in_link(link).map(|l| (l.point.lat(), l.evidence, l.accuracy_metres.map(f64::round)));
        let recorded = Ok((48.5, Evidence::Recorded, None));
        assert_eq!(at("https://www.google.com/maps/place/X/@48.51,2.25,17z/data=!3m1!4b1!4m5!8m2!3d48.5!4d2.25"), recorded);
        let near = Ok((48.51, Evidence::Likely, Some(101.0)));
        assert_eq!(at("https://www.google.com/maps/place/X/@48.51,2.25,17z/data=!4m2!3m1!1s0x1:0x2"), near);
        assert_eq!(at("https://www.google.com/maps/place/X/%4048.51%2C2.25%2C17z/data=!4m2!3m1!1s0x1:0x2"), near);
        assert_eq!(at("https://www.google.com/maps/place/X/data=!4m2!3m1!1s0x1:0x2"), Err(NoPoint::Missing));
    }

    #[test]
    fn a_list_is_told_by_its_links() {
        assert!(is_saved_list(b"\xef\xbb\xbfTitel,Notiz,URL,Kommentar\nA,,https://www.google.com/maps/place/A/data=x,\n"));
        assert!(!is_saved_list(b"Title,Note,URL\nA,,https://example.org/\n"));
        assert!(is_link_list(b"Title,Note,URL,Comment\nA,,https://example.org/\n"));
        assert!(!is_saved_list(b"Time,Url\n2020,https://www.google.com/maps\n2"), "a log has other columns, still");
    }
}
