//! Small archives for the tests, made of a list of moments and positions.

use geoshadow::analysis::{Assumptions, Exposure};
use geoshadow::dossier::{Dossier, Input, Options, Scope};
use geoshadow::lens;
use geoshadow::model::{
    Account, AccountId, AudienceClaim, Claim, Dataset, Evidence, GeoPoint, Item, ItemKind, Life, Location,
    LocationSource, Origin, Place, PlatformId, PrivacyToggle, Rule, TimePrecision, VenueKind, periods_from_toggles,
};
use jiff::{SignedDuration, Timestamp};

static RULE: Rule = Rule { id: "test", text: "So the test says", source: "the test" };

/// A post at a moment (RFC 3339) and a position, tagged there.
pub(crate) fn post(at: &str, lat: f64, lon: f64) -> Item {
    let point = GeoPoint::new(lat, lon).unwrap();
    let location =
        Location { point, accuracy_metres: Some(50.0), source: LocationSource::PlaceTag, evidence: Evidence::Recorded };
    Item {
        platform: PlatformId("instagram"),
        account: Some(AccountId(0)),
        kind: ItemKind::Post,
        time: Some(at.parse().unwrap()),
        time_precision: TimePrecision::Second,
        published: None,
        location: Some(location),
        public_location: Some(location),
        place: None,
        tagged: Claim::yes(Evidence::Recorded, &RULE),
        audience: AudienceClaim::FollowsAccount,
        life: Life::Live,
        text: None,
        media: Vec::new(),
        origin: Origin { file: 0, record: 0 },
        also_in: Vec::new(),
        own_id: None,
        flaw: None,
        unread_time: false,
        captured: None,
    }
}

/// The same as a story.
pub(crate) fn story(at: &str, lat: f64, lon: f64) -> Item {
    let life = Life::Expires { after: SignedDuration::from_hours(24), rule: &RULE };
    Item { kind: ItemKind::Story, life, ..post(at, lat, lon) }
}

/// The item at a named place.
pub(crate) fn named(mut item: Item, name: &str, kind: Option<VenueKind>) -> Item {
    let mut place = Place::named(name);
    place.kind = kind;
    place.kind_evidence = Evidence::Likely;
    item.place = Some(place);
    item
}

/// A dataset of one account with these items, public from the beginning but for `switches`.
pub(crate) fn dataset(items: Vec<Item>, switches: &[(&str, bool)], private_now: bool) -> Dataset {
    let toggle = |(at, to_private): &(&str, bool)| PrivacyToggle {
        at: at.parse().unwrap(),
        to_private: Some(*to_private),
        origin: Origin { file: 0, record: 0 },
    };
    let toggles: Vec<PrivacyToggle> = switches.iter().map(toggle).collect();
    let account = Account {
        platform: PlatformId("instagram"),
        handle: "nobody.example".into(),
        private_now: Some(private_now),
        periods: periods_from_toggles(&toggles, Some(private_now)),
        profile: Vec::new(),
        created: None,
        exported: Some(Timestamp::from_second(1_577_836_800).unwrap()),
    };
    let mut dataset = Dataset { accounts: vec![account], items, ..Dataset::default() };
    for (item, record) in dataset.items.iter_mut().zip(0..) {
        item.origin.record = record;
    }
    dataset.sort();
    dataset
}

/// The dossier of a dataset.
pub(crate) fn dossier(dataset: &Dataset, scope: Scope) -> Dossier {
    let lens = lens::builtin_by_id("hyp3r").unwrap();
    let assumptions = Assumptions::default();
    let exposure = Exposure::evaluate(dataset, lens, lens::surfaces(), &assumptions);
    let input =
        Input { dataset, lens, surfaces: lens::surfaces(), assumptions: &assumptions, exposure: &exposure, area: None };
    Dossier::of(&input, &Options { scope, ..Options::default() })
}
