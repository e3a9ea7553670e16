//! Scenes in rooms.
#![expect(clippy::many_single_char_names, reason = "c, x, y, w, h and r say all there is to say in drawing code")]

use super::canvas::{Canvas, Colour, blend, rgb, shade};
use super::lettering::sign as lettering;
use super::outdoors::sky_colours;

/// A window with the sky behind it.
fn window(c: &mut Canvas, (x, y): (f32, f32), (w, h): (f32, f32), day: f32) {
    let colours = sky_colours(c, day);
    for band in 0..24 {
        let at = band as f32 / 23.0 * 2.0;
        let (low, share) = ((at as usize).min(1), at - (at as usize).min(1) as f32);
        c.rect(x, y + h * band as f32 / 24.0, w, h / 24.0 + 0.3, blend(colours[low], colours[low + 1], share), 1.0);
    }
    for house in 0..6 {
        let (hx, tall) = (x + w * house as f32 / 6.0, h * c.any(0.12, 0.36));
        c.rect(hx, y + h - tall, w / 6.0 + 0.2, tall, blend(colours[2], rgb(0x39424e), 0.65), 1.0);
        if day < 0.4 {
            c.rect(hx + w * 0.05, y + h - tall * 0.7, 1.0, 1.2, rgb(0xffd98a), 0.9);
        }
    }
    let wood = rgb(0xf1ece2);
    for bar in [0.0, 0.5, 1.0] {
        c.rect(x + (w - 1.4) * bar, y - 0.7, 1.4, h + 1.4, wood, 1.0);
        c.rect(x, y + (h - 1.4) * bar, w, 1.4, wood, 1.0);
    }
}

fn plant(c: &mut Canvas, (x, foot): (f32, f32), size: f32) {
    c.polygon(
        &[
            (x - size * 0.3, foot - size * 0.5),
            (x + size * 0.3, foot - size * 0.5),
            (x + size * 0.22, foot),
            (x - size * 0.22, foot),
        ],
        rgb(0xc26e4b),
        1.0,
    );
    for _ in 0..11 {
        let (dx, dy) = (c.any(-0.8, 0.8) * size, c.any(-1.7, -0.7) * size);
        let leaf = shade(rgb(0x3c7a4a), c.any(0.7, 1.25));
        let mid = (x + dx * 0.5, foot + dy * 0.6 - size * 0.3);
        c.polygon(
            &[(x, foot - size * 0.5), (mid.0 - 1.2, mid.1), (x + dx, foot + dy), (mid.0 + 1.2, mid.1)],
            leaf,
            1.0,
        );
    }
}

/// A sofa under a window.
pub(super) fn home(c: &mut Canvas, day: f32) {
    let h = c.height();
    let wall = rgb(*c.rng.pick(&[0xe9dcc9, 0xcfd8d3, 0xe3cfc6, 0xd5d3e0]));
    let warm = if day < 0.35 { 0.72 } else { 1.0 };
    c.sky(0.0, h * 0.8, &[shade(wall, warm * 0.95), shade(wall, warm)]);
    c.sky(h * 0.8, h, &[rgb(0x9a7350), rgb(0x7d5b3e)]);
    window(c, (12.0, h * 0.12), (40.0, h * 0.36), day);
    let fabric = rgb(*c.rng.pick(&[0x3f6f73, 0xb5654a, 0x5a5f86, 0x8a8f5c]));
    let seat = h * 0.66;
    c.ellipse(45.0, h * 0.88, 46.0, 4.0, rgb(0x2b1f14), 0.35, 4.0);
    c.rect(8.0, seat - 12.0, 74.0, 20.0, shade(fabric, warm * 0.92), 1.0);
    c.rect(4.0, seat, 82.0, 16.0, shade(fabric, warm), 1.0);
    for cushion in 0..3 {
        let tint = rgb(*c.rng.pick(&[0xf2e2c4, 0xd98f5f, 0x2d3b45, 0xe9b8a8]));
        c.ellipse(20.0 + cushion as f32 * 25.0, seat - 3.0, 9.0, 7.0, shade(tint, warm), 1.0, 0.6);
    }
    let lamp = 88.0;
    c.line((lamp, h * 0.34), (lamp, h * 0.86), 0.8, rgb(0x3a3029), 1.0);
    c.polygon(
        &[(lamp - 5.0, h * 0.24), (lamp + 5.0, h * 0.24), (lamp + 8.0, h * 0.34), (lamp - 8.0, h * 0.34)],
        rgb(0xfff1cf),
        1.0,
    );
    if day < 0.5 {
        c.glow(lamp, h * 0.32, 52.0, rgb(0xffd28a), 0.55);
    }
    plant(c, (66.0, h * 0.56), 9.0);
}

