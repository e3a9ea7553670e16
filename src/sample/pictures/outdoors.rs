//! Scenes in the open.
#![expect(clippy::many_single_char_names, reason = "c, x, y, w, h and r say all there is to say in drawing code")]

use super::canvas::{Canvas, Colour, blend, rgb, shade};
use super::lettering::sign as lettering;

/// The colours of the sky from the top down to the horizon, by the height of the sun.
pub(super) fn sky_colours(c: &mut Canvas, day: f32) -> [Colour; 3] {
    let night = [rgb(0x0b1026), rgb(0x1b2a52), rgb(0x3a4a78)];
    let dusk = match c.rng.below(3) {
        0 => [rgb(0x2f3d78), rgb(0xc66a7d), rgb(0xffb36b)],
        1 => [rgb(0x3b4f8f), rgb(0x9d6fb0), rgb(0xffc49a)],
        _ => [rgb(0x38518c), rgb(0xe08a5e), rgb(0xffd88a)],
    };
    let noon = match c.rng.below(3) {
        0 => [rgb(0x3f8fdc), rgb(0x86bdf0), rgb(0xd8ecfa)],
        1 => [rgb(0x5a9ad6), rgb(0xa9cdea), rgb(0xeaf1f2)],
        _ => [rgb(0x8fa5b8), rgb(0xb9c6d0), rgb(0xdfe4e6)],
    };
    if day < 0.3 {
        std::array::from_fn(|i| blend(night[i], dusk[i], day / 0.3))
    } else {
        std::array::from_fn(|i| blend(dusk[i], noon[i], (day - 0.3) / 0.35))
    }
}

/// Sky with sun or moon and clouds or stars; returns the colour at the horizon.
pub(super) fn sky(c: &mut Canvas, horizon: f32, day: f32) -> Colour {
    let colours = sky_colours(c, day);
    c.sky(0.0, horizon + 2.0, &colours);
    let x = c.any(18.0, 82.0);
    if day < 0.12 {
        for _ in 0..70 {
            let (sx, sy, r, a) = (c.any(0.0, 100.0), c.any(0.0, horizon * 0.8), c.any(0.1, 0.3), c.any(0.2, 0.9));
            c.disc(sx, sy, r, rgb(0xffffff), a);
        }
        let y = horizon * 0.28;
        c.glow(x, y, 16.0, rgb(0xdfe6ff), 0.35);
        c.disc(x, y, 3.4, rgb(0xf4f2e4), 1.0);
    } else {
        let y = horizon * (1.0 - 0.8 * day).max(0.15);
        c.glow(x, y, 46.0, rgb(0xfff0c8), 0.75);
        c.disc(x, y, 4.2, rgb(0xfffbea), 0.95);
        for _ in 0..=c.rng.below(5) {
            cloud(c, horizon, day);
        }
    }
    colours[2]
}

fn cloud(c: &mut Canvas, horizon: f32, day: f32) {
    let (x, y) = (c.any(0.0, 100.0), c.any(horizon * 0.1, horizon * 0.75));
    let size = c.any(3.0, 8.0);
    let tint = blend(rgb(0xffc9a3), rgb(0xffffff), day);
    for _ in 0..7 {
        let (dx, dy, r) = (c.any(-2.2, 2.2) * size, c.any(-0.4, 0.3) * size, c.any(0.5, 1.2) * size);
        c.ellipse(x + dx, y + dy, r * 1.5, r * 0.55, tint, 0.28, r);
    }
}

/// Water with glints from `top` downwards.
pub(super) fn water(c: &mut Canvas, top: f32, bottom: f32, near: Colour, far: Colour) {
    c.sky(top, bottom, &[far, blend(far, near, 0.6), near]);
    for _ in 0..110 {
        let depth = c.any(0.0, 1.0);
        let y = top + (bottom - top) * depth * depth;
        let (x, w) = (c.any(0.0, 100.0), 1.0 + depth * c.any(2.0, 9.0));
        let colour = if c.rng.percent(60) { rgb(0xffffff) } else { shade(near, 0.6) };
        c.ellipse(x, y, w, 0.12 + depth * 0.35, colour, 0.22, 0.4);
    }
}

