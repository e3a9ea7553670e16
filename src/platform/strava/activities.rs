//! Activities: a row of the list and the file it names.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::list::{self, Activity};
use super::rules::{self, Map};
use super::settings::Defaults;
use super::parts::{Export, is_track};
use super::{ID, Owner, media};
use crate::archive::EntryId;
use crate::model::{
    AudienceClaim, Evidence, GeoPoint, Item, ItemKind, Life, Location, LocationSource, Origin, TimePrecision,
};
use crate::platform::support::track::{self, Fix, LineName, Tracks, Unread, keep_line};
use crate::platform::{ImportCx, ImportError};

/// Reads every activity of an export. `zone_metres` is the radius of the largest privacy zone.
pub(super) fn read(
    cx: &mut ImportCx<'_>,
    export: &Export,
    owner: Owner,
    defaults: &Defaults,
    zone_metres: Option<f64>,
    captions: &BTreeMap<String, Box<str>>,
) -> Result<(), ImportError> {
    let (list_file, rows) = match list::read(cx, export)? {
        Some((id, rows)) => (Some(id), rows),
        None => (None, Vec::new()),
    };
    let mut reader =
        Reader { export, owner, audience: rules::audience(defaults.activities), zone_metres, captions, list_file, lost: 0 };
    let mut of_file: BTreeMap<EntryId, Activity> = BTreeMap::new();
    for row in rows {
        match row.file.as_deref().and_then(|path| export.file(path)) {
            // The first row that names a file has it.
            Some(id) if !of_file.contains_key(&id) && cx.is_unclaimed(id) => {
                of_file.insert(id, row);
            }
            _ => {
                let map = if row.file.is_some() { Map::Lost } else { Map::None };
                reader.keep(cx, &row, None, map);
            }
        }
    }
    // Files that the list does not name are activities all the same.
    for (path, id) in export.folder("activities/") {
        if is_track(path) && cx.is_unclaimed(id) {
            of_file.entry(id).or_default();
        }
    }
    let ids: Vec<EntryId> = of_file.keys().copied().collect();
    track::read_all(cx, &ids, |cx, id, read| {
        let row = of_file.remove(&id).unwrap_or_default();
        reader.with_file(cx, id, &row, read);
    })?;
    if reader.lost > 0 {
        let activities = if reader.lost == 1 { "activity has" } else { "activities have" };
        let text = format!(
            "{} {activities} a file that is not in what was opened or that Strava failed to write; open all parts of the archive together, or ask for it again",
            reader.lost
        );
        cx.warn(text, list_file);
    }
    Ok(())
}

struct Reader<'e> {
    export: &'e Export,
    owner: Owner,
    audience: AudienceClaim,
    zone_metres: Option<f64>,
    captions: &'e BTreeMap<String, Box<str>>,
    list_file: Option<EntryId>,
    /// Activities whose file is not there.
    lost: u64,
}

/// What a file tells of its activity.
struct Track {
    file: EntryId,
    start: Option<(Option<i64>, GeoPoint)>,
    shown: Option<GeoPoint>,
}

