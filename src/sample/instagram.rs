//! An Instagram export in the layout of 2021 to early 2023: `content/`, mangled text, coordinates without names.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::filing::Filing;
use super::json::{self as out, Text};
use super::life::Deed;
use super::packing::{Drawing, Packing, Pictures, Target};
use super::pictures::{Frame, jpeg};
use super::rng::Rng;
use super::world::{Form, Role};
use super::{SampleError, instagram_account};

/// Writes the export.
pub(super) fn write(target: &mut dyn Target, filing: &Filing, pictures: Pictures) -> Result<Vec<String>, SampleError> {
    let mut zip = Packing::new(target, pictures);
    zip.file("content/posts_1.json", |mut w| {
        out::array(&mut w, filing.posts.iter().map(|d| post(d, "posts")), Text::Mangled)
    })?;
    let lists = [
        ("content/stories.json", "ig_stories", &filing.stories, "stories"),
        ("content/archived_posts.json", "ig_archived_post_media", &filing.archived, "archived_posts"),
        ("content/recently_deleted_content.json", "ig_recently_deleted_media", &filing.deleted, "recently_deleted"),
        ("content/other_content.json", "ig_other_media", &filing.drafts, "other"),
    ];
    for (path, key, deeds, folder) in lists {
        if !deeds.is_empty() {
            let record = |d: &Deed| {
                if d.form == Form::Story { media(d, folder, 0, d.caption.as_str()) } else { post(d, folder) }
            };
            zip.file(path, |mut w| out::under_key(&mut w, key, deeds.iter().map(record), Text::Mangled))?;
        }
    }
    instagram_account::write(&mut zip, filing)?;
    let listed = [(&filing.posts, "posts")].into_iter().chain(lists.map(|(_, _, deeds, folder)| (deeds, folder)));
    let drawings: Vec<Drawing<'_>> = listed.flat_map(|(deeds, folder)| drawings(filing, deeds, folder)).collect();
    zip.pictures(&drawings)?;
    zip.finish()
}

fn drawings<'a>(filing: &'a Filing, deeds: &'a [Deed], folder: &str) -> Vec<Drawing<'a>> {
    let of_deed = |deed: &'a Deed| {
        let draw = move |number| -> Drawing<'a> {
            (media_path(deed, folder, number), Box::new(move || drawing(deed, number)))
        };
        (0..picture_count(deed)).map(draw)
    };
    deeds.iter().filter(|d| filing.has_picture(d)).flat_map(of_deed).collect()
}

/// The `number`th picture of a deed.
pub(super) fn drawing(deed: &Deed, number: u64) -> Vec<u8> {
    jpeg(deed.spot.scene, deed.spot.sign, deed.seed.wrapping_add(number), frame(deed), daylight(deed))
}

/// Pictures or videos of a deed.
pub(super) fn picture_count(deed: &Deed) -> u64 {
    if let Form::Carousel(count) = deed.form { u64::from(count) } else { 1 }
}

/// Size of the pictures of a deed.
fn frame(deed: &Deed) -> Frame {
    match (deed.form, deed.seed % 3) {
        (Form::Story, _) => Frame::Tall,
        (_, 0) => Frame::Portrait,
        _ => Frame::Square,
    }
}

