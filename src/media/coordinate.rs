//! Coordinates as metadata writes them in text.

use crate::model::{GeoPoint, NoPoint};

use super::fix::{Fix, altitude};

/// Reads ISO 6709 as videos carry it: `+48.8577+002.2950+035.0/`, also in degrees and minutes, or
/// degrees, minutes and seconds, told apart by the number of digits before the point.
///
/// A height may follow, in metres, and the name of a coordinate system, which is WGS 84 in every known writer.
pub(super) fn iso6709(text: &str) -> Result<Fix, NoPoint> {
    let text = text.trim();
    let no_text = if text.is_empty() { NoPoint::Missing } else { NoPoint::NotNumbers };
    let (lat, lon, height) = numbers_of_iso6709(text).ok_or(no_text)?;
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

/// Degrees of a coordinate of an XMP packet: `48,51.5N`, `48,51,30N`, or plain signed degrees.
pub(super) fn xmp_degrees(text: &str) -> Option<f64> {
    let text = text.trim();
    let (body, negative) = match text.as_bytes().last()?.to_ascii_uppercase() {
        b'N' | b'E' => (&text[..text.len() - 1], false),
        b'S' | b'W' => (&text[..text.len() - 1], true),
        _ => (text, false),
    };
    let mut parts = body.split(',').map(|part| part.trim().parse::<f64>().ok());
    let degrees = parts.next()??;
    let minutes = parts.next().unwrap_or(Some(0.0))?;
    let seconds = parts.next().unwrap_or(Some(0.0))?;
    if parts.next().is_some() {
        return None;
    }
    let value = degrees.abs() + minutes / 60.0 + seconds / 3600.0;
    Some(if negative || degrees.is_sign_negative() { -value } else { value })
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
        ] {
            assert!(iso6709(text).is_err(), "{text}");
        }
        let why = |text: &str| iso6709(text).unwrap_err();
        assert_eq!([why(""), why("+48.8577")], [NoPoint::Missing, NoPoint::NotNumbers]);
        assert_eq!([why("+91.0+002.0/"), why("+0.0000+000.0000/")], [NoPoint::OutOfRange, NoPoint::Zero]);
    }

    #[test]
    fn xmp_coordinates_are_read_with_and_without_letter() {
        let close = |text: &str, degrees: f64| xmp_degrees(text).is_some_and(|v| (v - degrees).abs() < 1e-9);
        assert!(close("48,51.5N", 48.0 + 51.5 / 60.0));
        assert!(close("48,51,30S", -(48.0 + 51.5 / 60.0)));
        assert!(close("2,17.7 W", -(2.0 + 17.7 / 60.0)));
        assert!(close("-33.8567", -33.8567));
        for text in ["", "N", "north", "48;51N", "1,2,3,4N", "é"] {
            assert_eq!(xmp_degrees(text), None, "{text}");
        }
    }
}
