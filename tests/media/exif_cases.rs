//! EXIF blocks with every pitfall seen in real files, and the position that each holds.

use crate::corpus::{Expected, Why};
use crate::tiff::{Block, Field, Value, field};

/// A block, its name, and what it says.
pub(crate) struct ExifCase {
    pub(crate) name: &'static str,
    pub(crate) block: Block,
    pub(crate) expected: Expected,
}

/// Positions in the four quarters of the Earth, and at their borders.
const SPOTS: [(f64, f64); 6] =
    [(45.764, 4.8357), (-33.8567, 151.2152), (40.6892, -74.0445), (-22.9519, -43.2105), (0.0, 9.45), (51.4779, 0.0)];

fn refs(lat: f64, lon: f64) -> (Field, Field) {
    let lat = if lat < 0.0 { b"S\0" } else { b"N\0" };
    let lon = if lon < 0.0 { b"W\0" } else { b"E\0" };
    (field(1, Value::Ascii(lat)), field(3, Value::Ascii(lon)))
}

fn dms(degrees: f64) -> Value {
    let steps = (degrees.abs() * 36_000_000.0).round() as u64;
    let part = |value: u64| value as u32;
    Value::Rational(vec![
        (part(steps / 36_000_000), 1),
        (part(steps / 600_000 % 60), 1),
        (part(steps % 600_000), 10_000),
    ])
}

/// The fields of a position, its numbers as given.
fn gps(lat: f64, lon: f64, lat_value: Value, lon_value: Value) -> Vec<Field> {
    let (lat_ref, lon_ref) = refs(lat, lon);
    let version = field(0, Value::Raw(1, vec![2, 3, 0, 0]));
    vec![version, lat_ref, field(2, lat_value), lon_ref, field(4, lon_value)]
}

fn good() -> Vec<Field> {
    gps(48.8584, 2.2945, dms(48.8584), dms(2.2945))
}

fn with(mut fields: Vec<Field>, more: impl IntoIterator<Item = Field>) -> Vec<Field> {
    for one in more {
        fields.retain(|f| f.tag != one.tag);
        fields.push(one);
    }
    fields.sort_by_key(|f| f.tag);
    fields
}

fn without(mut fields: Vec<Field>, tags: &[u16]) -> Vec<Field> {
    fields.retain(|f| !tags.contains(&f.tag));
    fields
}

const PARIS: Expected = Expected::At(48.8584, 2.2945);

/// The cases.
pub(crate) fn all() -> Vec<ExifCase> {
    let mut cases: Vec<ExifCase> = SPOTS
        .iter()
        .zip(["north_east", "south_east", "north_west", "south_west", "equator", "meridian"])
        .map(|((lat, lon), name)| case(name, gps(*lat, *lon, dms(*lat), dms(*lon)), Expected::At(*lat, *lon)))
        .collect();
    cases.extend(numbers());
    cases.extend(letters());
    cases.extend(no_position());
    cases.extend(beside());
    cases.extend(structure());
    cases
}

fn case(name: &'static str, gps: Vec<Field>, expected: Expected) -> ExifCase {
    ExifCase { name, block: Block::new(gps), expected }
}

