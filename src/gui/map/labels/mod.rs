//! Names on the map: none over another, the larger first, and calm: they fade, and stay where they are while it moves.

mod names;
mod streets;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Painter, Pos2, Rect, Vec2, vec2};

use crate::analysis::mercator::WorldPoint;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

use super::projector::Projector;
use super::streets::StreetName;
use names::{Kind, Name, Names};

/// The names of one map.
#[derive(Default)]
pub(crate) struct Labels {
    written: BTreeMap<Id, Written>,
    begun: bool,
}

/// Which name, in which copy of the world.
type Id = (u32, i32);

/// A name that is on the map, or fading.
struct Written {
    /// Width and height, points.
    extent: Vec2,
    /// Font size.
    size: f32,
    side: Side,
    opacity: f32,
    /// Whether it was looked at in this frame, so that it is worth keeping.
    tried: bool,
    /// Whether there is room for it.
    wanted: bool,
}

/// Where a name stands beside its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Middle,
    Right,
    Left,
    Above,
    Below,
}

/// Seconds in which a name appears.
const FADE_SECONDS: f32 = 0.16;
/// Names around the view that are placed too, so that those at its edge do not jump.
const MARGIN: f32 = 90.0;
/// Most names looked at, and most written.
const MOST_TRIED: usize = 420;
const MOST_WRITTEN: usize = 110;
/// Free room around a name, points.
const ROOM: Vec2 = Vec2::new(7.0, 3.0);

impl Labels {
    /// Places and draws the names, none over the rectangles `taken`; then those of streets, none over them. Returns
    /// whether some are still fading.
    pub(crate) fn paint(
        &mut self,
        painter: &Painter,
        projector: &Projector,
        tokens: &Tokens,
        seconds: f32,
        taken: Vec<Rect>,
        of_streets: &[StreetName],
    ) -> bool {
        let names = Names::get(painter.ctx());
        let mut taken = taken;
        self.place(names, painter, projector, tokens, &mut taken);
        let step = if seconds.is_finite() && self.begun { seconds / FADE_SECONDS } else { 1.0 };
        self.begun |= !self.written.is_empty();
        let mut fading = false;
        self.written.retain(|_, written| {
            written.opacity = (written.opacity + if written.wanted { step } else { -step }).clamp(0.0, 1.0);
            fading |= if written.wanted { written.opacity < 1.0 } else { written.opacity > 0.0 };
            written.opacity > 0.0 || written.tried
        });
        for (id, written) in self.written.iter().filter(|(_, w)| w.opacity > 0.0) {
            let name = names.name(id.0);
            let at = projector.screen(WorldPoint { x: name.at.x + f64::from(id.1), ..name.at });
            write(painter, name, written, at, tokens);
        }
        // Quarters that are settlements of the gazetteer have their name already.
        let said: BTreeSet<&str> = self.written.keys().map(|id| names.name(id.0).text).collect();
        let others = of_streets.iter().filter(|name| !name.quarter || !said.contains(&*name.text));
        streets::paint(painter, others, tokens, &mut taken);
        fading
    }

    /// Waits for the table of settlements: for pictures, not for the screen.
    pub(crate) fn wait() {
        Names::wait();
    }

    fn place(
        &mut self,
        names: &Names,
        painter: &Painter,
        projector: &Projector,
        tokens: &Tokens,
        taken: &mut Vec<Rect>,
    ) {
        for written in self.written.values_mut() {
            (written.tried, written.wanted) = (false, false);
        }
        let mut written_count = 0;
        for id in candidates(names, projector) {
            if written_count >= MOST_WRITTEN {
                break;
            }
            let name = names.name(id.0);
            let size = font_size(name, projector.zoom as f32);
            let Some(written) = self.measure(id, name, size, painter, tokens) else { continue };
            let at = projector.screen(WorldPoint { x: name.at.x + f64::from(id.1), ..name.at });
            let free = |side: &Side| {
                let rect = rect(at, written.extent, *side).expand2(ROOM);
                !taken.iter().any(|other| other.intersects(rect))
            };
            // Where it stood before, if it can stay there.
            let possible = possible(name, projector.zoom);
            let before = possible.contains(&written.side).then_some(written.side);
            if let Some(side) = before.into_iter().chain(possible.iter().copied()).find(free) {
                written.side = side;
                written.wanted = true;
                written_count += 1;
                taken.push(rect(at, written.extent, side).expand2(ROOM));
            }
        }
    }

    /// The name measured, unless the fonts lack one of its letters. Only the measure is kept: what is laid out is good
    /// for one frame, as the toolkit may repack its glyphs.
    fn measure(&mut self, id: Id, name: &Name, size: f32, painter: &Painter, tokens: &Tokens) -> Option<&mut Written> {
        let fits = |w: &Written| (w.size - size).abs() < 0.01;
        if !self.written.get(&id).is_some_and(fits) {
            let job = layout(name, size, tokens);
            let font = job.sections.first().map(|s| s.format.font_id.clone())?;
            if !painter.ctx().fonts_mut(|fonts| fonts.has_glyphs(&font, &job.text)) {
                return None;
            }
            let extent = painter.layout_job(job).size();
            let (beside, opacity) = self.written.get(&id).map_or((Side::Right, 0.0), |w| (w.side, w.opacity));
            self.written.insert(id, Written { extent, size, side: beside, opacity, tried: true, wanted: false });
        }
        let written = self.written.get_mut(&id)?;
        written.tried = true;
        Some(written)
    }
}

