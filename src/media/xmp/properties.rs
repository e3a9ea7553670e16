//! What the properties of a packet say together.

use jiff::Timestamp;

use crate::model::{GeoPoint, NoPoint};

use super::super::coordinate::text_angle;
use super::super::fix::{Fix, FixMethod, accuracy, altitude};
use super::super::found::Found;
use super::super::moment::WrittenTime;
use super::super::place::{MediaPlace, name};
use super::vocabulary::{Key, Name, Vocabulary};

/// Whose properties stand somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The picture's.
    Picture,
    /// Those of the place where it was created.
    PlaceCreated,
    /// Those of a part of the file; the last one counted.
    Part,
    /// Somebody else's.
    Other,
}

/// Parts of one file.
const PARTS_CAP: usize = 16;

/// Position and place of the picture, or of the place where it was created.
#[derive(Default)]
struct Position {
    lat: Option<Box<str>>,
    lat_ref: Option<Box<str>>,
    lon: Option<Box<str>>,
    lon_ref: Option<Box<str>>,
    altitude: Option<f64>,
    is_below_sea: bool,
    error_metres: Option<f64>,
    method: Option<FixMethod>,
    place: MediaPlace,
    country_code: Option<Box<str>>,
}

/// A part of a file that consists of several: the picture, and a video behind it.
#[derive(Default)]
struct Part {
    is_video: bool,
    len: u64,
    padding: u64,
}

/// The properties of a packet. The first value of each stays.
#[derive(Default)]
pub(super) struct Properties {
    picture: Position,
    created_at: Position,
    dji_lat: Option<f64>,
    dji_lon: Option<f64>,
    fix_time: Option<Timestamp>,
    original: Option<WrittenTime>,
    created: Option<WrittenTime>,
    parts: Vec<Part>,
    motion_offset: Option<u64>,
    extended_guid: Option<[u8; 32]>,
}

/// Whose properties stand in a structure that is the value of the property `name` of `owner`.
pub(super) fn owner_of_value(owner: Owner, name: &Name<'_>) -> Owner {
    if owner == Owner::Picture && name.is(Vocabulary::IptcExtension, b"LocationCreated") {
        Owner::PlaceCreated
    } else if name.vocabulary == Vocabulary::Container && matches!(name.local, b"Directory" | b"Item") {
        Owner::Part
    } else {
        Owner::Other
    }
}

impl Properties {
    /// Begins the next element of a list.
    pub(super) fn next_of(&mut self, owner: Owner) -> Owner {
        if owner == Owner::Part && self.parts.len() < PARTS_CAP {
            self.parts.push(Part::default());
        }
        owner
    }

    /// Takes a value.
    pub(super) fn set(&mut self, owner: Owner, key: Key, value: &str) {
        if value.is_empty() {
            return;
        }
        match owner {
            Owner::Picture => {
                self.set_picture(key, value);
                self.picture.set(key, value);
            }
            Owner::PlaceCreated => self.created_at.set(key, value),
            Owner::Part => self.set_part(key, value),
            Owner::Other => {}
        }
    }

    fn set_picture(&mut self, key: Key, value: &str) {
        match key {
            Key::DjiLat => self.dji_lat = self.dji_lat.or_else(|| value.parse().ok()),
            Key::DjiLon => self.dji_lon = self.dji_lon.or_else(|| value.parse().ok()),
            // The standard says that it holds the date too and is in UTC; without a zone it is as well.
            Key::FixTime => {
                let time = || WrittenTime::parse(value)?.or_utc().instant();
                self.fix_time = self.fix_time.or_else(time);
            }
            Key::Original => self.original = self.original.or_else(|| WrittenTime::parse(value)),
            Key::Created => self.created = self.created.or_else(|| WrittenTime::parse(value)),
            Key::MotionOffset => self.motion_offset = self.motion_offset.or_else(|| value.parse().ok()),
            Key::ExtendedGuid => self.extended_guid = value.as_bytes().try_into().ok(),
            _ => {}
        }
    }

    fn set_part(&mut self, key: Key, value: &str) {
        let Some(part) = self.parts.last_mut() else { return };
        match key {
            Key::Semantic => part.is_video = value == "MotionPhoto",
            Key::Length => part.len = value.parse().unwrap_or_default(),
            Key::Padding => part.padding = value.parse().unwrap_or_default(),
            _ => {}
        }
    }

