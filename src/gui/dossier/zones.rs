//! Privacy zones: the user puts one on a map, and sees what the ends of public tracks give away of it.

use std::sync::Arc;

use egui::{Painter, Pos2, Shape, Stroke, Ui, Vec2};

use crate::analysis::mercator::WorldPoint;
use crate::dossier::Dossier;
use crate::dossier::privacy::{self, PrivacyZones, PublicTracks, Zone};
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::map::{Caption, Frame, Projector, SmallMap};
use crate::gui::task::{Progress, Task};
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::{ButtonStyle, button, segmented, text};
use crate::model::{Dataset, GeoPoint};

use super::basis::Basis;
use super::statement::Statement;

/// Height of the map.
const MAP: f32 = 280.0;
/// Radii offered, in metres.
const RADII: [(f64, &str, &str); 4] = [
    (200.0, "200 m", "A zone of 200 metres"),
    (400.0, "400 m", "A zone of 400 metres"),
    (800.0, "800 m", "A zone of 800 metres"),
    (1_600.0, "1.6 km", "A zone of 1,600 metres"),
];
/// Tracks drawn, and corners of each.
const MOST_TRACKS: usize = 150;
const MOST_CORNERS: usize = 200;
/// Of a track, so much is drawn from either end, in metres.
const DRAWN_METRES: f64 = 4_000.0;
/// The map shows at first so many metres around the most frequent start.
const SHOWN_METRES: f64 = 1_400.0;
/// Starts nearer together than this, in metres, are one.
const SAME_START: f64 = 500.0;

/// The tracks, and what is found behind them as they are.
pub(super) struct Zones {
    tracks: Arc<PublicTracks>,
    untouched: PrivacyZones,
    lines: Vec<Vec<GeoPoint>>,
    /// Where most tracks begin.
    around: Option<GeoPoint>,
}

/// Zones placed by the user. Kept in memory only.
pub(super) struct Placing {
    map: SmallMap,
    radius_metres: f64,
    zones: Vec<Zone>,
    work: Option<Task<PrivacyZones>>,
    report: Option<PrivacyZones>,
}

impl Default for Placing {
    fn default() -> Self {
        Self { map: SmallMap::default(), radius_metres: 400.0, zones: Vec::new(), work: None, report: None }
    }
}

impl Zones {
    /// Of a dossier.
    pub(super) fn new(dossier: &Dossier, dataset: &Dataset) -> Self {
        let tracks = dossier.public_tracks.clone();
        let line = |track: &privacy::OwnTrack| -> Vec<GeoPoint> {
            let step = track.rows.len().div_ceil(MOST_CORNERS).max(1);
            track.rows.iter().step_by(step).map(|row| dataset.points.row(*row as usize).point).collect()
        };
        let lines: Vec<Vec<GeoPoint>> = tracks.tracks.iter().rev().take(MOST_TRACKS).map(line).collect();
        Self { around: busiest(&lines), lines, untouched: dossier.privacy_zones.clone(), tracks: Arc::new(tracks) }
    }

    /// Whether there is any track to speak of.
    pub(super) const fn is_empty(&self) -> bool {
        self.untouched.tracks + self.untouched.closed + self.untouched.unknown == 0
    }

    /// Draws it.
    pub(super) fn ui(&self, ui: &mut Ui, cx: &ViewCx<'_>, placing: &mut Placing) {
        let tokens = cx.tokens;
        let known = &self.untouched;
        let open = format::counted(known.tracks, "track", "tracks");
        let mut about = format!("{open} that a stranger could open");
        if known.closed > 0 {
            about = format!("{about}, {} that they could not", format::count(known.closed));
        }
        if known.unknown > 0 {
            about = format!("{about}, {} of which it is not known who could", format::count(known.unknown));
        }
        text(ui, Type::Small, tokens.text_muted, about);
        placing.poll();
        let report = placing.report.as_ref().filter(|_| !placing.zones.is_empty()).unwrap_or(known).clone();
        statements(ui, cx, &report);
        let Some(around) = self.around else { return };
        let ask = "An export tells no coordinates of a zone, and its tracks are whole. Choose how large yours is and click on \
                   the map where it lies: it is cut out of the tracks, and looked for in what is left";
        ui.add_space(4.0);
        text(ui, Type::Small, tokens.text_muted, ask);
        ui.add_space(4.0);
        self.controls(ui, cx, placing);
        ui.add_space(6.0);
        let caption = Caption { name: "Map of your tracks and zones", value: said(&report) };
        let frame = Frame { centre: around, metres: SHOWN_METRES };
        let drawing = Drawing { zones: self, placed: &placing.zones, report: &report, tokens };
        let (_, clicked) = placing.map.ui(ui, tokens, MAP, &caption, frame, |painter, map| drawing.paint(painter, map));
        if let Some(centre) = clicked {
            placing.zones.push(Zone { centre, radius_metres: placing.radius_metres });
            placing.look(ui, cx, &self.tracks);
        }
    }

    fn controls(&self, ui: &mut Ui, cx: &ViewCx<'_>, placing: &mut Placing) {
        let tokens = cx.tokens;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(8.0, 6.0);
            let colours = (tokens.select, tokens.on_select);
            if let Some(radius) = segmented(ui, tokens, &RADII, placing.radius_metres, colours) {
                placing.radius_metres = radius;
                if let Some(zone) = placing.zones.last_mut() {
                    zone.radius_metres = radius;
                    placing.look(ui, cx, &self.tracks);
                }
            }
            if !placing.zones.is_empty() && button(ui, tokens, ButtonStyle::Quiet, None, "Take zones away").clicked() {
                placing.zones.clear();
                placing.report = None;
            }
        });
    }
}

