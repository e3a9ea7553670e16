//! The sea, from coast lines. OpenStreetMap has no areas of sea: its coast lines run with the land to their left.
//!
//! In a tile that a coast crosses, the sea is found by following each coast and then the tile's edge clockwise to where
//! the next coast comes in. Tiles without a coast have what their neighbours have along the edge they share. Where a
//! coast ends inside a tile, as at the edge of an extract, nothing is said.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::tile::{Unit, clip_line};

/// Most tiles that are told to be sea or land.
const MAX_TILES: usize = 60_000;
/// A side of a coast over more tiles than this is not followed.
const MOST_CELLS: i32 = 64;
/// How far from a coast tiles are told, in tiles.
const MOST_STEPS: u32 = 24;

type Cell = [i32; 2];

/// What a tile without a coast is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    Sea,
    Land,
}

/// Coast lines, and what they say of each tile.
#[derive(Default)]
pub(super) struct Coast {
    chains: Vec<Vec<Unit>>,
    /// Stretches of chains by tile: the chain, its first and its last side there.
    cells: BTreeMap<Cell, Vec<[u32; 3]>>,
    plain: BTreeMap<Cell, Ground>,
}

/// What there is of sea and land in a tile.
#[derive(Debug, Default, PartialEq)]
pub(super) struct SeaTile {
    /// Whether what is no sea is land for certain.
    pub(super) known: bool,
    /// The sea: outlines with their holes.
    pub(super) sea: Vec<Vec<Vec<Unit>>>,
}

impl Coast {
    pub(super) fn add(&mut self, line: Vec<Unit>) {
        self.chains.push(line);
    }

    /// Joins the lines and works out which tiles are sea. `side` is the width of a tile.
    pub(super) fn finish(&mut self, side: i32) {
        self.chains = join(std::mem::take(&mut self.chains));
        for (number, chain) in (0..).zip(&self.chains) {
            for (i, ends) in (0..).zip(chain.windows(2)) {
                let range = |axis: usize| {
                    let (a, b) = (ends[0][axis], ends[1][axis]);
                    (a.min(b)).div_euclid(side)..=(a.max(b)).div_euclid(side)
                };
                let (columns, rows) = (range(0), range(1));
                if columns.end() - columns.start() > MOST_CELLS || rows.end() - rows.start() > MOST_CELLS {
                    continue;
                }
                for column in columns {
                    for row in rows.clone() {
                        let stretches = self.cells.entry([column, row]).or_default();
                        match stretches.last_mut() {
                            Some([chain, _, last]) if *chain == number && *last + 1 == i => *last = i,
                            _ => stretches.push([number, i, i]),
                        }
                    }
                }
            }
        }
        self.spread(side);
    }

    /// From the tiles with a coast to those around them.
    fn spread(&mut self, side: i32) {
        let mut queue: VecDeque<(Cell, Ground, u32)> = VecDeque::new();
        let mut crossed = BTreeSet::new();
        for cell in self.cells.keys() {
            let pieces = self.pieces(*cell, side);
            if pieces.is_empty() {
                continue;
            }
            crossed.insert(*cell);
            for (corner, ground) in corners(&pieces, side).into_iter().flatten().zip([0, 1, 2, 3]).map(|(g, c)| (c, g))
            {
                // The two tiles that share this corner and a whole side.
                for next in beside(*cell, corner) {
                    queue.push_back((next, ground, 0));
                }
            }
        }
        while let Some((cell, ground, steps)) = queue.pop_front() {
            if crossed.contains(&cell) || self.plain.contains_key(&cell) || self.plain.len() >= MAX_TILES {
                continue;
            }
            self.plain.insert(cell, ground);
            if steps < MOST_STEPS {
                let [x, y] = cell;
                queue.extend([[x + 1, y], [x - 1, y], [x, y + 1], [x, y - 1]].map(|next| (next, ground, steps + 1)));
            }
        }
    }

    /// The sea in a tile.
    pub(super) fn tile(&self, cell: Cell, side: i32) -> SeaTile {
        let whole = || vec![vec![[0, 0], [side, 0], [side, side], [0, side]]];
        match self.plain.get(&cell) {
            Some(Ground::Sea) => return SeaTile { known: true, sea: vec![whole()] },
            Some(Ground::Land) => return SeaTile { known: true, sea: Vec::new() },
            None => {}
        }
        sea_of(self.pieces(cell, side), side).map_or_else(SeaTile::default, |sea| SeaTile { known: true, sea })
    }

