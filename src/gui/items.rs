//! The table of everything that is shown: virtual rows, sortable columns.

use std::cmp::Ordering;

use egui::{Align, Align2, Key, Layout, Modifiers, Popup, Role, Sense, Ui, Vec2, WidgetInfo};
use egui_extras::{Column as TableColumn, TableBuilder, TableRow};

use crate::model::{Item, ItemId};

use super::action::Action;
use super::cx::ViewCx;
use super::format;
use super::icons::Icon;
use super::marks;
use super::metrics::{ICON, MARK};
use super::theme::Tokens;
use super::typography::Type;
use super::widgets::focus_ring;

const ROW: f32 = 30.0;
const HEADER: f32 = 32.0;
/// Rows that a page key moves over.
const PAGE: usize = 20;
/// Longest text laid out in a cell.
const CELL_CHARACTERS: usize = 160;

/// Width of the table from which kinds and verdicts are written out beside their marks, in points. The filters beside
/// the table name the marks.
const WORDS_FROM: f32 = 520.0;

/// A column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Column {
    #[default]
    Time,
    Kind,
    Platform,
    Place,
    Verdict,
    Evidence,
    Text,
}

impl Column {
    const ALL: [Self; 7] =
        [Self::Time, Self::Kind, Self::Platform, Self::Place, Self::Verdict, Self::Evidence, Self::Text];

    const fn title(self) -> &'static str {
        match self {
            Self::Time => "Time (UTC)",
            Self::Kind => "Kind",
            Self::Platform => "Platform",
            Self::Place => "Place",
            Self::Verdict => "Verdict",
            Self::Evidence => "Evidence",
            Self::Text => "Text",
        }
    }

    /// Width in points, with kinds and verdicts in `words` or as marks alone; `None` shares what is left.
    const fn width(self, words: bool) -> Option<f32> {
        match self {
            Self::Kind | Self::Verdict if !words => Some(72.0),
            Self::Time => Some(126.0),
            Self::Kind => Some(112.0),
            Self::Platform => Some(86.0),
            Self::Verdict => Some(186.0),
            Self::Evidence => Some(78.0),
            Self::Place | Self::Text => None,
        }
    }

    /// Width of the table from which the column is worth its room, in points.
    const fn wanted_from(self) -> f32 {
        match self {
            Self::Platform => 860.0,
            Self::Evidence => 700.0,
            Self::Text => WORDS_FROM,
            _ => 0.0,
        }
    }

    fn order(self, cx: &ViewCx<'_>, a: ItemId, b: ItemId) -> Ordering {
        let (left, right) = (cx.item(a), cx.item(b));
        match self {
            // Ids are in time order, items without a time last.
            Self::Time => a.cmp(&b),
            Self::Kind => format::kind(left.kind).cmp(format::kind(right.kind)),
            Self::Platform => format::platform(left.platform).cmp(format::platform(right.platform)),
            Self::Place => empty_last(place(left), place(right)),
            Self::Verdict => cx.exposure.of(a).verdict.cmp(&cx.exposure.of(b).verdict),
            Self::Evidence => cx.exposure.of(a).evidence.cmp(&cx.exposure.of(b).evidence),
            Self::Text => empty_last(left.text.as_deref().unwrap_or(""), right.text.as_deref().unwrap_or("")),
        }
    }
}

fn place(item: &Item) -> &str {
    item.place.as_ref().map_or("", |p| &p.name)
}

fn place_shown(item: &Item) -> String {
    item.place.as_ref().map_or_else(String::new, |p| format::one_line(&format::place_name(p), CELL_CHARACTERS))
}

fn empty_last(a: &str, b: &str) -> Ordering {
    a.is_empty().cmp(&b.is_empty()).then_with(|| a.cmp(b))
}

/// The table.
#[derive(Default)]
pub(crate) struct ItemsPage {
    column: Column,
    descending: bool,
    sorted: Option<(SortKey, Vec<ItemId>)>,
    /// The selection that was last scrolled to.
    seen: Option<ItemId>,
}

#[derive(Clone, Copy, PartialEq)]
struct SortKey {
    generation: u64,
    column: Column,
    descending: bool,
}

