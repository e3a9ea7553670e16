//! From a line of fixes to rows of the dataset.

use super::Line;
use crate::archive::EntryId;
use crate::model::{GeoPoint, PlatformId, PointRow, PointSource, Track};
use crate::platform::ImportCx;

/// What became of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Kept {
    /// Fixes kept as points.
    pub points: u64,
    /// The first fix, with its time if it has one.
    pub first: Option<(Option<i64>, GeoPoint)>,
    /// Whether no fix has a time.
    pub is_untimed: bool,
}

/// What a line is called, and where it was read.
#[derive(Clone, Copy, Debug)]
pub struct LineName<'n> {
    /// The platform.
    pub platform: PlatformId,
    /// Its name for the user.
    pub name: &'n str,
    /// The file.
    pub file: EntryId,
}

/// Keeps the timed fixes of a line as points of a trail of their own; the others are counted as left out.
pub fn keep_line(cx: &mut ImportCx<'_>, name: LineName<'_>, source: PointSource, line: &Line) -> Kept {
    let earliest = line.fixes.iter().filter(|f| f.seconds.is_some()).min_by_key(|f| f.seconds);
    let first = earliest.or(line.fixes.first()).map(|fix| (fix.seconds, fix.point));
    let mut kept = Kept { points: 0, first, is_untimed: earliest.is_none() };
    let total = line.fixes.len() as u64;
    if kept.is_untimed {
        return kept;
    }
    let trail = Track { platform: name.platform, name: name.name.into(), file: name.file.0 };
    let Some(track) = cx.track(trail) else {
        cx.skip("a point of a trail beyond the 65,535 that this program can tell apart", total);
        cx.warn(
            "There are more trails than can be told apart (65,535); the points of the later ones are left out",
            None,
        );
        return kept;
    };
    for fix in &line.fixes {
        let Some(seconds) = fix.seconds else { continue };
        kept.points += 1;
        cx.point(PointRow { seconds, point: fix.point, accuracy_metres: fix.accuracy_metres, source, track });
    }
    cx.skip("a point without a time", total - kept.points);
    kept
}
