//! One item or trail row, with the fields that every format draws from.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::Serialize;

use crate::analysis::exposure::explain;
use crate::analysis::{Exposure, Geofence, Lights, Reason};
use crate::dossier::{Locator, Town};
use crate::model::{Dataset, Evidence, Item, ItemId, ItemKind, Location, LocationSource, Place};

use super::View;

/// One line of the output. The names of the fields are those of the JSON.
#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    pub(super) id: String,
    pub(super) platform: &'static str,
    pub(super) account: Option<&'a str>,
    pub(super) kind: &'static str,
    pub(super) time: Option<Time>,
    pub(super) time_precision: &'static str,
    /// By the clock of the place; absent where the place or the minute is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) local_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) time_zone: Option<&'static str>,
    pub(super) published: Option<Time>,
    pub(super) lat: Option<f64>,
    pub(super) lon: Option<f64>,
    pub(super) accuracy_m: Option<f64>,
    pub(super) location_source: Option<&'static str>,
    pub(super) location_evidence: Option<&'static str>,
    pub(super) public_lat: Option<f64>,
    pub(super) public_lon: Option<f64>,
    pub(super) public_distance_m: Option<f64>,
    pub(super) place: Option<PlaceField<'a>>,
    /// The town that the position is near.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) near: Option<NearField>,
    pub(super) audience: &'static str,
    pub(super) verdict: &'static str,
    pub(super) evidence: &'static str,
    pub(super) geofence: Option<&'static str>,
    /// How sure the kind is that the geofence names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) geofence_evidence: Option<&'static str>,
    pub(super) moments: MomentsField,
    /// The verdict of each lens compared, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lenses: Option<BTreeMap<&'a str, &'static str>>,
    pub(super) reasons: Vec<ReasonField>,
    pub(super) archive: &'a str,
    pub(super) file: &'a str,
    pub(super) record: Option<u32>,
    /// Ids of items of other platforms that show the same picture.
    pub(super) linked: Vec<&'a str>,
    pub(super) media: Vec<&'a str>,
    pub(super) text: Option<&'a str>,
}

/// A named place.
#[derive(Debug, Serialize)]
pub(super) struct PlaceField<'a> {
    pub(super) name: &'a str,
    /// The name was worked out: the export gives none.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) inferred: bool,
    pub(super) address: Option<&'a str>,
    pub(super) category: Option<&'static str>,
    pub(super) category_evidence: Option<&'static str>,
    pub(super) category_because: Option<&'a str>,
}

impl<'a> PlaceField<'a> {
    /// The name that the export gives, which formats use that cannot say how sure a name is.
    pub(super) fn recorded_name(&self) -> Option<&'a str> {
        (!self.inferred).then_some(self.name)
    }
}

/// The settlement that a position is near.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct NearField {
    pub(super) name: &'static str,
    pub(super) region: &'static str,
    pub(super) country: &'static str,
    pub(super) country_name: &'static str,
}

/// The three moments: harvestable then, harvestable now, closed since. `null` where the export does not say.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct MomentsField {
    pub(super) then: Option<bool>,
    pub(super) now: Option<bool>,
    pub(super) now_evidence: &'static str,
    pub(super) closed_since: Option<bool>,
}

impl MomentsField {
    const fn of(lights: Lights) -> Self {
        let Lights { then, now, now_evidence, .. } = lights;
        Self { then, now, now_evidence: now_evidence.as_str(), closed_since: lights.closed() }
    }

    /// Of what was never published.
    const NEVER: Self = Self {
        then: Some(false),
        now: Some(false),
        now_evidence: Evidence::Recorded.as_str(),
        closed_since: Some(false),
    };
}

/// One clause that led to the verdict.
#[derive(Debug, Serialize)]
pub(super) struct ReasonField {
    pub(super) clause: &'static str,
    pub(super) holds: Option<bool>,
    pub(super) evidence: &'static str,
    pub(super) text: String,
    pub(super) decisive: bool,
}

/// A time as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time(pub(super) Timestamp);

impl Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Where the position of an item comes from; a named place without a position counts as one.
pub fn location_source(item: &Item) -> Option<LocationSource> {
    let named = || match item.kind {
        ItemKind::CheckIn => LocationSource::CheckIn,
        _ => LocationSource::PlaceName,
    };
    item.location.map(|l| l.source).or_else(|| item.place.is_some().then(named))
}

