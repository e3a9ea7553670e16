//! Coordinates as metadata writes them in text.

use crate::model::{GeoPoint, NoPoint, hemisphere};

use super::fix::{Fix, altitude};

/// Reads ISO 6709 as videos carry it: `+48.8577+002.2950+035.0/`, also in degrees and minutes, or
/// degrees, minutes and seconds, told apart by the number of digits before the point.
///
/// A height may follow, in metres, and the name of a coordinate system, which is WGS 84 in every known writer.
pub(super) fn iso6709(text: &str) -> Result<Fix, NoPoint> {
    let text = text.trim();
    // Some writers leave spaces between the numbers, and the signs away.
    let spaced = || numbers_with_spaces(text);
    let no_text = if text.is_empty() { NoPoint::Missing } else { NoPoint::NotNumbers };
    let (lat, lon, height) = numbers_of_iso6709(text).or_else(spaced).ok_or(no_text)?;
    let point = GeoPoint::from_pair(Some(lat), Some(lon))?;
    Ok(Fix { altitude_metres: height, ..Fix::sure(point) })
}

/// Latitude and longitude in degrees, and the height in metres if there is one.
fn numbers_of_iso6709(text: &str) -> Option<(f64, f64, Option<f64>)> {
    let (lat, rest) = signed(text)?;
    let (lon, rest) = signed(rest)?;
    let point = match (whole_digits(lat), whole_digits(lon)) {
        (0..=2, 0..=3) => (packed(lat, 2, 0)?, packed(lon, 3, 0)?),
        (4, 5) => (packed(lat, 2, 1)?, packed(lon, 3, 1)?),
        (6, 7) => (packed(lat, 2, 2)?, packed(lon, 3, 2)?),
        _ => return None,
    };
    let height = signed(rest).and_then(|(height, _)| height.parse().ok()).and_then(altitude);
    Some((point.0, point.1, height))
}

/// Degrees with decimals between spaces: `48.8577 2.2950`.
fn numbers_with_spaces(text: &str) -> Option<(f64, f64, Option<f64>)> {
    let is_decimal = |part: &str| part.contains('.') && part.bytes().all(|b| b.is_ascii_digit() || b"+-.".contains(&b));
    let mut parts = text.trim_end_matches('/').split_ascii_whitespace();
    let mut degrees = || parts.next().filter(|part| is_decimal(part))?.parse::<f64>().ok();
    let point = (degrees()?, degrees()?);
    let height = parts.next().and_then(|height| height.parse().ok()).and_then(altitude);
    parts.next().is_none().then_some((point.0, point.1, height))
}

/// Splits off a sign, digits, and a fraction.
fn signed(text: &str) -> Option<(&str, &str)> {
    let unsigned = text.strip_prefix(['+', '-'])?;
    let len = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    Some(text.split_at(len + 1))
}

fn whole_digits(number: &str) -> usize {
    number.bytes().skip(1).take_while(u8::is_ascii_digit).count()
}

/// Degrees of a number whose first `degree_digits` digits are degrees and the rest minutes, or minutes and seconds.
fn packed(number: &str, degree_digits: usize, parts: u32) -> Option<f64> {
    let (sign, digits) = number.split_at(1);
    let value = if parts == 0 {
        digits.parse::<f64>().ok()?
    } else {
        let (degrees, rest) = digits.split_at_checked(degree_digits)?;
        let (minutes, seconds) = if parts == 1 { (rest, "0") } else { rest.split_at_checked(2)? };
        let [degrees, minutes, seconds] = [degrees, minutes, seconds].map(|t| t.parse::<f64>().ok());
        degrees? + minutes? / 60.0 + seconds? / 3600.0
    };
    Some(if sign == "-" { -value } else { value })
}

/// What the words begin with that writers put behind the parts of an angle.
const UNITS: &[&str] = &["deg", "min", "sec"];

/// Degrees of a coordinate in text. XMP packets have `48,51.5N` or `48,51,30N`; other writers use plain signed degrees,
/// signs of degrees and minutes, colons or spaces, fractions, and put the letter of the hemisphere in front or write it
/// out.
pub(super) fn text_degrees(text: &str) -> Option<f64> {
    text_angle(text).map(|(degrees, _)| degrees)
}

/// The same, and whether the text names the hemisphere.
pub(super) fn text_angle(text: &str) -> Option<(f64, bool)> {
    let text = text.trim();
    let mut parts: Vec<f64> = Vec::with_capacity(3);
    let mut letter = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_ascii_alphabetic() {
            let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let word = rest.get(..end)?;
            if !UNITS.iter().any(|unit| word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(unit))) {
                let found = hemisphere(word).filter(|_| letter.is_none() && (parts.is_empty() || end == rest.len()))?;
                letter = Some(found);
            }
            end
        } else if first.is_ascii_digit() || matches!(first, '.' | '+' | '-') {
            let end = number_end(rest);
            parts.push(number(rest.get(..end)?)?);
            end
        } else {
            first.len_utf8() * usize::from(!first.is_alphanumeric() && text.len() != rest.len())
        };
        rest = rest.get(end..).filter(|_| end > 0)?;
    }
    let degrees = degrees_of(&parts)?;
    let is_negative = matches!(letter, Some(b'S' | b'W'));
    let degrees = if is_negative { -degrees.abs() } else { degrees };
    degrees.is_finite().then_some((degrees, letter.is_some()))
}

