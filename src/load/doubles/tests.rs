//! What is joined, and what stays apart.

use super::*;
use crate::archive::MemorySource;
use crate::model::MediaRef;
use crate::model::{Account, AccountId};
use crate::model::{
    Audience, AudienceClaim, Captured, Claim, Evidence, GeoPoint, Life, Location, LocationSource, Origin, PlatformId,
    PointRow, PointSource, PrivacyPeriod, Rule, Track,
};
use crate::platform::support::kept::blank_account;

static RULE: Rule = Rule { id: "test", text: "a test", source: "a test" };
static OTHER: Rule = Rule { id: "other", text: "another test", source: "a test" };
const NETWORK: PlatformId = PlatformId("network");

/// A check-in with a time to the second, as the record of this number in one of [`source`]'s files.
fn item(time: &str, file: u32, record: u64) -> Item {
    let audience = AudienceClaim::FollowsAccount;
    let claim = Claim::unknown(&RULE);
    let mut item = Item::new(NETWORK, ItemKind::CheckIn, audience, Life::Live, claim, Origin::new(file, record));
    item.set_time(time.parse().ok());
    let point = GeoPoint::new(45.764, 4.8357).unwrap();
    item.location = Some(Location::at(point, LocationSource::CheckIn, Evidence::Recorded));
    item
}

const NOON: &str = "2018-06-02T12:00:00Z";

/// Two exports, their pictures, and a file of another name.
fn source() -> MemorySource {
    let files = [
        ("a/checkins.json", "[1]"),
        ("a/pictures/1.jpg", "a picture"),
        ("b/checkins (1).json", "[1] "),
        ("b/pictures/1.jpg", "a picture"),
        ("b/pictures/other/1.jpg", "a drawing"),
        ("c/other.json", "{}"),
    ];
    MemorySource::new("x", files.map(|(path, text)| (path.to_owned(), text.into())))
}

const A: u32 = 0;
const A_PICTURE: u32 = 1;
const B: u32 = 2;
const B_PICTURE: u32 = 3;
const B_DRAWING: u32 = 4;
const C: u32 = 5;

/// The origins of the items that are left, each with what was joined to it.
fn joined(items: Vec<Item>) -> Vec<Vec<Origin>> {
    let count = items.len();
    let mut dataset = Dataset { items, ..Dataset::default() };
    dataset.records.keep(count as u64);
    super::items(&mut dataset, &source());
    assert_eq!(dataset.records.read(), count as u64, "no record is lost");
    assert_eq!(dataset.records.kept(), dataset.items.len() as u64);
    dataset.items.iter().map(|i| std::iter::once(i.origin).chain(i.also_in.clone()).collect()).collect()
}

#[test]
fn the_same_in_two_files_is_one_and_knows_both() {
    let mut flawed = item(NOON, B, 0);
    flawed.also_in.push(Origin::new(C, 9));
    let all = joined(vec![item(NOON, A, 7), flawed]);
    assert_eq!(all, [[Origin::new(A, 7), Origin::new(B, 0), Origin::new(C, 9)]]);
    assert_eq!(joined(vec![item(NOON, A, 0), item(NOON, C, 0)]).len(), 1, "a file of any name will do");
}

#[test]
fn whatever_differs_stays_apart() {
    let change: [fn(&mut Item); 8] = [
        |i| i.platform = PlatformId("another"),
        |i| i.kind = ItemKind::Post,
        |i| i.set_time("2018-06-02T12:00:01Z".parse().ok()),
        |i| i.text = Some("hello".into()),
        |i| i.location = None,
        |i| i.audience = AudienceClaim::FollowsAccountLikely(&RULE),
        |i| i.life = Life::PerhapsGone { rule: &OTHER },
        |i| i.captured = Some(Captured::default()),
    ];
    for (number, change) in change.iter().enumerate() {
        let mut other = item(NOON, B, 0);
        change(&mut other);
        assert_eq!(joined(vec![item(NOON, A, 0), other]).len(), 2, "change {number}");
    }
}

