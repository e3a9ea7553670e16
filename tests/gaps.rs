//! What archives do not record: every unknown verdict hangs on something that is named, and saying it settles it.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use geoshadow::analysis::gaps::{Gap, Topic};
use geoshadow::analysis::{Assumption, Assumptions, Exposure, Verdict};
use geoshadow::archive::{CancelToken, Limits, Progress};
use geoshadow::lens::{Lens, builtin, builtin_by_id, surfaces};
use geoshadow::load::load;
use geoshadow::model::{Audience, Dataset, ItemId};

fn fixture(case: &str) -> Arc<Dataset> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(case);
    let in_parts = path.extension().is_some_and(|e| e == "parts");
    let parts = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = if in_parts { parts.collect() } else { vec![path] };
    paths.sort();
    load(&paths, Limits::default(), &Progress::default(), &CancelToken::default(), &mut |_| ()).unwrap().dataset
}

const CASES: &[&str] = &[
    "facebook/layout_2022",
    "flickr/account_and_originals.parts",
    "garmin/account",
    "instagram/layout_2022",
    "instagram/no_privacy_info",
    "instagram/quirks",
    "mastodon/archive",
    "snapchat/my_data_2022",
    "strava/no_settings",
    "swarm/export_with_coordinates",
    "swarm/api_dump",
    "tiktok/layout_2024",
    "x/current",
    "x/layout_old",
];

fn judged(dataset: &Dataset, lens: &Lens, said: &[&str]) -> Exposure {
    let mut assumptions = Assumptions::default();
    for text in said {
        assumptions.add(Assumption::parse(text).unwrap());
    }
    Exposure::evaluate(dataset, lens, surfaces(), &assumptions)
}

fn ids(lists: impl Iterator<Item = Vec<ItemId>>) -> BTreeSet<ItemId> {
    lists.flatten().collect()
}

fn unknown(exposure: &Exposure) -> BTreeSet<ItemId> {
    let all = exposure.items.iter().enumerate();
    all.filter(|(_, found)| found.verdict == Verdict::Unknown).map(|(i, _)| ItemId(i as u32)).collect()
}

#[test]
fn every_unknown_verdict_hangs_on_a_gap_that_has_a_reason() {
    let mut seen = BTreeSet::new();
    for case in CASES {
        let dataset = fixture(case);
        for lens in builtin() {
            let exposure = judged(&dataset, lens, &[]);
            let gaps = &exposure.gaps;
            assert_eq!(ids(gaps.iter().map(|g| g.unknown.clone())), unknown(&exposure), "{case} {}", lens.id);
            for gap in gaps {
                let all: BTreeSet<ItemId> = gap.items.iter().copied().collect();
                assert!(gap.assumed.is_empty(), "nothing was said");
                assert!(gap.unknown.iter().chain(&gap.granted).all(|id| all.contains(id)));
                assert_eq!(gap.because.iter().map(|(_, n)| *n).sum::<u64>(), gap.items.len() as u64);
                let named = gap.because.iter().all(|(text, _)| !text.contains("does not settle it"));
                assert!(named && gap.because.iter().all(|(text, _)| !text.is_empty()), "{case} {}: {gap:?}", lens.id);
                seen.insert(gap.topic.clone());
            }
        }
    }
    for topic in [Topic::Audience, Topic::Place, Topic::Tag, Topic::Time, Topic::Removal, Topic::Position] {
        assert!(seen.contains(&topic), "the fixtures lack {topic:?}");
    }
    assert!(seen.iter().any(|topic| matches!(topic, Topic::Condition(_))));
}

#[test]
fn what_the_user_says_settles_a_gap_and_moves_its_items_to_what_is_assumed() {
    for case in CASES {
        let dataset = fixture(case);
        for lens in builtin() {
            let before = judged(&dataset, lens, &[]);
            for gap in before.gaps.iter().filter(|g| g.topic.can_be_told()) {
                let platform = gap.platform.0;
                let said = match &gap.topic {
                    Topic::Place => format!("{platform}.place=public"),
                    Topic::Condition(id) => format!("{platform}.{id}=yes"),
                    _ => format!("{platform}=only_me"),
                };
                let after = judged(&dataset, lens, &[&said]);
                let same = |g: &&Gap| g.platform == gap.platform && g.topic == gap.topic;
                let Some(now) = after.gaps.iter().find(same) else { panic!("{case} {said}: it is still not recorded") };
                assert_eq!(now.items, gap.items, "{case} {} {said}: what is recorded has not changed", lens.id);
                assert_eq!(now.unknown, [], "{case} {} {said}", lens.id);
                for id in &now.assumed {
                    assert_ne!(after.of(*id).verdict, Verdict::Unknown);
                }
                let settled: BTreeSet<ItemId> = unknown(&before).difference(&unknown(&after)).copied().collect();
                let assumed: BTreeSet<ItemId> = now.assumed.iter().copied().collect();
                assert!(settled.is_subset(&assumed), "{case} {} {said}", lens.id);
            }
        }
    }
}

#[test]
fn a_gap_says_whose_it_is_when_and_how_much_hangs_on_it() {
    let dataset = fixture("facebook/layout_2022");
    let lens = builtin_by_id("hyp3r").unwrap();
    let exposure = judged(&dataset, lens, &[]);
    let of = |exposure: &Exposure| {
        exposure.gaps.iter().find(|g| g.platform.0 == "facebook" && g.topic == Topic::Audience).cloned().unwrap()
    };
    let gap = of(&exposure);
    assert!(gap.unknown.len() > 2);
    let times: Vec<_> = gap.items.iter().filter_map(|id| dataset.item(*id).published_at()).collect();
    assert_eq!(gap.span, times.iter().min().copied().zip(times.iter().max().copied()));
    // A period settles those within it and leaves the others alone.
    let middle = dataset.item(gap.unknown[gap.unknown.len() / 2]).published_at().unwrap();
    let exposure = judged(&dataset, lens, &[&format!("facebook=friends@{middle}..")]);
    let after = of(&exposure);
    assert!(!after.unknown.is_empty() && !after.assumed.is_empty(), "{after:?}");
    let friends = |id: &ItemId| exposure.of(*id).audience == Audience::Friends;
    assert!(after.assumed.iter().all(friends) && !after.unknown.iter().any(friends));
}
