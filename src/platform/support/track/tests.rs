//! Readers of GPS files against bytes that no program wrote.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::archive::{EntryId, Limits, MemorySource};

fn tracks(bytes: &[u8]) -> Result<Tracks, Unread> {
    let source = MemorySource::new("x", [("a".to_owned(), bytes.to_vec())]);
    read(&source, EntryId(0), Limits::default(), None)
}

fn fixes(bytes: &[u8]) -> usize {
    tracks(bytes).map_or(0, |t| t.lines.iter().map(|l| l.fixes.len()).sum())
}

const GPX: &str = "<gpx><trk><name>n</name><trkseg><trkpt lat=\"1.5\" lon=\"2.5\"><time>2020-01-01T00:00:00Z</time></trkpt></trkseg></trk><wpt lat=\"1\" lon=\"2\"><name>w</name></wpt></gpx>";
const TCX: &str = "<TrainingCenterDatabase><Activities><Activity Sport=\"Running\"><Lap><Track><Trackpoint><Time>2020-01-01T00:00:00Z</Time><Position><LatitudeDegrees>1.5</LatitudeDegrees><LongitudeDegrees>2.5</LongitudeDegrees></Position></Trackpoint></Track></Lap></Activity></Activities></TrainingCenterDatabase>";
const KML: &str = "<kml><Placemark><name>n</name><TimeSpan><begin>2020-01-01</begin><end>2020-01-02</end></TimeSpan><MultiGeometry><Point><coordinates>2,1</coordinates></Point><LineString><coordinates>2,1 3,2</coordinates></LineString></MultiGeometry></Placemark><Placemark><Track><when>2020-01-01T00:00:00Z</when><coord>2 1 0</coord></Track></Placemark></kml>";
const NMEA: &str = "$GPRMC,235958,A,4807.038,N,01131.000,E,022.4,084.4,310718,003.1,W\n$GPGGA,235959,4807.040,N,01131.010,E,1,08,0.9,545.4,M,46.9,M,,\n$GPWPL,4807.100,N,01131.500,E,PIER\n";
const GEOJSON: &str = "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"coordTimes\":[\"2020-01-01T00:00:00Z\",null]},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[2,1],[3,2]]}},{\"type\":\"Feature\",\"properties\":{\"time\":1577836800},\"geometry\":{\"type\":\"Point\",\"coordinates\":[2,1]}}]}";
const CSV: &str = "time,lat,lon,accuracy\n2020-01-01T00:00:00Z,1.5,2.5,3\n2020-01-01 00:00:01,1.5N,2.5W,x\n";

/// A FIT file of one kind of message.
fn fit(messages: &[u8]) -> Vec<u8> {
    let mut bytes = vec![12, 0x10, 0, 0];
    bytes.extend((messages.len() as u32).to_le_bytes());
    bytes.extend(b".FIT");
    bytes.extend(messages);
    bytes.extend([0, 0]);
    bytes
}

fn fit_sample() -> Vec<u8> {
    let mut messages = vec![0x40, 0, 0, 20, 0, 3, 253, 4, 0x86, 0, 4, 0x85, 1, 4, 0x85];
    for n in 0..3_i32 {
        messages.push(0);
        messages.extend((1_000_000_000 + n).to_le_bytes());
        messages.extend((n * 1_000_000 + 17_895_697).to_le_bytes());
        messages.extend((n * 1_000_000 + 29_826_162).to_le_bytes());
    }
    fit(&messages)
}

#[test]
fn the_samples_are_read() {
    for (text, count) in [(GPX, 1), (TCX, 1), (KML, 3), (NMEA, 2), (GEOJSON, 3), (CSV, 2)] {
        assert_eq!(fixes(text.as_bytes()), count, "{text}");
    }
    let fit = tracks(&fit_sample()).unwrap();
    let first = fit.lines[0].fixes[0];
    assert_eq!(first.seconds, Some(1_631_065_600), "FIT counts from the end of 1989");
    assert!((first.point.lat() - 1.5).abs() < 1e-6 && (first.point.lon() - 2.5).abs() < 1e-6);
    assert_eq!(fit.flaw, None);
}

#[test]
fn a_file_cut_anywhere_keeps_what_came_before() {
    for whole in [GPX, TCX, KML, NMEA, GEOJSON, CSV].map(|t| t.as_bytes().to_vec()).into_iter().chain([fit_sample()]) {
        let mut most = 0;
        for end in 0..=whole.len() {
            let count = fixes(&whole[..end]);
            assert!(count >= most, "{end} bytes lose what fewer gave");
            most = count;
        }
    }
}

#[test]
fn a_year_is_no_time() {
    assert_eq!(moment("2017"), None);
    let line = "<gpx><trkpt lat=\"1\" lon=\"2\"><time>2017</time></trkpt></gpx>";
    assert_eq!(tracks(line.as_bytes()).unwrap().lines[0].fixes[0].seconds, None);
}