/// Sea, surf and sand, perhaps a towel or a board.
pub(super) fn beach(c: &mut Canvas, day: f32) {
    let (h, horizon) = (c.height(), c.height() * 0.42);
    let haze = sky(c, horizon, day);
    let dim = 0.35 + 0.65 * day;
    let near = shade(rgb(0x2b9aa8), dim);
    water(c, horizon, h * 0.74, near, blend(haze, near, 0.45));
    let shore = h * 0.72;
    c.sky(shore + 3.0, h, &[shade(rgb(0xd8bd8c), dim), shade(rgb(0xe9d3a4), dim)]);
    for step in 0..3 {
        let y = shore + 1.5 - step as f32 * 3.0;
        let mut x = -5.0;
        while x < 105.0 {
            let (lift, w) = (c.any(-1.0, 1.0), c.any(6.0, 13.0));
            c.ellipse(x, y + lift, w, 1.5, shade(rgb(0xffffff), 0.55 + 0.45 * day), 0.75, 1.4);
            x += w;
        }
    }
    match c.rng.below(3) {
        0 => umbrella(c, h),
        1 => super::people::walker(c, (62.0, h * 0.9), 17.0),
        _ => palm(c, h),
    }
}

fn umbrella(c: &mut Canvas, h: f32) {
    let x = c.any(25.0, 75.0);
    let (top, foot) = (h * 0.66, h * 0.92);
    c.ellipse(x + 6.0, foot, 15.0, 2.0, rgb(0x6b5636), 0.4, 3.0);
    c.line((x, top), (x + 2.0, foot), 0.9, rgb(0xf5f0e6), 1.0);
    for (slice, colour) in [0xe4572e, 0xffffff, 0xe4572e, 0xffffff, 0xe4572e].into_iter().enumerate() {
        let left = x - 15.0 + slice as f32 * 6.0;
        c.polygon(&[(x, top - 7.0), (left, top + 3.0), (left + 6.0, top + 3.0)], rgb(colour), 1.0);
    }
    let towel = [(x - 20.0, foot - 1.0), (x - 4.0, foot - 3.0), (x - 1.0, foot + 2.0), (x - 18.0, foot + 5.0)];
    c.polygon(&towel, rgb(0x3d6fb4), 1.0);
}

/// A palm leaning in from the side.
pub(super) fn palm(c: &mut Canvas, h: f32) {
    let (mut x, mut y) = (92.0, h);
    let lean = c.any(-1.9, -0.9);
    for part in 0..16 {
        let next = (x + lean * (1.0 - part as f32 / 26.0), y - h * 0.042);
        c.line((x, y), next, 3.0 - part as f32 * 0.09, rgb(0x4a3a2c), 1.0);
        (x, y) = next;
    }
    for (dx, dy) in [
        (-26.0, 2.0),
        (-22.0, -9.0),
        (-10.0, -15.0),
        (8.0, -14.0),
        (20.0, -6.0),
        (22.0, 6.0),
        (-18.0, 12.0),
        (12.0, 13.0),
    ] {
        let tip = (x + dx, y + dy);
        let side = (x + dx * 0.5, y + dy * 0.5 - 5.0);
        c.polygon(&[(x, y - 0.8), side, tip, (side.0, side.1 + 3.4), (x, y + 0.8)], rgb(0x1f4a34), 1.0);
    }
}

