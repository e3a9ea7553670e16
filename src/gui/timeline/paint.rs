//! Painting the timeline.

use egui::{Align2, Color32, CornerRadius, Mesh, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind, Ui, Vec2};

use crate::analysis::axis::{self, TimeView};
use crate::analysis::histogram::{Bar, Histogram};
use crate::analysis::{TimeWindow, Verdict};
use crate::gui::cx::ViewCx;
use crate::gui::metrics::{LINE, MARK};
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::focus_ring;
use crate::gui::{format, marks};
use crate::model::ItemId;

use super::{capability, scrubber, timestamp};

const TICKS: f32 = 20.0;
const BAND: f32 = 17.0;
const BAND_GAP: f32 = 2.0;
/// Accounts whose periods are drawn.
const ACCOUNTS: usize = 2;
/// A bar that holds anything is at least so high.
const LEAST_HEIGHT: f32 = 2.0;

/// What to paint, and where.
pub(super) struct Scene<'a, 'b> {
    pub(super) cx: &'a ViewCx<'b>,
    pub(super) view: TimeView,
    pub(super) histogram: &'a Histogram,
    pub(super) plot: Rect,
}

/// A stretch of a band; `None` is open.
pub(super) struct Stretch {
    pub(super) from: Option<f64>,
    pub(super) to: Option<f64>,
    pub(super) colour: Color32,
    pub(super) label: String,
    /// Instead of the label where there is no room for it.
    pub(super) short: String,
    /// What is known of it, shown on hover; empty when the label says it all.
    pub(super) hint: String,
}

impl Scene<'_, '_> {
    pub(super) fn paint(&self, ui: &Ui, response: &Response) {
        let painter = ui.painter().with_clip_rect(self.plot.expand(3.0));
        let bands = self.bands();
        let bars = self.bars_area(bands.len());
        self.ticks(&painter, bars);
        self.points(&painter, bars);
        self.bars(&painter, bars);
        painter.hline(self.plot.x_range(), bars.bottom() + 0.5, Stroke::new(1.0, self.cx.tokens.border));
        let mut top = bars.bottom() + 3.0;
        for band in bands {
            let row = Rect::from_min_max(Pos2::new(self.plot.left(), top), Pos2::new(self.plot.right(), top + BAND));
            self.band(&painter, row, &band);
            top += BAND + BAND_GAP;
        }
        self.brush(&painter, bars);
        if let Some(from) = self.cx.lens.seen_on.map(|_| self.cx.lens.window.from) {
            scrubber::line(&painter, self.cx.tokens, self.x(from.as_second() as f64), self.plot);
        }
        self.markers(&painter, bars);
        focus_ring(ui, response, self.plot, 4, self.cx.tokens);
    }

    /// The room above so many bands.
    fn bars_area(&self, bands: usize) -> Rect {
        self.plot.with_max_y(self.plot.bottom() - TICKS - bands as f32 * (BAND + BAND_GAP) - 3.0)
    }

    /// The stretch of a band under the pointer that has something to say.
    fn stretch_at(&self, pos: Pos2) -> Option<Stretch> {
        let mut bands = self.bands();
        let below = pos.y - self.bars_area(bands.len()).bottom() - 3.0;
        let row = (below / (BAND + BAND_GAP)).floor();
        if row < 0.0 || row as usize >= bands.len() {
            return None;
        }
        let band = bands.swap_remove(row as usize);
        let covers =
            |s: &Stretch| s.from.is_none_or(|from| self.x(from) <= pos.x) && s.to.is_none_or(|to| pos.x < self.x(to));
        band.into_iter().find(|s| covers(s) && !s.hint.is_empty())
    }

    fn x(&self, seconds: f64) -> f32 {
        self.plot.left() + self.view.x(seconds, f64::from(self.plot.width())) as f32
    }

    fn ticks(&self, painter: &Painter, bars: Rect) {
        let tokens = self.cx.tokens;
        let per_tick = self.view.span() / f64::from(self.plot.width().max(1.0)) * 58.0;
        let font = Type::Tiny.font();
        for tick in axis::ticks(self.view.from as i64, self.view.to as i64, per_tick) {
            let x = self.x(tick.seconds as f64);
            let line = if tick.major { tokens.border } else { Tokens::tint(tokens.border, 0.5) };
            painter.vline(x, bars.y_range(), Stroke::new(1.0, line));
            let colour = if tick.major { tokens.text } else { tokens.text_muted };
            let galley = painter.layout_no_wrap(tick.label, font.clone(), colour);
            let left = (x - galley.size().x / 2.0).clamp(self.plot.left(), self.plot.right() - galley.size().x);
            let top = self.plot.bottom() - TICKS / 2.0 - galley.size().y / 2.0 + 1.0;
            painter.galley(Pos2::new(left, top), galley, colour);
        }
    }

    fn visible_bars(&self) -> impl Iterator<Item = &Bar> {
        let (from, to) = (self.view.from as i64, self.view.to as i64);
        self.histogram.bars.iter().filter(move |b| b.to > from && b.from < to)
    }

