//! A Google Takeout of the same life: photos with position, location history, reviews, saved places.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::SampleError;
use super::instagram::daylight;
use super::json::{self as out, Text};
use super::life::{Deed, Life, moment};
use super::packing::{Drawing, Packing, Pictures, Target};
use super::pictures::{Frame, jpeg};
use super::rng::{Rng, seed_of};
use super::trail::{self, Stay};
use super::world::{Form, Persona, Role};
use super::{DEFAULT_ITEMS, takeout_places, takeout_trail};
use crate::media::{ExifToWrite, jpeg_with_exif};
use crate::model::GeoPoint;

/// Most picture files in one archive; the sidecars of the others stand alone, as in multi-part exports.
const MOST_PICTURES: usize = 160;
/// Items from which on there are reviews and saved places.
const WITH_PLACES: u32 = 60;

/// A photo in Google Photos.
pub(super) struct Photo {
    /// What it shows, and when and where it was shared.
    pub deed: Deed,
    /// Path of the picture inside the archive.
    pub path: String,
    /// When it was taken, Unix seconds.
    pub taken: i64,
    /// Where, unless the phone did not know.
    pub point: Option<GeoPoint>,
}

/// A Takeout, sorted into its files.
pub(super) struct Takeout {
    /// Whose it is.
    pub persona: &'static Persona,
    /// Photos, in the order of the life.
    pub photos: Vec<Photo>,
    /// Stays, in order.
    pub stays: Vec<Stay>,
    /// Whether reviews and saved places are in it.
    pub places: bool,
    /// Seed.
    pub seed: u64,
}

impl Takeout {
    /// A Takeout with exactly `items` items; the points of the location trail are not counted.
    pub(super) fn new(persona: &'static Persona, seed: u64, items: u32) -> Self {
        let places = items >= WITH_PLACES;
        let rest = items as usize - if places { takeout_places::count(persona) } else { 0 };
        let taken = |d: &Deed| !matches!(d.form, Form::Video | Form::Draft);
        let until = moment(persona.exported);
        let mut deeds: Vec<Deed> = Life::new(persona, seed)
            .filter(|d| taken(d) && d.at < until)
            .take(rest.max(DEFAULT_ITEMS as usize))
            .collect();
        let stays = trail::stays(persona, &deeds, seed, rest * 45 / 100);
        deeds.truncate(rest - stays.len());
        let mut names = HashSet::new();
        let photos = deeds.into_iter().map(|deed| photo(persona, deed, &mut names)).collect();
        Self { persona, photos, stays, places, seed }
    }
}

fn photo(persona: &Persona, deed: Deed, names: &mut HashSet<String>) -> Photo {
    let mut rng = Rng::new(deed.seed, 0x9007);
    let taken = deed.at - 30 - rng.between(0, 900);
    let local = zone(&deed).to_datetime(Timestamp::from_second(taken).unwrap_or(Timestamp::UNIX_EPOCH));
    let stem = local.strftime("IMG_%Y%m%d_%H%M%S").to_string();
    let mut path = format!("Takeout/Google Photos/Photos from {}/{stem}.jpg", local.year());
    let mut copy = 2;
    while !names.insert(path.clone()) {
        path = format!("Takeout/Google Photos/Photos from {}/{stem}_{copy}.jpg", local.year());
        copy += 1;
    }
    let point = (!rng.percent(6)).then(|| trail::whereabouts(persona, deed.spot, &mut rng));
    Photo { deed, path, taken, point }
}

fn zone(deed: &Deed) -> TimeZone {
    TimeZone::get(deed.zone).unwrap_or(TimeZone::UTC)
}

