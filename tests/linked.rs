//! A photo in Google Photos, in a folder and in a post is linked, not doubled, through the real adapters.

use std::borrow::Cow;
use std::io::{Cursor, Write as _};

use geoshadow::archive::{CancelToken, Limits, Progress};
use geoshadow::load::{Loaded, load_bytes};
use geoshadow::media::{ExifToWrite, jpeg_with_exif};
use geoshadow::model::{GeoPoint, ItemId};
use serde_json::{Value, json};

fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(*path, zip::write::SimpleFileOptions::default()).expect("a file starts");
        writer.write_all(bytes).expect("memory takes every byte");
    }
    writer.finish().expect("memory takes every byte").into_inner()
}

fn load(archives: Vec<(&str, Vec<u8>)>) -> Loaded {
    let named = archives.into_iter().map(|(name, bytes)| (name.to_owned(), Cow::Owned(bytes))).collect();
    load_bytes(named, Limits::default(), &Progress::default(), &CancelToken::default(), &mut |_| {}).expect("it loads")
}

/// Platforms of linked items, each pair once.
fn links(loaded: &Loaded) -> Vec<(&'static str, &'static str)> {
    let data = &loaded.dataset;
    let ids = (0..data.items.len() as u32).map(ItemId);
    let pairs = ids.flat_map(|a| data.links.of(a).map(move |b| (a, b)));
    let mut named: Vec<_> =
        pairs.map(|(a, b)| (data.item(a).platform.0, data.item(b).platform.0)).filter(|(a, b)| a < b).collect();
    named.sort_unstable();
    named
}

fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    let noise =
        image::RgbImage::from_fn(64, 64, |x, y| image::Rgb([((x * 37) ^ (y * 91)) as u8, (x * y) as u8, y as u8]));
    noise.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg).expect("a picture");
    bytes
}

/// A library with one photo, taken at this second of a minute in Lyon.
fn takeout(second: u8) -> Vec<u8> {
    let taken = 1_527_926_400 + i64::from(second);
    let sidecar = json!({"title": "IMG_1.jpg", "photoTakenTime": {"timestamp": taken.to_string()},
        "geoData": {"latitude": 45.764, "longitude": 4.8357, "altitude": 0.0}, "url": "https://photos.google.com/photo/x"});
    let folder = "Takeout/Google Photos/Photos from 2018";
    zip(&[
        (&format!("{folder}/IMG_1.jpg.json"), sidecar.to_string().into_bytes()),
        (&format!("{folder}/IMG_1.jpg"), picture()),
    ])
}

/// An account with posts of pictures taken at these times by the camera's clock.
fn instagram(times: &[&str]) -> Vec<u8> {
    let post = |(index, time): (usize, &&str)| {
        let camera = json!({"latitude": 45.764_1, "longitude": 4.8357, "iso": 100, "device_id": "android-0", "date_time_original": time});
        json!({"media": [{"uri": format!("media/posts/201806/{index}.jpg"), "creation_timestamp": 1_527_999_000 + index * 9000,
            "media_metadata": {"photo_metadata": {"exif_data": [camera]}}, "title": "x"}]})
    };
    let posts: Vec<Value> = times.iter().enumerate().map(post).collect();
    let profile = json!({"profile_user": [{"string_map_data": {"Username": {"value": "lena.fern"}}}]});
    zip(&[
        ("content/posts_1.json", json!(posts).to_string().into_bytes()),
        ("account_information/personal_information.json", profile.to_string().into_bytes()),
    ])
}

#[test]
fn a_photo_in_a_library_and_in_a_post_is_linked() {
    let loaded = load(vec![("takeout-1.zip", takeout(0)), ("instagram.zip", instagram(&["2018:06:02 10:00:00"]))]);
    assert_eq!(loaded.dataset.items.len(), 2, "two items, each with its own verdict");
    assert_eq!(links(&loaded), [("google", "instagram")]);
}

#[test]
fn another_photo_of_the_same_spot_is_not() {
    for time in ["2018:06:02 10:00:30", "2018:06:03 10:00:00", "2018:06:02 20:00:00"] {
        let loaded = load(vec![("takeout-1.zip", takeout(0)), ("instagram.zip", instagram(&[time]))]);
        assert_eq!(links(&loaded), [], "{time}");
    }
    let burst = ["2018:06:02 10:00:00", "2018:06:02 10:00:01"];
    let loaded = load(vec![("takeout-1.zip", takeout(0)), ("instagram.zip", instagram(&burst))]);
    assert_eq!(links(&loaded), [], "which one of a burst it is cannot be told without a zone");
}

#[test]
fn the_same_file_in_a_folder_is_linked_by_its_bytes() {
    let loaded = load(vec![("takeout-1.zip", takeout(0)), ("phone.zip", zip(&[("DCIM/renamed.jpg", picture())]))]);
    assert_eq!(links(&loaded), [("google", "photos")]);
    let other = jpeg_with_exif(&picture(), &ExifToWrite { point: GeoPoint::new(1.0, 2.0), ..ExifToWrite::default() });
    let loaded = load(vec![("takeout-1.zip", takeout(0)), ("phone.zip", zip(&[("DCIM/IMG_1.jpg", other)]))]);
    assert_eq!(links(&loaded), []);
}

#[test]
fn links_are_shown_with_the_items_and_counted() {
    use geoshadow::analysis::{Assumptions, Exposure};
    use geoshadow::report::{Format, View, write_items, write_summary_json};
    let loaded = load(vec![("takeout-1.zip", takeout(0)), ("instagram.zip", instagram(&["2018:06:02 10:00:00"]))]);
    let dataset = &*loaded.dataset;
    let lens = geoshadow::lens::builtin_by_id("hyp3r").expect("it is built in");
    let surfaces = geoshadow::lens::surfaces();
    let assumptions = Assumptions::default();
    let exposure = Exposure::evaluate(dataset, lens, surfaces, &assumptions);
    let view = View { dataset, lens, surfaces, assumptions: &assumptions, exposure: &exposure, comparison: &[] };
    let mut lines = Vec::new();
    write_items(&view, Format::Jsonl, false, &mut lines).unwrap();
    let items: Vec<Value> =
        String::from_utf8(lines).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(items[0]["linked"], json!([items[1]["id"]]));
    assert_eq!(items[1]["linked"], json!([items[0]["id"]]));
    let mut summary = Vec::new();
    write_summary_json(&view, &mut summary).unwrap();
    let summary: Value = serde_json::from_slice(&summary).unwrap();
    assert_eq!(summary["items"]["linked"], 2);
}