#[test]
fn equal_records_of_one_file_stay_as_many_as_they_are() {
    assert_eq!(joined(vec![item(NOON, A, 0), item(NOON, A, 1)]).len(), 2);
    let twice = vec![item(NOON, A, 0), item(NOON, A, 1), item(NOON, B, 0), item(NOON, B, 1), item(NOON, B, 2)];
    let all = joined(twice);
    assert_eq!(all.len(), 3, "as many as the file with most of them has");
    assert_eq!(all[0], [Origin::new(A, 0), Origin::new(B, 0)]);
    assert_eq!(all[1], [Origin::new(A, 1), Origin::new(B, 1)]);
}

#[test]
fn without_a_second_only_files_of_one_name_are_joined() {
    let by_day = |file, zoned| {
        let mut item = item(NOON, file, 0);
        item.set_zoned_time(item.time, zoned);
        item
    };
    let never = |file| Item { time: None, time_precision: TimePrecision::Unknown, ..item(NOON, file, 0) };
    assert_eq!(joined(vec![by_day(A, false), by_day(B, false)]).len(), 1);
    assert_eq!(joined(vec![by_day(A, false), by_day(C, false)]).len(), 2);
    assert_eq!(joined(vec![never(A), never(B)]).len(), 1);
    assert_eq!(joined(vec![never(A), never(C)]).len(), 2);
}

#[test]
fn pictures_are_compared_by_name_size_and_bytes_and_found_in_either() {
    let with = |file, path: &str, picture| {
        let media = vec![MediaRef { path: path.into(), file: picture }];
        Item { media, ..item(NOON, file, 0) }
    };
    let first = || with(A, "a/pictures/1.jpg", Some(A_PICTURE));
    assert_eq!(joined(vec![first(), with(B, "b/pictures/1.JPG", Some(B_PICTURE))]).len(), 1);
    assert_eq!(joined(vec![first(), with(B, "b/pictures/2.jpg", Some(B_PICTURE))]).len(), 2, "another name");
    let without = || item(NOON, C, 0);
    assert_eq!(joined(vec![without(), first()]).len(), 1, "an export without its pictures");
    let two = vec![without(), first(), with(B, "b/pictures/2.jpg", Some(B_PICTURE))];
    assert_eq!(joined(two).len(), 2, "which of two it is without a picture is not told, and they are two");
    assert_eq!(joined(vec![first(), with(B, "b/pictures/1.jpg", Some(C))]).len(), 2, "another size");
    assert_eq!(joined(vec![first(), with(B, "b/pictures/1.jpg", Some(B_DRAWING))]).len(), 2, "other bytes");
    let items = vec![with(A, "pictures/1.jpg", None), with(B, "pictures/1.jpg", Some(B_PICTURE))];
    let mut dataset = Dataset { items, ..Dataset::default() };
    super::items(&mut dataset, &source());
    assert_eq!(dataset.items[0].media[0].file, Some(B_PICTURE), "only one export holds the picture");
}

#[test]
fn a_position_sent_to_two_chats_at_once_is_two_messages() {
    let message = |time, file, record| Item { kind: ItemKind::Message, ..item(time, file, record) };
    let later = "2018-06-03T12:00:00Z";
    let two = [message(NOON, A, 0), message(NOON, C, 0), message(later, A, 1), message(later, C, 1)];
    assert_eq!(joined(two.to_vec()).len(), 4, "all in common, but files that begin differently");
    assert_eq!(joined(vec![message(NOON, A, 0), message(NOON, B, 0)]).len(), 1, "files that begin alike");
}