    /// The coasts inside a tile, in its units.
    fn pieces(&self, cell: Cell, side: i32) -> Vec<Vec<Unit>> {
        let mut parts = Vec::new();
        for [chain, from, to] in self.cells.get(&cell).into_iter().flatten() {
            let Some(chain) = self.chains.get(*chain as usize) else { continue };
            let Some(sides) = chain.get(*from as usize..=*to as usize + 1) else { continue };
            let local: Vec<Unit> = sides.iter().map(|p| [p[0] - cell[0] * side, p[1] - cell[1] * side]).collect();
            parts.extend(clip_line(&local, 0, side));
        }
        // A ring may begin inside a tile.
        join(parts)
    }
}

/// Joins lines whose end is another's beginning. Their direction stays.
fn join(lines: Vec<Vec<Unit>>) -> Vec<Vec<Unit>> {
    let mut starts: HashMap<Unit, Vec<usize>> = HashMap::new();
    let mut ends: HashMap<Unit, usize> = HashMap::new();
    for (i, line) in lines.iter().enumerate() {
        if let (Some(first), Some(last)) = (line.first(), line.last()) {
            starts.entry(*first).or_default().push(i);
            *ends.entry(*last).or_default() += 1;
        }
    }
    let mut lines: Vec<Option<Vec<Unit>>> = lines.into_iter().map(Some).collect();
    let mut chains = Vec::new();
    // Those that nothing leads to come first; what is left are rings.
    let leads = |line: &Vec<Unit>| line.first().is_some_and(|first| ends.contains_key(first));
    let (later, first): (Vec<usize>, Vec<usize>) =
        (0..lines.len()).partition(|i| lines[*i].as_ref().is_some_and(leads));
    for i in first.into_iter().chain(later) {
        let Some(mut chain) = lines[i].take() else { continue };
        while let Some(last) = chain.last().copied() {
            if chain.len() > 1 && chain.first() == Some(&last) {
                break;
            }
            let next = starts.get_mut(&last).and_then(|waiting| {
                while let Some(i) = waiting.pop() {
                    if let Some(line) = lines[i].take() {
                        return Some(line);
                    }
                }
                None
            });
            let Some(next) = next else { break };
            chain.extend(next.into_iter().skip(1));
        }
        if chain.len() > 1 {
            chains.push(chain);
        }
    }
    chains
}

/// How far along a tile's edge a point lies, clockwise from the north-western corner; `None` inside.
fn along(p: Unit, side: i32) -> Option<i64> {
    let (x, y, s) = (i64::from(p[0]), i64::from(p[1]), i64::from(side));
    match () {
        () if y == 0 => Some(x),
        () if x == s => Some(s + y),
        () if y == s => Some(3 * s - x),
        () if x == 0 => Some(4 * s - y),
        () => None,
    }
}

fn corner(number: i64, side: i32) -> Unit {
    match number.rem_euclid(4) {
        0 => [0, 0],
        1 => [side, 0],
        2 => [side, side],
        _ => [0, side],
    }
}

fn is_ring(line: &[Unit]) -> bool {
    line.len() > 3 && line.first() == line.last()
}

/// Twice the area, positive for what runs clockwise on screen.
fn turn(ring: &[Unit]) -> i64 {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    sides.map(|(a, b)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1])).sum()
}

/// Where coasts come into a tile and leave it, along its edge; `None` if one ends inside.
fn gates(pieces: &[Vec<Unit>], side: i32) -> Option<Vec<(i64, i64, usize)>> {
    let through = pieces.iter().enumerate().filter(|(_, piece)| !is_ring(piece));
    through.map(|(i, piece)| Some((along(*piece.first()?, side)?, along(*piece.last()?, side)?, i))).collect()
}

/// What lies at the four corners of a tile, clockwise from the north-west.
fn corners(pieces: &[Vec<Unit>], side: i32) -> Option<[Ground; 4]> {
    let gates = gates(pieces, side)?;
    let round = 4 * i64::from(side);
    if gates.is_empty() {
        // Only rings: around an island is sea, around a basin land.
        let outer = pieces.iter().max_by_key(|ring| turn(ring).abs())?;
        return Some([if turn(outer) < 0 { Ground::Sea } else { Ground::Land }; 4]);
    }
    let ground = |number: i64| {
        let here = number * i64::from(side);
        let ahead = |at: i64| (at - here).rem_euclid(round);
        let sea = gates.iter().map(|(start, ..)| ahead(*start)).min();
        let land = gates.iter().map(|(_, end, _)| ahead(*end)).min();
        // Clockwise along the edge, sea ends where a coast comes in, and land where one leaves.
        if sea <= land { Ground::Sea } else { Ground::Land }
    };
    Some([0, 1, 2, 3].map(ground))
}

/// The tiles beside a corner's tile that have this corner too.
fn beside([x, y]: Cell, corner: usize) -> [Cell; 2] {
    match corner {
        0 => [[x - 1, y], [x, y - 1]],
        1 => [[x + 1, y], [x, y - 1]],
        2 => [[x + 1, y], [x, y + 1]],
        _ => [[x - 1, y], [x, y + 1]],
    }
}