impl Reader<'_> {
    fn with_file(&mut self, cx: &mut ImportCx<'_>, id: EntryId, row: &Activity, read: Result<Tracks, Unread>) {
        let tracks = match read {
            Ok(tracks) => tracks,
            Err(why) => {
                let why = match why {
                    Unread::Failed(why) => why,
                    Unread::NotATrack => "neither GPX nor TCX nor FIT".into(),
                };
                cx.fail(id, why);
                return self.keep(cx, row, Some(&Track { file: id, start: None, shown: None }), Map::Lost);
            }
        };
        for (reason, count) in &tracks.skipped {
            cx.skip(reason, *count);
        }
        cx.skip("a marked place in the file of an activity", tracks.marks.len() as u64);
        let is_virtual = row.is_virtual || tracks.lines.iter().any(|line| line.is_virtual);
        let mut track = Track { file: id, start: None, shown: None };
        let mut points = 0;
        for line in &tracks.lines {
            let count = line.fixes.len() as u64;
            if is_virtual {
                cx.skip("a position in a virtual world", count);
            } else if line.is_plan {
                cx.skip("a point of a plan, which is nobody's presence", count);
            } else {
                let name = row.name.as_deref().or(line.name.as_deref());
                let name = name.unwrap_or_else(|| cx.source().entry(id).file_name()).to_owned();
                let kept = keep_line(cx, LineName { platform: ID, name: &name, file: id }, tracks.source, line);
                if kept.is_untimed {
                    cx.skip("a point without a time", count);
                }
                points += kept.points;
                track.start = track.start.or(kept.first);
                track.shown = track.shown.or_else(|| shown(&line.fixes, self.zone_metres));
            }
        }
        let map = match (is_virtual, track.start.is_some(), tracks.flaw.is_some()) {
            (true, ..) => Map::Virtual,
            (false, true, _) => Map::Real,
            (false, false, true) => Map::Lost,
            (false, false, false) => Map::None,
        };
        let what = match map {
            Map::Virtual => "a virtual activity, whose positions are made up".to_owned(),
            Map::Real => format!("track of an activity, {points} points"),
            Map::None | Map::Lost => "an activity without positions".to_owned(),
        };
        match tracks.flaw {
            Some(flaw) => cx.fail(id, format!("{flaw} ({what})")),
            None => cx.done(id, what),
        }
        self.keep(cx, row, Some(&track), map);
    }

    fn keep(&mut self, cx: &mut ImportCx<'_>, row: &Activity, track: Option<&Track>, map: Map) {
        let listed = self.list_file.filter(|_| row.id.is_some()).map(|id| Origin::new(id.0, row.record));
        let filed = track.map(|track| Origin::new(track.file.0, 0));
        // A row without a number and without a file is no activity.
        let Some(origin) = listed.or(filed) else { return cx.skip("a row without the number of an activity", 1) };
        self.lost += u64::from(track.is_none() && map == Map::Lost);
        let mut item = Item::new(ID, ItemKind::Activity, self.audience, Life::Live, rules::tagged(map), origin);
        item.account = self.owner.0;
        item.own_id.clone_from(&row.id);
        item.also_in = filed.into_iter().filter(|filed| *filed != origin).collect();
        let start = track.and_then(|track| track.start);
        let recorded = start.and_then(|(seconds, _)| Timestamp::from_second(seconds?).ok());
        item.set_time(recorded.or(row.time));
        if recorded.is_none() && item.time.is_some() {
            // The list does not say in which zone its times are.
            item.time_precision = TimePrecision::Day;
        }
        let at = |point, evidence| Location::at(point, LocationSource::Gps, evidence);
        item.location = start.map(|(_, point)| at(point, Evidence::Recorded));
        item.public_location = track.and_then(|track| track.shown).map(|point| at(point, Evidence::Likely));
        item.text = match (&row.name, &row.description) {
            (Some(name), Some(description)) => Some(format!("{name}\n{description}").into()),
            (name, description) => name.clone().or_else(|| description.clone()),
        };
        media::attach(cx, self.export, self.captions, &mut item, &row.media);
        cx.item(item);
    }
}

/// What strangers could see of a track at the most careful reading: not where it starts or ends, which the
/// map settings may hide, but its point farthest from both; none when a privacy zone may cover it all.
fn shown(fixes: &[Fix], zone_metres: Option<f64>) -> Option<GeoPoint> {
    const SAMPLES: usize = 512;
    let (first, last) = (fixes.first()?.point, fixes.last()?.point);
    let step = fixes.len().div_ceil(SAMPLES).max(1);
    let inside = fixes.iter().step_by(step).map(|fix| fix.point);
    let distance = |point: GeoPoint| point.distance_metres(first).min(point.distance_metres(last));
    let (farthest, point) =
        inside.map(|point| (distance(point), point)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (farthest > zone_metres.unwrap_or(0.0)).then_some(point)
}
