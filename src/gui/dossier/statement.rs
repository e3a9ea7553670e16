//! A statement: what follows, how sure it is, and what it rests on. A click shows that.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Align2, Color32, CornerRadius, CursorIcon, Galley, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind,
    Ui, Vec2, WidgetInfo,
};

use crate::dossier::score::Band;
use crate::gui::cx::ViewCx;
use crate::gui::metrics::RADIUS;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::focus_ring;

use super::basis::Basis;

/// Between the frame or the ground of a statement and its text.
const PAD: Vec2 = Vec2::new(10.0, 6.0);
/// Width of the bar that tells the band of a finding.
const BAND: f32 = 4.0;

/// A statement of the dossier.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Statement {
    /// What follows.
    pub title: String,
    /// How sure it is, and from when to when.
    pub detail: String,
    /// A figure at its end.
    pub figure: String,
    /// What it rests on.
    pub basis: Basis,
    /// More, shown on hover.
    pub hint: String,
    /// For findings: how bad it is.
    pub band: Option<Band>,
}

impl Statement {
    /// A statement without a figure.
    pub(super) fn new(title: impl Into<String>, detail: impl Into<String>, basis: Basis) -> Self {
        Self { title: title.into(), detail: detail.into(), basis, ..Self::default() }
    }

    /// Something that is not shown, and why.
    pub(super) fn withheld(what: &str, why: crate::dossier::Withheld) -> Self {
        Self::new(format!("{what}: not shown"), why.sentence(), Basis::default())
    }

    fn name(&self) -> String {
        let mut name = self.title.clone();
        for part in [&self.figure, &self.detail] {
            if !part.is_empty() {
                name.push_str("; ");
                name.push_str(part);
            }
        }
        let basis = self.basis.words();
        if basis.is_empty() { name } else { format!("{name}; show {basis}") }
    }

    /// Draws it over the whole width.
    pub(super) fn ui(&self, ui: &mut Ui, cx: &ViewCx<'_>) -> Response {
        let tokens = cx.tokens;
        let clickable = !self.basis.words().is_empty();
        let width = ui.available_width();
        let inset = if self.band.is_some() { PAD.x + BAND } else { 0.0 };
        let right = if self.band.is_some() { PAD.x } else { 0.0 };
        let figure = ui.painter().layout_no_wrap(self.figure.clone(), Type::Small.font(), tokens.text_muted);
        let figure_room = if self.figure.is_empty() { 0.0 } else { figure.size().x + 10.0 };
        let title = layout(ui, self.title_job(tokens), width - inset - right - figure_room);
        let detail = layout(ui, self.detail_job(tokens), width - inset - right);
        let gap = if detail.job.is_empty() { 0.0 } else { 1.0 + detail.size().y };
        let pad = if self.band.is_some() { PAD.y + 2.0 } else { PAD.y - 2.0 };
        let size = Vec2::new(width, title.size().y + gap + 2.0 * pad);
        let (rect, response) = ui.allocate_exact_size(size, if clickable { Sense::click() } else { Sense::hover() });
        let role = if clickable { Role::Button } else { Role::Label };
        response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), self.name()));
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if ui.is_rect_visible(rect) {
            self.ground(ui, &response, rect, clickable, tokens);
            let corner = Pos2::new(rect.left() + inset, rect.top() + pad);
            let below = corner + Vec2::new(0.0, title.size().y + 1.0);
            let end = Pos2::new(rect.right() - right, corner.y);
            ui.painter().galley(corner, title, tokens.text);
            ui.painter().galley(below, detail, tokens.text_muted);
            ui.painter().galley(Align2::RIGHT_TOP.anchor_size(end, figure.size()).min, figure, tokens.text_muted);
        }
        if clickable {
            if response.clicked() {
                self.basis.show(cx.actions);
            }
            if response.hovered() {
                ui.set_cursor_icon(CursorIcon::PointingHand);
            }
        }
        if self.hint.is_empty() { response } else { response.on_hover_text(&self.hint) }
    }

    fn title_job(&self, tokens: &Tokens) -> LayoutJob {
        let kind = if self.band.is_some() { Type::Strong } else { Type::Body };
        LayoutJob::single_section(self.title.clone(), TextFormat::simple(kind.font(), tokens.text))
    }

    fn detail_job(&self, tokens: &Tokens) -> LayoutJob {
        let mut job = LayoutJob::default();
        job.append(&self.detail, 0.0, TextFormat::simple(Type::Small.font(), tokens.text_muted));
        let basis = self.basis.words();
        if !basis.is_empty() {
            let lead = if self.detail.is_empty() { 0.0 } else { 8.0 };
            // One unbroken word, so that a count never stands apart from what is counted.
            let basis = basis.replace(' ', "\u{a0}");
            let gap = if self.detail.is_empty() { "" } else { " " };
            job.append(gap, 0.0, TextFormat::simple(Type::Small.font(), tokens.text_muted));
            job.append(&basis, lead - 4.0_f32.min(lead), TextFormat::simple(Type::SmallStrong.font(), tokens.select));
        }
        job
    }

    fn ground(&self, ui: &Ui, response: &Response, rect: Rect, clickable: bool, tokens: &Tokens) {
        let lit = clickable && (response.hovered() || response.has_focus());
        let radius = CornerRadius::same(RADIUS);
        let painter = ui.painter();
        let Some(band) = self.band else {
            let ground = rect.expand2(Vec2::new(6.0, 0.0));
            if lit {
                painter.rect_filled(ground, radius, tokens.card_hovered);
            }
            focus_ring(ui, response, ground, RADIUS, tokens);
            return;
        };
        let fill = if lit { tokens.card_hovered } else { tokens.card };
        painter.rect(rect, radius, fill, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
        let bar = Rect::from_min_size(rect.min, Vec2::new(BAND, rect.height()));
        let bar_radius = CornerRadius { nw: RADIUS, sw: RADIUS, ne: 0, se: 0 };
        painter.rect_filled(bar, bar_radius, band_colour(band, tokens));
        focus_ring(ui, response, rect, RADIUS, tokens);
    }
}

fn layout(ui: &Ui, mut job: LayoutJob, width: f32) -> Arc<Galley> {
    job.wrap.max_width = width.max(40.0);
    job.halign = Align::LEFT;
    ui.painter().layout_job(job)
}

/// The colour of a band; the word of it stands in the text.
fn band_colour(band: Band, tokens: &Tokens) -> Color32 {
    match band {
        Band::Severe => tokens.accent,
        Band::High => tokens.warning,
        Band::Medium => tokens.select,
        Band::Low => tokens.text_faint,
    }
}
