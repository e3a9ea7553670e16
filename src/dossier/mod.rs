//! The dossier: what a harvester's file on a person would say, worked out from what it would have had.
//!
//! Pure functions from a dataset and the verdicts of a lens to plain data. Every statement names the sightings it rests
//! on, and each sighting its item or its rows of a trail. What rests on too little is not shown; a [`Withheld`] says why.
//!
//! ```text
//!  dataset, exposure ──► sightings ──► places ──► home, work, area ──► absences, trips
//!                            │            ├─────► routine, regularity, sensitive, interests
//!                            └────────────┴─────► findings, ranked
//! ```
//!
//! Nothing here knows how it is shown: [`crate::report`] writes it, the window draws it.

mod absence;
pub mod anonymity;
mod area;
mod clock;
mod findings;
pub mod gates;
mod grid;
pub mod home;
pub mod noise;
mod people;
mod places;
mod precision;
pub mod privacy;
mod profile;
mod random;
pub mod regularity;
pub mod reveal;
mod routine;
pub mod score;
mod sensitive;
mod sighting;
pub mod spread;
pub mod statistics;
mod stays;
mod travel;
mod whereabouts;

use std::collections::{BTreeMap, HashMap};

use crate::analysis::{Assumptions, Exposure};
use crate::lens::{Lens, Surfaces};
use crate::model::{Dataset, Item, ItemId, ItemKind};
use crate::venue::Gazetteer;

pub use crate::analysis::WeekHour;
pub use absence::{AWAY_METRES, Absence, HomeBase};
pub use anonymity::{AnonymityAssumptions, Bits, CensusUnit};
pub use area::Area;
pub use clock::{ZoneId, Zones};
pub use findings::{Finding, FindingKind};
pub use gates::Withheld;
pub use home::{Anchor, Confidence};
pub use people::{Tie, Ties, handles};
pub use places::{Place, PlaceId};
pub use precision::Precision;
pub use privacy::{PrivacyZones, PublicTracks, Zone};
pub use profile::{Hashtag, Interest, Profile, ProfileVersion, field_word};
pub use random::Random;
pub use regularity::Regularity;
pub use reveal::{NightPoint, Reveal};
pub use routine::{Habit, Likely, RegularAbsence, Routine};
pub use sensitive::{SensitiveClass, SensitiveVisit, Strength, class_of, class_of_place};
pub use sighting::{Lag, Origin, Scope, Sighting, SightingId};
pub use spread::Spread;
pub use travel::{ImpossiblePair, Region, Trip};
pub use whereabouts::{LocalTime, Locator, Town, Whereabouts, week_clock};

use findings::Finder;
use score::Exposures;

/// What a dossier is drawn from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The data.
    pub dataset: &'a Dataset,
    /// The lens.
    pub lens: &'a Lens,
    /// The ways of looking at platforms.
    pub surfaces: &'a [Surfaces],
    /// What the user told us.
    pub assumptions: &'a Assumptions,
    /// The lens applied to the data, with these surfaces and assumptions.
    pub exposure: &'a Exposure,
    /// Only what lies in this area, if any.
    pub area: Option<&'a crate::analysis::Area>,
}

impl Input<'_> {
    /// Whether an item lies in the area, by where the platform or the file has it.
    fn holds_item(&self, item: &Item) -> bool {
        self.area.is_none_or(|area| item.location.is_some_and(|l| area.contains(l.point)))
    }

    fn holds(&self, sighting: &Sighting) -> bool {
        match sighting.item() {
            Some(id) => self.holds_item(self.dataset.item(id)),
            None => self.area.is_none_or(|area| area.contains(sighting.point)),
        }
    }
}

/// How to draw it.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// From what.
    pub scope: Scope,
    /// Seed of random draws.
    pub seed: u64,
    /// What the identifying bits rest on.
    pub anonymity: AnonymityAssumptions,
    /// Privacy zones that the user placed: exports tell no coordinates of them.
    pub zones: Vec<Zone>,
}

impl Default for Options {
    fn default() -> Self {
        Self { scope: Scope::Lens, seed: 1, anonymity: AnonymityAssumptions::default(), zones: Vec::new() }
    }
}

/// How far apart capture and publication were.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lags {
    /// Sightings by lag.
    pub counts: BTreeMap<Lag, u64>,
    /// Median seconds from capture to publication, where both are on record.
    pub median_seconds: Option<i64>,
}

