//! Tiles made ready to draw: triangles of areas, and lines with the directions that give them width.
//!
//! Web Mercator keeps angles, so zooming and panning are one multiplication and one addition a point: triangles and the
//! sides of lines are worked out once and stay right at every zoom.

use geo::TriangulateEarcut as _;
use geo::{Coord, LineString, Polygon};

use super::pack::{Pack, PackedLine, Rings};

pub(in crate::gui::map) use super::pack::TilePoint;
use super::simplify::simplify;

/// Most points of a piece of a line; pieces outside the view are skipped as a whole.
const PIECE: usize = 40;

/// A tile of one layer, ready to draw.
#[derive(Debug, Default)]
pub(in crate::gui::map) struct TileMesh {
    /// Width of the tile in units.
    pub(in crate::gui::map) extent: f64,
    /// Corners of triangles.
    pub(in crate::gui::map) vertices: Vec<TilePoint>,
    /// Three for each triangle.
    pub(in crate::gui::map) indices: Vec<u32>,
    /// Lines, or the outlines of areas.
    pub(in crate::gui::map) lines: Vec<Line>,
}

impl TileMesh {
    /// An empty tile, `extent` units wide.
    pub(in crate::gui::map) fn new(extent: i32) -> Self {
        Self { extent: f64::from(extent), ..Self::default() }
    }

    /// Adds an area: its outline, then its holes.
    pub(in crate::gui::map) fn add_area(&mut self, rings: &Vec<Vec<TilePoint>>) {
        triangulate(rings, self);
    }

    /// Adds the sides of a ring that are not the cut along the edge of the tile.
    pub(in crate::gui::map) fn add_outline(&mut self, ring: &[TilePoint]) {
        outline(ring, self.extent as i32, &mut self.lines);
    }

    /// Adds a line.
    pub(in crate::gui::map) fn add_line(&mut self, points: &[TilePoint]) {
        push_pieces(0, points, false, &mut self.lines);
    }
}

/// A piece of a line.
#[derive(Debug)]
pub(in crate::gui::map) struct Line {
    /// How important it is; 0 is most.
    pub(in crate::gui::map) rank: u8,
    /// North-western corner around it.
    pub(in crate::gui::map) min: TilePoint,
    /// South-eastern corner.
    pub(in crate::gui::map) max: TilePoint,
    /// Its points.
    pub(in crate::gui::map) points: Vec<LinePoint>,
}

/// A point of a line, and the direction to its left side: a unit vector, longer at a bend.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui::map) struct LinePoint {
    pub(in crate::gui::map) at: TilePoint,
    pub(in crate::gui::map) side: [f32; 2],
}

/// How a tile is thinned out before it is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Thinning {
    /// Triangles smaller than this are left out, in square units.
    pub(super) area: u64,
    /// Lines of a greater rank are left out.
    pub(super) max_rank: Option<u8>,
}

/// Triangulates the areas of a tile and outlines them.
pub(super) fn area_tile(pack: &Pack, level: usize, column: u32, row: u32, thinning: Thinning) -> TileMesh {
    let extent = 1i32 << pack.bits(level);
    let mut mesh = TileMesh { extent: f64::from(extent), ..TileMesh::default() };
    for rings in pack.polygons(level, column, row) {
        let rings = thin_rings(rings, extent, thinning.area);
        if rings.is_empty() {
            continue;
        }
        triangulate(&rings, &mut mesh);
        for ring in &rings {
            outline(ring, extent, &mut mesh.lines);
        }
    }
    mesh
}

/// Prepares the lines of a tile.
pub(super) fn line_tile(pack: &Pack, level: usize, column: u32, row: u32, thinning: Thinning) -> TileMesh {
    let extent = 1i32 << pack.bits(level);
    let mut mesh = TileMesh { extent: f64::from(extent), ..TileMesh::default() };
    for PackedLine { rank, points } in pack.lines(level, column, row) {
        if thinning.max_rank.is_none_or(|max| rank <= max) {
            let points = simplify(&points, false, thinning.area, |p| on_edge(p, extent));
            push_pieces(rank, &points, false, &mut mesh.lines);
        }
    }
    mesh.lines.sort_by_key(|line| std::cmp::Reverse(line.rank));
    mesh
}

