//! A made-up archive, small enough to count by hand.

use std::sync::Arc;

use geoshadow::archive::{MemorySource, Source as _};
use geoshadow::load::Loaded;
use geoshadow::model::{
    Account, AccountId, AudienceClaim, Claim, Dataset, Evidence, FileLedger, FileStatus, GeoPoint, Item, ItemKind,
    Life, Location, LocationSource, MediaRef, Origin, Place, PlatformId, PrivacyToggle, Rule, TimePrecision, VenueKind,
    Warning, periods_from_toggles,
};
use jiff::{SignedDuration, Timestamp};

static RULE: Rule = Rule { id: "test", text: "So the test says", source: "the test" };
const PLATFORM: PlatformId = PlatformId("instagram");

/// Items in the archive.
pub const ITEMS: u64 = 9;
/// Of these, what HYP3R would have had.
pub const TAKEN: u64 = 4;

pub fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An item without a place.
pub fn item(kind: ItemKind, time: &str, record: u32) -> Item {
    Item {
        platform: PLATFORM,
        account: Some(AccountId(0)),
        kind,
        time: Some(moment(time)),
        time_precision: TimePrecision::Second,
        published: None,
        location: None,
        public_location: None,
        place: None,
        tagged: Claim::no(Evidence::Recorded, &RULE),
        audience: AudienceClaim::FollowsAccount,
        life: Life::Live,
        text: None,
        media: Vec::new(),
        origin: Origin { file: 0, record },
        also_in: Vec::new(),
        own_id: None,
        flaw: None,
        unread_time: false,
        captured: None,
    }
}

/// The item with a tagged place.
pub fn tagged(mut item: Item, name: &str, kind: Option<VenueKind>, lat: f64, lon: f64) -> Item {
    let point = GeoPoint::new(lat, lon).unwrap();
    let at = |point| Location {
        point,
        accuracy_metres: None,
        source: LocationSource::PlaceTag,
        evidence: Evidence::Recorded,
    };
    let mut place = Place::named(name);
    if let Some(kind) = kind {
        place.kind = Some(kind);
        place.kind_because = "the word in its name".into();
        place.kind_evidence = Evidence::Likely;
    }
    item.location = Some(at(point));
    item.public_location = Some(at(GeoPoint::new(lat + 0.001, lon).unwrap()));
    item.place = Some(place);
    item.tagged = Claim::yes(Evidence::Recorded, &RULE);
    item
}

/// The items, in time order.
fn items() -> Vec<Item> {
    let hotel = tagged(
        item(ItemKind::Post, "2018-10-06T20:15:00Z", 0),
        "Grand Example Hotel",
        Some(VenueKind::Hotel),
        48.2,
        16.37,
    );
    let bar =
        tagged(item(ItemKind::Post, "2018-12-31T22:41:00Z", 1), "Example Bar", Some(VenueKind::Bar), 48.21, 16.36);
    let corner = tagged(item(ItemKind::Post, "2019-02-03T12:00:00Z", 2), "The corner", None, 47.07, 15.44);
    let mut story = tagged(
        item(ItemKind::Story, "2019-05-01T09:30:00Z", 3),
        "Example Stadium",
        Some(VenueKind::Stadium),
        48.16,
        16.41,
    );
    story.life = Life::Expires { after: SignedDuration::from_hours(24), rule: &RULE };
    let mut plain = item(ItemKind::Post, "2019-06-01T09:30:00Z", 4);
    plain.text = Some("Nothing but a sunset".into());
    let mut album = item(ItemKind::Post, "2019-07-01T09:30:00Z", 5);
    album.tagged = Claim::unknown(&RULE);
    let later = tagged(
        item(ItemKind::Post, "2021-03-01T10:00:00Z", 6),
        "Grand Example Hotel",
        Some(VenueKind::Hotel),
        48.2,
        16.37,
    );
    let mut login = item(ItemKind::Login, "2021-04-01T10:00:00Z", 7);
    login.life = Life::NeverPublished { evidence: Evidence::Recorded, rule: &RULE };
    let mut timeless = item(ItemKind::ProfilePhoto, "2021-05-01T10:00:00Z", 8);
    timeless.time = None;
    timeless.time_precision = TimePrecision::Unknown;
    vec![hotel, bar, corner, story, plain, album, later, login, timeless]
}

fn account() -> Account {
    let switch = |at: &str, to_private| PrivacyToggle {
        at: moment(at),
        to_private: Some(to_private),
        origin: Origin { file: 1, record: 0 },
    };
    let switches = [switch("2018-01-01T00:00:00Z", false), switch("2020-01-09T00:00:00Z", true)];
    Account {
        platform: PLATFORM,
        handle: "example.person".into(),
        private_now: Some(true),
        periods: periods_from_toggles(&switches, Some(true)),
        profile: Vec::new(),
        created: None,
        exported: Some(moment("2022-01-01T00:00:00Z")),
    }
}

/// The archive.
pub fn loaded() -> Loaded {
    with_items(items())
}

