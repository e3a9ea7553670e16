//! Readable text in a picture.
//!
//! Two models of `PP-OCRv6` (tiny): one finds the areas in which there is text, the other reads one straightened line at a
//! time. The reader knows Latin with its accents and Chinese letters, digits and signs, and part of Greek. It knows no
//! Cyrillic, Arabic, Hebrew, Hangul or kana: see `script` for how what it makes of these is kept out.

mod areas;
mod line;
mod script;
mod strip;

use image::{DynamicImage, RgbImage};

use super::network::{Core, NetworkError};
use super::shape::Area;
use areas::{AreaFinder, Slanted};
use line::{LineReader, Reading};
use strip::Levels;

/// A line that was read at this confidence is not tried upside down as well.
const CERTAIN: f32 = 0.85;

/// A line of text in a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLine {
    /// What it says.
    pub text: Box<str>,
    /// Mean confidence of its letters, 0 to 1.
    pub confidence: f32,
    /// The upright rectangle around it.
    pub area: Area,
}

impl TextLine {
    /// Whether each of its letters could as well be a Cyrillic one, which the reader does not know: “MOCKBA”.
    pub fn may_be_cyrillic(&self) -> bool {
        script::may_be_cyrillic(&self.text)
    }
}

/// The lines from which something is concluded. Those that may be Cyrillic count only beside one that is not.
pub(super) fn in_known_script(lines: &[TextLine]) -> impl Iterator<Item = (usize, &TextLine)> {
    let has_letters = |line: &TextLine| line.text.chars().any(char::is_alphabetic);
    let is_latin = lines.iter().any(|line| has_letters(line) && !line.may_be_cyrillic());
    lines.iter().enumerate().filter(move |(_, line)| is_latin || !line.may_be_cyrillic())
}

/// Both models.
pub(super) struct Reader {
    areas: AreaFinder,
    lines: LineReader,
}

impl Reader {
    pub(super) fn new() -> Result<Self, NetworkError> {
        Ok(Self { areas: AreaFinder::new()?, lines: LineReader::new()? })
    }

    /// The lines of text, in order of reading: from above, and from the left.
    pub(super) fn lines(&self, picture: &DynamicImage, core: &Core) -> Result<Vec<TextLine>, NetworkError> {
        let picture = picture.to_rgb8();
        let mut found = Vec::new();
        let levels = Levels::new(&picture);
        for slanted in self.areas.areas(&picture, core)? {
            let reading = self.read(&levels, &slanted, core)?;
            let text = script::settled(reading.text.trim());
            if script::is_readable(&text, reading.confidence) {
                let area = slanted.around(&picture);
                found.push(TextLine { text: text.into(), confidence: reading.confidence, area });
            }
        }
        in_order_of_reading(&mut found);
        Ok(found)
    }

    /// Reads one area the way it seems to run and, where that reads badly or the area is steep, the other way round.
    fn read(&self, levels: &Levels, area: &Slanted, core: &Core) -> Result<Reading, NetworkError> {
        let first = self.lines.read(&levels.strip(area), core)?;
        if first.confidence >= CERTAIN && !area.is_steep() {
            return Ok(first);
        }
        let second = self.lines.read(&levels.strip(&area.turned()), core)?;
        Ok(if second.confidence > first.confidence { second } else { first })
    }
}

/// Sorts lines into rows of about the same height, and each row from the left.
fn in_order_of_reading(lines: &mut Vec<TextLine>) {
    let middle = |l: &TextLine| l.area.y + l.area.height / 2.0;
    lines.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut rows: Vec<Vec<TextLine>> = Vec::new();
    for line in lines.drain(..) {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|f| middle(&line) < f.area.y + f.area.height) => row.push(line),
            _ => rows.push(vec![line]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.area.x.total_cmp(&b.area.x));
    }
    lines.extend(rows.into_iter().flatten());
}

/// Size of a picture in pixels.
fn size(picture: &RgbImage) -> (f32, f32) {
    (picture.width() as f32, picture.height() as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_row_by_row() {
        let line = |text: &str, x, y| TextLine {
            text: text.into(),
            confidence: 1.0,
            area: Area { x, y, width: 0.2, height: 0.1 },
        };
        let mut lines = vec![line("d", 0.5, 0.42), line("b", 0.6, 0.11), line("c", 0.1, 0.40), line("a", 0.1, 0.13)];
        in_order_of_reading(&mut lines);
        assert_eq!(lines.iter().map(|l| &*l.text).collect::<String>(), "abcd");
    }

    #[test]
    fn nothing_is_read_in_a_plain_picture_of_any_shape() {
        let reader = Reader::new().unwrap();
        let core = Core::new();
        for (width, height) in [(1, 1), (2, 900), (640, 480)] {
            assert!(reader.lines(&DynamicImage::new_rgb8(width, height), &core).unwrap().is_empty());
        }
    }
}
