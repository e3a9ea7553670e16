//! Positions spelled out in links to Google Maps: what was looked at, looked for or sent, not where somebody was.

use std::borrow::Cow;

use super::coord::{self, NoPoint};
use crate::model::{Evidence, GeoPoint, Location, LocationSource};

/// Escapes of characters that stand in and around coordinates.
const ESCAPES: &[(&str, &str)] = &[("%2c", ","), ("%21", "!"), ("%40", "@"), ("%3a", ":"), ("%20", " "), ("%2b", "+")];

/// Marks in front of a pair of degrees, which may also be words to search for.
const PAIR_MARKS: &[&str] = &[
    "/maps/search/",
    "/maps/place/",
    "/maps/dir//",
    "?q=",
    "&q=",
    "?query=",
    "&query=",
    "?ll=",
    "&ll=",
    "?daddr=",
    "&daddr=",
    "?destination=",
    "&destination=",
];

/// A link with the escapes of coordinates undone.
pub fn decoded(link: &str) -> Cow<'_, str> {
    if !link.contains('%') {
        return Cow::Borrowed(link);
    }
    let undo = |text: String, (escape, plain): &(&str, &str)| {
        text.replace(escape, plain).replace(&escape.to_ascii_uppercase(), plain)
    };
    Cow::Owned(ESCAPES.iter().fold(link.to_owned(), undo))
}

/// The position of the place that a link leads to: a dropped pin, or a place with its coordinates.
pub fn place(link: &str) -> Result<GeoPoint, NoPoint> {
    let link = decoded(link);
    // Where there are several, as in directions, the last is where it leads.
    if let Some((_, rest)) = link.rsplit_once("!3d")
        && let Some((lat, rest)) = rest.split_once("!4d")
    {
        let lon = rest.split(['!', '?', '&', '/', '#']).next().unwrap_or_default();
        return coord::degrees(lat.parse().ok(), lon.parse().ok());
    }
    let mut found = Err(NoPoint::Missing);
    for mark in PAIR_MARKS {
        let Some((_, rest)) = link.split_once(mark) else { continue };
        let value = rest.split(['/', '?', '&', '#']).next().unwrap_or_default().replace(['+', ' '], "");
        let value = value.strip_prefix("loc:").unwrap_or(&value);
        // Words to search for have numbers in them too; two numbers alone are a position.
        if value.split(',').count() == 2 && value.split(',').all(|part| part.parse::<f64>().is_ok()) {
            found = coord::lat_lng_text(value);
        }
        if found.is_ok() {
            break;
        }
    }
    found
}

/// A part of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapView {
    /// Its middle.
    pub point: GeoPoint,
    /// Half the width of what was in view, metres, if the link says how near it was.
    pub radius_metres: Option<f64>,
}

/// Metres of a map tile at the equator when the whole world is one tile.
const WORLD_METRES: f64 = 40_075_017.0;

/// Half the width of a tile at a level of zoom; metres.
fn radius_of_zoom(zoom: f64, lat: f64) -> Option<f64> {
    (0.0..=24.0).contains(&zoom).then(|| (WORLD_METRES * lat.to_radians().cos() / zoom.exp2() / 2.0).round())
}

/// The map that a link opens: `/maps/@48.1,11.5,15z`, `/maps/place/X/@48.1,11.5,800m`.
pub fn map_view(link: &str) -> Option<MapView> {
    let is_map = ["google.", "maps.app"].iter().any(|host| link.contains(host)) && link.contains("/maps");
    let rest = link.split_once("/@").filter(|_| is_map)?.1;
    let mut parts = rest.split(['/', '?', '&', '#']).next()?.split(',');
    let (lat, lon) = (parts.next()?.parse().ok(), parts.next()?.parse().ok());
    let point = coord::degrees(lat, lon).ok()?;
    let radius_metres = parts.find_map(|part| {
        let number = |unit| part.strip_suffix(unit).and_then(|n| n.parse::<f64>().ok());
        // Aerial pictures give the height of what is in view.
        number('z').and_then(|zoom| radius_of_zoom(zoom, point.lat())).or_else(|| number('m').map(|m| m / 2.0))
    });
    Some(MapView { point, radius_metres: radius_metres.filter(|r| r.is_finite() && *r > 0.0) })
}

/// Ways in which a link to Google Maps starts, without `www.`, each with what has to follow. The short ones spell
/// nothing out.
const HOSTS: [(&str, &str); 4] =
    [("maps.google.", ""), ("google.", "/maps"), ("maps.app.goo.gl/", ""), ("goo.gl/maps/", "")];

fn is_map(link: &str) -> bool {
    let bare = link.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    HOSTS.iter().any(|(host, rest)| bare.starts_with(host) && bare.contains(rest))
}

/// What a link to a map was opened to look at: the place that was looked for or was to be reached, else a part of the map.
pub fn looked_at(link: &str) -> Option<MapView> {
    let sought = place(link).ok().filter(|_| is_map(link)).map(|point| MapView { point, radius_metres: None });
    sought.or_else(|| map_view(link))
}