/// A desk, a screen, the name on the wall.
pub(super) fn office(c: &mut Canvas, sign: &str, day: f32) {
    let h = c.height();
    c.sky(0.0, h * 0.68, &[rgb(0xb9694b), rgb(0xa65a40)]);
    for row in 0..14 {
        for brick in 0..9 {
            let x = brick as f32 * 12.5 - if row % 2 == 0 { 6.0 } else { 0.0 };
            let tint = shade(rgb(0xb06046), c.any(0.88, 1.1));
            c.rect(x, row as f32 * h * 0.049, 12.0, h * 0.045, tint, 0.8);
        }
    }
    window(c, (60.0, h * 0.22), (32.0, h * 0.3), day);
    lettering(c, sign, 50.0, h * 0.07, 6.0, 84.0, rgb(0xfff3dc), true);
    c.sky(h * 0.68, h, &[rgb(0xd8b98c), rgb(0xc09c6c)]);
    c.rect(9.0, h * 0.34, 44.0, h * 0.26, rgb(0x1b1e24), 1.0);
    c.rect(11.0, h * 0.36, 40.0, h * 0.22, rgb(0xf4f6fa), 1.0);
    for bar in 0..6 {
        let (tall, tint) = (c.any(3.0, h * 0.14), *c.rng.pick(&[0x4e79a7, 0xf28e2b, 0x59a14f, 0xe15759]));
        c.rect(14.0 + bar as f32 * 6.0, h * 0.56 - tall, 4.0, tall, rgb(tint), 1.0);
    }
    c.rect(28.0, h * 0.6, 6.0, h * 0.09, rgb(0x2a2e35), 1.0);
    c.rect(14.0, h * 0.76, 34.0, 5.0, rgb(0xe9ebee), 1.0);
    c.ellipse(72.0, h * 0.79, 7.0, 3.0, rgb(0x5a4632), 0.4, 2.0);
    c.rect(66.0, h * 0.69, 11.0, 10.0, rgb(0x2f5d62), 1.0);
    c.ellipse(71.5, h * 0.69, 5.5, 1.6, rgb(0x3b2415), 1.0, 0.3);
    for (note, tint) in [0xfff176, 0xff9fb2, 0x9be7a8].into_iter().enumerate() {
        c.rect(55.0 + note as f32 * 2.5, h * (0.86 + 0.03 * note as f32), 9.0, 8.0, rgb(tint), 1.0);
    }
}

