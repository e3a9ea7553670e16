//! What town an item is near, and the clock there when it happened, as far as its position tells.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::analysis::{WeekClock, WeekHour};
use crate::model::{Dataset, GeoPoint, Item, Location, Points, TimePrecision, VenueKind};
use crate::venue::{Gazetteer, area_zones, country_name, town_near, zones_within};

use super::precision::Precisions;

/// A position known more roughly than this, in metres, is near no one town.
const TOWN_METRES: f64 = 50_000.0;
/// A position known more roughly than this, in metres, has no zone of its own.
const ZONE_METRES: f64 = 500_000.0;
/// A settlement this far away, in metres, still tells the zone.
const ZONE_REACH_METRES: f64 = 100_000.0;
/// A settlement of the tag's name lies within this distance of its position, in metres.
const SAME_TOWN_METRES: f64 = 50_000.0;

/// The town that a position is near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Town {
    /// Its usual name.
    pub name: &'static str,
    /// Region name; empty when not known.
    pub region: &'static str,
    /// Country, ISO 3166 two letters.
    pub country: &'static str,
}

impl Town {
    /// The English name of its country; its code if the country has none.
    pub fn country_name(&self) -> &'static str {
        country_name(self.country).unwrap_or(self.country)
    }
}

/// When something happened by the clock there.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalTime {
    /// What the clock showed.
    pub clock: DateTime,
    /// How far the clock was ahead of UTC.
    pub offset: Offset,
    /// IANA name of the zone.
    pub zone: &'static str,
}

/// As RFC 3339: `2018-10-06T22:15:00+02:00`.
impl std::fmt::Display for LocalTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let minutes = self.offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        write!(f, "{}{sign}{hours:02}:{minutes:02}", self.clock.strftime("%Y-%m-%dT%H:%M:%S"))
    }
}

/// Where an item is from, in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whereabouts {
    /// The town it is near; `None` for the open sea, and where only a country or region is known.
    pub town: Option<Town>,
    /// The time there. `None` unless the time is known to the minute, and the clocks of all that the position can mean
    /// agree.
    pub local: Option<LocalTime>,
}

/// Works out whereabouts, remembering names of towns.
#[derive(Debug, Default)]
pub struct Locator {
    precisions: Precisions,
}

impl Locator {
    /// Of an item, by the position that the platform or the file holds.
    pub fn of(&mut self, item: &Item) -> Whereabouts {
        let Some(location) = item.location else { return Whereabouts::default() };
        let radius = self.precisions.metres(item, &location);
        let extent = Extent::of(item, &location, radius);
        let at = item.time.filter(|_| has_clock(item));
        Whereabouts { town: extent.town(&location), local: at.and_then(|at| extent.zones(location.point)?.local(at)) }
    }
}

/// All that a position can mean.
struct Extent {
    radius_metres: f64,
    /// Zones of the country or region that the tag names, if it names no town.
    area: BTreeSet<&'static str>,
}

impl Extent {
    fn of(item: &Item, location: &Location, radius_metres: f64) -> Self {
        let tag = item.place.as_ref().filter(|p| p.kind == Some(VenueKind::Settlement));
        let first = tag.and_then(|p| p.name.split(',').next()).map(str::trim);
        let gazetteer = Gazetteer::get();
        let is_town = |name: &&str| {
            let near = |s: &crate::venue::Settlement<'_>| s.point.distance_metres(location.point) <= SAME_TOWN_METRES;
            gazetteer.find(name, None).iter().any(near)
        };
        let area = first.filter(|name| !is_town(name)).and_then(|name| {
            let (nearest, _) = gazetteer.nearest(location.point, f64::INFINITY)?;
            Some(area_zones(name, nearest.country))
        });
        Self { radius_metres, area: area.unwrap_or_default() }
    }

    fn town(&self, location: &Location) -> Option<Town> {
        if !self.area.is_empty() || self.radius_metres > TOWN_METRES {
            return None;
        }
        let (found, _) = town_near(location.point)?;
        Some(Town { name: found.name, region: found.region, country: found.country })
    }

    fn zones(&self, point: GeoPoint) -> Option<LocalZones> {
        if self.radius_metres > ZONE_METRES {
            return None;
        }
        LocalZones::within(point, self.radius_metres, &self.area)
    }
}

/// The clocks that a position can mean.
#[derive(Clone, Debug)]
struct LocalZones {
    name: &'static str,
    zone: TimeZone,
    /// The other zones within reach of the position.
    others: Vec<TimeZone>,
}

