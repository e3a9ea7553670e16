//! Where a tweet was: `geo` is `[lat, lon]`, `coordinates` and the box of a place are `[lon, lat]`,
//! and archives have been seen in which a pair stands the wrong way round. So they are compared.

use jiff::Timestamp;

use super::rules;
use crate::model::{Claim, Evidence, GeoBounds, GeoPoint, Location, LocationSource, Place, Rule};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_raw::Raw;

/// 1 April 2015: until then the app showed a place only, while the exact position was published (seconds since 1970 UTC).
const EXACT_SHOWN_SINCE: i64 = 1_427_846_400;

/// Degrees by which two spellings of one position may differ.
const SAME_DEGREES: f64 = 1e-5;

/// Corners read of a box; real ones have four.
const MOST_CORNERS: usize = 100;

/// A box wider than this crosses the antimeridian or circles the world, and has no centre that means anything (degrees).
const WIDEST_BOX_DEGREES: f64 = 180.0;

/// A position this far outside of a box, in metres, still counts as at that place: boxes of small places are drawn tight.
const AROUND_BOX_METRES: f64 = 10_000.0;

/// The middle of a box is kept to a ten-millionth of a degree, finer than any box.
const MIDDLE_STEPS: f64 = 1e7;

/// What a tweet says of where it was.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Whereabouts {
    /// The exact position, else the middle of the place.
    pub(super) location: Option<Location>,
    /// The named place.
    pub(super) place: Option<Place>,
    /// Whether strangers could find it by its place.
    pub(super) tagged: Claim,
    /// What is wrong with its exact position.
    pub(super) flaw: Option<&'static str>,
}

/// The fields of a tweet that tell where it was, `null` told from absent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fields<'a> {
    pub(super) geo: Option<Raw<'a>>,
    pub(super) coordinates: Option<Raw<'a>>,
    pub(super) place: Option<Raw<'a>>,
}

impl Fields<'_> {
    /// Whether any of them says something.
    pub(super) fn says_anything(&self) -> bool {
        [self.geo, self.coordinates, self.place].into_iter().flatten().any(has_content)
    }
}

fn has_content(raw: Raw<'_>) -> bool {
    raw.as_bytes() != b"null" && (!raw.is_object() || raw.fields().next().is_some())
}

/// Two numbers, not yet told apart.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pair(f64, f64);

impl Pair {
    fn of(raw: Option<Raw<'_>>) -> Option<Self> {
        let mut numbers = raw?.get("coordinates")?.items().map(Raw::number);
        let pair = Self(numbers.next()??, numbers.next()??);
        (pair.0.abs() > 0.0 || pair.1.abs() > 0.0).then_some(pair)
    }

    const fn swapped(self) -> Self {
        Self(self.1, self.0)
    }

    /// With latitude first.
    fn point(self) -> Option<GeoPoint> {
        GeoPoint::from_export(self.0, self.1)
    }

    fn is(self, other: Self) -> bool {
        (self.0 - other.0).abs() < SAME_DEGREES && (self.1 - other.1).abs() < SAME_DEGREES
    }
}

/// An exact position, and whether its order is contested.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Exact {
    point: GeoPoint,
    evidence: Evidence,
    uncertain: bool,
}

/// The position in its two spellings, checked against the box.
fn exact(geo: Option<Pair>, coordinates: Option<Pair>, area: Option<Area>) -> Option<Exact> {
    let coordinates = coordinates.map(Pair::swapped);
    let first = geo.or(coordinates)?;
    let agree = geo.zip(coordinates).map(|(a, b)| a.is(b));
    let contested = agree == Some(false);
    let (plain, swapped) = (first.point(), first.swapped().point());
    let sure = |point, evidence| Some(Exact { point, evidence, uncertain: false });
    let (plain, swapped) = match (plain, swapped) {
        (Some(plain), Some(swapped)) => (plain, swapped),
        (Some(plain), None) => return sure(plain, if contested { Evidence::Likely } else { Evidence::Recorded }),
        (None, swapped) => return sure(swapped?, Evidence::Likely),
    };
    match area.map(|area| (area.holds(plain), area.holds(swapped))) {
        Some((true, false)) => sure(plain, Evidence::Recorded),
        Some((false, true)) => sure(swapped, Evidence::Likely),
        _ if agree == Some(true) => sure(plain, Evidence::Recorded),
        // The same number twice has no order.
        _ if !contested || first.is(first.swapped()) => sure(plain, Evidence::Likely),
        _ => Some(Exact { point: plain, evidence: Evidence::Likely, uncertain: true }),
    }
}

