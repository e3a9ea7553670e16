//! What a column of a log holds, by its name in the languages that loggers and spreadsheets write.

use crate::platform::support::axis::{Axis, Half, half, words};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Half of the position.
    Half(Half),
    /// A moment.
    Time,
    /// A moment, in tables of anything.
    TimeOfAnything,
    /// A day, or a moment where no column holds the time of the day.
    Date,
    /// A time of the day, or a moment where no column holds a day.
    Clock,
    /// A name.
    Name,
    /// A text.
    Text,
    /// Radius of uncertainty.
    Accuracy,
    /// What a receiver or a sensor measures, by which a table is a log.
    Measured,
    /// Something else that logs have, and other tables as well.
    Other,
}

const TIME: &[&str] = &[
    "timestamp",
    "datetime",
    "dateandtime",
    "datumzeit",
    "utc",
    "gpsdatetime",
    "fixtime",
    "recordedat",
    "timestampms",
    "starttimestamp",
    "starttimestampms",
    "tst",
    "unixtime",
    "epoch",
    "isotime",
    "zeitstempel",
    "zeitpunkt",
    "horodatage",
    "fechahora",
    "fechayhora",
    "datahora",
    "dataora",
    "datumtijd",
    "tijdstip",
    "日時",
    "时间戳",
];
const DATE: &[&str] =
    &["date", "day", "gpsdate", "localdate", "datum", "fecha", "data", "дата", "日期", "日付", "날짜", "tarih"];
const CLOCK: &[&str] = &[
    "time",
    "gpstime",
    "localtime",
    "timeofday",
    "zeit",
    "uhrzeit",
    "hora",
    "heure",
    "ora",
    "tijd",
    "czas",
    "время",
    "时间",
    "時間",
    "時刻",
    "시간",
    "saat",
];
const NAME: &[&str] = &["name"];
const TEXT: &[&str] = &["description", "desc", "notes", "comment", "comments"];
const ACCURACY: &[&str] = &[
    "accuracy",
    "horizontalaccuracy",
    "hacc",
    "acc",
    "genauigkeit",
    "précision",
    "precision",
    "precisión",
    "precisione",
    "nauwkeurigheid",
    "точность",
    "精度",
];
const MEASURED: &[&str] = &[
    "ns",
    "ew",
    "alt",
    "altitude",
    "elevation",
    "ele",
    "height",
    "speed",
    "vel",
    "velocity",
    "course",
    "heading",
    "bearing",
    "cog",
    "sog",
    "hdop",
    "vdop",
    "pdop",
    "sat",
    "sats",
    "satellites",
    "nsat",
    "fix",
    "valid",
    "depth",
    "temperature",
    "heartrate",
    "hr",
    "cadence",
    "power",
    "battery",
    "batt",
    "geoidheight",
    "ageofdgpsdata",
    "dgpsid",
    "verticalaccuracy",
    "vacc",
    "vac",
    "rcr",
    "vox",
    "fixmode",
    "steps",
    "gx",
    "gy",
    "gz",
    "höhe",
    "hoehe",
    "geschwindigkeit",
    "kurs",
    "richtung",
    "altura",
    "altitud",
    "elevación",
    "velocidad",
    "rumbo",
    "vitesse",
    "cap",
    "quota",
    "altitudine",
    "velocità",
    "hoogte",
    "snelheid",
    "wysokość",
    "prędkość",
    "высота",
    "скорость",
    "高度",
    "速度",
    "標高",
];
const OTHER: &[&str] = &[
    "",
    "no",
    "nr",
    "index",
    "id",
    "provider",
    "source",
    "type",
    "symbol",
    "icon",
    "distance",
    "annotation",
    "profile",
    "activity",
    "segment",
    "track",
    "device",
    "tid",
];
/// Words of units, and of what says no more than where a receiver counts from.
const UNITS: &[&str] = &[
    "m", "km", "h", "s", "ms", "kmh", "kph", "mph", "deg", "degrees", "ft", "feet", "meters", "metres", "meter",
    "knots",
];
/// Words beside a latitude and a longitude that do not make them those of something else than the receiver.
const OF_THE_FIX: &[&str] = &[
    "",
    "gps",
    "geo",
    "position",
    "location",
    "geograficzna",
    "zeměpisná",
    "földrajzi",
    "geografica",
    "geográfica",
    "coordinate",
    "coord",
    // Both letters of the hemispheres, as loggers of Columbus have them.
    "n s",
    "e w",
];

/// What a column with this name holds, or `None` for one that no log has.
pub(super) fn role(name: &str) -> Option<Role> {
    match name.trim() {
        "y" | "Y" => return Some(Role::Half(Half { axis: Axis::Lat, unit: <_>::default(), rest: String::new() })),
        "x" | "X" => return Some(Role::Half(Half { axis: Axis::Lon, unit: <_>::default(), rest: String::new() })),
        "#" => return Some(Role::Other),
        _ => {}
    }
    if let Some(half) = half(name) {
        return OF_THE_FIX.contains(&half.rest.as_str()).then_some(Role::Half(half));
    }
    let mut words = words(name);
    words.retain(|word| word != "utc" && word != "gmt" || name.len() == word.len());
    let whole = words.concat();
    while words.len() > 1 && words.last().is_some_and(|word| UNITS.contains(&word.as_str())) {
        words.pop();
    }
    let without_unit = words.concat();
    let is = |names: &[&str]| names.contains(&whole.as_str()) || names.contains(&without_unit.as_str());
    let roles = [
        (TIME, Role::Time),
        (&["createdat"], Role::TimeOfAnything),
        (DATE, Role::Date),
        (CLOCK, Role::Clock),
        (NAME, Role::Name),
        (TEXT, Role::Text),
        (ACCURACY, Role::Accuracy),
        (MEASURED, Role::Measured),
        (OTHER, Role::Other),
    ];
    roles.into_iter().find(|(names, _)| is(names)).map(|(_, role)| role)
}

/// Whether a column of times says that these are in UTC.
pub(super) fn is_utc(name: &str) -> bool {
    words(name).iter().any(|word| word == "utc" || word == "gmt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_whatever_stands_around_their_names() {
        let cases = [
            ("Time (UTC)", Role::Clock),
            ("UTC time", Role::Clock),
            ("utc", Role::Time),
            ("timestamp_ms", Role::Time),
            ("recorded_at", Role::Time),
            ("date time", Role::Time),
            ("UTC DATE", Role::Date),
            ("Uhrzeit", Role::Clock),
            ("fecha", Role::Date),
            ("Accuracy (m)", Role::Accuracy),
            ("speed [km/h]", Role::Measured),
            ("N/S", Role::Measured),
            ("g-x", Role::Measured),
            ("Höhe (m)", Role::Measured),
            ("", Role::Other),
            ("#", Role::Other),
            ("created_at", Role::TimeOfAnything),
        ];
        for (name, expected) in cases {
            assert_eq!(role(name), Some(expected), "{name}");
        }
        assert!(is_utc("Time (UTC)") && !is_utc("time"));
        for (name, axis) in
            [("Y", Axis::Lat), ("gps_lat", Axis::Lat), ("position_long", Axis::Lon), ("Längengrad", Axis::Lon)]
        {
            assert!(matches!(role(name), Some(Role::Half(half)) if half.axis == axis), "{name}");
        }
        for other in ["caption", "venue_lat", "begin trip lng", "url", "city", "user"] {
            assert_eq!(role(other), None, "{other}");
        }
    }
}
