//! Items of two exports that bear the same id of their platform: one thing, of which the exports may tell different things.

use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::mem::{swap, take};

use jiff::SignedDuration;

use super::MOST_KINDS;
use super::same::Files;
use crate::archive::Source;
use crate::model::{
    Audience, AudienceClaim, Claim, Dataset, Evidence, Item, ItemKind, Life, Location, MediaRef, RecordLedger, Rule,
};

static AUDIENCE_DIFFERS: Rule = Rule {
    id: "exports.audience_differs",
    text: "Two exports of this account say different things about who could see it",
    source: "comparison of the exports that were opened together",
};
static PLACE_DIFFERS: Rule = Rule {
    id: "exports.place_differs",
    text: "Two exports of this account say different things about the place that others could see",
    source: "comparison of the exports that were opened together",
};

/// Metres by which two exports may differ about one position.
const NEAR_METRES: f64 = 250.0;

/// Joins items of different files that bear the same id. What they differ in is claimed no more surely than both say, whatever
/// the order in which they were opened.
pub(in crate::load) fn by_id(dataset: &mut Dataset, source: &dyn Source) {
    let groups = groups(&dataset.items);
    if groups.is_empty() {
        return;
    }
    let files = Files::new(source, &dataset.accounts);
    let mut items: Vec<Option<Item>> = take(&mut dataset.items).into_iter().map(Some).collect();
    for group in groups {
        let same = group.iter().filter_map(|i| items.get_mut(*i)?.take()).collect();
        for (place, kept) in group.iter().zip(join(same, &files, &mut dataset.records)) {
            if let Some(slot) = items.get_mut(*place) {
                *slot = Some(kept);
            }
        }
    }
    dataset.items = items.into_iter().flatten().collect();
}

/// The items of each id that stands in several files. One that a file has twice is no id.
fn groups(items: &[Item]) -> Vec<Vec<usize>> {
    let key = |i: usize| items.get(i).and_then(|item| Some((item.platform, item.own_id.as_deref()?)));
    let hash = |i: usize| {
        let mut hasher = DefaultHasher::new();
        key(i)?.hash(&mut hasher);
        Some((hasher.finish(), i))
    };
    let mut hashed: Vec<(u64, usize)> = (0..items.len()).filter_map(hash).collect();
    hashed.sort_unstable();
    let mut groups = Vec::new();
    for alike in hashed.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        let mut alike: Vec<usize> = alike.iter().map(|(_, i)| *i).collect();
        let file = |i: &usize| items.get(*i).map(|item| item.origin.file);
        alike.sort_by_key(|i| (key(*i), file(i)));
        for group in alike.chunk_by(|a, b| key(*a) == key(*b)) {
            let stands_once = group.is_sorted_by(|a, b| file(a) < file(b));
            if group.len() > 1 && stands_once {
                groups.push(group.to_vec());
            }
        }
    }
    groups
}

fn join(mut same: Vec<Item>, files: &Files<'_>, records: &mut RecordLedger) -> Vec<Item> {
    same.sort_by(|a, b| order(a, files).cmp(&order(b, files)));
    let mut kept: Vec<Item> = Vec::new();
    for other in same {
        // A place has reviews of many people, while a post has one author, who may have taken another name.
        let is_one = |first: &Item| other.kind != ItemKind::Review || files.share_person(first, &other);
        let is_full = kept.len() >= MOST_KINDS;
        match kept.iter().position(is_one).and_then(|i| kept.get_mut(i)) {
            Some(first) if !is_full => {
                let flaw = other.flaw.filter(|flaw| first.flaw == Some(flaw));
                records.rejoin(1, flaw.map(|flaw| (flaw, other.origin)));
                merge(first, other, files);
            }
            _ => kept.push(other),
        }
    }
    kept
}

/// The newer export first, else the later of two versions; then by whatever tells them apart.
fn order<'i>(item: &'i Item, files: &Files<'_>) -> impl Ord + use<'i> {
    let location = item.location.map(|l| [l.point.lat().to_bits(), l.point.lon().to_bits()]);
    let words = (item.text.as_deref().map(|text| (text.len(), text)), item.place.as_ref().map(|place| &place.name));
    (Reverse(files.exported(item)), Reverse(item.time), Reverse(words), location, item.published)
}

fn merge(kept: &mut Item, mut other: Item, files: &Files<'_>) {
    let was_published = |item: &Item| !matches!(item.life, Life::NeverPublished { .. });
    kept.audience = if was_published(kept) == was_published(&other) {
        audience(kept.audience, other.audience)
    } else {
        AUDIENCE_UNKNOWN
    };
    kept.life = life(kept.life, other.life);
    (kept.tagged, kept.public_location) = shown(kept, &other);
    kept.location = position(kept.location, other.location);
    kept.flaw = kept.flaw.or(other.flaw);
    // What was written anew was in view before.
    let rewritten = kept.kind == ItemKind::Review && kept.time != other.time;
    let since = kept.published_at().into_iter().chain(other.published_at()).min().filter(|_| rewritten);
    kept.published = since.or(kept.published).or(other.published);
    if other.time_precision < kept.time_precision && is_one_moment(kept, &other) {
        (kept.time, kept.time_precision) = (other.time, other.time_precision);
    }
    kept.captured = kept.captured.or(other.captured);
    kept.place = kept.place.take().or_else(|| other.place.take());
    kept.text = kept.text.take().or_else(|| other.text.take());
    kept.account = files.telling(kept.account, other.account);
    let known = &kept.also_in;
    let origins =
        std::iter::once(other.origin).chain(other.also_in).filter(|o| *o != kept.origin && !known.contains(o));
    let origins: Vec<_> = origins.collect();
    kept.also_in.extend(origins);
    if kept.media.len() < other.media.len() {
        swap(&mut kept.media, &mut other.media);
    }
    if kept.media.len() == other.media.len() {
        let is_named = |(a, b): &(&mut MediaRef, MediaRef)| a.file_name().eq_ignore_ascii_case(b.file_name());
        for (medium, theirs) in kept.media.iter_mut().zip(other.media).filter(is_named) {
            medium.file = medium.file.or(theirs.file);
        }
    }
}

