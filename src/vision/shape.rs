//! Where in a picture something is.

/// An upright rectangle, as shares of the picture's width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge, 0 to 1.
    pub x: f32,
    /// Upper edge, 0 to 1.
    pub y: f32,
    /// Width, 0 to 1.
    pub width: f32,
    /// Height, 0 to 1.
    pub height: f32,
}

impl Area {
    /// From left, upper, right and lower edge, cut to the picture.
    pub(super) fn between(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        let (x, y) = (left.clamp(0.0, 1.0), top.clamp(0.0, 1.0));
        Self { x, y, width: (right.clamp(0.0, 1.0) - x).max(0.0), height: (bottom.clamp(0.0, 1.0) - y).max(0.0) }
    }

    /// What two have in common, as a share of what they cover together.
    pub(super) fn overlap(&self, other: &Self) -> f32 {
        let span = |a: f32, a_len: f32, b: f32, b_len: f32| ((a + a_len).min(b + b_len) - a.max(b)).max(0.0);
        let common = span(self.x, self.width, other.x, other.width) * span(self.y, self.height, other.y, other.height);
        let all = self.width * self.height + other.width * other.height - common;
        if all > 0.0 { common / all } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_is_one_for_the_same_and_nothing_for_neighbours() {
        let left = Area::between(0.0, 0.0, 0.5, 1.0);
        assert!((left.overlap(&left) - 1.0).abs() < 1e-6);
        assert!(left.overlap(&Area::between(0.5, 0.0, 1.0, 1.0)) < 1e-6);
        assert!((left.overlap(&Area::between(0.0, 0.0, 1.0, 1.0)) - 0.5).abs() < 1e-6);
        assert_eq!(Area::between(-1.0, -1.0, 2.0, 2.0), Area { x: 0.0, y: 0.0, width: 1.0, height: 1.0 });
        assert!(Area::default().overlap(&Area::default()).abs() < 1e-6);
    }
}
