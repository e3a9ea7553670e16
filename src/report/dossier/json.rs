//! The dossier as JSON, field by field.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dossier::{Anchor, Area, Dossier, PlaceId, Precision, SightingId, Withheld, field_word};
use crate::model::ItemId;
use crate::report::View;
use crate::report::row::{Time, item_ids};

use super::json_parts::{
    AnonymityField, FindingField, ImpossibleField, RegularField, RoutineField, SensitiveField, SpreadField, TiesField,
};
use super::json_zones::ZonesField;
use super::pictures::{Gallery, PicturesField};
use super::{HELD_BACK, Show};

/// Everything, in the order of reading.
#[derive(Serialize)]
pub(super) struct Whole<'a> {
    tool: &'static str,
    version: &'static str,
    lens: &'a str,
    seen_on: Option<String>,
    scope: &'static str,
    items: u64,
    sightings: u64,
    trail_stays: u64,
    profile: ProfileField<'a>,
    home: Option<AnchorField>,
    home_area: Option<AreaField<'a>>,
    work: Option<AnchorField>,
    k95: Option<usize>,
    k95_curve: Vec<HitField>,
    absences: Vec<AbsenceField>,
    trips: Vec<TripField<'a>>,
    regular_absences: Vec<RegularField>,
    places: Vec<PlaceField<'a>>,
    places_held_back: u64,
    towns: Vec<RegionField<'a>>,
    countries: Vec<RegionField<'a>>,
    routine: Option<RoutineField>,
    sensitive: SensitiveField<'a>,
    privacy_zones: ZonesField,
    findings: Vec<FindingField<'a>>,
    findings_by_band: BTreeMap<&'static str, u64>,
    anonymity: AnonymityField,
    spread: Option<SpreadField>,
    regularity: Option<RegularityField>,
    ties: TiesField<'a>,
    lags: LagsField,
    impossible: Vec<ImpossibleField>,
    interests: Vec<InterestField>,
    hashtags: Vec<HashtagField<'a>>,
    pictures: Option<PicturesField<'a>>,
    withheld: BTreeMap<&'static str, WithheldField>,
}

/// What statements rest on: items, and stays of trails as first and last row.
#[derive(Serialize)]
pub(super) struct Trace {
    items: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stays: Vec<(u32, u32)>,
}

/// A dossier with the stable ids of its items.
pub(super) struct Cx<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) show: Show,
    ids: Vec<String>,
}

impl Cx<'_> {
    pub(super) fn item(&self, id: ItemId) -> String {
        self.ids.get(id.index()).cloned().unwrap_or_default()
    }

    pub(super) fn items(&self, ids: &[ItemId]) -> Vec<String> {
        ids.iter().map(|id| self.item(*id)).collect()
    }

    pub(super) fn trace(&self, sightings: &[SightingId]) -> Trace {
        let stays = sightings.iter().filter_map(|id| match self.dossier.sightings.get(id.index())?.origin {
            crate::dossier::Origin::Trail { first, last } => Some((first, last)),
            crate::dossier::Origin::Item(_) => None,
        });
        Trace { items: self.items(&self.dossier.items_of(sightings.iter().copied())), stays: stays.collect() }
    }

    /// The number of a place, unless it is held back.
    pub(super) fn place(&self, id: PlaceId) -> Option<u32> {
        let place = self.dossier.places.get(id.index())?;
        self.show.place(place).then_some(id.0)
    }
}

#[derive(Serialize)]
struct ProfileField<'a> {
    versions: Vec<VersionField<'a>>,
    pictures: Vec<PictureField>,
}

#[derive(Serialize)]
struct VersionField<'a> {
    platform: &'static str,
    account: &'a str,
    field: &'static str,
    value: &'a str,
    since: Option<Time>,
    until: Option<Time>,
    taken_with: Vec<String>,
}

#[derive(Serialize)]
struct PictureField {
    item: String,
    since: Option<Time>,
}