/// A place's box: its middle and the distance from there to its farthest corner.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Area {
    bounds: GeoBounds,
    middle: GeoPoint,
    radius_metres: f64,
}

impl Area {
    fn of(place: Raw<'_>) -> Option<Self> {
        let corners = place.at(&["bounding_box", "coordinates"])?;
        let mut points = Vec::new();
        for ring in corners.items() {
            points.extend(ring.items().filter_map(corner).take(MOST_CORNERS - points.len()));
        }
        let bounds = GeoBounds::around(points.iter().copied())?;
        if bounds.east - bounds.west >= WIDEST_BOX_DEGREES {
            return None;
        }
        let between = |a: f64, b: f64| (a.midpoint(b) * MIDDLE_STEPS).round() / MIDDLE_STEPS;
        let middle = GeoPoint::from_export(between(bounds.south, bounds.north), between(bounds.west, bounds.east))?;
        let radius_metres = points.iter().map(|p| middle.distance_metres(*p)).fold(0.0, f64::max);
        Some(Self { bounds, middle, radius_metres })
    }

    fn holds(&self, point: GeoPoint) -> bool {
        self.bounds.contains(point) || self.middle.distance_metres(point) <= self.radius_metres + AROUND_BOX_METRES
    }
}

fn corner(raw: Raw<'_>) -> Option<GeoPoint> {
    let mut numbers = raw.items().map(Raw::number);
    let (lon, lat) = (numbers.next()??, numbers.next()??);
    GeoPoint::new(lat, lon)
}

/// The place's name, `London, England`, with the country as its address.
fn place_of(raw: Raw<'_>) -> Option<Place> {
    let [full_name, name, country, code] = raw.pick(["full_name", "name", "country", "country_code"]);
    let name = [full_name, name].into_iter().flatten().find_map(Raw::filled)?;
    let country = [country, code].into_iter().flatten().find_map(Raw::filled);
    let mut place = Place::named(name.trim());
    place.address = country.filter(|c| !name.contains(c.trim())).map(|c| c.trim().into());
    Some(place)
}

/// Works out where a tweet was from what it says. The time (UTC) tells what the app showed of it.
pub(super) fn whereabouts(fields: &Fields<'_>, time: Option<Timestamp>) -> Whereabouts {
    let area = fields.place.and_then(Area::of);
    let place = fields.place.and_then(place_of);
    let exact = exact(Pair::of(fields.geo), Pair::of(fields.coordinates), area);
    let yes = |rule| Claim::yes(Evidence::Recorded, rule);
    if let Some(exact) = exact {
        let location = Location::at(exact.point, LocationSource::Gps, exact.evidence);
        let tagged = yes(exact_rule(&exact, place.is_some(), time));
        return Whereabouts { location: Some(location), place, tagged, flaw: None };
    }
    let location = area.map(|area| Location {
        point: area.middle,
        // The box of a shop or a hotel has its four corners in one point, and reaches nowhere.
        accuracy_metres: Some(area.radius_metres.round()),
        source: LocationSource::PlaceTag,
        evidence: Evidence::Recorded,
    });
    let tagged = if location.is_some() || place.is_some() { yes(&rules::PLACE) } else { without_place(fields) };
    Whereabouts { location, place, tagged, flaw: flaw(fields) }
}

/// Why an exact position that is stated cannot be right.
fn flaw(fields: &Fields<'_>) -> Option<&'static str> {
    let stated = [fields.geo, fields.coordinates].into_iter().flatten().find(|raw| has_content(*raw))?;
    let mut numbers = stated.get("coordinates").into_iter().flat_map(Raw::items).map(Raw::number);
    let point = coord::degrees(numbers.next().flatten(), numbers.next().flatten());
    point.err().map(|why| why.flaw().unwrap_or(NoPoint::NotNumbers.reason()))
}

fn exact_rule(exact: &Exact, with_place: bool, time: Option<Timestamp>) -> &'static Rule {
    if exact.uncertain {
        &rules::ORDER_UNCERTAIN
    } else if with_place && time.is_some_and(|t| t.as_second() < EXACT_SHOWN_SINCE) {
        &rules::HIDDEN_EXACT
    } else {
        &rules::EXACT
    }
}

