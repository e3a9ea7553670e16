//! Archives written and read back.
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "the writer writes lower case")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use serde_json::Value;

use super::*;

fn records(persona: &str, platform: &str, seed: u64, items: Option<u32>) -> (Vec<u8>, Vec<String>) {
    let mut out = Cursor::new(Vec::new());
    let left_out = write_records(&mut out, persona, platform, seed, items).unwrap();
    (out.into_inner(), left_out)
}

fn unzip(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let name = entry.name().unwrap().into_owned();
        assert!(files.insert(name.clone(), content).is_none(), "{name} stands twice");
    }
    files
}

fn json(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Value {
    serde_json::from_slice(files.get(path).unwrap_or_else(|| panic!("{path} is missing"))).unwrap()
}

fn lists(value: &Value, key: &str) -> Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is missing")).clone()
}

#[test]
fn the_same_arguments_give_the_same_bytes_and_another_seed_gives_others() {
    for persona in PERSONAS {
        for platform in persona.platforms {
            let (first, _) = records(persona.id, platform, 5, Some(150));
            assert_eq!(first, records(persona.id, platform, 5, Some(150)).0);
            assert_ne!(first, records(persona.id, platform, 6, Some(150)).0);
        }
    }
    let drawn = || {
        let mut out = Cursor::new(Vec::new());
        write(&mut out, "lena", "google", 1, Some(4)).unwrap();
        out.into_inner()
    };
    assert_eq!(drawn(), drawn(), "pictures too");
}

#[test]
fn wrong_arguments_are_answered_with_what_would_be_right() {
    let message = |persona, platform, items| {
        write(&mut Cursor::new(Vec::new()), persona, platform, 1, items).unwrap_err().to_string()
    };
    let unknown = message("nobody", "instagram", None);
    assert!(PERSONAS.iter().all(|p| unknown.contains(p.id)), "{unknown}");
    let unknown = message("maya", "myspace", None);
    assert!(PLATFORMS.iter().all(|p| unknown.contains(p)), "{unknown}");
    assert!(message("maya", "instagram", Some(0)).contains("from 1 to 100000"));
    assert!(message("maya", "google", Some(MOST_ITEMS + 1)).contains("100001"));
    assert!(both_exports("nobody").is_err());
}

#[test]
fn every_persona_on_the_list_has_a_life_and_the_lists_agree() {
    let listed: Vec<&str> = PERSONAS.iter().map(|p| p.id).collect();
    let living: Vec<&str> = personas::ALL.iter().map(|p| p.id).collect();
    assert_eq!(listed, living);
}

#[test]
fn the_embedded_archive_is_what_the_generator_writes() {
    let bytes = EMBEDDED;
    assert!(bytes.len() < 2_500_000, "{}", bytes.len());
    let embedded = unzip(bytes);
    let (written, pictures) = records("maya", "instagram", DEFAULT_SEED, None);
    let written = unzip(&written);
    let hint = "run the ignored test refresh_embedded after a wanted change";
    for (path, content) in &written {
        assert!(embedded.get(path) == Some(content), "{path} differs; {hint}");
    }
    // Another version of the JPEG encoder may write other bytes; names and sizes must stay.
    let names: BTreeSet<&str> = pictures.iter().map(String::as_str).chain(written.keys().map(String::as_str)).collect();
    assert_eq!(names, embedded.keys().map(String::as_str).collect(), "{hint}");
    for path in &pictures {
        let picture = image::load_from_memory(&embedded[path]).unwrap();
        let size = (picture.width(), picture.height());
        let expected: &[(u32, u32)] = match path.split('/').nth(1) {
            Some("stories") => &[(288, 512)],
            Some("profile") => &[(320, 320)],
            _ => &[(320, 320), (320, 400)],
        };
        assert!(expected.contains(&size), "{path}: {size:?}");
        let exif_free = !embedded[path].windows(4).any(|w| w == b"Exif");
        assert!(exif_free, "{path}: Instagram removes metadata");
    }
}

#[test]
fn the_2022_layout_is_mangled_ascii_with_coordinates_apart_from_camera_data() {
    let (bytes, _) = records("tomasz", "instagram", 2, Some(800));
    let files = unzip(&bytes);
    assert!(files.iter().filter(|(p, _)| p.ends_with(".json")).all(|(_, content)| content.is_ascii()));
    let posts = json(&files, "content/posts_1.json").as_array().unwrap().clone();
    let (mut tagged, mut albums) = (0, 0);
    for post in &posts {
        let media = post["media"].as_array().unwrap();
        if media.len() > 1 {
            albums += 1;
            assert!(post["creation_timestamp"].is_i64() && post["title"].is_string());
            assert!(media.iter().all(|m| m["media_metadata"].is_null()), "albums carry no coordinates");
            continue;
        }
        assert!(post.get("title").is_none() && post.get("creation_timestamp").is_none());
        let metadata = &media[0]["media_metadata"];
        let exif = metadata["photo_metadata"]["exif_data"].as_array();
        let exif = exif.or(metadata["video_metadata"]["exif_data"].as_array()).cloned().unwrap_or_default();
        for entry in exif.iter().filter(|e| e.get("latitude").is_some()) {
            tagged += 1;
            assert_eq!(entry.as_object().unwrap().len(), 2, "alone in its entry");
        }
    }
    assert!(tagged > 100 && albums > 20, "{tagged} {albums}");
    let stories = lists(&json(&files, "content/stories.json"), "ig_stories");
    assert!(stories.iter().all(|s| s["uri"].is_string() && s.get("media").is_none()), "stories are flat");
}

