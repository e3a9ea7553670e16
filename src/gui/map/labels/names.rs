//! What the names on the map are, where they stand and from which zoom.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::analysis::mercator::WorldPoint;
use crate::gui::map::projector::WORLD_POINTS;
use crate::venue::Gazetteer;

/// What a name is of; how it is written follows from that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A country; size 1 is the largest, 6 the smallest.
    Country { size: u8 },
    /// A sea; size as with countries.
    Sea { size: u8 },
    /// A settlement.
    City { population: u32, capital: bool },
}

/// A name on the map.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) text: &'static str,
    pub(super) at: WorldPoint,
    pub(super) kind: Kind,
    /// The zoom from which it is shown where there is room.
    pub(super) min_zoom: f32,
    /// The zoom up to which it is.
    pub(super) max_zoom: f32,
}

/// Names by place.
pub(super) struct Names {
    /// Countries and seas, then settlements, the largest first.
    names: Vec<Name>,
    /// Numbers of names in each cell of a grid, in order of `min_zoom`.
    cells: BTreeMap<(u32, u32), Vec<u32>>,
}

/// Cells along a side of the grid.
const GRID: f64 = 64.0;

static OWN_LIST: &str = include_str!("../../../../assets/basemap/labels.tsv");
static WITH_CITIES: OnceLock<Names> = OnceLock::new();
static STARTED: AtomicBool = AtomicBool::new(false);

impl Names {
    /// All names, or those of countries and seas until the table of settlements is unpacked, which a thread does.
    pub(super) fn get(wake: &egui::Context) -> &'static Self {
        static WITHOUT: OnceLock<Names> = OnceLock::new();
        if let Some(all) = WITH_CITIES.get() {
            return all;
        }
        if !STARTED.swap(true, Ordering::Relaxed) {
            let wake = wake.clone();
            let work = move || {
                Self::wait();
                wake.request_repaint();
            };
            let started = std::thread::Builder::new().name("map names".to_owned()).spawn(work);
            // Without a thread the map has the names of countries and seas.
            STARTED.store(started.is_ok(), Ordering::Relaxed);
        }
        WITHOUT.get_or_init(|| Self::new(own_list().map(|row| row.name).collect()))
    }

    /// Waits for the table of settlements: for pictures, not for the screen.
    pub(super) fn wait() -> &'static Self {
        WITH_CITIES.get_or_init(|| {
            let capitals = own_list().filter_map(|row| row.capital).collect();
            Self::new(own_list().map(|row| row.name).chain(cities(capitals)).collect())
        })
    }

    fn new(names: Vec<Name>) -> Self {
        let mut cells: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        for (i, name) in names.iter().enumerate() {
            cells.entry(cell(name.at)).or_default().push(i as u32);
        }
        for numbers in cells.values_mut() {
            numbers.sort_by(|a, b| names[*a as usize].min_zoom.total_cmp(&names[*b as usize].min_zoom));
        }
        Self { names, cells }
    }

    /// The name with this number. Countries and seas have the same numbers with and without settlements.
    pub(super) fn name(&self, number: u32) -> &Name {
        &self.names[number as usize]
    }

    /// Numbers of the names in a part of the first copy of the world that `zoom` may show, added to `found`.
    pub(super) fn within(&self, min: WorldPoint, max: WorldPoint, zoom: f32, found: &mut Vec<u32>) {
        let ((top, left), (bottom, right)) = (cell(min), cell(max));
        for row in top..=bottom {
            for (_, numbers) in self.cells.range((row, left)..=(row, right.max(left))) {
                let shown = numbers.iter().take_while(|n| self.name(**n).min_zoom <= zoom);
                let inside = |n: &&u32| {
                    let name = self.name(**n);
                    let at = name.at;
                    zoom <= name.max_zoom && (min.x..=max.x).contains(&at.x) && (min.y..=max.y).contains(&at.y)
                };
                found.extend(shown.filter(inside));
            }
        }
    }
}

/// Row and column of a position.
fn cell(at: WorldPoint) -> (u32, u32) {
    let axis = |v: f64| (v.clamp(0.0, 1.0) * GRID).min(GRID - 1.0) as u32;
    (axis(at.y), axis(at.x))
}

/// A row of our own list.
struct Row {
    name: Name,
    /// Country code and name of the capital.
    capital: Option<(&'static str, &'static str)>,
}

fn own_list() -> impl Iterator<Item = Row> {
    OWN_LIST.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        let (size, lat, lon) = (next()?.parse::<u8>().ok()?, next()?.parse().ok()?, next()?.parse().ok()?);
        let (code, text, capital) = (next()?, next()?, next().unwrap_or(""));
        let (kind, zooms) = if code == "~" {
            (Kind::Sea { size }, [(1.2, 5.5), (2.2, 6.0), (3.2, 7.5), (4.0, 8.0), (5.0, 9.0)])
        } else {
            (Kind::Country { size }, [(1.0, 5.2), (1.9, 6.0), (2.7, 6.8), (3.5, 7.4), (4.4, 8.2)])
        };
        let (min_zoom, max_zoom) = zooms.get(usize::from(size) - 1).copied().unwrap_or((5.4, 9.5));
        let name = Name { text, at: WorldPoint::from_degrees(lat, lon), kind, min_zoom, max_zoom };
        Some(Row { name, capital: (!capital.is_empty()).then_some((code, capital)) })
    })
}

/// Settlements beyond this place in the order of size are shown only near, without measuring how lonely they are.
const MEASURED: usize = 70_000;