#[test]
fn copies_of_an_export_have_one_account_and_other_exports_their_own() {
    let period = |private| PrivacyPeriod { private: Some(private), ..PrivacyPeriod::unknown(&RULE) };
    let account = |handle: &str, year: &str, private| Account {
        handle: handle.into(),
        exported: format!("{year}-01-01T00:00:00Z").parse().ok(),
        periods: vec![period(private)],
        ..blank_account(NETWORK)
    };
    let of = |id, file| Item { account: Some(AccountId(id)), ..item(NOON, file, 0) };
    let opened = |second: Account| {
        let accounts = vec![account("maya", "2020", false), second];
        let mut dataset = Dataset { accounts, items: vec![of(0, A), of(1, B)], ..Dataset::default() };
        super::accounts(&mut dataset);
        super::items(&mut dataset, &source());
        dataset
    };
    assert_eq!(opened(account("lena", "2020", false)).items.len(), 2, "two people");
    assert_eq!(opened(account("", "2020", false)).items.len(), 1, "whose it is is not said");
    let three = [account("", "2020", false), account("maya", "2020", false), account("lena", "2020", false)];
    let items = vec![of(0, A), of(1, B), of(2, C)];
    let mut dataset = Dataset { accounts: three.to_vec(), items, ..Dataset::default() };
    super::items(&mut dataset, &source());
    let owners: Vec<_> = dataset.items.iter().map(|item| item.account.map(|id| id.0)).collect();
    assert_eq!(owners, [Some(1), Some(2)], "what is not said is told by one of two");
    let join = |second: Account| {
        let dataset = opened(second);
        assert_eq!(dataset.items.len(), 1);
        (dataset.accounts.len(), dataset.items[0].account.map(|id| id.0))
    };
    assert_eq!(join(account("maya", "2020", false)), (1, Some(0)));
    assert_eq!(join(account("maya", "2021", false)), (2, Some(1)), "the later had it still");
    assert_eq!(join(account("maya", "2019", false)), (2, Some(0)));
    assert_eq!(join(account("maya", "2021", true)), (2, Some(0)), "the earlier is nearer to it");
    assert_eq!(join(account("maya", "2019", true)), (2, Some(1)));
}

#[test]
fn as_many_accounts_as_have_numbers_stay_apart() {
    const NUMBERED: usize = 65_535;
    // Half of them without a name, each opened at another time; comparing all with all of these would take minutes.
    let account = |i: usize| Account {
        handle: if i.is_multiple_of(2) { "".into() } else { i.to_string().into() },
        created: jiff::Timestamp::from_second(i as i64).ok(),
        ..blank_account(NETWORK)
    };
    let accounts: Vec<Account> = (0..NUMBERED).map(account).collect();
    let items = vec![Item { account: Some(AccountId::NOBODY), ..item(NOON, A, 0) }];
    let mut dataset = Dataset { accounts: accounts.clone(), items, ..Dataset::default() };
    super::accounts(&mut dataset);
    assert_eq!(dataset.accounts, accounts);
    assert_eq!(dataset.items[0].account, Some(AccountId::NOBODY));
    assert!(dataset.account_of(&dataset.items[0]).is_none());
}

#[test]
fn rows_of_two_activities_stay_apart() {
    let rows = |owners: &[(u32, u64)]| {
        let mut dataset =
            Dataset { items: owners.iter().map(|(f, r)| item(NOON, *f, *r)).collect(), ..Dataset::default() };
        for file in [A, B] {
            let track = dataset.points.track(Track { platform: NETWORK, name: "ride".into(), file }).unwrap();
            let point = GeoPoint::new(1.0, 4.0).unwrap();
            let row = PointRow { seconds: 10, point, accuracy_metres: None, source: PointSource::Gps, track };
            dataset.points.push(row);
        }
        super::rows(&mut dataset);
        dataset.points.len()
    };
    assert_eq!(rows(&[(A, 0), (B, 0)]), 2, "each has an item of its own");
    assert_eq!(rows(&[(A, 0)]), 1);
    assert_eq!(rows(&[]), 1);
}

#[test]
fn the_same_row_in_two_files_is_one_in_the_longer_trail() {
    let mut dataset = Dataset::default();
    let mut row = |platform: PlatformId, file, seconds, lat| {
        let track = Track { platform, name: "phone".into(), file };
        let track = dataset.points.track(track).unwrap();
        let point = GeoPoint::new(lat, 4.0).unwrap();
        dataset.points.push(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Gps, track });
        dataset.records.keep(1);
    };
    for (file, seconds, lat) in
        [(A, 10, 1.0), (A, 20, 1.0), (B, 10, 1.0), (B, 20, 1.0), (B, 20, 1.0), (B, 30, 1.0), (C, 30, 2.0)]
    {
        row(NETWORK, file, seconds, lat);
    }
    row(PlatformId("another"), C, 10, 1.0);
    dataset.points.sort();
    super::rows(&mut dataset);
    let left: Vec<(i64, u32)> = (0..dataset.points.len())
        .map(|i| (dataset.points.seconds()[i], dataset.points.tracks()[dataset.points.track_index(i)].file))
        .collect();
    assert_eq!(left, [(10, B), (10, C), (20, B), (20, B), (30, B), (30, C)]);
    assert_eq!((dataset.records.read(), dataset.records.kept()), (8, 6));
}

