//! The kind of a place from all evidence, the strongest first.
//!
//! 1. A title that only looks like a place (`Hotel California`) alone says nothing.
//! 2. An airport's code in brackets, beside its name or city.
//! 3. The name of a settlement, with region or country after a comma; without, if it is large enough for its name.
//! 4. Names of ships and cruise lines.
//! 5. Generic words and brands. The head noun decides (see `heads`); a brand beats words that say where it is
//!    (`Starbucks Dubai Mall`), and loses to words that say what is named after it (`Mercedes-Benz Stadium`).
//! 6. The distance to an airport, for names that speak of one (`Gate B12`, `Terminal 2`) and places without any name.
//!
//! Unsure is `None`: a wrong kind is worse than none.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Classification;
use super::airports::{Airport, Airports, Size, nearest_port};
use super::brands::{self, Brand};
use super::fold::fold_key;
use super::heads::{self, Blocked, Verdict};
use super::name::{Name, Parted, Segment};
use super::settle::is_settlement;
use crate::model::{Evidence, GeoPoint, VenueKind};

static TITLES: &str = include_str!("../../assets/venues/titles.tsv");

/// The kind of a place, and what else its name decides.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) kind: VenueKind,
    pub(super) because: String,
    /// The brand it rests on.
    pub(super) brand: Option<Brand>,
}

impl Told {
    fn new(kind: VenueKind, because: String) -> Self {
        Self { kind, because, brand: None }
    }

    /// For the caller. Names and distances are inferences: likely, never recorded.
    pub(super) fn classification(&self) -> Classification {
        Classification { kind: self.kind, evidence: Evidence::Likely, because: self.because.as_str().into() }
    }
}

/// The kind that the name alone tells.
pub(super) fn by_name(name: &Name<'_>) -> Option<Told> {
    let primary = name.primary()?;
    if is_title(name) {
        return None;
    }
    let verdict = heads::judge(primary);
    if let Some(airport) = by_code(name, &verdict) {
        return Some(airport);
    }
    let like_other = matches!(verdict, Verdict::Kind(..) | Verdict::Blocked(Blocked { street: true, .. }));
    let brand = brands::find(primary);
    let hinted = !name.tails().is_empty();
    if (brand.is_none() || hinted)
        && let Some(because) = is_settlement(name, like_other || brand.is_some())
    {
        return Some(Told::new(VenueKind::Settlement, because));
    }
    combine(&verdict, brand, primary.words.len()).or_else(|| further_segments(name, &verdict))
}

fn is_title(name: &Name<'_>) -> bool {
    static TABLE: LazyLock<HashSet<String>> =
        LazyLock::new(|| TITLES.lines().filter(|l| !l.starts_with('#')).map(fold_key).collect());
    TABLE.contains(&fold_key(name.text))
}

