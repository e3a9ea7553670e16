//! What the observer knew: one sighting for each item or stay that put the person somewhere.

use jiff::civil::{DateTime, Weekday};
use jiff::{SignedDuration, Timestamp};

use crate::analysis::Exposure;
use crate::model::{
    AudienceClaim, Dataset, Evidence, GeoPoint, Item, ItemId, ItemKind, Life, Location, LocationSource, TimePrecision,
    VenueKind,
};

use super::clock::{ZoneId, Zones};
use super::precision::Precisions;
use super::stays;

/// Index into [`Dossier::sightings`](super::Dossier).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SightingId(pub u32);

impl SightingId {
    /// The position in the list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What the dossier is drawn from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Only what the lens would have had.
    #[default]
    Lens,
    /// Everything with a position that the archive holds, as the platform itself has it.
    Everything,
}

impl Scope {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lens => "lens",
            Self::Everything => "everything",
        }
    }
}

/// Where a sighting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// An item.
    Item(ItemId),
    /// A stay in a location trail: first and last row, both inclusive.
    Trail {
        /// First row.
        first: u32,
        /// Last row.
        last: u32,
    },
}

/// How long after it happened something came into view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lag {
    /// Within the hour: whoever looked knew where the person was.
    Live,
    /// Within a day.
    SameDay,
    /// Later.
    Afterwards,
    /// The export has no moment of capture.
    Unknown,
    /// It never came into view.
    Unpublished,
}

impl Lag {
    /// Every lag, most telling first.
    pub const ALL: [Self; 5] = [Self::Live, Self::SameDay, Self::Afterwards, Self::Unknown, Self::Unpublished];

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::SameDay => "same_day",
            Self::Afterwards => "afterwards",
            Self::Unknown => "unknown",
            Self::Unpublished => "unpublished",
        }
    }

    /// The lag of this much time between capture and publication. Clocks of cameras go wrong: what came into view
    /// before it happened has no known lag.
    pub fn of(lag: SignedDuration) -> Self {
        match lag {
            l if l < SignedDuration::ZERO => Self::Unknown,
            l if l < SignedDuration::from_hours(1) => Self::Live,
            l if l < SignedDuration::from_hours(24) => Self::SameDay,
            _ => Self::Afterwards,
        }
    }
}

/// The person was somewhere, as far as the observer knew.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// Where it comes from.
    pub origin: Origin,
    /// What it is; `None` for a stay in a trail.
    pub kind: Option<ItemKind>,
    /// When; UTC. Through a lens the moment of publication, for that is what it had.
    pub at: Timestamp,
    /// End of a stay; UTC.
    pub until: Option<Timestamp>,
    /// The clock there.
    pub local: DateTime,
    /// Its time zone, told from the nearest settlement.
    pub zone: ZoneId,
    /// Whether the time is known to the minute.
    pub clock_known: bool,
    /// Whether it says that the person was there then. A review does not, nor does the tag of a ship.
    pub present: bool,
    /// Where.
    pub point: GeoPoint,
    /// Radius of uncertainty in metres.
    pub precision_metres: f64,
    /// How sure the position is.
    pub evidence: Evidence,
    /// What kind of place it is tagged with.
    pub venue: Option<VenueKind>,
    /// How long after it happened it came into view.
    pub lag: Lag,
}

impl Sighting {
    /// Whether it tells a time of day at a place.
    pub const fn tells_the_hour(&self) -> bool {
        self.present && self.clock_known
    }

    /// The item, if it is one.
    pub const fn item(&self) -> Option<ItemId> {
        match self.origin {
            Origin::Item(id) => Some(id),
            Origin::Trail { .. } => None,
        }
    }
}

/// Whether a weekday is one of five.
pub(super) const fn is_workday(day: Weekday) -> bool {
    !matches!(day, Weekday::Saturday | Weekday::Sunday)
}

/// Everything the observer knew, in time order.
pub(super) fn sightings(dataset: &Dataset, exposure: &Exposure, scope: Scope, zones: &mut Zones) -> Vec<Sighting> {
    let mut precisions = Precisions::default();
    let mut list: Vec<Sighting> = dataset
        .items
        .iter()
        .zip(0_u32..)
        .filter_map(|(item, index)| of_item(dataset, exposure, scope, (item, ItemId(index)), zones, &mut precisions))
        .collect();
    if scope == Scope::Everything {
        for stay in stays::of_points(&dataset.points) {
            let zone = zones.at(stay.point);
            let Ok(at) = Timestamp::from_second(stay.from) else { continue };
            list.push(Sighting {
                origin: Origin::Trail { first: stay.first_row, last: stay.last_row },
                kind: None,
                at,
                until: Timestamp::from_second(stay.to).ok(),
                local: zones.local(zone, at),
                zone,
                clock_known: true,
                present: true,
                point: stay.point,
                precision_metres: stay.precision_metres,
                evidence: Evidence::Recorded,
                venue: None,
                lag: Lag::Unpublished,
            });
        }
    }
    list.sort_by_key(|s| (s.at, s.origin));
    list
}

fn of_item(
    dataset: &Dataset,
    exposure: &Exposure,
    scope: Scope,
    (item, id): (&Item, ItemId),
    zones: &mut Zones,
    precisions: &mut Precisions,
) -> Option<Sighting> {
    let (location, at) = match scope {
        Scope::Lens if exposure.of(id).verdict.is_taken() => {
            (exposure.public_location(dataset, id)?, item.published_at()?)
        }
        Scope::Lens => return None,
        Scope::Everything => (item.location?, item.time?),
    };
    // What was saved, labelled, looked at on a map or stated is no trace of a visit.
    let no_trace =
        [ItemKind::SavedPlace, ItemKind::AccountPlace, ItemKind::ProfilePhoto, ItemKind::Message, ItemKind::MapView];
    if no_trace.contains(&item.kind) {
        return None;
    }
    let venue = item.place.as_ref().and_then(|p| p.kind);
    let zone = zones.at(location.point);
    Some(Sighting {
        origin: Origin::Item(id),
        kind: Some(item.kind),
        at,
        until: None,
        local: zones.local(zone, at),
        zone,
        clock_known: matches!(item.time_precision, TimePrecision::Second | TimePrecision::Minute),
        present: is_presence(item, &location, venue),
        point: location.point,
        precision_metres: precisions.metres(item, &location),
        evidence: location.evidence,
        venue,
        lag: lag(item),
    })
}

fn is_presence(item: &Item, location: &Location, venue: Option<VenueKind>) -> bool {
    // A review is written when there is time for it, and a ship is not where its tag is.
    item.kind != ItemKind::Review
        && venue != Some(VenueKind::CruiseShip)
        && !matches!(location.source, LocationSource::Text | LocationSource::ProfileText)
}

/// The moment of capture is on record only where an export has both moments; a story is shown for a day, and whoever
/// sees it takes it for now.
fn lag(item: &Item) -> Lag {
    if matches!(item.life, Life::NeverPublished { .. })
        || matches!(item.audience, AudienceClaim::Own(crate::model::Audience::OnlyMe, ..))
    {
        return Lag::Unpublished;
    }
    match (item.time, item.published) {
        (Some(taken), Some(published)) => Lag::of(published.duration_since(taken)),
        _ if item.kind == ItemKind::Story => Lag::Live,
        _ => Lag::Unknown,
    }
}
