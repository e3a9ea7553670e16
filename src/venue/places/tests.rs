use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::model::{
    AudienceClaim, Claim, Evidence, GeoPoint, Item, ItemKind, Life, Location, LocationSource, Origin, Place,
    PlatformId, Rule,
};
use crate::street::written::Extract;

static RULE: Rule = Rule { id: "test", text: "test", source: "test" };

/// Metres north and east of somewhere in the forest, far from any town's centre.
fn at(north: f64, east: f64) -> (f64, f64) {
    let (lat, lon) = (61.234_567_1, 25.456_789_1);
    (lat + north / 111_195.08, lon + east / (111_195.08 * f64::to_radians(lat).cos()))
}

fn square(north: f64, east: f64, side: f64) -> [(f64, f64); 4] {
    [at(north, east), at(north, east + side), at(north + side, east + side), at(north + side, east)]
}

fn extract() -> Extract {
    let (bar, cafe) = (at(0.0, 0.0), at(0.0, 1_000.0));
    let (bar_beside, worship) = (at(0.0, 1_008.0), at(2_000.0, 0.0));
    Extract::default()
        .node(bar.0, bar.1, &[("amenity", "bar"), ("name", "Ankkuri")])
        .node(cafe.0, cafe.1, &[("amenity", "cafe"), ("name", "Kahvila")])
        .node(bar_beside.0, bar_beside.1, &[("amenity", "bar"), ("name", "Baari")])
        .node(worship.0, worship.1, &[("amenity", "place_of_worship")])
        .node(worship.0, worship.1, &[("amenity", "bench")])
        .way(&square(5_000.0, 0.0, 120.0), true, &[("tourism", "hotel"), ("name", "Hotelli Kuusi")])
}

fn places() -> Places {
    Places::read("own.osm.pbf", Cursor::new(extract().write()), &|| false).unwrap()
}

fn item(here: (f64, f64), source: LocationSource, tagged: bool) -> Item {
    let claim = if tagged { Claim::yes(Evidence::Recorded, &RULE) } else { Claim::no(Evidence::Recorded, &RULE) };
    let audience = AudienceClaim::FollowsAccount;
    let mut item = Item::new(PlatformId("x"), ItemKind::Post, audience, Life::Live, claim, Origin::new(0, 0));
    item.location = Some(Location {
        point: GeoPoint::new(here.0, here.1).unwrap(),
        accuracy_metres: None,
        source,
        evidence: Evidence::Recorded,
    });
    item
}

fn tagged(here: (f64, f64)) -> Item {
    item(here, LocationSource::PlaceTag, true)
}

fn told(item: Item) -> Option<Place> {
    let mut dataset = Dataset { items: vec![item], ..Dataset::default() };
    places().tell(&mut dataset);
    dataset.items.remove(0).place
}

