//! How well kinds are told from names, measured on a labelled list.
//!
//! The list was written before the classifier. Every third row is held out: its mistakes were not
//! looked at while rules were written. When they first were, precision on them was 0.959 and recall 0.940
//! (all kinds, 212 names); since then general rules were mended from them, so today's numbers flatter.
//! Rows that stay wrong are left so: they are not worth a rule of their own.

use std::collections::BTreeMap;

use geoshadow::analysis::{Assumptions, Exposure, Geofence, Verdict};
use geoshadow::lens::{builtin_by_id, surfaces};
use geoshadow::model::{
    Audience, AudienceClaim, Claim, Dataset, Evidence, GeoPoint, Item, ItemId, ItemKind, Life, Location,
    LocationSource, Origin, PlatformId, Rule, TimePrecision, VenueKind,
};
use geoshadow::venue::{classify, classify_caption, enrich};

static LABELLED: &str = include_str!("fixtures/venue/labelled.tsv");

/// The kinds a harvester is known to have listed.
const LISTED: [VenueKind; 10] = [
    VenueKind::Hotel,
    VenueKind::Casino,
    VenueKind::CruiseShip,
    VenueKind::Airport,
    VenueKind::Fitness,
    VenueKind::Stadium,
    VenueKind::Shopping,
    VenueKind::Hospital,
    VenueKind::Bar,
    VenueKind::Restaurant,
];

#[derive(Clone, Copy, Default)]
struct Score {
    labelled: u32,
    told: u32,
    right: u32,
}

impl Score {
    fn precision(self) -> f64 {
        if self.told == 0 { 1.0 } else { f64::from(self.right) / f64::from(self.told) }
    }

    fn recall(self) -> f64 {
        if self.labelled == 0 { 1.0 } else { f64::from(self.right) / f64::from(self.labelled) }
    }
}

struct Row {
    name: &'static str,
    expected: Option<VenueKind>,
    held_out: bool,
}

fn rows() -> Vec<Row> {
    let lines = LABELLED.lines().filter(|l| !l.starts_with('#'));
    lines
        .enumerate()
        .map(|(i, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [name, _country, label] = fields[..] else { panic!("three fields: {line}") };
            let kind = VenueKind::ALL.iter().find(|k| k.as_str() == label).copied();
            assert!(kind.is_some() || label == "-", "unknown kind {label}");
            Row { name, expected: kind, held_out: i % 3 == 2 }
        })
        .collect()
}

fn scores(rows: &[Row], held_out: Option<bool>) -> (BTreeMap<VenueKind, Score>, Score) {
    let mut by_kind: BTreeMap<VenueKind, Score> = BTreeMap::new();
    let mut overall = Score::default();
    for row in rows.iter().filter(|r| held_out.is_none_or(|h| h == r.held_out)) {
        let told = classify(row.name, None).map(|c| c.kind);
        let right = told.is_some() && told == row.expected;
        if let Some(kind) = row.expected {
            by_kind.entry(kind).or_default().labelled += 1;
            overall.labelled += 1;
        }
        if let Some(kind) = told {
            let score = by_kind.entry(kind).or_default();
            score.told += 1;
            score.right += u32::from(right);
            overall.told += 1;
            overall.right += u32::from(right);
        }
    }
    (by_kind, overall)
}

fn table(title: &str, (by_kind, overall): &(BTreeMap<VenueKind, Score>, Score)) -> String {
    let line = |name: &str, s: &Score| {
        let (precision, recall) = (s.precision(), s.recall());
        format!("{name:<14}{:>9}{:>6}{:>7}{precision:>11.3}{recall:>8.3}", s.labelled, s.told, s.right)
    };
    let head = format!(
        "{title}\n{:<14}{:>9}{:>6}{:>7}{:>11}{:>8}",
        "kind", "labelled", "told", "right", "precision", "recall"
    );
    let lines = by_kind.iter().map(|(kind, score)| line(kind.as_str(), score));
    let lines: Vec<String> = [head].into_iter().chain(lines).chain([line("all", overall)]).collect();
    lines.join("\n") + "\n"
}

