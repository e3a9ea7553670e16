//! Which pictures are linked, and which are not.

use super::*;
use crate::archive::MemorySource;
use crate::model::{
    AudienceClaim, Captured, Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, MediaRef, Origin, Rule,
};

static RULE: Rule = Rule { id: "test", text: "a test", source: "a test" };
const LIBRARY: PlatformId = PlatformId("library");
const NETWORK: PlatformId = PlatformId("network");
const FOLDER: PlatformId = PlatformId("folder");

/// A picture taken at a moment, in UTC unless it ends in `local`, so many metres north of a spot in Lyon.
fn picture(platform: PlatformId, time: &str, metres: f64) -> Item {
    let mut item = Item::new(
        platform,
        ItemKind::Photo,
        AudienceClaim::FollowsAccount,
        Life::Live,
        Claim::unknown(&RULE),
        Origin::new(0, 0),
    );
    item.captured = Some(match time.strip_suffix(" local") {
        Some(local) => Captured { local: Some(local.parse().unwrap()), ..Captured::default() },
        None => Captured { at: Some(time.parse().unwrap()), ..Captured::default() },
    });
    let point = GeoPoint::new(45.764 + metres / 111_195.0, 4.8357).unwrap();
    item.location = Some(Location::at(point, LocationSource::Exif, Evidence::Recorded));
    item
}

fn links(items: Vec<Item>) -> Vec<(u32, u32)> {
    let mut dataset = Dataset { items, ..Dataset::default() };
    link(&mut dataset, &MemorySource::new("x", []));
    pairs(&dataset)
}

fn pairs(dataset: &Dataset) -> Vec<(u32, u32)> {
    let ids = (0..dataset.items.len() as u32).map(ItemId);
    ids.flat_map(|a| dataset.links.of(a).map(move |b| (a.0, b.0))).filter(|(a, b)| a < b).collect()
}

#[test]
fn the_same_moment_and_spot_on_two_platforms_is_the_same_picture() {
    let near = [picture(LIBRARY, "2018-06-02T08:00:00Z", 0.0), picture(NETWORK, "2018-06-02T08:00:01.5Z", 20.0)];
    assert_eq!(links(near.to_vec()), [(0, 1)]);
    let three = [near[0].clone(), near[1].clone(), picture(FOLDER, "2018-06-02T08:00:00Z", 1.0)];
    assert_eq!(links(three.to_vec()), [(0, 1), (0, 2), (1, 2)]);
}

#[test]
fn another_time_another_place_or_none_is_another_picture() {
    let first = || picture(LIBRARY, "2018-06-02T08:00:00Z", 0.0);
    assert_eq!(links(vec![first(), picture(NETWORK, "2018-06-02T08:00:03Z", 0.0)]), []);
    assert_eq!(
        links(vec![first(), picture(NETWORK, "2019-06-02T08:00:00Z", 0.0)]),
        [],
        "a year later at the same spot"
    );
    assert_eq!(links(vec![first(), picture(NETWORK, "2018-06-02T08:00:00Z", 40.0)]), []);
    let mut nowhere = picture(NETWORK, "2018-06-02T08:00:00Z", 0.0);
    nowhere.location = None;
    assert_eq!(links(vec![first(), nowhere]), []);
    let mut undated = picture(NETWORK, "2018-06-02T08:00:00Z", 0.0);
    undated.time = undated.captured.take().and_then(|c| c.at);
    assert_eq!(links(vec![first(), undated]), [], "the moment of a post is not that of its picture");
}