/// A blackboard and desks.
pub(super) fn school(c: &mut Canvas, sign: &str) {
    let h = c.height();
    c.sky(0.0, h * 0.62, &[rgb(0xece5d2), rgb(0xe2d9c2)]);
    c.sky(h * 0.62, h, &[rgb(0xa8835a), rgb(0x8c6a45)]);
    c.rect(10.0, h * 0.12, 80.0, h * 0.38, rgb(0x9c7448), 1.0);
    c.rect(12.0, h * 0.135, 76.0, h * 0.35, rgb(0x26463a), 1.0);
    lettering(c, sign, 50.0, h * 0.18, 6.0, 66.0, rgb(0xeef3ea), false);
    for line in 0..3 {
        let mut x = 18.0;
        while x < 80.0 {
            let (w, lift) = (c.any(2.0, 7.0), c.any(-0.5, 0.5));
            let y = h * 0.31 + line as f32 * 6.0;
            c.line((x, y + lift), (x + w, y - lift), 0.5, rgb(0xdfe8de), 0.7);
            x += w + 2.0;
        }
    }
    for row in 0..2 {
        let y = h * (0.66 + 0.16 * row as f32);
        for desk in 0..3 {
            let (x, w) = (4.0 + desk as f32 * 33.0, 27.0);
            c.polygon(&[(x + 3.0, y), (x + w - 3.0, y), (x + w, y + 7.0), (x, y + 7.0)], rgb(0xd9b27c), 1.0);
            c.rect(x + 1.0, y + 7.0, 1.2, 11.0, rgb(0x50565e), 1.0);
            c.rect(x + w - 2.2, y + 7.0, 1.2, 11.0, rgb(0x50565e), 1.0);
            let book = rgb(*c.rng.pick(&[0x3a6ea5, 0xc44536, 0x5d9c59, 0xe3b23c]));
            c.rect(x + 8.0, y + 1.5, 8.0, 3.5, book, 1.0);
        }
    }
}

/// A cup on a wooden table by a window with the café's name.
pub(super) fn cafe(c: &mut Canvas, sign: &str, day: f32) {
    let h = c.height();
    let colours = sky_colours(c, day.max(0.45));
    c.sky(0.0, h * 0.5, &colours);
    for _ in 0..26 {
        let (x, y, r) = (c.any(0.0, 100.0), c.any(0.0, h * 0.46), c.any(2.0, 6.0));
        let light = rgb(*c.rng.pick(&[0xffe2a8, 0xffc38a, 0xd9f0d0, 0xffffff, 0x8fb7c9]));
        c.ellipse(x, y, r, r, light, 0.25, r * 0.6);
    }
    c.rect(0.0, h * 0.06, 100.0, 12.0, rgb(0x2c211a), 0.82);
    lettering(c, sign, 50.0, h * 0.06 + 3.2, 5.6, 82.0, rgb(0xf7e3bf), false);
    let table = rgb(*c.rng.pick(&[0x9c6b43, 0x7a5236, 0xb98a5d]));
    wood(c, h * 0.46, h, table);
    let x = c.any(36.0, 58.0);
    let radius = c.any(15.0, 19.0);
    cup(c, (x, h * 0.66), radius);
    let side = if x > 47.0 { 16.0 } else { 84.0 };
    if c.rng.percent(60) {
        c.ellipse(side, h * 0.78, 15.0, 6.0, rgb(0xf2efe8), 1.0, 0.4);
        c.ellipse(side, h * 0.765, 9.0, 4.5, rgb(0xc98744), 1.0, 0.6);
        for ridge in 0..4 {
            let rx = side - 6.0 + ridge as f32 * 4.0;
            c.line((rx, h * 0.745), (rx + 1.2, h * 0.785), 1.0, rgb(0x8c5523), 0.8);
        }
    } else {
        c.polygon(
            &[(side - 13.0, h * 0.72), (side + 9.0, h * 0.7), (side + 13.0, h * 0.84), (side - 11.0, h * 0.86)],
            rgb(0xf7f4ec),
            1.0,
        );
        for line in 0..5 {
            let y = h * 0.735 + line as f32 * 2.3;
            c.line((side - 9.0, y), (side + 8.0, y - 1.0), 0.4, rgb(0x9a958a), 0.7);
        }
    }
}

fn wood(c: &mut Canvas, top: f32, bottom: f32, tint: Colour) {
    c.sky(top, bottom, &[shade(tint, 0.78), tint, shade(tint, 1.08)]);
    for _ in 0..34 {
        let (x, y, w) = (c.any(-10.0, 90.0), c.any(top, bottom), c.any(10.0, 50.0));
        c.line((x, y), (x + w, y + 0.4), 0.3, shade(tint, 0.66), 0.5);
    }
}

