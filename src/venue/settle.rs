//! Names that are those of settlements, regions or countries, and where they are.

use super::fold::fold_key;
use super::gazetteer::{
    Gazetteer, RegionHint, Settlement, country_code, country_name, country_population, named_areas,
};
use super::name::{Name, is_run_char};
use super::words;
use crate::model::GeoPoint;

/// A settlement is meant without further hint only if it has this many times the inhabitants of any other of the name.
pub(super) const DOMINANCE: u64 = 20;
/// A city of at least so many inhabitants is meant by its usual name also if it has only [`DOMINANCE_KNOWN`] times those of
/// another, which is no city of [`MIN_SECOND`], and [`DOMINANCE`] times if they count once for each name that a place has in
/// the languages of the world. So Florence in Italy is meant, nine times as large as the next, and no Portland.
const MIN_KNOWN: u32 = 200_000;
const DOMINANCE_KNOWN: u64 = 8;
const MIN_SECOND: u32 = 100_000;
/// Against such a city, another that only also goes by the name, from former times or in some language, is not meant either
/// if it is so many times smaller, whatever its names; but not if the name is a short form of its own (Santiago de los
/// Caballeros).
const DOMINANCE_USUAL: u64 = 8;
/// Against a city of so many inhabitants one of another country that only also goes by the name is not meant as long as it
/// is no larger: nobody calls Amman Philadelphia.
const MIN_WORLD: u32 = 1_000_000;
/// And at least so many inhabitants.
const MIN_DOMINANT: u32 = 50_000;
/// A settlement of so many inhabitants is meant by its name of one word; of several words; and by a name in another language.
const MIN_ONE_WORD: u32 = 15_000;
const MIN_SEVERAL_WORDS: u32 = 1_000;
const MIN_ALTERNATE: u32 = 100_000;
/// One that is called like a venue or a street (`Virginia Beach`).
const MIN_LIKE_OTHER: u32 = 30_000;
/// A district lies within this distance of its city's centre, in metres.
const DISTRICT_METRES: f64 = 40_000.0;
/// A city by which a district is told has at least so many inhabitants.
const MIN_CITY: u32 = 20_000;
/// Entries of one name closer than this, in metres, are one place: a city and its core, say.
const SAME_PLACE_METRES: f64 = 30_000.0;
/// Candidates looked at for one name.
const MAX_CANDIDATES: usize = 64;

/// Another place that a name is the usual one of has so many inhabitants where it is more than a village.
const MIN_NAMESAKE: u32 = 50_000;

/// A settlement that goes by a name.
pub(super) struct Candidate<'g> {
    pub(super) town: Settlement<'g>,
    /// Whether it is its usual name.
    pub(super) usual: bool,
    /// By how many names it goes.
    names: u16,
}

/// The settlements that a text can mean.
pub(super) struct Candidates<'g> {
    /// What else the text is: no settlement is meant by it on its own.
    pub(super) is_unclear: bool,
    /// That it is the name of a country or region rather than of the largest settlement.
    pub(super) is_area: bool,
    /// Most inhabitants first.
    pub(super) all: Vec<Candidate<'g>>,
    /// Whether a region, country or city after a comma narrowed them.
    pub(super) hinted: bool,
    /// The text, folded.
    key: String,
}

/// The settlements called `text` that agree with every tail that names a country, region or city.
pub(super) fn candidates(text: &str, tails: &[&str]) -> Candidates<'static> {
    let found = Gazetteer::get().find_known(text).take(MAX_CANDIDATES);
    let mut all: Vec<Candidate<'static>> = found.map(|(town, usual, names)| Candidate { town, usual, names }).collect();
    let hints: Vec<Hint> = tails.iter().filter(|_| !all.is_empty()).filter_map(|t| Hint::of(t)).collect();
    let hinted = !hints.is_empty();
    all.retain(|c| hints.iter().all(|hint| hint.agrees(&c.town)));
    if !hinted && is_code(text) {
        all.clear();
    }
    let is_unclear = !hinted && (is_word(text) || all.first().is_some_and(|best| is_of_others(text, best, &all)));
    let is_area = |best: &Candidate<'_>| {
        let is_narrowed = || hints.iter().any(|hint| hint.agrees_narrowly(&best.town));
        !hinted && is_country(text, best) || !is_narrowed() && is_region(text, best)
    };
    let is_area = all.first().is_some_and(is_area);
    Candidates { is_unclear, is_area, all, hinted, key: fold_key(text) }
}

