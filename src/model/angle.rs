//! Angles as people write them: degrees, minutes and seconds, and words for a hemisphere.

/// Degrees of whole degrees, minutes and seconds, one to three of them, in this order; the sign of the first is that of all.
/// `None` if they are none: only the last has a fraction, and minutes and seconds are less than 60.
pub fn degrees_of_parts(parts: &[f64]) -> Option<f64> {
    let (degrees, rest) = parts.split_first()?;
    let are_whole = parts.iter().rev().skip(1).all(|part| part.fract() == 0.0);
    let are_sixtieths = rest.iter().all(|part| (0.0..60.0).contains(part) && part.is_sign_positive());
    let value = rest.iter().zip([60.0, 3600.0]).fold(degrees.abs(), |sum, (part, share)| sum + part / share);
    let is_angle = rest.len() <= 2 && are_whole && are_sixtieths;
    is_angle.then_some(if degrees.is_sign_negative() { -value } else { value })
}

/// The letter of a hemisphere, `N`, `S`, `E` or `W`, that a word stands for: itself in either case, or its name in English.
pub fn hemisphere(word: &str) -> Option<u8> {
    ["north", "south", "east", "west"]
        .into_iter()
        .find(|name| word.eq_ignore_ascii_case(name) || word.len() == 1 && name.starts_with(&word.to_ascii_lowercase()))
        .and_then(|name| name.bytes().next())
        .map(|letter| letter.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_whole_but_for_the_last_and_minutes_less_than_sixty() {
        assert_eq!(degrees_of_parts(&[48.5]), Some(48.5));
        assert_eq!(degrees_of_parts(&[-48.0, 30.0]), Some(-48.5));
        assert_eq!(degrees_of_parts(&[-0.0, 30.0, 0.0]), Some(-0.5), "the sign of a zero");
        for none in [&[][..], &[48.5, 30.0], &[48.0, 30.5, 1.0], &[48.0, 60.0], &[48.0, -1.0], &[1.0, 2.0, 3.0, 4.0]] {
            assert_eq!(degrees_of_parts(none), None, "{none:?}");
        }
    }

    #[test]
    fn a_hemisphere_is_a_letter_or_its_name() {
        assert_eq!(["n", "S", "East", "WEST"].map(hemisphere), [b'N', b'S', b'E', b'W'].map(Some));
        assert_eq!(["", "est", "no", "sw"].map(hemisphere), [None; 4]);
    }
}