fn cup(c: &mut Canvas, (x, y): (f32, f32), r: f32) {
    c.ellipse(x + 3.0, y + r * 0.5, r * 1.6, r * 0.62, rgb(0x20140b), 0.45, 4.0);
    c.ellipse(x, y + r * 0.34, r * 1.5, r * 0.56, rgb(0xf6f3ee), 1.0, 0.4);
    c.ellipse(x, y + r * 0.34, r * 1.15, r * 0.4, rgb(0xe2ddd4), 1.0, 0.6);
    c.ellipse(x + r * 1.05, y - r * 0.1, r * 0.36, r * 0.3, rgb(0xf6f3ee), 1.0, 0.4);
    c.ellipse(x + r * 1.05, y - r * 0.1, r * 0.2, r * 0.16, rgb(0xb98a5d), 1.0, 0.4);
    c.polygon(
        &[(x - r, y - r * 0.4), (x + r, y - r * 0.4), (x + r * 0.66, y + r * 0.42), (x - r * 0.66, y + r * 0.42)],
        rgb(0xfaf8f4),
        1.0,
    );
    c.ellipse(x, y - r * 0.4, r, r * 0.42, rgb(0xffffff), 1.0, 0.3);
    c.ellipse(x, y - r * 0.39, r * 0.88, r * 0.35, rgb(0x8a5a34), 1.0, 0.3);
    for (dx, size) in [(-0.2, 0.3), (0.2, 0.3)] {
        c.ellipse(x + dx * r, y - r * 0.42, r * size, r * 0.13, rgb(0xf3dcb8), 0.95, 0.5);
    }
    c.polygon(&[(x - r * 0.44, y - r * 0.38), (x + r * 0.44, y - r * 0.38), (x, y - r * 0.12)], rgb(0xf3dcb8), 0.95);
}

/// A plate from above, with the restaurant's card.
pub(super) fn food(c: &mut Canvas, sign: &str) {
    let h = c.height();
    let cloth = rgb(*c.rng.pick(&[0x33312e, 0x6a4a34, 0xd9cfc0, 0x2f4a52]));
    wood(c, 0.0, h, cloth);
    let (x, y) = (c.any(44.0, 56.0), h * 0.56);
    c.disc(x + 1.5, y + 2.5, 36.0, rgb(0x000000), 0.35);
    c.disc(x, y, 35.0, rgb(0xf4f1ea), 1.0);
    c.disc(x, y, 27.0, rgb(0xe6e1d6), 1.0);
    c.disc(x, y, 26.0, rgb(0xf0ece2), 1.0);
    if c.rng.percent(50) {
        bowl(c, (x, y));
    } else {
        platter(c, (x, y));
    }
    c.line((6.0, h * 0.36), (6.0, h * 0.8), 1.6, rgb(0xcfd3d6), 1.0);
    c.line((94.0, h * 0.36), (94.0, h * 0.8), 1.6, rgb(0xcfd3d6), 1.0);
    c.rect(26.0, h * 0.035, 48.0, 12.5, rgb(0xfbf6ea), 1.0);
    lettering(c, sign, 50.0, h * 0.035 + 3.4, 5.6, 42.0, rgb(0x7a2331), false);
}

fn bowl(c: &mut Canvas, (x, y): (f32, f32)) {
    let broth = rgb(*c.rng.pick(&[0xc8762e, 0xa84a24, 0xd9a441]));
    c.disc(x, y, 25.0, broth, 1.0);
    c.glow(x - 8.0, y - 9.0, 20.0, rgb(0xffe0a0), 0.5);
    for _ in 0..46 {
        let (ax, ay) = (c.any(-17.0, 17.0), c.any(-15.0, 15.0));
        let (bx, by) = (ax + c.any(-9.0, 9.0), ay + c.any(-5.0, 5.0));
        if ax * ax + ay * ay < 400.0 && bx * bx + by * by < 440.0 {
            c.line((x + ax, y + ay), (x + bx, y + by), 1.1, rgb(0xf6dd9a), 0.95);
        }
    }
    for (dx, dy) in [(-11.0, -8.0), (3.0, -13.0)] {
        c.ellipse(x + dx, y + dy, 6.0, 4.8, rgb(0xfdfaf2), 1.0, 0.3);
        c.disc(x + dx + 0.6, y + dy, 2.6, rgb(0xf2a71b), 1.0);
    }
    for _ in 0..22 {
        let (dx, dy) = (c.any(-17.0, 17.0), c.any(-2.0, 16.0));
        c.ellipse(x + dx, y + dy, 1.3, 0.9, rgb(0x3f9142), 0.95, 0.3);
    }
}

