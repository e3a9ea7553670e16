//! The parts of the dossier's JSON that take more than copying fields.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::Reason;
use crate::dossier::score::Band;
use crate::dossier::{Dossier, Finding, Habit, Likely, Routine, Spread, WeekHour};

use super::json::{Cx, Trace};

/// Dates that the most likely place of an hour needs to be listed.
const LISTED_DATES: u64 = 2;

#[derive(Serialize)]
pub(super) struct RegularField {
    weekday: &'static str,
    hour: u8,
    away_weeks: u64,
    of_weeks: u64,
    lower_bound: f64,
    #[serde(flatten)]
    trace: Trace,
}

impl RegularField {
    pub(super) fn all(cx: &Cx<'_>) -> Vec<Self> {
        let field = |r: &crate::dossier::RegularAbsence| Self {
            weekday: r.hour.day_name(),
            hour: r.hour.hour,
            away_weeks: r.away_weeks,
            of_weeks: r.of_weeks,
            lower_bound: r.lower_bound,
            trace: cx.trace(&r.sightings),
        };
        cx.dossier.regular_absences.iter().flatten().map(field).collect()
    }
}

#[derive(Serialize)]
pub(super) struct RoutineField {
    points: u64,
    weeks: u64,
    /// Seven days from Monday, of 24 hours each.
    hours: Vec<Vec<u32>>,
    most_likely: Vec<LikelyField>,
    habits: Vec<LikelyField>,
}

#[derive(Serialize)]
struct LikelyField {
    weekday: &'static str,
    hour: u8,
    place: u32,
    dates: u64,
    of_dates: u64,
    low: f64,
    high: f64,
    #[serde(flatten)]
    trace: Trace,
}

impl RoutineField {
    pub(super) fn of(cx: &Cx<'_>, routine: &Routine) -> Self {
        let hours = (0..168_u8).map(|index| WeekHour { weekday: index / 24, hour: index % 24 });
        let told = hours.filter_map(|hour| Some((hour, routine.likely_at(hour)?)));
        let listed = told.filter(|(_, likely)| likely.dates >= LISTED_DATES);
        Self {
            points: routine.points,
            weeks: routine.weeks,
            hours: routine.counts.chunks(24).map(<[u32]>::to_vec).collect(),
            most_likely: listed.filter_map(|(hour, likely)| LikelyField::of(cx, hour, &likely)).collect(),
            habits: routine
                .habits
                .iter()
                .filter_map(|Habit { hour, likely }| LikelyField::of(cx, *hour, likely))
                .collect(),
        }
    }
}

impl LikelyField {
    fn of(cx: &Cx<'_>, hour: WeekHour, likely: &Likely) -> Option<Self> {
        Some(Self {
            weekday: hour.day_name(),
            hour: hour.hour,
            place: cx.place(likely.place)?,
            dates: likely.dates,
            of_dates: likely.of_dates,
            low: likely.bounds.0,
            high: likely.bounds.1,
            trace: cx.trace(&likely.sightings),
        })
    }
}

#[derive(Serialize)]
pub(super) struct SensitiveField<'a> {
    count: u64,
    note: Option<&'static str>,
    visits: Option<Vec<VisitField<'a>>>,
}

#[derive(Serialize)]
struct VisitField<'a> {
    name: &'a str,
    class: &'static str,
    was_at: &'static str,
    law: &'static str,
    strength: &'static str,
    because: &'a str,
    place: Option<u32>,
    items: Vec<String>,
    strengths: Vec<&'static str>,
}