impl LocalZones {
    /// Of all settlements within `radius_metres`, and of `area`; the nearest settlement tells the zone. `None` where one of
    /// them is not known.
    fn within(point: GeoPoint, radius_metres: f64, area: &BTreeSet<&'static str>) -> Option<Self> {
        let (nearest, _) = Gazetteer::get().nearest(point, ZONE_REACH_METRES.max(radius_metres))?;
        let name = nearest.time_zone;
        let zone = TimeZone::get(name).ok()?;
        let mut names = zones_within(point, radius_metres);
        names.extend(area);
        names.remove(name);
        let others: Option<Vec<TimeZone>> = names.into_iter().map(|name| TimeZone::get(name).ok()).collect();
        Some(Self { name, zone, others: others? })
    }

    /// How far the clocks are ahead of UTC, if all of them agree at this moment.
    fn offset(&self, at: Timestamp) -> Option<Offset> {
        let offset = self.zone.to_offset(at);
        self.others.iter().all(|zone| zone.to_offset(at) == offset).then_some(offset)
    }

    fn local(&self, at: Timestamp) -> Option<LocalTime> {
        let offset = self.offset(at)?;
        Some(LocalTime { clock: self.zone.to_datetime(at), offset, zone: self.name })
    }
}

/// Rows of trails in one cell of this many cells a degree share their zones.
const CELLS_PER_DEGREE: f64 = 20.0;
/// From the middle of a cell to its corner at most, in metres.
const CELL_METRES: f64 = 4_000.0;

/// The hour of the week of every item and every row of a trail, in local time of its place. Left out is what has no time
/// known to the minute, and what lies where clocks differ within reach of its position.
pub fn week_clock(dataset: &Dataset) -> WeekClock {
    let mut clocks = ItemClocks::default();
    let items: Vec<Option<WeekHour>> = dataset.items.iter().map(|item| clocks.hour(item)).collect();
    WeekClock::new(items, row_hours(&dataset.points))
}

/// The zones of items met so far, by position, radius and the town named.
#[derive(Default)]
struct ItemClocks<'a> {
    precisions: Precisions,
    known: HashMap<(u64, u64, u64, Option<&'a str>), Option<LocalZones>>,
}

impl<'a> ItemClocks<'a> {
    fn hour(&mut self, item: &'a Item) -> Option<WeekHour> {
        let (at, location) = (item.time.filter(|_| has_clock(item))?, item.location?);
        let radius = self.precisions.metres(item, &location);
        let tag = item.place.as_ref().filter(|p| p.kind == Some(VenueKind::Settlement)).map(|p| &*p.name);
        let (lat, lon) = (location.point.lat().to_bits(), location.point.lon().to_bits());
        let zones = self
            .known
            .entry((lat, lon, radius.to_bits(), tag))
            .or_insert_with(|| Extent::of(item, &location, radius).zones(location.point));
        Some(WeekHour::of_seconds(at.as_second(), zones.as_ref()?.offset(at)?.seconds()))
    }
}

fn row_hours(points: &Points) -> impl Iterator<Item = Option<WeekHour>> {
    let mut cells: HashMap<(i32, i32), Option<LocalZones>> = HashMap::new();
    let none = BTreeSet::new();
    (0..points.len()).map(move |index| {
        let row = points.row(index);
        if row.accuracy_metres.is_some_and(|metres| f64::from(metres) > CELL_METRES) {
            return None;
        }
        let cell =
            ((row.point.lat() * CELLS_PER_DEGREE).floor() as i32, (row.point.lon() * CELLS_PER_DEGREE).floor() as i32);
        let zones = cells.entry(cell).or_insert_with(|| {
            let middle = |cell: i32| (f64::from(cell) + 0.5) / CELLS_PER_DEGREE;
            let middle = GeoPoint::new(middle(cell.0).clamp(-90.0, 90.0), middle(cell.1).clamp(-180.0, 180.0))?;
            LocalZones::within(middle, CELL_METRES + CELL_METRES, &none)
        });
        let at = Timestamp::from_second(row.seconds).ok()?;
        Some(WeekHour::of_seconds(row.seconds, zones.as_ref()?.offset(at)?.seconds()))
    })
}

