//! What follows from an export's own words about who could see an item, through a lens that reads none of
//! these platforms: who could see it is all that is left to say.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::path::Path;

use geoshadow::analysis::{Assumption, Assumptions, Exposure, Verdict};
use geoshadow::archive::{CancelToken, Limits, Progress};
use geoshadow::lens::builtin_by_id;
use geoshadow::load::load;
use geoshadow::model::{Audience, Dataset, Item, ItemId, ItemKind};

fn read(case: &str) -> Dataset {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(case);
    let paths = if case.strip_suffix(".parts").is_some() {
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    } else {
        vec![folder]
    };
    let loaded = load(&paths, Limits::default(), &Progress::default(), &CancelToken::default(), &mut |_| ());
    Dataset::clone(&loaded.unwrap().dataset)
}

/// The verdicts of the items that fit, in order.
fn verdicts(case: &str, assumptions: &Assumptions, fits: impl Fn(&Item) -> bool) -> Vec<Verdict> {
    let dataset = read(case);
    let exposure = Exposure::evaluate(&dataset, builtin_by_id("hyp3r").unwrap(), &[], assumptions);
    let all = (0..dataset.items.len() as u32).map(ItemId);
    all.filter(|id| fits(dataset.item(*id))).map(|id| exposure.of(id).verdict).collect()
}

fn at(place: &'static str, kind: ItemKind) -> impl Fn(&Item) -> bool {
    move |item| item.kind == kind && item.place.as_ref().is_some_and(|p| &*p.name == place)
}

fn told(case: &str, place: &'static str, kind: ItemKind) -> Vec<Verdict> {
    verdicts(case, &Assumptions::default(), at(place, kind))
}

#[test]
fn a_check_in_follows_its_own_visibility() {
    let case = "swarm/export_with_coordinates";
    assert_eq!(told(case, "Example Stadium", ItemKind::CheckIn), [Verdict::Public]);
    assert_eq!(told(case, "Example Gym", ItemKind::CheckIn), [Verdict::Restricted]);
    assert_eq!(told(case, "Example Clinic", ItemKind::CheckIn), [Verdict::Private], "off the grid");
    assert_eq!(told(case, "Example Bar", ItemKind::CheckIn), [Verdict::Unknown], "no visibility on record");
    assert_eq!(told(case, "San Francisco", ItemKind::Visit), [Verdict::Private]);
}

#[test]
fn venues_on_lists_and_ratings_are_not_said_to_be_public_or_private() {
    let kinds = |item: &Item| matches!(item.kind, ItemKind::SavedPlace | ItemKind::Review);
    let all = verdicts("swarm/whole_export", &Assumptions::default(), kinds);
    assert_eq!(all, [Verdict::Unknown; 5]);
}

#[test]
fn a_place_in_a_chat_is_seen_by_its_people_and_a_question_by_everyone() {
    assert_eq!(told("google/hangouts", "Pier Example", ItemKind::Message), [Verdict::Restricted]);
    assert_eq!(verdicts("google/google_chat", &Assumptions::default(), |_| true), [Verdict::Restricted; 3]);
    assert_eq!(told("google/maps_added", "Hotel Example", ItemKind::Review), [Verdict::Public]);
    let edits = |item: &Item| item.place.is_none();
    assert_eq!(verdicts("google/maps_added", &Assumptions::default(), edits), [Verdict::Unknown; 2]);
}

#[test]
fn a_public_photo_is_public_although_its_check_in_was_for_friends() {
    let photos = told("swarm/export_with_coordinates", "Example Gym", ItemKind::Photo);
    assert_eq!(photos, [Verdict::Public, Verdict::Restricted]);
}

#[test]
fn what_no_export_says_is_unknown_until_the_user_says_it() {
    for (case, platform) in
        [("untappd/json", "untappd"), ("ebird/my_data", "ebird"), ("polarsteps/whole_export", "polarsteps")]
    {
        let all = verdicts(case, &Assumptions::default(), |_| true);
        assert!(!all.is_empty() && all.iter().all(|v| *v == Verdict::Unknown), "{case}: {all:?}");
        let assumptions = Assumptions { all: vec![Assumption::audience(platform, Audience::Friends)] };
        let all = verdicts(case, &assumptions, |_| true);
        assert!(all.iter().all(|v| *v == Verdict::Restricted), "{case}: {all:?}");
    }
}

