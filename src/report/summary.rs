//! The summary of an archive through a lens, as the JSON has it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

use crate::analysis::gaps::Gap;
use crate::analysis::{Exposure, Moments, Tally};
use crate::lens::{Lens, Select};
use crate::model::{Account, Ask, Dataset, FileStatus, PrivacyPeriod, Question, Recognised};

use super::View;
use super::row::{Time, location_source};

/// Counts by word.
type Counts = BTreeMap<&'static str, u64>;

/// The summary. The names of the fields are those of the JSON; all but `comparison` are always there.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    tool: &'static str,
    version: &'static str,
    pub(super) lens: &'a str,
    /// The day on which the lens looks instead of in its own time.
    pub(super) seen_on: Option<String>,
    pub(super) archives: Vec<ArchiveField<'a>>,
    pub(super) recognised: Vec<RecognisedField<'a>>,
    pub(super) accounts: Vec<AccountField<'a>>,
    pub(super) items: ItemCounts,
    pub(super) points: PointCounts,
    pub(super) verdicts: Ordered,
    pub(super) geofences: Ordered,
    pub(super) moments: MomentCounts,
    pub(super) fences: Vec<&'a str>,
    pub(super) assumptions: Vec<String>,
    pub(super) gaps: Vec<GapField<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) comparison: Vec<ComparedField<'a>>,
    pub(super) files: Files<'a>,
    pub(super) records: Records<'a>,
    pub(super) time: TimeSpan,
    pub(super) warnings: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    questions: Vec<QuestionField<'a>>,
}

/// Something that a file leaves open and the user can say.
#[derive(Debug, Serialize)]
struct QuestionField<'a> {
    path: &'a str,
    /// `own_name` or `date_order`.
    ask: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    names: &'a [Box<str>],
    records: u64,
}

/// Something that the archive does not record, and how many verdicts hang on it.
#[derive(Debug, Serialize)]
pub(super) struct GapField<'a> {
    pub(super) platform: &'static str,
    pub(super) topic: &'a str,
    pub(super) because: Vec<&'a str>,
    pub(super) items: u64,
    pub(super) unknown: u64,
    pub(super) assumed: u64,
    pub(super) granted: u64,
}

/// Counts of the three moments.
#[derive(Debug, Serialize)]
pub(super) struct MomentCounts {
    pub(super) then: TallyField,
    pub(super) now: TallyField,
    pub(super) closed_since: TallyField,
}

#[derive(Debug, Serialize)]
pub(super) struct TallyField {
    pub(super) yes: u64,
    pub(super) no: u64,
    pub(super) unknown: u64,
}

impl From<Tally> for TallyField {
    fn from(Tally { yes, no, unknown }: Tally) -> Self {
        Self { yes, no, unknown }
    }
}

/// What one of the lenses compared would have had.
#[derive(Debug, Serialize)]
pub(super) struct ComparedField<'a> {
    pub(super) lens: &'a str,
    pub(super) title: &'a str,
    pub(super) verdicts: Ordered,
    pub(super) moments: MomentCounts,
}

#[derive(Debug, Serialize)]
pub(super) struct ArchiveField<'a> {
    pub(super) name: &'a str,
    pub(super) container: &'static str,
    pub(super) entries: u64,
    pub(super) bytes: u64,
    /// Not worked out: it would mean reading every byte of archives of many gigabytes.
    sha256: Option<&'a str>,
    pub(super) platforms: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
pub(super) struct RecognisedField<'a> {
    platform: &'static str,
    pub(super) name: &'static str,
    pub(super) layout: &'a str,
    pub(super) because: &'a str,
    pub(super) missing: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct AccountField<'a> {
    pub(super) platform: &'static str,
    pub(super) handle: Option<&'a str>,
    pub(super) private_now: Option<bool>,
    pub(super) periods: Vec<PeriodField>,
}