/// Ways of writing the numbers.
fn numbers() -> Vec<ExifCase> {
    let both = |lat, lon| gps(48.0, 2.0, lat, lon);
    let rational = |all: &[(u32, u32)]| Value::Rational(all.to_vec());
    let signed = |all: &[(i32, i32)]| Value::SignedRational(all.to_vec());
    vec![
        case(
            "decimal_minutes",
            both(rational(&[(48, 1), (51_504, 1000), (0, 1)]), rational(&[(2, 1), (1767, 100), (0, 1)])),
            Expected::At(48.8584, 2.2945),
        ),
        case(
            "decimal_degrees",
            both(rational(&[(488_584, 10_000), (0, 1), (0, 1)]), rational(&[(22_945, 10_000), (0, 1), (0, 1)])),
            PARIS,
        ),
        case("one_number", both(rational(&[(488_584, 10_000)]), rational(&[(22_945, 10_000)])), PARIS),
        case(
            "odd_denominators",
            both(
                rational(&[(48, 1), (51, 1), (2_147_483_647, 185_601_504)]),
                rational(&[(2, 1), (17, 1), (417_772_811, 16_777_216)]),
            ),
            Expected::At(48.853_214_0, 2.290_250_2),
        ),
        case(
            "signed_type",
            both(signed(&[(48, 1), (51, 1), (30_240, 1000)]), signed(&[(2, 1), (17, 1), (40_200, 1000)])),
            PARIS,
        ),
        case("doubles", both(Value::Double(vec![48.0, 51.0, 30.24]), Value::Double(vec![2.0, 17.0, 40.2])), PARIS),
        case("floats", both(Value::Float(vec![48.0, 51.5, 0.24]), Value::Float(vec![2.0, 17.5, 10.2])), PARIS),
        case(
            "four_numbers",
            both(rational(&[(48, 1), (51, 1), (3024, 100), (4, 1)]), rational(&[(2, 1), (17, 1), (402, 10), (9, 1)])),
            PARIS,
        ),
        case("text", both(Value::Ascii(b"48 deg 51' 30.24\" N\0"), Value::Ascii(b"2 deg 17' 40.2\" E\0")), PARIS),
        case(
            "text_as_bytes",
            both(Value::Raw(7, b"48 51 30.24".to_vec()), Value::Raw(7, b"2 17 40.2".to_vec())),
            PARIS,
        ),
        // Seconds that are no number hide the position from others; with whole minutes it is good for the minute.
        case(
            "seconds_blank",
            both(
                rational(&[(48, 1), (53_323_582, 1_000_000), (0, 0)]),
                rational(&[(2, 1), (17_670_000, 1_000_000), (0, 0)]),
            ),
            Expected::Differs(Some((48.888_726_4, 2.2945)), Why::SecondsBlank),
        ),
        case(
            "seconds_blank_whole_minutes",
            both(rational(&[(48, 1), (51, 1), (0, 0)]), rational(&[(2, 1), (17, 1), (0, 0)])),
            Expected::Differs(Some((48.85, 2.283_333_3)), Why::SecondsBlank),
        ),
        case(
            "out_of_range",
            both(rational(&[(148, 1), (51, 1), (0, 1)]), rational(&[(2, 1), (17, 1), (0, 1)])),
            Expected::Differs(None, Why::OutOfRange),
        ),
    ]
}

/// Ways of writing, and of not writing, the hemispheres.
fn letters() -> Vec<ExifCase> {
    let lat = |value| field(1, value);
    let lon = |value| field(3, value);
    vec![
        case("lower_case", with(good(), [lat(Value::Ascii(b"n\0")), lon(Value::Ascii(b"e\0"))]), PARIS),
        case("without_end", with(good(), [lat(Value::Ascii(b"N")), lon(Value::Ascii(b"E"))]), PARIS),
        case("words", with(good(), [lat(Value::Ascii(b"North\0")), lon(Value::Ascii(b"East\0"))]), PARIS),
        case(
            "south_west_words",
            with(good(), [lat(Value::Ascii(b"South\0")), lon(Value::Ascii(b"West\0"))]),
            Expected::At(-48.8584, -2.2945),
        ),
        case(
            "letters_as_bytes",
            with(good(), [lat(Value::Raw(7, b"S\0".to_vec())), lon(Value::Raw(7, b"W\0".to_vec()))]),
            Expected::At(-48.8584, -2.2945),
        ),
        // Not assumed: the position is shown as doubtful.
        case("no_letters", without(good(), &[1, 3]), Expected::Unsigned(48.8584, 2.2945)),
        case("no_letter_for_longitude", without(good(), &[3]), Expected::Unsigned(48.8584, 2.2945)),
        case(
            "empty_letters",
            with(good(), [lat(Value::Ascii(b"\0\0")), lon(Value::Ascii(b"\0\0"))]),
            Expected::Unsigned(48.8584, 2.2945),
        ),
    ]
}

