//! The handle under the time axis for the day on which someone looks: verdicts are worked out as seen on it.

use egui::{
    Align2, CornerRadius, CursorIcon, EventFilter, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2,
    WidgetInfo,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan as _};

use super::timestamp;
use crate::analysis::axis::TimeView;
use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::focus_ring;
use crate::lens::midnight;
use crate::model::Dataset;

/// Height of the row.
pub(super) const HEIGHT: f32 = 22.0;
/// Of the handle.
const RADIUS: f32 = 6.0;

/// The days that can be looked on: from the beginning of the timeline to the last export, of which an archive knows
/// nothing beyond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Days {
    first: Date,
    last: Date,
}

impl Days {
    /// Those of `dataset`, whose timeline has these limits.
    pub(super) fn of(dataset: &Dataset, limits: TimeView) -> Self {
        let exported = dataset.accounts.iter().filter_map(|a| a.exported).max();
        let first = day_of(limits.from);
        // The last day of which something is known begins before the export.
        let last = exported.map_or_else(|| day_of(limits.to), |at| day_of(at.as_second() as f64 - 1.0));
        Self { first, last: last.max(first) }
    }

    fn hold(self, day: Date) -> Date {
        day.clamp(self.first, self.last)
    }

    fn moved(self, from: Option<Date>, by: Span) -> Date {
        // What was not set yet stands at the end.
        let from = from.unwrap_or(self.last);
        self.hold(from.checked_add(by).unwrap_or(from))
    }
}

fn day_of(seconds: f64) -> Date {
    TimeZone::UTC.to_datetime(timestamp(seconds)).date()
}

fn seconds_of(day: Date) -> f64 {
    midnight(day).map_or(0.0, |at| at.as_second() as f64)
}

/// Draws the row and turns pointer and keys into the day. Returns a view in which the day is visible, if it left this one.
pub(super) fn ui(ui: &mut Ui, cx: &ViewCx<'_>, row: Rect, view: TimeView, days: Days) -> Option<TimeView> {
    let response = ui.interact(row, ui.scope_id().with("seen on"), Sense::click_and_drag());
    let width = f64::from(row.width());
    let x = |day: Date| row.left() + view.x(seconds_of(day), width) as f32;
    let shown = cx.view.seen_on;
    let mut wanted = None;
    if (response.dragged() || response.clicked())
        && let Some(pos) = response.interact_pointer_pos()
    {
        response.request_focus();
        let at = view.time(f64::from(pos.x.clamp(row.left(), row.right()) - row.left()), width);
        wanted = Some(days.hold(day_of(at)));
    }
    let keyed = if response.has_focus() { keys(ui, &response, days, shown) } else { None };
    let wanted = keyed.or(wanted);
    if let Some(day) = wanted.filter(|day| Some(*day) != shown) {
        cx.actions.send(Action::SeeOn(Some(day)));
    }
    if response.double_clicked() {
        cx.actions.send(Action::SeeOn(None));
    }
    describe(ui, &response, shown);
    paint(ui, cx, row, &response, (shown, x(shown.unwrap_or(days.last))));
    if response.hovered() || response.dragged() {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    if shown.is_none() {
        response.on_hover_text("Drag to a day, or use the arrow keys: verdicts are then as seen on that day");
    }
    let keyed = keyed.map(seconds_of)?;
    let outside = keyed < view.from || keyed > view.to;
    outside.then(|| TimeView { from: keyed - view.span() / 2.0, to: keyed + view.span() / 2.0 })
}

fn describe(ui: &Ui, response: &Response, shown: Option<Date>) {
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Slider, ui.is_enabled(), "Seen on a day");
        info.current_text_value = Some(shown.map_or_else(|| "not set".to_owned(), format::date));
        info
    });
}

fn keys(ui: &Ui, response: &Response, days: Days, shown: Option<Date>) -> Option<Date> {
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
    for (key, sign) in [(Key::ArrowLeft, -1), (Key::ArrowRight, 1)] {
        if pressed(Modifiers::SHIFT, key) {
            return Some(days.moved(shown, sign.days()));
        }
        if pressed(Modifiers::NONE, key) {
            return Some(days.moved(shown, sign.months()));
        }
    }
    if pressed(Modifiers::NONE, Key::Home) {
        return Some(days.first);
    }
    pressed(Modifiers::NONE, Key::End).then_some(days.last)
}

fn paint(ui: &Ui, cx: &ViewCx<'_>, row: Rect, response: &Response, (shown, x): (Option<Date>, f32)) {
    let tokens = cx.tokens;
    let painter = ui.painter().with_clip_rect(row.expand2(Vec2::new(RADIUS + 2.0, 2.0)));
    let track = Rect::from_center_size(row.center(), Vec2::new(row.width(), 3.0));
    painter.rect_filled(track, CornerRadius::same(2), tokens.card_hovered);
    let lit = response.hovered() || response.dragged() || response.has_focus();
    let centre = Pos2::new(x.clamp(row.left() - RADIUS, row.right() + RADIUS), row.center().y);
    let words = match shown {
        Some(day) => format!("As seen on {}", format::date(day)),
        None => "Drag this to see it as on a day".to_owned(),
    };
    let (fill, ink) = if shown.is_some() { (tokens.select, tokens.text) } else { (tokens.panel, tokens.text_faint) };
    let ink = if lit { tokens.text } else { ink };
    let galley = painter.layout_no_wrap(words, Type::Tiny.font(), ink);
    let gap = RADIUS + 7.0;
    let left =
        if centre.x + gap + galley.size().x < row.right() { centre.x + gap } else { centre.x - gap - galley.size().x };
    let corner = Align2::LEFT_CENTER.anchor_size(Pos2::new(left, row.center().y), galley.size()).min;
    // The track stops where the words stand.
    painter.rect_filled(Rect::from_min_size(corner, galley.size()).expand2(Vec2::new(4.0, 0.0)), 0.0, tokens.panel);
    painter.galley(corner, galley, ink);
    let line = if lit { tokens.text } else { tokens.text_muted };
    painter.circle(centre, RADIUS, fill, Stroke::new(1.5, line));
    focus_ring(ui, response, Rect::from_center_size(centre, Vec2::splat(2.0 * RADIUS + 2.0)), RADIUS as u8 + 1, tokens);
}

/// The line through the bars at the day.
pub(super) fn line(painter: &egui::Painter, tokens: &Tokens, x: f32, area: Rect) {
    if area.x_range().contains(x) {
        painter.vline(x, area.y_range(), Stroke::new(1.5, tokens.select));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_stays_within_what_the_archive_knows() {
        let limits = TimeView { from: seconds_of(date(2015, 3, 10)), to: seconds_of(date(2022, 1, 1)) };
        let days = Days::of(&Dataset::default(), limits);
        assert_eq!(days.moved(None, 0.months()), date(2022, 1, 1));
        assert_eq!(days.moved(Some(date(2021, 12, 20)), 1.months()), days.last);
        assert_eq!(days.moved(Some(date(2015, 3, 31)), -1.months()), days.first);
        assert_eq!(days.moved(Some(date(2020, 3, 31)), -1.months()), date(2020, 2, 29));
    }
}
