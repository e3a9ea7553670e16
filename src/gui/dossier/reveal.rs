//! How few posts give the home away: the curve, and the draws it counts played on a map, post by post.

use egui::{Align2, Painter, Pos2, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

use crate::analysis::mercator::WorldPoint;
use crate::dossier::reveal::{DRAWS, NightPoint, Step, play};
use crate::dossier::{Dossier, PlaceId, Reveal, SightingId, Withheld};
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::icons::Icon;
use crate::gui::map::{Caption, Frame, Projector, SmallMap};
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::{ButtonStyle, button, text};
use crate::model::GeoPoint;

use super::basis::Basis;
use super::statement::Statement;
use super::words;

/// Height of the curve, and of the map.
const CURVE: f32 = 110.0;
const MAP: f32 = 230.0;
/// The share of draws that counts as enough.
const ENOUGH: f32 = 0.95;
/// Posts drawn in a second.
const PACE: f64 = 3.0;
/// Of all posts, the share nearest to the home that the map shows at first, and the metres it shows at least and at most.
const SHOWN: f64 = 0.8;
const LEAST_METRES: f64 = 1_500.0;
const MOST_METRES: f64 = 60_000.0;
/// Results of earlier runs that are listed.
const LISTED: usize = 8;

/// How few posts give the home away, ready to be played.
pub(super) struct Draws {
    found: Result<Reveal, Withheld>,
    basis: Basis,
    points: Vec<NightPoint>,
    positions: Vec<GeoPoint>,
    home: Option<(PlaceId, GeoPoint)>,
}

/// The run on the map.
#[derive(Default)]
pub(super) struct Play {
    map: SmallMap,
    run: u32,
    steps: Vec<Step>,
    /// Posts drawn so far, and the part of the next.
    drawn: f64,
    is_playing: bool,
    /// After how many posts the home was found, run by run.
    results: Vec<Option<usize>>,
}

impl Play {
    /// Draws the next posts when their time has come.
    fn move_on(&mut self, ui: &Ui, home: PlaceId) {
        if !self.is_playing || ui.ctx().current_pass_index() > 0 {
            return;
        }
        let still = ui.style().animation_time <= 0.0;
        let seconds = ui.input(|i| f64::from(i.stable_dt)).min(0.1);
        self.drawn += if still { f64::INFINITY } else { seconds * PACE };
        if self.drawn >= self.steps.len() as f64 {
            self.drawn = self.steps.len() as f64;
            self.is_playing = false;
            let found = self.steps.last().is_some_and(|step| step.guess == Some(home));
            self.results.push(found.then_some(self.steps.len()));
            return;
        }
        ui.ctx().request_repaint();
    }
}

impl Draws {
    /// Of a dossier.
    pub(super) fn new(dossier: &Dossier) -> Self {
        let told = || dossier.sightings.iter().zip(0_u32..).filter(|(s, _)| s.tells_the_hour());
        let is_found = dossier.reveal.is_ok();
        Self {
            found: dossier.reveal.clone(),
            basis: if is_found {
                Basis::sightings(dossier, told().map(|(_, index)| SightingId(index)))
            } else {
                Basis::default()
            },
            points: dossier.night_points(),
            positions: told().map(|(s, _)| s.point).collect(),
            home: dossier.home.as_ref().ok().map(|home| (home.place, home.point)),
        }
    }

    /// Draws it.
    pub(super) fn ui(&self, ui: &mut Ui, cx: &ViewCx<'_>, state: &mut Play) {
        let reveal = match &self.found {
            Ok(reveal) => reveal,
            Err(why) => {
                Statement::withheld("How few posts give the home away", *why).ui(ui, cx);
                return;
            }
        };
        curve(ui, cx.tokens, reveal, &state.results);
        let title = match reveal.k95 {
            Some(1) => "A single random post gives the home away".to_owned(),
            Some(k) => format!("{k} random posts give the home away"),
            None => format!("Even {} random posts do not give the home away", reveal.hits.len()),
        };
        let detail = format!("in 95 of 100 draws, {} of them made; drawn from", format::count(DRAWS.into()));
        Statement::new(title, detail, self.basis.clone()).ui(ui, cx);
        if let Some((home, at)) = self.home {
            ui.add_space(4.0);
            self.play_ui(ui, cx, state, reveal.seed, (home, at));
        }
    }

    fn begin(&self, state: &mut Play, seed: u64, home: PlaceId) {
        state.steps.clear();
        for step in play(&self.points, seed, state.run) {
            state.steps.push(step);
            if step.guess == Some(home) {
                break;
            }
        }
        state.drawn = 0.0;
        state.is_playing = true;
    }

    fn play_ui(&self, ui: &mut Ui, cx: &ViewCx<'_>, state: &mut Play, seed: u64, home: (PlaceId, GeoPoint)) {
        state.move_on(ui, home.0);
        let drawn = (state.drawn as usize).min(state.steps.len());
        let is_over = !state.steps.is_empty() && drawn == state.steps.len();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let (icon, label) = match (state.is_playing, state.steps.is_empty(), is_over) {
                (true, ..) => (Icon::Pause, "Pause"),
                (false, true, _) => (Icon::Play, "Draw posts one by one"),
                (false, false, true) => (Icon::Play, "Draw again"),
                (false, false, false) => (Icon::Play, "Go on"),
            };
            let response = button(ui, cx.tokens, ButtonStyle::Secondary, Some(icon), label);
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                if state.is_playing || !(state.steps.is_empty() || is_over) {
                    state.is_playing = !state.is_playing;
                } else {
                    if is_over {
                        state.run = (state.run + 1) % DRAWS;
                    }
                    self.begin(state, seed, home.0);
                }
            }
            let words = self.said(state, drawn, is_over, home.0);
            ui.label(Type::Strong.text(words, cx.tokens.text));
        });
        if state.steps.is_empty() {
            return;
        }
        ui.add_space(6.0);
        let caption = Caption { name: "Posts drawn so far", value: self.said(state, drawn, is_over, home.0) };
        let frame = Frame { centre: home.1, metres: self.frame_metres(home.1) };
        let Play { map, steps, .. } = state;
        let drawing = Drawing { draws: self, steps: &steps[..drawn], home, tokens: cx.tokens };
        map.ui(ui, cx.tokens, MAP, &caption, frame, |painter, projector| drawing.paint(painter, projector));
        if !state.results.is_empty() {
            let listed = state.results.iter().rev().take(LISTED).rev();
            let listed: Vec<String> = listed.map(|r| r.map_or_else(|| "never".to_owned(), |n| n.to_string())).collect();
            let words = format!("Posts it took so far: {}", listed.join(", "));
            ui.add_space(2.0);
            text(ui, Type::Small, cx.tokens.text_muted, words);
        }
    }

    fn said(&self, state: &Play, drawn: usize, is_over: bool, home: PlaceId) -> String {
        if state.steps.is_empty() {
            return String::new();
        }
        let posts = format::counted(drawn as u64, "post", "posts");
        let is_found = state.steps.last().is_some_and(|step| step.guess == Some(home));
        match (is_over, is_found) {
            (true, true) => format!("Run {}: home after {posts}", state.run + 1),
            (true, false) => format!("Run {}: not even after {posts}", state.run + 1),
            (false, _) => format!("Run {}: {posts} of {}", state.run + 1, format::count(self.points.len() as u64)),
        }
    }

    fn frame_metres(&self, home: GeoPoint) -> f64 {
        let mut metres: Vec<f64> = self.positions.iter().map(|p| p.distance_metres(home)).collect();
        metres.sort_by(f64::total_cmp);
        let at = ((metres.len() as f64 * SHOWN) as usize).min(metres.len().saturating_sub(1));
        metres.get(at).copied().unwrap_or(LEAST_METRES).clamp(LEAST_METRES, MOST_METRES)
    }
}

