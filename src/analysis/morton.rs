//! Positions as one number that keeps neighbours together: the order along a space-filling curve.

use super::mercator::WorldPoint;

/// Binary digits of an axis in a code.
pub const BITS: u8 = 32;

/// The code of a cell: the digits of `x` and `y` in turn.
pub const fn encode(x: u32, y: u32) -> u64 {
    spread(x) | spread(y) << 1
}

/// The cell of a code.
pub const fn decode(code: u64) -> (u32, u32) {
    (gather(code), gather(code >> 1))
}

/// The coarsest depth at which two codes lie in different cells; one more than [`BITS`] when they are the same.
pub const fn first_parted(a: u64, b: u64) -> u8 {
    (a ^ b).leading_zeros() as u8 / 2 + 1
}

/// The finest code of a position. `x` is expected in `[0, 1]`.
pub fn of_world(point: WorldPoint) -> u64 {
    encode(axis(point.x), axis(point.y))
}

/// The middle of the finest cell with this code.
pub fn to_world(code: u64) -> WorldPoint {
    let (x, y) = decode(code);
    WorldPoint { x: axis_to_world(x), y: axis_to_world(y) }
}

/// The middle of a column or row of the finest grid.
pub fn axis_to_world(v: u32) -> f64 {
    (f64::from(v) + 0.5) / AXIS
}

const AXIS: f64 = (1u64 << BITS) as f64;

fn axis(v: f64) -> u32 {
    // A float beyond the range becomes the nearest end of it.
    (v * AXIS) as u32
}

const fn spread(v: u32) -> u64 {
    let mut v = v as u64;
    v = (v | v << 16) & 0x0000_ffff_0000_ffff;
    v = (v | v << 8) & 0x00ff_00ff_00ff_00ff;
    v = (v | v << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    v = (v | v << 2) & 0x3333_3333_3333_3333;
    (v | v << 1) & 0x5555_5555_5555_5555
}

const fn gather(v: u64) -> u32 {
    let mut v = v & 0x5555_5555_5555_5555;
    v = (v | v >> 1) & 0x3333_3333_3333_3333;
    v = (v | v >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    v = (v | v >> 4) & 0x00ff_00ff_00ff_00ff;
    v = (v | v >> 8) & 0x0000_ffff_0000_ffff;
    (v | v >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn codes_come_back(x: u32, y: u32) {
            prop_assert_eq!(decode(encode(x, y)), (x, y));
        }

        #[test]
        fn a_coarser_cell_is_a_prefix(x: u32, y: u32, shift in 0u32..32) {
            prop_assert_eq!(encode(x, y) >> (2 * shift), encode(x >> shift, y >> shift));
        }

        #[test]
        fn codes_part_where_their_cells_do(a: u64, bit in 0u32..=64) {
            let b = a ^ 1_u64.checked_shl(bit).unwrap_or(0);
            let cells = |code: u64| (1..=BITS).map(move |depth| code >> (2 * (BITS - depth)));
            let parted = cells(a).zip(cells(b)).position(|(a, b)| a != b).map_or(BITS + 1, |at| at as u8 + 1);
            prop_assert_eq!(first_parted(a, b), parted);
        }
    }

    #[test]
    fn the_edges_of_the_world_stay_inside() {
        assert_eq!(decode(of_world(WorldPoint { x: 1.0, y: 1.0 })), (u32::MAX, u32::MAX));
        assert_eq!(decode(of_world(WorldPoint { x: 0.0, y: 0.0 })), (0, 0));
    }
}