#[test]
fn the_receiver_says_the_date_once_and_crosses_midnight() {
    let log = "$GPRMC,235958,A,4807.038,N,01131.000,E,,,310718,,\n$GPGGA,235958,4807.038,N,01131.000,E,1,,,,,,,,\n$GPGGA,000001,4807.038,N,01131.000,E,1,,,,,,,,\n";
    let seconds: Vec<_> = tracks(log.as_bytes()).unwrap().lines[0].fixes.iter().map(|f| f.seconds).collect();
    let midnight = 1_533_081_600;
    assert_eq!(seconds, [Some(midnight - 2), Some(midnight + 1)]);
    let undated = "$GPGGA,000001,4807.038,N,01131.000,E,1,,,,,,,,\n";
    assert_eq!(tracks(undated.as_bytes()).unwrap().lines[0].fixes[0].seconds, None);
}

#[test]
fn hostile_files_take_time_in_proportion_to_their_size() {
    let samples = [
        format!("<gpx>{}", "<trkpt lat='1' lon='2'>".repeat(100_000)),
        format!("<gpx>{}", "<trk><rte>".repeat(100_000)),
        format!("<kml>{}", "<Placemark><Track><when/><coord/>".repeat(50_000)),
        format!("<kml><Placemark><LineString><coordinates>{}", "1,2 ".repeat(500_000)),
        format!("<kml><Placemark>{}", "<Point><coordinates>1,2</coordinates></Point>".repeat(50_000)),
        format!("{NMEA}{}", "$GPRMC,".repeat(300_000)),
        format!("lat,lon,time\n{}", ",".repeat(2_000_000)),
        format!("lat,lon,time\n{}", "1,2,\"".repeat(400_000)),
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{}", "[{".repeat(500_000)),
        format!("{{\"type\":\"Point\",\"coordinates\":{}", "[".repeat(1_000_000)),
    ];
    for sample in samples {
        let began = Instant::now();
        let _seen = tracks(sample.as_bytes());
        assert!(began.elapsed() < Duration::from_secs(10), "{}…", &sample[..40]);
    }
    let mut chain = Vec::new();
    let definition: Vec<u8> = [0x4f_u8, 0, 0, 20, 0, 255].into_iter().chain([9, 255, 0].repeat(255)).collect();
    (0..2_000).for_each(|_| chain.extend(fit(&definition)));
    let began = Instant::now();
    assert_eq!(fixes(&chain), 0);
    assert!(began.elapsed() < Duration::from_secs(10), "a long chain of files");
}

proptest! {
    #[test]
    fn no_bytes_panic(format in 0..7_usize, edits in proptest::collection::vec((any::<u16>(), any::<u8>(), any::<bool>()), 1..12)) {
        let mut bytes = match format {
            0 => GPX.as_bytes().to_vec(),
            1 => TCX.as_bytes().to_vec(),
            2 => KML.as_bytes().to_vec(),
            3 => NMEA.as_bytes().to_vec(),
            4 => GEOJSON.as_bytes().to_vec(),
            5 => CSV.as_bytes().to_vec(),
            _ => fit_sample(),
        };
        for (at, byte, whole) in edits {
            let at = usize::from(at) % bytes.len();
            // A stretch doubled or one byte changed.
            if whole {
                let stretch = bytes[at..(at + usize::from(byte)).min(bytes.len())].to_vec();
                bytes.splice(at..at, stretch);
            } else {
                bytes[at] = byte;
            }
        }
        let _seen = tracks(&bytes);
    }

    #[test]
    fn no_fit_messages_panic(messages in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _seen = tracks(&fit(&messages));
    }

    #[test]
    fn what_is_written_as_gpx_comes_back(rows in proptest::collection::vec((-90.0..90.0_f64, -180.0..180.0_f64, 1_i64..4_000_000_000), 1..20)) {
        let rows: Vec<_> = rows.into_iter().filter(|(lat, lon, _)| lat.abs() > 0.01 || lon.abs() > 0.01).collect();
        let point = |(lat, lon, at): &(f64, f64, i64)| {
            format!("<trkpt lat=\"{lat}\" lon=\"{lon}\"><time>{}</time></trkpt>", Timestamp::from_second(*at).unwrap())
        };
        let points = rows.iter().map(point).collect::<Vec<_>>().concat();
        let read = tracks(format!("<gpx><trk><trkseg>{points}</trkseg></trk></gpx>").as_bytes()).unwrap();
        let back: Vec<_> = read.lines.iter().flat_map(|l| &l.fixes).map(|f| (f.point.lat(), f.point.lon(), f.seconds.unwrap())).collect();
        prop_assert_eq!(back, rows);
    }
}
