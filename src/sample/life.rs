//! A life as a sequence of deeds, drawn from a persona and a seed.
//!
//! The sequence has no end and its beginning does not depend on how much of it is used: a larger
//! archive of the same life holds the smaller one's posts and more. The first deeds are those
//! written by hand; each further one depends only on the seed and its own number.

use std::collections::HashSet;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::captions;
use super::rng::{Rng, seed_of};
use super::world::{Form, Persona, Role, Scripted, Spot, Trip};

/// One thing the persona did.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    /// When it was published (a draft: written), Unix seconds. No two deeds share one.
    pub at: i64,
    /// How it was published.
    pub form: Form,
    /// Where the persona was.
    pub spot: &'static Spot,
    /// Time zone there.
    pub zone: &'static str,
    /// Whether the place was tagged.
    pub tagged: bool,
    /// Caption.
    pub caption: String,
    /// Seed of its pictures and of other details.
    pub seed: u64,
}

/// Stories exist since this day.
const STORIES_SINCE: Date = jiff::civil::date(2016, 8, 2);
/// Posts of several pictures exist since this day.
const CAROUSELS_SINCE: Date = jiff::civil::date(2017, 2, 22);
/// How much more is posted on a day away from home.
const TRIP_WEIGHT: u32 = 9;
/// Stream number of the deeds in the seed's family.
const DEEDS: u64 = 0xdeed;

/// The days of a persona, and the deeds drawn from them so far.
pub(super) struct Life {
    persona: &'static Persona,
    seed: u64,
    days: Vec<Day>,
    weights: Vec<u64>,
    used: HashSet<i64>,
    next: u64,
}

#[derive(Clone, Copy)]
struct Day {
    date: Date,
    trip: Option<(&'static Trip, i32)>,
}

impl Life {
    /// The life of `persona` under `seed`.
    pub(super) fn new(persona: &'static Persona, seed: u64) -> Self {
        let (first, last) = (date(persona.span.0), date(persona.span.1));
        let days: Vec<Day> = first
            .series(1.day())
            .take_while(|d| *d <= last)
            .map(|d| Day { date: d, trip: trip_on(persona, d) })
            .collect();
        let mut sum = 0;
        let weights = days
            .iter()
            .map(|day| {
                sum += day_weight(persona, *day, first);
                sum
            })
            .collect();
        Self { persona, seed: seed ^ seed_of(persona.id), days, weights, used: HashSet::new(), next: 0 }
    }

    /// A deed drawn at random, number `index` of the sequence.
    fn drawn(&self, index: u64) -> Deed {
        let mut rng = Rng::new(self.seed.wrapping_add(index), DEEDS);
        let target = rng.below(self.weights.last().copied().unwrap_or(1));
        let at = self.weights.partition_point(|sum| *sum <= target).min(self.days.len() - 1);
        let day = self.days[at];
        let (spot, zone) = self.choose_spot(day, &mut rng);
        let form = self.choose_form(day.date, spot, &mut rng);
        let tagged = rng.percent(tag_chance(spot, form, day.trip.is_some()));
        let clock = clock_time(spot.role, day.date, &mut rng);
        let caption = captions::write(self.persona.words, self.persona.friends, spot, form, &mut rng);
        Deed { at: instant(clock, zone), form, spot, zone, tagged, caption, seed: rng.next() }
    }

    fn scripted(&self, number: usize, scripted: &'static Scripted) -> Deed {
        let (spot, zone) = self.persona.spot(scripted.spot).expect("the tests look up every scripted spot");
        let mut rng = Rng::new(self.seed.wrapping_add(number as u64), DEEDS + 1);
        let clock: DateTime = scripted.at.parse().expect("the tests parse every scripted time");
        let at = instant(clock, zone) + rng.between(0, 59);
        let caption = scripted.caption.to_owned();
        Deed { at, form: scripted.form, spot, zone, tagged: scripted.tagged, caption, seed: rng.next() }
    }

    fn choose_spot(&self, day: Day, rng: &mut Rng) -> (&'static Spot, &'static str) {
        if let Some((trip, nth)) = day.trip {
            let edge = nth == 0 || nth == trip.days - 1;
            let weights: Vec<u32> = trip
                .spots
                .iter()
                .map(|s| match s.role {
                    Role::Airport => {
                        if edge {
                            4
                        } else {
                            0
                        }
                    }
                    Role::Hotel | Role::Cruise => 3,
                    _ => 4,
                })
                .collect();
            return (&trip.spots[rng.weighted(&weights)], trip.zone);
        }
        let weekend = day.date.weekday().to_monday_zero_offset() >= 5;
        let weights: Vec<u32> = self.persona.spots.iter().map(|s| everyday_weight(s.role, weekend)).collect();
        (&self.persona.spots[rng.weighted(&weights)], self.persona.zone)
    }