/// Whether two times can be one, given more or less finely; a clock on the wall is of any zone.
fn is_one_moment(a: &Item, b: &Item) -> bool {
    const APART: SignedDuration = SignedDuration::from_hours(48);
    a.time.zip(b.time).is_none_or(|(a, b)| a.duration_since(b).abs() <= APART)
}

const AUDIENCE_UNKNOWN: AudienceClaim = AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &AUDIENCE_DIFFERS);

/// Who could see it, by two exports. One that does not tell leaves what the other says.
fn audience(a: AudienceClaim, b: AudienceClaim) -> AudienceClaim {
    /// How much a claim says. That two differ stays, whatever a third says.
    fn says(claim: AudienceClaim) -> u8 {
        match claim {
            claim if claim == AUDIENCE_UNKNOWN => 3,
            AudienceClaim::Own(Audience::Unknown, ..) => 0,
            AudienceClaim::FollowsAccountOrLess(_) => 1,
            _ => 2,
        }
    }
    let (first, second) = if (Reverse(says(a)), rule(a)) <= (Reverse(says(b)), rule(b)) { (a, b) } else { (b, a) };
    if says(first) != says(second) {
        return first;
    }
    match (first, second) {
        (first, second) if first == second || says(first) < 2 => first,
        (AudienceClaim::Own(one, sure, _), AudienceClaim::Own(another, less, _)) if one == another => {
            if sure >= less {
                first
            } else {
                second
            }
        }
        (
            AudienceClaim::FollowsAccount | AudienceClaim::FollowsAccountLikely(_),
            likely @ AudienceClaim::FollowsAccountLikely(_),
        ) => likely,
        _ => AUDIENCE_UNKNOWN,
    }
}

const fn rule(claim: AudienceClaim) -> &'static str {
    match claim {
        AudienceClaim::FollowsAccount => "",
        AudienceClaim::FollowsAccountOrLess(rule)
        | AudienceClaim::FollowsAccountLikely(rule)
        | AudienceClaim::Own(_, _, rule) => rule.id,
    }
}

fn life(a: Life, b: Life) -> Life {
    match (a, b) {
        (a, b) if a == b => a,
        (Life::TakenDown { up_until_at_least: one, rule }, Life::TakenDown { up_until_at_least: other, .. }) => {
            Life::TakenDown { up_until_at_least: one.max(other), rule }
        }
        (Life::NeverPublished { evidence: one, .. }, Life::NeverPublished { evidence: other, .. }) => {
            if one >= other {
                a
            } else {
                b
            }
        }
        _ => Life::PerhapsGone { rule: &AUDIENCE_DIFFERS },
    }
}

/// Whether others could find its place, and where they saw it.
fn shown(a: &Item, b: &Item) -> (Claim, Option<Location>) {
    let differ = (Claim::unknown(&PLACE_DIFFERS), None);
    let tagged = match (a.tagged, b.tagged) {
        (one, other) if one == differ.0 || other == differ.0 => return differ,
        (one, other) if one.holds == other.holds => {
            let weight = |claim: Claim| (claim.evidence, claim.rule.id);
            if weight(one) >= weight(other) { one } else { other }
        }
        // That it had none is not known where the other export, which does not tell, has a position.
        (Claim { holds: Some(false), .. }, Claim { holds: None, .. })
            if a.location.is_none() && b.location.is_some() =>
        {
            return differ;
        }
        (Claim { holds: None, .. }, Claim { holds: Some(false), .. })
            if a.location.is_some() && b.location.is_none() =>
        {
            return differ;
        }
        (one, Claim { holds: None, .. }) => one,
        (Claim { holds: None, .. }, other) => other,
        _ => return differ,
    };
    match (a.public_location, b.public_location) {
        (Some(one), Some(other)) if !is_near(one, other) => differ,
        (one, other) => (tagged, position(one, other)),
    }
}

/// Whether two exports mean one position, as finely.
fn is_near(a: Location, b: Location) -> bool {
    let is_fine = |l: Location| l.accuracy_metres.is_none_or(|metres| metres <= NEAR_METRES);
    a.point.distance_metres(b.point) <= NEAR_METRES
        && (a.accuracy_metres == b.accuracy_metres || is_fine(a) && is_fine(b))
}

/// The finer of two positions; likely only if they do not fit together.
fn position(a: Option<Location>, b: Option<Location>) -> Option<Location> {
    let (Some(one), Some(other)) = (a, b) else { return a.or(b) };
    let reach = |l: Location| l.accuracy_metres.unwrap_or(NEAR_METRES);
    let (finer, coarser) = if reach(other) < reach(one) { (other, one) } else { (one, other) };
    let fits = finer.point.distance_metres(coarser.point) <= reach(coarser).max(NEAR_METRES);
    let evidence = finer.evidence.weakest(if fits { Evidence::Recorded } else { Evidence::Likely });
    Some(Location { evidence, ..finer })
}
