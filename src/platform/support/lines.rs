//! Files of one JSON record a line, of any size, packed with gzip or not.

use std::io::{BufRead as _, BufReader, Read as _};

use super::json_split::Ending;
use super::track::read::unpacked;
use crate::archive::EntryId;
use crate::platform::{ImportCx, ImportError};

/// Bytes of a line beyond which it is left out.
const LINE_CAP: u64 = 4 << 20;

/// Lines between two looks at whether the user cancelled.
const CHECK_EVERY: u64 = 1024;

/// Hands every line that is not empty to `each`. The file's status is left to the caller.
pub fn for_each_line(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    mut each: impl FnMut(&mut ImportCx<'_>, &[u8]),
) -> Result<Ending, ImportError> {
    cx.begin(id);
    let mut bytes = match unpacked(cx.source(), id, cx.limits()) {
        Ok(bytes) => BufReader::new(bytes),
        Err(error) => return Ok(Ending::Unreadable(error)),
    };
    let (mut line, mut count, mut in_long) = (Vec::new(), 0_u64, false);
    loop {
        if count.is_multiple_of(CHECK_EVERY) {
            cx.check()?;
        }
        count += 1;
        line.clear();
        match bytes.by_ref().take(LINE_CAP).read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => {
                cx.check()?;
                return Ok(Ending::Unreadable(error.to_string().into()));
            }
        }
        let ends = line.ends_with(b"\n");
        // The rest of a line that is too long is passed over with it.
        if !ends && line.len() as u64 == LINE_CAP {
            cx.skip("a record larger than this program reads", u64::from(!in_long));
            in_long = true;
        } else if in_long {
            in_long = !ends;
        } else if !line.trim_ascii().is_empty() {
            each(cx, line.trim_ascii());
        }
    }
    Ok(Ending::Whole)
}
