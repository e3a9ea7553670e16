//! One straightened line of text to letters.

use image::RgbImage;

use super::super::network::{Channels, Core, Network, NetworkError, Output, planes};

/// As published, in f32: it is small, and letters suffer first.
static MODEL: &[u8] = include_bytes!("../../../assets/models/text_lines.onnx");

/// The note in which the model names its letters, one a line.
const LETTERS: &str = "character";

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    /// The letters.
    pub(super) text: String,
    /// Their mean confidence, 0 to 1; 0 where there are none.
    pub(super) confidence: f32,
}

/// The model and its letters.
pub(super) struct LineReader {
    network: Network,
    /// By class; the first class is "no letter", the last one the space.
    letters: Vec<Box<str>>,
}

impl LineReader {
    pub(super) fn new() -> Result<Self, NetworkError> {
        let network = Network::embedded(MODEL)?;
        let listed = network.note(LETTERS).unwrap_or_default().lines().map(Box::from);
        let letters = std::iter::once("".into()).chain(listed).chain([" ".into()]).collect();
        Ok(Self { network, letters })
    }

    /// Reads a strip of the height of the model.
    pub(super) fn read(&self, strip: &RgbImage, core: &Core) -> Result<Reading, NetworkError> {
        let input = planes(strip, Channels::Bgr, [127.5; 3], [127.5; 3]);
        let found = self.network.run(&input, core)?;
        Ok(found.first().map(|output| self.spell(output)).unwrap_or_default())
    }

    /// The letters of the likeliest classes, repetitions and gaps left out.
    fn spell(&self, output: &Output) -> Reading {
        let mut reading = Reading::default();
        let (mut last, mut letters, mut sum) = (0, 0_u16, 0.0);
        for row in output.rows() {
            let best = row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            let Some((class, probability)) = best else { continue };
            if class != last
                && class != 0
                && let Some(letter) = self.letters.get(class)
            {
                reading.text.push_str(letter);
                sum += probability;
                letters = letters.saturating_add(1);
            }
            last = class;
        }
        if letters > 0 {
            reading.confidence = sum / f32::from(letters);
        }
        reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_are_one_letter_unless_a_gap_parts_them() {
        let reader = LineReader::new().unwrap();
        let class = |letter: &str| reader.letters.iter().position(|l| &**l == letter).unwrap();
        let spelled = ["H", "H", "", "A", "L", "", "L", "L", " ", "7"];
        let mut values = Vec::new();
        for letter in spelled {
            let mut row = vec![0.0; reader.letters.len()];
            row[if letter.is_empty() { 0 } else { class(letter) }] = 0.8;
            values.extend(row);
        }
        let output = Output { shape: vec![1, spelled.len(), reader.letters.len()], values };
        let reading = reader.spell(&output);
        assert_eq!(reading.text, "HALL 7");
        assert!((reading.confidence - 0.8).abs() < 1e-6);
    }

    #[test]
    fn the_model_has_a_class_for_each_letter() {
        let reader = LineReader::new().unwrap();
        let strip = RgbImage::new(100, super::super::strip::HEIGHT);
        let input = planes(&strip, Channels::Bgr, [127.5; 3], [127.5; 3]);
        let found = reader.network.run(&input, &Core::new()).unwrap();
        assert_eq!(found[0].shape.last(), Some(&reader.letters.len()));
    }
}
