//! Airports with an IATA code, and seaports: by code, by name, by distance.
//!
//! `assets/venues/airports.z` is zlib; inside, one line an airport: IATA code, name, city, country,
//! latitude, longitude, with tabs between. `ports.z` likewise: name, latitude, longitude.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::fold_key;
use super::gazetteer::{Grid, Positions, inflate};
use crate::model::GeoPoint;

static AIRPORTS: &[u8] = include_bytes!("../../assets/venues/airports.z");
static PORTS: &[u8] = include_bytes!("../../assets/venues/ports.z");

/// The busiest airports, by IATA code: large grounds, and codes that people use as names.
const HUBS: &[&str] = &[
    "AKL", "AMS", "ARN", "ATH", "ATL", "AUH", "BCN", "BER", "BKK", "BLR", "BNA", "BNE", "BOG", "BOM", "BOS", "BRU",
    "BUD", "BWI", "CAI", "CAN", "CDG", "CGK", "CLT", "CMN", "CPH", "CPT", "CTU", "CUN", "DCA", "DEL", "DEN", "DFW",
    "DOH", "DTW", "DUB", "DUS", "DXB", "EWR", "EZE", "FCO", "FLL", "FRA", "GIG", "GMP", "GRU", "GVA", "HAM", "HEL",
    "HKG", "HND", "IAD", "IAH", "ICN", "IST", "JED", "JFK", "JNB", "KIX", "KUL", "LAS", "LAX", "LED", "LGA", "LGW",
    "LHR", "LIM", "LIS", "LOS", "MAD", "MAN", "MCO", "MDW", "MEL", "MEX", "MIA", "MNL", "MSP", "MSY", "MUC", "MXP",
    "NBO", "NRT", "ORD", "ORY", "OSL", "OTP", "PDX", "PEK", "PER", "PHL", "PHX", "PKX", "PMI", "PRG", "PVG", "RUH",
    "SAN", "SAW", "SCL", "SEA", "SFO", "SGN", "SHA", "SIN", "SLC", "STN", "STR", "SVO", "SYD", "SZX", "TLV", "TPA",
    "TPE", "VIE", "WAW", "YUL", "YVR", "YYC", "YYZ", "ZRH",
];

/// How large an airport's grounds are, as far as the table tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// One of [`HUBS`].
    Hub,
    /// Calls itself international.
    International,
    /// Any other.
    Local,
}

impl Size {
    /// Metres from the reference point within which a name that speaks of an airport means this one,
    /// and that an inferred position honestly covers: terminals and car parks of a hub lie up to 3 km out.
    pub(super) const fn reach_metres(self) -> f64 {
        match self {
            Self::Hub => 3_500.0,
            Self::International => 2_500.0,
            Self::Local => 2_000.0,
        }
    }

    /// Metres within which a point without any name is taken to be on the grounds.
    pub(super) const fn grounds_metres(self) -> f64 {
        match self {
            Self::Hub => 1_500.0,
            Self::International => 1_000.0,
            Self::Local => 500.0,
        }
    }
}

/// An airport.
#[derive(Clone, Debug)]
pub(super) struct Airport {
    pub(super) iata: Box<str>,
    pub(super) name: Box<str>,
    pub(super) point: GeoPoint,
    pub(super) size: Size,
    /// Folded name without words like "airport".
    proper: String,
    /// Folded city.
    city: String,
}

impl Positions for Vec<Airport> {
    fn count(&self) -> usize {
        self.len()
    }

    fn at(&self, row: u32) -> GeoPoint {
        self[row as usize].point
    }
}

/// The table of airports.
pub(super) struct Airports {
    /// In order of code.
    rows: Vec<Airport>,
    grid: Grid,
    by_proper_name: HashMap<String, Vec<u32>>,
}

impl Airports {
    pub(super) fn get() -> &'static Self {
        static TABLE: LazyLock<Airports> = LazyLock::new(|| {
            let bytes = inflate(AIRPORTS);
            let text = std::str::from_utf8(&bytes).expect("packed as UTF-8");
            let rows: Vec<Airport> = text.lines().filter_map(read_airport).collect();
            let mut by_proper_name: HashMap<String, Vec<u32>> = HashMap::new();
            for (i, airport) in rows.iter().enumerate() {
                for key in [&airport.proper, &airport.city] {
                    let found = by_proper_name.entry(key.clone()).or_default();
                    if !key.is_empty() && !found.contains(&(i as u32)) {
                        found.push(i as u32);
                    }
                }
            }
            Airports { grid: Grid::new(&rows), rows, by_proper_name }
        });
        &TABLE
    }

    /// The airport with this code, in capital letters.
    pub(super) fn by_code(&self, code: &str) -> Option<&Airport> {
        let at = self.rows.binary_search_by(|a| (*a.iata).cmp(code)).ok()?;
        self.rows.get(at)
    }

    /// The airport of this proper name (`Heathrow`, `Charles de Gaulle`) or the only one, or only large one, of this city.
    pub(super) fn by_proper_name(&self, key: &str) -> Option<&Airport> {
        let found: Vec<&Airport> =
            self.by_proper_name.get(key)?.iter().filter_map(|&i| self.rows.get(i as usize)).collect();
        let only = |size: Size| {
            let mut of_size = found.iter().filter(|a| a.size == size);
            of_size.next().filter(|_| of_size.next().is_none()).copied()
        };
        match found[..] {
            [one] => Some(one),
            _ if found.iter().any(|a| a.size == Size::Hub) => only(Size::Hub),
            _ => only(Size::International),
        }
    }

    /// The nearest airport within its own radius, which `reach` tells from its size, and how far in metres.
    pub(super) fn around(&self, at: GeoPoint, reach: impl Fn(Size) -> f64) -> Option<(&Airport, f64)> {
        let farthest = [Size::Hub, Size::International, Size::Local].map(&reach).into_iter().fold(0.0, f64::max);
        let mut best: Option<(u32, f64)> = None;
        self.grid.for_each_within(&self.rows, at, farthest, |row, metres| {
            let within = self.rows.get(row as usize).is_some_and(|a| metres <= reach(a.size));
            if within && best.is_none_or(|(_, m)| metres < m) {
                best = Some((row, metres));
            }
        });
        best.and_then(|(row, metres)| Some((self.rows.get(row as usize)?, metres)))
    }

    /// The only hub or, without hubs, the only international airport within 60 km of a city's centre.
    pub(super) fn of_city(&self, centre: GeoPoint) -> Option<&Airport> {
        const CITY_METRES: f64 = 60_000.0;
        let mut near: Vec<&Airport> = Vec::new();
        self.grid.for_each_within(&self.rows, centre, CITY_METRES, |row, _| near.extend(self.rows.get(row as usize)));
        let size = if near.iter().any(|a| a.size == Size::Hub) { Size::Hub } else { Size::International };
        let mut of_size = near.into_iter().filter(|a| a.size == size);
        of_size.next().filter(|_| of_size.next().is_none())
    }
}