fn platter(c: &mut Canvas, (x, y): (f32, f32)) {
    for _ in 0..9 {
        let (dx, dy, r) = (c.any(-15.0, 15.0), c.any(-13.0, 13.0), c.any(4.0, 7.5));
        let tint = rgb(*c.rng.pick(&[0xb5532f, 0xd98c3f, 0x7c3f22, 0xe6b566, 0x9b2f2f]));
        c.ellipse(x + dx, y + dy + 0.8, r, r * 0.75, rgb(0x3a2415), 0.35, 1.2);
        c.ellipse(x + dx, y + dy, r, r * 0.72, tint, 1.0, 0.5);
        c.ellipse(x + dx - r * 0.2, y + dy - r * 0.2, r * 0.4, r * 0.2, rgb(0xffe8c4), 0.45, 1.0);
    }
    for _ in 0..28 {
        let (dx, dy) = (c.any(-19.0, 19.0), c.any(-17.0, 17.0));
        let tint = rgb(*c.rng.pick(&[0x4c9a4a, 0x78b455, 0xd94b3d, 0xfdfaf2]));
        let long = c.any(0.8, 2.2);
        c.ellipse(x + dx, y + dy, long, 0.9, tint, 0.95, 0.3);
    }
    c.polygon(&[(x + 12.0, y - 16.0), (x + 22.0, y - 11.0), (x + 13.0, y - 7.0)], rgb(0xcfe06a), 1.0);
}

/// A rack of dumb-bells before a mirror.
pub(super) fn gym(c: &mut Canvas, sign: &str) {
    let h = c.height();
    let wall = rgb(*c.rng.pick(&[0x3b4048, 0x2f3a44, 0x4a4440]));
    c.sky(0.0, h * 0.68, &[shade(wall, 1.25), wall]);
    c.sky(h * 0.68, h, &[rgb(0x1f2226), rgb(0x34383d)]);
    for lamp in 0..3 {
        let x = 20.0 + lamp as f32 * 30.0;
        c.rect(x - 9.0, 1.5, 18.0, 1.6, rgb(0xf7fbff), 1.0);
        c.glow(x, 3.0, 24.0, rgb(0xdfefff), 0.35);
    }
    let accent = rgb(*c.rng.pick(&[0xe63946, 0xf4a300, 0x2a9df4, 0x64c27b]));
    c.rect(0.0, h * 0.145, 100.0, 12.0, shade(accent, 0.9), 1.0);
    lettering(c, sign, 50.0, h * 0.145 + 3.2, 5.6, 86.0, rgb(0xffffff), false);
    for shelf in 0..2 {
        let y = h * (0.5 + 0.15 * shelf as f32);
        c.rect(4.0, y + 5.0, 92.0, 1.8, rgb(0x8b9096), 1.0);
        for bell in 0..7 {
            let (x, r) = (11.0 + bell as f32 * 13.0, 3.0 + bell as f32 * 0.35);
            c.rect(x - 3.0, y - 0.8, 6.0, 1.6, rgb(0xc9ced4), 1.0);
            for side in [-3.4, 3.4] {
                c.ellipse(x + side, y, r * 0.6, r * 1.25, rgb(0x17191c), 1.0, 0.3);
                c.ellipse(x + side, y, r * 0.25, r * 0.7, accent, 0.85, 0.3);
            }
        }
    }
    c.line((10.0, h * 0.87), (90.0, h * 0.87), 1.3, rgb(0xc8cdd2), 1.0);
    for (x, r) in [(14.0, 9.0), (19.0, 7.0), (86.0, 9.0), (81.0, 7.0)] {
        c.ellipse(x, h * 0.87, r * 0.28, r, rgb(0x111315), 1.0, 0.3);
        c.ellipse(x + 0.5, h * 0.87, r * 0.1, r * 0.6, accent, 0.8, 0.3);
    }
}