/// Whether a tweet without a usable place carried one.
fn without_place(fields: &Fields<'_>) -> Claim {
    if fields.says_anything() {
        return Claim::unknown(&rules::POSITION_UNREADABLE);
    }
    if fields.geo.or(fields.coordinates).is_some() && fields.place.is_some() {
        return Claim::no(Evidence::Recorded, &rules::EMPTY);
    }
    // Settled once the whole archive is read.
    Claim::unknown(&rules::NEVER_GIVEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERN: Pair = Pair(46.948, 7.4474);

    fn area(text: &str) -> Option<Area> {
        Area::of(Raw::new(text.as_bytes()))
    }

    fn bern() -> Option<Area> {
        area(r#"{"bounding_box":{"coordinates":[[["7.29","46.91"],["7.50","46.91"],["7.50","46.99"],["7.29","46.99"]]]}}"#)
    }

    #[test]
    fn two_spellings_that_agree_are_recorded() {
        let found = exact(Some(BERN), Some(BERN.swapped()), None).unwrap();
        assert_eq!((found.point, found.evidence, found.uncertain), (BERN.point().unwrap(), Evidence::Recorded, false));
    }

    #[test]
    fn a_lone_pair_is_read_as_documented_but_only_likely() {
        assert_eq!(exact(Some(BERN), None, None).unwrap().point, BERN.point().unwrap());
        let found = exact(None, Some(BERN.swapped()), None).unwrap();
        assert_eq!((found.point, found.evidence), (BERN.point().unwrap(), Evidence::Likely));
        assert_eq!(exact(Some(BERN), None, bern()).unwrap().evidence, Evidence::Recorded, "the box confirms it");
    }

    #[test]
    fn the_box_sets_a_pair_right_that_stands_the_wrong_way_round() {
        for (geo, coordinates) in [(Some(BERN.swapped()), None), (None, Some(BERN)), (Some(BERN.swapped()), Some(BERN))] {
            let found = exact(geo, coordinates, bern()).unwrap();
            assert_eq!((found.point, found.evidence), (BERN.point().unwrap(), Evidence::Likely));
        }
    }

    #[test]
    fn a_latitude_beyond_the_pole_is_a_longitude() {
        let sydney = Pair(151.2, -33.87);
        assert_eq!(exact(Some(sydney), None, None).unwrap().point, sydney.swapped().point().unwrap());
    }

    #[test]
    fn spellings_that_contradict_each_other_without_a_box_are_uncertain() {
        let found = exact(Some(BERN), Some(BERN), None).unwrap();
        assert!(found.uncertain);
        assert_eq!(found.evidence, Evidence::Likely);
        assert!(!exact(Some(BERN), Some(BERN), bern()).unwrap().uncertain, "a box settles it");
    }

    #[test]
    fn a_box_around_the_world_has_no_middle() {
        let states = r#"{"bounding_box":{"coordinates":[[[-179.2,18.9],[179.9,18.9],[179.9,71.4],[-179.2,71.4]]]}}"#;
        assert_eq!(area(states), None);
        let middle = bern().unwrap();
        assert!((middle.radius_metres - 9_130.0).abs() < 100.0, "{}", middle.radius_metres);
    }

    #[test]
    fn a_place_whose_corners_are_one_point_is_a_point() {
        let place = Raw::new(br#"{"full_name":"Some Hotel","bounding_box":{"coordinates":[[[7.5,46.9],[7.5,46.9],[7.5,46.9],[7.5,46.9]]]}}"#);
        let fields = Fields { place: Some(place), ..Fields::default() };
        let at = whereabouts(&fields, None).location.unwrap();
        assert_eq!((at.point, at.accuracy_metres), (GeoPoint::new(46.9, 7.5).unwrap(), Some(0.0)));
    }

    #[test]
    fn before_april_2015_the_exact_position_was_open_behind_the_name() {
        let geo = Raw::new(br#"{"coordinates":[46.948,7.4474]}"#);
        let place = Raw::new(br#"{"full_name":"Bern, Switzerland"}"#);
        let fields = Fields { geo: Some(geo), coordinates: None, place: Some(place) };
        let rule = |at: &str| whereabouts(&fields, Some(at.parse().unwrap())).tagged.rule.id;
        assert_eq!(rule("2015-03-31T23:59:59Z"), "x.hidden_exact_position");
        assert_eq!(rule("2015-04-01T00:00:00Z"), "x.exact_position");
    }
}