fn on_edge(p: TilePoint, extent: i32) -> bool {
    p.iter().any(|v| *v <= 0 || *v >= extent)
}

fn thin_rings(rings: Rings, extent: i32, area: u64) -> Rings {
    if area == 0 {
        return rings;
    }
    let large = |ring: &[TilePoint]| {
        let sides = ring.iter().zip(ring.iter().cycle().skip(1));
        let cross =
            |(a, b): (&TilePoint, &TilePoint)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]);
        sides.map(cross).sum::<i64>().unsigned_abs() >= area * 2
    };
    let keep = |p: TilePoint| on_edge(p, extent);
    let thinned = rings.into_iter().enumerate().filter(|(i, ring)| *i == 0 || large(ring));
    let thinned: Rings = thinned.map(|(_, ring)| simplify(&ring, true, area, keep)).collect();
    if thinned.first().is_some_and(|outline| large(outline) || outline.iter().any(|p| keep(*p))) {
        thinned
    } else {
        Rings::new()
    }
}

fn triangulate(rings: &Rings, mesh: &mut TileMesh) {
    let line_string = |ring: &Vec<TilePoint>| -> LineString<f64> {
        ring.iter().map(|p| Coord { x: f64::from(p[0]), y: f64::from(p[1]) }).collect()
    };
    let Some((outline, holes)) = rings.split_first() else { return };
    let polygon = Polygon::new(line_string(outline), holes.iter().map(line_string).collect());
    let raw = polygon.earcut_triangles_raw();
    let base = mesh.vertices.len() as u32;
    mesh.vertices.extend(raw.vertices.iter().map(|v| [v[0] as i32, v[1] as i32]));
    mesh.indices.extend(raw.triangle_indices.iter().map(|i| base + *i as u32));
}

/// The sides of a ring that are a real shore, not the cut along the edge of a tile.
fn outline(ring: &[TilePoint], extent: i32, lines: &mut Vec<Line>) {
    let count = ring.len();
    let cut = |i: usize| {
        let (a, b) = (ring[i], ring[(i + 1) % count]);
        (0..2).any(|axis| a[axis] == b[axis] && (a[axis] <= 0 || a[axis] >= extent))
    };
    let Some(first_cut) = (0..count).find(|i| cut(*i)) else {
        let closed: Vec<TilePoint> = ring.iter().chain(ring.first()).copied().collect();
        push_pieces(0, &closed, true, lines);
        return;
    };
    let mut shore: Vec<TilePoint> = Vec::new();
    for i in (1..=count).map(|step| (first_cut + step) % count) {
        shore.push(ring[i]);
        if cut(i) {
            push_pieces(0, &shore, false, lines);
            shore.clear();
        }
    }
}

/// Gives each point its side and cuts the line into pieces that share their end points.
fn push_pieces(rank: u8, points: &[TilePoint], closed: bool, lines: &mut Vec<Line>) {
    if points.len() < 2 {
        return;
    }
    let sided = with_sides(points, closed);
    let mut start = 0;
    while start + 1 < sided.len() {
        let end = (start + PIECE).min(sided.len() - 1);
        let points = sided[start..=end].to_vec();
        let bound =
            |pick: fn(i32, i32) -> i32, axis: usize| points.iter().map(|p| p.at[axis]).reduce(pick).unwrap_or(0);
        let (min, max) = ([bound(i32::min, 0), bound(i32::min, 1)], [bound(i32::max, 0), bound(i32::max, 1)]);
        lines.push(Line { rank, min, max, points });
        start = end;
    }
}