/// Whether a text on its own is rather a word than the town that is spelled so.
pub(super) fn is_word(text: &str) -> bool {
    words::is_one_of(words::TOWNS_LIKE_WORDS, &fold_key(text))
}

/// Whether a text also names a region or county elsewhere than its largest settlement, or is the usual name of a town
/// elsewhere while that settlement only also goes by it: Victoria is a state and a capital before it is Hong Kong.
fn is_of_others(text: &str, best: &Candidate<'_>, all: &[Candidate<'_>]) -> bool {
    let (best, usual) = (&best.town, best.usual);
    let elsewhere = |s: &Settlement<'_>| s.point.distance_metres(best.point) > SAME_PLACE_METRES;
    let namesake = |c: &Candidate<'_>| c.usual && c.town.population >= MIN_NAMESAKE && elsewhere(&c.town);
    let county = words::is_one_of(words::BRITISH_COUNTIES, &fold_key(text)) && !matches!(best.country, "GB" | "IE");
    let areas = named_areas(text);
    // A city that has become a region of its own lies inside the one that kept the name, or beside it.
    let is_beside = || {
        let around = Gazetteer::get().within(best.point, DISTRICT_METRES);
        around.iter().any(|(s, _)| areas.iter().any(|a| a.contains(s)))
    };
    let region = areas.iter().any(|a| a.region.is_some()) && !areas.iter().any(|a| a.contains(best)) && !is_beside();
    county || region || !usual && all.iter().any(namesake)
}

/// Whether a name is that of a country before it is that of a settlement: "Mexico" is no city; Singapore is both, and Tunis
/// is the country only in a few languages.
fn is_country(text: &str, best: &Candidate<'_>) -> bool {
    let Some(code) = country_code(text) else { return false };
    let (town, key) = (&best.town, fold_key(text));
    let is_all = || country_population(code).is_some_and(|all| u64::from(town.population) * 10 >= all * 7);
    let is_town = || best.usual && country_name(code).is_some_and(|name| fold_key(name) != key);
    code != town.country || !is_all() && !is_town()
}

/// Whether a name is that of the region around its largest settlement, and the settlement is not clearly meant: another of
/// the region is larger (Guanajuato), or the settlement only also goes by the region's name and does not outgrow the rest
/// of it (Oklahoma; New York does).
fn is_region(text: &str, best: &Candidate<'_>) -> bool {
    let town = &best.town;
    let own = |area: &RegionHint| area.region.is_some() && area.contains(town);
    let Some(area) = named_areas(text).into_iter().find(own) else { return false };
    // The table is in order of inhabitants.
    let largest_beyond = |metres: f64| {
        Gazetteer::get().iter().find(|s| area.contains(s) && s.point.distance_metres(town.point) > metres)
    };
    let shares_names = || best.usual || spelled_alike(text, town.name) || named_areas(town.name).contains(&area);
    let outgrows = |s: Settlement<'_>| u64::from(town.population) >= DOMINANCE * u64::from(s.population);
    largest_beyond(radius_metres(town.population)).is_some_and(|s| s.population > town.population)
        || !shares_names() && !largest_beyond(DISTRICT_METRES).is_none_or(outgrows)
}

/// Whether two names may be spellings of one: of nearly one length, with the same beginning (Hai Phong and Haiphong).
fn spelled_alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| fold_key(name).chars().filter(|c| c.is_alphabetic()).collect::<Vec<char>>();
    let (one, other) = (letters(one), letters(other));
    one.first() == other.first() && one.len().abs_diff(other.len()) <= 2
}

