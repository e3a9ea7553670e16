//! `Fit/All Data/derived_com.google.location.sample_….json` and the like: where the phone was during activities.
//!
//! `{"Data Source": …, "Data Points": [{"fitValue": [{"value": {"fpVal": …}}, …], "startTimeNanos": …}]}`. The values
//! are, by Google's description of the data type, latitude, longitude, accuracy in metres, and altitude.

use super::record::{Fix, NOT_A_RECORD, Trails};
use super::settings::DeviceNames;
use crate::archive::EntryId;
use crate::model::PointSource;
use crate::platform::support::coord;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::read_pieces;
use crate::platform::{ImportCx, ImportError};

/// Reads the positions of a data source as a trail.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, names: &DeviceNames) -> Result<(), ImportError> {
    let mut trails = Trails::new(id, "Google Fit, positions", names);
    let mut count = 0_u64;
    let ending = read_pieces(cx, id, &["Data Points"], |cx, piece| {
        count += 1;
        let raw = Raw::new(piece.bytes);
        let [values, start, end] = raw.pick(["fitValue", "startTimeNanos", "endTimeNanos"]);
        let Some(values) = values else { return cx.skip(NOT_A_RECORD, 1) };
        let mut values = values.items().map(|value| value.at(&["value", "fpVal"]));
        let mut next = || values.next().flatten();
        let (lat, lon, accuracy) = (next(), next(), next());
        let seconds = start.or(end).and_then(Raw::integer).map(|nanos| nanos.div_euclid(1_000_000_000));
        let fix = Fix {
            seconds: seconds.filter(|s| *s != 0),
            point: coord::pair(lat, lon),
            accuracy_metres: accuracy.and_then(Raw::number),
            source: PointSource::Unknown,
        };
        trails.keep(cx, b"", fix);
    })?;
    super::finish(cx, id, &ending, count, "positions of Google Fit");
    Ok(())
}