fn with_sides(points: &[TilePoint], closed: bool) -> Vec<LinePoint> {
    let normal = |a: TilePoint, b: TilePoint| {
        let (dx, dy) = ((b[0] - a[0]) as f32, (b[1] - a[1]) as f32);
        let length = dx.hypot(dy).max(1e-6);
        [dy / length, -dx / length]
    };
    let segments: Vec<[f32; 2]> = points.windows(2).map(|w| normal(w[0], w[1])).collect();
    let last = segments.len() - 1;
    let side_at = |i: usize| {
        let (before, after) = match i {
            0 => (if closed { segments[last] } else { segments[0] }, segments[0]),
            i if i > last => (segments[last], if closed { segments[0] } else { segments[last] }),
            i => (segments[i - 1], segments[i]),
        };
        mitre(before, after)
    };
    points.iter().enumerate().map(|(i, at)| LinePoint { at: *at, side: side_at(i) }).collect()
}

/// The side at a bend between two segments, long enough to keep the width, but not a spike.
fn mitre(a: [f32; 2], b: [f32; 2]) -> [f32; 2] {
    let sum = [a[0] + b[0], a[1] + b[1]];
    let square = sum[0] * sum[0] + sum[1] * sum[1];
    if square < 0.6 {
        // A hairpin: square it off.
        return b;
    }
    [2.0 * sum[0] / square, 2.0 * sum[1] / square]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(mesh: &TileMesh) -> f64 {
        let at = |i: u32| mesh.vertices[i as usize].map(f64::from);
        let triangle = |t: &[u32]| {
            let (a, b, c) = (at(t[0]), at(t[1]), at(t[2]));
            ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs() / 2.0
        };
        mesh.indices.chunks_exact(3).map(triangle).sum()
    }

    fn ring_area(ring: &[TilePoint]) -> f64 {
        let sides = ring.iter().zip(ring.iter().cycle().skip(1));
        let cross =
            |(a, b): (&TilePoint, &TilePoint)| f64::from(a[0]) * f64::from(b[1]) - f64::from(b[0]) * f64::from(a[1]);
        sides.map(cross).sum::<f64>().abs() / 2.0
    }

    #[test]
    fn triangles_cover_the_land_and_nothing_else() {
        let pack = Pack::new(include_bytes!("../../../../assets/basemap/land.z"));
        for (level, side) in [(0, 1), (1, 4), (2, 8)] {
            for (column, row) in (0..side).flat_map(|c| (0..side).map(move |r| (c, r))) {
                let mesh = area_tile(&pack, level, column, row, Thinning::default());
                let land: f64 = pack
                    .polygons(level, column, row)
                    .iter()
                    .map(|rings| ring_area(&rings[0]) - rings[1..].iter().map(|hole| ring_area(hole)).sum::<f64>())
                    .sum();
                let tile = mesh.extent * mesh.extent;
                assert!((area(&mesh) - land).abs() < tile * 2e-5, "{level}/{column}/{row}: {} of {land}", area(&mesh));
            }
        }
    }

    #[test]
    fn the_cut_along_a_tile_is_no_shore() {
        let mut lines = Vec::new();
        outline(&[[0, 0], [100, 0], [100, 50], [40, 60], [0, 100]], 100, &mut lines);
        let shore: Vec<Vec<TilePoint>> = lines.iter().map(|l| l.points.iter().map(|p| p.at).collect()).collect();
        assert_eq!(shore, [vec![[100, 50], [40, 60], [0, 100]]]);
        lines.clear();
        outline(&[[10, 10], [20, 10], [20, 20]], 100, &mut lines);
        assert_eq!(lines[0].points.len(), 4, "an island is closed");
    }

    #[test]
    fn a_bend_keeps_the_width_of_the_line() {
        let sides = with_sides(&[[0, 0], [10, 0], [10, 10]], false);
        assert!((sides[1].side[0] - 1.0).abs() < 1e-6 && (sides[1].side[1] + 1.0).abs() < 1e-6);
        assert!(sides.iter().all(|s| s.side[0].hypot(s.side[1]) < 2.7));
    }
}