/// Every settlement with the zoom from which it is shown. A settlement comes early when it is large, and when nothing
/// larger is near: so a small town in the desert is on the map before a large suburb.
fn cities(mut capitals: BTreeSet<(&str, &str)>) -> Vec<Name> {
    let mut larger = Neighbours::default();
    let mut names = Vec::new();
    for (place, settlement) in Gazetteer::get().iter().enumerate() {
        let at = WorldPoint::from_geo(settlement.point);
        // Of several with the name the largest, which comes first.
        let capital = capitals.remove(&(settlement.country, settlement.name));
        let lonely = if place < MEASURED { larger.add(at) } else { 0.0 };
        let population = settlement.population;
        names.push(Name {
            text: settlement.name,
            at,
            kind: Kind::City { population, capital },
            min_zoom: min_zoom(population, capital, lonely),
            max_zoom: f32::INFINITY,
        });
    }
    names
}

/// Points on screen that a settlement should be away from a larger one.
const APART_POINTS: f64 = 46.0;

fn min_zoom(population: u32, capital: bool, lonely: f64) -> f32 {
    let by_distance = if lonely > 0.0 { (APART_POINTS / (WORLD_POINTS * lonely)).log2() as f32 } else { 12.0 };
    let steps = [
        (8e6, 2.0),
        (3e6, 2.7),
        (1.2e6, 3.4),
        (6e5, 4.0),
        (3e5, 4.6),
        (1.2e5, 5.4),
        (4.5e4, 6.4),
        (1.3e4, 7.6),
        (5e3, 8.8),
        (1e3, 10.0),
    ];
    let by_size = steps.iter().find(|(size, _)| f64::from(population) >= *size).map_or(11.5, |(_, zoom)| *zoom);
    let by_size = if capital { f32::min(by_size, 3.9) } else { by_size };
    // Far from anything larger, a step or two earlier; among larger ones, later.
    let zoom = by_size.max(by_distance - 0.3);
    if by_distance < by_size - 2.0 { zoom - 0.7 } else { zoom }.clamp(2.0, 13.0)
}

/// Finds how far the nearest larger settlement is; settlements come in order of size.
#[derive(Default)]
struct Neighbours {
    grids: [HashMap<(u32, u32), Vec<WorldPoint>>; Self::DEPTHS],
}

impl Neighbours {
    /// Depth of the coarsest grid; a grid of depth `d` has `2^d` cells a side.
    const COARSEST: u8 = 3;
    const FINEST: u8 = 13;
    /// Number of grids, each twice as fine as the one before.
    const DEPTHS: usize = (Self::FINEST - Self::COARSEST) as usize + 1;

    /// Adds a settlement and returns its distance to the nearest added before, in widths of the world.
    fn add(&mut self, at: WorldPoint) -> f64 {
        let distance = self.nearest(at);
        for (grid, depth) in self.grids.iter_mut().zip(Self::COARSEST..=Self::FINEST) {
            let members = grid.entry(grid_cell(at, depth)).or_default();
            // A few stand for all in a cell: the coarse grids only answer for lonely ones.
            if members.len() < 12 {
                members.push(at);
            }
        }
        distance
    }

    fn nearest(&self, at: WorldPoint) -> f64 {
        for (grid, depth) in self.grids.iter().zip(Self::COARSEST..=Self::FINEST).rev() {
            let (x, y) = grid_cell(at, depth);
            let near = (x.saturating_sub(1)..=x + 1).flat_map(|x| (y.saturating_sub(1)..=y + 1).map(move |y| (x, y)));
            let distances = near.filter_map(|cell| grid.get(&cell)).flatten();
            let nearest = distances.map(|p| (p.x - at.x).hypot(p.y - at.y)).min_by(f64::total_cmp);
            if let Some(nearest) = nearest {
                return nearest.max(1e-6);
            }
        }
        0.5
    }
}

fn grid_cell(at: WorldPoint, depth: u8) -> (u32, u32) {
    let cells = f64::from(1u32 << depth);
    ((at.x * cells) as u32, (at.y * cells) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_list_is_read_whole() {
        let rows = OWN_LIST.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(own_list().count(), rows);
        let sized = |row: &Row| matches!(row.name.kind, Kind::Country { size: 1..=6 } | Kind::Sea { size: 1..=6 });
        assert!(own_list().all(|row| sized(&row)));
    }

    #[test]
    fn every_capital_of_our_list_is_in_the_table_and_shown_early() {
        let names = Names::wait();
        for (code, capital) in own_list().filter_map(|row| row.capital) {
            let found =
                names.names.iter().any(|n| n.text == capital && matches!(n.kind, Kind::City { capital: true, .. }));
            assert!(found, "{capital} ({code})");
        }
    }

    #[test]
    fn large_cities_come_before_small_ones_and_lonely_ones_before_suburbs() {
        let zoom = |text: &str| {
            Names::wait()
                .names
                .iter()
                .find(|n| n.text == text && matches!(n.kind, Kind::City { .. }))
                .map(|n| n.min_zoom)
                .unwrap()
        };
        assert!(zoom("Tokyo") < zoom("Sacramento"));
        assert!(zoom("Alice Springs") < zoom("Daly City"), "{} {}", zoom("Alice Springs"), zoom("Daly City"));
        assert!(zoom("Las Vegas") < zoom("Henderson"));
    }

    #[test]
    fn a_part_of_the_world_holds_the_names_in_it() {
        let mut found = Vec::new();
        let (min, max) = (WorldPoint::from_degrees(61.0, 24.0), WorldPoint::from_degrees(60.0, 26.0));
        Names::wait().within(min, max, 8.0, &mut found);
        let texts: Vec<&str> = found.iter().map(|n| Names::wait().name(*n).text).collect();
        assert!(texts.contains(&"Helsinki"), "{texts:?}");
        assert!(texts.len() < 40);
    }
}