    fn choose_form(&self, date: Date, spot: &Spot, rng: &mut Rng) -> Form {
        let story = rng.percent(self.persona.story_percent);
        let roll = rng.below(100);
        if date >= STORIES_SINCE && story {
            Form::Story
        } else if date >= CAROUSELS_SINCE && roll < 14 && spot.role != Role::Home {
            Form::Carousel(2 + rng.below(4) as u8)
        } else if roll >= 96 {
            Form::Video
        } else {
            Form::Photo
        }
    }
}

impl Iterator for Life {
    type Item = Deed;

    fn next(&mut self) -> Option<Deed> {
        let number = self.next;
        self.next += 1;
        let mut deed = match self.persona.scripted.get(number as usize) {
            Some(scripted) => self.scripted(number as usize, scripted),
            None => self.drawn(number),
        };
        // Two posts of one second would look like one album in the older layout.
        while !self.used.insert(deed.at) {
            deed.at += 7;
        }
        Some(deed)
    }
}

/// The date of a text in our own tables.
pub(super) fn date(text: &str) -> Date {
    text.parse().expect("the tests parse every date of the personas")
}

/// The moment of a text in our own tables, Unix seconds.
pub(super) fn moment(text: &str) -> i64 {
    let at: Timestamp = text.parse().expect("the tests parse every moment of the personas");
    at.as_second()
}

/// Unix seconds of a clock time in a zone.
pub(super) fn instant(clock: DateTime, zone: &str) -> i64 {
    let zone = TimeZone::get(zone).expect("the tests look up every zone of the personas");
    zone.to_timestamp(clock).map_or(0, Timestamp::as_second)
}

/// The trip a day belongs to, and the number of the day in it.
pub(super) fn trip_on(persona: &Persona, day: Date) -> Option<(&'static Trip, i32)> {
    persona.trips.iter().find_map(|trip| {
        let nth = (day - date(trip.from)).get_days();
        (0..trip.days).contains(&nth).then_some((trip, nth))
    })
}

fn day_weight(persona: &Persona, day: Day, first: Date) -> u64 {
    let year = usize::try_from(day.date.year() - first.year()).unwrap_or(0);
    let of_year = persona.years.get(year).copied().unwrap_or(1);
    let of_day = match (day.trip, day.date.weekday().to_monday_zero_offset()) {
        (Some(_), _) => 10 * TRIP_WEIGHT,
        (None, 5) => 17,
        (None, 6) => 14,
        (None, 4) => 11,
        (None, _) => 7,
    };
    u64::from(of_year) * u64::from(of_day)
}

const fn everyday_weight(role: Role, weekend: bool) -> u32 {
    match role {
        Role::Home => 16,
        Role::Work => {
            if weekend {
                0
            } else {
                14
            }
        }
        Role::Cafe => 12,
        Role::Restaurant => 9,
        Role::Bar => {
            if weekend {
                10
            } else {
                6
            }
        }
        Role::Gym => {
            if weekend {
                4
            } else {
                12
            }
        }
        Role::Outdoors => {
            if weekend {
                14
            } else {
                3
            }
        }
        Role::Mall => {
            if weekend {
                6
            } else {
                3
            }
        }
        Role::Stadium => {
            if weekend {
                6
            } else {
                2
            }
        }
        Role::Culture => {
            if weekend {
                5
            } else {
                1
            }
        }
        Role::Town => 4,
        // Flying starts and ends a trip; illness is written by hand.
        Role::Airport | Role::Hotel | Role::Casino | Role::Cruise | Role::Hospital => 0,
    }
}

const fn tag_chance(spot: &Spot, form: Form, away: bool) -> u64 {
    match (spot.role, form, away) {
        (Role::Home, _, _) => 6,
        (Role::Work, _, _) => 30,
        (_, Form::Story, false) => 34,
        (_, Form::Story, true) => 48,
        (_, _, false) => 62,
        (_, _, true) => 78,
    }
}

/// Hours of the day at a kind of spot, as `(first, last)` pairs; 24 and more are after midnight.
const fn hours(role: Role) -> &'static [(i64, i64)] {
    match role {
        Role::Home => &[(7, 9), (19, 22)],
        Role::Work => &[(9, 12), (14, 17)],
        Role::Cafe => &[(7, 10), (14, 16)],
        Role::Restaurant => &[(12, 13), (18, 21)],
        Role::Bar => &[(20, 23), (21, 25)],
        Role::Gym => &[(6, 7), (18, 20)],
        Role::Outdoors => &[(8, 12), (14, 19)],
        Role::Mall => &[(11, 13), (15, 18)],
        Role::Stadium => &[(15, 21)],
        Role::Airport => &[(6, 10), (14, 20)],
        Role::Hotel => &[(8, 10), (16, 22)],
        Role::Casino => &[(20, 25)],
        Role::Cruise => &[(9, 21)],
        Role::Hospital => &[(8, 17)],
        Role::Culture => &[(11, 17), (20, 22)],
        Role::Town => &[(10, 22)],
    }
}

