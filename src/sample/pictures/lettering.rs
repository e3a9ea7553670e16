//! Sign lettering: capital letters and digits as strokes on a grid four wide and six high.

use super::canvas::{Canvas, Colour};

/// Strokes of a letter: runs of points (column, row from the top), separated by spaces.
const fn strokes(letter: char) -> &'static str {
    match letter {
        'A' => "062046 0444",
        'Ä' => "062246 1535 1011 3031",
        'B' => "00063645443303 0030414233",
        'C' => "4130100105163645",
        'D' => "00062644422000",
        'E' => "40000646 0333",
        'F' => "400006 0333",
        'G' => "41301001051636454323",
        'H' => "0006 4046 0343",
        'I' => "2026",
        'J' => "3035261605",
        'K' => "0006 4003 1346",
        'L' => "000646",
        'M' => "0600234046",
        'N' => "06004640",
        'O' | '0' => "100105163645413010",
        'P' => "06003041423303",
        'Q' => "100105163645413010 2446",
        'R' => "06003041423303 2346",
        'S' => "413010010213334445361605",
        'T' => "0040 2026",
        'U' => "000516364540",
        'V' => "002640",
        'W' => "0016233640",
        'X' => "0046 4006",
        'Y' => "002340 2326",
        'Z' => "00400646",
        '1' => "112026",
        '2' => "01103041420646",
        '3' => "01103041423313 334445361605",
        '4' => "36300444",
        '5' => "400003334445361605",
        '6' => "4130100105163645443304",
        '7' => "004016",
        '8' => "13020110304142331304051636454433",
        '9' => "423313020110304145361605",
        '&' => "4613021020311305163644",
        '\'' => "2021",
        '-' => "1333",
        _ => "",
    }
}

fn runs(letter: char) -> Vec<Vec<(f32, f32)>> {
    strokes(letter)
        .split(' ')
        .filter(|run| !run.is_empty())
        .map(|run| {
            let digits: Vec<f32> = run.chars().filter_map(|c| c.to_digit(10)).map(|d| d as f32).collect();
            digits.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
        })
        .collect()
}

/// Width of a text at cap height 1, in the same unit.
pub(super) fn width(text: &str) -> f32 {
    text.chars().map(advance).sum::<f32>() - GAP
}

const GAP: f32 = 0.3;

fn advance(letter: char) -> f32 {
    match letter {
        ' ' => 0.5,
        'I' | '\'' | '1' => 0.45 + GAP,
        _ => 0.62 + GAP,
    }
}

/// Writes `text` with its top left corner at `at`; `size` is the cap height in units.
pub(super) fn write(canvas: &mut Canvas, text: &str, at: (f32, f32), size: f32, colour: Colour, weight: f32) {
    let mut x = at.0;
    for letter in text.chars() {
        let step = 0.62 * size / 4.0;
        let left = x - if advance(letter) < 0.8 && letter != ' ' { step * 0.6 } else { 0.0 };
        for run in runs(letter) {
            for pair in run.windows(2) {
                let place = |p: (f32, f32)| (left + p.0 * step, at.1 + p.1 * size / 6.0);
                canvas.line(place(pair[0]), place(pair[1]), size * weight, colour, 1.0);
            }
        }
        x += advance(letter) * size;
    }
}

/// Writes `text` centred on `cx`, no wider than `most`, with a glow if it is lit.
#[expect(clippy::too_many_arguments, reason = "a sign is its text, its place and its look")]
pub(super) fn sign(
    canvas: &mut Canvas,
    text: &str,
    cx: f32,
    top: f32,
    size: f32,
    most: f32,
    colour: Colour,
    lit: bool,
) {
    let size = size.min(most / width(text).max(1.0));
    let left = cx - width(text) * size / 2.0;
    if lit {
        canvas.ellipse(cx, top + size / 2.0, width(text) * size / 2.0 + size, size * 1.3, colour, 0.22, size * 1.6);
    }
    write(canvas, text, (left, top), size, colour, 0.15);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::personas;

    #[test]
    fn every_letter_on_a_sign_has_strokes() {
        for persona in personas::ALL {
            let spots = persona.spots.iter().chain(persona.trips.iter().flat_map(|t| t.spots));
            for letter in spots.flat_map(|s| s.sign.chars()).filter(|c| *c != ' ') {
                let drawn = runs(letter);
                assert!(!drawn.is_empty(), "{letter} is missing");
                assert!(drawn.iter().flatten().all(|p| p.0 <= 4.0 && p.1 <= 6.0), "{letter} leaves its cell");
            }
        }
    }
}
