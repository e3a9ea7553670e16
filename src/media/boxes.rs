//! The boxes of which `QuickTime`, MP4, HEIF, AVIF and JPEG XL files consist.

use super::window::{Span, Stop, Window};

/// One box.
#[derive(Clone, Copy, Debug)]
pub(super) struct BoxHead {
    pub(super) kind: [u8; 4],
    /// Its content, as far as the box around it holds it.
    pub(super) content: Span,
    /// Whether that is all of it.
    pub(super) is_whole: bool,
}

/// The boxes of a file or inside a box, one after the other.
pub(super) struct Boxes {
    at: u64,
    end: u64,
    left: usize,
}

/// Boxes of one level; a film in fragments has thousands.
const BOXES_CAP: usize = 20_000;

impl Boxes {
    /// The boxes inside `content`.
    pub(super) const fn inside(content: Span) -> Self {
        Self { at: content.start, end: content.end(), left: BOXES_CAP }
    }

    /// The next box, or `None` after the last.
    pub(super) fn next(&mut self, window: &mut Window<'_>) -> Result<Option<BoxHead>, Stop> {
        // Lists of user data may end with four zero bytes.
        if self.end.saturating_sub(self.at) < 8 {
            return Ok(None);
        }
        let start = self.at;
        let head = window.up_to(start, 16)?;
        // The end of the file is the end of the list only where the list is the file.
        if head.is_empty() && self.end == u64::MAX {
            return Ok(None);
        }
        let ([a, b, c, d, kind @ ..], rest) = head.split_first_chunk::<8>().ok_or(Stop::End)?;
        let (header, size) = match u32::from_be_bytes([*a, *b, *c, *d]) {
            0 => (8, self.end - start),
            1 => (16, u64::from_be_bytes(*rest.first_chunk().ok_or(Stop::End)?)),
            size => (8, u64::from(size)),
        };
        self.left = self.left.checked_sub(1).ok_or(Stop::Bad("boxes"))?;
        let len = size.checked_sub(header).ok_or(Stop::Bad("boxes"))?;
        let content = start + header;
        let stated_end = content.saturating_add(len);
        self.at = stated_end.min(self.end);
        let content = Span { start: content, len: self.at.saturating_sub(content) };
        Ok(Some(BoxHead { kind: *kind, content, is_whole: stated_end <= self.end }))
    }
}