/// A lawn with trees.
pub(super) fn park(c: &mut Canvas, day: f32) {
    let (h, horizon) = (c.height(), c.height() * 0.5);
    sky(c, horizon, day);
    let dim = 0.3 + 0.7 * day;
    let autumn = c.rng.percent(30);
    for row in 0..3 {
        for _ in 0..9 {
            let (x, size) = (c.any(-5.0, 105.0), c.any(7.0, 12.0) + row as f32 * 3.0);
            let leaf = if autumn {
                *c.rng.pick(&[0xb5651d, 0xd08c2e, 0x8f5a24])
            } else {
                *c.rng.pick(&[0x2f6b3a, 0x3f7f45, 0x567f3a])
            };
            tree(c, (x, horizon + row as f32 * 2.5), size, shade(rgb(leaf), dim * (0.7 + 0.12 * row as f32)));
        }
    }
    c.sky(horizon + 2.0, h, &[shade(rgb(0x5e8f45), dim), shade(rgb(0x8cb35a), dim), shade(rgb(0x6f9a4a), dim)]);
    let bend = c.any(20.0, 80.0);
    c.polygon(
        &[(bend, horizon + 3.0), (bend + 3.0, horizon + 3.0), (78.0, h), (38.0, h)],
        shade(rgb(0xd9c7a2), dim),
        0.85,
    );
    for _ in 0..60 {
        let (x, y) = (c.any(0.0, 100.0), c.any(horizon + 6.0, h));
        let flower = *c.rng.pick(&[0xffffff, 0xf2d04b, 0xe98aa8]);
        c.disc(x, y, 0.3 + (y - horizon) / h, shade(rgb(flower), dim), 0.8);
    }
    if c.rng.percent(50) {
        super::people::walker(c, (52.0, h * 0.86), 20.0);
    }
}

fn tree(c: &mut Canvas, (x, foot): (f32, f32), size: f32, leaf: Colour) {
    c.line((x, foot + 2.0), (x, foot - size), size * 0.12, rgb(0x3d2e22), 1.0);
    for _ in 0..9 {
        let (dx, dy, r) = (c.any(-0.6, 0.6) * size, c.any(-1.9, -0.7) * size, c.any(0.3, 0.55) * size);
        let tint = c.any(0.8, 1.2);
        c.ellipse(x + dx, foot + dy, r, r * 0.9, shade(leaf, tint), 0.95, 1.2);
    }
}

/// Peaks with snow and a lake.
pub(super) fn mountain(c: &mut Canvas, day: f32) {
    let (h, horizon) = (c.height(), c.height() * 0.62);
    let haze = sky(c, horizon, day);
    let rock = shade(rgb(0x46566b), 0.45 + 0.6 * day);
    c.ridge(horizon - 8.0, 18.0, 7, blend(haze, rock, 0.35));
    for _ in 0..3 {
        let (x, top, half) = (c.any(10.0, 90.0), c.any(h * 0.16, h * 0.34), c.any(26.0, 40.0));
        peak(c, (x, top), half, horizon + 3.0, rock);
    }
    c.ridge(horizon + 2.0, 9.0, 16, shade(rgb(0x2b4636), 0.4 + 0.6 * day));
    let near = shade(rgb(0x2f6f86), 0.4 + 0.6 * day);
    water(c, horizon + 5.0, h, near, blend(near, haze, 0.5));
    if c.rng.percent(45) {
        c.ridge(h * 0.93, 5.0, 9, rgb(0x1c2320));
        super::people::walker(c, (30.0, h * 0.92), 19.0);
    }
}

fn peak(c: &mut Canvas, (x, top): (f32, f32), half: f32, foot: f32, rock: Colour) {
    c.polygon(&[(x, top), (x + half, foot), (x - half, foot)], rock, 1.0);
    c.polygon(&[(x, top), (x - half, foot), (x - half * 0.2, foot)], shade(rock, 0.72), 1.0);
    let (drop, reach) = ((foot - top) * 0.36, half * 0.36);
    let snow = [
        (x, top),
        (x + reach, top + drop),
        (x + reach * 0.5, top + drop * 0.8),
        (x + reach * 0.1, top + drop * 1.15),
        (x - reach * 0.4, top + drop * 0.75),
        (x - reach, top + drop),
    ];
    c.polygon(&snow, rgb(0xf1f5fa), 0.95);
}

