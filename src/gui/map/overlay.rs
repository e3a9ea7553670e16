//! What lies over the map: legend, scale bar, origin of the data, buttons.

use egui::{
    Align2, Color32, CornerRadius, Mesh, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};

use crate::analysis::heat::HeatScale;
use crate::gui::format;
use crate::gui::icons::Icon;
use crate::gui::state::MapLayer;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;

use super::hexes::HexScale;
use super::projector::Projector;

/// Between what lies over the map and its edge.
pub(super) const EDGE: f32 = 12.0;
const PADDING: f32 = 12.0;
const GAP: f32 = 18.0;
/// Least and most width of the colours in the legend.
const RAMP_WIDTH: [f32; 2] = [90.0, 190.0];
/// The longest scale bar with its text.
const BAR_WIDTH: f32 = 150.0;
/// Below this width of the map the line that names its origin runs below the legend instead of beside it.
const NARROW_MAP: f32 = 520.0;
/// Height of that line.
const ORIGIN: f32 = 18.0;
pub(super) const BUTTON: f32 = 32.0;
/// Between buttons.
pub(super) const GAP_BETWEEN: f32 = 6.0;
/// Height of the buttons that move the map.
pub(super) const ZOOM_COLUMN: f32 = 4.0 * BUTTON + 3.0 * GAP_BETWEEN;

/// What the colours of the map stand for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Legend {
    /// Density.
    Heat(HeatScale),
    /// Density and counts of hexagons.
    Hexes(HexScale),
}

/// Width of the colours in the legend, so that it ends before the buttons.
fn ramp_width(rect: Rect) -> f32 {
    let others = 2.0 * EDGE + BUTTON + 2.0 * PADDING + 3.0 * GAP + BAR_WIDTH;
    (rect.width() - others).clamp(RAMP_WIDTH[0], RAMP_WIDTH[1])
}

fn is_narrow(rect: Rect) -> bool {
    rect.width() < NARROW_MAP
}

/// Room for the colours in the legend of a layer.
fn ramp_size(rect: Rect, layer: MapLayer) -> Vec2 {
    let width = ramp_width(rect) + 2.0 * GAP;
    match layer {
        MapLayer::Heat => vec2(width, 28.0),
        MapLayer::Hexes => vec2(width, 54.0),
        MapLayer::Pins => Vec2::ZERO,
    }
}

/// The card for a legend with a scale bar that needs `bar_width` points.
fn legend_rect(rect: Rect, ramp: Vec2, bar_width: f32) -> Rect {
    let size = vec2(2.0 * PADDING + bar_width, 30.0) + ramp;
    let below = if is_narrow(rect) { ORIGIN } else { EDGE };
    Rect::from_min_size(pos2(rect.left() + EDGE, rect.bottom() - below - size.y), size)
}

/// What lies over the map, so that no name is hidden by it.
pub(super) fn places(rect: Rect, layer: MapLayer) -> [Rect; 3] {
    let column = vec2(BUTTON, super::areas::COLUMN);
    let buttons = Rect::from_min_size(pos2(rect.right() - EDGE - BUTTON, rect.top() + EDGE), column);
    let attribution = Rect::from_min_max(rect.max - vec2(410.0, 20.0), rect.max);
    // The longest bar, so that names do not come and go as its length changes.
    [legend_rect(rect, ramp_size(rect, layer), BAR_WIDTH), buttons, attribution]
}

/// Draws the card at the lower left, the colours of the layer with their numbers and the scale bar. Returns where.
pub(super) fn legend(painter: &Painter, projector: &Projector, colours: Option<&Legend>, tokens: &Tokens) -> Rect {
    let bar = ScaleBar::at(projector);
    let room = match colours {
        None => Vec2::ZERO,
        Some(Legend::Heat(_)) => ramp_size(projector.rect, MapLayer::Heat),
        Some(Legend::Hexes(_)) => ramp_size(projector.rect, MapLayer::Hexes),
    };
    let rect = legend_rect(projector.rect, room, bar.width(painter, tokens));
    card(painter, rect, tokens);
    let mut left = rect.left() + PADDING;
    if let Some(colours) = colours {
        let width = ramp_width(projector.rect);
        let ramp = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        match colours {
            Legend::Heat(scale) => heat_ramp(painter, ramp, scale, tokens),
            Legend::Hexes(scale) => hex_ramp(painter, ramp, scale, tokens),
        }
        left += width + GAP;
        painter.vline(left, rect.top() + 10.0..=rect.bottom() - 10.0, Stroke::new(1.0, tokens.border));
        left += GAP;
    }
    bar.paint(painter, pos2(left, rect.center().y), tokens);
    rect
}

