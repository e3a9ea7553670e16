//! Numbers, times, sizes and names as the window writes them.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use crate::analysis::{Geofence, TimeWindow, WeekHours};
use crate::dossier::Whereabouts;
use crate::lens;
use crate::model::{Evidence, GeoPoint, Item, ItemKind, LocationSource, Place, PlatformId, TimePrecision, VenueKind};
use crate::platform::PLATFORMS;

use super::icons::Icon;

/// A count with separators: `4,212`.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count in at most four characters: `950`, `9.8k`, `123k`, `1.2M`.
pub(crate) fn count_short(n: u64) -> String {
    if n < 1000 {
        return n.to_string();
    }
    let units = ["k", "M", "G", "T", "P", "E"];
    let mut value = n as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let decimals = usize::from(value < 9.95);
    format!("{value:.decimals$}{}", units[unit])
}

/// A count and its noun: `1 item`, `4,212 items`.
pub(crate) fn counted(n: u64, singular: &str, plural: &str) -> String {
    format!("{} {}", count(n), if n == 1 { singular } else { plural })
}

/// A size: `820 B`, `1.4 MB`.
pub(crate) fn bytes(n: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut value = n as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let name = units.get(unit).copied().unwrap_or("");
    if unit == 0 || value >= 99.95 { format!("{value:.0} {name}") } else { format!("{value:.1} {name}") }
}

/// A distance: `38 m`, `2.4 km`, `670 km`.
pub(crate) fn distance(metres: f64) -> String {
    if metres < 999.5 {
        format!("{metres:.0} m")
    } else if metres < 9_950.0 {
        format!("{:.1} km", metres / 1000.0)
    } else {
        format!("{} km", count((metres / 1000.0).round() as u64))
    }
}

/// An area: `2,150 m²`, `0.74 km²`, `12,393 km²`.
pub(crate) fn area(km2: f64) -> String {
    match km2 {
        small if small < 0.1 => format!("{} m²", count((small * 1e6).round() as u64)),
        small if small < 0.995 => format!("{small:.2} km²"),
        medium if medium < 9.95 => format!("{medium:.1} km²"),
        large => format!("{} km²", count(large.round() as u64)),
    }
}

/// How many there are for their area, in a unit that needs few digits: `4.2 per km²`, `38 per 10,000 km²`.
pub(crate) fn density(per_km2: f64) -> String {
    let units = [(1.0, "km²"), (100.0, "100 km²"), (1e4, "10,000 km²"), (1e6, "million km²")];
    let (size, name) = units.into_iter().find(|(size, _)| per_km2 * size >= 0.95).unwrap_or((1e6, "million km²"));
    let value = per_km2 * size;
    let number = if value < 9.95 { format!("{value:.1}") } else { count(value.round() as u64) };
    format!("{number} per {name}")
}

pub(crate) use crate::model::{date_words as date, day_words as day};

/// When an item happened, as exactly as it is known.
pub(crate) fn item_time(item: &Item) -> String {
    let Some(at) = item.time else { return "Time not recorded".to_owned() };
    let local = TimeZone::UTC.to_datetime(at);
    match item.time_precision {
        TimePrecision::Second | TimePrecision::Minute => local.strftime("%a %-d %b %Y, %H:%M UTC").to_string(),
        TimePrecision::Day => format!("{} (to the day)", local.strftime("%a %-d %b %Y")),
        TimePrecision::Unknown => "Time not recorded".to_owned(),
    }
}

/// When an item happened by the clock there, and in UTC.
pub(crate) fn item_time_there(item: &Item, whereabouts: &Whereabouts) -> String {
    let (Some(at), Some(local)) = (item.time, &whereabouts.local) else { return item_time(item) };
    let (there, utc) = (local.clock, TimeZone::UTC.to_datetime(at));
    let utc = if there.date() == utc.date() { utc.strftime("%H:%M UTC") } else { utc.strftime("%a %-d %b, %H:%M UTC") };
    format!("{} local ({}) · {utc}", there.strftime("%a %-d %b %Y, %H:%M"), local.zone)
}

