//! Names of streets and quarters, in the room that the names of settlements leave.

use std::sync::Arc;

use egui::epaint::TextShape;
use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Vec2, vec2};

use crate::gui::map::streets::StreetName;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

/// Most names written.
const MOST_WRITTEN: usize = 70;
/// The same name is written again only so far away, points.
const AGAIN_POINTS: f32 = 320.0;
/// A name may be this many times as long as the straight stretch of its street.
const OVER: f32 = 1.15;

/// Writes the names that have room, none over the rectangles `taken`.
pub(super) fn paint<'a>(
    painter: &Painter,
    names: impl Iterator<Item = &'a StreetName>,
    tokens: &Tokens,
    taken: &mut Vec<Rect>,
) {
    let mut written: Vec<(&str, Pos2)> = Vec::new();
    for name in names {
        if written.len() >= MOST_WRITTEN {
            return;
        }
        let near = |(text, at): &(&str, Pos2)| *text == &*name.text && (*at - name.at).length() < AGAIN_POINTS;
        // A letter is five points wide at least: most that do not fit need not be laid out.
        if written.iter().any(near) || name.room * OVER < name.text.chars().count() as f32 * 5.0 {
            continue;
        }
        let job = layout(name, tokens);
        let font = job.sections.first().map(|s| s.format.font_id.clone());
        if font.is_none_or(|font| !painter.ctx().fonts_mut(|fonts| fonts.has_glyphs(&font, &job.text))) {
            continue;
        }
        let galley = painter.layout_job(job);
        if galley.size().x > name.room * OVER {
            continue;
        }
        let boxes = boxes(name, galley.size());
        if boxes.iter().any(|b| taken.iter().any(|other| other.intersects(*b))) {
            continue;
        }
        taken.extend(boxes);
        written.push((&name.text, name.at));
        write(painter, name, &galley, tokens);
    }
}

/// Small squares along a turned name: its rectangle would be far too large.
fn boxes(name: &StreetName, size: Vec2) -> Vec<Rect> {
    let step = size.y.max(8.0);
    let count = (size.x / step).ceil().max(1.0) as usize;
    let along = Vec2::angled(name.angle);
    let at = |i: usize| name.at + along * ((i as f32 + 0.5) / count as f32 - 0.5) * size.x;
    (0..count).map(|i| Rect::from_center_size(at(i), vec2(step + 3.0, step + 1.0))).collect()
}

fn layout(name: &StreetName, tokens: &Tokens) -> LayoutJob {
    let (size, colour, spacing) =
        if name.quarter { (11.0, tokens.map_country_label, 1.0) } else { (10.5, tokens.map_label, 0.1) };
    let font_id = FontId::new(size, if name.quarter { Type::SmallStrong } else { Type::Small }.font().family);
    let text = if name.quarter { name.text.to_uppercase() } else { name.text.to_string() };
    let format = TextFormat { font_id, color: colour, extra_letter_spacing: spacing, ..TextFormat::default() };
    LayoutJob::single_section(text, format)
}

fn write(painter: &Painter, name: &StreetName, galley: &Arc<Galley>, tokens: &Tokens) {
    let corner = name.at - galley.size() / 2.0;
    let turned = |offset: Vec2, colour: Option<Color32>| {
        let shape = TextShape::new(corner + offset, Arc::clone(galley), tokens.map_label);
        let shape = shape.with_angle_and_anchor(name.angle, Align2::CENTER_CENTER);
        match colour {
            Some(colour) => shape.with_override_text_color(colour),
            None => shape,
        }
    };
    let halo = tokens.map_halo.gamma_multiply(0.6);
    for step in 0..4u8 {
        let angle = f32::from(step) * std::f32::consts::FRAC_PI_2 + std::f32::consts::FRAC_PI_4;
        painter.add(turned(Vec2::angled(angle) * 1.2, Some(halo)));
    }
    painter.add(turned(Vec2::ZERO, None));
}