#[derive(Serialize)]
struct AnchorField {
    lat: f64,
    lon: f64,
    radius_m: f64,
    precision: &'static str,
    confidence: &'static str,
    support: SupportField,
    place: Option<u32>,
}

#[derive(Serialize)]
struct SupportField {
    days: u64,
    of_days: u64,
    low: f64,
    high: f64,
    finders: Vec<&'static str>,
    #[serde(flatten)]
    trace: Trace,
}

#[derive(Serialize)]
struct AreaField<'a> {
    name: &'a str,
    country: &'a str,
    lat: f64,
    lon: f64,
    radius_m: f64,
    confidence: &'static str,
    weeks: u64,
    of_weeks: u64,
    low: f64,
    high: f64,
    #[serde(flatten)]
    trace: Trace,
}

#[derive(Serialize)]
struct HitField {
    k: usize,
    share: f64,
}

#[derive(Serialize)]
struct AbsenceField {
    from: Time,
    to: Time,
    lag: &'static str,
    seen_from: Time,
    seen_to: Time,
    farthest_m: f64,
    #[serde(flatten)]
    trace: Trace,
}

#[derive(Serialize)]
struct TripField<'a> {
    absence: usize,
    from: String,
    to: String,
    towns: &'a [Box<str>],
    countries: &'a [Box<str>],
}

#[derive(Serialize)]
struct PlaceField<'a> {
    id: u32,
    name: Option<&'a str>,
    category: Option<&'static str>,
    category_because: Option<&'a str>,
    lat: f64,
    lon: f64,
    radius_m: f64,
    precision: &'static str,
    days: u32,
    visits: usize,
    first: Time,
    last: Time,
    town: Option<&'a str>,
    country: Option<&'a str>,
    #[serde(flatten)]
    trace: Trace,
}

#[derive(Serialize)]
struct RegionField<'a> {
    name: &'a str,
    days: u64,
    first: Time,
    last: Time,
    #[serde(flatten)]
    trace: Trace,
}

#[derive(Serialize)]
struct RegularityField {
    places: u64,
    visits: u64,
    random_bits: f64,
    uncorrelated_bits: f64,
    rate_bits: f64,
    bound: f64,
}

#[derive(Serialize)]
struct LagsField {
    counts: BTreeMap<&'static str, u64>,
    median_seconds: Option<i64>,
}

#[derive(Serialize)]
struct InterestField {
    label: &'static str,
    category: &'static str,
    days: u64,
    places: Vec<u32>,
}

#[derive(Serialize)]
struct HashtagField<'a> {
    tag: &'a str,
    items: Vec<String>,
}

#[derive(Serialize)]
struct WithheldField {
    reason: &'static str,
    text: String,
}

