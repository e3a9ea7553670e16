//! Outlines in degrees on the map: filled and drawn exactly at every zoom, across the antimeridian and to the poles.

use egui::{Color32, Mesh, Painter, Pos2, Shape, Stroke, pos2};

use crate::analysis::mercator::WorldPoint;
use crate::gui::map::projector::Projector;
use crate::lens::Corner;
use crate::model::GeoPoint;

/// An edge longer than this, in points, is drawn in pieces: straight in degrees is bent on the map.
const PIECE: f64 = 48.0;
/// The most pieces of one edge.
const MOST_PIECES: f64 = 64.0;
/// Corners closer together than this, in points, are drawn as one.
const CLOSE: f32 = 0.7;

/// Where a corner is in the world; `x` goes past 0 and 1 as its longitude goes past ±180.
pub(super) fn world(corner: Corner) -> WorldPoint {
    WorldPoint { x: (corner.lon + 180.0) / 360.0, y: WorldPoint::from_degrees(corner.lat, 0.0).y }
}

/// For each copy of the world in which the rings are seen, how far it is shifted.
fn shifts(projector: &Projector, rings: &[Vec<Corner>]) -> impl Iterator<Item = f64> + use<> {
    let lons = || rings.iter().flatten().map(|c| (c.lon + 180.0) / 360.0);
    let (west, east) = (lons().fold(f64::INFINITY, f64::min), lons().fold(f64::NEG_INFINITY, f64::max));
    let (min, max) = projector.bounds(8.0);
    // Without a corner the first lies beyond the last.
    let (first, last) = ((min.x - east).ceil() as i32, (max.x - west).floor() as i32);
    (first..=last).map(f64::from)
}

/// The smallest stretch of the world around the rings.
pub(super) fn extent(rings: &[Vec<Corner>]) -> Option<(WorldPoint, WorldPoint)> {
    let corners = rings.iter().flatten().map(|corner| world(*corner)).map(|at| (at, at));
    corners.reduce(|(min, max), (at, _)| {
        let (low, high) = ((min.x.min(at.x), min.y.min(at.y)), (max.x.max(at.x), max.y.max(at.y)));
        (WorldPoint { x: low.0, y: low.1 }, WorldPoint { x: high.0, y: high.1 })
    })
}

/// Whether any of what the rings enclose is seen.
pub(super) fn is_seen(projector: &Projector, rings: &[Vec<Corner>]) -> bool {
    let (min, max) = projector.bounds(24.0);
    let seen = |(low, high): (WorldPoint, WorldPoint)| high.y >= min.y && low.y <= max.y;
    extent(rings).is_some_and(seen) && shifts(projector, rings).next().is_some()
}

/// The corners that make a circle round on screen: its sides leave it by less than a third of a point.
pub(super) fn corners(radius_metres: f64, centre: GeoPoint, projector: &Projector) -> usize {
    let points = radius_metres * projector.points_per_metre(WorldPoint::from_geo(centre).y);
    (std::f64::consts::PI * (points / 0.6).sqrt()).clamp(36.0, 4_096.0) as usize
}

/// Fills what the rings enclose, by rows of `step` points: exact for edges that are straight in degrees.
pub(super) fn fill(painter: &Painter, projector: &Projector, rings: &[Vec<Corner>], colour: Color32, step: f32) {
    let rect = projector.rect;
    let rows = (rect.height() / step).ceil() as usize;
    let top = |row: usize| rect.top() + row as f32 * step;
    let lats: Vec<f64> = (0..rows).map(|row| projector.world(pos2(rect.left(), top(row) + step / 2.0)).lat()).collect();
    let mut crossings: Vec<(usize, f64)> = Vec::new();
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
            // Rows go south.
            let from = lats.partition_point(|lat| *lat >= a.lat.max(b.lat));
            let to = lats.partition_point(|lat| *lat >= a.lat.min(b.lat));
            for (row, lat) in lats.iter().enumerate().take(to).skip(from) {
                let lon = a.lon + (lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon);
                crossings.push((row, (lon + 180.0) / 360.0));
            }
        }
    }
    crossings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut mesh = Mesh::default();
    for shift in shifts(projector, rings) {
        let x = |x: f64| projector.screen(WorldPoint { x: x + shift, y: 0.5 }).x.clamp(rect.left(), rect.right());
        for pair in crossings.chunks_exact(2) {
            let (left, right) = (x(pair[0].1), x(pair[1].1));
            if right > left {
                let y = top(pair[0].0);
                mesh.add_colored_rect(egui::Rect::from_min_max(pos2(left, y), pos2(right, y + step)), colour);
            }
        }
    }
    painter.add(Shape::mesh(mesh));
}

/// Draws the edges of the rings.
pub(super) fn stroke(painter: &Painter, projector: &Projector, rings: &[Vec<Corner>], stroke: Stroke) {
    for shift in shifts(projector, rings) {
        for ring in rings {
            for line in lines(projector, ring, shift) {
                painter.add(Shape::line(line, stroke));
            }
        }
    }
}