/// What a harvester's file on a person would say.
#[derive(Debug)]
pub struct Dossier {
    /// From what it was drawn.
    pub scope: Scope,
    /// The items that the observer had, with a position or without, in time order.
    pub had: Vec<ItemId>,
    /// What put the person somewhere, in time order.
    pub sightings: Vec<Sighting>,
    /// The time zones of sightings.
    pub zones: Zones,
    /// Places, most days first.
    pub places: Vec<Place>,
    /// The place of each sighting.
    pub place_of: Vec<PlaceId>,
    /// Items that name a place without a position.
    pub unplaced: Vec<ItemId>,
    /// Where the person lives.
    pub home: Result<Anchor, Withheld>,
    /// The area in which the person lives.
    pub home_area: Result<Area, Withheld>,
    /// Where the person works.
    pub work: Result<Anchor, Withheld>,
    /// How few posts give the home away.
    pub reveal: Result<Reveal, Withheld>,
    /// Times away from home.
    pub absences: Vec<Absence>,
    /// Why there are none, or why none of them is a finding.
    pub absences_withheld: Option<Withheld>,
    /// The same as trips; parallel to `absences`.
    pub trips: Vec<Trip>,
    /// Towns, most days first.
    pub towns: Vec<Region>,
    /// Countries, most days first.
    pub countries: Vec<Region>,
    /// Hours of the week.
    pub routine: Result<Routine, Withheld>,
    /// Hours of the week at which the person is regularly out.
    pub regular_absences: Result<Vec<RegularAbsence>, Withheld>,
    /// Neighbours in time that no plane connects.
    pub impossible: Vec<ImpossiblePair>,
    /// Visits to sensitive places. To be shown only when asked for.
    pub sensitive: Vec<SensitiveVisit>,
    /// How identifying the places are.
    pub bits: Option<Bits>,
    /// What the bits rest on.
    pub anonymity: AnonymityAssumptions,
    /// The people who live around each place, to work the bits out anew under other assumptions with
    /// [`anonymity::bits`].
    pub people_around: Vec<f64>,
    /// How many people share a pair of home and work known this finely.
    pub census: Option<CensusUnit>,
    /// How far the person moves about.
    pub spread: Option<Spread>,
    /// How regular the order of places is.
    pub regularity: Result<Regularity, Withheld>,
    /// People named at places. Names to be shown only when asked for.
    pub ties: Ties,
    /// Capture against publication.
    pub lags: Lags,
    /// What the profile said, version by version.
    pub profile: Profile,
    /// Profile pictures, in order of time.
    pub profile_pictures: Vec<ItemId>,
    /// What a marketer would file.
    pub interests: Vec<Interest>,
    /// Hashtags used most.
    pub hashtags: Vec<Hashtag>,
    /// The tracks in which privacy zones are looked for.
    pub public_tracks: PublicTracks,
    /// What a stranger finds of privacy zones.
    pub privacy_zones: PrivacyZones,
    /// What follows, highest score first.
    pub findings: Vec<Finding>,
}