impl ItemsPage {
    /// Draws the table into all of the room there is.
    pub(crate) fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>) {
        ui.painter().rect_filled(ui.max_rect(), 0.0, cx.tokens.background);
        self.sort(cx);
        let Some((key, sorted)) = self.sorted.take() else { return };
        if sorted.is_empty() {
            empty_ui(ui, cx);
        } else {
            Self::keys(ui, cx, &sorted);
            self.table_ui(ui, cx, &sorted);
        }
        // With the key it was sorted by: a click on a heading just now asks for another.
        self.sorted = Some((key, sorted));
    }

    fn key(&self, cx: &ViewCx<'_>) -> SortKey {
        SortKey { generation: cx.derived.generation, column: self.column, descending: self.descending }
    }

    fn sort(&mut self, cx: &ViewCx<'_>) {
        let key = self.key(cx);
        if self.sorted.as_ref().is_some_and(|(old, _)| *old == key) {
            return;
        }
        let mut ids = cx.derived.visible.to_vec();
        // Equal ones stay in time order, whichever way the column is sorted.
        let order = |a: &ItemId, b: &ItemId| self.column.order(cx, *a, *b);
        if self.descending {
            ids.sort_by(|a, b| order(b, a));
        } else {
            ids.sort_by(order);
        }
        self.sorted = Some((key, ids));
    }

    fn keys(ui: &Ui, cx: &ViewCx<'_>, sorted: &[ItemId]) {
        let elsewhere = ui.memory(|m| m.focused().is_some()) || Popup::is_any_open(ui);
        if elsewhere {
            return;
        }
        let presses = |key: Key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
        let down = presses(Key::ArrowDown) + PAGE * presses(Key::PageDown);
        let up = presses(Key::ArrowUp) + PAGE * presses(Key::PageUp);
        let at = || cx.view.selection.and_then(|id| sorted.iter().position(|s| *s == id));
        let last = sorted.len() - 1;
        let target = match (down, up) {
            (0, 0) => None,
            (_, 0) => Some(at().map_or(down - 1, |i| i + down).min(last)),
            _ => Some(at().map_or(last, |i| (i + down).min(last)).saturating_sub(up)),
        };
        if let Some(id) = target.and_then(|i| sorted.get(i)) {
            cx.actions.send(Action::Select(Some(*id)));
        }
        if let Some(id) = cx.view.selection
            && presses(Key::Enter) > 0
        {
            cx.actions.send(Action::ShowOnMap(id));
        }
    }

    fn table_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, sorted: &[ItemId]) {
        ui.spacing_mut().item_spacing = Vec2::new(0.0, 0.0);
        ui.visuals_mut().selection.bg_fill = Tokens::tint(cx.tokens.select, 0.22);
        ui.visuals_mut().widgets.hovered.bg_fill = cx.tokens.card;
        let width = ui.available_width();
        let columns: Vec<Column> = Column::ALL.into_iter().filter(|c| width > c.wanted_from()).collect();
        let words = width > WORDS_FROM;
        let fixed: f32 = columns.iter().filter_map(|c| c.width(words)).sum();
        let sharing = columns.iter().filter(|c| c.width(words).is_none()).count().max(1);
        let shared = ((width - fixed - 12.0) / sharing as f32).max(80.0);
        let mut table = TableBuilder::new(ui)
            .id_salt("items")
            .sense(Sense::click())
            .striped(false)
            .auto_shrink(false)
            .cell_layout(Layout::left_to_right(Align::Center));
        for column in &columns {
            table = table.column(TableColumn::exact(column.width(words).unwrap_or(shared)));
        }
        if self.seen != cx.view.selection {
            self.seen = cx.view.selection;
            if let Some(row) = cx.view.selection.and_then(|id| sorted.iter().position(|s| *s == id)) {
                table = table.scroll_to_row(row, None);
            }
        }
        let with_header = table.header(HEADER, |mut row| {
            for column in &columns {
                row.col(|ui| self.header_ui(ui, cx.tokens, *column));
            }
        });
        with_header.body(|body| {
            body.rows(ROW, sorted.len(), |row| {
                if let Some(id) = sorted.get(row.index()) {
                    row_ui(row, cx, (&columns, words), *id);
                }
            });
        });
    }

    fn header_ui(&mut self, ui: &mut Ui, tokens: &Tokens, column: Column) {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click());
        let is_sorted = self.column == column;
        let way = match (is_sorted, self.descending) {
            (false, _) => "",
            (true, false) => ", ascending",
            (true, true) => ", descending",
        };
        let name = format!("Sort by {}{way}", column.title());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &name));
        if response.clicked() {
            self.descending = is_sorted && !self.descending;
            self.column = column;
        }
        let colour = if is_sorted || response.hovered() { tokens.text } else { tokens.text_muted };
        let painter = ui.painter();
        painter.rect_filled(rect, 0.0, tokens.panel);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, tokens.border));
        let left = rect.left_center() + Vec2::new(10.0, 0.0);
        let text = painter.text(left, Align2::LEFT_CENTER, column.title(), Type::SmallStrong.font(), colour);
        if is_sorted {
            let caret = if self.descending { Icon::CaretDown } else { Icon::CaretUp };
            caret.paint(painter, text.right_center() + Vec2::new(10.0, 0.0), 10.0, colour);
        }
        focus_ring(ui, &response, rect.shrink(2.0), 4, tokens);
    }
}