impl<'a> Whole<'a> {
    pub(super) fn of(view: &View<'a>, dossier: &'a Dossier, gallery: Option<Gallery<'a>>, show: Show) -> Self {
        let cx = Cx { dossier, show, ids: item_ids(view.dataset) };
        let places: Vec<PlaceField<'a>> = places(&cx, dossier);
        let stays = dossier.sightings.iter().filter(|s| s.item().is_none()).count();
        let reveal = dossier.reveal.as_ref().ok();
        Self {
            tool: "geoshadow",
            version: env!("CARGO_PKG_VERSION"),
            lens: &view.lens.id,
            seen_on: view.lens.seen_on.map(|day| day.to_string()),
            scope: dossier.scope.as_str(),
            items: dossier.had.len() as u64,
            sightings: dossier.sightings.len() as u64,
            trail_stays: stays as u64,
            profile: profile(view, &cx, dossier),
            home: dossier.home.as_ref().ok().map(|home| anchor(&cx, home)),
            home_area: dossier.home_area.as_ref().ok().map(|found| area(&cx, found)),
            work: dossier.work.as_ref().ok().map(|work| anchor(&cx, work)),
            k95: reveal.and_then(|r| r.k95),
            k95_curve: reveal
                .map(|r| r.hits.iter().map(|h| HitField { k: h.k, share: h.share }).collect())
                .unwrap_or_default(),
            absences: absences(&cx, dossier),
            trips: trips(dossier),
            regular_absences: RegularField::all(&cx),
            places_held_back: (dossier.places.len() - places.len()) as u64,
            places,
            towns: regions(&cx, &dossier.towns),
            countries: regions(&cx, &dossier.countries),
            routine: dossier.routine.as_ref().ok().map(|r| RoutineField::of(&cx, r)),
            sensitive: SensitiveField::of(&cx, HELD_BACK),
            privacy_zones: ZonesField::of(&cx, &dossier.privacy_zones),
            findings: FindingField::all(&cx),
            findings_by_band: FindingField::bands(&cx),
            anonymity: AnonymityField::of(dossier),
            spread: dossier.spread.map(SpreadField::of),
            regularity: regularity(dossier),
            ties: TiesField::of(&cx),
            lags: lags(dossier),
            impossible: ImpossibleField::all(&cx),
            interests: interests(&cx, dossier),
            hashtags: dossier
                .hashtags
                .iter()
                .map(|h| HashtagField { tag: &h.tag, items: cx.items(&h.items) })
                .collect(),
            pictures: gallery.map(|gallery| PicturesField::of(&cx, |file| view.dataset.path(file.0), gallery, show)),
            withheld: withheld(dossier),
        }
    }
}

fn profile<'a>(view: &View<'a>, cx: &Cx<'a>, dossier: &'a Dossier) -> ProfileField<'a> {
    let version = |v: &'a crate::dossier::ProfileVersion| {
        let account = view.dataset.accounts.get(v.account.index())?;
        Some(VersionField {
            platform: account.platform.0,
            account: &account.handle,
            field: field_word(v.field),
            value: &v.value,
            since: v.since.map(Time),
            until: v.until.map(Time),
            taken_with: cx.items(dossier.profile.items_of(v)),
        })
    };
    let picture =
        |id: &ItemId| PictureField { item: cx.item(*id), since: view.dataset.item(*id).published_at().map(Time) };
    ProfileField {
        versions: dossier.profile.versions.iter().filter_map(version).collect(),
        pictures: dossier.profile_pictures.iter().map(picture).collect(),
    }
}

fn anchor(cx: &Cx<'_>, anchor: &Anchor) -> AnchorField {
    AnchorField {
        lat: anchor.point.lat(),
        lon: anchor.point.lon(),
        radius_m: anchor.radius_metres.round(),
        precision: Precision::of_metres(anchor.radius_metres).as_str(),
        confidence: anchor.confidence.as_str(),
        support: SupportField {
            days: anchor.days,
            of_days: anchor.of_days,
            low: anchor.bounds.0,
            high: anchor.bounds.1,
            finders: anchor.finders.clone(),
            trace: cx.trace(&anchor.sightings),
        },
        place: cx.place(anchor.place),
    }
}

fn area<'a>(cx: &Cx<'_>, area: &'a Area) -> AreaField<'a> {
    AreaField {
        name: &area.name,
        country: &area.country,
        lat: area.point.lat(),
        lon: area.point.lon(),
        radius_m: area.radius_metres.round(),
        confidence: area.confidence.as_str(),
        weeks: area.weeks,
        of_weeks: area.of_weeks,
        low: area.bounds.0,
        high: area.bounds.1,
        trace: cx.trace(&area.sightings),
    }
}

fn absences(cx: &Cx<'_>, dossier: &Dossier) -> Vec<AbsenceField> {
    let field = |a: &crate::dossier::Absence| AbsenceField {
        from: Time(a.from),
        to: Time(a.to),
        lag: a.lag.as_str(),
        seen_from: Time(a.seen.0),
        seen_to: Time(a.seen.1),
        farthest_m: a.farthest_metres.round(),
        trace: cx.trace(&a.sightings),
    };
    dossier.absences.iter().map(field).collect()
}