    fn bars(&self, painter: &Painter, area: Rect) {
        let highest = self.visible_bars().map(Bar::total).max().unwrap_or(0);
        let mut mesh = Mesh::default();
        let room = area.height() - 8.0;
        for bar in self.visible_bars().filter(|b| b.total() > 0) {
            let (left, right) = self.bar_edges(bar);
            let height = (bar.total() as f32 / highest.max(1) as f32 * room).max(LEAST_HEIGHT);
            let mut bottom = area.bottom();
            for (verdict, count) in Verdict::ALL.into_iter().zip(bar.counts) {
                let part = height * count as f32 / bar.total() as f32;
                if part > 0.0 {
                    let rect = Rect::from_min_max(Pos2::new(left, bottom - part), Pos2::new(right, bottom));
                    mesh.add_colored_rect(rect, self.cx.tokens.verdict(verdict));
                }
                bottom -= part;
            }
        }
        painter.add(Shape::mesh(mesh));
    }

    fn bar_edges(&self, bar: &Bar) -> (f32, f32) {
        let (left, right) = (self.x(bar.from as f64), self.x(bar.to as f64));
        let gap = if right - left > 4.0 { 1.0 } else { 0.0 };
        (left, (right - gap).max(left + 1.0))
    }

    /// Rows of trails: an area behind the bars, on a scale of its own.
    fn points(&self, painter: &Painter, area: Rect) {
        let most = self.visible_bars().map(|b| b.points).max().unwrap_or(0);
        if most == 0 {
            return;
        }
        let colour = Tokens::tint(self.cx.tokens.text_faint, 0.28);
        let mut mesh = Mesh::default();
        for bar in self.visible_bars().filter(|b| b.points > 0) {
            // Trails grow by orders of magnitude when a phone is new; the root keeps the early years visible.
            let share = (bar.points as f32 / most as f32).sqrt();
            let top = area.bottom() - (share * (area.height() - 8.0)).max(LEAST_HEIGHT);
            let (left, right) = (self.x(bar.from as f64), self.x(bar.to as f64));
            mesh.add_colored_rect(Rect::from_min_max(Pos2::new(left, top), Pos2::new(right, area.bottom())), colour);
        }
        painter.add(Shape::mesh(mesh));
    }

    fn bands(&self) -> Vec<Vec<Stretch>> {
        let tokens = self.cx.tokens;
        let accounts = &self.cx.dataset().accounts;
        let with_periods = accounts.iter().filter(|a| !a.periods.is_empty()).take(ACCOUNTS);
        let several = accounts.iter().filter(|a| !a.periods.is_empty()).count() > 1;
        let mut bands: Vec<Vec<Stretch>> = Vec::new();
        for account in with_periods {
            let whose = if several { format!(" · {}", format::one_line(&account.handle, 20)) } else { String::new() };
            let stretch = |period: &crate::model::PrivacyPeriod| {
                let (colour, what) = match period.private {
                    Some(true) => (tokens.account_private, "private"),
                    Some(false) => (tokens.account_public, "public"),
                    None => (tokens.text_faint, "unknown"),
                };
                let seconds = |t: Option<jiff::Timestamp>| t.map(|t| t.as_second() as f64);
                let label = format!("{what} account{whose}");
                let (from, to, short) = (seconds(period.from), seconds(period.to), what.to_owned());
                let hint = format!("{} ({})", period.rule.text, period.evidence.as_str());
                Stretch { from, to, colour, label, short, hint }
            };
            bands.push(account.periods.iter().map(stretch).collect());
        }
        let platform = capability::platform(self.cx);
        let collecting = self.cx.lens_in_its_time().collecting(platform.map_or("", |p| p.0));
        let stretches = collecting.map(|(from, to)| Stretch {
            from: Some(from.as_second() as f64),
            to: to.map(|t| t.as_second() as f64),
            colour: tokens.warning,
            label: format!("{} collecting", self.cx.lens.name),
            short: self.cx.lens.name.clone(),
            hint: String::new(),
        });
        bands.push(stretches.collect());
        bands.extend(platform.map(|platform| capability::band(self.cx, platform)));
        bands
    }