/// Writes the Takeout.
pub(super) fn write<'t>(
    target: &mut dyn Target,
    takeout: &'t Takeout,
    pictures: Pictures,
) -> Result<Vec<String>, SampleError> {
    let mut zip = Packing::new(target, pictures);
    let persona = takeout.persona;
    let drawing = |photo: &'t Photo| -> Drawing<'t> { (photo.path.clone(), Box::new(move || picture(persona, photo))) };
    zip.pictures(&takeout.photos.iter().take(MOST_PICTURES).map(drawing).collect::<Vec<_>>())?;
    for photo in &takeout.photos {
        let sidecar = sidecar(photo);
        zip.file(&format!("{}.json", photo.path), |mut w| out::value(&mut w, &sidecar, Text::Plain))?;
    }
    takeout_trail::write(&mut zip, takeout)?;
    if takeout.places {
        takeout_places::write(&mut zip, takeout.persona)?;
    }
    zip.finish()
}

fn picture(persona: &Persona, photo: &Photo) -> Vec<u8> {
    let deed = &photo.deed;
    let plain = jpeg(deed.spot.scene, deed.spot.sign, deed.seed, Frame::Wide, daylight(deed));
    let at = Timestamp::from_second(photo.taken).unwrap_or(Timestamp::UNIX_EPOCH);
    let offset = zone(deed).to_offset(at);
    let exif = ExifToWrite {
        point: photo.point,
        taken_local: Some(offset.to_datetime(at)),
        offset_minutes: Some((offset.seconds() / 60) as i16),
        maker: Some(persona.phone.0),
        model: Some(persona.phone.2),
    };
    jpeg_with_exif(&plain, &exif)
}

/// Degrees as Google rounds them.
fn degrees(value: f64) -> f64 {
    (value * 1e7).round() / 1e7
}

fn sidecar(photo: &Photo) -> Value {
    let stamp = |at: i64| {
        let time = Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
        json!({ "timestamp": at.to_string(), "formatted": time.strftime("%b %-d, %Y, %-I:%M:%S %p UTC").to_string() })
    };
    let (lat, lon) = photo.point.map_or((0.0, 0.0), |p| (degrees(p.lat()), degrees(p.lon())));
    let altitude = if photo.point.is_some() { (photo.deed.seed % 900) as f64 / 10.0 } else { 0.0 };
    let geo =
        json!({ "latitude": lat, "longitude": lon, "altitude": altitude, "latitudeSpan": 0.0, "longitudeSpan": 0.0 });
    json!({
        "title": photo.path.rsplit('/').next().unwrap_or_default(),
        "description": "",
        "imageViews": (photo.deed.seed % 40).to_string(),
        "creationTime": stamp(photo.taken + 5 * 3600),
        "photoTakenTime": stamp(photo.taken),
        "geoData": geo,
        "geoDataExif": geo,
        "url": format!("https://photos.google.com/photo/{:016x}", photo.deed.seed),
        "googlePhotosOrigin": { "mobileUpload": { "deviceFolder": { "localFolderName": "" }, "deviceType": "ANDROID_PHONE" } },
    })
}

/// The stays by the file of their month, with the record number of each.
pub(super) fn months(takeout: &Takeout) -> BTreeMap<String, Vec<(u32, usize)>> {
    let mut files: BTreeMap<String, Vec<(u32, usize)>> = BTreeMap::new();
    let mut records: BTreeMap<String, u32> = BTreeMap::new();
    for (index, stay) in takeout.stays.iter().enumerate() {
        let path = takeout_trail::month_path(stay.from);
        let next = records.entry(path.clone()).or_default();
        files.entry(path).or_default().push((*next, index));
        *next += 1 + u32::from(takeout_trail::leaves_by_way(&takeout.stays, index));
    }
    files
}

/// Where labelled Home and Work are.
pub(super) fn labelled(persona: &Persona) -> [(&'static str, GeoPoint, &'static str); 2] {
    let mut rng = Rng::new(seed_of(persona.id), 0x1abe1);
    let (home, work) = (persona.everyday(Role::Home), persona.everyday(Role::Work));
    [
        ("Home", trail::whereabouts(persona, home, &mut rng), home.address),
        ("Work", trail::whereabouts(persona, work, &mut rng), work.address),
    ]
}