/// A link to a map in a text, with what stands before and behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linked<'t> {
    /// The text before.
    pub before: &'t str,
    /// The link.
    pub link: &'t str,
    /// The text behind.
    pub after: &'t str,
}

impl Linked<'_> {
    /// The position that the link spells out. It is sent, and need not be where the sender was.
    pub fn location(&self) -> Result<Location, NoPoint> {
        let location = location(self.link, LocationSource::Text, LocationSource::Text)?;
        Ok(Location { evidence: Evidence::Likely, ..location })
    }
}

/// The position that a link spells out: that of a place, which is `own`, else the middle of the map that it opens, which
/// is only near one and is `viewed`.
pub fn location(link: &str, own: LocationSource, viewed: LocationSource) -> Result<Location, NoPoint> {
    let point = place(link).map(|point| Location::at(point, own, Evidence::Recorded));
    point.or_else(|why| {
        let view = map_view(&decoded(link)).ok_or(why)?;
        let location = Location::at(view.point, viewed, Evidence::Likely);
        Ok(Location { accuracy_metres: view.radius_metres, ..location })
    })
}

/// The first link to a map in a text that spells a position out; if none does, the first link to a map.
pub fn in_text(text: &str) -> Option<Linked<'_>> {
    let mut links = links(text);
    let first = links.next()?;
    let spells = |linked: &Linked<'_>| linked.location().is_ok();
    Some(std::iter::once(first).chain(links).take(LINKS_CAP).find(spells).unwrap_or(first))
}

/// Links of one text that are looked at.
const LINKS_CAP: usize = 16;
/// Bytes of a word that may be a link; browsers go no further either.
const LONGEST_LINK: usize = 8_000;

const fn breaks(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|')
}

/// The links to maps, word by word, so that a text costs what it is long.
fn links(text: &str) -> impl Iterator<Item = Linked<'_>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        while let Some(found) = text.get(rest..).and_then(|text| memchr::memmem::find(text.as_bytes(), b"goo")) {
            let at = rest + found;
            let before = text.get(rest..at)?;
            let start = rest + before.rfind(breaks).map_or(0, |space| space + before.get(space..).map_or(1, first_len));
            let end = text.get(at..)?.find(breaks).map_or(text.len(), |len| at + len);
            rest = end;
            let linked = (end - start <= LONGEST_LINK).then(|| link_in(text, start, end)).flatten();
            if linked.is_some() {
                return linked;
            }
        }
        None
    })
}