/// Directories that hold no position.
fn no_position() -> Vec<ExifCase> {
    let none = || Value::Rational(vec![(0, 0); 3]);
    let zero = || Value::Rational(vec![(0, 1); 3]);
    let empty = |tag| field(tag, Value::Ascii(b"\0"));
    vec![
        case("no_fix", gps(1.0, 1.0, none(), none()), Expected::None),
        case("no_fix_no_letters", with(gps(1.0, 1.0, none(), none()), [empty(1), empty(3)]), Expected::None),
        case("version_only", vec![field(0, Value::Raw(1, vec![2, 2, 0, 0]))], Expected::None),
        case("datum_only", vec![field(0x12, Value::Ascii(b"WGS-84   \0"))], Expected::None),
        case("latitude_only", without(good(), &[3, 4]), Expected::None),
        case(
            "direction_only",
            vec![field(0x10, Value::Ascii(b"T\0")), field(0x11, Value::Rational(vec![(2700, 10)]))],
            Expected::None,
        ),
        // The destination of a journey is no place of a camera.
        case(
            "destination_only",
            vec![
                field(0x13, Value::Ascii(b"N\0")),
                field(0x14, dms(48.8584)),
                field(0x15, Value::Ascii(b"E\0")),
                field(0x16, dms(2.2945)),
            ],
            Expected::None,
        ),
        // What phones leave behind when they hide the position from an app.
        case("zeroed", gps(1.0, 1.0, zero(), zero()), Expected::Differs(None, Why::NullIsland)),
        case("zeroed_south_west", gps(-1.0, -1.0, zero(), zero()), Expected::Differs(None, Why::NullIsland)),
    ]
}

/// Fields beside the position.
fn beside() -> Vec<ExifCase> {
    let rational = |a, b| Value::Rational(vec![(a, b)]);
    let time = field(7, Value::Rational(vec![(12, 1), (3, 1), (22, 1)]));
    vec![
        case("void_status", with(good(), [field(9, Value::Ascii(b"V\0"))]), PARIS),
        case("error_small", with(good(), [field(0x1f, rational(47, 10))]), PARIS),
        case("error_large", with(good(), [field(0x1f, rational(165, 1))]), PARIS),
        case("error_blank", with(good(), [field(0x1f, rational(0, 0))]), PARIS),
        case("method_cell", with(good(), [field(0x1b, Value::Raw(7, b"ASCII\0\0\0CELLID".to_vec()))]), PARIS),
        case("method_bare", with(good(), [field(0x1b, Value::Ascii(b"fused\0"))]), PARIS),
        case("below_sea", with(good(), [field(5, Value::Raw(1, vec![1])), field(6, rational(80, 10))]), PARIS),
        case(
            "height_signed",
            with(good(), [field(5, Value::Raw(1, vec![0])), field(6, Value::SignedRational(vec![(385, 10)]))]),
            PARIS,
        ),
        case("height_no_reference", with(good(), [field(6, rational(80, 10))]), PARIS),
        case("date_and_time", with(good(), [time.clone(), field(0x1d, Value::Ascii(b"2019:06:15\0"))]), PARIS),
        case("date_with_zeros", with(good(), [time, field(0x1d, Value::Ascii(b"2019\x0006\x0015\0"))]), PARIS),
        case("datum_with_spaces", with(good(), [field(0x12, Value::Ascii(b"WGS-84   \0"))]), PARIS),
        case("dilution", with(good(), [field(0x0b, rational(180, 10))]), PARIS),
    ]
}

/// Unusual blocks around an ordinary position.
fn structure() -> Vec<ExifCase> {
    let with_block = |name, change: fn(&mut Block)| {
        let mut block = Block::new(good());
        change(&mut block);
        ExifCase { name, block, expected: PARIS }
    };
    vec![
        with_block("big_endian", |b| b.big_endian = true),
        with_block("pointer_of_its_own_type", |b| b.pointer = 13),
        with_block("dated", |b| {
            b.main = vec![field(0x010f, Value::Ascii(b"Maker\0")), field(0x0110, Value::Ascii(b"Model 7\0"))];
            b.exif =
                vec![field(0x9003, Value::Ascii(b"2019:06:15 14:03:22\0")), field(0x9011, Value::Ascii(b"+02:00\0"))];
        }),
        with_block("many_fields", |b| {
            b.main = (0xa000..0xa080).map(|tag| field(tag, Value::Long(u32::from(tag)))).collect();
        }),
    ]
}