#[test]
fn the_2019_layout_is_plain_utf8_with_names_and_without_coordinates() {
    let (bytes, _) = records("tomasz", "instagram-2019", 2, Some(500));
    let files = unzip(&bytes);
    let text = std::str::from_utf8(&files["media.json"]).unwrap();
    assert!(text.contains("Siłownia Kuźnia Mocy") && !text.contains("latitude") && !text.contains("\\u"));
    let media = json(&files, "media.json");
    assert!(lists(&media, "stories").iter().all(|s| s.get("location").is_none()));
    let exported = life::moment(personas::ALL[1].exported_old);
    for list in ["photos", "videos", "stories", "profile"] {
        for record in lists(&media, list) {
            let at: jiff::civil::DateTime = record["taken_at"].as_str().unwrap().parse().unwrap();
            let at = jiff::tz::TimeZone::UTC.to_timestamp(at).unwrap().as_second();
            assert!(at < exported, "nothing from after the export");
        }
    }
    assert_eq!(json(&files, "profile.json")["private_account"], Value::Bool(false));
}

#[test]
fn the_takeout_has_sidecars_fixes_stays_and_places() {
    let mut out = Cursor::new(Vec::new());
    write(&mut out, "maya", "google", 1, Some(8)).unwrap();
    let small = unzip(&out.into_inner());
    let picture = small.iter().find(|(path, _)| path.ends_with(".jpg")).unwrap();
    let sidecar = json(&small, &format!("{}.json", picture.0));
    assert!(sidecar["photoTakenTime"]["timestamp"].as_str().unwrap().parse::<i64>().is_ok(), "a number in a string");
    assert!(picture.1.windows(4).any(|w| w == b"Exif"), "Google keeps the metadata");

    let (bytes, _) = records("maya", "google", 1, None);
    let whole = unzip(&bytes);
    let raw = lists(&json(&whole, takeout_trail::RECORDS), "locations");
    let stamps: Vec<&str> = raw.iter().map(|f| f["timestamp"].as_str().unwrap()).collect();
    assert!(stamps.is_sorted() && stamps.len() > 2000, "{}", stamps.len());
    let months: Vec<&String> = whole.keys().filter(|p| p.contains("Semantic Location History")).collect();
    assert!(!months.is_empty());
    for month in months {
        for object in lists(&json(&whole, month), "timelineObjects") {
            let record = object.get("placeVisit").or(object.get("activitySegment")).unwrap();
            assert!(record["duration"]["startTimestamp"].is_string());
        }
    }
    let reviews = lists(&json(&whole, takeout_places::REVIEWS), "features");
    assert_eq!(reviews.len(), personas::ALL[0].reviews.len());
}

#[test]
fn truth_lists_exactly_as_many_items_as_the_archive_holds() {
    for persona in PERSONAS {
        for platform in persona.platforms {
            for items in [1, 7, 59, 60, 300] {
                let rows = truth(persona.id, platform, 9, Some(items)).unwrap();
                assert_eq!(rows.len(), items as usize, "{} {platform}", persona.id);
                let keys: BTreeSet<(&str, u32)> = rows.iter().map(|r| (r.file.as_str(), r.record)).collect();
                assert_eq!(keys.len(), rows.len());
            }
        }
    }
}

#[test]
#[ignore = "writes the embedded archive anew, after a wanted change"]
fn refresh_embedded() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample/maya-instagram.zip");
    std::fs::write(path, in_memory("maya", "instagram").unwrap()).unwrap();
}

#[test]
#[ignore = "measures the largest archives; in release"]
#[expect(clippy::print_stderr, reason = "a measurement is to be read")]
fn the_largest_archives_take_seconds_and_stay_small() {
    for platform in PLATFORMS {
        let begin = std::time::Instant::now();
        let mut out = Cursor::new(Vec::new());
        write(&mut out, "maya", platform, 1, Some(MOST_ITEMS)).unwrap();
        let (seconds, bytes) = (begin.elapsed().as_secs_f64(), out.into_inner().len());
        assert!(seconds < 20.0 && bytes < 200_000_000, "{platform}: {seconds} s, {bytes} bytes");
        eprintln!("{platform}: {seconds:.1} s, {bytes} bytes");
    }
    for persona in PERSONAS {
        let begin = std::time::Instant::now();
        let bytes = in_memory(persona.id, "instagram").unwrap().len();
        eprintln!("{}: {:.2} s, {bytes} bytes", persona.id, begin.elapsed().as_secs_f64());
    }
}

#[test]
#[ignore = "writes a contact sheet of all scenes to look at, into the folder named by SHEET"]
fn contact_sheet() {
    let out = std::env::var("SHEET").unwrap();
    pictures::contact_sheet(std::path::Path::new(&out));
}