#[derive(Debug, Serialize)]
pub(super) struct PeriodField {
    pub(super) from: Option<Time>,
    pub(super) to: Option<Time>,
    pub(super) private: Option<bool>,
    pub(super) evidence: &'static str,
    rule: &'static str,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct ItemCounts {
    pub(super) total: u64,
    pub(super) located: u64,
    /// Items that show the same picture as an item of another platform.
    pub(super) linked: u64,
    pub(super) by_platform: Counts,
    pub(super) by_kind: Counts,
    pub(super) by_location_source: Counts,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct PointCounts {
    pub(super) total: u64,
    pub(super) by_platform: Counts,
}

#[derive(Debug, Serialize)]
pub(super) struct Files<'a> {
    pub(super) total: u64,
    pub(super) read: u64,
    pub(super) ignored: u64,
    pub(super) failed: u64,
    pub(super) details: FileDetails<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct Records<'a> {
    pub(super) read: u64,
    pub(super) kept: u64,
    pub(super) skipped: BTreeMap<&'a str, u64>,
    /// Positions left out of records that were kept, by reason.
    pub(super) flawed: BTreeMap<&'a str, u64>,
    /// The first records of each reason.
    pub(super) flaws: Vec<FlawField<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct FlawField<'a> {
    pub(super) path: &'a str,
    pub(super) record: u32,
    pub(super) reason: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct TimeSpan {
    pub(super) first: Option<Time>,
    pub(super) last: Option<Time>,
}

/// Counts by word in an order of their own.
#[derive(Debug)]
pub(super) struct Ordered(pub(super) Vec<(&'static str, u64)>);

impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (word, count) in &self.0 {
            map.serialize_entry(word, count)?;
        }
        map.end()
    }
}

/// Every file and what became of it, written from the ledger itself.
pub(super) struct FileDetails<'a>(pub(super) &'a Dataset);

impl std::fmt::Debug for FileDetails<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileDetails")
    }
}

#[derive(Serialize)]
struct FileField<'a> {
    path: &'a str,
    status: &'static str,
    reason: &'a str,
    archive: &'a str,
}

impl Serialize for FileDetails<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.files.iter().map(|f| FileField {
            path: &f.path,
            status: f.status.as_str(),
            reason: &f.reason,
            archive: self.0.archives.get(usize::from(f.archive)).map_or("", |a| &a.name),
        }))
    }
}

impl<'a> Summary<'a> {
    /// The summary of what `view` shows.
    pub fn of(view: &View<'a>) -> Self {
        let dataset = view.dataset;
        let span = dataset.time_span();
        Self {
            tool: "geoshadow",
            version: env!("CARGO_PKG_VERSION"),
            lens: &view.lens.id,
            seen_on: view.lens.seen_on.map(|day| day.to_string()),
            archives: archives(dataset),
            recognised: dataset.recognised.iter().map(recognised).collect(),
            accounts: dataset.accounts.iter().map(account).collect(),
            items: items(dataset),
            points: points(dataset),
            verdicts: verdicts(view.exposure),
            geofences: Ordered(
                view.exposure.geofence_counts(view.lens).into_iter().map(|(f, n)| (f.as_str(), n)).collect(),
            ),
            moments: moments(view.exposure),
            fences: match &view.lens.select {
                Select::Fences(fences) => fences.fence.iter().map(|f| f.name.as_str()).collect(),
                _ => Vec::new(),
            },
            assumptions: view.assumptions.all.iter().map(ToString::to_string).collect(),
            gaps: view.exposure.gaps.iter().map(gap).collect(),
            comparison: view.comparison.iter().map(compared).collect(),
            files: files(dataset),
            records: Records {
                read: dataset.records.read(),
                kept: dataset.records.kept(),
                skipped: dataset.records.skipped().iter().map(|(reason, n)| (&**reason, *n)).collect(),
                flawed: dataset.records.flawed().iter().map(|(reason, f)| (&**reason, f.count)).collect(),
                flaws: flaws(dataset),
            },
            time: TimeSpan { first: span.map(|(first, _)| Time(first)), last: span.map(|(_, last)| Time(last)) },
            warnings: dataset.warnings.iter().map(|w| &*w.text).collect(),
            questions: dataset.questions.iter().map(|q| question(dataset, q)).collect(),
        }
    }
}

