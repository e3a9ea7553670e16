//! Which half of a position a field or a column holds, told by its name, and in which unit.

use super::coord;

/// Half of a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// North and south.
    Lat,
    /// East and west.
    Lon,
}

/// What a number of a field stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Degrees.
    #[default]
    Degrees,
    /// Degrees times 10⁶.
    E6,
    /// Degrees times 10⁷.
    E7,
    /// Degrees times 2³¹ / 180, as sports watches count.
    Semicircles,
}

/// A field that holds half of a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Half {
    /// Which half.
    pub axis: Axis,
    /// In which unit.
    pub unit: Unit,
    /// The rest of the name: both halves of one position have the same.
    pub rest: String,
}

impl Half {
    /// Degrees of a number in the field's unit.
    pub fn degrees(&self, value: f64) -> f64 {
        let most = if self.axis == Axis::Lat { 90.0 } else { 180.0 };
        match self.unit {
            Unit::Degrees => value,
            Unit::E6 => value / 1e6,
            Unit::E7 => coord::e7_degrees(value, most),
            Unit::Semicircles => value * (180.0 / 2_147_483_648.0),
        }
    }
}

/// Names of fields longer than this are texts.
pub const LONGEST_NAME: usize = 64;

/// Latitude, in English and in languages that exports and spreadsheets are written in. The German `Breite` and `Länge`
/// are left out: they are a width and a length more often.
const LATITUDE: &[&str] = &[
    "lat",
    "latitude",
    "latitud",
    "latitudine",
    "breitengrad",
    "breedtegraad",
    "breddegrad",
    "leveysaste",
    "enlem",
    "szerokość",
    "šířka",
    "szélesség",
    "широта",
    "緯度",
    "纬度",
    "위도",
];
/// Longitude.
const LONGITUDE: &[&str] = &[
    "lon",
    "lng",
    "long",
    "longitude",
    "longitud",
    "longitudine",
    "längengrad",
    "laengengrad",
    "lengtegraad",
    "længdegrad",
    "lengdegrad",
    "pituusaste",
    "boylam",
    "długość",
    "délka",
    "hosszúság",
    "долгота",
    "経度",
    "经度",
    "경도",
];
/// Words beside one that says no more than that it is an angle.
const DEGREES: &[&str] = &["deg", "degree", "degrees", "dd", "decimal", "wgs84"];

/// The words of `beginTrip_lat` or `Begin Trip Lat`, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_is_small = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() || letter.is_uppercase() && before_is_small {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        before_is_small = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

fn axis_of(word: &str) -> Option<Axis> {
    match word {
        word if LATITUDE.contains(&word) => Some(Axis::Lat),
        word if LONGITUDE.contains(&word) => Some(Axis::Lon),
        _ => None,
    }
}

/// The unit that a word names, and the word before it where both are written as one, as in `latitudee7`.
fn unit_in(word: &str) -> Option<(Unit, &str)> {
    let ends = [("e7", Unit::E7), ("e6", Unit::E6)];
    let end = ends.into_iter().find_map(|(end, unit)| Some((unit, word.strip_suffix(end)?)));
    end.filter(|(_, before)| before.is_empty() || axis_of(before).is_some()).or(match word {
        "micro" | "microdegrees" | "microdeg" => Some((Unit::E6, "")),
        "semicircle" | "semicircles" => Some((Unit::Semicircles, "")),
        _ => None,
    })
}

/// Whether a field holds half of a position, and which.
pub fn half(name: &str) -> Option<Half> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let mut words = words(name);
    let mut unit = Unit::Degrees;
    let mut axis = None;
    let mut halves = 0;
    words.retain(|word| {
        let word = match unit_in(word) {
            Some((stated, word)) => {
                unit = stated;
                word
            }
            None => word.as_str(),
        };
        let found = axis_of(word);
        axis = axis.or(found);
        halves += u8::from(found.is_some());
        found.is_none() && !word.is_empty() && !DEGREES.contains(&word)
    });
    // `lat-lon` is both halves or the name of a program.
    axis.filter(|_| halves == 1).map(|axis| Half { axis, unit, rest: words.join(" ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_told_by_their_words() {
        let rest = |name: &str| half(name).map(|h| (h.axis, h.unit, h.rest));
        assert_eq!(rest("lat"), Some((Axis::Lat, Unit::Degrees, String::new())));
        assert_eq!(rest("Begin Trip Lng"), Some((Axis::Lon, Unit::Degrees, "begin trip".to_owned())));
        assert_eq!(rest("beginTripLat"), Some((Axis::Lat, Unit::Degrees, "begin trip".to_owned())));
        for e7 in ["latitudeE7", "latitudee7", "latitude_e7", "lat (E7)"] {
            assert_eq!(rest(e7), Some((Axis::Lat, Unit::E7, String::new())), "{e7}");
        }
        assert_eq!(rest("longitude_e6"), Some((Axis::Lon, Unit::E6, String::new())));
        assert_eq!(rest("lon [microdegrees]"), Some((Axis::Lon, Unit::E6, String::new())));
        assert_eq!(rest("position_lat[semicircles]"), Some((Axis::Lat, Unit::Semicircles, "position".to_owned())));
        assert_eq!(rest("Latitude (°)"), rest("latitude_deg"));
        assert_eq!(rest("venue_longitude"), Some((Axis::Lon, Unit::Degrees, "venue".to_owned())));
        for other in ["latest", "lat-lon", "platform", "length", "along", "x", "", "translation", "e7", "late"] {
            assert_eq!(rest(other), None, "{other}");
        }
    }

    #[test]
    fn halves_are_told_in_other_languages() {
        let names = [
            ("Breitengrad", "Längengrad"),
            ("latitud", "longitud"),
            ("широта", "долгота"),
            ("纬度", "经度"),
            ("Szerokość geograficzna", "Długość geograficzna"),
            ("zeměpisná šířka", "zeměpisná délka"),
        ];
        for (lat, lon) in names {
            let (lat, lon) = (half(lat).unwrap(), half(lon).unwrap());
            assert_eq!((lat.axis, lon.axis), (Axis::Lat, Axis::Lon), "{lat:?}");
            assert_eq!(lat.rest, lon.rest);
        }
        assert_eq!(half("Breite"), None, "a width");
    }

    #[test]
    fn numbers_become_degrees() {
        let degrees = |name: &str, value: f64| half(name).unwrap().degrees(value);
        assert!((degrees("latitudeE7", 481_000_000.0) - 48.1).abs() < 1e-9);
        assert!((degrees("longitudeE7", 3_444_967_296.0) + 85.0).abs() < 1e-9, "a negative value written as unsigned");
        assert!((degrees("longitudeE7", -850_000_000.0) + 85.0).abs() < 1e-9);
        assert!((degrees("lat_e6", 48_100_000.0) - 48.1).abs() < 1e-9);
        assert!((degrees("position_long (semicircles)", -1_073_741_824.0) + 90.0).abs() < 1e-9);
        assert!((degrees("lat", 48.1) - 48.1).abs() < 1e-9);
    }
}