fn trips(dossier: &Dossier) -> Vec<TripField<'_>> {
    let field = |t: &'_ crate::dossier::Trip| (t.absence, t.from.to_string(), t.to.to_string());
    dossier
        .trips
        .iter()
        .map(|t| {
            let (absence, from, to) = field(t);
            TripField { absence, from, to, towns: &t.towns, countries: &t.countries }
        })
        .collect()
}

fn places<'a>(cx: &Cx<'_>, dossier: &'a Dossier) -> Vec<PlaceField<'a>> {
    let shown = (0_u32..).zip(&dossier.places).filter(|(_, place)| cx.show.place(place));
    let field = |(id, place): (u32, &'a crate::dossier::Place)| PlaceField {
        id,
        name: place.name.as_deref(),
        category: place.kind.map(crate::model::VenueKind::as_str),
        category_because: place.kind.map(|_| &*place.kind_because),
        lat: place.centre.lat(),
        lon: place.centre.lon(),
        radius_m: place.radius_metres.round(),
        precision: place.precision().as_str(),
        days: place.days,
        visits: place.sightings.len(),
        first: Time(place.seen.0),
        last: Time(place.seen.1),
        town: place.town.as_deref(),
        country: place.country.as_deref(),
        trace: cx.trace(&place.sightings),
    };
    shown.map(field).collect()
}

fn regions<'a>(cx: &Cx<'_>, regions: &'a [crate::dossier::Region]) -> Vec<RegionField<'a>> {
    let field = |r: &'a crate::dossier::Region| RegionField {
        name: &r.name,
        days: r.days,
        first: Time(r.seen.0),
        last: Time(r.seen.1),
        trace: cx.trace(&r.sightings),
    };
    regions.iter().map(field).collect()
}

fn regularity(dossier: &Dossier) -> Option<RegularityField> {
    let r = dossier.regularity.as_ref().ok()?;
    Some(RegularityField {
        places: r.places,
        visits: r.visits,
        random_bits: r.random_bits,
        uncorrelated_bits: r.uncorrelated_bits,
        rate_bits: r.rate_bits,
        bound: r.bound,
    })
}

fn lags(dossier: &Dossier) -> LagsField {
    let counts = dossier.lags.counts.iter().map(|(lag, count)| (lag.as_str(), *count)).collect();
    LagsField { counts, median_seconds: dossier.lags.median_seconds }
}

fn interests(cx: &Cx<'_>, dossier: &Dossier) -> Vec<InterestField> {
    let field = |i: &crate::dossier::Interest| InterestField {
        label: i.label,
        category: i.kind.as_str(),
        days: i.days,
        places: i.places.iter().filter_map(|id| cx.place(*id)).collect(),
    };
    dossier.interests.iter().map(field).collect()
}

fn withheld(dossier: &Dossier) -> BTreeMap<&'static str, WithheldField> {
    let zones = &dossier.privacy_zones;
    let reasons: [(&'static str, Option<Withheld>); 9] = [
        ("home", dossier.home.as_ref().err().copied()),
        ("home_area", dossier.home_area.as_ref().err().copied()),
        ("work", dossier.work.as_ref().err().copied()),
        ("k95", dossier.reveal.as_ref().err().copied()),
        ("absences", dossier.absences_withheld),
        ("routine", dossier.routine.as_ref().err().copied()),
        ("regular_absences", dossier.regular_absences.as_ref().err().copied()),
        ("regularity", dossier.regularity.as_ref().err().copied()),
        ("privacy_zones", zones.withheld.filter(|_| zones.found.is_empty())),
    ];
    let field = |w: Withheld| WithheldField { reason: w.as_str(), text: w.sentence() };
    reasons.into_iter().filter_map(|(key, why)| Some((key, field(why?)))).collect()
}