fn empty_ui(ui: &mut Ui, cx: &ViewCx<'_>) {
    let centre = ui.max_rect().center();
    let tokens = cx.tokens;
    let text = if cx.dataset().items.is_empty() { "This archive holds no items" } else { "Nothing passes the filters" };
    Icon::List.paint(ui.painter(), centre - Vec2::new(0.0, 26.0), 30.0, tokens.text_faint);
    ui.painter().text(centre, Align2::CENTER_CENTER, text, Type::Heading.font(), tokens.text_muted);
}

fn row_ui(mut row: TableRow<'_, '_>, cx: &ViewCx<'_>, (columns, words): (&[Column], bool), id: ItemId) {
    let item = cx.item(id);
    let is_selected = cx.view.selection == Some(id);
    row.set_selected(is_selected);
    row.set_hovered(cx.hover.previous == Some(id));
    for column in columns {
        row.col(|ui| cell_ui(ui, cx, (*column, words), id));
    }
    let response = row.response();
    response.widget_info(|| {
        let name = format!(
            "{}, {}, {}, {}",
            format::kind(item.kind),
            format::item_time_short(item),
            place_shown(item),
            cx.exposure.of(id).verdict.label()
        );
        WidgetInfo::selected(Role::Row, true, is_selected, name)
    });
    if response.hovered() {
        cx.hover.next.set(Some(id));
    }
    if response.double_clicked() {
        cx.actions.send(Action::ShowOnMap(id));
    } else if response.clicked() {
        response.surrender_focus();
        cx.actions.send(Action::Select(Some(id)));
    }
}

fn cell_ui(ui: &mut Ui, cx: &ViewCx<'_>, (column, words): (Column, bool), id: ItemId) {
    let (tokens, item) = (cx.tokens, cx.item(id));
    let verdict = cx.exposure.of(id);
    ui.add_space(10.0);
    let rect = ui.max_rect();
    let y = rect.center().y;
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, Tokens::tint(tokens.border, 0.5)));
    match column {
        Column::Time => cell_text(ui, 0.0, tokens.text, &format::item_time_short(item)),
        Column::Kind => {
            let centre = egui::pos2(rect.left() + 10.0 + ICON / 2.0, y);
            format::kind_icon(item.kind).paint(ui.painter(), centre, ICON - 1.0, tokens.text_muted);
            if words {
                cell_text(ui, ICON + 7.0, tokens.text, format::kind(item.kind));
            }
        }
        Column::Platform => cell_text(ui, 0.0, tokens.text_muted, format::platform(item.platform)),
        Column::Place => match (place(item), item.location) {
            ("", Some(location)) => cell_text(ui, 0.0, tokens.text_faint, &format::point_short(location.point)),
            _ => cell_text(ui, 0.0, tokens.text, &place_shown(item)),
        },
        Column::Verdict => {
            let centre = egui::pos2(rect.left() + 10.0 + MARK / 2.0, y);
            marks::verdict(ui.painter(), centre, MARK, verdict.verdict, tokens);
            if words {
                cell_text(ui, MARK + 8.0, tokens.text, verdict.verdict.label());
            }
        }
        Column::Evidence => cell_text(ui, 0.0, tokens.text_muted, verdict.evidence.as_str()),
        Column::Text => {
            let caption = item.text.as_deref().unwrap_or("");
            cell_text(ui, 0.0, tokens.text_muted, &format::one_line(caption, CELL_CHARACTERS));
        }
    }
}

/// Text in a cell, cut where the cell ends.
fn cell_text(ui: &Ui, indent: f32, colour: egui::Color32, text: &str) {
    let rect = ui.max_rect();
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), Type::Small.font(), colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width((rect.width() - 14.0 - indent).max(0.0));
    let galley = ui.painter().layout_job(job);
    let corner = egui::pos2(rect.left() + 10.0 + indent, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(corner, galley, colour);
}
