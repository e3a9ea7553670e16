//! Home and work, and how few posts give the home away.

use egui::{Align2, Pos2, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

use crate::dossier::{Anchor, Area, Dossier, Reveal, SightingId, Withheld};
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

use super::basis::Basis;
use super::sheet::Sheet;
use super::statement::Statement;
use super::words;

/// Height of the curve.
const CURVE: f32 = 110.0;
/// The share of draws that counts as enough.
const ENOUGH: f32 = 0.95;

/// Home, the area somebody lives in, and work.
pub(super) fn statements(dossier: &Dossier) -> Vec<Statement> {
    vec![
        anchor(dossier, "Home", &dossier.home, "days"),
        area(dossier, &dossier.home_area),
        anchor(dossier, "Work", &dossier.work, "workdays"),
    ]
}

fn anchor(dossier: &Dossier, what: &str, found: &Result<Anchor, Withheld>, days: &str) -> Statement {
    let anchor = match found {
        Ok(anchor) => anchor,
        Err(why) => return Statement::withheld(what, *why),
    };
    let detail = format!(
        "{}: {} of 3 ways agree ({}) · {} of {} {days}, {}",
        anchor.confidence.as_str(),
        anchor.finders.len(),
        anchor.finders.join(", ").replace('_', " "),
        anchor.days,
        anchor.of_days,
        words::bounds(anchor.bounds)
    );
    Statement {
        figure: format!("within {}", format::distance(anchor.radius_metres)),
        ..Statement::new(
            format!("{what}: {}", words::place(dossier, anchor.place)),
            detail,
            Basis::sightings(dossier, anchor.sightings.iter().copied()),
        )
    }
}

fn area(dossier: &Dossier, found: &Result<Area, Withheld>) -> Statement {
    let area = match found {
        Ok(area) => area,
        Err(why) => return Statement::withheld("Area", *why),
    };
    let name = if area.name.is_empty() { format::point_short(area.point) } else { format::one_line(&area.name, 60) };
    let detail = format!(
        "{}: {} of {} weeks, {}",
        area.confidence.as_str(),
        area.weeks,
        area.of_weeks,
        words::bounds(area.bounds)
    );
    Statement {
        figure: format!("within {}", format::distance(area.radius_metres)),
        ..Statement::new(format!("Area: {name}"), detail, Basis::sightings(dossier, area.sightings.iter().copied()))
    }
}

/// What the draws draw from.
pub(super) fn reveal_basis(dossier: &Dossier) -> Basis {
    if dossier.reveal.is_err() {
        return Basis::default();
    }
    let told = dossier.sightings.iter().zip(0_u32..).filter(|(s, _)| s.tells_the_hour());
    Basis::sightings(dossier, told.map(|(_, index)| SightingId(index)))
}

/// Draws how few posts give the home away.
pub(super) fn reveal_ui(ui: &mut Ui, cx: &ViewCx<'_>, sheet: &Sheet) {
    let reveal = match &sheet.reveal {
        Ok(reveal) => reveal,
        Err(why) => {
            Statement::withheld("How few posts give the home away", *why).ui(ui, cx);
            return;
        }
    };
    curve(ui, cx.tokens, reveal);
    let title = match reveal.k95 {
        Some(1) => "A single random post gives the home away".to_owned(),
        Some(k) => format!("{k} random posts give the home away"),
        None => format!("Even {} random posts do not give the home away", reveal.hits.len()),
    };
    let detail = "in 95 of 100 draws; drawn from";
    Statement::new(title, detail, sheet.reveal_basis.clone()).ui(ui, cx);
}

fn curve(ui: &mut Ui, tokens: &Tokens, reveal: &Reveal) {
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
    let label = |corner: Pos2, align: Align2, words: String| {
        painter.text(corner, align, words, Type::Tiny.font(), tokens.text_faint);
    };
    label(Pos2::new(plot.left(), rect.bottom()), Align2::LEFT_BOTTOM, "1 post".to_owned());
    if last.k > 1 {
        label(Pos2::new(plot.right(), rect.bottom()), Align2::RIGHT_BOTTOM, format!("{} posts", last.k));
    }
}