#[test]
fn a_story_on_snapchat_is_neither_called_private_nor_public() {
    let case = "snapchat/my_data_2022";
    assert_eq!(told(case, "Hotel Example", ItemKind::Story), [Verdict::Unknown]);
    assert_eq!(told(case, "Hotel Example", ItemKind::Message), [Verdict::Restricted]);
    assert_eq!(told(case, "Example Stadium", ItemKind::Story), [Verdict::Public], "Our Story");
    let memories = |item: &Item| matches!(item.kind, ItemKind::Photo | ItemKind::Video);
    assert!(verdicts(case, &Assumptions::default(), memories).iter().all(|v| *v == Verdict::Private));
}

#[test]
fn a_photo_on_flickr_follows_its_privacy_and_a_word_not_known_stays_unknown() {
    let case = "flickr/account_and_originals.parts";
    let of = |name: &'static str| verdicts(case, &Assumptions::default(), move |i| i.text.as_deref() == Some(name));
    assert_eq!(of("Lake 1001"), [Verdict::Public]);
    assert_eq!(of("Lake 1002"), [Verdict::Private]);
    assert_eq!(of("Lake 1003"), [Verdict::Restricted]);
    assert_eq!(of("Lake 1009"), [Verdict::Unknown]);
}

#[test]
fn a_post_on_bereal_follows_the_file_that_says_who_could_see_it() {
    let case = "bereal/memories_and_posts";
    assert_eq!(
        verdicts(case, &Assumptions::default(), |item| item.kind == ItemKind::Post),
        [
            Verdict::Restricted,
            Verdict::Public,
            Verdict::Restricted,
            Verdict::Unknown,
            Verdict::Unknown,
            Verdict::Unknown,
            Verdict::Public
        ]
    );
    assert_eq!(told(case, "Bern", ItemKind::Login), [Verdict::Private], "the log of events");
    assert_eq!(verdicts("bereal/memories_alone", &Assumptions::default(), |_| true), [Verdict::Unknown]);
}

#[test]
fn a_tweet_is_not_called_public_by_an_empty_list_of_switches() {
    let tweets = |item: &Item| item.kind == ItemKind::Post;
    let case = "x/no_switch_listed";
    assert_eq!(verdicts(case, &Assumptions::default(), tweets), [Verdict::Unknown, Verdict::Unknown]);
    let assumptions = Assumptions { all: vec![Assumption::audience("x", Audience::Followers)] };
    assert!(verdicts(case, &assumptions, tweets).iter().all(|v| *v == Verdict::Restricted));
}

#[test]
fn a_live_broadcast_is_unknown_and_what_platforms_keep_is_private() {
    let all = verdicts("x/broadcasts", &Assumptions::default(), |item| item.kind == ItemKind::Video);
    assert!(all.len() == 4 && all.iter().all(|v| *v == Verdict::Unknown), "{all:?}");
    let kept = |item: &Item| matches!(item.kind, ItemKind::SavedPlace | ItemKind::DeviceLocation | ItemKind::Message);
    for case in ["tiktok/shop_2022", "tiktok/shop_2024", "snapchat/calls_and_searches"] {
        let all = verdicts(case, &Assumptions::default(), kept);
        assert!(!all.is_empty() && all.iter().all(|v| *v == Verdict::Private), "{case}: {all:?}");
    }
}

#[test]
fn an_obscured_observation_shows_the_public_another_place_than_the_true_one() {
    let dataset = read("inaturalist/all_columns");
    let otter = dataset.items.iter().find(|i| i.text.as_deref() == Some("By the river")).unwrap();
    let (truth, shown) = (otter.location.unwrap(), otter.public_location.unwrap());
    assert!(truth.point.distance_metres(shown.point) > 10_000.0);
    assert_eq!((truth.accuracy_metres, shown.accuracy_metres), (Some(8.0), Some(28_000.0)));
    let fox = dataset.items.iter().find(|i| i.text.as_deref() == Some("Fox")).unwrap();
    assert!(fox.location.is_some() && fox.public_location.is_none() && fox.tagged.holds == Some(false));
}

#[test]
fn rides_trails_and_cloud_photos_are_private() {
    for case in ["uber/rider", "owntracks/messages", "apple/photos_in_parts.parts"] {
        let all = verdicts(case, &Assumptions::default(), |_| true);
        assert!(!all.is_empty() && all.iter().all(|v| *v == Verdict::Private), "{case}: {all:?}");
    }
}

#[test]
fn what_two_exports_tell_differently_is_neither_public_nor_private() {
    for platform in ["flickr", "garmin", "mastodon", "strava", "swarm", "tiktok"] {
        let all = verdicts(&format!("{platform}/changed.parts"), &Assumptions::default(), |_| true);
        assert_eq!(all.first(), Some(&Verdict::Unknown), "{platform}");
    }
}