const fn has_clock(item: &Item) -> bool {
    matches!(item.time_precision, TimePrecision::Second | TimePrecision::Minute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        AudienceClaim, Claim, Evidence, ItemId, ItemKind, Life, LocationSource, Origin, Place, PlatformId, PointRow,
        PointSource, Rule, Track,
    };

    static RULE: Rule = Rule { id: "test", text: "test", source: "test" };

    fn item(lat: f64, lon: f64, accuracy_metres: Option<f64>) -> Item {
        let tagged = Claim::yes(Evidence::Recorded, &RULE);
        let audience = AudienceClaim::FollowsAccount;
        let mut item = Item::new(PlatformId("x"), ItemKind::Post, audience, Life::Live, tagged, Origin::new(0, 0));
        item.time = Some("2018-10-06T20:15:00Z".parse().unwrap());
        item.time_precision = TimePrecision::Second;
        let (source, evidence) = (LocationSource::PlaceTag, Evidence::Recorded);
        item.location = GeoPoint::new(lat, lon).map(|point| Location { point, accuracy_metres, source, evidence });
        item
    }

    fn at_tag(mut item: Item, name: &str) -> Item {
        item.place = Some(Place { kind: Some(VenueKind::Settlement), ..Place::named(name) });
        item
    }

    fn told(item: &Item) -> (Option<String>, Option<String>) {
        let told = Locator::default().of(item);
        let town = told.town.map(|t| format!("{}, {}", t.name, t.country_name()));
        (town, told.local.map(|l| format!("{} {}", l.clock, l.zone)))
    }

    #[test]
    fn a_venue_has_a_town_and_a_clock() {
        let (town, local) = told(&item(48.20849, 16.37208, None));
        assert_eq!(town.as_deref(), Some("Vienna, Austria"));
        assert_eq!(local.as_deref(), Some("2018-10-06T22:15:00 Europe/Vienna"));
        let local = Locator::default().of(&item(-3.7319, -38.52674, None)).local;
        assert_eq!(local.map(|l| l.to_string()).as_deref(), Some("2018-10-06T17:15:00-03:00"));
    }

    #[test]
    fn a_time_known_to_the_day_has_no_clock() {
        let mut to_the_day = item(48.20849, 16.37208, None);
        to_the_day.time_precision = TimePrecision::Day;
        assert_eq!(told(&to_the_day), (Some("Vienna, Austria".to_owned()), None));
    }

    #[test]
    fn a_country_of_several_zones_has_neither_town_nor_clock() {
        assert_eq!(told(&at_tag(item(39.7837, -100.4459, None), "United States")), (None, None));
        assert_eq!(told(&at_tag(item(31.2, -99.3, None), "Texas")), (None, None), "El Paso is an hour behind");
        let austria = told(&at_tag(item(47.33, 13.33, None), "Austria"));
        assert_eq!((austria.0, austria.1.as_deref()), (None, Some("2018-10-06T22:15:00 Europe/Vienna")));
    }

    #[test]
    fn a_rough_position_across_zones_has_no_clock() {
        // Kansas City to beyond the line between Central and Mountain time.
        assert_eq!(told(&item(39.35, -100.4, Some(250_000.0))), (None, None));
        assert_eq!(told(&item(39.35, -100.4, Some(2_000_000.0))), (None, None));
        assert_eq!(
            told(&item(39.0997, -94.5786, Some(5_000.0))).1.as_deref(),
            Some("2018-10-06T15:15:00 America/Chicago")
        );
    }

    #[test]
    fn the_open_sea_has_neither() {
        assert_eq!(told(&item(-48.91234, -123.41234, None)), (None, None));
        let nowhere = Item { location: None, ..item(0.5, 0.5, None) };
        assert_eq!(told(&nowhere), (None, None));
    }
    #[test]
    fn the_clock_of_the_week_is_that_of_each_place() {
        let mut dataset = Dataset::default();
        let mut to_the_day = item(48.20849, 16.37208, None);
        to_the_day.time_precision = TimePrecision::Day;
        let abroad = at_tag(item(39.7837, -100.4459, None), "United States");
        dataset.items = vec![item(48.20849, 16.37208, None), item(-17.8, 178.1, None), to_the_day, abroad];
        let track = Track { platform: PlatformId("x"), name: "phone".into(), file: 0 };
        let track = dataset.points.track(track).unwrap();
        for (lat, lon, accuracy_metres) in [(48.2, 16.37, None), (-48.9, -123.4, None), (48.2, 16.37, Some(9e5))] {
            let point = GeoPoint::new(lat, lon).unwrap();
            let seconds = "2018-10-06T22:30:00Z".parse::<Timestamp>().unwrap().as_second();
            dataset.points.push(PointRow { seconds, point, accuracy_metres, source: PointSource::Gps, track });
        }
        let clock = week_clock(&dataset);
        let of = |id| clock.of_item(ItemId(id)).map(|h| (h.day_name(), h.hour));
        assert_eq!(of(0), Some(("Saturday", 22)));
        assert_eq!(of(1), Some(("Sunday", 8)), "Fiji is twelve hours ahead");
        assert_eq!((of(2), of(3)), (None, None), "a day has no hour, and a country several clocks");
        let of = |row| clock.of_row(row).map(|h| (h.day_name(), h.hour));
        assert_eq!(of(0), Some(("Sunday", 0)));
        assert_eq!((of(1), of(2), of(3)), (None, None, None), "the open sea, a rough fix, no row");
    }
}