/// An id for every item that stays the same from run to run: by platform, file and record, and by
/// the order of items of the same record.
pub fn item_ids(dataset: &Dataset) -> Vec<String> {
    let mut seen: HashMap<u64, u32> = HashMap::new();
    let mut id = |item: &Item| {
        let key =
            Fnv::new().text(item.platform.0).text(dataset.path(item.origin.file)).number(u64::from(item.origin.record));
        let count = seen.entry(key.0).or_default();
        let id = key.number(u64::from(*count));
        *count += 1;
        format!("{}-{:016x}", item.platform, id.0)
    };
    dataset.items.iter().map(&mut id).collect()
}

/// The FNV-1a hash, which is the same on every machine and with every compiler.
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(self.0, |hash, b| (hash ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)))
    }

    fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes()).bytes(&[0])
    }

    fn number(self, number: u64) -> Self {
        self.bytes(&number.to_le_bytes())
    }
}

/// Hands every row to `write`, in time order: items, and with `points` the trail rows between them.
pub(super) fn each<E>(
    view: &View<'_>,
    points: bool,
    mut write: impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let dataset = view.dataset;
    let ids = item_ids(dataset);
    let mut trail = Trail { view, next: 0, same_second: 0, end: if points { dataset.points.len() } else { 0 } };
    let mut locator = Locator::default();
    for (item, index) in dataset.items.iter().zip(0_u32..) {
        while let Some(row) = trail.next_before(item.time) {
            write(&row)?;
        }
        write(&item_row(view, item, ItemId(index), &ids, &mut locator))?;
    }
    while let Some(row) = trail.next_before(None) {
        write(&row)?;
    }
    Ok(())
}

/// The trail rows, in time order.
struct Trail<'a> {
    view: &'a View<'a>,
    next: usize,
    /// Rows of the same second before the next one.
    same_second: u64,
    end: usize,
}

impl<'a> Trail<'a> {
    /// The next row, if it is earlier than `time`; all of them come before what has no time.
    fn next_before(&mut self, time: Option<Timestamp>) -> Option<Row<'a>> {
        let seconds = self.view.dataset.points.seconds().get(..self.end)?;
        let at = *seconds.get(self.next)?;
        if time.is_some_and(|time| time.as_second() <= at) {
            return None;
        }
        let before = self.next.checked_sub(1).and_then(|i| seconds.get(i));
        self.same_second = if before == Some(&at) { self.same_second + 1 } else { 0 };
        let row = point_row(self.view, self.next, self.same_second);
        self.next += 1;
        Some(row)
    }
}

/// Whether what is held is no more than what the public saw, and not for certain where it was.
fn is_only_public(held: &Location, public: &Location) -> bool {
    held.point == public.point && held.evidence != Evidence::Recorded && public.evidence == Evidence::Recorded
}

fn item_row<'a>(
    view: &View<'a>,
    item: &'a Item,
    id: ItemId,
    stable_ids: &'a [String],
    locator: &mut Locator,
) -> Row<'a> {
    let whereabouts = locator.of(item);
    let stable_id = |id: ItemId| stable_ids.get(id.index()).map_or("", String::as_str);
    let dataset = view.dataset;
    let verdict = view.exposure.of(id);
    let reasons = explain(dataset, id, view.lens, view.surfaces, view.assumptions);
    let (held, public) = (item.location, view.exposure.public_location(dataset, id));
    let apart = held.zip(public).filter(|(held, public)| !is_only_public(held, public));
    let apart = apart.map(|(held, public)| held.point.distance_metres(public.point));
    let handle = dataset.account_of(item).map(|a| &*a.handle).filter(|handle| !handle.is_empty());
    Row {
        id: stable_id(id).to_owned(),
        platform: item.platform.0,
        account: handle,
        kind: item.kind.as_str(),
        time: item.time.map(Time),
        time_precision: item.time_precision.as_str(),
        local_time: whereabouts.local.as_ref().map(ToString::to_string),
        time_zone: whereabouts.local.as_ref().map(|l| l.zone),
        published: item.published.map(Time),
        lat: held.map(|l| l.point.lat()),
        lon: held.map(|l| l.point.lon()),
        accuracy_m: held.and_then(|l| l.accuracy_metres),
        location_source: location_source(item).map(LocationSource::as_str),
        location_evidence: held.map(|l| l.evidence.as_str()),
        public_lat: public.map(|l: Location| l.point.lat()),
        public_lon: public.map(|l| l.point.lon()),
        public_distance_m: apart.map(|metres| (metres * 10.0).round() / 10.0),
        place: item.place.as_ref().map(place_field),
        near: whereabouts.town.as_ref().map(near_field),
        audience: verdict.audience.as_str(),
        verdict: verdict.verdict.as_str(),
        evidence: verdict.evidence.as_str(),
        geofence: verdict.geofence.map(Geofence::as_str),
        geofence_evidence: verdict.geofence.and_then(|fence| fence_evidence(item, fence)),
        moments: MomentsField::of(verdict.lights),
        lenses: compared(view, |exposure| exposure.of(id).verdict.as_str()),
        reasons: reasons.into_iter().map(reason_field).collect(),
        archive: archive_of(dataset, item.origin.file),
        file: dataset.path(item.origin.file),
        record: Some(item.origin.record),
        linked: dataset.links.of(id).map(stable_id).collect(),
        media: item.media.iter().map(|m| &*m.path).collect(),
        text: item.text.as_deref(),
    }
}

