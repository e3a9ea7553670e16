//! Raw Location History: `Records.json`, before 2022 `Location History.json`.
//!
//! `{"locations": [fix, …]}`, positions in degrees times 10⁷, times as RFC 3339 text or, in older
//! exports, as milliseconds in `timestampMs`. Several devices interleave. Seen 2017 to 2024.

use super::record::{Fix, NOT_A_RECORD, Trails, point_source, seconds_of};
use super::settings::DeviceNames;
use crate::archive::EntryId;
use crate::model::PointSource;
use crate::platform::support::coord;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::{Piece, read_pieces};
use crate::platform::{ImportCx, ImportError};

/// Reads a file of raw fixes into one trail for each device.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, names: &DeviceNames) -> Result<(), ImportError> {
    let mut trails = Trails::new(id, "Location History", names);
    let mut count = 0_u64;
    let ending = read_pieces(cx, id, &["locations"], |cx, piece: Piece<'_>| {
        count += 1;
        fix(cx, &mut trails, Raw::new(piece.bytes));
    })?;
    super::finish(cx, id, &ending, count, "raw location history");
    Ok(())
}

fn fix(cx: &mut ImportCx<'_>, trails: &mut Trails<'_>, raw: Raw<'_>) {
    let (mut lat, mut lon, mut accuracy, mut source) = (None, None, None, PointSource::Unknown);
    let (mut device, mut time, mut time_ms) = (&b""[..], None, None);
    let mut fields = raw.fields();
    for (key, value) in fields.by_ref() {
        match key {
            b"latitudeE7" | b"latE7" => lat = value.integer(),
            b"longitudeE7" | b"lngE7" => lon = value.integer(),
            b"accuracy" => accuracy = value.number(),
            b"source" => source = point_source(value.token()),
            b"deviceTag" => device = value.token(),
            b"timestamp" => time = Some(value),
            b"timestampMs" => time_ms = Some(value),
            _ => {}
        }
    }
    if !fields.is_whole() {
        return cx.skip(NOT_A_RECORD, 1);
    }
    let seconds = seconds_of(time).or_else(|| seconds_of(time_ms));
    trails.keep(cx, device, Fix { seconds, point: coord::e7(lat, lon), accuracy_metres: accuracy, source });
}
