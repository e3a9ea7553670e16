//! PSD and PSB, the files of Photoshop: all metadata stand among the resources before the layers.

use super::found::Found;
use super::iptc;
use super::window::{Span, Stop, Window};

/// Reads the resources, which follow a head of fixed length and a palette.
pub(super) fn read(window: &mut Window<'_>, found: &mut Found) -> Result<(), Stop> {
    let palette = u64::from(u32::from_be_bytes(window.array(26)?));
    let at = 30 + palette;
    let len = u64::from(u32::from_be_bytes(window.array(at)?));
    iptc::read_resources(window, Span { start: at + 4, len }, found)
}
