//! One lens of the comparison. A click on the row looks through it; a click on a count shows what was counted.

use egui::{Align2, Color32, CornerRadius, CursorIcon, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::analysis::Verdict;
use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::icons::Icon;
use crate::gui::judged::Applied;
use crate::gui::metrics::RADIUS;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::focus_ring;
use crate::lens::Lens;

use super::columns::{Columns, Count};

/// Height of a row.
pub(super) const ROW: f32 = 48.0;
/// Height of the bar of shares at the foot of the counts.
const BAR: f32 = 3.0;

/// A lens in the table.
pub(super) struct Row<'a> {
    /// The lens.
    pub lens: &'a Lens,
    /// When it collected, and what of the archive it read.
    pub about: String,
    /// What it would have had, once that is known.
    pub found: Result<&'a Applied, &'static str>,
}

impl Row<'_> {
    /// Draws the row.
    pub(super) fn ui(&self, ui: &mut Ui, cx: &ViewCx<'_>, columns: Columns) {
        let tokens = cx.tokens;
        let chosen = self.lens.id == cx.lens.id;
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, self.sentence()));
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        ground(ui, &response, rect, chosen, tokens);
        self.name_ui(ui, columns.name(rect), tokens);
        self.today_ui(ui, columns.today(rect), tokens);
        match self.found {
            Ok(applied) => {
                for (index, count) in Count::all().enumerate() {
                    self.count_ui(ui, cx, columns.count(rect, index), count, applied);
                }
                shares(ui, columns.count(rect, 0).union(columns.count(rect, Verdict::ALL.len() - 1)), applied, tokens);
            }
            Err(why) => {
                let at = columns.count(rect, 0).left_center() + Vec2::new(8.0, 0.0);
                ui.painter().text(at, Align2::LEFT_CENTER, why, Type::Small.font(), tokens.text_faint);
            }
        }
        focus_ring(ui, &response, rect, RADIUS, tokens);
        if response.clicked() && !chosen {
            cx.actions.send(Action::SetLens(self.lens.id.clone()));
        }
        let hint = if chosen { "You are looking through this lens" } else { "Look through this lens" };
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hint);
    }

    /// The whole row in words.
    fn sentence(&self) -> String {
        let today = if self.lens.works_today.open { "works today" } else { "shut today" };
        let start = format!("{}; {}; {today}", self.lens.title, self.about);
        match self.found {
            Ok(applied) => {
                let counts: Vec<String> =
                    Count::all().map(|c| format!("{} {}", c.label(), format::count(count_of(applied, c).0))).collect();
                format!("{start}; {}", counts.join("; "))
            }
            Err(why) => format!("{start}; {why}"),
        }
    }

    fn name_ui(&self, ui: &Ui, cell: Rect, tokens: &Tokens) {
        let line = |text: &str, kind: Type, colour: Color32| {
            let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), kind.font(), colour);
            job.wrap = egui::text::TextWrapping::truncate_at_width((cell.width() - 10.0).max(0.0));
            ui.painter().layout_job(job)
        };
        let title = line(&format::one_line(&self.lens.title, 120), Type::Strong, tokens.text);
        let about = line(&self.about, Type::Small, tokens.text_muted);
        ui.painter().galley(cell.left_top() + Vec2::new(0.0, 6.0), title, tokens.text);
        ui.painter().galley(cell.left_top() + Vec2::new(0.0, 25.0), about, tokens.text_muted);
    }

    fn today_ui(&self, ui: &Ui, cell: Rect, tokens: &Tokens) {
        let works = &self.lens.works_today;
        let (icon, word, colour) =
            if works.open { (Icon::Check, "yes", tokens.accent) } else { (Icon::Close, "no", tokens.text_muted) };
        let response = ui.interact(cell, ui.scope_id().with((&self.lens.id, "today")), Sense::hover());
        icon.paint(ui.painter(), cell.center() - Vec2::new(10.0, 0.0), 14.0, colour);
        let at = cell.center() + Vec2::new(1.0, 0.0);
        ui.painter().text(at, Align2::LEFT_CENTER, word, Type::Small.font(), tokens.text);
        response.on_hover_text(format!("{} ({})", works.because, works.evidence.as_str()));
    }

    fn count_ui(&self, ui: &Ui, cx: &ViewCx<'_>, cell: Rect, count: Count, applied: &Applied) {
        let tokens = cx.tokens;
        let (n, unknown) = count_of(applied, count);
        let ground = cell.shrink2(Vec2::new(3.0, 6.0));
        let sense = if n > 0 { Sense::click() } else { Sense::hover() };
        let response = ui.interact(ground, ui.scope_id().with((&self.lens.id, count.label())), sense);
        let open = match unknown {
            0 => String::new(),
            n => format!("; of {} the export does not say", format::count(n)),
        };
        let hint = format!("{}: {}{open}", count.label(), format::counted(n, "item", "items"));
        if n > 0 {
            let name = format!("{}; {hint}; show", self.lens.title);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
            if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(ground, CornerRadius::same(RADIUS), Tokens::tint(tokens.select, 0.22));
            }
            focus_ring(ui, &response, ground, RADIUS, tokens);
        }
        let taken = matches!(count, Count::Verdict(verdict) if verdict.is_taken());
        let (kind, colour) = match (n, taken) {
            (0, _) => (Type::Small, tokens.text_faint),
            (_, true) => (Type::Strong, tokens.text),
            _ => (Type::Body, tokens.text),
        };
        let raise = if unknown > 0 { 7.0 } else { 0.0 };
        let centre = cell.center() - Vec2::new(0.0, raise);
        ui.painter().text(centre, Align2::CENTER_CENTER, format::count(n), kind.font(), colour);
        if unknown > 0 {
            let words = format!("+ {} ?", format::count_short(unknown));
            let below = cell.center() + Vec2::new(0.0, 9.0);
            ui.painter().text(below, Align2::CENTER_CENTER, words, Type::Tiny.font(), tokens.text_faint);
        }
        if n > 0 && response.clicked() {
            cx.actions.send(Action::ShowThrough(self.lens.id.clone(), Box::new(count.filter())));
        }
        let cursor = if n > 0 { CursorIcon::PointingHand } else { CursorIcon::Default };
        response.on_hover_cursor(cursor).on_hover_text(hint);
    }
}