/// Frames on a white wall.
pub(super) fn gallery(c: &mut Canvas, sign: &str) {
    let h = c.height();
    c.sky(0.0, h * 0.8, &[rgb(0xf7f5f1), rgb(0xe8e4dc)]);
    c.sky(h * 0.8, h, &[rgb(0xb99b76), rgb(0x9d7f5c)]);
    lettering(c, sign, 50.0, h * 0.06, 5.0, 60.0, rgb(0x2b2b2b), false);
    for (x, w) in [(10.0, 34.0), (56.0, 34.0)] {
        let (y, tall) = (h * 0.24, h * 0.38);
        c.rect(x + 1.5, y + 1.5, w, tall, rgb(0x000000), 0.18);
        c.rect(x, y, w, tall, rgb(0x2f2a26), 1.0);
        c.rect(x + 2.0, y + 2.0, w - 4.0, tall - 4.0, rgb(0xf3ead7), 1.0);
        for _ in 0..9 {
            let (bw, bh) = (c.any(4.0, w * 0.45), c.any(4.0, tall * 0.4));
            let (bx, by) = (x + 2.0 + c.any(0.0, w - 4.0 - bw), y + 2.0 + c.any(0.0, tall - 4.0 - bh));
            let tint = rgb(*c.rng.pick(&[0xd62828, 0x003049, 0xf77f00, 0xfcbf49, 0x2a9d8f, 0x6a4c93]));
            c.rect(bx, by, bw, bh, tint, 0.85);
        }
    }
    super::people::walker(c, (50.0, h * 0.93), h * 0.42);
}

/// A corridor with doors, rails and a lit sign.
pub(super) fn hospital(c: &mut Canvas, sign: &str) {
    let h = c.height();
    c.sky(0.0, h, &[rgb(0xf4f8f7), rgb(0xdfe9e7)]);
    let (l, r, t, b) = (36.0, 64.0, h * 0.36, h * 0.62);
    c.polygon(&[(0.0, 0.0), (100.0, 0.0), (r, t), (l, t)], rgb(0xf9fbfb), 1.0);
    c.polygon(&[(0.0, h), (100.0, h), (r, b), (l, b)], rgb(0xb9cfcb), 1.0);
    c.polygon(&[(0.0, 0.0), (l, t), (l, b), (0.0, h)], rgb(0xe2efec), 1.0);
    c.polygon(&[(100.0, 0.0), (r, t), (r, b), (100.0, h)], rgb(0xd5e6e2), 1.0);
    c.rect(l, t, r - l, b - t, rgb(0xc9dedb), 1.0);
    c.rect(l + 6.0, t + (b - t) * 0.3, 16.0, (b - t) * 0.7, rgb(0x8fb3b0), 1.0);
    c.rect(l + 13.6, t + (b - t) * 0.3, 0.7, (b - t) * 0.7, rgb(0x5d7f7c), 1.0);
    for depth in 0..3 {
        let (near, far) = (1.0 - depth as f32 * 0.3, 0.84 - depth as f32 * 0.3);
        let place = |t0: f32, v: f32| (l - l * t0, f32::midpoint(t, b) + (v - 0.5) * ((b - t) + (h - (b - t)) * t0));
        c.polygon(&[place(near, 0.3), place(far, 0.3), place(far, 0.98), place(near, 0.98)], rgb(0xa9c6cf), 1.0);
        let mirror = |t0: f32, v: f32| (100.0 - place(t0, v).0, place(t0, v).1);
        c.polygon(
            &[mirror(near - 0.08, 0.6), mirror(0.0, 0.6), mirror(0.0, 0.63), mirror(near - 0.08, 0.63)],
            rgb(0x6fa39c),
            0.9,
        );
        let lamp = [
            (50.0 - 14.0 * near, t - t * near),
            (50.0 + 14.0 * near, t - t * near),
            (50.0 + 14.0 * far, t - t * far),
            (50.0 - 14.0 * far, t - t * far),
        ];
        c.polygon(&lamp, rgb(0xffffff), 1.0);
    }
    c.glow(50.0, b + 8.0, 34.0, rgb(0xffffff), 0.45);
    let bed = h * 0.8;
    c.ellipse(78.0, bed + 13.0, 20.0, 2.0, rgb(0x3a4d4b), 0.4, 2.0);
    c.rect(60.0, bed, 37.0, 6.0, rgb(0xfdfefe), 1.0);
    c.rect(60.0, bed + 5.0, 37.0, 2.0, rgb(0x7f8f94), 1.0);
    c.rect(58.5, bed - 6.0, 1.6, 18.0, rgb(0x8f9da2), 1.0);
    c.rect(96.0, bed - 3.0, 1.6, 15.0, rgb(0x8f9da2), 1.0);
    for x in [62.0, 94.0] {
        c.disc(x, bed + 11.5, 1.7, rgb(0x2e3638), 1.0);
    }
    let y = h * 0.13;
    c.rect(22.0, y, 56.0, 12.5, rgb(0xb3202c), 1.0);
    lettering(c, sign, 50.0, y + 3.4, 5.6, 50.0, rgb(0xffffff), false);
}