/// Whether a name is two capitals, which on their own are the code of a country or state (`NO`, `CA`) rather than the
/// town somewhere that is spelled so.
fn is_code(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

impl Candidates<'_> {
    /// The settlement that is meant, if one clearly is: hinted at, or far larger than all others of the name.
    pub(super) fn clear(&self) -> Option<&Settlement<'_>> {
        if self.is_unclear || self.is_area {
            return None;
        }
        let best = self.all.first()?;
        let town = &best.town;
        let elsewhere = |c: &&Candidate<'_>| c.town.point.distance_metres(town.point) > SAME_PLACE_METRES;
        let dominates = self.all.iter().filter(elsewhere).all(|rival| best.dominates(rival, &self.key));
        (dominates && (self.hinted || town.population >= MIN_DOMINANT)).then_some(town)
    }
}

impl Candidate<'_> {
    /// Whether the name is so seldom meant to be the other that it need not be thought of.
    fn dominates(&self, rival: &Self, key: &str) -> bool {
        let (own, other) = (u64::from(self.town.population), u64::from(rival.town.population.max(1)));
        if own >= DOMINANCE * other || !self.usual || self.town.population < MIN_KNOWN {
            return own >= DOMINANCE * other;
        }
        let is_short = || format!(" {} ", fold_key(rival.town.name)).contains(&format!(" {key} "));
        if !rival.usual && !is_short() {
            let is_abroad = self.town.population >= MIN_WORLD && self.town.country != rival.town.country;
            return own >= if is_abroad { other } else { DOMINANCE_USUAL * other };
        }
        let is_known = own * u64::from(self.names) >= DOMINANCE * other * u64::from(rival.names);
        rival.town.population < MIN_SECOND && own >= DOMINANCE_KNOWN * other && is_known
    }
}

/// What a text after a comma says about where something is.
pub(super) struct Hint {
    /// Two capitals, which can be the letters of a region: `Bern, BE`.
    code: Option<Box<str>>,
    areas: Vec<RegionHint>,
    cities: Vec<GeoPoint>,
}

impl Hint {
    pub(super) fn of(text: &str) -> Option<Self> {
        // Postal codes stand before or behind the name: "10115 Berlin", "CA 94128".
        let words: Vec<&str> = text.split_whitespace().filter(|w| !w.bytes().any(|b| b.is_ascii_digit())).collect();
        let text = words.join(" ");
        let areas = named_areas(&text);
        // Two capitals are a country or a region, and no city that also goes by them; if none is known, nothing agrees.
        let code = is_code(&text).then(|| text.clone().into_boxed_str());
        let cities =
            Gazetteer::get().find_all(&text).filter(|(s, _)| s.population >= MIN_CITY && code.is_none()).take(6);
        let cities: Vec<GeoPoint> = cities.map(|(s, _)| s.point).collect();
        (code.is_some() || !areas.is_empty() || !cities.is_empty()).then_some(Self { code, areas, cities })
    }

    fn agrees(&self, settlement: &Settlement<'_>) -> bool {
        self.areas.iter().any(|a| a.contains(settlement)) || self.agrees_narrowly(settlement)
    }

    /// Whether a region or city in it agrees, not only a country.
    fn agrees_narrowly(&self, settlement: &Settlement<'_>) -> bool {
        self.areas.iter().any(|a| a.region.is_some() && a.contains(settlement))
            || self.code.as_deref() == Some(settlement.region_code)
            || self.cities.iter().any(|c| c.distance_metres(settlement.point) <= DISTRICT_METRES)
    }
}