    /// Hands over what the packet says.
    pub(super) fn finish(self, found: &mut Found) {
        let dji = GeoPoint::from_pair(self.dji_lat, self.dji_lon).map(Fix::sure);
        let [picture, dji, created_at] = [self.picture.fix(), dji, self.created_at.fix()].map(|fix| found.noted(fix));
        found.xmp = found.xmp.or(picture);
        found.xmp_other = found.xmp_other.or(dji).or(created_at);
        found.xmp_time = found.xmp_time.or(self.original).or(self.created);
        found.fix_time = found.fix_time.or(self.fix_time);
        found.motion_tail = found.motion_tail.or_else(|| self.motion_tail());
        found.extended_guid = found.extended_guid.or(self.extended_guid);
        if found.xmp_place.is_none() {
            // The place of creation is where the camera was; the plain fields may name either.
            let places = [self.created_at.named(), self.picture.named()];
            found.xmp_place = places.into_iter().flatten().next();
        }
    }

    /// How many bytes before the end of the file a video begins.
    fn motion_tail(&self) -> Option<u64> {
        let from_video = self.parts.iter().skip_while(|p| !p.is_video);
        let len = from_video.fold(0_u64, |sum, p| sum.saturating_add(p.len).saturating_add(p.padding));
        self.motion_offset.or(Some(len)).filter(|len| *len > 0)
    }
}

impl Position {
    fn set(&mut self, key: Key, value: &str) {
        let text = |slot: &mut Option<Box<str>>| {
            if slot.is_none() {
                *slot = Some(value.into());
            }
        };
        let label = |slot: &mut Option<Box<str>>| {
            if slot.is_none() {
                *slot = name(value);
            }
        };
        match key {
            Key::Lat => text(&mut self.lat),
            Key::LatRef => text(&mut self.lat_ref),
            Key::Lon => text(&mut self.lon),
            Key::LonRef => text(&mut self.lon_ref),
            Key::Altitude => self.altitude = self.altitude.or_else(|| number(value)),
            Key::AltitudeRef => self.is_below_sea = value == "1",
            Key::Error => self.error_metres = self.error_metres.or_else(|| number(value).and_then(accuracy)),
            Key::Method => self.method = self.method.or_else(|| FixMethod::of(value)),
            Key::Spot => label(&mut self.place.name),
            Key::City => label(&mut self.place.city),
            Key::Region => label(&mut self.place.region),
            Key::Country => label(&mut self.place.country),
            Key::CountryCode => label(&mut self.country_code),
            _ => {}
        }
    }

    fn fix(&self) -> Result<Fix, NoPoint> {
        if self.lat.is_none() && self.lon.is_none() {
            return Err(NoPoint::Missing);
        }
        let lat = self.lat.as_deref().and_then(|lat| with_letter(lat, self.lat_ref.as_deref()));
        let lon = self.lon.as_deref().and_then(|lon| with_letter(lon, self.lon_ref.as_deref()));
        let (lat, lon) = lat.zip(lon).ok_or(NoPoint::NotNumbers)?;
        let point = GeoPoint::from_pair(Some(lat), Some(lon))?;
        let sign = if self.is_below_sea { -1.0 } else { 1.0 };
        Ok(Fix {
            altitude_metres: self.altitude.and_then(|a| altitude(a * sign)),
            accuracy_metres: self.error_metres,
            method: self.method,
            ..Fix::sure(point)
        })
    }

    fn named(&self) -> Option<MediaPlace> {
        let mut place = self.place.clone();
        place.country = place.country.or_else(|| self.country_code.clone());
        (!place.is_empty()).then_some(place)
    }
}

/// Degrees of a coordinate, whose hemisphere some writers keep in a property of its own.
fn with_letter(value: &str, letter: Option<&str>) -> Option<f64> {
    let (degrees, has_letter) = text_angle(value)?;
    let letter = letter.and_then(|l| l.bytes().next()).map(|l| l.to_ascii_uppercase());
    Some(match letter.filter(|_| !has_letter) {
        Some(b'S' | b'W') => -degrees.abs(),
        _ => degrees,
    })
}

/// A number, also as a fraction.
fn number(text: &str) -> Option<f64> {
    let value = match text.split_once('/') {
        Some((above, below)) => above.trim().parse::<f64>().ok()? / below.trim().parse::<f64>().ok()?,
        None => text.parse().ok()?,
    };
    value.is_finite().then_some(value)
}
