//! The columns of the comparison: where they stand, and their headings.

use egui::{Align, Align2, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::analysis::{Filter, Moment, Verdict};
use crate::gui::icons::Icon;
use crate::gui::marks;
use crate::gui::metrics::{ICON, MARK};
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

/// Lines of a label where the columns are at their least, and where there is more room.
const LABEL_ROWS: [u16; 2] = [4, 3];
/// Width of a column that has more room.
const WIDE_COUNT: f32 = 78.0;
/// Inside a row, at its ends.
pub(super) const PAD: f32 = 12.0;
/// Between the verdicts and the moments.
const GROUP_GAP: f32 = 12.0;
/// Least and most room for a count. The longest word of a heading fits the least.
const COUNT: [f32; 2] = [66.0, 84.0];
/// Least room for the name of a lens.
const NAME: f32 = 236.0;
/// Room for whether a lens works today.
const TODAY: f32 = 54.0;

/// A count in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    Verdict(Verdict),
    Moment(Moment),
}

impl Count {
    /// Every count, from left to right.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let verdicts = Verdict::ALL.into_iter().map(Self::Verdict);
        verdicts.chain(Moment::ALL.into_iter().map(Self::Moment))
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Verdict(verdict) => verdict.label(),
            Self::Moment(moment) => moment.label(),
        }
    }

    const fn meaning(self) -> &'static str {
        match self {
            Self::Verdict(verdict) => verdict.meaning(),
            Self::Moment(moment) => moment.meaning(),
        }
    }

    /// Shows what was counted and nothing else.
    pub(super) fn filter(self) -> Filter {
        match self {
            Self::Verdict(verdict) => Filter::of_verdict(verdict),
            Self::Moment(moment) => Filter::of_moment(moment),
        }
    }

    fn paint(self, ui: &Ui, centre: Pos2, tokens: &Tokens) {
        match self {
            Self::Verdict(verdict) => marks::verdict(ui.painter(), centre, MARK, verdict, tokens),
            Self::Moment(moment) => marks::moment_icon(moment).paint(ui.painter(), centre, ICON, tokens.text_muted),
        }
    }
}

/// Where the columns stand in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Columns {
    name: f32,
    count: f32,
}

impl Columns {
    /// For rows of this width.
    pub(super) fn new(width: f32) -> Self {
        let counts = Count::all().count() as f32;
        let room = width - 2.0 * PAD - TODAY - GROUP_GAP;
        let count = ((room - NAME) / counts).floor().clamp(COUNT[0], COUNT[1]);
        Self { name: (room - counts * count).max(0.0), count }
    }

    /// The part of a row for the name of the lens.
    pub(super) fn name(self, row: Rect) -> Rect {
        Rect::from_min_size(row.min + Vec2::new(PAD, 0.0), Vec2::new(self.name, row.height()))
    }

    /// The part of a row for whether it works today.
    pub(super) fn today(self, row: Rect) -> Rect {
        Rect::from_min_size(row.min + Vec2::new(PAD + self.name, 0.0), Vec2::new(TODAY, row.height()))
    }

    /// The part of a row for a count.
    pub(super) fn count(self, row: Rect, index: usize) -> Rect {
        let gap = if index >= Verdict::ALL.len() { GROUP_GAP } else { 0.0 };
        let left = PAD + self.name + TODAY + gap + index as f32 * self.count;
        Rect::from_min_size(row.min + Vec2::new(left, 0.0), Vec2::new(self.count, row.height()))
    }

    fn label_rows(self) -> u16 {
        LABEL_ROWS[usize::from(self.count >= WIDE_COUNT)]
    }

    /// Draws the headings.
    pub(super) fn headings_ui(self, ui: &mut Ui, tokens: &Tokens) {
        // The mark above the label, and the lines of the label.
        let height = 28.0 + f32::from(self.label_rows()) * 13.5;
        let (row, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
        let heading = |ui: &mut Ui, cell: Rect, label: &str, meaning: &str| {
            let response = ui.interact(cell, ui.scope_id().with(("heading", label)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, label));
            let mut job = egui::text::LayoutJob::simple(
                label.to_owned(),
                Type::Tiny.font(),
                tokens.text_muted,
                cell.width() - 2.0,
            );
            job.halign = Align::Center;
            job.wrap.max_rows = usize::from(self.label_rows());
            let galley = ui.painter().layout_job(job);
            ui.painter().galley(cell.center_top() + Vec2::new(0.0, 24.0), galley, tokens.text_muted);
            response.on_hover_text(meaning);
        };
        let name = self.name(row);
        let anchor = Pos2::new(name.left(), name.top() + 31.0);
        ui.painter().text(anchor, Align2::LEFT_CENTER, "Lens", Type::Tiny.font(), tokens.text_muted);
        let today = self.today(row);
        Icon::Binoculars.paint(ui.painter(), today.center_top() + Vec2::new(0.0, 12.0), ICON, tokens.text_muted);
        heading(ui, today, "Works today", "Whether the same way is open today");
        for (index, count) in Count::all().enumerate() {
            let cell = self.count(row, index);
            count.paint(ui, cell.center_top() + Vec2::new(0.0, 12.0), tokens);
            heading(ui, cell, count.label(), count.meaning());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_row_and_do_not_overlap() {
        for width in [866.0, 1_000.0, 1_186.0, 1_346.0, 2_000.0] {
            let row = Rect::from_min_size(Pos2::new(70.0, 10.0), Vec2::new(width, 46.0));
            let columns = Columns::new(width);
            let mut cells = vec![columns.name(row), columns.today(row)];
            cells.extend((0..Count::all().count()).map(|i| columns.count(row, i)));
            for pair in cells.windows(2) {
                assert!(pair[0].right() <= pair[1].left() + 0.01, "{width}: {pair:?}");
            }
            let end = cells.last().unwrap().right();
            assert!((end - (row.right() - PAD)).abs() < 0.01, "{width}: ends at {end}");
            assert!(columns.name(row).width() > 180.0, "{width}");
        }
    }
}
