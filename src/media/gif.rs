//! GIF: the application extension that holds an XMP packet.

use super::found::Found;
use super::window::{Span, Stop, Window};
use super::xmp;

/// Blocks of one file; long animations have thousands of pictures.
const BLOCKS_CAP: usize = 100_000;

/// Reads the blocks.
pub(super) fn read(window: &mut Window<'_>, found: &mut Found) -> Result<(), Stop> {
    let [.., flags, _, _] = window.array::<13>(0)?;
    let mut at = 13 + palette_len(flags);
    let mut left = BLOCKS_CAP;
    loop {
        let head = window.up_to(at, 14)?;
        match *head {
            [0x3b, ..] => return Ok(()),
            [0x2c, ..] => {
                let [.., flags] = window.array::<10>(at)?;
                let Some(end) = skip_blocks(window, at + 11 + palette_len(flags), &mut left)? else { return Ok(()) };
                at = end;
            }
            [0x21, 0xff, ..] if head.ends_with(b"\x0bXMP DataXMP") => {
                // The packet stands there as it is; its end reads as a chain of blocks.
                let Some(end) = skip_blocks(window, at + 14, &mut left)? else { return Ok(()) };
                return xmp::read(window, Span { start: at + 14, len: end - at - 14 }, found);
            }
            [0x21, ..] => {
                let Some(end) = skip_blocks(window, at + 2, &mut left)? else { return Ok(()) };
                at = end;
            }
            [] => return Err(Stop::End),
            _ => return Err(Stop::Bad("GIF blocks")),
        }
    }
}

const fn palette_len(flags: u8) -> u64 {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The position after a chain of blocks, or `None` where an animation is too long to be looked through.
fn skip_blocks(window: &mut Window<'_>, mut at: u64, left: &mut usize) -> Result<Option<u64>, Stop> {
    loop {
        let [len] = window.array(at)?;
        at += 1 + u64::from(len);
        let Some(fewer) = left.checked_sub(1) else { return Ok(None) };
        *left = fewer;
        if len == 0 {
            return Ok(Some(at));
        }
    }
}
