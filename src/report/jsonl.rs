//! One JSON object a line.

use std::io::{self, Write};

use super::View;
use super::row::each;

pub(super) fn write(view: &View<'_>, points: bool, out: &mut dyn Write) -> io::Result<()> {
    each(view, points, |row| {
        serde_json::to_writer(&mut *out, row)?;
        out.write_all(b"\n")
    })
}
