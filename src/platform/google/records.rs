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
use crate::platform::support::json_stream::{Piece, PieceReader, read_with};
use crate::platform::{ImportCx, ImportError};

/// Reads a file of raw fixes into one trail for each device.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, names: &DeviceNames) -> Result<(), ImportError> {
    let mut fixes = Fixes { trails: Trails::new(id, "Location History", names), count: 0 };
    let ending = read_with(cx, id, &["locations"], &mut fixes)?;
    super::finish(cx, id, &ending, fixes.count, "raw location history");
    Ok(())
}

struct Fixes<'n> {
    trails: Trails<'n>,
    /// Records met so far.
    count: u64,
}

impl PieceReader for Fixes<'_> {
    fn start(&mut self, cx: &mut ImportCx<'_>, _field: Option<usize>, text: &[u8]) -> Option<usize> {
        let (device, fix, rest) = parse(text)?;
        self.count += 1;
        self.trails.keep(cx, device, fix);
        Some(text.len() - rest.len())
    }

    fn piece(&mut self, cx: &mut ImportCx<'_>, piece: Piece<'_>) {
        self.count += 1;
        match parse(piece.bytes) {
            Some((device, fix, _)) => self.trails.keep(cx, device, fix),
            None => cx.skip(NOT_A_RECORD, 1),
        }
    }
}

/// Device tag and fix of the object at the start of `text`, and what follows it; `None` without its end.
fn parse(text: &[u8]) -> Option<(&[u8], Fix, &[u8])> {
    let (mut lat, mut lon, mut accuracy, mut source) = (None, None, None, PointSource::Unknown);
    let (mut device, mut time, mut time_ms) = (&b""[..], None, None);
    let mut fields = Raw::at_start_of(text).fields();
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
    let rest = fields.rest()?;
    let seconds = seconds_of(time).or_else(|| seconds_of(time_ms));
    Some((device, Fix { seconds, point: coord::e7(lat, lon), accuracy_metres: accuracy, source }, rest))
}