/// The posts drawn so far, on the map.
struct Drawing<'a> {
    draws: &'a Draws,
    steps: &'a [Step],
    home: (PlaceId, GeoPoint),
    tokens: &'a Tokens,
}

impl Drawing<'_> {
    fn paint(&self, painter: &Painter, projector: &Projector) {
        let tokens = self.tokens;
        let edge = projector.rect.shrink(9.0);
        let place = |at: GeoPoint| {
            let true_place = projector.screen(projector.nearest_copy(WorldPoint::from_geo(at)));
            (edge.clamp(true_place), edge.contains(true_place))
        };
        let outline = Stroke::new(1.5, tokens.mark_outline);
        for (step, is_last) in self.steps.iter().zip((1..=self.steps.len()).map(|n| n == self.steps.len())) {
            let Some(at) = self.draws.positions.get(step.point) else { continue };
            let (at, is_inside) = place(*at);
            let at_night = self.draws.points.get(step.point).is_some_and(|p| p.night);
            let colour = if at_night { tokens.select } else { tokens.warning };
            if is_inside {
                painter.circle(at, if is_last { 7.0 } else { 4.5 }, colour, outline);
            } else {
                // Beyond the edge of the map.
                painter.circle(at, 4.0, tokens.map_card, Stroke::new(1.5, colour));
            }
        }
        let is_found = self.steps.last().is_some_and(|step| step.guess == Some(self.home.0));
        if is_found {
            let (at, _) = place(self.home.1);
            painter.circle_stroke(at, 15.0, Stroke::new(5.0, tokens.mark_outline));
            painter.circle_stroke(at, 15.0, Stroke::new(2.5, tokens.accent));
            let galley = painter.layout_no_wrap("Home".to_owned(), Type::SmallStrong.font(), tokens.text);
            let label = Align2::LEFT_CENTER.anchor_size(at + Vec2::new(23.0, 0.0), galley.size());
            painter.rect_filled(label.expand2(Vec2::new(6.0, 3.0)), 5.0, tokens.map_card);
            painter.galley(label.min, galley, tokens.text);
        }
        self.key(painter, projector);
    }

    fn key(&self, painter: &Painter, projector: &Projector) {
        let tokens = self.tokens;
        let corner = projector.rect.min + Vec2::splat(9.0);
        let mut left = corner.x + 9.0;
        let words = [("At night", tokens.select), ("By day", tokens.warning)];
        let galleys = words
            .map(|(word, colour)| (painter.layout_no_wrap(word.to_owned(), Type::Tiny.font(), tokens.text), colour));
        let width: f32 = galleys.iter().map(|(g, _)| g.size().x + 24.0).sum();
        let card = egui::Rect::from_min_size(corner, Vec2::new(width + 6.0, 22.0));
        painter.rect_filled(card, 6.0, tokens.map_card);
        for (galley, colour) in galleys {
            painter.circle_filled(Pos2::new(left + 4.0, card.center().y), 4.0, colour);
            let width = galley.size().x;
            painter.galley(Pos2::new(left + 12.0, card.center().y - galley.size().y / 2.0), galley, tokens.text);
            left += width + 24.0;
        }
    }
}

