//! What follows from the sightings, ranked, each with the items it rests on and what would change it.

use std::collections::HashMap;

use crate::analysis::Reason;
use crate::analysis::exposure::explain;
use crate::model::{ItemId, date_words};

use super::gates::HOME_HOURS;
use super::places::{Place, PlaceId};
use super::precision::Precision;
use super::score::{Exposures, ItemExposure, Reveals, Score, score};
use super::sighting::{Lag, SightingId};
use super::{Dossier, Strength, class_of_place};

/// Ordinary places that get a finding of their own, at most, and the days they take.
const MOST_VENUES: usize = 5;
const VENUE_DAYS: u32 = 3;
/// Windows and habits that get one, at most.
const MOST_OF_A_KIND: usize = 20;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// Where the person lives.
    Home,
    /// The area in which the person lives.
    HomeArea,
    /// Where the person works.
    Work,
    /// A time at which the home stood empty, known while it did.
    Absence,
    /// A visit to a sensitive place.
    Sensitive,
    /// A place at fixed hours.
    Routine,
    /// People named at places.
    Ties,
    /// A place visited again and again.
    Place,
}

impl FindingKind {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::HomeArea => "home_area",
            Self::Work => "work",
            Self::Absence => "absence",
            Self::Sensitive => "sensitive",
            Self::Routine => "routine",
            Self::Ties => "ties",
            Self::Place => "place",
        }
    }

    /// By what method it was found, and where that comes from.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Home => {
                "Most visited at night; OSNA (Efstathiades et al. 2015); distinct days between 19 and 8 o'clock. On posts, such methods found 80 % of homes within 1 km (Tasse et al. 2016)"
            }
            Self::HomeArea => "The region seen in most weeks",
            Self::Work => "Most visited in office hours; OSNA (Efstathiades et al. 2015); distinct workdays",
            Self::Absence => "Sightings more than 50 km from home that came into view within the hour, or as a story",
            Self::Sensitive => "US FTC orders on sensitive locations (2024); GDPR Art. 9",
            Self::Routine => "Share of dates around one hour of the week, Wilson 95 % bound above one half",
            Self::Ties => "Handles in captions of items with a place; faces are not looked at",
            Self::Place => "Sightings grouped by name and distance",
        }
    }

    /// What would change it.
    pub const fn would_change(self) -> &'static str {
        match self {
            Self::Home | Self::HomeArea => {
                "Removing the place from the items listed, or making them private; blurring each one does not help, for the average of many blurred positions is the position"
            }
            Self::Work => "Removing the place from items posted in working hours",
            Self::Absence => "Posting after the return; what was seen then stays known",
            Self::Sensitive => "Removing the place from these items, or deleting them; copies taken earlier stay",
            Self::Routine => "Leaving the place off, or posting at another hour than the visit",
            Self::Ties => "Leaving handles off items with a place",
            Self::Place => "Removing the place from these items",
        }
    }
}

/// Something that follows from items.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// The sentence for the user; no period at the end.
    pub text: String,
    /// How sure it is, in words.
    pub confidence: String,
    /// How exposed, and how telling.
    pub score: Score,
    /// The place, if it is about one.
    pub place: Option<PlaceId>,
    /// The items it rests on.
    pub items: Vec<ItemId>,
    /// The sightings it rests on, stays of trails included.
    pub sightings: Vec<SightingId>,
    /// The chain of clauses of the item whose exposure the score rests on.
    pub clauses: Vec<Reason>,
}

impl Finding {
    /// Whether it reveals a sensitive place, and is to be shown only when asked for.
    pub fn is_sensitive(&self) -> bool {
        self.kind == FindingKind::Sensitive
    }
}

/// A finding before it is scored.
struct Draft {
    kind: FindingKind,
    text: String,
    confidence: String,
    reveals: Reveals,
    precision: Precision,
    needed: usize,
    doubtful: bool,
    place: Option<PlaceId>,
    items: Vec<ItemId>,
    sightings: Vec<SightingId>,
}

/// Makes and ranks the findings of a dossier.
pub(super) struct Finder<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) exposures: Exposures<'a>,
    pub(super) known: HashMap<ItemId, ItemExposure>,
}

