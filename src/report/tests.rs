//! Every format, on one small dataset with hostile text in it.

use serde_json::Value;

use super::*;
use crate::lens::{builtin, surfaces};
use crate::model::{
    Account, AccountId, ArchiveInfo, AudienceClaim, Claim, Container, Evidence, FileLedger, FileStatus, GeoPoint, Item,
    ItemKind, Life, Location, LocationSource, MediaRef, Origin, Place, PlatformId, PointRow, PointSource, Rule,
    TimePrecision, Track, VenueKind, Warning, periods_from_toggles,
};

static RULE: Rule = Rule { id: "test", text: "a test", source: "a test" };
const HOSTILE: &str = "=cmd|'/c calc'!A1 <b>&\u{1b}[31m\u{202e}\u{0}";

fn item(time: Option<&str>, point: Option<(f64, f64)>, record: u32) -> Item {
    let location = |source| {
        point.map(|(lat, lon)| Location {
            point: GeoPoint::new(lat, lon).unwrap(),
            accuracy_metres: Some(12.5),
            source,
            evidence: Evidence::Likely,
        })
    };
    Item {
        platform: PlatformId("instagram"),
        account: Some(AccountId(0)),
        kind: ItemKind::Post,
        time: time.map(|t| t.parse().unwrap()),
        time_precision: TimePrecision::Second,
        published: None,
        location: location(LocationSource::PlaceTag),
        public_location: location(LocationSource::PlaceTag),
        place: point.map(|_| Place {
            kind: Some(VenueKind::Hotel),
            kind_because: "“Hotel” in the name".into(),
            kind_evidence: Evidence::Likely,
            ..Place::named("Hotel Example")
        }),
        tagged: Claim::yes(Evidence::Recorded, &RULE),
        audience: AudienceClaim::FollowsAccount,
        life: Life::Live,
        text: Some(HOSTILE.into()),
        media: vec![MediaRef { path: "media/a.jpg".into(), file: Some(1) }],
        origin: Origin { file: 0, record },
        also_in: Vec::new(),
        own_id: None,
        flaw: None,
        unread_time: false,
        captured: None,
    }
}

fn dataset() -> Dataset {
    let mut dataset = Dataset {
        archives: vec![ArchiveInfo {
            name: "export.zip".into(),
            container: Container::Zip,
            entries: 2,
            bytes: 1234,
            platforms: vec![PlatformId("instagram")],
        }],
        accounts: vec![Account {
            platform: PlatformId("instagram"),
            handle: "someone".into(),
            private_now: Some(false),
            periods: periods_from_toggles(&[], Some(false)),
            profile: Vec::new(),
            created: None,
            exported: None,
        }],
        files: FileLedger::new([("posts_1.json".into(), 0), ("media/a.jpg".into(), 0)]),
        ..Dataset::default()
    };
    dataset.files.set(0, FileStatus::Read, "posts");
    dataset.items = vec![
        item(Some("2018-10-06T10:00:00Z"), Some((-33.5, -70.25)), 0),
        item(Some("2021-01-01T00:00:00Z"), None, 1),
        item(None, Some((1.0, 2.0)), 1),
    ];
    let track =
        dataset.points.track(Track { platform: PlatformId("google"), name: "phone <1>".into(), file: 1 }).unwrap();
    for seconds in [1_600_000_000, 1_600_000_000, 1_700_000_000] {
        let (point, source) = (GeoPoint::new(-10.0, 179.5).unwrap(), PointSource::Gps);
        dataset.points.push(PointRow { seconds, point, accuracy_metres: Some(5.3), source, track });
    }
    dataset.records.keep(6);
    dataset.records.skip("no time", 2);
    dataset.warnings.push(Warning { text: "careful\u{1b}[2J".into(), file: None });
    dataset.sort();
    dataset
}