fn card(painter: &Painter, rect: Rect, tokens: &Tokens) {
    painter.rect(rect, CornerRadius::same(8), tokens.map_card, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
}

/// The colours from few to many, and what they stand for.
fn heat_ramp(painter: &Painter, room: Rect, scale: &HeatScale, tokens: &Tokens) {
    let (unit, unit_name) = unit(scale);
    let title = format!("Items per {unit_name}");
    painter.text(room.min + vec2(0.0, 8.0), Align2::LEFT_TOP, title, Type::Tiny.font(), tokens.text_muted);
    let rect = Rect::from_min_size(room.min + vec2(0.0, 25.0), vec2(room.width(), 7.0));
    bar_of_colours(painter, rect, tokens, &|t| tokens.heat(t));
    ticks(painter, rect, scale, unit, false, tokens);
}

/// The same for hexagons: how many lie in one above the colours, and how dense that is below.
fn hex_ramp(painter: &Painter, room: Rect, scale: &HexScale, tokens: &Tokens) {
    let (unit, unit_name) = unit(&scale.heat);
    let (top, font) = (room.min + vec2(0.0, 8.0), Type::Tiny.font());
    let title = format!("Items in a cell of {}", format::area(scale.usual_km2));
    painter.text(top, Align2::LEFT_TOP, title, font.clone(), tokens.text_muted);
    let rect = Rect::from_min_size(room.min + vec2(0.0, 38.0), vec2(room.width(), 7.0));
    bar_of_colours(painter, rect, tokens, &|t| super::hexes::colour(tokens, t));
    ticks(painter, rect, &scale.heat, scale.usual_km2, true, tokens);
    ticks(painter, rect, &scale.heat, unit, false, tokens);
    let below = rect.left_bottom() + vec2(0.0, 18.0);
    painter.text(below, Align2::LEFT_TOP, format!("Items per {unit_name}"), font, tokens.text_muted);
}

fn bar_of_colours(painter: &Painter, rect: Rect, tokens: &Tokens, colour: &dyn Fn(f32) -> Color32) {
    painter.add(Shape::mesh(ramp_mesh(rect, tokens, colour)));
    painter.rect_stroke(rect, CornerRadius::ZERO, Stroke::new(1.0, tokens.border), StrokeKind::Outside);
}

/// Round densities times `unit`, below or above a bar of colours.
fn ticks(painter: &Painter, rect: Rect, scale: &HeatScale, unit: f64, above: bool, tokens: &Tokens) {
    let mut free_from = rect.left() - 4.0;
    // Of a cell there are whole numbers only.
    let values = scale.ticks(unit, 0.14).into_iter().filter(|(_, value)| !above || *value >= 0.999);
    for (t, value) in values {
        let x = rect.left() + rect.width() * t as f32;
        let text = painter.layout_no_wrap(number(value), Type::Tiny.font(), tokens.text);
        let left = (x - text.size().x / 2.0).min(rect.right() + 6.0 - text.size().x);
        if left >= free_from {
            let (line, top) = if above {
                (rect.top() - 3.0..=rect.top(), rect.top() - 4.0 - text.size().y)
            } else {
                (rect.bottom()..=rect.bottom() + 3.0, rect.bottom() + 4.0)
            };
            painter.vline(x, line, Stroke::new(1.0, tokens.text_faint));
            free_from = left + text.size().x + 8.0;
            painter.galley(pos2(left, top), text, tokens.text);
        }
    }
}

fn ramp_mesh(rect: Rect, tokens: &Tokens, colour: &dyn Fn(f32) -> Color32) -> Mesh {
    let mut mesh = Mesh::default();
    let steps = 48;
    for step in 0..=steps {
        let t = step as f32 / steps as f32;
        let x = rect.left() + rect.width() * t;
        let colour = tokens.land.blend(colour(t));
        mesh.colored_vertex(pos2(x, rect.top()), colour);
        mesh.colored_vertex(pos2(x, rect.bottom()), colour);
        if step > 0 {
            let base = step * 2;
            mesh.add_triangle(base - 2, base - 1, base);
            mesh.add_triangle(base - 1, base, base + 1);
        }
    }
    mesh
}

/// The area, in square kilometres, for which numbers are neither long nor fractions, and its name.
fn unit(scale: &HeatScale) -> (f64, &'static str) {
    let units = [(0.01, "hectare"), (1.0, "km²"), (100.0, "100 km²"), (1e4, "10,000 km²"), (1e6, "million km²")];
    let middle = scale.density(0.35);
    units.into_iter().find(|(area, _)| middle * area >= 0.8).unwrap_or((1e6, "million km²"))
}

/// A power of ten as people read it: `0.001`, `1`, `10k`, `1M`.
fn number(value: f64) -> String {
    match value {
        v if v >= 999_999_999.0 => format!("{:.0}G", v / 1e9),
        v if v >= 999_999.0 => format!("{:.0}M", v / 1e6),
        v if v >= 9_999.0 => format!("{:.0}k", v / 1e3),
        v if v >= 0.999 => format!("{v:.0}"),
        v => format!("{v:.*}", (-v.log10()).round().clamp(0.0, 9.0) as usize),
    }
}

/// A round distance and how long it is on screen, in the middle of the view.
#[derive(Debug, PartialEq)]
struct ScaleBar {
    text: String,
    points: f32,
}

impl ScaleBar {
    /// About the width of a thumb.
    const MOST_POINTS: f64 = 96.0;

    fn at(projector: &Projector) -> Self {
        let points_per_metre = projector.points_per_metre(projector.centre.y);
        let most = Self::MOST_POINTS / points_per_metre;
        let power = 10f64.powf(most.log10().floor());
        let metres = [5.0, 2.0, 1.0].into_iter().map(|m| m * power).find(|m| *m <= most).unwrap_or(power);
        let text = if metres >= 1000.0 {
            format!("{} km", format::count((metres / 1000.0).round() as u64))
        } else if metres >= 1.0 {
            format!("{metres:.0} m")
        } else {
            format!("{:.0} cm", metres * 100.0)
        };
        Self { text, points: (metres * points_per_metre) as f32 }
    }

    /// Points it needs, with its text.
    fn width(&self, painter: &Painter, tokens: &Tokens) -> f32 {
        let text = painter.layout_no_wrap(self.text.clone(), Type::Tiny.font(), tokens.text);
        self.points + 8.0 + text.size().x
    }

    fn paint(&self, painter: &Painter, left: Pos2, tokens: &Tokens) {
        let stroke = Stroke::new(1.25, tokens.text_muted);
        let right = left + vec2(self.points, 0.0);
        painter.hline(left.x..=right.x, left.y, stroke);
        for end in [left, right] {
            painter.vline(end.x, end.y - 4.0..=end.y + 4.0, stroke);
        }
        painter.text(right + vec2(8.0, 0.0), Align2::LEFT_CENTER, &self.text, Type::Tiny.font(), tokens.text);
    }
}

/// Draws the line that names where the map comes from, in the room right of `legend`.
pub(super) fn attribution(
    painter: &Painter,
    rect: Rect,
    legend: Option<Rect>,
    from_osm: bool,
    failed_tiles: usize,
    tokens: &Tokens,
) {
    let failed = match failed_tiles {
        0 => String::new(),
        n => format!("{} of the streets could not be read · ", crate::gui::format::counted(n as u64, "tile", "tiles")),
    };
    let osm = if from_osm { "© OpenStreetMap contributors · " } else { "" };
    let roads = format!("{failed}{osm}");
    let font = egui::FontId::new(9.5, Type::Small.font().family);
    let from = legend.filter(|_| !is_narrow(rect)).map_or(rect.left(), |l| l.right());
    let room = (rect.right() - from - 24.0).max(120.0);
    // Beside a wide legend the short form keeps to one line.
    let forms = ["Place names © GeoNames, modified · Made with Natural Earth", "© GeoNames · Natural Earth"];
    let layout = |form: &str| painter.layout(format!("{roads}{form}"), font.clone(), tokens.text_faint, room);
    let mut galley = layout(forms[0]);
    if galley.rows.len() > 1 {
        galley = layout(forms[1]);
    }
    let corner = rect.max - galley.size() - vec2(8.0, if is_narrow(rect) { 2.0 } else { 5.0 });
    let behind = Rect::from_min_size(corner, galley.size()).expand2(vec2(5.0, 2.0));
    painter.rect_filled(behind, CornerRadius::same(4), tokens.map_card.gamma_multiply(0.8));
    painter.galley(corner, galley, tokens.text_faint);
}

/// Draws a sentence in the middle of the map.
pub(super) fn message(painter: &Painter, rect: Rect, text: &str, tokens: &Tokens) {
    let galley = painter.layout_no_wrap(text.to_owned(), Type::Strong.font(), tokens.text);
    let around = Rect::from_center_size(rect.center(), galley.size() + vec2(36.0, 24.0));
    painter.rect(around, 10.0, tokens.map_card, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
    painter.galley(around.center() - galley.size() / 2.0, galley, tokens.text);
}

/// The name of the button that opens streets.
const STREETS: &str = "Open streets (.osm.pbf, .pmtiles, .mbtiles)…";

/// What a button on the map asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    In,
    Out,
    Fit,
    Streets,
}

/// Draws the buttons and tells which was pressed. `has_streets` is whether streets are open; `None` where there is no
/// button for them.
pub(super) fn buttons(ui: &mut Ui, rect: Rect, has_streets: Option<bool>, tokens: &Tokens) -> Option<Press> {
    let left = rect.right() - EDGE - BUTTON;
    let streets = has_streets.map(|open| if open { "Close streets and places" } else { STREETS });
    let entries = [
        (Press::In, Icon::Plus, "Zoom in"),
        (Press::Out, Icon::Minus, "Zoom out"),
        (Press::Fit, Icon::FitAll, "Show everything"),
    ];
    let entries = entries.into_iter().chain(streets.map(|name| (Press::Streets, Icon::Map, name)));
    let mut pressed = None;
    for (row, (press, icon, name)) in entries.enumerate() {
        let below = row as f32 * (BUTTON + GAP_BETWEEN);
        let place = Rect::from_min_size(pos2(left, rect.top() + EDGE + below), vec2(BUTTON, BUTTON));
        if (Control { icon, name, on: None }).ui(ui, place, tokens).clicked() {
            pressed = Some(press);
        }
    }
    pressed
}

/// A button on the map.
pub(super) struct Control {
    pub icon: Icon,
    /// Read by screen readers and shown on hover.
    pub name: &'static str,
    /// Whether it is on, for one that switches something.
    pub on: Option<bool>,
}

impl Control {
    pub(super) fn ui(self, ui: &mut Ui, rect: Rect, tokens: &Tokens) -> Response {
        let Self { icon, name, on } = self;
        let response = ui.interact(rect, ui.scope_id().with(name), Sense::click());
        response.widget_info(|| match on {
            Some(on) => WidgetInfo::selected(Role::Button, ui.is_enabled(), on, name),
            None => WidgetInfo::labeled(Role::Button, ui.is_enabled(), name),
        });
        let active = response.hovered() || response.has_focus();
        let (fill, colour): (Color32, Color32) = match (on, active) {
            (Some(true), _) => (tokens.select, tokens.on_select),
            (_, true) => (tokens.card_hovered, tokens.text),
            (_, false) => (tokens.map_card, tokens.text_muted),
        };
        ui.painter().rect(rect, CornerRadius::same(7), fill, Stroke::new(1.0, tokens.border), StrokeKind::Inside);
        icon.paint(ui.painter(), rect.center(), 16.0, colour);
        crate::gui::widgets::focus_ring(ui, &response, rect, 7, tokens);
        response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::camera::Camera;
    use super::*;
    use crate::analysis::mercator::WorldPoint;

    #[test]
    fn the_scale_bar_is_round_and_never_longer_than_its_room() {
        for tenth in 0..190 {
            let camera = Camera { centre: WorldPoint::from_degrees(60.0, 25.0), zoom: f64::from(tenth) / 10.0 };
            let projector = Projector::new(Rect::from_min_size(Pos2::ZERO, vec2(900.0, 600.0)), &camera);
            let bar = ScaleBar::at(&projector);
            assert!(bar.points > 38.0 && bar.points <= 96.01, "{bar:?}");
            let first = bar.text.chars().next().unwrap();
            assert!(['1', '2', '5'].contains(&first), "{bar:?}");
        }
    }

    #[test]
    fn densities_are_written_short() {
        let cases =
            [(0.001, "0.001"), (0.1, "0.1"), (1.0, "1"), (1000.0, "1000"), (10_000.0, "10k"), (1e6, "1M"), (1e9, "1G")];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }
}