/// Two items with one id, joined in either order: both must give the same.
fn joined_by_id(first: Item, second: Item) -> Vec<Item> {
    let join = |items: Vec<Item>| {
        let count = items.len() as u64;
        let items = items.into_iter().map(|item| Item { own_id: Some("7".into()), ..item }).collect();
        let mut dataset = Dataset { items, ..Dataset::default() };
        dataset.records.keep(count);
        by_id(&mut dataset, &source());
        assert_eq!((dataset.records.read(), dataset.records.kept()), (count, dataset.items.len() as u64));
        dataset.items
    };
    let forward = join(vec![first.clone(), second.clone()]);
    let backward = join(vec![second, first]);
    let content = |items: &[Item]| -> Vec<Item> {
        let at = Origin::new(A, 0);
        let plain = |i: &Item| Item { origin: at, also_in: vec![at; i.also_in.len()], ..i.clone() };
        items.iter().map(plain).collect()
    };
    assert_eq!(content(&forward), content(&backward), "the order matters");
    forward
}

fn own(audience: Audience) -> AudienceClaim {
    let evidence = if audience == Audience::Unknown { Evidence::Missing } else { Evidence::Recorded };
    AudienceClaim::Own(audience, evidence, if audience == Audience::Unknown { &OTHER } else { &RULE })
}

#[test]
fn an_audience_that_two_exports_tell_differently_is_not_known() {
    let of = |a: AudienceClaim, b: AudienceClaim| {
        let items = [(A, a), (C, b)].map(|(file, audience)| Item { audience, ..item(NOON, file, 0) });
        let [first, second] = items;
        let all = joined_by_id(first, second);
        assert_eq!((all.len(), all[0].also_in.len()), (1, 1));
        all[0].audience
    };
    assert_eq!(of(own(Audience::Public), own(Audience::Public)), own(Audience::Public));
    assert_eq!(of(own(Audience::Public), own(Audience::Unknown)), own(Audience::Public), "one does not tell");
    let likely = AudienceClaim::Own(Audience::Public, Evidence::Likely, &OTHER);
    assert_eq!(of(own(Audience::Public), likely), likely, "no surer than both");
    for (a, b) in [
        (own(Audience::Public), own(Audience::OnlyMe)),
        (own(Audience::Public), AudienceClaim::FollowsAccount),
        (AudienceClaim::FollowsAccountLikely(&RULE), own(Audience::Friends)),
    ] {
        let AudienceClaim::Own(Audience::Unknown, Evidence::Missing, rule) = of(a, b) else { panic!("{a:?} {b:?}") };
        assert!(rule.text.contains("say different things about who could see it"));
    }
}

#[test]
fn three_exports_of_which_two_agree_still_differ() {
    let mut dataset = Dataset::default();
    for (file, audience) in [(A, Audience::Public), (B, Audience::OnlyMe), (C, Audience::Public)] {
        dataset.items.push(Item { audience: own(audience), own_id: Some("7".into()), ..item(NOON, file, 0) });
    }
    by_id(&mut dataset, &source());
    assert_eq!(dataset.items.len(), 1);
    assert!(matches!(dataset.items[0].audience, AudienceClaim::Own(Audience::Unknown, Evidence::Missing, _)));
}

#[test]
fn a_place_that_two_exports_show_differently_is_not_known_to_have_been_seen() {
    let shown = |file, lat: f64, radius: f64| {
        let point = GeoPoint::new(lat, 4.8357).unwrap();
        let mut item = item(NOON, file, 0);
        let coarse = Location {
            accuracy_metres: Some(radius),
            ..Location::at(point, LocationSource::PlaceTag, Evidence::Recorded)
        };
        (item.tagged, item.public_location) = (Claim::yes(Evidence::Recorded, &RULE), Some(coarse));
        item
    };
    let all = joined_by_id(shown(A, 45.764, 10.0), shown(B, 45.85, 15_700.0));
    assert_eq!((all[0].tagged.holds, all[0].public_location), (None, None));
    assert!(all[0].location.is_some(), "where it was is not in doubt");
    let all = joined_by_id(shown(A, 45.764, 10.0), shown(B, 45.7641, 10.0));
    assert_eq!(all[0].tagged.holds, Some(true), "the same place, as far as can be told");
    let hidden = Item { tagged: Claim::no(Evidence::Recorded, &RULE), ..item(NOON, B, 0) };
    let all = joined_by_id(shown(A, 45.764, 10.0), hidden);
    assert_eq!((all[0].tagged.holds, all[0].public_location), (None, None));
    let not_told = Item { tagged: Claim::unknown(&OTHER), ..item(NOON, A, 0) };
    let without = Item { tagged: Claim::no(Evidence::Recorded, &RULE), location: None, ..item(NOON, B, 0) };
    assert_eq!(joined_by_id(not_told, without)[0].tagged.holds, None, "it had a position once");
}

