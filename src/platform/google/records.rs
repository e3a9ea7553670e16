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
use crate::platform::support::json_split::Piece;
use crate::platform::support::json_stream::{PieceReader, read_with};
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

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Seek, SeekFrom};

    use super::*;
    use crate::archive::{ArchiveError, ArchiveInfo, CancelToken, Entry, Limits, MemorySource, Progress, ReadSeek, Source};
    use crate::model::{Dataset, FileLedger, FileStatus};

    /// Enough fixes for a file that is read ahead on its own thread, in several chunks.
    const FIXES: usize = 30_000;

    fn history() -> Vec<u8> {
        let fix = |i: usize| {
            format!("{{\"latitudeE7\": {}, \"longitudeE7\": -9, \"timestamp\": \"{}\"}}", 100_000_000 + i, 1_500_000_000 + i)
        };
        let fixes: Vec<String> = (0..FIXES).map(fix).collect();
        format!("{{\"locations\": [{}]}}", fixes.join(",")).into_bytes()
    }

    /// A source whose entries can be read up to a point and no further.
    struct Faulty(MemorySource, u64);

    struct FaultyReader<'a>(Cursor<&'a [u8]>, u64);

    impl Read for FaultyReader<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let left = self.1.saturating_sub(self.0.position()).min(buffer.len() as u64) as usize;
            if left == 0 { Err(std::io::Error::other("its content is damaged")) } else { self.0.read(&mut buffer[..left]) }
        }
    }

    impl Seek for FaultyReader<'_> {
        fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
            self.0.seek(to)
        }
    }

    impl Source for Faulty {
        fn entries(&self) -> &[Entry] {
            self.0.entries()
        }

        fn containers(&self) -> &[ArchiveInfo] {
            self.0.containers()
        }

        fn open(&self, id: EntryId) -> Result<Box<dyn ReadSeek + '_>, ArchiveError> {
            let mut bytes = Vec::new();
            self.0.open(id)?.read_to_end(&mut bytes).unwrap();
            Ok(Box::new(FaultyReader(Cursor::new(Vec::leak(bytes)), self.1)))
        }
    }

    fn import(source: &dyn Source, cancel: &CancelToken) -> (Dataset, Result<(), ImportError>) {
        let files = source.entries().iter().map(|e| (e.path.clone(), e.container));
        let mut dataset = Dataset { files: FileLedger::new(files), ..Dataset::default() };
        let (progress, mut preview) = (Progress::default(), |_| ());
        let hints = crate::platform::Hints::default();
        let mut cx =
            ImportCx::new(source, &mut dataset, &[], 0, Limits::default(), &hints, &progress, cancel, &mut preview);
        let result = read(&mut cx, EntryId(0), &DeviceNames::default());
        (dataset, result)
    }

    fn source(bytes: Vec<u8>) -> MemorySource {
        MemorySource::new("x", [("Records.json".to_owned(), bytes)])
    }

    #[test]
    fn a_large_file_gives_every_fix_in_order() {
        let (dataset, result) = import(&source(history()), &CancelToken::default());
        result.unwrap();
        assert_eq!(dataset.points.len(), FIXES);
        let expected: Vec<i64> = (0..FIXES as i64).map(|i| 1_500_000_000 + i).collect();
        assert_eq!(dataset.points.seconds(), expected);
        assert_eq!(dataset.files.count(FileStatus::Read), 1);
    }

    #[test]
    fn a_large_file_cut_or_damaged_keeps_what_came_before() {
        let whole = history();
        let half = whole.len() / 2;
        let (cut, result) = import(&source(whole[..half].to_vec()), &CancelToken::default());
        result.unwrap();
        let (damaged, result) = import(&Faulty(source(whole), half as u64), &CancelToken::default());
        result.unwrap();
        assert!(cut.points.len() > FIXES / 3 && cut.points.len() < FIXES);
        assert_eq!(cut.points.len(), damaged.points.len());
        assert!(cut.files.get(0).unwrap().reason.starts_with("the file is cut off"));
        assert!(damaged.files.get(0).unwrap().reason.starts_with("its content is damaged"));
        assert_eq!((cut.warnings.len(), damaged.warnings.len()), (1, 1));
    }

    #[test]
    fn a_cancel_ends_it() {
        let cancel = CancelToken::default();
        cancel.cancel();
        assert!(matches!(import(&source(history()), &cancel).1, Err(ImportError::Cancelled)));
    }
}