/// A path beside a river, for runners.
pub(super) fn track(c: &mut Canvas, day: f32) {
    let (h, horizon) = (c.height(), c.height() * 0.45);
    let haze = sky(c, horizon, day);
    let dim = 0.35 + 0.65 * day;
    c.ridge(horizon, 7.0, 22, blend(haze, rgb(0x4a5a60), 0.6));
    let near = shade(rgb(0x4c7f93), dim);
    water(c, horizon, h, near, blend(haze, near, 0.4));
    c.polygon(&[(52.0, horizon), (100.0, horizon), (101.0, h), (26.0, h)], shade(rgb(0x5f8a48), dim), 1.0);
    c.polygon(&[(60.0, horizon), (63.0, horizon), (88.0, h), (42.0, h)], shade(rgb(0xb5503c), dim), 1.0);
    for side in [0.33, 0.66] {
        let (top, foot) = (60.0 + 3.0 * side, 42.0 + 46.0 * side);
        c.polygon(&[(top, horizon), (top + 0.2, horizon), (foot + 1.2, h), (foot, h)], rgb(0xf4efe4), 0.8);
    }
    for step in 0..5 {
        let depth = step as f32 / 5.0;
        tree(
            c,
            (72.0 + 28.0 * depth, horizon + (h - horizon) * depth * 0.75),
            8.0 + 9.0 * depth,
            shade(rgb(0x3f7a44), dim),
        );
    }
    super::people::walker(c, (60.0, h * 0.84), 22.0);
}

/// Trunks in fog.
pub(super) fn forest(c: &mut Canvas, day: f32) {
    let h = c.height();
    let mist = shade(rgb(0xc7d6c8), 0.4 + 0.6 * day);
    c.sky(0.0, h * 0.75, &[shade(mist, 0.8), mist, shade(mist, 1.05)]);
    for layer in 0..4 {
        let near = layer as f32 / 3.0;
        let bark = blend(mist, rgb(0x2b2a22), 0.22 + 0.7 * near);
        for _ in 0..9 - layer * 2 {
            let (x, w) = (c.any(0.0, 100.0), 1.0 + near * 5.0);
            let lean = c.any(-2.0, 2.0);
            c.polygon(&[(x, -1.0), (x + w, -1.0), (x + w * 1.3 + lean, h), (x - w * 0.3 + lean, h)], bark, 1.0);
        }
        let ground = blend(mist, rgb(0x4c5a2a), 0.3 + 0.6 * near);
        c.ridge(h * (0.72 + 0.07 * near), 4.0, 12, ground);
    }
    c.glow(55.0, h * 0.3, 60.0, rgb(0xfff4cf), 0.5);
    for _ in 0..40 {
        let (x, y) = (c.any(0.0, 100.0), c.any(h * 0.78, h));
        c.line((x, y), (x + 1.5, y - 5.0), 0.5, rgb(0x54733a), 0.8);
    }
}

/// Red rocks and a road.
pub(super) fn desert(c: &mut Canvas, day: f32) {
    let (h, horizon) = (c.height(), c.height() * 0.55);
    let haze = sky(c, horizon, day);
    let dim = 0.4 + 0.6 * day;
    for layer in 0..3 {
        let rock = shade(blend(haze, rgb(0xa84e2f), 0.5 + 0.25 * layer as f32), dim);
        for _ in 0..3 {
            let (x, w, t) = (c.any(-10.0, 90.0), c.any(18.0, 38.0), c.any(0.14, 0.3) * h);
            let top = horizon - t + layer as f32 * 5.0;
            c.polygon(
                &[(x, horizon + 2.0), (x + w * 0.14, top), (x + w * 0.8, top + 1.0), (x + w, horizon + 2.0)],
                rock,
                1.0,
            );
            for band in 1..4 {
                let y = top + band as f32 * t * 0.2;
                c.line((x + w * 0.12, y), (x + w * 0.86, y + 0.6), 0.5, shade(rock, 0.75), 0.6);
            }
        }
    }
    c.sky(horizon, h, &[shade(rgb(0xc98a56), dim), shade(rgb(0xd9a770), dim), shade(rgb(0xb37a4a), dim)]);
    c.polygon(&[(49.0, horizon), (51.0, horizon), (82.0, h), (24.0, h)], shade(rgb(0x4b4750), dim), 1.0);
    for dash in 0..6 {
        let (near, far) = ((dash as f32 + 0.6) / 6.0, dash as f32 / 6.0);
        let at = |t: f32| (50.0 + 3.0 * t * t, horizon + (h - horizon) * t * t);
        c.line(at(far), at(near), 0.3 + near, rgb(0xf2c94c), 0.9);
    }
    for _ in 0..16 {
        let (x, y) = (c.any(0.0, 100.0), c.any(horizon + 4.0, h));
        c.ellipse(x, y, 2.0 + (y - horizon) * 0.08, 1.2, shade(rgb(0x5d6b3a), dim), 0.8, 1.0);
    }
}