impl Dossier {
    /// Draws the dossier.
    pub fn of(input: &Input<'_>, options: &Options) -> Self {
        let dataset = input.dataset;
        let mut zones = Zones::default();
        let mut sightings = sighting::sightings(dataset, input.exposure, options.scope, &mut zones);
        sightings.retain(|s| input.holds(s));
        let (places, place_of) = places::places(dataset, &sightings);
        let had = had(input, options.scope);
        let unplaced = unplaced(dataset, &had, &sightings);
        let home = home::home(&sightings, &places, &place_of);
        let home_place = home.as_ref().ok().map(|h| h.place);
        let work = home::work(&sightings, &places, &place_of, home_place);
        let far_regions = area::regions(&sightings);
        let home_area = area::home_area(&sightings, &far_regions);
        let base = base(&home, &home_area);
        let absences = base.map(|b| absence::absences(&sightings, &far_regions, &b)).unwrap_or_default();
        let trips = travel::trips(&absences, &sightings, &places, &place_of);
        let (towns, countries) = travel::regions(&sightings, &places);
        let public_tracks = PublicTracks::of(dataset, input.exposure, options.scope);
        let people_around = people_around(&places);
        // Who looks on one day reads the profile as it is on that day, however old the items.
        let looks_once = options.scope == Scope::Lens && input.lens.seen_on.is_some();
        let first_look = looks_once.then_some(input.lens.window.from);
        let mut dossier = Self {
            privacy_zones: privacy::attack(&dataset.points, &public_tracks, &options.zones),
            public_tracks,
            scope: options.scope,
            reveal: reveal_of(&home, &sightings, &places, &place_of, options.seed),
            absences_withheld: absences_withheld(base.is_some(), &absences),
            routine: routine::routine(&sightings, &place_of),
            regular_absences: home
                .as_ref()
                .map_err(|_why| Withheld::NoHome)
                .map(|h| routine::regular_absences(&sightings, h.point)),
            impossible: travel::impossible_pairs(&sightings),
            sensitive: sensitive::visits(dataset, &sightings, &places, &unplaced),
            bits: (!people_around.is_empty()).then(|| anonymity::bits(&people_around, &options.anonymity)),
            people_around,
            anonymity: options.anonymity,
            census: census(&home, &work),
            spread: spread_of(&home, &sightings, &places),
            regularity: regularity::regularity(&visits(&sightings, &place_of)),
            ties: people::ties(dataset, &sightings, &place_of),
            lags: lags(dataset, &sightings),
            profile: if had.is_empty() { Profile::default() } else { profile::profile(dataset, &had, first_look) },
            profile_pictures: if had.is_empty() { Vec::new() } else { profile::pictures(dataset) },
            interests: profile::interests(&places),
            hashtags: profile::hashtags(dataset, &had),
            findings: Vec::new(),
            had,
            sightings,
            zones,
            places,
            place_of,
            unplaced,
            home,
            home_area,
            work,
            absences,
            trips,
            towns,
            countries,
        };
        let Input { dataset, lens, surfaces, assumptions, exposure, area: _ } = *input;
        let exposures = Exposures { dataset, lens, surfaces, assumptions, exposure };
        dossier.findings = Finder { dossier: &dossier, exposures, known: HashMap::new() }.findings();
        dossier
    }

    /// The items among sightings, in order, each once.
    pub fn items_of(&self, sightings: impl IntoIterator<Item = SightingId>) -> Vec<ItemId> {
        let mut items: Vec<ItemId> =
            sightings.into_iter().filter_map(|id| self.sightings.get(id.index())?.item()).collect();
        items.sort_unstable();
        items.dedup();
        items
    }

    /// The points that k95 draws from, to play the animation with [`reveal::play`].
    pub fn night_points(&self) -> Vec<NightPoint> {
        night_points(&self.sightings, &self.places, &self.place_of)
    }
}

/// The items that the observer had.
fn had(input: &Input<'_>, scope: Scope) -> Vec<ItemId> {
    let ids = (0_u32..).map(ItemId).zip(&input.dataset.items);
    let own_doing = |item: &crate::model::Item| {
        !matches!(item.kind, ItemKind::Login | ItemKind::DeviceLocation | ItemKind::AccountPlace)
    };
    let had = ids.filter(|(_, item)| input.holds_item(item)).filter(|(id, item)| match scope {
        Scope::Lens => input.exposure.of(*id).verdict.is_taken(),
        Scope::Everything => own_doing(item),
    });
    had.map(|(id, _)| id).collect()
}

fn unplaced(dataset: &Dataset, had: &[ItemId], sightings: &[Sighting]) -> Vec<ItemId> {
    let mut placed = vec![false; dataset.items.len()];
    for id in sightings.iter().filter_map(Sighting::item) {
        placed[id.index()] = true;
    }
    let named = |id: &ItemId| {
        let item = dataset.item(*id);
        item.place.as_ref().is_some_and(|p| p.recorded_name().is_some()) && item.kind != ItemKind::SavedPlace
    };
    had.iter().copied().filter(|id| !placed[id.index()] && named(id)).collect()
}

fn base(home: &Result<Anchor, Withheld>, area: &Result<Area, Withheld>) -> Option<HomeBase> {
    let of_home = home.as_ref().ok().map(|h| HomeBase { point: h.point, radius_metres: h.radius_metres });
    of_home.or_else(|| area.as_ref().ok().map(|a| HomeBase { point: a.point, radius_metres: a.radius_metres }))
}

