//! The layers of the base map and how much detail each zoom needs.

use std::sync::LazyLock;

use super::mesh::{Thinning, TileMesh, area_tile, line_tile};
use super::pack::Pack;

/// A layer, in drawing order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    Land,
    Lakes,
    Rivers,
    Regions,
    Roads,
    Countries,
}

impl Layer {
    fn pack(self) -> &'static Pack {
        static PACKS: [LazyLock<Pack>; 6] = [
            LazyLock::new(|| Pack::new(include_bytes!("../../../../assets/basemap/land.z"))),
            LazyLock::new(|| Pack::new(include_bytes!("../../../../assets/basemap/lakes.z"))),
            LazyLock::new(|| Pack::new(include_bytes!("../../../../assets/basemap/rivers.z"))),
            LazyLock::new(|| Pack::new(include_bytes!("../../../../assets/basemap/regions.z"))),
            LazyLock::new(|| Pack::new(include_bytes!("../../../../assets/odbl/roads.z"))),
            LazyLock::new(|| Pack::new(include_bytes!("../../../../assets/basemap/countries.z"))),
        ];
        &PACKS[self as usize]
    }

    /// The zoom from which the layer is drawn at all.
    pub(super) const fn min_zoom(self) -> f64 {
        match self {
            Self::Land | Self::Lakes | Self::Countries => 0.0,
            Self::Rivers => 3.0,
            Self::Regions => 3.6,
            Self::Roads => 5.2,
        }
    }
}

/// How fine the shapes are: few steps, each good for a stretch of zooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Detail(u8);

impl Detail {
    /// Whole continents. Small enough to be prepared on the spot.
    pub(super) const COARSEST: Self = Self(0);

    /// The detail with which nothing is missed at `zoom`, on a screen with `pixels_per_point`.
    pub(super) fn for_zoom(zoom: f64, pixels_per_point: f32) -> Self {
        // Twice the pixels show half of a zoom step more, not a whole one: eyes do not get sharper.
        let zoom = zoom + f64::from(pixels_per_point.max(1.0)).log2() * 0.5;
        Self([2.6, 4.1, 5.6, 7.1].iter().filter(|top| zoom >= **top).count() as u8)
    }

    /// The next coarser one.
    pub(super) fn coarser(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    /// The world is cut into `2^n` by `2^n` tiles.
    pub(super) const fn tile_zoom(self) -> u8 {
        match self.0 {
            0 => 0,
            1 => 2,
            2 => 3,
            _ => 6,
        }
    }

    /// Width of a tile in widths of the world.
    pub(super) fn side(self) -> f64 {
        1.0 / f64::from(1u32 << self.tile_zoom())
    }

    /// The level in the file: the two finest details come from the same, one of them thinned out.
    const fn level(self) -> usize {
        if self.0 > 3 { 3 } else { self.0 as usize }
    }

    fn thinning(self, layer: Layer) -> Thinning {
        if self.0 != 3 {
            return Thinning::default();
        }
        // Units of a tile that are a point on screen at the upper end of this detail's zooms.
        let points_across = 256.0 * 2f64.powf(7.1 - f64::from(self.tile_zoom()));
        let unit = 2f64.powi(i32::from(layer.pack().bits(3))) / points_across;
        let max_rank = match layer {
            Layer::Roads => Some(1),
            Layer::Regions | Layer::Rivers => Some(6),
            _ => None,
        };
        Thinning { area: (0.8 * unit * unit) as u64, max_rank }
    }
}

/// A tile of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TileId {
    pub(super) detail: Detail,
    pub(super) layer: Layer,
    pub(super) column: u32,
    pub(super) row: u32,
}

impl TileId {
    /// Reads and prepares the tile: the work of a few milliseconds at most.
    pub(super) fn prepare(self) -> TileMesh {
        let (pack, level) = (self.layer.pack(), self.detail.level());
        let thinning = self.detail.thinning(self.layer);
        match self.layer {
            Layer::Land | Layer::Lakes => area_tile(pack, level, self.column, self.row, thinning),
            _ => line_tile(pack, level, self.column, self.row, thinning),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detail_grows_with_zoom_and_never_leaves_the_files() {
        let zooms = (0..190).map(|z| f64::from(z) / 10.0);
        let details: Vec<Detail> = zooms.map(|z| Detail::for_zoom(z, 1.0)).collect();
        assert!(details.is_sorted());
        assert_eq!(details.first(), Some(&Detail::COARSEST));
        assert!(details.iter().all(|d| d.level() <= 3));
        assert!(Detail::for_zoom(4.0, 2.0) > Detail::for_zoom(4.0, 1.0));
    }

    #[test]
    fn thinned_tiles_are_lighter_and_keep_the_land() {
        // Norway's coast.
        let at = |detail| TileId { detail: Detail(detail), layer: Layer::Land, column: 33, row: 17 }.prepare();
        let (thin, full) = (at(3), at(4));
        let points = |m: &TileMesh| m.lines.iter().map(|l| l.points.len()).sum::<usize>();
        assert!(points(&full) > 500, "{}", points(&full));
        assert!(points(&thin) * 4 < points(&full) * 3, "{} of {}", points(&thin), points(&full));
        assert!(points(&thin) > 100);
    }
}