/// By what a name is that of a settlement or area, for the user; `None` when it is not clearly one.
///
/// `like_other`: its words also say a kind of venue, or a street.
pub(super) fn is_settlement(name: &Name<'_>, like_other: bool) -> Option<String> {
    let primary = name.primary()?;
    let text = name.slice(&primary.words)?;
    let tails = name.tails();
    // Anything in brackets or after a dash makes it more than the name of a town.
    let plain = name.segments.len() == 1 + tails.len();
    let found = candidates(text, &tails);
    if found.hinted {
        let best = &found.all.first()?.town;
        let enough = !like_other || best.population >= MIN_SEVERAL_WORDS;
        return (plain && enough).then(|| describe(text, best));
    }
    let large = found.all.first().is_some_and(|c| c.town.population >= MIN_ALTERNATE);
    if let Some((area, _)) = area_name(text).filter(|(_, is_country)| plain && (*is_country || !like_other && !large)) {
        return Some(area);
    }
    if !plain || !tails.is_empty() {
        return None;
    }
    let Candidate { town: best, usual, .. } = found.all.first()?;
    let one_word = primary.words.len() == 1 && !text.chars().any(is_run_char);
    let enough = match (usual, one_word) {
        _ if like_other => {
            if *usual {
                MIN_LIKE_OTHER
            } else {
                u32::MAX
            }
        }
        (false, _) => MIN_ALTERNATE,
        (true, true) => MIN_ONE_WORD,
        (true, false) => MIN_SEVERAL_WORDS,
    };
    (best.population >= enough).then(|| describe(text, best))
}

fn describe(text: &str, settlement: &Settlement<'_>) -> String {
    let country = country_name(settlement.country).unwrap_or(settlement.country);
    if settlement.region.is_empty() {
        format!("“{text}” is a place in {country}")
    } else {
        format!("“{text}” is a place in {}, {country}", settlement.region)
    }
}

/// A country or region by its full name, and whether it is a country; letters like `SA` are too short to tell.
fn area_name(text: &str) -> Option<(String, bool)> {
    const MIN_LETTERS: usize = 4;
    let key = fold_key(text);
    let long = key.chars().count() >= MIN_LETTERS || key.chars().count() >= 2 && key.chars().all(is_run_char);
    let area = named_areas(text).into_iter().next().filter(|_| long)?;
    let country = country_name(&area.country).unwrap_or(&area.country);
    Some(match area.region {
        None => (format!("“{text}” is a country"), true),
        Some(_) => (format!("“{text}” is a region of {country}"), false),
    })
}

/// Metres around a settlement's centre that honestly cover it, from its inhabitants.
///
/// As if 2,500 people lived on each square kilometre, and a third more for shapes that are no circles; never less than 2 km
/// nor more than 50 km. Places whose inhabitants are not known get 5 km.
pub(super) fn radius_metres(population: u32) -> f64 {
    if population == 0 {
        return 5_000.0;
    }
    (core_metres(population) * 4.0 / 3.0).clamp(2_000.0, 50_000.0)
}