fn curve(ui: &mut Ui, tokens: &Tokens, reveal: &Reveal, results: &[Option<usize>]) {
    let Some(last) = reveal.hits.last() else { return };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), CURVE), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Canvas, true, "Share of draws that lead to the home, by posts drawn");
        let said = |hit: &crate::dossier::reveal::Hit| {
            let posts = format::counted(hit.k as u64, "post", "posts");
            format!("{posts}: {}", words::percent(hit.share))
        };
        let step = reveal.hits.len().div_ceil(8).max(1);
        let mut parts: Vec<String> = reveal.hits.iter().step_by(step).map(said).collect();
        parts.push(said(last));
        parts.dedup();
        info.current_text_value = Some(parts.join(", "));
        info
    });
    if !ui.is_rect_visible(rect) {
        return;
    }
    let plot = rect.with_max_y(rect.bottom() - 18.0).with_min_y(rect.top() + 14.0).shrink2(Vec2::new(5.0, 0.0));
    let span = (last.k.max(2) - 1) as f32;
    let at = |k: usize, share: f32| {
        let x = plot.left() + plot.width() * (k.saturating_sub(1) as f32 / span);
        Pos2::new(x, plot.bottom() - plot.height() * share)
    };
    let painter = ui.painter();
    painter.hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, tokens.border));
    let enough = [at(1, ENOUGH), Pos2::new(plot.right(), at(1, ENOUGH).y)];
    painter.extend(Shape::dashed_line(&enough, Stroke::new(1.0, tokens.text_faint), 4.0, 4.0));
    let above = enough[0] - Vec2::new(0.0, 2.0);
    painter.text(above, Align2::LEFT_BOTTOM, "95 of 100", Type::Tiny.font(), tokens.text_faint);
    let line: Vec<Pos2> = reveal.hits.iter().map(|hit| at(hit.k, hit.share as f32)).collect();
    painter.line(line, Stroke::new(2.0, tokens.accent));
    if reveal.k95.is_some() {
        painter.circle_filled(at(last.k, last.share as f32), 4.5, tokens.accent);
    }
    // What was played, on the curve's own axis.
    for k in results.iter().flatten().filter(|k| **k <= last.k) {
        painter.circle_filled(Pos2::new(at(*k, 0.0).x, plot.bottom()), 3.0, tokens.select);
    }
    let label = |corner: Pos2, align: Align2, words: String| {
        painter.text(corner, align, words, Type::Tiny.font(), tokens.text_faint);
    };
    label(Pos2::new(plot.left(), rect.bottom()), Align2::LEFT_BOTTOM, "1 post".to_owned());
    if last.k > 1 {
        label(Pos2::new(plot.right(), rect.bottom()), Align2::RIGHT_BOTTOM, format!("{} posts", last.k));
    }
}