/// The sea of a tile with coasts; `None` where they do not tell.
fn sea_of(pieces: Vec<Vec<Unit>>, side: i32) -> Option<Vec<Vec<Vec<Unit>>>> {
    if pieces.is_empty() {
        return None;
    }
    let gates = gates(&pieces, side)?;
    let ground = corners(&pieces, side)?;
    let round = 4 * i64::from(side);
    let mut sea: Vec<Vec<Vec<Unit>>> = Vec::new();
    let mut open: Vec<(i64, i64, usize)> = gates.clone();
    while let Some(first) = open.pop() {
        let mut ring = Vec::new();
        let mut at = first;
        loop {
            ring.extend_from_slice(&pieces[at.2]);
            let ahead = |gate: &(i64, i64, usize)| (gate.0 - at.1).rem_euclid(round);
            let next = *gates.iter().min_by_key(|gate| ahead(gate))?;
            let mut edge = at.1 / i64::from(side) + 1;
            while edge * i64::from(side) - at.1 < ahead(&next) {
                ring.push(corner(edge, side));
                edge += 1;
            }
            if next == first || ring.len() > 1 << 20 {
                break;
            }
            // A coast that two others lead to makes no sense.
            let taken = open.iter().position(|gate| *gate == next)?;
            open.swap_remove(taken);
            at = next;
        }
        sea.push(vec![ring]);
    }
    if gates.is_empty() && ground[0] == Ground::Sea {
        sea.push(vec![vec![[0, 0], [side, 0], [side, side], [0, side]]]);
    }
    for ring in pieces.into_iter().filter(|piece| is_ring(piece)) {
        if turn(&ring) > 0 {
            sea.push(vec![ring]);
        } else if let Some(around) = sea.iter_mut().find(|s| s.first().is_some_and(|outer| holds(outer, ring[0]))) {
            around.push(ring);
        }
    }
    Some(sea)
}

fn holds(ring: &[Unit], at: Unit) -> bool {
    let [x, y] = at.map(f64::from);
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    let crosses = |(a, b): &(&Unit, &Unit)| {
        let ([ax, ay], [bx, by]) = (a.map(f64::from), b.map(f64::from));
        (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    };
    sides.filter(crosses).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn coast(lines: &[&[Unit]]) -> Coast {
        let mut coast = Coast::default();
        for line in lines {
            coast.add(line.to_vec());
        }
        coast.finish(100);
        coast
    }

    fn area(tile: &SeaTile) -> i64 {
        tile.sea.iter().map(|p| turn(&p[0]).abs() - p[1..].iter().map(|h| turn(h).abs()).sum::<i64>()).sum::<i64>() / 2
    }

    #[test]
    fn the_sea_is_to_the_right_of_the_coast_and_spreads_to_its_neighbours() {
        // Northwards through the middle of a tile: sea in the east. In two lines, the later one first.
        let coast = coast(&[&[[50, 40], [50, -50]], &[[50, 150], [50, 40]]]);
        let tile = coast.tile([0, 0], 100);
        assert!(tile.known);
        assert_eq!(area(&tile), 5_000);
        assert!(tile.sea[0][0].iter().all(|p| p[0] >= 50), "{tile:?}");
        assert_eq!(area(&coast.tile([3, 0], 100)), 10_000);
        let inland = coast.tile([-3, 0], 100);
        assert!(inland.known && inland.sea.is_empty());
    }

    #[test]
    fn an_island_is_cut_out_and_all_around_is_sea() {
        // Land to the left: against the clock on screen.
        let island: &[Unit] = &[[20, 20], [20, 60], [60, 60], [60, 20], [20, 20]];
        let coast = coast(&[island]);
        assert_eq!(area(&coast.tile([0, 0], 100)), 10_000 - 1_600);
        assert_eq!(area(&coast.tile([1, 1], 100)), 10_000);
    }

    #[test]
    fn a_coast_that_ends_inside_says_nothing() {
        assert_eq!(coast(&[&[[50, 150], [50, 50]]]).tile([0, 0], 100), SeaTile::default());
        assert_eq!(Coast::default().tile([0, 0], 100), SeaTile::default());
    }

    proptest! {
        #[test]
        fn no_coast_panics_or_hangs(lines in prop::collection::vec(prop::collection::vec([-150i32..250, -150i32..250], 2..8), 0..6)) {
            let lines: Vec<&[Unit]> = lines.iter().map(Vec::as_slice).collect();
            let coast = coast(&lines);
            for cell in [[0, 0], [1, 0], [-1, -1]] {
                let tile = coast.tile(cell, 100);
                prop_assert!(tile.sea.iter().flatten().flatten().flatten().all(|v| (0..=100).contains(v)));
            }
        }
    }
}
