//! The small card beside the pointer.

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2, vec2};

use crate::analysis::Verdict;
use crate::gui::cx::ViewCx;
use crate::gui::typography::Type;
use crate::gui::{format, marks};
use crate::model::ItemId;

use super::hexes::HexTarget;
use super::pins::{ClusterTarget, Target, verdict_of};
use super::shown::Shown;

/// A line of the card.
struct Row {
    mark: Option<Verdict>,
    text: String,
    kind: Type,
    colour: Color32,
}

const WIDTH: f32 = 270.0;
const MARGIN: f32 = 10.0;
const MARK: f32 = 9.0;

/// Draws the card of what is under the pointer, beside `at`, within `bounds`.
pub(super) fn paint(painter: &Painter, at: Pos2, bounds: Rect, target: &Target, cx: &ViewCx<'_>, shown: &Shown) {
    let rows = match target {
        Target::Item(id) => item_rows(*id, cx),
        Target::Cluster(cluster) => cluster_rows(cluster, cx),
        Target::Hex(hex) => hex_rows(*hex, cx, shown),
        Target::Trail(members) => trail_rows(members.clone(), cx, shown),
    };
    card(painter, at, bounds, &rows, cx);
}

fn item_rows(id: ItemId, cx: &ViewCx<'_>) -> Vec<Row> {
    let tokens = cx.tokens;
    let item = cx.item(id);
    let verdict = verdict_of(cx, id.0);
    let mut rows = Vec::new();
    if let Some(place) = &item.place {
        rows.push(Row {
            mark: None,
            text: format::one_line(&format::place_name(place), 60),
            kind: Type::Strong,
            colour: tokens.text,
        });
    }
    let what = format!("{} · {}", format::kind(item.kind), format::item_time(item));
    rows.push(Row { mark: None, text: what, kind: Type::Small, colour: tokens.text_muted });
    rows.push(Row {
        mark: Some(verdict),
        text: verdict.label().to_owned(),
        kind: Type::SmallStrong,
        colour: tokens.text,
    });
    if let Some(location) = item.location {
        let accuracy =
            location.accuracy_metres.filter(|m| *m > 0.0).map(|m| format!(", within {}", format::distance(m)));
        let text = format!("Position: {}{}", format::source(location.source), accuracy.unwrap_or_default());
        rows.push(Row { mark: None, text, kind: Type::Tiny, colour: tokens.text_faint });
    }
    rows
}

fn cluster_rows(cluster: &ClusterTarget, cx: &ViewCx<'_>) -> Vec<Row> {
    let tokens = cx.tokens;
    let title = format::counted(u64::from(cluster.count()), "item", "items");
    let mut rows = vec![Row { mark: None, text: title, kind: Type::Strong, colour: tokens.text }];
    for (verdict, count) in Verdict::ALL.iter().zip(cluster.by_verdict).filter(|(_, n)| *n > 0) {
        let text = format!("{}  {}", format::count(u64::from(count)), verdict.label());
        rows.push(Row { mark: Some(*verdict), text, kind: Type::Small, colour: tokens.text_muted });
    }
    rows
}

/// Most items of a cell that are asked for their verdict.
const MOST_ASKED: usize = 200_000;

fn hex_rows(hex: HexTarget, cx: &ViewCx<'_>, shown: &Shown) -> Vec<Row> {
    let tokens = cx.tokens;
    let plain = |text, kind, colour| Row { mark: None, text, kind, colour };
    let (items, points) = (u64::from(hex.count.items), u64::from(hex.count.points));
    let parts = [(items, "item", "items"), (points, "trail point", "trail points")];
    let parts =
        parts.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| format::counted(*count, one, many));
    let mut rows = vec![plain(parts.collect::<Vec<_>>().join(", "), Type::Strong, tokens.text)];
    let area = hex.cell.area_km2();
    let density = format::density(hex.count.total() as f64 / area);
    rows.push(plain(format!("{density} in {}", format::area(area)), Type::Small, tokens.text_muted));
    let members = shown.hexes.as_ref().map_or(&[][..], |counts| counts.items_in(hex.cell));
    if members.len() <= MOST_ASKED {
        for verdict in Verdict::ALL {
            let count = members.iter().filter(|key| verdict_of(cx, **key) == verdict).count();
            if count > 0 {
                let text = format!("{}  {}", format::count(count as u64), verdict.label());
                rows.push(Row { mark: Some(verdict), text, kind: Type::Small, colour: tokens.text_muted });
            }
        }
    }
    let hint = if members.len() == 1 { "Click to select it" } else { "Click to show only these" };
    rows.push(plain(hint.to_owned(), Type::Tiny, tokens.text_faint));
    rows
}