fn with_view<T>(dataset: &Dataset, run: impl Fn(&View<'_>) -> T) -> T {
    let lens = &builtin()[0];
    let assumptions = Assumptions::default();
    let exposure = Exposure::evaluate(dataset, lens, surfaces(), &assumptions);
    run(&View { dataset, lens, surfaces: surfaces(), assumptions: &assumptions, exposure: &exposure, comparison: &[] })
}

fn written(format: Format, points: bool) -> String {
    let data = dataset();
    with_view(&data, |view| {
        let mut out = Vec::new();
        write_items(view, format, points, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    })
}

fn summary() -> Value {
    let data = dataset();
    with_view(&data, |view| {
        let mut out = Vec::new();
        write_summary_json(view, &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    })
}

#[test]
fn the_summary_has_every_key_and_its_sums_hold() {
    let json = summary();
    for key in [
        "tool",
        "version",
        "lens",
        "archives",
        "accounts",
        "items",
        "points",
        "verdicts",
        "geofences",
        "moments",
        "fences",
        "assumptions",
        "gaps",
        "seen_on",
        "files",
        "records",
        "time",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert_eq!(json["archives"][0]["sha256"], Value::Null);
    assert_eq!(json["archives"][0]["platforms"][0], "instagram");
    assert_eq!(json["accounts"][0]["periods"][0]["private"], false);
    assert_eq!((&json["items"]["total"], &json["items"]["located"]), (&3.into(), &2.into()));
    assert_eq!(json["points"]["by_platform"]["google"], 3);
    let verdicts = json["verdicts"].as_object().unwrap();
    let words: Vec<&str> = verdicts.keys().map(String::as_str).collect();
    assert_eq!(words, ["captured", "retained", "public", "restricted", "private", "unknown"]);
    assert_eq!(verdicts.values().map(|n| n.as_u64().unwrap()).sum::<u64>(), 3);
    let fences = json["geofences"].as_object().unwrap();
    assert_eq!(fences.len(), builtin()[0].listed_kinds().len() + 1);
    assert!(fences.contains_key("unclassified") && fences["hotel"] == 1);
    assert_eq!(json["files"]["details"].as_array().unwrap().len(), 2);
    assert_eq!(json["files"]["details"][0]["status"], "read");
    assert_eq!(json["records"]["skipped"]["no time"], 2);
    assert_eq!(json["records"]["read"], 8);
    assert_eq!(json["time"]["first"], "2018-10-06T10:00:00Z");
    for moment in ["then", "now", "closed_since"] {
        let counts = json["moments"][moment].as_object().unwrap();
        assert_eq!(counts.values().map(|n| n.as_u64().unwrap()).sum::<u64>(), 3, "{moment}");
    }
    assert!(json.get("comparison").is_none(), "nobody asked");
}

#[test]
fn json_lines_are_in_time_order_with_everything_the_contract_names() {
    let lines = written(Format::Jsonl, true);
    let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let times: Vec<Option<&str>> = rows.iter().map(|row| row["time"].as_str()).collect();
    assert_eq!(rows.len(), 6);
    assert!(times.is_sorted_by_key(|time| (time.is_none(), *time)), "{times:?}");
    let keys = [
        "id",
        "platform",
        "account",
        "kind",
        "time",
        "time_precision",
        "lat",
        "lon",
        "accuracy_m",
        "location_source",
        "place",
        "audience",
        "verdict",
        "evidence",
        "geofence",
        "moments",
        "reasons",
        "file",
        "record",
        "media",
        "text",
    ];
    assert!(rows.iter().all(|row| keys.iter().all(|key| row.get(key).is_some())));
    let first = &rows[0];
    assert_eq!((&first["lat"], &first["lon"]), (&(-33.5).into(), &(-70.25).into()));
    assert_eq!(first["verdict"], "captured");
    assert_eq!(first["geofence"], "hotel");
    assert_eq!(first["place"]["category"], "hotel");
    assert_eq!(first["text"].as_str(), Some(HOSTILE), "JSON holds the text as it is, escaped");
    assert!(!first["reasons"].as_array().unwrap().is_empty());
    let point = rows.iter().find(|row| row["kind"] == "point").unwrap();
    assert_eq!((&point["verdict"], &point["accuracy_m"]), (&"private".into(), &5.3.into()));
}

#[test]
fn ids_are_stable_and_distinct() {
    let ids = |lines: &str| -> Vec<String> {
        lines.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["id"].as_str().unwrap().to_owned()).collect()
    };
    let first = ids(&written(Format::Jsonl, true));
    assert_eq!(first, ids(&written(Format::Jsonl, true)));
    let distinct: std::collections::BTreeSet<&String> = first.iter().collect();
    assert_eq!(distinct.len(), 6, "also of two items of one record, and two rows of one second: {first:?}");
    assert_eq!(first[0], "instagram-2b0e6d923f05c2c8", "an id does not change from version to version");
}

#[test]
fn csv_cells_are_never_formulas() {
    let text = written(Format::Csv, true);
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let heading = reader.headers().unwrap().clone();
    let column = |name: &str| heading.iter().position(|h| h == name).unwrap();
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    assert_eq!(&rows[0][column("lat")], "-33.5");
    assert!(rows[0][column("text")].starts_with("'=cmd"));
    for row in &rows {
        for (name, cell) in heading.iter().zip(row.iter()) {
            let number = ["lat", "lon", "public_lat", "public_lon"].contains(&name);
            assert!(number || !cell.starts_with(['=', '+', '-', '@']), "{name}: {cell}");
        }
    }
}

#[test]
fn geojson_has_longitude_first_and_null_geometry_for_no_position() {
    let json: Value = serde_json::from_str(&written(Format::GeoJson, false)).unwrap();
    assert_eq!(json["type"], "FeatureCollection");
    let features = json["features"].as_array().unwrap();
    assert_eq!(features.len(), 3);
    assert_eq!(features[0]["geometry"]["coordinates"], serde_json::json!([-70.25, -33.5]));
    assert_eq!(features[0]["properties"]["verdict"], "captured");
    assert_eq!(features[1]["geometry"], Value::Null);
    assert!(features.iter().all(|f| f["type"] == "Feature" && f["id"] == f["properties"]["id"]));
}

/// Checks that tags nest and that nothing but well-formed markup is there.
fn assert_well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml.split_once("?>").unwrap().1;
    while let Some((text, after)) = rest.split_once('<') {
        assert!(!text.contains('>') && !text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
        let (tag, after) = after.split_once('>').unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split([' ', '\n']).next().unwrap());
        }
        rest = after;
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn kml_and_gpx_are_well_formed_and_hold_what_has_a_position() {
    let kml = written(Format::Kml, true);
    assert_well_formed(&kml);
    assert_eq!(kml.matches("<Point>").count(), 2);
    assert!(kml.contains("<coordinates>-70.25,-33.5</coordinates>"));
    assert_eq!(kml.matches("<gx:coord>").count(), 3);
    let gpx = written(Format::Gpx, true);
    assert_well_formed(&gpx);
    assert_eq!(gpx.matches("<wpt ").count(), 2);
    assert_eq!(gpx.matches("<trkpt ").count(), 3);
    assert!(gpx.contains("<wpt lat=\"-33.5\" lon=\"-70.25\"><time>2018-10-06T10:00:00Z</time>"));
    assert_eq!(written(Format::Gpx, false).matches("<trkpt ").count(), 0);
}

#[test]
fn text_for_terminals_has_no_control_characters() {
    let data = dataset();
    let text = with_view(&data, |view| {
        let mut out = Vec::new();
        write_summary(view, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    });
    assert!(!text.contains('\u{1b}'), "{text:?}");
    assert!(text.contains("8  records: 6 kept, 2 left out"), "{text}");
    assert!(text.contains("Captured by place"), "{text}");
}

fn lines_of(dataset: &Dataset, format: Format) -> String {
    with_view(dataset, |view| {
        let mut out = Vec::new();
        write_items(view, format, false, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    })
}

#[test]
fn items_tell_the_town_and_the_clock_there() {
    let rows: Vec<Value> =
        lines_of(&dataset(), Format::Jsonl).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(rows[0]["time"], "2018-10-06T10:00:00Z");
    assert_eq!(rows[0]["local_time"], "2018-10-06T07:00:00-03:00");
    assert_eq!(rows[0]["time_zone"], "America/Santiago");
    assert_eq!(rows[0]["near"]["country"], "CL");
    for (row, time) in [(&rows[1], "2021-01-01T00:00:00Z".into()), (&rows[2], Value::Null)] {
        assert_eq!(row["time"], time);
        assert!(row.get("local_time").is_none() && row.get("time_zone").is_none());
    }
}

#[test]
fn a_name_that_was_worked_out_is_marked_or_left_out() {
    let recorded = dataset();
    let mut inferred = dataset();
    for place in inferred.items.iter_mut().filter_map(|i| i.place.as_mut()) {
        place.name_evidence = Evidence::Likely;
    }
    let first = |data: &Dataset| -> Value {
        serde_json::from_str(lines_of(data, Format::Jsonl).lines().next().unwrap()).unwrap()
    };
    assert_eq!(first(&inferred)["place"]["name"], "Hotel Example");
    assert_eq!(first(&inferred)["place"]["inferred"], true);
    assert!(first(&recorded)["place"].get("inferred").is_none());
    assert_eq!(first(&recorded)["geofence"], "hotel");
    assert_eq!(first(&recorded)["geofence_evidence"], "likely");
    for format in [Format::Gpx, Format::Kml] {
        let names = |data: &Dataset| lines_of(data, format).matches("<name>Hotel Example</name>").count();
        assert_eq!(names(&inferred), 0);
        assert!(names(&recorded) > 0);
    }
    let cell = |data: &Dataset| {
        let text = lines_of(data, Format::Csv);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let column = reader.headers().unwrap().iter().position(|h| h == "place_inferred").unwrap();
        reader.records().next().unwrap().unwrap()[column].to_owned()
    };
    assert_eq!((cell(&inferred), cell(&recorded)), ("true".to_owned(), "false".to_owned()));
}