impl<'a> SensitiveField<'a> {
    pub(super) fn of(cx: &Cx<'a>, held_back: &'static str) -> Self {
        let all = &cx.dossier.sensitive;
        let visit = |v: &'a crate::dossier::SensitiveVisit| {
            let graded = v.sightings.iter().map(|(id, strength)| (cx.dossier.sightings[id.index()].item(), *strength));
            let unplaced = v.unplaced.iter().map(|id| (Some(*id), crate::dossier::Strength::Possible));
            let (items, strengths) = graded
                .chain(unplaced)
                .map(|(id, strength)| (id.map(|id| cx.item(id)).unwrap_or_default(), strength.as_str()))
                .unzip();
            VisitField {
                name: &v.name,
                class: v.class.as_str(),
                was_at: v.class.at(),
                law: v.class.law(),
                strength: v.strength.as_str(),
                because: &v.because,
                place: v.place.map(|p| p.0),
                items,
                strengths,
            }
        };
        Self {
            count: all.len() as u64,
            note: (!cx.show.sensitive && !all.is_empty()).then_some(held_back),
            visits: cx.show.sensitive.then(|| all.iter().map(visit).collect()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct FindingField<'a> {
    kind: &'static str,
    text: &'a str,
    score: f64,
    band: &'static str,
    vector: &'a str,
    confidence: &'a str,
    place: Option<u32>,
    items: Vec<String>,
    stays: usize,
    clauses: Vec<ClauseField<'a>>,
    source: &'static str,
    would_change: &'static str,
}

#[derive(Serialize)]
struct ClauseField<'a> {
    clause: &'static str,
    holds: Option<bool>,
    evidence: &'static str,
    text: &'a str,
}

impl<'a> FindingField<'a> {
    fn shown(cx: &Cx<'a>) -> impl Iterator<Item = &'a Finding> {
        let sensitive = cx.show.sensitive;
        cx.dossier.findings.iter().filter(move |f| sensitive || !f.is_sensitive())
    }

    pub(super) fn all(cx: &Cx<'a>) -> Vec<Self> {
        let clause = |r: &'a Reason| ClauseField {
            clause: r.clause,
            holds: r.holds,
            evidence: r.evidence.as_str(),
            text: &r.text,
        };
        let field = |f: &'a Finding| Self {
            kind: f.kind.as_str(),
            text: &f.text,
            score: f.score.value,
            band: f.score.band.as_str(),
            vector: &f.score.vector,
            confidence: &f.confidence,
            place: f.place.and_then(|p| cx.place(p)),
            items: cx.items(&f.items),
            stays: f.sightings.iter().filter(|id| cx.dossier.sightings[id.index()].item().is_none()).count(),
            clauses: f.clauses.iter().map(clause).collect(),
            source: f.kind.source(),
            would_change: f.kind.would_change(),
        };
        Self::shown(cx).map(field).collect()
    }

    pub(super) fn bands(cx: &Cx<'a>) -> BTreeMap<&'static str, u64> {
        let mut counts: BTreeMap<&'static str, u64> = Band::ALL.iter().map(|b| (b.as_str(), 0)).collect();
        for finding in Self::shown(cx) {
            *counts.entry(finding.score.band.as_str()).or_default() += 1;
        }
        counts
    }
}

#[derive(Serialize)]
pub(super) struct AnonymityField {
    bits_up_to: Option<f64>,
    bits_best_single: Option<f64>,
    expected_matches: Option<f64>,
    unique: Option<f64>,
    assumed_population: f64,
    assumed_posting_chance: f64,
    home_and_work_unit: Option<&'static str>,
    home_and_work_median_people: Option<u32>,
}

impl AnonymityField {
    pub(super) fn of(dossier: &Dossier) -> Self {
        Self {
            bits_up_to: dossier.bits.map(|b| b.up_to),
            bits_best_single: dossier.bits.map(|b| b.best_single),
            expected_matches: dossier.bits.map(|b| b.expected_matches),
            unique: dossier.bits.map(|b| b.unique),
            assumed_population: dossier.anonymity.population,
            assumed_posting_chance: dossier.anonymity.posting_chance,
            home_and_work_unit: dossier.census.map(|c| c.unit),
            home_and_work_median_people: dossier.census.map(|c| c.median_people),
        }
    }
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the unit is part of the name in the JSON")]
pub(super) struct SpreadField {
    gyration_m: f64,
    gyration_top2_m: f64,
    farthest_from_home_m: Option<f64>,
}

impl SpreadField {
    pub(super) fn of(spread: Spread) -> Self {
        Self {
            gyration_m: spread.gyration_metres.round(),
            gyration_top2_m: spread.gyration_top2_metres.round(),
            farthest_from_home_m: spread.farthest_from_home_metres.map(f64::round),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TiesField<'a> {
    named: u64,
    ties: Vec<TieField<'a>>,
}

#[derive(Serialize)]
struct TieField<'a> {
    handle: Option<&'a str>,
    meetings: u64,
    places: u64,
    items: Vec<String>,
}

impl<'a> TiesField<'a> {
    pub(super) fn of(cx: &Cx<'a>) -> Self {
        let ties = &cx.dossier.ties;
        let field = |t: &'a crate::dossier::Tie| TieField {
            handle: cx.show.names.then_some(&*t.handle),
            meetings: t.meetings,
            places: t.places,
            items: cx.items(&t.items),
        };
        Self { named: ties.named, ties: ties.ties.iter().map(field).collect() }
    }
}

#[derive(Serialize)]
pub(super) struct ImpossibleField {
    least_distance_m: f64,
    seconds: i64,
    #[serde(flatten)]
    trace: Trace,
}

impl ImpossibleField {
    pub(super) fn all(cx: &Cx<'_>) -> Vec<Self> {
        let field = |p: &crate::dossier::ImpossiblePair| Self {
            least_distance_m: p.metres.round(),
            seconds: p.seconds,
            trace: cx.trace(&[p.first, p.second]),
        };
        cx.dossier.impossible.iter().map(field).collect()
    }
}