/// The name of a place, with a word of doubt if the export does not give it.
pub(crate) fn place_name(place: &Place) -> Cow<'_, str> {
    match place.name_evidence {
        Evidence::Recorded => Cow::Borrowed(&place.name),
        _ => Cow::Owned(format!("Probably {}", place.name)),
    }
}

/// When an item happened, short and sortable, for tables.
pub(crate) fn item_time_short(item: &Item) -> String {
    let Some(at) = item.time else { return "–".to_owned() };
    let local = TimeZone::UTC.to_datetime(at);
    match item.time_precision {
        TimePrecision::Second | TimePrecision::Minute => local.strftime("%Y-%m-%d %H:%M").to_string(),
        TimePrecision::Day => local.strftime("%Y-%m-%d").to_string(),
        TimePrecision::Unknown => "–".to_owned(),
    }
}

/// A stretch of time, to the day, or to the minute when it is short.
pub(crate) fn window(window: TimeWindow) -> String {
    let seconds = window.to.as_second() - window.from.as_second();
    if seconds < 3 * 86_400 {
        let to = TimeZone::UTC.to_datetime(window.to);
        let same_day = TimeZone::UTC.to_datetime(window.from).date() == to.date();
        let end = if same_day { to.strftime("%H:%M").to_string() } else { to.strftime("%-d %b %Y, %H:%M").to_string() };
        let from = TimeZone::UTC.to_datetime(window.from).strftime("%-d %b %Y, %H:%M").to_string();
        format!("{from} – {end} UTC")
    } else {
        format!("{} – {}", day(window.from), day(window.to))
    }
}

/// Hours of the week: `Tuesday 18:00 – 19:00`, `Monday – Friday 08:00 – 18:00`, `every day 07:00 – 08:00`, `12 hours of the week`.
pub(crate) fn week_hours(hours: WeekHours) -> String {
    let Some((first, last)) = hours.as_block() else {
        return counted(hours.len() as u64, "hour of the week", "hours of the week");
    };
    let days = match (first.weekday, last.weekday) {
        (0, 6) => "every day".to_owned(),
        (a, b) if a == b => first.day_name().to_owned(),
        _ => format!("{} – {}", first.day_name(), last.day_name()),
    };
    if (first.hour, last.hour) == (0, 23) {
        return days;
    }
    format!("{days} {:02}:00 – {:02}:00", first.hour, last.hour + 1)
}

/// A position in degrees, to about a metre.
pub(crate) fn point(point: GeoPoint) -> String {
    format!("{:.5}, {:.5}", point.lat(), point.lon())
}

/// A position in degrees, to about a hundred metres, for tables.
pub(crate) fn point_short(point: GeoPoint) -> String {
    format!("{:.3}, {:.3}", point.lat(), point.lon())
}

/// The user's name for a platform.
pub(crate) fn platform(id: PlatformId) -> &'static str {
    PLATFORMS.iter().find(|p| p.id() == id).map_or(id.0, |p| p.name())
}

/// The user's name for a platform given as a word.
pub(crate) fn platform_word(id: &str) -> String {
    let adapter = PLATFORMS.iter().find(|p| p.id().0 == id).map(|p| p.name());
    // Lenses also read platforms whose exports nothing here reads.
    let surfaces = || lens::surfaces().iter().find(|s| s.platform == id).map(|s| s.name.as_str());
    adapter.or_else(surfaces).unwrap_or(id).to_owned()
}