fn statements(ui: &mut Ui, cx: &ViewCx<'_>, report: &PrivacyZones) {
    for place in &report.found {
        let found = &place.found;
        let title = format!("A hidden place within {}", format::distance(found.remaining_metres));
        let detail = format!(
            "{}: behind a zone of {}; the ends of {} on {} lie on its edge",
            format::point(found.centre),
            format::distance(found.zone_metres),
            format::counted(found.tracks.len() as u64, "track", "tracks"),
            format::counted(found.spots, "way out", "ways out")
        );
        Statement::new(title, detail, Basis::items(place.items.iter().copied())).ui(ui, cx);
    }
    for placed in &report.placed {
        let radius = format::distance(placed.zone.radius_metres);
        let title = match (placed.off_metres, placed.found.and_then(|i| report.found.get(i))) {
            (Some(off), Some(place)) => format!(
                "Your zone of {radius} leaves {} of doubt; the place found is {} from its centre",
                format::distance(place.found.remaining_metres),
                format::distance(off)
            ),
            _ => format!("Your zone of {radius} was not found"),
        };
        Statement::new(title, "it cuts", Basis::items(placed.cut.iter().copied())).ui(ui, cx);
    }
    if let Some(why) = report.withheld.filter(|_| report.found.is_empty()) {
        Statement::withheld("A hidden place", why).ui(ui, cx);
    }
}

impl Placing {
    fn look(&mut self, ui: &Ui, cx: &ViewCx<'_>, tracks: &Arc<PublicTracks>) {
        let (dataset, tracks, zones) = (Arc::clone(&cx.loaded.dataset), Arc::clone(tracks), self.zones.clone());
        self.work = Task::start(ui.ctx(), "zones", move || privacy::attack(&dataset.points, &tracks, &zones)).ok();
    }

    fn poll(&mut self) {
        let Some(task) = &self.work else { return };
        match task.poll() {
            Progress::Running => {}
            Progress::Done(report) => {
                self.report = Some(report);
                self.work = None;
            }
            Progress::Lost => self.work = None,
        }
    }
}

/// Where most lines begin.
fn busiest(lines: &[Vec<GeoPoint>]) -> Option<GeoPoint> {
    let starts: Vec<GeoPoint> = lines.iter().filter_map(|line| line.first().copied()).collect();
    let around = |at: &GeoPoint| starts.iter().filter(|s| s.distance_metres(*at) <= SAME_START).count();
    starts.iter().copied().enumerate().max_by_key(|(i, at)| (around(at), std::cmp::Reverse(*i))).map(|(_, at)| at)
}

fn said(report: &PrivacyZones) -> String {
    let placed = format::counted(report.placed.len() as u64, "zone placed", "zones placed");
    let found = format::counted(report.found.len() as u64, "hidden place found", "hidden places found");
    format!("{placed}, {found}")
}

/// Tracks, zones and what was found, on the map.
struct Drawing<'a> {
    zones: &'a Zones,
    placed: &'a [Zone],
    report: &'a PrivacyZones,
    tokens: &'a Tokens,
}

impl Drawing<'_> {
    fn paint(&self, painter: &Painter, projector: &Projector) {
        let tokens = self.tokens;
        let screen = |at: GeoPoint| projector.screen(projector.nearest_copy(WorldPoint::from_geo(at)));
        for line in &self.zones.lines {
            self.track(painter, line, &screen);
        }
        let metres =
            |at: GeoPoint, metres: f64| (metres * projector.points_per_metre(WorldPoint::from_geo(at).y)) as f32;
        for zone in self.placed {
            let (at, radius) = (screen(zone.centre), metres(zone.centre, zone.radius_metres));
            painter.circle_filled(at, radius, Tokens::tint(tokens.select, 0.10));
            let around: Vec<Pos2> =
                (0..=72).map(|i| at + Vec2::angled(i as f32 / 72.0 * std::f32::consts::TAU) * radius).collect();
            painter.extend(Shape::dashed_line(&around, Stroke::new(1.5, tokens.select), 6.0, 4.0));
            painter.circle_filled(at, 3.0, tokens.select);
        }
        for place in &self.report.found {
            let found = &place.found;
            let (at, radius) = (screen(found.centre), metres(found.centre, found.remaining_metres));
            painter.circle(at, radius.max(5.0), Tokens::tint(tokens.accent, 0.35), Stroke::new(2.0, tokens.accent));
        }
    }

    /// What is seen of a track, and where that begins and ends.
    fn track(&self, painter: &Painter, line: &[GeoPoint], screen: &impl Fn(GeoPoint) -> Pos2) {
        let tokens = self.tokens;
        let seen = &line[privacy::trimmed(line, self.placed)];
        let (Some(first), Some(last)) = (seen.first().copied(), seen.last().copied()) else { return };
        let near = |at: &GeoPoint| at.distance_metres(first).min(at.distance_metres(last)) <= DRAWN_METRES;
        let stroke = Stroke::new(1.3, Tokens::tint(tokens.text_muted, 0.6));
        for part in seen.chunk_by(|a, b| near(a) && near(b)).filter(|part| part.len() > 1) {
            painter.line(part.iter().map(|at| screen(*at)).collect(), stroke);
        }
        for end in [first, last] {
            painter.circle(screen(end), 3.5, tokens.accent, Stroke::new(1.0, tokens.mark_outline));
        }
    }
}
