//! Where the persona was from minute to minute, as a phone's location history would have it.
//!
//! A day's skeleton of home, work and habits, with everything that was posted laid over it, so
//! that the location history agrees with the posts of the same life.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::life::{Deed, date, instant, trip_on};
use super::rng::{Rng, seed_of};
use super::world::{Form, Persona, Role, Spot};
use crate::model::GeoPoint;

/// Time spent at a spot.
#[derive(Clone, Debug)]
pub(super) struct Stay {
    /// Arrival, Unix seconds.
    pub from: i64,
    /// Departure, Unix seconds.
    pub to: i64,
    /// The spot.
    pub spot: &'static Spot,
    /// Where the phone was, not quite where the platform puts the place.
    pub point: GeoPoint,
}

/// Shortest time that counts as a stay, seconds.
const SHORTEST: i64 = 600;
/// Posted places that shape one day at most; a huge archive posts more than anyone can visit.
const MOST_PLACES_A_DAY: usize = 5;

/// A spot for part of a day: first and last minute after midnight, in a zone.
struct Part {
    from: i64,
    to: i64,
    spot: &'static Spot,
}

/// The stays from the persona's first day of location history on, in order, at most `count`.
pub(super) fn stays(persona: &'static Persona, deeds: &[Deed], seed: u64, count: usize) -> Vec<Stay> {
    let last = date(persona.span.1);
    let mut by_day: std::collections::BTreeMap<Date, Vec<&Deed>> = std::collections::BTreeMap::new();
    for deed in deeds.iter().filter(|d| d.form != Form::Draft) {
        by_day.entry(local_day(deed)).or_default().push(deed);
    }
    let mut stays: Vec<Stay> = Vec::new();
    for day in date(persona.trail_from).series(1.day()).take_while(|d| *d <= last) {
        let posted = by_day.get(&day).map_or(&[][..], Vec::as_slice);
        let mut rng = Rng::new(seed ^ seed_of(persona.id) ^ seed_of(&day.to_string()), 0x7a11);
        let (mut parts, zone) = skeleton(persona, day, &mut rng);
        overlay(&mut parts, posted, zone);
        parts.sort_by_key(|p| p.from);
        for part in parts {
            let (from, to) = (clock(day, part.from, zone), clock(day, part.to, zone));
            push(persona, &mut stays, from, to, part.spot, &mut rng);
        }
        // The last stay may still grow into the next day, so one more is needed before stopping.
        if stays.len() > count {
            break;
        }
    }
    stays.truncate(count);
    stays
}

fn local_day(deed: &Deed) -> Date {
    let zone = TimeZone::get(deed.zone).unwrap_or(TimeZone::UTC);
    zone.to_datetime(Timestamp::from_second(deed.at).unwrap_or(Timestamp::UNIX_EPOCH)).date()
}

fn clock(day: Date, minute: i64, zone: &str) -> i64 {
    instant(day.at(0, 0, 0, 0), zone) + minute * 60
}

/// A day without anything posted.
fn skeleton(persona: &'static Persona, day: Date, rng: &mut Rng) -> (Vec<Part>, &'static str) {
    let home = persona.everyday(Role::Home);
    if let Some((trip, nth)) = trip_on(persona, day) {
        let bed = trip.spots.first().unwrap_or(home);
        let arrival = if nth == 0 { 15 * 60 } else { 0 };
        let departure = if nth == trip.days - 1 { 11 * 60 } else { 24 * 60 };
        return (vec![Part { from: arrival, to: departure, spot: bed }], trip.zone);
    }
    let weekend = day.weekday().to_monday_zero_offset() >= 5;
    let mut parts = vec![Part { from: 0, to: 24 * 60, spot: home }];
    let mut go =
        |from: i64, minutes: i64, spot: &'static Spot| insert(&mut parts, Part { from, to: from + minutes, spot });
    if weekend {
        if rng.percent(70) {
            let spot = one_of(persona, Role::Outdoors, rng);
            go(rng.between(10 * 60, 15 * 60), rng.between(70, 200), spot);
        }
        if rng.percent(40) {
            let spot = one_of(persona, Role::Restaurant, rng);
            go(rng.between(18 * 60, 19 * 60 + 30), rng.between(60, 110), spot);
        }
    } else {
        go(9 * 60 + rng.between(-20, 20), rng.between(490, 540), persona.everyday(Role::Work));
        if rng.percent(45) {
            let spot = one_of(persona, Role::Cafe, rng);
            go(8 * 60 + rng.between(0, 15), rng.between(15, 30), spot);
        }
        if rng.percent(45) {
            let spot = one_of(persona, Role::Gym, rng);
            go(18 * 60 + rng.between(15, 50), rng.between(55, 85), spot);
        }
        if rng.percent(25) {
            let spot = one_of(persona, Role::Bar, rng);
            go(20 * 60 + rng.between(15, 60), rng.between(60, 130), spot);
        }
    }
    (parts, persona.zone)
}