/// The link in a word, with what stands around it.
fn link_in(text: &str, start: usize, end: usize) -> Option<Linked<'_>> {
    let word = text.get(start..end)?;
    // Brackets and marks of direction may stand around it.
    let mark = || word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let start = start + word.find("http").unwrap_or_else(mark);
    let link = text.get(start..end)?.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '='));
    if !is_map(link) {
        return None;
    }
    // Some languages write no space behind it.
    let ascii = link.get(..link.find(|c: char| !c.is_ascii()).unwrap_or(link.len())).filter(|_| place(link).is_err());
    let link = ascii.filter(|ascii| place(ascii).is_ok()).unwrap_or(link);
    Some(Linked {
        before: text.get(..start).unwrap_or_default(),
        link,
        after: text.get(start + link.len()..).unwrap_or_default(),
    })
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// The area of a link of the activity log: `…map_action=map&center=48.1,11.5&zoom=12`.
pub fn area(link: &str) -> Option<MapView> {
    let link = link.replace("%2C", ",").replace("%2c", ",");
    let value = |key: &str| Some(link.split_once(key)?.1.split(['&', '#']).next().unwrap_or_default());
    let (lat, lon) = value("center=")?.split_once(',')?;
    let point = coord::degrees(lat.parse().ok(), lon.parse().ok()).ok()?;
    let zoom = value("zoom=").and_then(|z| z.parse().ok());
    Some(MapView { point, radius_metres: zoom.and_then(|z| radius_of_zoom(z, point.lat())) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_links_that_spell_a_position_out_give_one() {
        let at = |link| place(link).map(|p| (p.lat(), p.lon()));
        for link in [
            "https://www.google.com/maps/search/48.5,2.25",
            "https://www.google.com/maps/search/48.5%2C+2.25?x=1",
            "http://maps.google.com/?q=48.5,2.25&cid=5",
            "http://maps.google.com/?q=loc:48.5,2.25",
            "https://maps.google.com/?ll=48.5,2.25&z=15",
            "https://www.google.com/maps/search/?api=1&query=48.5%2c2.25",
            "https://www.google.com/maps/place/48.5,2.25/@48.6,2.3,15z",
            "https://www.google.com/maps/place/X/data=!8m2!3d48.5!4d2.25",
            "https://www.google.com/maps/place/X/data=%218m2%213d48.5%214d2.25",
            "https://www.google.com/maps/dir/A/B/data=!1d1!2d2!3d40.1!4d2.1!8m2!3d48.5!4d2.25!3e2",
        ] {
            assert_eq!(at(link), Ok((48.5, 2.25)), "{link}");
        }
        for link in ["/maps/place/Caf%C3%A9/data=!4m2!3m1!1s0x1:0x2", "/maps/search/pizza", "/maps/search/7,Main+St"] {
            assert_eq!(at(link), Err(NoPoint::Missing), "{link}");
        }
        assert_eq!(at("https://www.google.com/maps/search/0,0"), Err(NoPoint::Zero));
        assert_eq!(at("https://www.google.com/maps/search/148.5,2.25"), Err(NoPoint::OutOfRange));
    }

    #[test]
    fn a_link_is_found_among_words() {
        let parts =
            |text| in_text(text).map(|l: Linked<'_>| (l.before, l.link, l.after, l.location().map(|l| l.point.lat())));
        let one = "https://maps.google.com/?q=48.5,2.25";
        assert_eq!(parts(one), Some(("", one, "", Ok(48.5))));
        let text = format!("see you (at\u{a0}{one}) at six, not google.com/maps");
        assert_eq!(parts(&text), Some(("see you (at\u{a0}", one, ") at six, not google.com/maps", Ok(48.5))));
        let two = format!("https://www.google.com/maps/place/X/data=!4m2 or <{one}>.");
        assert_eq!(parts(&two).map(|p| (p.1, p.3)), Some((one, Ok(48.5))));
        let chinese = format!("\u{200e}{one}见面");
        assert_eq!(parts(&chinese), Some(("\u{200e}", one, "见面", Ok(48.5))));
        let view = "www.google.de/maps/place/Caf%C3%A9/@48.5,2.25,15z";
        assert_eq!(parts(view).map(|p| (p.1, p.3)), Some((view, Ok(48.5))));
        assert_eq!(parts("https://www.google.com/maps?q=48.5,2.25").map(|p| p.3), Some(Ok(48.5)));
        for short in ["maps.google.com/?cid=5", "see https://maps.app.goo.gl/AbC", "http://goo.gl/maps/x"] {
            assert_eq!(parts(short).map(|p| p.3), Some(Err(NoPoint::Missing)), "{short}");
        }
        for none in [
            "https://www.google.com/search?q=48.5,2.25",
            "https://notgoogle.com/maps/@48.5,2.25,3z",
            "google. com/maps",
            "",
        ] {
            assert_eq!(parts(none), None, "{none}");
        }
    }

    #[test]
    fn long_words_and_many_of_them_cost_what_they_are_long() {
        let link = "https://maps.google.com/?q=48.5,2.25";
        for text in ["goo".repeat(1_000_000), "goo ".repeat(1_000_000), format!("{link}?").repeat(100_000)] {
            assert_eq!(in_text(&text), None, "a word that long is no link");
        }
        let many = format!("https://example.org/?to=https://goo.example/maps&{} ", "x".repeat(4_000)).repeat(500);
        assert_eq!(in_text(&format!("{many}{link}")).map(|l| l.link), Some(link));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,20}((https://)?(www\\.|maps\\.)?google\\.\\PC{0,20}){0,3}") {
            for linked in links(&text) {
                let _seen = linked.location();
                prop_assert_eq!(format!("{}{}{}", linked.before, linked.link, linked.after), text.as_str());
            }
        }
    }

    #[test]
    fn links_give_the_middle_and_the_width() {
        let view = map_view("https://www.google.com/maps/place/Caf%C3%A9/@48.5,-2.25,15z/data=x").unwrap();
        assert_eq!((view.point.lat(), view.point.lon()), (48.5, -2.25));
        assert!((view.radius_metres.unwrap() - 405.0).abs() < 2.0);
        assert_eq!(
            map_view("https://www.google.de/maps/@48.5,2.25,800m/data=!3m1").unwrap().radius_metres,
            Some(400.0)
        );
        assert_eq!(map_view("https://www.google.com/maps/@48.5,2.25,3a,75y,90t").unwrap().radius_metres, None);
        for none in [
            "https://www.google.com/maps/",
            "https://example.org/@48.5,2.25,3z",
            "https://www.google.com/maps/@0,0,3z",
            "/@",
        ] {
            assert_eq!(map_view(none), None, "{none}");
        }
        let sought = |link| looked_at(link).map(|view| (view.point.lat(), view.radius_metres));
        assert_eq!(sought("https://www.google.com/maps/dir/?api=1&destination=48.5,2.25"), Some((48.5, None)));
        assert_eq!(sought("https://www.google.com/maps/dir//48.5,2.25/@48.6,2.3,12z"), Some((48.5, None)));
        assert_eq!(sought("https://www.google.com/maps/@48.5,2.25,800m"), Some((48.5, Some(400.0))));
        assert_eq!(sought("https://example.org/maps/search/48.5,2.25"), None);
        let area = area("https://www.google.com/maps/@?api=1&map_action=map&center=10.19,20.28&zoom=12").unwrap();
        assert_eq!((area.point.lat(), area.point.lon()), (10.19, 20.28));
        assert!((4000.0..6000.0).contains(&area.radius_metres.unwrap()));
        assert_eq!(super::area("https://www.google.com/maps/@?api=1&zoom=12"), None);
    }
}
