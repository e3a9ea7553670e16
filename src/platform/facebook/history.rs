//! `location_history.json`: where the Facebook app saw the device, until Meta ended this in 2022.
//!
//! `{"location_history_v2": [{"name", "coordinate": {"latitude", "longitude"}, "creation_timestamp"}]}`, latest
//! first; rows are streamed, because years of them are long.

use std::collections::HashSet;

use super::FACEBOOK;
use super::layout::Role;
use crate::archive::EntryId;
use crate::model::{PointRow, PointSource, Track};
use crate::platform::support::coord;
use crate::platform::support::instant;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_split::{Ending, Piece};
use crate::platform::support::json_stream::read_pieces;
use crate::platform::support::words::counted;
use crate::platform::{ImportCx, ImportError};

/// Second and position in degrees times 10⁷ of points kept, so that a second export adds only what is new.
pub(super) type Seen = HashSet<(i64, i32, i32)>;

/// Root keys with the versions they are known with.
fn roots() -> Vec<String> {
    Role::LocationHistory.roots().flat_map(|root| [root.to_owned(), format!("{root}_v2"), format!("{root}_v3")]).collect()
}

/// Reads a file of rows into one trail.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, seen: &mut Seen) -> Result<(), ImportError> {
    let roots = roots();
    let wanted: Vec<&str> = roots.iter().map(String::as_str).collect();
    let (mut count, mut kept) = (0_u64, 0_u64);
    let mut track = None;
    let ending = read_pieces(cx, id, &wanted, |cx, piece| {
        count += 1;
        match row(piece) {
            Err(reason) => cx.skip(reason, 1),
            Ok((seconds, point)) => {
                let e7 = |degrees: f64| (degrees * 1e7).round() as i32;
                if !seen.insert((seconds, e7(point.lat()), e7(point.lon()))) {
                    return cx.skip("the same point stands in another file", 1);
                }
                let trail = || Track { platform: FACEBOOK, name: "Facebook location history".into(), file: id.0 };
                let Some(track) = *track.get_or_insert_with(|| cx.track(trail())) else {
                    return cx.skip("more trails than can be numbered", 1);
                };
                cx.point(PointRow { seconds, point, accuracy_metres: None, source: PointSource::Unknown, track });
                kept += 1;
            }
        }
    })?;
    let rows = counted(count, "row", "rows");
    let what = format!("location history, {rows}, {kept} of them kept as points");
    let why = match ending {
        Ending::Whole if count == 0 => {
            cx.ignore(id, "not what its name says: it holds no location history");
            return Ok(());
        }
        Ending::Whole => {
            cx.done(id, what);
            return Ok(());
        }
        Ending::CutOff => "the file is cut off".to_owned(),
        Ending::Damaged => "something in it is not JSON".to_owned(),
        Ending::Unreadable(why) => why.to_string(),
    };
    cx.fail(id, format!("{why}; {rows} before that were read, download the export again for the rest"));
    Ok(())
}

/// Second and position of a row, or why it is left out.
fn row(piece: Piece<'_>) -> Result<(i64, crate::model::GeoPoint), &'static str> {
    let raw = Raw::new(piece.bytes);
    if !raw.is_object() || !raw.is_valid() {
        return Err("a record that is not an object");
    }
    let degrees = |axis: &str| raw.at(&["coordinate", axis]).and_then(Raw::number);
    let point = coord::degrees(degrees("latitude"), degrees("longitude")).map_err(coord::NoPoint::reason)?;
    let time = raw.get("creation_timestamp").or_else(|| raw.get("timestamp"));
    let seconds = time.and_then(|time| instant::seconds(time.token())).ok_or("no time")?;
    Ok((seconds, point))
}
