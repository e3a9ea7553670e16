//! Names of streets and quarters in view, the most important first.

use egui::{Pos2, Vec2};

use crate::gui::map::base::paint::Placement;
use crate::gui::map::projector::Projector;
use crate::street::{Class, Name};

use super::mesh::StreetMesh;

/// A name on screen.
#[derive(Clone, Debug)]
pub(in crate::gui::map) struct StreetName {
    pub(in crate::gui::map) text: Box<str>,
    /// Its middle.
    pub(in crate::gui::map) at: Pos2,
    /// Radians by which it is turned, so that it reads from left to right.
    pub(in crate::gui::map) angle: f32,
    /// Points there are along its street; endless for a quarter.
    pub(in crate::gui::map) room: f32,
    /// Whether it is of a quarter rather than a street.
    pub(in crate::gui::map) quarter: bool,
}

/// Most names looked at.
const MOST_TRIED: usize = 320;

/// The zoom from which names of a class are worth their room.
fn min_zoom(class: Option<Class>) -> f64 {
    match class {
        None => 12.5,
        Some(Class::Motorway | Class::Primary) => 13.4,
        Some(Class::Secondary) => 13.8,
        Some(Class::Street) => 14.4,
        Some(Class::Minor) => 15.2,
        Some(_) => 16.6,
    }
}

pub(super) fn in_view<'a>(
    tiles: impl Iterator<Item = (&'a StreetMesh, Placement)>,
    projector: &Projector,
) -> Vec<StreetName> {
    let mut ranked: Vec<(u8, StreetName)> = Vec::new();
    for (mesh, place) in tiles {
        for name in mesh.names.iter().filter(|n| projector.zoom >= min_zoom(n.class)) {
            let [a, b] = name.along.map(|p| place.at(p));
            let at = a + (b - a) / 2.0;
            if projector.rect.contains(at) {
                let rank = name.class.map_or(u8::MAX, |class| class as u8);
                ranked.push((rank, on_screen(name, at, b - a)));
            }
        }
    }
    ranked.sort_by(|(ra, a), (rb, b)| rb.cmp(ra).then(b.room.total_cmp(&a.room)).then_with(|| a.text.cmp(&b.text)));
    ranked.truncate(MOST_TRIED);
    ranked.into_iter().map(|(_, name)| name).collect()
}

fn on_screen(name: &Name, at: Pos2, along: Vec2) -> StreetName {
    let quarter = name.class.is_none();
    let along = if along.x < 0.0 { -along } else { along };
    let angle = if quarter { 0.0 } else { along.angle() };
    let room = if quarter { f32::INFINITY } else { along.length() };
    StreetName { text: name.text.clone(), at, angle, room, quarter }
}
