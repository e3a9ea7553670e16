//! The same item in two exports of one account becomes one.
//!
//! An older and a newer export of an account each hold what the other lacks: the name of a tagged
//! place in the one, its coordinate in the other. Items of different containers are the same when
//! account and caption agree and their times do too, allowing for a missing time zone.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::model::{AccountId, Claim, Dataset, Evidence, Item, ItemKind, PlatformId, TimePrecision};

/// Two clocks of one platform may differ by this much for one item.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_secs(2);
/// The farthest that a time without a zone can be off.
const LARGEST_ZONE: SignedDuration = SignedDuration::from_hours(14);
/// Zones differ by multiples of this.
const ZONE_STEP_SECONDS: i64 = 15 * 60;
/// A caption shorter than this is too common to tell two posts of one day apart by a zone shift.
const TELLING_CAPTION: usize = 12;

/// What two items must have in common to be compared at all.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    platform: PlatformId,
    account: AccountId,
    vanishes: bool,
    caption: Box<str>,
}

/// Joins items that stand in two containers.
pub(super) fn join(dataset: &mut Dataset) {
    if dataset.archives.len() < 2 {
        return;
    }
    let mut candidates: HashMap<Key, Vec<usize>> = HashMap::new();
    let mut absorbed_by: Vec<Option<usize>> = vec![None; dataset.items.len()];
    for (i, item) in dataset.items.iter().enumerate() {
        let Some(key) = key(item) else { continue };
        let same = candidates.entry(key).or_default();
        let is_same = |j: &usize| absorbed_by[*j].is_none() && same_item(dataset, &dataset.items[*j], item);
        match same.iter().position(is_same) {
            // Each item joins one other: what was matched is no candidate any more.
            Some(at) => {
                let j = same.swap_remove(at);
                let (keep, drop) = if is_better(item, &dataset.items[j]) { (i, j) } else { (j, i) };
                absorbed_by[drop] = Some(keep);
            }
            None => same.push(i),
        }
    }
    let mut joined = 0;
    for (drop, keep) in absorbed_by.iter().enumerate() {
        if let Some(keep) = keep {
            let other = dataset.items[drop].clone();
            absorb(&mut dataset.items[*keep], other);
            joined += 1;
        }
    }
    let mut absorbed = absorbed_by.iter();
    dataset.items.retain(|_| absorbed.next().is_some_and(Option::is_none));
    dataset.records.unkeep("the same item stands in another export", joined);
}

fn key(item: &Item) -> Option<Key> {
    let published = matches!(item.kind, ItemKind::Post | ItemKind::Story | ItemKind::Reel | ItemKind::Video);
    let account = item.account.filter(|_| published && item.time.is_some())?;
    let caption = item.text.as_deref().unwrap_or_default().trim();
    Some(Key { platform: item.platform, account, vanishes: item.kind == ItemKind::Story, caption: caption.into() })
}

fn same_item(dataset: &Dataset, a: &Item, b: &Item) -> bool {
    let archive = |item: &Item| dataset.files.get(item.origin.file).map(|f| f.archive);
    let (Some(at_a), Some(at_b)) = (a.time, b.time) else { return false };
    archive(a) != archive(b) && (close(at_a, at_b) || (a_zone_apart(a, b) && by_whole_zones(at_a, at_b)))
}

fn close(a: Timestamp, b: Timestamp) -> bool {
    a.duration_since(b).abs() <= CLOCK_SLACK
}

/// Whether a zone shift may lie between two items: one of the times has no zone, and the caption tells them apart.
fn a_zone_apart(a: &Item, b: &Item) -> bool {
    let vague = a.time_precision == TimePrecision::Day || b.time_precision == TimePrecision::Day;
    vague && a.text.as_deref().is_some_and(|t| t.chars().count() >= TELLING_CAPTION)
}

fn by_whole_zones(a: Timestamp, b: Timestamp) -> bool {
    let apart = a.duration_since(b).abs();
    let rest = apart.as_secs() % ZONE_STEP_SECONDS;
    apart <= LARGEST_ZONE + CLOCK_SLACK && rest.min(ZONE_STEP_SECONDS - rest) <= CLOCK_SLACK.as_secs()
}

/// Whether `a` knows more than `b`: a finer time first, then a position.
fn is_better(a: &Item, b: &Item) -> bool {
    let knows = |item: &Item| (std::cmp::Reverse(item.time_precision), item.location.is_some());
    knows(a) > knows(b)
}

/// Adds to an item what another record of it knows.
fn absorb(item: &mut Item, other: Item) {
    item.tagged = stronger(item.tagged, other.tagged);
    item.location = item.location.or(other.location);
    item.public_location = item.public_location.or(other.public_location);
    item.place = item.place.take().or(other.place);
    let missing_file = item.media.iter().all(|m| m.file.is_none());
    if missing_file && other.media.iter().any(|m| m.file.is_some()) {
        item.media = other.media;
    }
    item.also_in.push(other.origin);
    item.also_in.extend(other.also_in);
    item.also_in.sort_unstable();
}

