//! Drawing a fence: a circle by its centre and radius, an outline corner by corner.

use egui::{Key, Modifiers, PointerButton, Pos2, Response, Stroke, Ui};

use crate::analysis::mercator::WorldPoint;
use crate::gui::action::{Action, FenceEdit};
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::map::projector::Projector;
use crate::gui::state::MapTool;
use crate::gui::typography::Type;
use crate::lens::{Fence, FenceError};
use crate::model::GeoPoint;

use super::shape;

/// A radius smaller than this on screen was no drag, points.
const LEAST: f32 = 6.0;
/// The radius of a circle that was only clicked, on screen, points; rounded to a number people say.
const CLICKED: f64 = 60.0;
/// A click this near to the first corner closes an outline, points.
const CLOSES: f32 = 9.0;
/// Corners closer together than this are one: the second click of a double click.
const NEAR: f32 = 4.0;

/// What is being drawn.
#[derive(Debug, Default)]
enum Draft {
    #[default]
    Nothing,
    Circle {
        centre: GeoPoint,
        rim: GeoPoint,
    },
    Outline(Vec<WorldPoint>),
}

/// The fence being drawn, if any.
#[derive(Debug, Default)]
pub(super) struct Drafting {
    draft: Draft,
}

impl Drafting {
    /// Follows what the user does with a tool that draws fences. Returns whether a drag draws.
    pub(super) fn steer(&mut self, ui: &Ui, response: &Response, cx: &ViewCx<'_>, projector: &Projector) -> bool {
        match cx.view.tool {
            MapTool::Circle => self.circle(ui, response, cx, projector),
            MapTool::Outline => {
                self.outline(ui, response, cx, projector);
                false
            }
            MapTool::Hand | MapTool::Box | MapTool::Lasso => {
                self.draft = Draft::Nothing;
                false
            }
        }
    }

    fn circle(&mut self, ui: &Ui, response: &Response, cx: &ViewCx<'_>, projector: &Projector) -> bool {
        let at = |pos: Pos2| projector.world(pos).to_geo();
        let enter = response.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        if enter {
            add_circle(cx, at(projector.rect.center()), clicked_radius(projector));
        } else if response.clicked()
            && let Some(pos) = response.interact_pointer_pos()
        {
            add_circle(cx, at(pos), clicked_radius(projector));
        }
        let pressed = response.drag_started_by(PointerButton::Primary);
        if let Some(origin) = ui.input(|i| i.pointer.press_origin()).filter(|_| pressed) {
            self.draft = Draft::Circle { centre: at(origin), rim: at(origin) };
        }
        let Draft::Circle { centre, rim } = &mut self.draft else { return false };
        if let Some(pos) = ui.input(|i| i.pointer.latest_pos()) {
            *rim = at(pos);
        }
        if response.drag_stopped() || !response.dragged() {
            let (centre, radius) = (*centre, centre.distance_metres(*rim));
            let points = radius * projector.points_per_metre(WorldPoint::from_geo(centre).y);
            self.draft = Draft::Nothing;
            if points >= f64::from(LEAST) {
                add_circle(cx, centre, rounded(radius));
            }
        }
        true
    }

    fn outline(&mut self, ui: &Ui, response: &Response, cx: &ViewCx<'_>, projector: &Projector) {
        if !matches!(self.draft, Draft::Outline(_)) {
            self.draft = Draft::Outline(Vec::new());
        }
        let Draft::Outline(corners) = &mut self.draft else { return };
        let pressed = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        if response.has_focus() && pressed(Key::Backspace) {
            corners.pop();
        }
        let mut done = response.has_focus() && pressed(Key::Enter);
        if response.clicked()
            && let Some(pos) = response.interact_pointer_pos()
        {
            let away = |corner: &WorldPoint| (projector.screen(*corner) - pos).length();
            done |= corners.len() >= 3 && corners.first().is_some_and(|first| away(first) <= CLOSES);
            if !done && corners.last().is_none_or(|last| away(last) > NEAR) {
                corners.push(projector.world(pos));
            }
        }
        done |= response.double_clicked();
        if done && corners.len() >= 3 {
            let ring: Vec<GeoPoint> = corners.iter().map(|c| c.to_geo()).collect();
            self.draft = Draft::Nothing;
            add(cx, Fence::outline(next_name(cx), &[ring]));
        }
    }