/// The pieces of a ring that are seen, as lines on screen.
fn lines(projector: &Projector, ring: &[Corner], shift: f64) -> Vec<Vec<Pos2>> {
    let (min, max) = projector.bounds(12.0);
    let (north, south) = (min.lat(), max.lat());
    // Beyond the edge of the map the poles are drawn at it.
    let (north, south) = (if min.y <= 0.0 { 91.0 } else { north }, if max.y >= 1.0 { -91.0 } else { south });
    let degrees = |x: f64| (x - shift) * 360.0 - 180.0;
    let view = (Corner { lat: south, lon: degrees(min.x) }, Corner { lat: north, lon: degrees(max.x) });
    let mut all: Vec<Vec<Pos2>> = Vec::new();
    let mut line: Vec<Pos2> = Vec::new();
    for (a, b) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
        let Some((from, to)) = seen(*a, *b, view) else {
            all.extend((line.len() > 1).then(|| std::mem::take(&mut line)));
            line.clear();
            continue;
        };
        let at = |t: f64| {
            let corner = Corner { lat: a.lat + (b.lat - a.lat) * t, lon: a.lon + (b.lon - a.lon) * t };
            let place = world(corner);
            projector.screen(WorldPoint { x: place.x + shift, ..place })
        };
        if from > 0.0 || line.is_empty() {
            all.extend((line.len() > 1).then(|| std::mem::take(&mut line)));
            line = vec![at(from)];
        }
        let pieces = (f64::from((at(to) - at(from)).length()) / PIECE).ceil().clamp(1.0, MOST_PIECES);
        for piece in 1..=pieces as usize {
            let next = at(from + (to - from) * piece as f64 / pieces);
            if line.last().is_none_or(|last| (next - *last).length() >= CLOSE) {
                line.push(next);
            }
        }
        if to < 1.0 {
            all.push(std::mem::take(&mut line));
        }
    }
    all.extend((line.len() > 1).then_some(line));
    all
}

/// The part of an edge inside a rectangle, from 0 at its start to 1 at its end (Liang and Barsky's clipping).
fn seen(a: Corner, b: Corner, (south_west, north_east): (Corner, Corner)) -> Option<(f64, f64)> {
    let (lon, lat) = (b.lon - a.lon, b.lat - a.lat);
    let sides = [
        (-lon, a.lon - south_west.lon),
        (lon, north_east.lon - a.lon),
        (-lat, a.lat - south_west.lat),
        (lat, north_east.lat - a.lat),
    ];
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (towards, room) in sides {
        if towards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if towards < 0.0 {
            from = from.max(room / towards);
        } else {
            to = to.min(room / towards);
        }
    }
    (from < to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::map::camera::Camera;
    use egui::{Rect, vec2};
    use proptest::prelude::*;

    fn projector(lat: f64, lon: f64, zoom: f64) -> Projector {
        let centre = WorldPoint::from_degrees(lat, lon);
        Projector::new(Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 500.0)), &Camera { centre, zoom })
    }

    proptest! {
        #[test]
        fn the_seen_part_of_an_edge_is_in_the_view_and_the_rest_is_not(
            (ax, ay, bx, by) in (-20.0..20.0_f64, -20.0..20.0_f64, -20.0..20.0_f64, -20.0..20.0_f64), t in 0.0..1.0_f64,
        ) {
            let view = (Corner { lat: -5.0, lon: -8.0 }, Corner { lat: 6.0, lon: 7.0 });
            let (a, b) = (Corner { lat: ay, lon: ax }, Corner { lat: by, lon: bx });
            let at = Corner { lat: ay + (by - ay) * t, lon: ax + (bx - ax) * t };
            let inside = (-5.0..=6.0).contains(&at.lat) && (-8.0..=7.0).contains(&at.lon);
            let told = seen(a, b, view).is_some_and(|(from, to)| from <= t && t <= to);
            let edge = [at.lat + 5.0, at.lat - 6.0, at.lon + 8.0, at.lon - 7.0].iter().any(|d| d.abs() < 1e-9);
            prop_assert!(edge || told == inside);
        }

        #[test]
        fn lines_stay_near_the_view(lat in -80.0..80.0_f64, lon in -180.0..180.0_f64, zoom in 1.0..18.0_f64, corners in prop::collection::vec((-90.0..=90.0_f64, -300.0..300.0_f64), 3..20)) {
            let projector = projector(lat, lon, zoom);
            let ring: Vec<Corner> = corners.iter().map(|(lat, lon)| Corner { lat: *lat, lon: *lon }).collect();
            for shift in shifts(&projector, std::slice::from_ref(&ring)) {
                for line in lines(&projector, &ring, shift) {
                    prop_assert!(line.len() > 1 || zoom > 1.0);
                    prop_assert!(line.iter().all(|p| projector.rect.expand(20.0).contains(*p)), "{line:?}");
                }
            }
        }
    }
}