/// Singular label of a kind of item.
pub(crate) const fn kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Post => "Post",
        ItemKind::Story => "Story",
        ItemKind::Reel => "Reel",
        ItemKind::Photo => "Photo",
        ItemKind::Video => "Video",
        ItemKind::CheckIn => "Check-in",
        ItemKind::Review => "Review",
        ItemKind::Activity => "Activity",
        ItemKind::Message => "Message",
        ItemKind::Visit => "Visit",
        ItemKind::SavedPlace => "Saved place",
        ItemKind::ProfilePhoto => "Profile picture",
        ItemKind::Login => "Login",
        ItemKind::DeviceLocation => "Device position",
        ItemKind::AccountPlace => "Place of the account",
        ItemKind::Other => "Something with a position",
        ItemKind::MapView => "Map looked at",
    }
}

/// Plural label of a kind of item.
pub(crate) const fn kinds(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Post => "Posts",
        ItemKind::Story => "Stories",
        ItemKind::Reel => "Reels",
        ItemKind::Photo => "Photos",
        ItemKind::Video => "Videos",
        ItemKind::CheckIn => "Check-ins",
        ItemKind::Review => "Reviews",
        ItemKind::Activity => "Activities",
        ItemKind::Message => "Messages",
        ItemKind::Visit => "Visits",
        ItemKind::SavedPlace => "Saved places",
        ItemKind::ProfilePhoto => "Profile pictures",
        ItemKind::Login => "Logins",
        ItemKind::DeviceLocation => "Device positions",
        ItemKind::AccountPlace => "Places of the account",
        ItemKind::Other => "Others with a position",
        ItemKind::MapView => "Maps looked at",
    }
}

/// The icon of a kind of item.
pub(crate) const fn kind_icon(kind: ItemKind) -> Icon {
    match kind {
        ItemKind::Post => Icon::Post,
        ItemKind::Story => Icon::Camera,
        ItemKind::Reel => Icon::Reel,
        ItemKind::Photo => Icon::Image,
        ItemKind::Video => Icon::Video,
        ItemKind::CheckIn => Icon::Pin,
        ItemKind::Review | ItemKind::SavedPlace => Icon::Star,
        ItemKind::Activity => Icon::Pulse,
        ItemKind::Message => Icon::Message,
        ItemKind::Visit => Icon::Footprints,
        ItemKind::ProfilePhoto => Icon::User,
        ItemKind::Login => Icon::Login,
        ItemKind::DeviceLocation => Icon::Device,
        ItemKind::AccountPlace | ItemKind::MapView => Icon::Bookmark,
        ItemKind::Other => Icon::Question,
    }
}

/// What a source of a position is, for the user.
pub(crate) const fn source(source: LocationSource) -> &'static str {
    match source {
        LocationSource::PlaceTag => "tagged place",
        LocationSource::PlaceName => "name of the tagged place",
        LocationSource::CheckIn => "check-in",
        LocationSource::Exif => "metadata of the picture",
        LocationSource::Gps => "satellite fix",
        LocationSource::Wifi => "Wi-Fi or cell",
        LocationSource::Inferred => "worked out",
        LocationSource::Ip => "internet address",
        LocationSource::ProfileText => "text of the profile",
        LocationSource::Text => "text of the item",
    }
}

/// The label of a fence.
pub(crate) const fn geofence(fence: Geofence) -> &'static str {
    match fence {
        Geofence::Kind(kind) => kind.label(),
        Geofence::Unclassified => "Other places, if fenced",
        Geofence::Fence => "Places in a fence",
        Geofence::Anywhere => "Any place",
    }
}

/// The icon of a fence.
pub(crate) const fn geofence_icon(fence: Geofence) -> Icon {
    let Geofence::Kind(kind) = fence else { return Icon::Unclassified };
    match kind {
        VenueKind::Hotel => Icon::Bed,
        VenueKind::Casino => Icon::Chip,
        VenueKind::CruiseShip => Icon::Boat,
        VenueKind::Airport => Icon::Airplane,
        VenueKind::Fitness => Icon::Barbell,
        VenueKind::Stadium => Icon::Ball,
        VenueKind::Shopping => Icon::Bag,
        VenueKind::Hospital => Icon::Hospital,
        VenueKind::Bar => Icon::Wine,
        VenueKind::Restaurant => Icon::Fork,
        VenueKind::Worship => Icon::Church,
        VenueKind::School => Icon::School,
        VenueKind::Museum => Icon::Bank,
        VenueKind::Theatre => Icon::Mask,
        VenueKind::Outdoors => Icon::Tree,
        VenueKind::Transit => Icon::Train,
        VenueKind::Settlement => Icon::City,
    }
}