    /// Whether a drag draws.
    pub(super) const fn draws(&self) -> bool {
        matches!(self.draft, Draft::Circle { .. })
    }

    /// Draws what is being drawn.
    pub(super) fn paint(&self, painter: &egui::Painter, pointer: Option<Pos2>, cx: &ViewCx<'_>, projector: &Projector) {
        let tokens = cx.tokens;
        let stroke = Stroke::new(2.0, tokens.accent);
        let dot = |at: Pos2| painter.circle(at, 4.0, tokens.map_card, stroke);
        match &self.draft {
            Draft::Nothing => {}
            Draft::Circle { centre, rim } => {
                let radius = rounded(centre.distance_metres(*rim));
                let Ok(fence) = Fence::circle(String::new(), *centre, radius) else { return };
                let rings = fence.rings(shape::corners(radius, *centre, projector));
                shape::fill(painter, projector, &rings, tokens.accent.gamma_multiply(0.12), 1.0);
                shape::stroke(painter, projector, &rings, stroke);
                dot(projector.screen(projector.nearest_copy(WorldPoint::from_geo(*centre))));
                if let Some(pointer) = pointer {
                    label(painter, pointer, &format::distance(radius), cx);
                }
            }
            Draft::Outline(corners) => {
                let mut line: Vec<Pos2> = corners.iter().map(|c| projector.screen(*c)).collect();
                for at in &line {
                    dot(*at);
                }
                line.extend(pointer);
                painter.add(egui::Shape::line(line, stroke));
            }
        }
    }
}

fn label(painter: &egui::Painter, pointer: Pos2, words: &str, cx: &ViewCx<'_>) {
    let galley = painter.layout_no_wrap(words.to_owned(), Type::SmallStrong.font(), cx.tokens.text);
    let rect =
        egui::Rect::from_min_size(pointer + egui::vec2(14.0, -10.0), galley.size()).expand2(egui::vec2(7.0, 4.0));
    painter.rect_filled(rect, 6.0, cx.tokens.map_card);
    painter.galley(rect.center() - galley.size() / 2.0, galley, cx.tokens.text);
}

/// A name that no fence has.
fn next_name(cx: &ViewCx<'_>) -> String {
    let taken = |name: &String| cx.view.watch.fences.iter().any(|f| f.name == *name);
    (1..=cx.view.watch.fences.len() + 1).map(|n| format!("Fence {n}")).find(|name| !taken(name)).unwrap_or_default()
}

/// Watches a circle.
pub(super) fn add_circle(cx: &ViewCx<'_>, centre: GeoPoint, radius_metres: f64) {
    add(cx, Fence::circle(next_name(cx), centre, radius_metres));
}

fn add(cx: &ViewCx<'_>, fence: Result<Fence, FenceError>) {
    match fence {
        Ok(fence) => {
            cx.actions.send(Action::Fences(FenceEdit::Add(vec![fence])));
            cx.actions.send(Action::SetTool(MapTool::Hand));
        }
        Err(error) => cx.actions.send(Action::Notify(format!("This is no fence: {error}"))),
    }
}

/// About the length of a thumb on screen, as a number people say.
fn clicked_radius(projector: &Projector) -> f64 {
    let metres = CLICKED / projector.points_per_metre(projector.centre.y);
    let power = 10_f64.powf(metres.log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|m| m * power).find(|m| *m <= metres).unwrap_or(power)
}

/// A radius as drawn, to three digits: nobody draws more exactly.
fn rounded(metres: f64) -> f64 {
    if metres <= 0.0 {
        return metres;
    }
    let unit = 10_f64.powf(metres.log10().floor() - 2.0).max(1.0);
    (metres / unit).round() * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_radius_is_rounded_to_what_a_hand_can_draw() {
        for (drawn, radius) in [(0.4, 0.0), (7.3, 7.0), (123.4, 123.0), (1_234.0, 1_230.0), (98_765.0, 98_800.0)] {
            assert!((rounded(drawn) - radius).abs() < 1e-6, "{drawn}");
        }
    }
}
