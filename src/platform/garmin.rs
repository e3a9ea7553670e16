//! Garmin's account data export: `DI_CONNECT/…`.
//!
//! `*_summarizedActivities.json` lists the activities, up to 1,000 a file, as
//! `[{"summarizedActivitiesExport": […]}]`; `DI-Connect-Uploaded-Files/UploadedFiles_*.zip` hold the
//! watches' files, most of which are health readings without positions. Seen 2020 to 2025.

mod summary;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::archive::{EntryId, Source, real_entries};
use crate::model::{
    Account, AccountId, Audience, AudienceClaim, Claim, Evidence, GeoPoint, Item, ItemKind, Life, Location,
    LocationSource, Origin, PlatformId, Rule,
};

use super::support::places::roots_inside;
use super::support::track::{self, LineName, Tracks, Unread, keep_line};
use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};
use summary::Summary;

/// The adapter.
pub(super) struct Garmin;

const ID: PlatformId = PlatformId("garmin");

static NO_AUDIENCE: Rule = Rule {
    id: "garmin.no_audience",
    text: "A Garmin export does not record who could see an activity",
    source: "absence of a privacy field in the list of activities",
};
static PRIVACY: Rule = Rule {
    id: "garmin.privacy",
    text: "The list of activities records who could see this one when the export was made",
    source: "the privacy field of the activity",
};
static NO_INDEX: Rule = Rule {
    id: "garmin.no_index",
    text: "Whether strangers could come upon an activity by its place on Garmin Connect is not recorded",
    source: "absence of a field in the export",
};
static VIRTUAL: Rule = Rule {
    id: "garmin.virtual",
    text: "A virtual activity: its positions are those of a made-up world and not where the person was",
    source: "the activity's type, or the sport in its file",
};

const GUIDES: &[Guide] = &[Guide {
    title: "Garmin",
    hint: "everything",
    steps: &[
        "On garmin.com open Account, Data Management and choose Export Your Data",
        "Wait for the e-mail, download the zip and open it as it is; the zips inside it are opened as well",
    ],
    in_short: "at garmin.com, Account, Data Management, choose Export Your Data",
}];

/// The folder under which all of it lies.
const FOLDER: &str = "DI_CONNECT";