fn trail_rows(members: std::ops::Range<usize>, cx: &ViewCx<'_>, shown: &Shown) -> Vec<Row> {
    let tokens = cx.tokens;
    let points = &cx.dataset().points;
    let count = members.len() as u64;
    let title = format::counted(count, "trail point", "trail points");
    let mut rows = vec![Row { mark: None, text: title, kind: Type::Strong, colour: tokens.text }];
    let keys = members.take(100_000).map(|at| shown.positions.points.key(at) as usize);
    let span = keys.fold(None, |span: Option<(usize, usize)>, row| {
        let (first, last) = span.unwrap_or((row, row));
        Some((first.min(row), last.max(row)))
    });
    if let Some((first, last)) = span
        && let (Some(from), Some(to)) = (points.timestamp(first), points.timestamp(last))
    {
        let (from, to) = (format::day(from), format::day(to));
        let text = if from == to { from } else { format!("{from} – {to}") };
        rows.push(Row { mark: None, text, kind: Type::Small, colour: tokens.text_muted });
    }
    let text = "Never published".to_owned();
    rows.push(Row { mark: Some(Verdict::Private), text, kind: Type::Small, colour: tokens.text_muted });
    rows
}

fn card(painter: &Painter, at: Pos2, bounds: Rect, rows: &[Row], cx: &ViewCx<'_>) {
    let tokens = cx.tokens;
    let indent = |row: &Row| if row.mark.is_some() { MARK + 7.0 } else { 0.0 };
    let galleys: Vec<_> = rows
        .iter()
        .map(|row| painter.layout(row.text.clone(), row.kind.font(), row.colour, WIDTH - indent(row)))
        .collect();
    let width = rows.iter().zip(&galleys).map(|(row, g)| g.size().x + indent(row)).fold(0.0, f32::max);
    let height: f32 = galleys.iter().map(|g| g.size().y + 3.0).sum::<f32>() - 3.0;
    let rect = beside(at, vec2(width, height) + Vec2::splat(2.0 * MARGIN), bounds);
    let radius = CornerRadius::same(8);
    let shadow = egui::Shadow { offset: [0, 4], blur: 16, spread: 0, color: tokens.shadow };
    painter.add(shadow.as_shape(rect, radius));
    painter.rect(rect, radius, tokens.card, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
    let mut corner = rect.min + Vec2::splat(MARGIN);
    for (row, galley) in rows.iter().zip(galleys) {
        let size = galley.size();
        if let Some(verdict) = row.mark {
            marks::verdict(painter, corner + vec2(MARK / 2.0, size.y / 2.0), MARK, verdict, tokens);
        }
        painter.galley(corner + vec2(indent(row), 0.0), galley, row.colour);
        corner.y += size.y + 3.0;
    }
}

/// A rectangle beside a point that stays within `bounds`: to the right below, or wherever there is room.
fn beside(at: Pos2, size: Vec2, bounds: Rect) -> Rect {
    let gap = 16.0;
    let x = if at.x + gap + size.x <= bounds.right() - 4.0 { at.x + gap } else { at.x - gap - size.x };
    let y = if at.y + gap + size.y <= bounds.bottom() - 4.0 { at.y + gap } else { at.y - gap - size.y };
    let limit = |v: f32, low: f32, high: f32| v.min(high).max(low);
    let corner = Pos2::new(
        limit(x, bounds.left() + 4.0, bounds.right() - size.x - 4.0),
        limit(y, bounds.top() + 4.0, bounds.bottom() - size.y - 4.0),
    );
    Rect::from_min_size(corner, size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_stays_on_the_map_and_off_the_pointer() {
        let bounds = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
        for at in [(5.0, 5.0), (795.0, 5.0), (5.0, 595.0), (795.0, 595.0), (400.0, 300.0)] {
            let at = Pos2::from(at);
            let rect = beside(at, vec2(200.0, 90.0), bounds);
            assert!(bounds.contains_rect(rect), "{at} {rect}");
            assert!(!rect.contains(at));
        }
    }
}