fn confidence(place: &Place) -> f64 {
    place.kind_because.rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn a_file_says_how_many_of_which_kind_it_holds() {
    let places = places();
    assert_eq!((places.len(), places.without_kind(), places.is_osm()), (5, 1, true));
    assert_eq!(places.counts().get(&VenueKind::Bar), Some(&2));
}

#[test]
fn a_nameless_tag_beside_a_place_gets_its_kind_and_the_further_the_less_sure() {
    let near = told(tagged(at(2.0, 0.0))).unwrap();
    assert_eq!((near.kind, &*near.name, near.recorded_name()), (Some(VenueKind::Bar), "Ankkuri", None));
    assert_eq!(near.kind_evidence, Evidence::Likely);
    assert!(near.kind_because.starts_with("by the places you loaded, 2 m away: “Ankkuri”"), "{}", near.kind_because);
    let further = told(tagged(at(15.0, 0.0))).unwrap();
    assert!(confidence(&further) < confidence(&near), "{} {}", further.kind_because, near.kind_because);
    assert_eq!(told(tagged(at(40.0, 0.0))), None);
}

#[test]
fn a_rough_position_is_less_sure_and_a_very_rough_one_tells_nothing() {
    let with = |metres: f64| {
        let mut item = tagged(at(2.0, 0.0));
        item.location.as_mut().unwrap().accuracy_metres = Some(metres);
        told(item)
    };
    assert!(confidence(&with(30.0).unwrap()) < confidence(&with(5.0).unwrap()));
    assert_eq!(with(80.0), None);
    assert_eq!(with(f64::NAN).map(|p| p.kind), Some(Some(VenueKind::Bar)), "no accuracy is no statement");
}

#[test]
fn two_kinds_side_by_side_are_none() {
    assert_eq!(told(tagged(at(0.0, 1_004.0))), None);
}

#[test]
fn inside_an_outline_a_photo_is_there_and_beside_a_bar_it_is_not() {
    let photo = |here| told(item(here, LocationSource::Exif, false));
    let inside = photo(at(5_060.0, 60.0)).unwrap();
    assert_eq!((inside.kind, &*inside.name), (Some(VenueKind::Hotel), "Hotelli Kuusi"));
    assert!(inside.kind_because.contains("around this position"), "{}", inside.kind_because);
    assert_eq!(photo(at(5_004.0, 60.0)), None, "at the wall it may be the street");
    assert_eq!(photo(at(1.0, 0.0)), None, "somebody may live above the bar");
}

#[test]
fn a_place_without_name_is_called_so() {
    assert_eq!(&*told(tagged(at(2_001.0, 0.0))).unwrap().name, "unnamed place of worship");
}

#[test]
fn a_name_decides_among_neighbours_and_over_the_words_of_the_name() {
    let named = |name: &str, here| told(Item { place: Some(Place::named(name)), ..tagged(here) }).unwrap();
    let bar = named("Baari", at(0.0, 1_002.0));
    assert_eq!(bar.kind, Some(VenueKind::Bar));
    assert_eq!(&*bar.kind_because, "by the places you loaded: “Baari” is mapped 6 m away");
    assert_eq!(named("Kuusi", at(5_010.0, 10.0)).kind, Some(VenueKind::Hotel), "without the word for hotel");
    assert_eq!(named("Somebody else", at(1.0, 0.0)).kind, None, "a named place is not the one beside it");
    assert_eq!(named("Ankkuri", at(700.0, 0.0)).kind, None, "too far");
    let likely = Place { kind: Some(VenueKind::School), kind_evidence: Evidence::Likely, ..Place::named("Ankkuri") };
    let judged = told(Item { place: Some(likely.clone()), ..tagged(at(3.0, 0.0)) }).unwrap();
    assert_eq!(judged.kind, Some(VenueKind::Bar));
    let given = Place { kind_evidence: Evidence::Recorded, ..likely };
    let kept = told(Item { place: Some(given.clone()), ..tagged(at(3.0, 0.0)) });
    assert_eq!(kept, Some(given), "what the export says stays");
}

#[test]
fn the_tag_of_a_town_is_no_venue() {
    // Helsinki's own position in the gazetteer, and four decimals anywhere.
    let extract = Extract::default().node(60.169_52, 24.935_45, &[("amenity", "bar")]).node(
        61.2345,
        25.4567,
        &[("amenity", "bar")],
    );
    let places = Places::read("x.pbf", Cursor::new(extract.write()), &|| false).unwrap();
    for here in [(60.169_521, 24.935_451), (61.2345, 25.4567)] {
        let mut dataset = Dataset { items: vec![tagged(here)], ..Dataset::default() };
        assert_eq!(places.tell(&mut dataset), PlacesTold::default(), "{here:?}");
    }
}

fn geojson(text: &str) -> Result<Places, StreetError> {
    Places::read("own.geojson", Cursor::new(text.as_bytes().to_vec()), &|| false)
}

#[test]
fn geojson_is_read_by_tags_and_by_our_own_words() {
    let places = geojson(
        r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"amenity":"clinic","name":"Klinikka"},"geometry":{"type":"Point","coordinates":[25,60]}},
        {"type":"Feature","properties":{"kind":"casino"},"geometry":{"type":"Point","coordinates":[25,61]}},
        {"type":"Feature","properties":{"tags":{"shop":"mall"}},"geometry":{"type":"Polygon","coordinates":[[[25,60],[25,61],[26,61],[25,60]]]}},
        {"type":"Feature","properties":{"amenity":"bench"},"geometry":{"type":"Point","coordinates":[25,62]}},
        {"type":"Feature","properties":null,"geometry":null}]}"#,
    )
    .unwrap();
    let kinds: Vec<VenueKind> = places.counts().into_keys().collect();
    assert_eq!(kinds, [VenueKind::Casino, VenueKind::Shopping, VenueKind::Hospital]);
    assert_eq!((places.without_kind(), places.is_osm()), (2, false));
}

#[test]
fn a_file_that_is_no_places_says_what_is_wrong() {
    let said = |text: &str| geojson(text).unwrap_err().to_string();
    assert!(said("hello").contains("places are .osm.pbf or GeoJSON"));
    assert!(said("{\"a\":").contains("not GeoJSON"));
    assert!(said(r#"{"type":"FeatureCollection","features":[]}"#).contains("no place of a kind"));
    let beyond =
        r#"{"type":"Feature","properties":{"amenity":"bar"},"geometry":{"type":"Point","coordinates":[25,95]}}"#;
    assert!(said(beyond).contains("not on Earth"));
    let deep = format!("{}{}", "{\"a\":".repeat(5_000), "1");
    assert!(said(&deep).contains("not GeoJSON"));
    let none = Extract::default().node(60.0, 25.0, &[("amenity", "bench")]).write();
    let error = Places::read("x", Cursor::new(none), &|| false).unwrap_err();
    assert!(error.to_string().contains("no place of a kind"), "{error}");
    assert!(
        Places::open(Path::new("/no/such/file"), &|| false)
            .unwrap_err()
            .to_string()
            .starts_with("file: cannot be read")
    );
}

proptest! {
    #[test]
    fn broken_files_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = extract().write();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        bytes.truncate(cut.index(bytes.len() + 1));
        drop(Places::read("x", Cursor::new(bytes), &|| false));
    }

    #[test]
    fn any_position_is_safe(lat in -90.0f64..=90.0, lon in -180.0f64..=180.0, accuracy in prop::option::of(any::<f64>())) {
        let mut item = tagged((lat, lon));
        item.location.as_mut().unwrap().accuracy_metres = accuracy;
        told(item);
    }
}