fn question<'a>(dataset: &'a Dataset, question: &'a Question) -> QuestionField<'a> {
    let (ask, names) = match &question.ask {
        Ask::OwnName(names) => ("own_name", names.as_slice()),
        Ask::DateOrder => ("date_order", &[][..]),
    };
    QuestionField { path: dataset.path(question.file), ask, names, records: question.records }
}

fn flaws(dataset: &Dataset) -> Vec<FlawField<'_>> {
    let named = dataset.records.flawed().iter().flat_map(|(reason, flawed)| {
        flawed.first.iter().map(|origin| FlawField { path: dataset.path(origin.file), record: origin.record, reason })
    });
    named.collect()
}

fn verdicts(exposure: &Exposure) -> Ordered {
    Ordered(exposure.verdict_counts().into_iter().map(|(v, n)| (v.as_str(), n)).collect())
}

fn moments(exposure: &Exposure) -> MomentCounts {
    let Moments { then, now, closed_since } = exposure.moments();
    MomentCounts { then: then.into(), now: now.into(), closed_since: closed_since.into() }
}

fn compared<'a>((lens, exposure): &'a (&'a Lens, Exposure)) -> ComparedField<'a> {
    ComparedField { lens: &lens.id, title: &lens.title, verdicts: verdicts(exposure), moments: moments(exposure) }
}

fn gap(gap: &Gap) -> GapField<'_> {
    GapField {
        platform: gap.platform.0,
        topic: gap.topic.as_str(),
        because: gap.because.iter().map(|(sentence, _)| sentence.as_str()).collect(),
        items: gap.items.len() as u64,
        unknown: gap.unknown.len() as u64,
        assumed: gap.assumed.len() as u64,
        granted: gap.granted.len() as u64,
    }
}

fn archives(dataset: &Dataset) -> Vec<ArchiveField<'_>> {
    let field = |a: &crate::model::ArchiveInfo| (a.container.as_str(), a.platforms.iter().map(|p| p.0).collect());
    let whole = dataset.archives.iter().map(|a| {
        let (container, platforms) = field(a);
        ArchiveField { name: &a.name, container, entries: a.entries, bytes: a.bytes, sha256: None, platforms }
    });
    whole.collect()
}

fn recognised(found: &Recognised) -> RecognisedField<'_> {
    RecognisedField {
        platform: found.platform.0,
        name: found.name,
        layout: &found.layout,
        because: &found.because,
        missing: found.missing.iter().map(|text| &**text).collect(),
    }
}

fn account(account: &Account) -> AccountField<'_> {
    let period = |p: &PrivacyPeriod| PeriodField {
        from: p.from.map(Time),
        to: p.to.map(Time),
        private: p.private,
        evidence: p.evidence.as_str(),
        rule: p.rule.id,
    };
    AccountField {
        platform: account.platform.0,
        handle: Some(&*account.handle).filter(|handle| !handle.is_empty()),
        private_now: account.private_now,
        periods: account.periods.iter().map(period).collect(),
    }
}

fn items(dataset: &Dataset) -> ItemCounts {
    let linked = dataset.links.linked_items() as u64;
    let mut counts = ItemCounts { total: dataset.items.len() as u64, linked, ..ItemCounts::default() };
    for item in &dataset.items {
        counts.located += u64::from(item.location.is_some());
        *counts.by_platform.entry(item.platform.0).or_default() += 1;
        *counts.by_kind.entry(item.kind.as_str()).or_default() += 1;
        if let Some(source) = location_source(item) {
            *counts.by_location_source.entry(source.as_str()).or_default() += 1;
        }
    }
    counts
}

fn points(dataset: &Dataset) -> PointCounts {
    let points = &dataset.points;
    let mut counts = PointCounts { total: points.len() as u64, ..PointCounts::default() };
    for index in 0..points.len() {
        *counts.by_platform.entry(points.platform(index).0).or_default() += 1;
    }
    counts
}

fn files(dataset: &Dataset) -> Files<'_> {
    let [read, ignored, failed] =
        [FileStatus::Read, FileStatus::Ignored, FileStatus::Failed].map(|s| dataset.files.count(s) as u64);
    let total = dataset.files.iter().len() as u64;
    Files { total, read, ignored, failed, details: FileDetails(dataset) }
}
