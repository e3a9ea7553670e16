//! `*_summarizedActivities.json`: what Garmin lists of each activity.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::archive::EntryId;
use crate::model::{Audience, GeoPoint, Origin};
use crate::platform::ImportCx;
use crate::platform::support::coord;

/// One activity.
#[derive(Clone, Debug)]
pub(super) struct Summary {
    /// Its record, or its file when no list names it.
    pub(super) origin: Origin,
    /// When it began, by the list.
    pub(super) time: Option<Timestamp>,
    /// When it began, by a file that no list names.
    pub(super) file_time: Option<Timestamp>,
    /// When it began by the clock on the wall, which is good for the day.
    pub(super) local_time: Option<Timestamp>,
    /// How long it took; zero when not told.
    pub(super) duration: SignedDuration,
    /// Its name.
    pub(super) name: Option<Box<str>>,
    /// The town it began in.
    pub(super) place: Option<Box<str>>,
    /// Where it began.
    pub(super) point: Option<GeoPoint>,
    /// What is wrong with where it began.
    pub(super) flaw: Option<&'static str>,
    /// Whether its type says that it was in a made-up world.
    pub(super) is_virtual: bool,
    /// Who could see it, where the list says so.
    pub(super) audience: Option<Audience>,
    /// Its number.
    pub(super) id: Option<Box<str>>,
    /// Its files.
    pub(super) files: Vec<Origin>,
}

impl Summary {
    /// Nothing but where it was read.
    pub(super) const fn new(origin: Origin) -> Self {
        Self {
            origin,
            time: None,
            file_time: None,
            local_time: None,
            duration: SignedDuration::ZERO,
            name: None,
            place: None,
            point: None,
            flaw: None,
            is_virtual: false,
            audience: None,
            id: None,
            files: Vec::new(),
        }
    }
}

/// Whether a file is such a list, by its name, which Garmin does not translate.
pub(super) fn is_list(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with("summarizedactivities.json")
}

/// Reads a list: one object, a list of them, or the activities themselves.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, all: &mut Vec<Summary>) {
    const KEY: &str = "summarizedActivitiesExport";
    let Some(value) = cx.read_json(id) else { return };
    let outer: Vec<&Value> = match &value {
        Value::Array(list) => list.iter().collect(),
        other => vec![other],
    };
    let activities = outer.into_iter().flat_map(|one| match one.get(KEY).and_then(Value::as_array) {
        Some(list) => list.iter().collect::<Vec<_>>(),
        None => vec![one],
    });
    let mut count = 0_u64;
    for (record, activity) in activities.enumerate() {
        if activity.get("activityId").is_none() && activity.get("beginTimestamp").is_none() {
            cx.skip("not an activity", 1);
            continue;
        }
        count += 1;
        all.push(summary(activity, Origin::new(id.0, record as u64)));
    }
    cx.done(id, format!("{count} activit{}", if count == 1 { "y" } else { "ies" }));
}

fn summary(activity: &Value, origin: Origin) -> Summary {
    let number = |key: &str| match activity.get(key)? {
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    };
    let text = |key: &str| {
        let text = activity.get(key)?.as_str()?.trim();
        (!text.is_empty()).then(|| Box::<str>::from(text))
    };
    // Milliseconds in UTC; those of `startTimeLocal` are the clock on the wall, written as if it were in UTC.
    let time = |key: &str| {
        let millis = number(key).filter(|ms| *ms != 0.0)?;
        Timestamp::from_millisecond(millis as i64).ok()
    };
    let kind = activity.get("activityType");
    let kind = kind.and_then(|k| k.as_str().or_else(|| k.get("typeKey")?.as_str())).unwrap_or_default();
    let point = coord::degrees(number("startLatitude"), number("startLongitude"));
    Summary {
        time: time("beginTimestamp").or_else(|| time("startTimeGmt")),
        local_time: time("startTimeLocal"),
        duration: number("duration").map_or(SignedDuration::ZERO, |ms| {
            SignedDuration::from_millis((ms as i64).clamp(0, 10 * 86_400_000))
        }),
        name: text("name").or_else(|| text("activityName")),
        place: text("locationName"),
        point: point.ok(),
        flaw: coord::flaw(&point),
        is_virtual: kind.to_ascii_lowercase().contains("virtual"),
        audience: activity.get("privacy").and_then(audience),
        id: number_text(activity, "activityId"),
        ..Summary::new(origin)
    }
}

/// A number as it is written, which may be text.
fn number_text(activity: &Value, key: &str) -> Option<Box<str>> {
    let value = activity.get(key)?;
    value.as_str().map(|text| text.trim().into()).or_else(|| Some(value.as_number()?.to_string().into()))
}

fn audience(privacy: &Value) -> Option<Audience> {
    match privacy.as_str().or_else(|| privacy.get("typeKey")?.as_str())? {
        "public" | "everyone" => Some(Audience::Public),
        "private" | "only_me" => Some(Audience::OnlyMe),
        "subscribers" | "followers" | "connections" => Some(Audience::Followers),
        "groups" => Some(Audience::Custom),
        _ => None,
    }
}