fn one_of(persona: &'static Persona, role: Role, rng: &mut Rng) -> &'static Spot {
    let spots: Vec<&'static Spot> = persona.spots.iter().filter(|s| s.role == role).collect();
    if spots.is_empty() { persona.everyday(Role::Home) } else { rng.pick::<&'static Spot>(&spots) }
}

/// Lays a part over the others, cutting what it covers.
fn insert(parts: &mut Vec<Part>, part: Part) {
    let mut cut = Vec::with_capacity(parts.len() + 2);
    for old in parts.drain(..) {
        if old.to <= part.from || old.from >= part.to {
            cut.push(old);
            continue;
        }
        if old.from < part.from {
            cut.push(Part { from: old.from, to: part.from, spot: old.spot });
        }
        if old.to > part.to {
            cut.push(Part { from: part.to, to: old.to, spot: old.spot });
        }
    }
    cut.push(part);
    *parts = cut;
}

fn overlay(parts: &mut Vec<Part>, posted: &[&Deed], zone: &str) {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    for deed in posted.iter().take(MOST_PLACES_A_DAY).filter(|d| !matches!(d.spot.role, Role::Home | Role::Town)) {
        let local = zone.to_datetime(Timestamp::from_second(deed.at).unwrap_or(Timestamp::UNIX_EPOCH));
        let minute = i64::from(local.hour()) * 60 + i64::from(local.minute());
        insert(parts, Part { from: (minute - 40).max(0), to: (minute + 30).min(24 * 60), spot: deed.spot });
    }
}

/// Adds a stay, as far as there is time to get there from the one before.
fn push(persona: &Persona, stays: &mut Vec<Stay>, from: i64, to: i64, spot: &'static Spot, rng: &mut Rng) {
    let point = whereabouts(persona, spot, rng);
    let Some(last) = stays.last_mut() else {
        stays.push(Stay { from, to, spot, point });
        return;
    };
    if std::ptr::eq(last.spot, spot) {
        last.to = last.to.max(to);
        return;
    }
    let from = from.max(last.to + travel_seconds(last.point.distance_metres(point)));
    if to - from >= SHORTEST {
        stays.push(Stay { from, to, spot, point });
    }
}

/// How long it takes from one place to the next.
fn travel_seconds(metres: f64) -> i64 {
    let (speed, extra) = match metres {
        m if m < 2_000.0 => (1.35, 60),
        m if m < 60_000.0 => (8.5, 240),
        m if m < 320_000.0 => (23.0, 600),
        _ => (205.0, 7_200),
    };
    (metres / speed) as i64 + extra
}

/// The door of a persona's home, not quite where the tag of its neighbourhood is; degrees.
pub(super) fn door(persona: &Persona) -> (f64, f64) {
    let spot = persona.everyday(Role::Home);
    let mut door = Rng::new(seed_of(persona.id), 0xd002);
    (spot.lat + door.range(-0.006, 0.006), spot.lon + door.range(-0.008, 0.008))
}

/// Where the phone was at a spot: near the place's own coordinate, at home always the same door.
pub(super) fn whereabouts(persona: &Persona, spot: &Spot, rng: &mut Rng) -> GeoPoint {
    let (lat, lon) = match spot.role {
        Role::Home => door(persona),
        _ => (spot.lat, spot.lon),
    };
    let reach = match spot.role {
        Role::Home => 0.000_06,
        Role::Town => 0.012,
        Role::Outdoors | Role::Airport | Role::Cruise => 0.004,
        _ => 0.000_35,
    };
    GeoPoint::new(lat + rng.range(-reach, reach), lon + rng.range(-reach, reach))
        .expect("the personas live far from poles and antimeridian")
}

/// What a phone would call the way between two places.
pub(super) const fn way(metres: f64) -> &'static str {
    if metres < 2_000.0 {
        "WALKING"
    } else if metres < 320_000.0 {
        "IN_PASSENGER_VEHICLE"
    } else {
        "FLYING"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::life::Life;
    use crate::sample::personas;

    #[test]
    fn nobody_is_in_two_places_or_travels_too_fast() {
        for persona in personas::ALL {
            let deeds: Vec<Deed> = Life::new(persona, 1).take(420).collect();
            let stays = stays(persona, &deeds, 1, 700);
            assert_eq!(stays.len(), 700);
            for pair in stays.windows(2) {
                assert!(pair[0].to - pair[0].from >= SHORTEST);
                let seconds = pair[1].from - pair[0].to;
                let metres = pair[0].point.distance_metres(pair[1].point);
                assert!(seconds > 0 && metres / (seconds as f64) < 260.0, "{metres} m in {seconds} s");
            }
            let home = stays.iter().filter(|s| s.spot.role == Role::Home).map(|s| s.to - s.from).sum::<i64>();
            let all = stays.iter().map(|s| s.to - s.from).sum::<i64>();
            assert!(home * 100 > all * 35, "most nights are at home");
        }
    }

    #[test]
    fn what_was_posted_from_a_venue_lies_within_a_stay_there() {
        let persona = personas::ALL[0];
        let deeds: Vec<Deed> = Life::new(persona, 1).take(420).collect();
        let stays = stays(persona, &deeds, 1, 400);
        let end = stays.last().unwrap().from;
        let begin = stays[0].from;
        let venue = |d: &&Deed| !matches!(d.spot.role, Role::Home | Role::Town | Role::Work) && d.form != Form::Draft;
        let posted: Vec<&Deed> = deeds.iter().filter(|d| (begin..end).contains(&d.at)).filter(venue).collect();
        let there = |d: &&&Deed| {
            stays.iter().any(|s| std::ptr::eq(s.spot, d.spot) && (s.from - 5400..=s.to + 5400).contains(&d.at))
        };
        let agreeing = posted.iter().filter(there).count();
        assert!(posted.len() >= 10 && agreeing * 10 >= posted.len() * 8, "{agreeing} of {}", posted.len());
    }
}
