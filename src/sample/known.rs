//! What is true of a fictional person's life, whatever an archive shows of it: for tests of what can be worked out.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::life::date;
use super::trail::door;
use super::world::{Persona, Role, Spot};
use crate::model::{GeoPoint, VenueKind};

/// Days that a person was truly away.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownTrip {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// What is true of a life.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownLife {
    /// The door of the home.
    pub home: GeoPoint,
    /// Where the platform puts the neighbourhood that the person tags at home.
    pub home_tag: GeoPoint,
    /// The work place, or the school.
    pub work: GeoPoint,
    /// Trips, in order.
    pub trips: Vec<KnownTrip>,
    /// Names and positions of the places of medical care, worship and learning that the person goes to.
    pub sensitive: Vec<(&'static str, GeoPoint)>,
}

impl KnownLife {
    pub(super) fn of(persona: &Persona) -> Self {
        let at = |lat, lon| GeoPoint::new(lat, lon).expect("the personas live on earth");
        let of_spot = |spot: &Spot| at(spot.lat, spot.lon);
        let trip = |trip: &super::world::Trip| {
            let from = date(trip.from);
            KnownTrip { from, to: from.saturating_add((trip.days - 1).days()) }
        };
        let tells = |kind: &VenueKind| matches!(kind, VenueKind::Hospital | VenueKind::Worship | VenueKind::School);
        let spots = persona.spots.iter().chain(persona.trips.iter().flat_map(|t| t.spots));
        let (lat, lon) = door(persona);
        Self {
            home: at(lat, lon),
            home_tag: of_spot(persona.everyday(Role::Home)),
            work: of_spot(persona.everyday(Role::Work)),
            trips: persona.trips.iter().map(trip).collect(),
            sensitive: spots.filter(|s| s.kinds.iter().any(tells)).map(|s| (s.name, of_spot(s))).collect(),
        }
    }
}