fn absences_withheld(has_base: bool, absences: &[Absence]) -> Option<Withheld> {
    if !has_base {
        return Some(Withheld::NoHome);
    }
    let any_live = absences.iter().any(|a| a.lag == Lag::Live);
    (!any_live).then_some(Withheld::NoneLive)
}

fn night_points(sightings: &[Sighting], places: &[Place], of: &[PlaceId]) -> Vec<NightPoint> {
    let told = sightings.iter().zip(of).filter(|(s, _)| s.tells_the_hour());
    let point = |(sighting, place): (&Sighting, &PlaceId)| NightPoint {
        place: Some(*place).filter(|p| home::is_home_candidate(&places[p.index()])),
        night: sighting.local.hour() >= 22 || sighting.local.hour() < 7,
    };
    told.map(point).collect()
}

fn reveal_of(
    home: &Result<Anchor, Withheld>,
    sightings: &[Sighting],
    places: &[Place],
    of: &[PlaceId],
    seed: u64,
) -> Result<Reveal, Withheld> {
    let home = home.as_ref().map_err(|_why| Withheld::NoHome)?;
    let points = night_points(sightings, places, of);
    // Draws are judged by one of the three ways alone; where it leads elsewhere, there is nothing to count.
    if reveal::home_of(&points) != Some(home.place) {
        return Err(Withheld::Disagreement);
    }
    Ok(reveal::reveal(&points, home.place, seed))
}

/// The people who live around each place.
fn people_around(places: &[Place]) -> Vec<f64> {
    const TOWN_METRES: f64 = 10_000.0;
    const TOWN_PEOPLE: u32 = 5_000;
    const CELL_METRES: f64 = 1_000.0;
    let people = |place: &Place| {
        let town = Gazetteer::get().nearest(place.centre, TOWN_METRES);
        // Visitors of a venue come from around it: a cell of 1 km, as in the population grids of the world.
        anonymity::people_within(
            place.radius_metres.max(CELL_METRES),
            town.is_some_and(|(t, _)| t.population >= TOWN_PEOPLE),
        )
    };
    places.iter().map(people).collect()
}

fn census(home: &Result<Anchor, Withheld>, work: &Result<Anchor, Withheld>) -> Option<CensusUnit> {
    let (home, work) = (home.as_ref().ok()?, work.as_ref().ok()?);
    anonymity::golle_partridge(home.radius_metres.max(work.radius_metres))
}

fn spread_of(home: &Result<Anchor, Withheld>, sightings: &[Sighting], places: &[Place]) -> Option<Spread> {
    let present = sightings.iter().filter(|s| s.present).map(|s| s.point);
    present.clone().next()?;
    let mut top: Vec<&Place> = places.iter().collect();
    top.sort_by_key(|p| std::cmp::Reverse(p.sightings.len()));
    let top2 = top.iter().take(2).flat_map(|p| p.sightings.iter().map(|id| sightings[id.index()].point));
    let from_home = home.as_ref().ok().map(|h| present.clone().map(|p| p.distance_metres(h.point)).fold(0.0, f64::max));
    Some(Spread {
        gyration_metres: spread::gyration(present),
        gyration_top2_metres: spread::gyration(top2),
        farthest_from_home_metres: from_home,
    })
}

/// The places in order of visits.
fn visits(sightings: &[Sighting], of: &[PlaceId]) -> Vec<u32> {
    sightings.iter().zip(of).filter(|(s, _)| s.tells_the_hour()).map(|(_, place)| place.0).collect()
}

fn lags(dataset: &Dataset, sightings: &[Sighting]) -> Lags {
    let mut counts: BTreeMap<Lag, u64> = Lag::ALL.iter().map(|lag| (*lag, 0)).collect();
    let mut known = Vec::new();
    for sighting in sightings {
        *counts.entry(sighting.lag).or_default() += 1;
        let Some(item) = sighting.item().map(|id| dataset.item(id)) else { continue };
        if let (Some(taken), Some(published)) = (item.time, item.published)
            && sighting.lag != Lag::Unpublished
        {
            known.push(published.duration_since(taken).as_secs() as f64);
        }
    }
    Lags { counts, median_seconds: statistics::median(&mut known).map(|s| s as i64) }
}
