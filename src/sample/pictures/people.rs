//! Figures: nobody's face, only shapes.

use super::canvas::{Canvas, Colour, rgb, shade};
use crate::sample::rng::Rng;

/// A small figure from behind, standing or walking on `foot`.
pub(super) fn walker(c: &mut Canvas, (x, foot): (f32, f32), tall: f32) {
    let shirt = rgb(*c.rng.pick(&[0xd1495b, 0x2e5e8c, 0xe9c46a, 0x3a3a4a, 0x2a9d8f]));
    let legs = rgb(*c.rng.pick(&[0x22262e, 0x2f4858, 0x564a3e]));
    let skin = rgb(*c.rng.pick(&[0xe0ac86, 0xb97a56, 0x8d5a3c, 0xf0c8a8]));
    let hair = rgb(*c.rng.pick(&[0x2b1d16, 0x5a3825, 0xb98b4f, 0x151515]));
    let stride = c.any(0.06, 0.16) * tall;
    let hip = foot - tall * 0.46;
    let neck = foot - tall * 0.8;
    c.ellipse(x, foot, tall * 0.24, tall * 0.05, rgb(0x000000), 0.3, 1.5);
    c.line((x - tall * 0.03, hip), (x - stride, foot), tall * 0.09, legs, 1.0);
    c.line((x + tall * 0.03, hip), (x + stride, foot), tall * 0.09, shade(legs, 1.2), 1.0);
    c.line((x, neck + tall * 0.06), (x, hip), tall * 0.19, shirt, 1.0);
    c.line((x - tall * 0.08, neck + tall * 0.07), (x - tall * 0.14, hip), tall * 0.06, skin, 1.0);
    c.line((x + tall * 0.08, neck + tall * 0.07), (x + tall * 0.15, hip - tall * 0.04), tall * 0.06, skin, 1.0);
    c.disc(x, foot - tall * 0.9, tall * 0.085, hair, 1.0);
}

/// A row of heads seen from behind, along `y`.
pub(super) fn crowd(c: &mut Canvas, y: f32, size: f32, colour: Colour) {
    let mut x = -2.0;
    while x < 102.0 {
        let (lift, r) = (c.any(-0.5, 0.5) * size, size * c.any(0.85, 1.15));
        c.disc(x, y + lift, r, colour, 1.0);
        c.ellipse(x, y + lift + r * 2.4, r * 1.9, r * 1.6, colour, 1.0, 0.3);
        if c.rng.percent(22) {
            c.line((x + r, y + r * 2.0), (x + r * 1.6, y - r * 2.2), r * 0.55, colour, 1.0);
        }
        x += size * 2.5;
    }
}

/// Head and shoulders before a plain ground.
pub(super) fn portrait(c: &mut Canvas, person: u64) {
    let mut who = Rng::new(person, 0xface);
    let grounds: [[u32; 2]; 5] =
        [[0xf4a261, 0xe76f51], [0x8ecae6, 0x219ebc], [0xcdb4db, 0x8d6aa8], [0xa3b18a, 0x588157], [0xffd6a5, 0xd98e73]];
    let skin = rgb(*who.pick(&[0xe8b896, 0xc68863, 0x9a6444, 0xf2cdb0]));
    let hair = rgb(*who.pick(&[0x2a1a14, 0x6b4226, 0xc9a063, 0x17120f]));
    let long = who.percent(60);
    let ground = *c.rng.pick(&grounds);
    let shirt = rgb(*c.rng.pick(&[0xffffff, 0x264653, 0x9b2226, 0xe9c46a, 0x3d405b]));
    let h = c.height();
    c.sky(0.0, h, &ground.map(rgb));
    c.glow(24.0, 20.0, 60.0, rgb(0xffffff), 0.3);
    if long {
        c.ellipse(50.0, 56.0, 24.0, 34.0, hair, 1.0, 0.6);
    }
    c.ellipse(50.0, 108.0, 40.0, 34.0, shirt, 1.0, 0.5);
    c.line((50.0, 60.0), (50.0, 78.0), 15.0, shade(skin, 0.86), 1.0);
    c.ellipse(50.0, 46.0, 17.5, 22.0, skin, 1.0, 0.5);
    c.ellipse(50.0, 29.0, 19.5, 11.5, hair, 1.0, 0.6);
    c.ellipse(35.0, 38.0, 5.0, 12.0, hair, 1.0, 0.8);
    c.ellipse(65.0, 38.0, 5.0, 12.0, hair, 1.0, 0.8);
    for x in [43.0, 57.0] {
        c.ellipse(x, 46.0, 1.9, 1.5, rgb(0x2b2b2b), 1.0, 0.3);
        c.line((x - 3.4, 41.5), (x + 3.4, 41.0), 1.1, hair, 0.9);
    }
    c.line((50.0, 47.0), (49.0, 53.0), 1.1, shade(skin, 0.78), 0.8);
    c.ellipse(50.0, 58.5, 6.2, 2.6, rgb(0xa8483f), 1.0, 0.4);
    c.ellipse(50.0, 57.0, 6.4, 1.8, skin, 1.0, 0.4);
}