/// A wall of ice behind water.
pub(super) fn glacier(c: &mut Canvas, day: f32) {
    let (h, horizon) = (c.height(), c.height() * 0.6);
    let haze = sky(c, horizon * 0.7, day.max(0.5));
    c.ridge(horizon * 0.62, 20.0, 9, blend(haze, rgb(0x4d6078), 0.6));
    let mut x = -2.0;
    while x < 102.0 {
        let (w, top) = (c.any(3.0, 9.0), c.any(0.5, 0.7) * horizon);
        let ice = blend(rgb(0x9fd0e6), rgb(0xf2fafd), c.any(0.0, 1.0));
        c.polygon(&[(x, horizon), (x + w * 0.2, top), (x + w * 0.7, top - 2.0), (x + w + 0.5, horizon)], ice, 1.0);
        c.line((x + w * 0.5, top), (x + w * 0.6, horizon), 0.5, rgb(0x5fa4c4), 0.6);
        x += w * 0.8;
    }
    water(c, horizon, h, rgb(0x2a5f74), rgb(0x9cc6d2));
    for _ in 0..8 {
        let (fx, fy) = (c.any(0.0, 100.0), c.any(horizon + 5.0, h));
        let w = 2.0 + (fy - horizon) * 0.16;
        c.polygon(
            &[(fx - w, fy), (fx - w * 0.4, fy - w * 0.7), (fx + w * 0.5, fy - w * 0.5), (fx + w, fy)],
            rgb(0xeef7fb),
            1.0,
        );
        c.ellipse(fx, fy + 0.5, w, 0.6, rgb(0x1d4555), 0.5, 0.8);
    }
}

/// A pool with loungers and palms.
pub(super) fn pool(c: &mut Canvas, sign: &str, day: f32) {
    let (h, horizon) = (c.height(), c.height() * 0.4);
    sky(c, horizon + h * 0.05, day);
    let dim = 0.4 + 0.6 * day;
    let wall = shade(rgb(0xf0e2cf), dim);
    c.rect(-1.0, horizon - h * 0.2, 60.0, h * 0.24, wall, 1.0);
    for floor in 0..2 {
        for window in 0..6 {
            let (x, y) = (3.0 + window as f32 * 9.5, horizon - h * 0.1 + floor as f32 * 8.0);
            c.rect(x, y, 5.0, 5.5, if day < 0.3 { rgb(0xffd98a) } else { shade(rgb(0x6f97ad), dim) }, 1.0);
        }
    }
    lettering(
        c,
        sign,
        29.0,
        horizon - h * 0.2 + 2.5,
        4.6,
        52.0,
        if day < 0.3 { rgb(0xff6f91) } else { rgb(0xb0413e) },
        day < 0.3,
    );
    c.sky(horizon + h * 0.04, h, &[shade(rgb(0xdbc9b0), dim), shade(rgb(0xead9bf), dim)]);
    let rim = [(16.0, h * 0.52), (84.0, h * 0.52), (104.0, h * 0.9), (-4.0, h * 0.9)];
    c.polygon(&rim, shade(rgb(0xf7f2ea), dim), 1.0);
    c.polygon(
        &[(18.0, h * 0.535), (82.0, h * 0.535), (100.0, h * 0.88), (0.0, h * 0.88)],
        shade(rgb(0x36b3c8), dim),
        1.0,
    );
    for _ in 0..60 {
        let (x, y, w) = (c.any(14.0, 86.0), c.any(h * 0.56, h * 0.86), c.any(2.0, 7.0));
        c.ellipse(x, y, w, 0.35, rgb(0xd9fbff), 0.5, 0.6);
    }
    c.ellipse(60.0, h * 0.7, 7.0, 3.4, rgb(0xff6fa3), 1.0, 0.3);
    c.ellipse(60.0, h * 0.7, 3.4, 1.5, shade(rgb(0x36b3c8), dim), 1.0, 0.3);
    palm(c, h * 0.86);
}