impl Finder<'_> {
    /// Every finding, highest score first.
    pub(super) fn findings(mut self) -> Vec<Finding> {
        let anchors = self.anchors();
        let mut findings: Vec<Finding> = anchors.into_iter().map(|d| self.scored(d)).collect();
        // An empty home is of use to a burglar who knows where it is: who could see it, and how finely.
        let home = findings.iter().find(|f| f.kind == FindingKind::Home && f.score.value > 0.0);
        let home = home.and(self.dossier.home.as_ref().ok()).map(|h| Precision::of_metres(h.radius_metres));
        let mut drafts = self.absences(home.unwrap_or(Precision::City));
        drafts.extend(self.sensitive());
        drafts.extend(self.habits());
        drafts.extend(self.ties());
        drafts.extend(self.venues());
        findings.extend(drafts.into_iter().map(|d| self.scored(d)));
        findings.sort_by(|a, b| {
            // Sightings and items have their ids in time order.
            let order = |f: &Finding| (f.kind, f.sightings.first().copied(), f.items.first().copied());
            let by_score = b.score.value.total_cmp(&a.score.value);
            by_score.then_with(|| order(a).cmp(&order(b))).then_with(|| a.text.cmp(&b.text))
        });
        findings
    }

    fn scored(&mut self, draft: Draft) -> Finding {
        let mut items = draft.items;
        items.extend(draft.sightings.iter().filter_map(|id| self.dossier.sightings[id.index()].item()));
        items.sort_unstable();
        items.dedup();
        let exposures: Vec<ItemExposure> = items.iter().map(|id| self.exposure(*id)).collect();
        let score = score(&exposures, draft.needed, &[draft.reveals], draft.precision, draft.doubtful);
        let Exposures { dataset, lens, surfaces, assumptions, .. } = self.exposures;
        let clauses =
            score.rests_on.map(|i| explain(dataset, items[i], lens, surfaces, assumptions)).unwrap_or_default();
        Finding {
            kind: draft.kind,
            text: draft.text,
            confidence: draft.confidence,
            score,
            place: draft.place,
            items,
            sightings: draft.sightings,
            clauses,
        }
    }

    fn exposure(&mut self, id: ItemId) -> ItemExposure {
        let exposures = self.exposures;
        *self.known.entry(id).or_insert_with(|| exposures.of(id))
    }

    fn place(&self, id: PlaceId) -> &Place {
        &self.dossier.places[id.index()]
    }

    fn anchors(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        if let Ok(home) = &self.dossier.home {
            let precision = Precision::of_metres(home.radius_metres);
            let at_address = precision <= Precision::Street;
            drafts.push(Draft {
                kind: FindingKind::Home,
                text: format!("Your home is {} {}", within(home.radius_metres), near(self.place(home.place))),
                confidence: format!("{}: {} of {} days", home.confidence.as_str(), home.days, home.of_days),
                reveals: if at_address { Reveals::Home } else { Reveals::HomeArea },
                precision,
                needed: HOME_HOURS as usize,
                doubtful: false,
                place: Some(home.place),
                items: Vec::new(),
                sightings: home.sightings.clone(),
            });
        } else if let Ok(area) = &self.dossier.home_area {
            drafts.push(Draft {
                kind: FindingKind::HomeArea,
                text: format!("You live in or near {}", area.name),
                confidence: format!("{}: {} of {} weeks", area.confidence.as_str(), area.weeks, area.of_weeks),
                reveals: Reveals::HomeArea,
                precision: Precision::City,
                needed: super::gates::HOME_DAYS as usize,
                doubtful: false,
                place: None,
                items: Vec::new(),
                sightings: area.sightings.clone(),
            });
        }
        if let Ok(work) = &self.dossier.work {
            drafts.push(Draft {
                kind: FindingKind::Work,
                text: format!("You work {} {}", within(work.radius_metres), near(self.place(work.place))),
                confidence: format!("{}: {} of {} workdays", work.confidence.as_str(), work.days, work.of_days),
                reveals: Reveals::Work,
                precision: Precision::of_metres(work.radius_metres),
                needed: HOME_HOURS as usize,
                doubtful: false,
                place: Some(work.place),
                items: Vec::new(),
                sightings: work.sightings.clone(),
            });
        }
        drafts
    }

    fn absences(&self, precision: Precision) -> Vec<Draft> {
        let dossier = self.dossier;
        let live = dossier.absences.iter().zip(&dossier.trips).filter(|(a, _)| a.lag == Lag::Live);
        let draft = |(absence, trip): (&super::Absence, &super::Trip)| {
            let live = |id: &&SightingId| dossier.sightings[id.index()].lag == Lag::Live;
            let sightings: Vec<SightingId> = absence.sightings.iter().filter(live).copied().collect();
            let whereto = trip.towns.first().map_or(String::new(), |town| format!(", at {town}"));
            Draft {
                kind: FindingKind::Absence,
                text: format!("{} a stranger could know that you were away from home{whereto}", stretch(trip)),
                confidence: format!(
                    "{} of {} sightings came into view while you were there",
                    sightings.len(),
                    absence.sightings.len()
                ),
                reveals: Reveals::LiveAbsence,
                precision,
                needed: 1,
                doubtful: false,
                place: None,
                items: Vec::new(),
                sightings,
            }
        };
        live.map(draft).take(MOST_OF_A_KIND).collect()
    }

    fn sensitive(&self) -> Vec<Draft> {
        let draft = |visit: &super::SensitiveVisit| {
            let precision = match visit.place {
                Some(place) if visit.strength != Strength::Possible => self.place(place).precision(),
                _ => Precision::Neighbourhood,
            };
            Draft {
                kind: FindingKind::Sensitive,
                text: format!("You were at {}, {}", visit.name, visit.class.at()),
                confidence: format!("{}: {}", visit.strength.as_str(), visit.because),
                reveals: Reveals::Sensitive(visit.class),
                precision,
                needed: 1,
                doubtful: visit.strength != Strength::Named,
                place: visit.place,
                items: visit.unplaced.clone(),
                sightings: visit.sightings.iter().map(|(id, _)| *id).collect(),
            }
        };
        self.dossier.sensitive.iter().map(draft).take(MOST_OF_A_KIND).collect()
    }

    fn habits(&self) -> Vec<Draft> {
        let Ok(routine) = &self.dossier.routine else { return Vec::new() };
        // At home at home's hours is what the home was found by.
        let home = self.dossier.home.as_ref().ok().map(|h| h.place);
        let told = routine.habits.iter().filter(|h| Some(h.likely.place) != home);
        let draft = |habit: &super::Habit| {
            let (place, likely) = (self.place(habit.likely.place), &habit.likely);
            // A sensitive place is named in its own section only.
            class_of_place(place).is_none().then(|| Draft {
                kind: FindingKind::Routine,
                text: format!("On {}s around {}:00 you are {}", habit.hour.day_name(), habit.hour.hour, near(place)),
                confidence: format!("{} of {} dates on which anything is known", likely.dates, likely.of_dates),
                reveals: Reveals::Routine,
                precision: place.precision(),
                needed: likely.dates as usize,
                doubtful: false,
                place: Some(likely.place),
                items: Vec::new(),
                sightings: likely.sightings.clone(),
            })
        };
        told.filter_map(draft).take(MOST_OF_A_KIND).collect()
    }

    fn ties(&self) -> Option<Draft> {
        let ties = &self.dossier.ties.ties;
        let closest = ties.first()?;
        Some(Draft {
            kind: FindingKind::Ties,
            text: format!("{} people are named with you at three or more places and days", ties.len()),
            confidence: format!("the one named most, on {} occasions at {} places", closest.meetings, closest.places),
            reveals: Reveals::Ties,
            precision: Precision::Venue,
            needed: super::gates::TIE_MEETINGS as usize,
            doubtful: false,
            place: None,
            items: ties.iter().flat_map(|t| t.items.iter().copied()).collect(),
            sightings: Vec::new(),
        })
    }

    fn venues(&self) -> Vec<Draft> {
        let dossier = self.dossier;
        let anchors = [dossier.home.as_ref().ok(), dossier.work.as_ref().ok()];
        let is_anchor = |id: PlaceId| anchors.iter().flatten().any(|a| a.place == id);
        let places = (0_u32..).map(PlaceId).zip(&dossier.places);
        let ordinary = places.filter(|(id, place)| {
            place.days >= VENUE_DAYS
                && place.precision() <= Precision::Street
                && !is_anchor(*id)
                && class_of_place(place).is_none()
        });
        let draft = |(id, place): (PlaceId, &Place)| Draft {
            kind: FindingKind::Place,
            text: format!("You were {} on {} days", near(place), place.days),
            confidence: place.kind.map_or_else(|| "seen".to_owned(), |_| place.kind_because.to_string()),
            reveals: Reveals::Venue,
            precision: place.precision(),
            // A stranger who saw it once does not know that it was visited again.
            needed: VENUE_DAYS as usize,
            doubtful: false,
            place: Some(id),
            items: Vec::new(),
            sightings: place.sightings.clone(),
        };
        ordinary.map(draft).take(MOST_VENUES).collect()
    }
}

fn within(metres: f64) -> String {
    if metres < 1_000.0 {
        format!("within {metres:.0} m of a point")
    } else {
        format!("within {:.1} km of a point", metres / 1_000.0)
    }
}

/// "at Night Heron Cafe", "at a place in San Francisco, California". A sensitive place is not named.
fn near(place: &Place) -> String {
    let name = place.name.as_ref().filter(|_| class_of_place(place).is_none());
    match (name, &place.town) {
        (Some(name), _) => format!("at {name}"),
        (None, Some(town)) => format!("at a place in {town}"),
        (None, None) => format!("at {:.3}, {:.3}", place.centre.lat(), place.centre.lon()),
    }
}

/// When a trip was, as the start of a sentence.
fn stretch(trip: &super::Trip) -> String {
    if trip.from == trip.to {
        format!("On {}", date_words(trip.from))
    } else {
        format!("From {} to {}", date_words(trip.from), date_words(trip.to))
    }
}