impl Airport {
    /// Whether a folded name shares a telling word with this airport's name or city.
    pub(super) fn shares_word(&self, key: &str) -> bool {
        const MIN_CHARS: usize = 4;
        let own: Vec<&str> = self.proper.split(' ').chain(self.city.split(' ')).collect();
        key.split(' ').any(|w| w.chars().count() >= MIN_CHARS && own.contains(&w))
    }

    /// Whether a folded word is part of the airport's proper name and not of its city's: `heathrow`.
    pub(super) fn is_own_word(&self, word: &str) -> bool {
        const MIN_CHARS: usize = 5;
        let own = self.proper.split(' ').any(|w| w == word) && !self.city.split(' ').any(|w| w == word);
        own && word.chars().count() >= MIN_CHARS
    }
}

/// Words in the names of airports that are no proper name.
pub(super) const COMMON_WORDS: &[&str] = &[
    "airport",
    "international",
    "intl",
    "regional",
    "municipal",
    "airfield",
    "field",
    "county",
    "memorial",
    "aeroport",
    "aeroporto",
    "aeropuerto",
    "internacional",
    "internazionale",
    "airpark",
    "airstrip",
    "the",
];

fn read_airport(line: &str) -> Option<Airport> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [iata, name, city, _country, lat, lon] = fields[..] else { return None };
    let point = GeoPoint::new(lat.parse().ok()?, lon.parse().ok()?)?;
    let key = fold_key(name);
    let proper: Vec<&str> = key.split(' ').filter(|w| !COMMON_WORDS.contains(w)).collect();
    let size = match () {
        () if HUBS.contains(&iata) => Size::Hub,
        () if key.contains("international") => Size::International,
        () => Size::Local,
    };
    Some(Airport { iata: iata.into(), name: name.into(), point, size, proper: proper.join(" "), city: fold_key(city) })
}

/// A seaport.
pub(super) struct Port {
    pub(super) name: Box<str>,
    point: GeoPoint,
}

impl Positions for Vec<Port> {
    fn count(&self) -> usize {
        self.len()
    }

    fn at(&self, row: u32) -> GeoPoint {
        self[row as usize].point
    }
}

/// The nearest seaport within `max_metres`, and how far. Some of their positions are good to two kilometres only.
pub(super) fn nearest_port(at: GeoPoint, max_metres: f64) -> Option<(&'static Port, f64)> {
    static TABLE: LazyLock<(Vec<Port>, Grid)> = LazyLock::new(|| {
        let bytes = inflate(PORTS);
        let text = std::str::from_utf8(&bytes).expect("packed as UTF-8");
        let read = |line: &str| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [name, lat, lon] = fields[..] else { return None };
            Some(Port { name: name.into(), point: GeoPoint::new(lat.parse().ok()?, lon.parse().ok()?)? })
        };
        let ports: Vec<Port> = text.lines().filter_map(read).collect();
        let grid = Grid::new(&ports);
        (ports, grid)
    });
    let (ports, grid) = &*TABLE;
    let (row, metres) = grid.nearest(ports, at, max_metres)?;
    ports.get(row as usize).map(|p| (p, metres))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn airports_are_found_by_code_name_and_city() {
        let airports = Airports::get();
        let code = |a: Option<&Airport>| a.map(|a| a.iata.to_string());
        assert_eq!(code(airports.by_code("SFO")).as_deref(), Some("SFO"));
        assert_eq!(code(airports.by_code("ZZ9")), None);
        assert_eq!(code(airports.by_proper_name("london heathrow")).as_deref(), Some("LHR"));
        assert_eq!(code(airports.by_proper_name("san francisco")).as_deref(), Some("SFO"));
        assert_eq!(code(airports.by_proper_name("london")), None, "London has several");
    }

    #[test]
    fn every_hub_is_in_the_table() {
        for code in HUBS {
            assert_eq!(Airports::get().by_code(code).map(|a| a.size), Some(Size::Hub), "{code}");
        }
    }

    #[test]
    fn distance_counts_by_size() {
        let sfo = Airports::get().by_code("SFO").unwrap().point;
        let off = |metres: f64| GeoPoint::new(sfo.lat() + metres / 111_195.0, sfo.lon()).unwrap();
        let found = |at| Airports::get().around(at, Size::grounds_metres).map(|(a, _)| a.iata.to_string());
        assert_eq!(found(off(1_200.0)).as_deref(), Some("SFO"));
        assert_eq!(found(off(1_800.0)), None);
    }
}