/// Names in and around the view, the most important first.
fn candidates(names: &Names, projector: &Projector) -> Vec<Id> {
    let (min, max) = projector.bounds(MARGIN);
    let mut ids: Vec<Id> = Vec::new();
    for copy in projector.copies(MARGIN) {
        let shift = f64::from(copy);
        let north_west = WorldPoint { x: (min.x - shift).max(0.0), y: min.y.max(0.0) };
        let south_east = WorldPoint { x: (max.x - shift).min(1.0), y: max.y.min(1.0) };
        let mut found = Vec::new();
        names.within(north_west, south_east, projector.zoom as f32, &mut found);
        ids.extend(found.into_iter().map(|n| (n, copy)));
    }
    ids.sort_unstable_by(|a, b| names.name(a.0).min_zoom.total_cmp(&names.name(b.0).min_zoom).then(a.cmp(b)));
    ids.truncate(MOST_TRIED);
    ids
}

/// From this zoom a city is an area, not a dot.
const AREA_ZOOM: f64 = 11.0;

fn possible(name: &Name, zoom: f64) -> &'static [Side] {
    match name.kind {
        Kind::City { .. } if zoom < AREA_ZOOM => &[Side::Right, Side::Left, Side::Above, Side::Below],
        _ => &[Side::Middle],
    }
}

fn rect(at: Pos2, size: Vec2, side: Side) -> Rect {
    let gap = 5.0;
    let offset = match side {
        Side::Middle => Vec2::ZERO,
        Side::Right => vec2(size.x / 2.0 + gap, 0.0),
        Side::Left => vec2(-size.x / 2.0 - gap, 0.0),
        Side::Above => vec2(0.0, -size.y / 2.0 - gap + 1.0),
        Side::Below => vec2(0.0, size.y / 2.0 + gap - 1.0),
    };
    Rect::from_center_size(at + offset, size)
}

/// Larger places in larger type, growing a little with the zoom, in whole half points so that few sizes exist.
fn font_size(name: &Name, zoom: f32) -> f32 {
    let grown = (zoom - name.min_zoom).clamp(0.0, 4.0);
    let size = match name.kind {
        Kind::Country { size } => [13.0, 12.0, 11.0, 10.5].get(usize::from(size) - 1).unwrap_or(&10.0) + grown * 0.6,
        Kind::Sea { size } => [13.0, 12.0, 11.5, 11.0].get(usize::from(size) - 1).unwrap_or(&10.5) + grown * 0.5,
        Kind::City { population, .. } => {
            let base = match population {
                4_000_000.. => 13.5,
                1_000_000.. => 13.0,
                200_000.. => 12.5,
                20_000.. => 12.0,
                _ => 11.5,
            };
            base + grown * 0.35
        }
    };
    (size * 2.0).round() / 2.0
}

fn layout(name: &Name, size: f32, tokens: &Tokens) -> LayoutJob {
    let font = |kind: Type| FontId::new(size, kind.font().family);
    let (text, font_id, colour, spacing, italics) = match name.kind {
        Kind::Country { .. } => {
            (name.text.to_uppercase(), font(Type::SmallStrong), tokens.map_country_label, 1.6, false)
        }
        Kind::Sea { .. } => (name.text.to_owned(), font(Type::Small), tokens.map_sea_label, 1.2, true),
        Kind::City { population, capital } => {
            let kind = if capital || population >= 1_000_000 { Type::Control } else { Type::Small };
            (name.text.to_owned(), font(kind), tokens.map_label, 0.1, false)
        }
    };
    let format = TextFormat { font_id, color: colour, extra_letter_spacing: spacing, italics, ..TextFormat::default() };
    let mut job = LayoutJob::single_section(text, format);
    if !matches!(name.kind, Kind::City { .. }) {
        job.wrap.max_width = 150.0;
        job.halign = egui::Align::Center;
    }
    job
}

fn write(painter: &Painter, name: &Name, written: &Written, at: Pos2, tokens: &Tokens) {
    let rect = rect(at, written.extent, written.side);
    if !painter.clip_rect().intersects(rect) {
        return;
    }
    let opacity = written.opacity;
    if written.side != Side::Middle {
        dot(painter, name, at, opacity, tokens);
    }
    let job = layout(name, written.size, tokens);
    let colour = job.sections.first().map_or(Color32::PLACEHOLDER, |s| s.format.color);
    let corner = if job.halign == egui::Align::Center { rect.center_top() } else { rect.min };
    let galley = painter.layout_job(job);
    let halo = tokens.map_halo.gamma_multiply(opacity * 0.75);
    // Water needs no halo: nothing is drawn there.
    let ring = if matches!(name.kind, Kind::Sea { .. }) { 0 } else { 8 };
    for step in 0..ring {
        let angle = step as f32 * std::f32::consts::TAU / ring as f32;
        let offset = Vec2::angled(angle) * 1.25;
        painter.galley_with_override_text_color(corner + offset, Arc::clone(&galley), halo);
    }
    painter.galley_with_override_text_color(corner, galley, colour.gamma_multiply(opacity));
}

fn dot(painter: &Painter, name: &Name, at: Pos2, opacity: f32, tokens: &Tokens) {
    let colour = tokens.map_label.gamma_multiply(opacity * 0.9);
    let halo = tokens.map_halo.gamma_multiply(opacity * 0.9);
    if matches!(name.kind, Kind::City { capital: true, .. }) {
        painter.circle_filled(at, 3.6, halo);
        painter.circle_stroke(at, 2.4, egui::Stroke::new(1.1, colour));
    } else {
        painter.circle_filled(at, 2.6, halo);
        painter.circle_filled(at, 1.6, colour);
    }
}