/// Text of one line, at most `max` characters long: line breaks become spaces, the rest an ellipsis.
pub(crate) fn one_line(text: &str, max: usize) -> String {
    let mut out = String::new();
    for (i, c) in text.trim().chars().enumerate() {
        if i >= max {
            out.push('…');
            break;
        }
        if !reorders_text(c) {
            out.push(if c.is_control() { ' ' } else { c });
        }
    }
    out
}

/// Text of several lines, at most `max` characters long, without characters that hide or reorder others.
pub(crate) fn paragraphs(text: &str, max: usize) -> String {
    let visible = |c: &char| !reorders_text(*c) && (!c.is_control() || *c == '\n');
    let mut out: String = text.trim().chars().filter(visible).take(max).collect();
    if text.trim().chars().nth(max).is_some() {
        out.push('…');
    }
    out
}

/// Marks and overrides of writing direction: with them a text could pretend to be another.
const fn reorders_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The start or end of a path that is too long, keeping its end: `…/media/stories/a.jpg`.
pub(crate) fn short_path(path: &str, max: usize) -> String {
    let length = path.chars().count();
    if length <= max {
        return one_line(path, max);
    }
    let tail: String = path.chars().skip(length - max.saturating_sub(1)).collect();
    format!("…{}", one_line(&tail, max))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn areas_and_densities_are_written_short() {
        assert_eq!(
            [area(0.00215), area(0.737), area(5.16), area(12_393.4)],
            ["2,150 m²", "0.74 km²", "5.2 km²", "12,393 km²"]
        );
        let cases = [
            (4.21, "4.2 per km²"),
            (12_345.6, "12,346 per km²"),
            (0.0038, "38 per 10,000 km²"),
            (1e-9, "0.0 per million km²"),
        ];
        for (per_km2, text) in cases {
            assert_eq!(density(per_km2), text);
        }
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!([count(0), count(999), count(1000), count(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(
            [950, 9_840, 99_960, 123_400, 1_234_567, 999_999].map(count_short),
            ["950", "9.8k", "100k", "123k", "1.2M", "1.0M"]
        );
        assert_eq!(counted(1, "file", "files"), "1 file");
        assert_eq!([bytes(820), bytes(1_400_000), bytes(999_999)], ["820 B", "1.4 MB", "1.0 MB"]);
        assert_eq!([distance(38.4), distance(2_440.0), distance(670_400.0)], ["38 m", "2.4 km", "670 km"]);
    }

    #[test]
    fn times_show_their_zone_and_precision() {
        let at: Timestamp = "2018-08-11T22:41:00Z".parse().unwrap();
        let short = TimeWindow { from: at, to: "2018-08-11T23:00:00Z".parse().unwrap() };
        assert_eq!(window(short), "11 Aug 2018, 22:41 – 23:00 UTC");
        let long = TimeWindow { from: at, to: "2019-01-01T00:00:00Z".parse().unwrap() };
        assert_eq!(window(long), "11 Aug 2018 – 1 Jan 2019");
    }

    #[test]
    fn hostile_text_stays_on_one_line() {
        assert_eq!(one_line(" a\nb\u{7}c ", 10), "a b c");
        assert_eq!(one_line("ééééé", 3), "ééé…");
        assert_eq!(one_line("gpj.\u{202e}exe", 20), "gpj.exe");
        assert_eq!(paragraphs("a\r\nb\u{2066}c", 20), "a\nbc");
        assert_eq!(short_path("media/stories/201808/a.jpg", 12), "…01808/a.jpg");
    }
}