/// Radius in metres of a round town in which 2,500 people live on each square kilometre.
pub(super) fn core_metres(population: u32) -> f64 {
    let square_kilometres = f64::from(population) / 2_500.0;
    (square_kilometres / std::f64::consts::PI).sqrt() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clear(text: &str, tails: &[&str]) -> Option<(String, String)> {
        candidates(text, tails).clear().map(|s| (s.region.to_owned(), s.country.to_owned()))
    }

    #[test]
    fn a_city_after_the_comma_tells_the_district() {
        assert_eq!(clear("West End", &["Vancouver"]), Some(("British Columbia".into(), "CA".into())));
        assert_eq!(clear("Kreuzberg", &["Berlin"]).map(|c| c.1), Some("DE".into()));
    }

    #[test]
    fn ambiguous_names_stay_without_position() {
        assert_eq!(clear("Springfield", &[]), None);
        assert_eq!(clear("Springfield", &["Illinois"]).map(|c| c.0), Some("Illinois".into()));
        assert_eq!(clear("Paris", &[]).map(|c| c.1), Some("FR".into()), "eighty times Paris, Texas");
        assert_eq!(clear("Paris", &["Texas"]).map(|c| c.0), Some("Texas".into()));
        assert_eq!(clear("San Jose", &[]), None, "California or Costa Rica");
        assert_eq!(clear("Portland", &[]), None, "Oregon or Maine");
        assert_eq!(clear("Guadalajara", &[]).map(|c| c.1), Some("MX".into()), "fifteen times that in Spain, and known");
        assert_eq!(clear("Santiago", &[]), None, "also short for cities of the Dominican Republic and of Spain");
        assert_eq!(clear("La Paz", &[]), None, "Bolivia or Mexico");
        assert_eq!(clear("Athens", &[]), None, "Greece, or Georgia with a fifth of its people");
        assert_eq!(clear("León", &[]), None, "Mexico or Spain");
        assert_eq!(clear("London", &[]).map(|c| c.1), Some("GB".into()), "twenty-three times London, Ontario");
        assert_eq!(clear("NO", &[]), None, "the code of Norway");
        assert_eq!(clear("Victoria", &[]), None, "Australia, Canada or Hong Kong");
        assert_eq!(clear("Victoria", &["BC"]).map(|c| c.1), Some("CA".into()));
        assert_eq!(clear("Surrey", &[]), None, "England or Canada");
        assert_eq!(clear("Odessa", &["CH"]), None, "none in Switzerland, and CH is no city");
        assert_eq!(clear("Paris", &["TX"]).map(|c| c.1), Some("US".into()));
        assert_eq!(clear("Suffolk", &[]), None, "England or Virginia");
        assert_eq!(clear("Naples", &[]).map(|c| c.1), Some("IT".into()), "forty times Naples, Florida");
        assert_eq!(clear("Washington", &[]), None, "the capital or the state");
        assert_eq!(
            clear("Buenos Aires", &[]).map(|c| c.1),
            Some("AR".into()),
            "the capital and the province around it"
        );
        assert_eq!(clear("Bern", &["BE", "Switzerland"]).map(|c| c.1), Some("CH".into()), "the canton, not Belgium");
        assert_eq!(clear("Bern", &["BE", "Belgium"]), None);
        for (city, country) in [
            ("Milan", "IT"),
            ("Florence", "IT"),
            ("Sevilla", "ES"),
            ("Geneva", "CH"),
            ("Dublin", "IE"),
            ("Boston", "US"),
            ("Philadelphia", "US"),
            ("New York", "US"),
        ] {
            assert_eq!(clear(city, &[]).map(|c| c.1).as_deref(), Some(country), "{city}");
        }
        for name in ["Bergen", "Suining"] {
            assert_eq!(clear(name, &[]), None, "{name}: another goes by it too and is not far smaller");
        }
        assert_eq!(clear("Cologne", &[]).map(|c| c.1), Some("DE".into()), "by another name");
    }

    #[test]
    fn a_region_or_country_is_not_its_largest_town() {
        for area in ["Oklahoma", "Québec", "Guanajuato", "Bahia", "Okinawa", "Mexico", "Jamaica", "Luxembourg"] {
            assert_eq!(clear(area, &[]), None, "{area}");
        }
        assert_eq!(clear("Oklahoma", &["United States"]), None, "a country says no more");
        assert_eq!(clear("Maryland", &["USA"]), None);
        assert_eq!(clear("Guanajuato", &["Guanajuato"]).map(|c| c.1), Some("MX".into()), "the city in the state");
        assert_eq!(clear("Oklahoma City", &[]).map(|c| c.1), Some("US".into()));
        assert_eq!(clear("Salzburg", &["Austria"]).map(|c| c.1), Some("AT".into()), "the centre of its region");
        assert_eq!(clear("Egypt", &[]), None, "nor the town in Arizona that was called so");
        assert_eq!(clear("Tunis", &[]).map(|c| c.1), Some("TN".into()));
        assert_eq!(clear("Hai Phong", &[]).map(|c| c.1), Some("VN".into()), "which is usually spelled Haiphong");
    }

    #[test]
    fn words_are_no_towns_unless_something_tells() {
        for word in ["Most", "Male", "Derby", "Van", "BATMAN", "Nice", "split", "Mobile", "Nada", "Google"] {
            assert_eq!(clear(word, &[]), None, "{word}");
        }
        assert_eq!(clear("Nice", &["France"]).map(|c| c.1), Some("FR".into()));
        assert_eq!(clear("Most", &["Czechia"]).map(|c| c.1), Some("CZ".into()));
    }

    #[test]
    fn radii_cover_the_town() {
        assert!((radius_metres(300) - 2_000.0).abs() < 1.0);
        assert!((20_000.0..35_000.0).contains(&radius_metres(3_426_354)), "Berlin");
        assert!(radius_metres(40_000_000) <= 50_000.0);
    }
}