#[test]
fn a_burst_is_not_linked_to_itself_and_gives_its_closest_or_none() {
    let burst = || -> Vec<Item> {
        ["00", "00.4", "00.8"].iter().map(|s| picture(LIBRARY, &format!("2018-06-02T08:00:{s}Z"), 0.0)).collect()
    };
    assert_eq!(links(burst()), [], "one platform");
    let with = |time: &str| [burst(), vec![picture(NETWORK, time, 0.0)]].concat();
    assert_eq!(links(with("2018-06-02T08:00:00.4Z")), [(1, 3)]);
    assert_eq!(links(with("2018-06-02T08:00:00.6Z")), [], "two fit equally well");
    let same_second = vec![
        picture(LIBRARY, "2018-06-02T08:00:00Z", 0.0),
        picture(LIBRARY, "2018-06-02T08:00:00Z", 0.0),
        picture(NETWORK, "2018-06-02T08:00:00Z", 0.0),
    ];
    assert_eq!(links(same_second), []);
}

#[test]
fn a_camera_clock_is_compared_with_others_and_with_utc_in_the_zones_of_the_place() {
    let by_clock = |time: &str| picture(NETWORK, &format!("{time} local"), 0.0);
    let library = || picture(LIBRARY, "2018-06-02T08:00:00Z", 0.0);
    assert_eq!(links(vec![library(), by_clock("2018-06-02T10:00:01")]), [(0, 1)], "summer time in Lyon");
    assert_eq!(links(vec![library(), by_clock("2018-06-02T18:00:00")]), [], "a zone ten hours away");
    assert_eq!(links(vec![library(), by_clock("2018-06-02T10:07:00")]), [], "no zone is seven minutes off");
    let twice = vec![library(), picture(LIBRARY, "2018-06-02T09:00:01Z", 0.0), by_clock("2018-06-02T10:00:00")];
    assert_eq!(links(twice), [], "which of two zones it was is not known");
    assert_eq!(
        links(vec![picture(FOLDER, "2018-06-02T10:00:00 local", 0.0), by_clock("2018-06-02T10:00:00")]),
        [(0, 1)]
    );
}

/// Two items, each with a file of a name and content.
fn with_files(files: [(&str, Vec<u8>); 2], platforms: [PlatformId; 2]) -> Vec<(u32, u32)> {
    let source = MemorySource::new("x", files.map(|(path, bytes)| (path.to_owned(), bytes)));
    let items = source.entries().iter().zip(platforms).zip(0..).map(|((entry, platform), file)| {
        let mut item = picture(platform, "2018-06-02T08:00:00Z", 0.0);
        item.captured = None;
        item.media = vec![MediaRef { path: entry.path.clone(), file: Some(file) }];
        item
    });
    let mut dataset = Dataset { items: items.collect(), ..Dataset::default() };
    link(&mut dataset, &source);
    pairs(&dataset)
}

#[test]
fn files_of_one_name_and_size_are_the_same_across_platforms() {
    let two = [LIBRARY, FOLDER];
    let file = |byte: u8, len: usize| vec![byte; len];
    assert_eq!(with_files([("a/IMG_1.JPG", file(1, 5000)), ("b/img_1.jpg", file(1, 5000))], two), [(0, 1)]);
    assert_eq!(with_files([("a/IMG_1.JPG", file(1, 5000)), ("b/img_1.jpg", file(1, 5001))], two), []);
    assert_eq!(with_files([("a/IMG_1.JPG", file(1, 5000)), ("b/img_2.jpg", file(1, 5000))], two), []);
    assert_eq!(
        with_files([("a/IMG_1.JPG", file(1, 500)), ("b/img_1.jpg", file(1, 500))], two),
        [],
        "too small to tell"
    );
    assert_eq!(with_files([("a/IMG_1.JPG", file(1, 5000)), ("b/img_1.jpg", file(1, 5000))], [LIBRARY; 2]), []);
}

#[test]
fn a_crowd_of_equal_moments_costs_little_and_links_nothing() {
    let crowd: Vec<Item> =
        (0..4000).map(|i| picture(if i % 2 == 0 { LIBRARY } else { NETWORK }, "2018-06-02T08:00:00Z", 0.0)).collect();
    assert_eq!(links(crowd), []);
}