/// An archive with these items.
pub fn with_items(items: Vec<Item>) -> Loaded {
    let files = ["content/posts_1.json", "privacy_changes.json", "broken.json", "readme.txt"];
    let source = MemorySource::new("example.zip", files.map(|f| (f.to_owned(), b"{}".to_vec())));
    let mut dataset = Dataset {
        archives: source.containers().to_vec(),
        accounts: vec![account()],
        items,
        files: FileLedger::new(files.map(|f| (f.into(), 0))),
        warnings: vec![Warning { text: "Two pictures are missing; open all parts together".into(), file: None }],
        ..Dataset::default()
    };
    dataset.files.set(0, FileStatus::Read, "posts");
    dataset.files.set(1, FileStatus::Read, "switches of the account's privacy");
    dataset.files.set(2, FileStatus::Failed, "not valid JSON (line 3); download the export again");
    dataset.records.keep(10);
    dataset.records.skip("no time and no place", 2);
    dataset.sort();
    Loaded { dataset: Arc::new(dataset), source: Arc::new(source) }
}

/// An album of a picture that can be shown and a video that cannot.
pub fn illustrated() -> Loaded {
    let mut picture = Vec::new();
    let pixels = image::RgbImage::from_pixel(64, 48, image::Rgb([200, 120, 40]));
    pixels.write_to(&mut std::io::Cursor::new(&mut picture), image::ImageFormat::Png).unwrap();
    let files = [("media/a.png", picture), ("media/b.mp4", vec![0; 10])].map(|(name, bytes)| (name.to_owned(), bytes));
    let mut album = item(ItemKind::Post, "2018-10-06T20:15:00Z", 0);
    album.media =
        (0..2).map(|file| MediaRef { path: files[file].0.as_str().into(), file: Some(file as u32) }).collect();
    let ledger = FileLedger::new(files.iter().map(|(name, _)| (name.as_str().into(), 0)));
    let source = MemorySource::new("example.zip", files);
    let archives = source.containers().to_vec();
    let dataset =
        Dataset { archives, accounts: vec![account()], items: vec![album], files: ledger, ..Dataset::default() };
    Loaded { dataset: Arc::new(dataset), source: Arc::new(source) }
}

/// Posts with a picture each.
pub fn with_pictures(posts: Vec<(Item, Vec<u8>)>) -> Loaded {
    let (mut items, pictures): (Vec<Item>, Vec<Vec<u8>>) = posts.into_iter().unzip();
    let name = |file: usize| format!("media/{file:03}.png");
    for (file, item) in items.iter_mut().enumerate() {
        item.media = vec![MediaRef { path: name(file).into(), file: Some(file as u32) }];
    }
    let files: Vec<(String, Vec<u8>)> = pictures.into_iter().enumerate().map(|(file, p)| (name(file), p)).collect();
    let ledger = FileLedger::new(files.iter().map(|(name, _)| (name.as_str().into(), 0)));
    let source = MemorySource::new("example.zip", files);
    let archives = source.containers().to_vec();
    let dataset = Dataset { archives, accounts: vec![account()], items, files: ledger, ..Dataset::default() };
    Loaded { dataset: Arc::new(dataset), source: Arc::new(source) }
}

/// One item whose record can be looked up in its file.
pub fn recorded() -> Loaded {
    let post = item(ItemKind::Post, "2018-10-06T20:15:00Z", 1);
    let seconds = post.time.unwrap().as_second();
    let file = format!(r#"[{{"creation_timestamp":1}},{{"creation_timestamp":{seconds},"title":"the one"}}]"#);
    let files = [("content/posts_1.json".to_owned(), file.into_bytes())];
    let ledger = FileLedger::new(files.iter().map(|(name, _)| (name.as_str().into(), 0)));
    let source = MemorySource::new("example.zip", files);
    let archives = source.containers().to_vec();
    let dataset =
        Dataset { archives, accounts: vec![account()], items: vec![post], files: ledger, ..Dataset::default() };
    Loaded { dataset: Arc::new(dataset), source: Arc::new(source) }
}

/// Items by the thousand, one an hour, for measuring.
pub fn many(count: u32) -> Loaded {
    let start = moment("2010-01-01T00:00:00Z");
    let make = |n: u32| {
        let mut one = tagged(
            item(ItemKind::Post, "2018-10-06T20:15:00Z", n),
            "Grand Example Hotel",
            Some(VenueKind::Hotel),
            48.2,
            16.37,
        );
        one.time = Some(start + SignedDuration::from_hours(i64::from(n)));
        one.text = Some(format!("Item number {n}").into());
        one
    };
    with_items((0..count).map(make).collect())
}

/// An item whose words try to break the screen.
pub fn hostile() -> Loaded {
    let mut one =
        tagged(item(ItemKind::Post, "2018-10-06T20:15:00Z", 0), &"very long name ".repeat(4_000), None, -89.9, 179.9);
    one.text = Some("\u{202e}\u{0}\u{7}\n".repeat(50_000).into());
    let mut two = item(ItemKind::Post, "-009990-01-01T00:00:00Z", u32::MAX);
    two.text = Some("x".repeat(1_000_000).into());
    let three = item(ItemKind::Story, "9990-01-01T00:00:00Z", 1);
    with_items(vec![one, two, three])
}