/// How high the sun stands, from 0 at night to 1 at noon, by the clock of the place.
pub(super) fn daylight(deed: &Deed) -> f64 {
    let zone = jiff::tz::TimeZone::get(deed.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let Ok(at) = Timestamp::from_second(deed.at) else { return 1.0 };
    let local = zone.to_datetime(at);
    let minutes = i32::from(local.hour()) * 60 + i32::from(local.minute());
    let from_noon = f64::from((minutes - 13 * 60).abs()) / 60.0;
    (1.25 - from_noon / 6.5).clamp(0.0, 1.0)
}

/// Path of the `number`th picture of a deed inside the export.
pub(super) fn media_path(deed: &Deed, folder: &str, number: u64) -> String {
    let month = Timestamp::from_second(deed.at).map_or_else(|_| String::new(), |t| t.strftime("%Y%m").to_string());
    let id = 17_000_000_000_000_000 + deed.seed % 900_000_000_000_000;
    let extension = if deed.form == Form::Video { "mp4" } else { "jpg" };
    format!("media/{folder}/{month}/{}_{}.{extension}", deed.at % 1_000_000_000, id + number)
}

fn post(deed: &Deed, folder: &str) -> Value {
    let Form::Carousel(count) = deed.form else {
        return json!({ "media": [media(deed, folder, 0, &deed.caption)] });
    };
    let parts: Vec<Value> = (0..u64::from(count)).map(|n| media(deed, folder, n, "")).collect();
    json!({ "media": parts, "title": deed.caption, "creation_timestamp": deed.at })
}

fn media(deed: &Deed, folder: &str, number: u64, title: &str) -> Value {
    // The pictures of an album are stored a moment before it is published.
    let stored = deed.at - i64::from(picture_count(deed) > 1);
    let mut media = json!({ "uri": media_path(deed, folder, number), "creation_timestamp": stored });
    let exif = exif(deed);
    let Some(fields) = media.as_object_mut() else { return media };
    if !exif.is_empty() {
        let metadata = if deed.form == Form::Video { "video_metadata" } else { "photo_metadata" };
        fields.insert("media_metadata".to_owned(), json!({ metadata: { "exif_data": exif } }));
    }
    fields.insert("title".to_owned(), title.into());
    media
}

/// The tagged place's coordinate stands in an entry of its own, the camera's data in a second one;
/// albums carry neither, and many posts have no camera data.
fn exif(deed: &Deed) -> Vec<Value> {
    let mut entries = Vec::new();
    if matches!(deed.form, Form::Carousel(_)) {
        return entries;
    }
    if deed.tagged && deed.form != Form::Draft {
        entries.push(json!({ "latitude": number(deed.spot.lat), "longitude": number(deed.spot.lon) }));
    }
    let mut rng = Rng::new(deed.seed, 0x000e_81f0);
    if deed.tagged || rng.percent(45) {
        entries.push(camera(deed, &mut rng));
    }
    entries
}

/// Whole degrees are written without a fraction.
fn number(degrees: f64) -> Value {
    if degrees.fract() == 0.0 { Value::from(degrees as i64) } else { Value::from(degrees) }
}

fn camera(deed: &Deed, rng: &mut Rng) -> Value {
    let source = if deed.form == Form::Story && rng.percent(70) { "camera" } else { "library" };
    if deed.form == Form::Video {
        return json!({ "device_id": device(deed), "source_type": source });
    }
    let dark = matches!(deed.spot.role, Role::Bar | Role::Casino | Role::Stadium);
    let shutter = if dark { ["1/24", "1/30", "1/17"] } else { ["1/120", "1/500", "1/1250"] };
    json!({
        "device_id": device(deed),
        "source_type": source,
        "camera_position": if rng.percent(78) { "back" } else { "front" },
        "iso": if dark { rng.between(400, 1600) } else { rng.between(40, 200) },
        "focal_length": "4.25",
        "aperture": "1.7",
        "shutter_speed": *rng.pick(&shutter),
        "metering_mode": "2",
        "date_time_original": taken(deed),
        "date_time_digitized": taken(deed),
    })
}

/// One phone for some years, then the next.
fn device(deed: &Deed) -> String {
    let phone = deed.at / 63_072_000;
    format!("android-{:016x}", super::rng::mix(phone as u64 ^ 0xa11ce))
}

/// Time on the camera's clock: the place's local time, a little before publishing.
fn taken(deed: &Deed) -> String {
    let zone = jiff::tz::TimeZone::get(deed.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let at = Timestamp::from_second(deed.at - 60 - (deed.seed % 2400) as i64).unwrap_or(Timestamp::UNIX_EPOCH);
    zone.to_datetime(at).strftime("%Y:%m:%d %H:%M:%S").to_string()
}

/// Path of a profile picture.
pub(super) fn profile_photo_path(at: i64) -> String {
    let month = Timestamp::from_second(at).map_or_else(|_| String::new(), |t| t.strftime("%Y%m").to_string());
    format!("media/profile/{month}/{}_n.jpg", 17_900_000_000_000_000 + at)
}