impl Platform for Garmin {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "Garmin"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let mut roots: BTreeSet<ExportRoot> = BTreeSet::new();
        let mut because: Option<&str> = None;
        for (_, entry) in real_entries(source) {
            let is_list = summary::is_list(entry.file_name());
            if is_list {
                because = because.or(Some(entry.file_name()));
            }
            let folder = match own_folder(&entry.path) {
                Some(folder) => folder,
                // Beside a list on its own may lie anything.
                None if is_list => &entry.path,
                None => continue,
            };
            roots.insert(ExportRoot { container: entry.container, folder: folder.into() });
        }
        // The folder may be anybody's; what is in it is Garmin's.
        let because = because.or_else(|| (!roots.is_empty() && has_uploads(source)).then_some("DI-Connect-Uploaded-Files"))?;
        let missing = if because.starts_with("DI-") {
            vec!["No summarizedActivities.json: names and kinds of activities are missing, open the zip as Garmin gave it".into()]
        } else {
            Vec::new()
        };
        let nested = roots_inside(source, &roots, |path| own_folder(path).is_some());
        roots.extend(nested);
        Some(Recognition {
            roots: roots.into_iter().collect(),
            layout: "account data export".into(),
            because: because.into(),
            missing,
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        let all = cx.entries_of(found);
        let (lists, others): (Vec<EntryId>, Vec<EntryId>) =
            all.into_iter().partition(|id| summary::is_list(cx.source().entry(*id).file_name()));
        let account = account(cx, &lists);
        let mut summaries = Vec::new();
        for id in lists {
            cx.check()?;
            summary::read(cx, id, &mut summaries);
        }
        summaries.sort_by_key(|s| (s.time.is_none(), s.time, s.origin));
        let (files, others): (Vec<EntryId>, Vec<EntryId>) =
            others.into_iter().partition(|id| is_track(&cx.source().entry(*id).path.to_lowercase()));
        let mut reader = Reader { account, summaries };
        track::read_all(cx, &files, |cx, id, read| reader.file(cx, id, read))?;
        for summary in std::mem::take(&mut reader.summaries) {
            let item = reader.item(summary);
            cx.item(item);
        }
        for id in others {
            if cx.is_unclaimed(id) {
                cx.ignore(id, "holds no time with a place");
            }
        }
        Ok(())
    }
}

/// The part of a path up to Garmin's folder.
fn own_folder(path: &str) -> Option<&str> {
    let mut end = 0;
    for part in path.split('/').take(8) {
        if part.eq_ignore_ascii_case(FOLDER) {
            return path.get(..end + part.len());
        }
        end += part.len() + 1;
    }
    None
}

fn has_uploads(source: &dyn Source) -> bool {
    real_entries(source).any(|(_, e)| e.path.split('/').any(|part| part.eq_ignore_ascii_case("DI-Connect-Uploaded-Files")))
}

fn is_track(path: &str) -> bool {
    let path = path.strip_suffix(".gz").unwrap_or(path);
    [".fit", ".gpx", ".tcx"].iter().any(|ending| path.ends_with(ending))
}

/// The account, by the address with which Garmin begins the names of the lists.
fn account(cx: &mut ImportCx<'_>, lists: &[EntryId]) -> Option<AccountId> {
    let source = cx.source();
    let address = lists.iter().find_map(|id| {
        let (address, _) = source.entry(*id).file_name().split_once('_')?;
        address.contains('@').then(|| Box::<str>::from(address))
    })?;
    Some(cx.account(Account {
        platform: ID,
        handle: address,
        private_now: None,
        periods: Vec::new(),
        profile: Vec::new(),
        created: None,
        exported: None,
    }))
}

struct Reader {
    account: Option<AccountId>,
    /// Activities of the lists, by time; files add to them.
    summaries: Vec<Summary>,
}

impl Reader {
    fn file(&mut self, cx: &mut ImportCx<'_>, id: EntryId, read: Result<Tracks, Unread>) {
        let tracks = match read {
            Ok(tracks) => tracks,
            Err(Unread::Failed(why)) => return cx.fail(id, why),
            Err(Unread::NotATrack) => return cx.fail(id, "neither FIT nor GPX nor TCX"),
        };
        for (reason, count) in &tracks.skipped {
            cx.skip(reason, *count);
        }
        cx.skip("a marked place in the file of an activity", tracks.marks.len() as u64);
        let summary = tracks.first_time().and_then(|at| self.at(at));
        let is_virtual = tracks.lines.iter().any(|l| l.is_virtual)
            || summary.and_then(|i| self.summaries.get(i)).is_some_and(|s| s.is_virtual);
        let named = summary.and_then(|i| self.summaries.get(i)).and_then(|s| s.name.clone());
        let name = named.unwrap_or_else(|| cx.source().entry(id).file_name().into());
        let (mut start, mut points) = (None, 0);
        for line in &tracks.lines {
            let count = line.fixes.len() as u64;
            if is_virtual {
                cx.skip("a position in a virtual world", count);
            } else if line.is_plan {
                cx.skip("a point of a plan, which is nobody's presence", count);
            } else {
                let kept = keep_line(cx, LineName { platform: ID, name: &name, file: id }, tracks.source, line);
                if kept.is_untimed {
                    cx.skip("a point without a time", count);
                } else {
                    points += kept.points;
                    start = start.or(kept.first);
                }
            }
        }
        let what = match (start.is_some(), is_virtual) {
            (true, _) => format!("track of an activity, {points} points"),
            (false, true) => "a virtual activity, whose positions are made up".to_owned(),
            (false, false) => "readings without a position".to_owned(),
        };
        match &tracks.flaw {
            Some(flaw) => cx.fail(id, format!("{flaw} ({what})")),
            None => cx.done(id, what),
        }
        if let Some((seconds, point)) = start {
            self.add(id, summary, seconds, point);
        } else if let Some(summary) = summary.and_then(|i| self.summaries.get_mut(i)).filter(|_| is_virtual) {
            summary.is_virtual = true;
            summary.files.push(Origin::new(id.0, 0));
        }
    }

    /// The listed activity during which a file begins.
    fn at(&self, time: Timestamp) -> Option<usize> {
        let slack = SignedDuration::from_mins(2);
        let after = self.summaries.partition_point(|s| s.time.is_some_and(|t| t <= time + slack));
        let index = after.checked_sub(1)?;
        let summary = self.summaries.get(index)?;
        let end = summary.time? + summary.duration.max(slack);
        (time <= end).then_some(index)
    }

    fn add(&mut self, id: EntryId, summary: Option<usize>, seconds: Option<i64>, point: GeoPoint) {
        let origin = Origin::new(id.0, 0);
        if let Some(summary) = summary.and_then(|i| self.summaries.get_mut(i)) {
            summary.point = Some(point);
            summary.files.push(origin);
            return;
        }
        let time = seconds.and_then(|s| Timestamp::from_second(s).ok());
        // Kept at the end, where no search by time looks, until all files are read.
        self.summaries.push(Summary { time: None, file_time: time, point: Some(point), ..Summary::new(origin) });
    }

    fn item(&self, summary: Summary) -> Item {
        let audience = match summary.audience {
            Some(audience) => AudienceClaim::Own(audience, Evidence::Recorded, &PRIVACY),
            None => AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &NO_AUDIENCE),
        };
        let tagged =
            if summary.is_virtual { Claim::no(Evidence::Likely, &VIRTUAL) } else { Claim::unknown(&NO_INDEX) };
        let mut item = Item::new(ID, ItemKind::Activity, audience, Life::Live, tagged, summary.origin);
        item.account = self.account;
        let time = summary.time.or(summary.file_time);
        item.set_zoned_time(time.or(summary.local_time), time.is_some());
        let point = summary.point.filter(|_| !summary.is_virtual);
        item.location = point.map(|point| Location::at(point, LocationSource::Gps, Evidence::Recorded));
        item.flaw = summary.flaw.filter(|_| point.is_none());
        item.place = summary.place.filter(|_| !summary.is_virtual).map(crate::model::Place::named);
        item.text = summary.name;
        (item.also_in, item.own_id) = (summary.files, summary.id);
        item
    }
}