/// One word for each lens compared.
fn compared<'a>(view: &View<'a>, word: impl Fn(&Exposure) -> &'static str) -> Option<BTreeMap<&'a str, &'static str>> {
    let words = view.comparison.iter().map(|(lens, exposure)| (lens.id.as_str(), word(exposure)));
    (!view.comparison.is_empty()).then(|| words.collect())
}

fn place_field(place: &Place) -> PlaceField<'_> {
    PlaceField {
        name: &place.name,
        inferred: place.name_evidence != Evidence::Recorded,
        address: place.address.as_deref(),
        category: place.kind.map(crate::model::VenueKind::as_str),
        category_evidence: place.kind.map(|_| place.kind_evidence.as_str()),
        category_because: place.kind.map(|_| &*place.kind_because),
    }
}

fn near_field(town: &Town) -> NearField {
    NearField { name: town.name, region: town.region, country: town.country, country_name: town.country_name() }
}

/// How sure the kind of venue is by which a geofence would have held the item.
fn fence_evidence(item: &Item, fence: Geofence) -> Option<&'static str> {
    let place = item.place.as_ref().filter(|_| matches!(fence, Geofence::Kind(_)))?;
    Some(place.kind_evidence.as_str())
}

fn reason_field(reason: Reason) -> ReasonField {
    let Reason { clause, holds, evidence, text, decisive, origin: _ } = reason;
    ReasonField { clause, holds, evidence: evidence.as_str(), text, decisive }
}

fn archive_of(dataset: &Dataset, file: u32) -> &str {
    let archive = dataset.files.get(file).and_then(|f| dataset.archives.get(usize::from(f.archive)));
    archive.map_or("", |a| &a.name)
}

/// A row of a location trail: recorded by a device, never published.
fn point_row<'a>(view: &View<'a>, index: usize, same_second: u64) -> Row<'a> {
    let dataset = view.dataset;
    let points = &dataset.points;
    let row = points.row(index);
    let track = points.tracks().get(usize::from(row.track.0));
    let platform = points.platform(index);
    let file = track.map_or(0, |t| t.file);
    let (lat, lon) = (row.point.lat(), row.point.lon());
    let id = Fnv::new().text(platform.0).text(dataset.path(file)).number(row.seconds as u64).number(same_second);
    Row {
        id: format!("{platform}-p-{:016x}", id.0),
        platform: platform.0,
        account: None,
        kind: "point",
        time: points.timestamp(index).map(Time),
        time_precision: "second",
        local_time: None,
        time_zone: None,
        published: None,
        lat: Some(lat),
        lon: Some(lon),
        accuracy_m: row.accuracy_metres.map(|a| (f64::from(a) * 10.0).round() / 10.0),
        location_source: Some(row.source.location_source().as_str()),
        location_evidence: Some("recorded"),
        public_lat: None,
        public_lon: None,
        public_distance_m: None,
        place: None,
        near: None,
        audience: "only_me",
        verdict: "private",
        evidence: "recorded",
        geofence: None,
        geofence_evidence: None,
        moments: MomentsField::NEVER,
        lenses: compared(view, |_| "private"),
        reasons: vec![ReasonField {
            clause: "published",
            holds: Some(false),
            evidence: "recorded",
            text: "A row of a location trail is never published".to_owned(),
            decisive: true,
        }],
        archive: archive_of(dataset, file),
        file: dataset.path(file),
        record: None,
        linked: Vec::new(),
        media: Vec::new(),
        text: None,
    }
}