fn ground(ui: &Ui, response: &Response, rect: Rect, chosen: bool, tokens: &Tokens) {
    let radius = CornerRadius::same(RADIUS);
    let fill = if chosen {
        Tokens::tint(tokens.select, 0.14)
    } else if response.hovered() || response.has_focus() {
        tokens.card
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, radius, fill);
    if chosen {
        let bar = Rect::from_min_size(rect.min + Vec2::new(0.0, 8.0), Vec2::new(3.0, rect.height() - 16.0));
        ui.painter().rect_filled(bar, CornerRadius::same(1), tokens.select);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() + 0.5, egui::Stroke::new(1.0, Tokens::tint(tokens.border, 0.6)));
}

/// The count, and for a moment how many there are of which it is not known.
fn count_of(applied: &Applied, count: Count) -> (u64, u64) {
    match count {
        Count::Verdict(verdict) => (applied.summary.totals.get(&verdict).copied().unwrap_or(0), 0),
        Count::Moment(moment) => {
            let tally = applied.summary.moments.at(moment);
            (tally.yes, tally.unknown)
        }
    }
}

/// A bar as wide as the verdicts' columns, split by their shares.
fn shares(ui: &Ui, cells: Rect, applied: &Applied, tokens: &Tokens) {
    let all: u64 = applied.summary.totals.values().sum();
    if all == 0 {
        return;
    }
    let (whole, top) = (cells.width() - 12.0, cells.bottom() - BAR - 3.0);
    let mut left = cells.left() + 6.0;
    for verdict in Verdict::ALL {
        let n = applied.summary.totals.get(&verdict).copied().unwrap_or(0);
        let width = whole * (n as f64 / all as f64) as f32;
        let part = Rect::from_min_size(egui::pos2(left, top), Vec2::new(width, BAR));
        ui.painter().rect_filled(part, 0.0, tokens.verdict(verdict));
        left += width;
    }
}