#[test]
fn of_two_states_neither_is_taken_for_sure_and_no_flaw_is_lost() {
    let never = Life::NeverPublished { evidence: Evidence::Recorded, rule: &RULE };
    let all = joined_by_id(item(NOON, A, 0), Item { life: never, flaw: Some("out of range"), ..item(NOON, B, 0) });
    assert!(matches!(all[0].life, Life::PerhapsGone { .. }));
    assert!(matches!(all[0].audience, AudienceClaim::Own(Audience::Unknown, Evidence::Missing, _)));
    assert_eq!(all[0].flaw, Some("out of range"));
    let gone = Life::TakenDown { up_until_at_least: None, rule: &RULE };
    let all = joined_by_id(item(NOON, A, 0), Item { life: gone, ..item(NOON, B, 0) });
    assert!(matches!(all[0].life, Life::PerhapsGone { .. }));
}

#[test]
fn the_later_version_and_the_finer_time_are_kept() {
    let said =
        |file, time: &str, text: &str| Item { kind: ItemKind::Review, text: Some(text.into()), ..item(time, file, 0) };
    let all = joined_by_id(said(A, NOON, "good, and near"), said(B, "2019-06-02T12:00:00Z", "good"));
    assert_eq!(all[0].text.as_deref(), Some("good"));
    assert_eq!(all[0].time, "2019-06-02T12:00:00Z".parse().ok());
    assert_eq!(all[0].published, NOON.parse().ok(), "it was in view before");
    let mut by_day = said(B, "2018-06-02T14:00:00Z", "good");
    by_day.set_zoned_time(by_day.time, false);
    let all = joined_by_id(said(A, NOON, "good"), by_day);
    assert_eq!((all[0].time, all[0].time_precision), (NOON.parse().ok(), TimePrecision::Second));
}

#[test]
fn an_id_that_a_file_has_twice_is_none_and_another_id_is_another_thing() {
    let named = |file, record, id: &str| Item { own_id: Some(id.into()), ..item(NOON, file, record) };
    assert_eq!(joined(vec![named(A, 0, "1"), named(B, 0, "2")]).len(), 2);
    let mut dataset =
        Dataset { items: vec![named(A, 0, "1"), named(A, 1, "1"), named(B, 0, "1")], ..Dataset::default() };
    by_id(&mut dataset, &source());
    assert_eq!(dataset.items.len(), 3);
}

#[test]
fn two_people_have_a_review_each_of_one_place() {
    let account = |handle: &str| Account { handle: handle.into(), ..blank_account(NETWORK) };
    let review = |file, of: u16| Item {
        kind: ItemKind::Review,
        account: Some(AccountId(of)),
        own_id: Some("review 1".into()),
        ..item(NOON, file, 0)
    };
    let join = |names: [&str; 2]| {
        let (accounts, items) = (names.map(account).to_vec(), vec![review(A, 0), review(B, 1)]);
        let mut dataset = Dataset { accounts, items, ..Dataset::default() };
        by_id(&mut dataset, &source());
        dataset.items.len()
    };
    assert_eq!(join(["lena", "olga"]), 2);
    assert_eq!(join(["lena", "Lena"]), 1);
}

#[test]
fn very_many_ids_are_not_compared_each_with_every_other() {
    let many = |file| (0..100_000_u64).map(move |i| Item { own_id: Some(i.to_string().into()), ..item(NOON, file, i) });
    let mut dataset = Dataset { items: many(A).chain(many(B)).collect(), ..Dataset::default() };
    // Comparing each with every other would take hours.
    by_id(&mut dataset, &source());
    assert_eq!(dataset.items.len(), 100_000);
}