/// A bed, a lamp, and the town outside.
pub(super) fn hotel_room(c: &mut Canvas, sign: &str, day: f32) {
    let h = c.height();
    let wall = rgb(*c.rng.pick(&[0x5b5f73, 0x7a6455, 0x49616a, 0xa58f7a]));
    let dim = if day < 0.35 { 0.7 } else { 1.0 };
    c.sky(0.0, h * 0.78, &[shade(wall, 0.9 * dim), shade(wall, dim)]);
    c.sky(h * 0.78, h, &[rgb(0x5a4636), rgb(0x3f3026)]);
    window(c, (46.0, h * 0.08), (48.0, h * 0.44), day);
    for (x, w) in [(40.0, 9.0), (91.0, 10.0)] {
        for fold in 0..4 {
            let tint = shade(rgb(0xd9c7ac), dim * if fold % 2 == 0 { 0.9 } else { 1.05 });
            c.rect(x + fold as f32 * w / 4.0, h * 0.05, w / 4.0 + 0.2, h * 0.52, tint, 1.0);
        }
    }
    c.rect(4.0, h * 0.42, 52.0, h * 0.24, rgb(0x6b4a34), 1.0);
    c.polygon(&[(4.0, h * 0.6), (60.0, h * 0.6), (78.0, h * 0.86), (2.0, h * 0.86)], shade(rgb(0xf6f3ec), dim), 1.0);
    c.polygon(&[(2.0, h * 0.74), (69.0, h * 0.74), (78.0, h * 0.86), (2.0, h * 0.86)], shade(rgb(0x365d73), dim), 1.0);
    for pillow in 0..2 {
        c.ellipse(18.0 + pillow as f32 * 23.0, h * 0.585, 11.0, 5.5, shade(rgb(0xffffff), dim), 1.0, 0.8);
    }
    c.glow(8.0, h * 0.4, 32.0, rgb(0xffd28a), 0.6);
    c.polygon(&[(4.0, h * 0.34), (12.0, h * 0.34), (14.0, h * 0.41), (2.0, h * 0.41)], rgb(0xfff0cc), 1.0);
    let y = h * 0.885;
    c.rect(24.0, y, 52.0, 10.0, rgb(0xf4ecdc), 1.0);
    lettering(c, sign, 50.0, y + 2.8, 4.6, 46.0, rgb(0x3a2c22), false);
}