fn clock_time(role: Role, day: Date, rng: &mut Rng) -> DateTime {
    let (first, last) = *rng.pick(hours(role));
    let seconds = rng.between(first * 3600, last * 3600 + 3599);
    day.at(0, 0, 0, 0).checked_add(seconds.seconds()).unwrap_or_else(|_| day.at(12, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::personas;

    #[test]
    fn every_table_of_every_persona_can_be_used() {
        for persona in personas::ALL {
            let taken: Vec<Deed> = Life::new(persona, 1).take(persona.scripted.len() + 50).collect();
            assert!(taken.iter().all(|d| d.at > moment(persona.joined)), "{} lives before joining", persona.id);
            assert!(taken.iter().all(|d| d.at < moment(persona.exported)), "{} lives after the export", persona.id);
            for name in persona.reviews.iter().map(|r| r.spot).chain(persona.saved.iter().copied()) {
                assert!(persona.spot(name).is_some(), "{name}");
            }
            for trip in persona.trips {
                assert!(date(trip.from) >= date(persona.span.0) && trip.days > 0);
                assert!(TimeZone::get(trip.zone).is_ok());
                let days = (0..trip.days).map(|n| date(trip.from).saturating_add(n.days()));
                assert!(
                    days.into_iter().all(|d| trip_on(persona, d).is_some_and(|(t, _)| std::ptr::eq(t, trip))),
                    "trips overlap"
                );
            }
            let handles = persona.friends.iter().chain([&persona.handle]);
            assert!(handles.into_iter().all(|h| h.ends_with(".example")), "handles must be nobody's");
        }
    }

    #[test]
    fn a_larger_life_begins_like_a_smaller_one() {
        let persona = personas::ALL[0];
        let small: Vec<i64> = Life::new(persona, 7).take(200).map(|d| d.at).collect();
        let large: Vec<i64> = Life::new(persona, 7).take(900).map(|d| d.at).collect();
        assert_eq!(small, large[..200]);
        let unique: HashSet<i64> = large.iter().copied().collect();
        assert_eq!(unique.len(), large.len());
        assert_ne!(Life::new(persona, 8).nth(100).unwrap().at, Life::new(persona, 7).nth(100).unwrap().at);
    }

    #[test]
    fn posts_keep_the_hours_of_the_place_in_its_own_time() {
        let persona = personas::ALL[0];
        for deed in Life::new(persona, 3).skip(persona.scripted.len()).take(600) {
            let local = TimeZone::get(deed.zone).unwrap().to_datetime(Timestamp::from_second(deed.at).unwrap());
            let hour = i64::from(local.hour());
            let inside =
                |(first, last): &(i64, i64)| (*first..=*last).contains(&hour) || *last >= 24 && hour <= last - 24;
            assert!(hours(deed.spot.role).iter().any(inside), "{:?} at {hour}", deed.spot.role);
            let weekend = local.weekday().to_monday_zero_offset() >= 5;
            assert!(!(weekend && deed.spot.role == Role::Work), "no work on weekends");
        }
    }

    #[test]
    fn stories_and_albums_are_not_older_than_their_invention() {
        for persona in personas::ALL {
            for deed in Life::new(persona, 5).take(800) {
                let day =
                    TimeZone::get(deed.zone).unwrap().to_datetime(Timestamp::from_second(deed.at).unwrap()).date();
                assert!(deed.form != Form::Story || day >= STORIES_SINCE);
                assert!(!matches!(deed.form, Form::Carousel(_)) || day >= CAROUSELS_SINCE);
            }
        }
    }
}