/// Degrees of degrees, minutes and seconds, each perhaps with a fraction; a fourth number is left aside, as others do.
fn degrees_of(parts: &[f64]) -> Option<f64> {
    let (degrees, rest) = parts.split_first()?;
    let are_sixtieths = rest.iter().take(2).all(|part| (0.0..=60.0).contains(part) && part.is_sign_positive());
    let value = rest.iter().zip([60.0, 3600.0]).fold(degrees.abs(), |sum, (part, share)| sum + part / share);
    are_sixtieths.then_some(if degrees.is_sign_negative() { -value } else { value })
}

/// Where a number or a fraction ends that a text begins with.
fn number_end(text: &str) -> usize {
    let is_inside = |(at, c): &(usize, char)| {
        let is_exponent = matches!(c, 'e' | 'E')
            && text
                .get(at + 1..)
                .is_some_and(|rest| rest.trim_start_matches(['+', '-']).starts_with(|d: char| d.is_ascii_digit()));
        let is_sign = matches!(c, '+' | '-') && (*at == 0 || text.get(..*at).is_some_and(|t| t.ends_with(['e', 'E'])));
        c.is_ascii_digit() || matches!(c, '.' | '/') || is_sign || is_exponent
    };
    text.char_indices().find(|each| !is_inside(each)).map_or(text.len(), |(at, _)| at)
}

/// A number, also as a fraction.
fn number(text: &str) -> Option<f64> {
    let value = match text.split_once('/') {
        Some((above, below)) => above.parse::<f64>().ok()? / below.parse::<f64>().ok()?,
        None => text.parse().ok()?,
    };
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(fix: Result<Fix, NoPoint>, lat: f64, lon: f64) -> bool {
        fix.is_ok_and(|f| (f.point.lat() - lat).abs() < 1e-9 && (f.point.lon() - lon).abs() < 1e-9)
    }

    #[test]
    fn a_height_and_a_coordinate_system_may_follow() {
        let height = |text: &str| iso6709(text).unwrap().altitude_metres;
        assert_eq!(height("+27.1281+100.2508+002.500/"), Some(2.5));
        assert_eq!(height("+27.1281+100.2508-12.5CRSWGS_84/"), Some(-12.5));
        assert_eq!(height("+27.1281+100.2508CRSWGS_84/"), None);
        assert_eq!(height("+27.1281+100.2508"), None);
    }

    #[test]
    fn iso_6709_is_read_in_its_three_forms() {
        assert!(near(iso6709("+48.8577+002.2950+035.000/"), 48.8577, 2.295));
        assert!(near(iso6709("-33.8567+151.2152/"), -33.8567, 151.2152));
        assert!(near(iso6709("+4851.5-00217.7/"), 48.0 + 51.5 / 60.0, -(2.0 + 17.7 / 60.0)));
        assert!(near(
            iso6709("+485130.5+0021742/"),
            48.0 + 51.0 / 60.0 + 30.5 / 3600.0,
            2.0 + 17.0 / 60.0 + 42.0 / 3600.0
        ));
        assert!(near(iso6709("+27.5916+086.5640+8850/"), 27.5916, 86.564));
        assert!(near(iso6709("48.8577 2.2950"), 48.8577, 2.295));
        assert!(near(iso6709("-48.8577 +002.2950 +35"), -48.8577, 2.295));
    }

    #[test]
    fn what_is_no_position_is_none() {
        for text in [
            "",
            "+",
            "48.8577",
            "+48.8577",
            "+91.0+002.0/",
            "+0.0000+000.0000/",
            "+4é51.5-00217.7/",
            "+..+../",
            "+485.1+0021.5/",
            "+4851.5+2.5/",
            "48 2",
            "1.5 2.5 3.5 4.5",
            "48.8577, 2.2950",
        ] {
            assert!(iso6709(text).is_err(), "{text}");
        }
        let why = |text: &str| iso6709(text).unwrap_err();
        assert_eq!([why(""), why("+48.8577")], [NoPoint::Missing, NoPoint::NotNumbers]);
        assert_eq!([why("+91.0+002.0/"), why("+0.0000+000.0000/")], [NoPoint::OutOfRange, NoPoint::Zero]);
    }

    #[test]
    fn xmp_coordinates_are_read_with_and_without_letter() {
        let close = |text: &str, degrees: f64| text_degrees(text).is_some_and(|v| (v - degrees).abs() < 1e-9);
        assert!(close("48,51.5N", 48.0 + 51.5 / 60.0));
        assert!(close("48,51,30S", -(48.0 + 51.5 / 60.0)));
        assert!(close("2,17.7 W", -(2.0 + 17.7 / 60.0)));
        assert!(close("-33.8567", -33.8567));
        for text in [
            "48 51 30 S",
            "48 deg 51' 30.00\" S",
            "48°51′30″S",
            "48:51:30S",
            "48;51.5 S",
            "S48 51.5",
            "48/1,51/1,30/1S",
            "48,51,30,S",
            "48,51.5South",
            "48,51,30,4S",
            "48,51.5,0S",
            "48 degrees 51 minutes 30 seconds South",
            "48˚51´30“ S",
        ] {
            assert!(close(text, -(48.0 + 51.5 / 60.0)), "{text}: {:?}", text_degrees(text));
        }
        assert!(close("4.85e1", 48.5) && close("48.5E", 48.5));
        for text in
            ["", "N", "north", "1,2,99,4N", "é", "48N51", "48,51.5X", "1/0", ",30N", "--4", "4-5", "N48.5S", "48,8584N"]
        {
            assert_eq!(text_degrees(text), None, "{text}");
        }
    }
}