#[test]
fn the_list_is_large_and_hard() {
    let rows = rows();
    let of = |kind| rows.iter().filter(|r| r.expected == kind).count();
    let hard = rows.iter().filter(|r| r.expected.is_none_or(|k| !LISTED.contains(&k))).count();
    assert!(rows.len() >= 600, "{} names", rows.len());
    assert!(hard * 10 >= rows.len() * 3, "{hard} of {} are hard negatives", rows.len());
    for kind in LISTED {
        assert!(of(Some(kind)) >= 25, "{kind}: {}", of(Some(kind)));
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the measured numbers are what the test is for")]
fn kinds_are_told_with_precision_before_recall() {
    let rows = rows();
    for row in &rows {
        let told = classify(row.name, None);
        if told.as_ref().map(|t| t.kind) != row.expected {
            let label = row.expected.map_or("-", VenueKind::as_str);
            let (kind, because) = told.map_or(("-", "".into()), |t| (t.kind.as_str(), t.because));
            let held_out = if row.held_out { " (held out)" } else { "" };
            println!("{}{held_out}: labelled {label}, told {kind} {because}", row.name);
        }
    }
    for (title, held_out) in [("seen", Some(false)), ("held out", Some(true)), ("all", None)] {
        println!("{}", table(title, &scores(&rows, held_out)));
    }
    let (_, held_out) = scores(&rows, Some(true));
    assert!(held_out.precision() >= 0.95, "precision on names held out: {:.3}", held_out.precision());
    assert!(held_out.recall() >= 0.90, "recall on names held out: {:.3}", held_out.recall());
    let (by_kind, overall) = scores(&rows, None);
    assert!(overall.precision() >= 0.97, "precision: {:.3}", overall.precision());
    assert!(overall.recall() >= 0.95, "recall: {:.3}", overall.recall());
    for kind in LISTED {
        let score = by_kind[&kind];
        assert!(score.precision() >= 0.90, "precision of {kind}: {:.3}", score.precision());
        assert!(score.recall() >= 0.90, "recall of {kind}: {:.3}", score.recall());
    }
}

static CAPTIONS: &str = include_str!("fixtures/venue/captions.tsv");

/// Labels say what a person would say, also of brands that the tables lack. Four parts: the first was written with the rules; the
/// second tripped the first rules, which then changed; so did the third (precision 0.875 of 16 told when first looked at); no rule
/// was mended by the fourth, whose mistakes stay.
fn captions() -> Vec<(&'static str, Option<VenueKind>, usize)> {
    let mut part = 0;
    let mut rows = Vec::new();
    for line in CAPTIONS.lines() {
        // A caption may begin with a hashtag.
        if line.starts_with("# ") {
            part += usize::from(line.starts_with("# Written after"));
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [caption, _language, label] = fields[..] else { panic!("three fields: {line}") };
        let kind = VenueKind::ALL.iter().find(|k| k.as_str() == label).copied();
        assert!(kind.is_some() || label == "-", "unknown kind {label}");
        rows.push((caption, kind, part));
    }
    rows
}

#[test]
#[expect(clippy::print_stdout, reason = "the measured numbers are what the test is for")]
fn brands_in_captions_tell_a_kind_only_where_they_are_the_place() {
    let rows = captions();
    let hard = rows.iter().filter(|r| r.1.is_none()).count();
    assert!(rows.len() >= 120 && hard * 10 >= rows.len() * 4, "{} captions, {hard} hard", rows.len());
    let mut parts = [Score::default(); 5];
    for (caption, expected, part) in rows {
        let told = classify_caption(caption);
        let kind = told.as_ref().map(|t| t.kind);
        if kind != expected {
            println!("{caption}: labelled {expected:?}, told {kind:?}");
        }
        for i in [part, 4] {
            parts[i].labelled += u32::from(expected.is_some());
            parts[i].told += u32::from(kind.is_some());
            parts[i].right += u32::from(kind.is_some() && kind == expected);
        }
        assert!(told.is_none_or(|t| t.evidence == Evidence::Likely), "{caption}");
    }
    for (title, score) in
        ["captions, first", "captions, second", "captions, third", "captions, held out", "captions"].iter().zip(parts)
    {
        println!("{}", table(title, &(BTreeMap::new(), score)));
    }
    assert!(parts[4].precision() >= 0.95, "precision: {:.3}", parts[4].precision());
    assert!(parts[4].recall() >= 0.80, "recall: {:.3}", parts[4].recall());
}

fn tagged_at(point: GeoPoint, caption: &str) -> Item {
    static RULE: Rule = Rule { id: "test", text: "So the test says", source: "the test" };
    let audience = AudienceClaim::Own(Audience::Public, Evidence::Recorded, &RULE);
    let tagged = Claim::yes(Evidence::Recorded, &RULE);
    let origin = Origin { file: 0, record: 0 };
    let mut item = Item::new(PlatformId("instagram"), ItemKind::Post, audience, Life::Live, tagged, origin);
    let location =
        Location { point, accuracy_metres: None, source: LocationSource::PlaceTag, evidence: Evidence::Recorded };
    item.time = "2018-10-06T20:15:00Z".parse().ok();
    item.time_precision = TimePrecision::Second;
    (item.location, item.public_location) = (Some(location), Some(location));
    item.text = Some(caption.into());
    item
}

/// Whatever a caption or a position says, it makes no kind on the harvester's list surer than likely.
#[test]
fn a_kind_that_was_worked_out_is_never_more_than_likely() {
    let points =
        [(48.208_492, 16.372_081), (37.618_812, -122.375_401)].map(|(lat, lon)| GeoPoint::new(lat, lon).unwrap());
    let items = captions().iter().flat_map(|(caption, ..)| points.map(|at| tagged_at(at, caption))).collect();
    let mut dataset = Dataset { items, ..Dataset::default() };
    enrich(&mut dataset);
    let exposure = Exposure::evaluate(&dataset, builtin_by_id("hyp3r").unwrap(), surfaces(), &Assumptions::default());
    let mut of_a_kind = 0;
    for (item, index) in dataset.items.iter().zip(0..) {
        let found = exposure.of(ItemId(index));
        assert_eq!(found.verdict, Verdict::Captured);
        if let Some(Geofence::Kind(kind)) = found.geofence {
            let place = item.place.as_ref().unwrap();
            assert_eq!((place.kind, place.kind_evidence), (Some(kind), Evidence::Likely));
            assert_ne!(place.name_evidence, Evidence::Recorded);
            of_a_kind += 1;
        } else {
            assert_eq!(found.geofence, Some(Geofence::Unclassified));
        }
    }
    assert!(of_a_kind > 200, "{of_a_kind} of {}", dataset.items.len());
}