/// The airport whose code stands in brackets, or is all there is.
pub(super) fn coded_airport(name: &Name<'_>) -> Option<&'static Airport> {
    let coded = name.segments.iter().find_map(|s| match &s.words[..] {
        [word] if word.written.len() == 3 && word.written.bytes().all(|b| b.is_ascii_uppercase()) => Some((s, word)),
        _ => None,
    });
    let (segment, word) = coded?;
    let airport = Airports::get().by_code(word.written)?;
    let alone = name.segments.len() == 1 && airport.size == Size::Hub;
    let beside = segment.parted == Parted::Brackets && name.primary().is_some_and(|p| airport.shares_word(&p.key()));
    (alone || beside).then_some(airport)
}

fn by_code(name: &Name<'_>, verdict: &Verdict) -> Option<Told> {
    let airport = coded_airport(name)?;
    let fits = match verdict {
        Verdict::Kind(kind, _) => *kind == VenueKind::Airport,
        Verdict::Nothing | Verdict::Blocked(_) => true,
    };
    fits.then(|| Told::new(VenueKind::Airport, format!("{} is the code of {}", airport.iata, airport.name)))
}

fn combine(verdict: &Verdict, brand: Option<Brand>, words: usize) -> Option<Told> {
    match (verdict, brand) {
        (Verdict::Kind(kind, texts), Some(brand)) if brand.kind != *kind => {
            if brand_wins(brand.kind, *kind) {
                Some(told_by_brand(brand))
            } else {
                Some(told_by_words(*kind, texts))
            }
        }
        (Verdict::Kind(kind, texts), None) => Some(told_by_words(*kind, texts)),
        (Verdict::Kind(..) | Verdict::Nothing, Some(brand)) => Some(told_by_brand(brand)),
        (Verdict::Blocked(blocked), Some(brand)) if brand_outlasts(&brand, *blocked, words) => {
            Some(told_by_brand(brand))
        }
        (Verdict::Nothing | Verdict::Blocked(_), _) => None,
    }
}

/// Whether a brand tells the kind although a street or building ends the name: `Hilton London Park Lane`, but not
/// `Pizza Hut Lane`.
fn brand_outlasts(brand: &Brand, blocked: Blocked, words: usize) -> bool {
    let whole = brand.known && brand.to == words;
    brand.from == 0 && (whole || blocked.part_of_town || blocked.street && blocked.from > brand.to)
}

/// Whether a brand of one kind says what the place is beside a generic word of another.
fn brand_wins(brand: VenueKind, word: VenueKind) -> bool {
    use VenueKind::{Airport, Bar, CruiseShip, Hotel, Outdoors, Restaurant, Settlement, Shopping, Transit};
    match word {
        // These say where it is.
        Airport | Transit | Outdoors | Settlement | Shopping => true,
        // Ships and stadiums carry proper names that hold any word.
        Hotel | Restaurant | Bar => matches!(brand, CruiseShip),
        _ => false,
    }
}

fn told_by_words(kind: VenueKind, texts: &[Box<str>]) -> Told {
    let quoted: Vec<String> = texts.iter().map(|t| format!("“{t}”")).collect();
    let mut because = quoted.join(" and ");
    because.push_str(" in the name");
    Told::new(kind, because)
}

fn told_by_brand(brand: Brand) -> Told {
    let what = match brand.kind {
        VenueKind::Hotel => "a hotel brand",
        VenueKind::Casino => "a casino",
        VenueKind::CruiseShip => "a cruise ship or line",
        VenueKind::Fitness => "a brand of gyms",
        VenueKind::Stadium => "a stadium",
        VenueKind::Shopping => "a brand of shops",
        VenueKind::Hospital => "a clinic or its operator",
        VenueKind::Bar => "a brand of bars",
        VenueKind::Restaurant => "a restaurant brand",
        VenueKind::Theatre => "a theatre or cinema",
        VenueKind::Museum => "a museum",
        VenueKind::School => "a brand of schools",
        VenueKind::Outdoors => "a park",
        VenueKind::Airport | VenueKind::Worship | VenueKind::Transit | VenueKind::Settlement => "a known name",
    };
    let because = format!("“{}” is {what}", brand.written);
    Told { kind: brand.kind, because, brand: Some(brand) }
}

/// What stands after a dash or in brackets, when the first part of the name says nothing.
fn further_segments(name: &Name<'_>, verdict: &Verdict) -> Option<Told> {
    if *verdict != Verdict::Nothing {
        return None;
    }
    let parts = |s: &&Segment<'_>| matches!(s.parted, Parted::Dash | Parted::Brackets);
    let mut further = name.segments.iter().skip(1).filter(parts);
    further.find_map(|segment| match heads::judge(segment) {
        Verdict::Kind(kind, texts) => Some(told_by_words(kind, &texts)),
        Verdict::Blocked(_) => None,
        Verdict::Nothing => brands::find(segment).filter(|b| b.from == 0).map(told_by_brand),
    })
}

/// Words that are used inside airports, and elsewhere.
const AIRPORT_WORDS: &[&str] = &[
    "terminal",
    "gate",
    "gates",
    "departures",
    "departure",
    "arrivals",
    "arrival",
    "concourse",
    "boarding",
    "runway",
    "tarmac",
    "baggage",
    "checkin",
    "abflug",
    "ankunft",
    "vorfeld",
    "llegadas",
    "salidas",
    "embarque",
    "partenze",
    "arrivi",
    "departs",
    "arrivees",
    "chegadas",
    "partidas",
    "вылет",
    "прилет",
    "терминал",
    "出発",
    "到着",
    "ゲート",
    "ターミナル",
    "航站楼",
    "航廈",
    "출국장",
    "입국장",
    "터미널",
];

/// The kind that the distance to an airport tells, or for a passenger terminal the distance to a seaport.
pub(super) fn by_distance(name: &Name<'_>, at: GeoPoint) -> Option<Told> {
    let nameless = name.primary().is_none();
    let reach = if nameless { Size::grounds_metres } else { Size::reach_metres };
    if let Some((airport, metres)) = Airports::get().around(at, reach)
        && (nameless || speaks_of(name, airport))
    {
        let because = format!("{} from the airport {}", distance_text(metres), airport.iata);
        return Some(Told::new(VenueKind::Airport, because));
    }
    by_seaport(name, at)
}

fn speaks_of(name: &Name<'_>, airport: &Airport) -> bool {
    let Some(primary) = name.primary() else { return false };
    let of_airports = |folded: &str| AIRPORT_WORDS.contains(&folded);
    let one_word = primary.words.len() == 1;
    let named = primary.words.iter().any(|w| {
        of_airports(&w.folded)
            || w.run && AIRPORT_WORDS.iter().any(|word| !word.is_ascii() && w.folded.contains(word))
            || one_word && (*w.written == *airport.iata || airport.is_own_word(&w.folded))
    });
    // "Terminal Bar", "Gate Street": other words say that it is something else.
    let other = match heads::judge(primary) {
        Verdict::Kind(kind, _) => kind != VenueKind::Airport && kind != VenueKind::Transit,
        Verdict::Blocked(_) => {
            !primary.words.first().is_some_and(|w| of_airports(&w.folded)) || primary.words.len() > 2
        }
        Verdict::Nothing => false,
    };
    named && !other && brands::find(primary).is_none()
}

/// A passenger terminal beside a seaport: cruise ships are the likeliest, though ferries use some too.
///
/// A place without a name is told nothing by a seaport, unlike by an airport: of the ports in the table neither size nor
/// use is known, some stand a mile off, and the middle of a harbour town is as near to its port as a ship.
fn by_seaport(name: &Name<'_>, at: GeoPoint) -> Option<Told> {
    const TERMINALS: &[&str] = &[
        "passenger terminal",
        "maritime terminal",
        "ocean terminal",
        "port terminal",
        "stazione marittima",
        "terminal marittimo",
        "estacion maritima",
        "terminal maritima",
        "gare maritime",
        "morskoj vokzal",
        "морской вокзал",
        "passagierterminal",
        "passagiersterminal",
        "terminal passeggeri",
        "terminal de passageiros",
    ];
    const MAX_METRES: f64 = 5_000.0;
    let key = format!(" {} ", name.primary()?.key());
    let term = TERMINALS.iter().find(|t| key.contains(&format!(" {} ", fold_key(t))))?;
    let (port, metres) = nearest_port(at, MAX_METRES)?;
    let because = format!("“{term}” in the name, {} from the port of {}", distance_text(metres), port.name);
    Some(Told::new(VenueKind::CruiseShip, because))
}

pub(super) fn distance_text(metres: f64) -> String {
    if metres < 1_000.0 {
        format!("{:.0} m", (metres / 10.0).round() * 10.0)
    } else {
        format!("{:.1} km", metres / 1_000.0)
    }
}