/// Of two claims the one that settles more: a place that one export names is not undone by
/// another export's silence, and a layout that shows places where there are any says more than
/// one that never does.
fn stronger(a: Claim, b: Claim) -> Claim {
    let rank = |claim: Claim| match (claim.holds, claim.evidence) {
        (Some(true), evidence) => (0, evidence),
        (Some(false), Evidence::Recorded) => (1, Evidence::Recorded),
        (Some(false), evidence) => (2, evidence),
        (None, evidence) => (3, evidence),
    };
    if rank(b) < rank(a) { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AudienceClaim, FileLedger, GeoPoint, Life, Location, LocationSource, Origin, Place, Rule};

    static RULE: Rule = Rule { id: "test", text: "So the test says", source: "the test" };

    fn item(file: u32, at: &str, precision: TimePrecision, caption: &str) -> Item {
        Item {
            platform: PlatformId("somewhere"),
            account: Some(AccountId(0)),
            kind: ItemKind::Post,
            time: Some(at.parse().unwrap()),
            time_precision: precision,
            published: None,
            location: None,
            public_location: None,
            place: None,
            tagged: Claim::unknown(&RULE),
            audience: AudienceClaim::FollowsAccount,
            life: Life::Live,
            text: (!caption.is_empty()).then(|| caption.into()),
            media: Vec::new(),
            origin: Origin { file, record: 0 },
            also_in: Vec::new(),
        }
    }

    fn joined(items: Vec<Item>) -> Dataset {
        let archive = crate::model::ArchiveInfo {
            name: "a".into(),
            container: crate::model::Container::Zip,
            entries: 1,
            bytes: 1,
            platforms: Vec::new(),
        };
        let mut dataset = Dataset {
            archives: vec![archive.clone(), archive],
            files: FileLedger::new([("old.json".into(), 0), ("new.json".into(), 1)]),
            items,
            ..Dataset::default()
        };
        dataset.records.keep(dataset.items.len() as u64);
        join(&mut dataset);
        assert_eq!(dataset.records.read(), dataset.records.kept() + dataset.records.skipped().values().sum::<u64>());
        assert_eq!(dataset.records.kept(), dataset.items.len() as u64);
        dataset
    }

    #[test]
    fn the_name_comes_from_one_export_and_the_coordinate_from_the_other() {
        let mut old = item(0, "2018-10-06T12:00:00Z", TimePrecision::Day, "Checking in for the weekend");
        old.place = Some(Place::named("Grand Hotel"));
        old.tagged = Claim::yes(Evidence::Recorded, &RULE);
        // Seven hours apart: the old export gave the camera's local time without a zone.
        let mut new = item(1, "2018-10-06T19:00:01Z", TimePrecision::Second, "Checking in for the weekend");
        let point = GeoPoint::new(36.1, -115.2).unwrap();
        new.location = Some(Location {
            point,
            accuracy_metres: None,
            source: LocationSource::PlaceTag,
            evidence: Evidence::Likely,
        });
        new.tagged = Claim::yes(Evidence::Likely, &RULE);
        let dataset = joined(vec![old, new]);
        let [one] = &dataset.items[..] else { panic!("one item") };
        assert_eq!(&*one.place.as_ref().unwrap().name, "Grand Hotel");
        assert!(one.location.is_some());
        assert_eq!(one.tagged.evidence, Evidence::Recorded);
        assert_eq!(one.time_precision, TimePrecision::Second);
        assert_eq!(one.also_in, [Origin { file: 0, record: 0 }]);
    }

    #[test]
    fn different_posts_stay_apart() {
        let at = "2018-10-06T12:00:00Z";
        let precise = TimePrecision::Second;
        // One container: two posts, however alike.
        assert_eq!(joined(vec![item(0, at, precise, "x"), item(0, at, precise, "x")]).items.len(), 2);
        // Another caption, another time, a shift that no zone explains, a shift without a telling caption.
        assert_eq!(joined(vec![item(0, at, precise, "x"), item(1, at, precise, "y")]).items.len(), 2);
        let later = "2018-10-06T12:07:00Z";
        assert_eq!(joined(vec![item(0, at, precise, "x"), item(1, later, precise, "x")]).items.len(), 2);
        let caption = "A caption long enough";
        let vague = TimePrecision::Day;
        assert_eq!(joined(vec![item(0, at, vague, caption), item(1, later, precise, caption)]).items.len(), 2);
        let zone = "2018-10-06T19:00:00Z";
        assert_eq!(joined(vec![item(0, at, vague, "x"), item(1, zone, precise, "x")]).items.len(), 2);
        assert_eq!(joined(vec![item(0, at, vague, ""), item(1, at, precise, "")]).items.len(), 1);
    }

    #[test]
    fn one_item_joins_one_other() {
        let at = "2018-10-06T12:00:00Z";
        let two = vec![
            item(0, at, TimePrecision::Second, "x"),
            item(0, at, TimePrecision::Second, "x"),
            item(1, at, TimePrecision::Second, "x"),
        ];
        assert_eq!(joined(two).items.len(), 2);
    }
}