    fn band(&self, painter: &Painter, row: Rect, band: &[Stretch]) {
        let tokens = self.cx.tokens;
        for stretch in band {
            let left = stretch.from.map_or(row.left(), |t| self.x(t)).max(row.left());
            let right = stretch.to.map_or(row.right(), |t| self.x(t) - 1.0).min(row.right());
            if right <= left {
                continue;
            }
            let rect = Rect::from_min_max(Pos2::new(left, row.top()), Pos2::new(right, row.bottom()));
            painter.rect_filled(rect, CornerRadius::same(3), Tokens::tint(stretch.colour, 0.26));
            painter.rect_filled(rect.with_max_y(rect.top() + 3.0), CornerRadius::same(2), stretch.colour);
            for label in [&stretch.label, &stretch.short] {
                let galley = painter.layout_no_wrap(label.clone(), Type::Tiny.font(), tokens.text);
                if galley.size().x + 12.0 < rect.width() {
                    let room = rect.translate(Vec2::new(6.0, 1.5));
                    let corner = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), room).min;
                    painter.galley(corner, galley, tokens.text);
                    break;
                }
            }
        }
    }

    fn brush(&self, painter: &Painter, area: Rect) {
        let Some(window) = self.cx.view.filter.window else { return };
        let tokens = self.cx.tokens;
        let clamp = |x: f32| x.clamp(self.plot.left() - 2.0, self.plot.right() + 2.0);
        let (from, to) = (self.x(window.from.as_second() as f64), self.x(window.to.as_second() as f64));
        let (left, right) = (clamp(from), clamp(to));
        let veil = tokens.panel.gamma_multiply(0.62);
        painter.rect_filled(area.with_max_x(left), 0.0, veil);
        painter.rect_filled(area.with_min_x(right), 0.0, veil);
        let rect = Rect::from_x_y_ranges(left..=right, area.y_range());
        painter.rect_filled(rect, 0.0, Tokens::tint(tokens.text, 0.05));
        painter.rect_stroke(rect, CornerRadius::same(2), Stroke::new(1.0, tokens.text_muted), StrokeKind::Inside);
        for (x, edge) in [(from, left), (to, right)] {
            if (x - edge).abs() < 1.0 {
                let handle = Rect::from_center_size(Pos2::new(edge, area.center().y), Vec2::new(6.0, 22.0));
                painter.rect_filled(handle, CornerRadius::same(3), tokens.text);
                painter.vline(edge, handle.y_range().shrink(7.0), Stroke::new(1.0, tokens.panel));
            }
        }
    }

    fn markers(&self, painter: &Painter, area: Rect) {
        let marker = |id: ItemId, strength: f32| {
            let Some(item) = self.cx.dataset().items.get(id.index()) else { return };
            let Some(time) = item.time else { return };
            let x = self.x(time.as_second() as f64);
            if !self.plot.x_range().contains(x) {
                return;
            }
            let colour = Tokens::tint(self.cx.tokens.text, strength);
            painter.vline(x, area.y_range(), Stroke::new(1.5, colour));
            let centre = Pos2::new(x, area.top() + 5.0);
            painter.circle_filled(centre, MARK * 0.8, self.cx.tokens.panel);
            marks::verdict(painter, centre, MARK, self.cx.exposure.of(id).verdict, self.cx.tokens);
        };
        if let Some(several) = &self.cx.hover.several {
            self.several(painter, area, several);
        }
        if let Some(id) = self.cx.hover.previous {
            marker(id, 0.7);
        }
        if let Some(id) = self.cx.view.selection {
            marker(id, 1.0);
        }
    }

    /// Ticks for the items that something hovered elsewhere stands for.
    fn several(&self, painter: &Painter, area: Rect, ids: &[ItemId]) {
        let times = ids.iter().filter_map(|id| self.cx.dataset().items.get(id.index())?.time);
        let mut columns: Vec<i32> = times.map(|time| self.x(time.as_second() as f64).round() as i32).collect();
        columns.sort_unstable();
        columns.dedup();
        let ticks = area.top()..=area.top() + 9.0;
        for x in columns.into_iter().map(|x| x as f32).filter(|x| self.plot.x_range().contains(*x)) {
            painter.vline(x, ticks.clone(), Stroke::new(1.5, self.cx.tokens.text));
        }
    }

    /// What the bar under the pointer holds.
    pub(super) fn tooltip(&self, response: &Response) {
        let Some(pos) = response.hover_pos() else { return };
        if let Some(stretch) = self.stretch_at(pos) {
            let tokens = self.cx.tokens;
            response.clone().on_hover_ui_at_pointer(|ui| {
                ui.set_max_width(360.0);
                ui.label(Type::SmallStrong.text(stretch.label, tokens.text));
                ui.label(Type::Small.text(stretch.hint, tokens.text_muted));
            });
            return;
        }
        let at = self.view.time(f64::from(pos.x - self.plot.left()), f64::from(self.plot.width()));
        let Some(bar) = self.histogram.bar_at(at as i64) else { return };
        let tokens = self.cx.tokens;
        response.clone().on_hover_ui_at_pointer(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.spacing_mut().interact_size.y = LINE;
            let window = TimeWindow { from: timestamp(bar.from as f64), to: timestamp(bar.to as f64) };
            ui.label(Type::SmallStrong.text(format::window(window), tokens.text));
            if bar.total() == 0 && bar.points == 0 {
                ui.label(Type::Small.text("Nothing", tokens.text_muted));
            }
            for (verdict, count) in Verdict::ALL.into_iter().zip(bar.counts).filter(|(_, count)| *count > 0) {
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(Vec2::new(MARK + 2.0, 15.0), egui::Sense::hover());
                    marks::verdict(ui.painter(), rect.center(), MARK, verdict, tokens);
                    let line = format!("{} · {}", format::count(count.into()), verdict.label());
                    ui.label(Type::Small.text(line, tokens.text));
                });
            }
            if bar.points > 0 {
                let line = format!("{} of location trails", format::counted(bar.points.into(), "point", "points"));
                ui.label(Type::Small.text(line, tokens.text_muted));
            }
        });
    }
}
