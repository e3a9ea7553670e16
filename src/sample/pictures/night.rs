//! Scenes of evenings out.
#![expect(clippy::many_single_char_names, reason = "c, x, y, w, h and r say all there is to say in drawing code")]

use super::canvas::{Canvas, blend, rgb, shade};
use super::lettering::sign as lettering;
use super::outdoors::sky;
use super::people;

fn bokeh(c: &mut Canvas, count: usize, bottom: f32, tints: &[u32]) {
    for _ in 0..count {
        let (x, y, r) = (c.any(0.0, 100.0), c.any(0.0, bottom), c.any(1.5, 6.0));
        let tint = rgb(*c.rng.pick(tints));
        c.ellipse(x, y, r, r, tint, 0.22, r * 0.5);
    }
}

/// Bottles on shelves, a neon name, a glass on the counter.
pub(super) fn bar(c: &mut Canvas, sign: &str) {
    let h = c.height();
    let warm = rgb(*c.rng.pick(&[0x3a1f14, 0x1d2433, 0x2a1630]));
    c.sky(0.0, h, &[shade(warm, 0.7), shade(warm, 1.5), shade(warm, 0.8)]);
    bokeh(c, 20, h * 0.6, &[0xffb35c, 0xff7a45, 0xffd68a, 0xd95d8a]);
    for shelf in 0..2 {
        let y = h * (0.42 + 0.2 * shelf as f32);
        c.glow(50.0, y, 60.0, rgb(0xffa94d), 0.3);
        let mut x = 3.0;
        while x < 96.0 {
            let (w, tall) = (c.any(3.4, 5.4), c.any(9.0, 14.0));
            let glass = rgb(*c.rng.pick(&[0x2f6b4f, 0x8a4b1f, 0xc9a227, 0x6b1e2e, 0xb7c9cf, 0x3c5a86]));
            c.rect(x, y - tall, w, tall, glass, 0.92);
            c.rect(x + w * 0.33, y - tall - 4.0, w * 0.34, 4.5, glass, 0.92);
            c.rect(x + 0.4, y - tall * 0.65, w - 0.8, tall * 0.35, rgb(0xf1e6cf), 0.85);
            c.rect(x + w * 0.15, y - tall + 1.0, w * 0.16, tall - 2.0, rgb(0xffffff), 0.3);
            x += w + c.any(0.6, 2.2);
        }
        c.rect(0.0, y, 100.0, 1.6, rgb(0x5a3a22), 1.0);
    }
    let neon = rgb(*c.rng.pick(&[0xff4f8b, 0x4fd8ff, 0xffb703, 0x8aff80]));
    lettering(c, sign, 50.0, h * 0.09, 7.4, 84.0, blend(neon, rgb(0xffffff), 0.25), true);
    let counter = h * 0.8;
    c.sky(counter, h, &[rgb(0x6b4226), rgb(0x2e1a0f)]);
    let x = c.any(30.0, 70.0);
    let drink = rgb(*c.rng.pick(&[0xd1493f, 0xf2a33a, 0xe8c15a, 0x9fd8b8]));
    c.ellipse(x, counter + 9.0, 9.0, 1.8, rgb(0x120a05), 0.6, 2.0);
    c.polygon(
        &[(x - 9.0, counter - 15.0), (x + 9.0, counter - 15.0), (x + 0.8, counter - 3.0), (x - 0.8, counter - 3.0)],
        rgb(0xe9f3f5),
        0.45,
    );
    c.polygon(
        &[(x - 7.4, counter - 13.0), (x + 7.4, counter - 13.0), (x + 0.6, counter - 3.6), (x - 0.6, counter - 3.6)],
        drink,
        0.92,
    );
    c.line((x, counter - 3.0), (x, counter + 7.5), 1.0, rgb(0xe9f3f5), 0.8);
    c.ellipse(x, counter + 8.0, 6.0, 1.3, rgb(0xe9f3f5), 0.75, 0.4);
    c.disc(x + 6.0, counter - 14.5, 2.6, rgb(0xc6dc4b), 1.0);
}

/// Rows of slot machines on a loud carpet.
pub(super) fn slots(c: &mut Canvas, sign: &str) {
    let h = c.height();
    c.sky(0.0, h, &[rgb(0x160a24), rgb(0x3b1246), rgb(0x5a1730)]);
    bokeh(c, 28, h * 0.4, &[0xffd54a, 0xff4f6d, 0x4fd8ff, 0xc77dff]);
    lettering(c, sign, 50.0, h * 0.07, 8.0, 82.0, rgb(0xffe066), true);
    c.sky(h * 0.84, h, &[rgb(0x6a1030), rgb(0x94203e)]);
    for _ in 0..50 {
        let (x, y) = (c.any(0.0, 100.0), c.any(h * 0.85, h));
        let thread = rgb(*c.rng.pick(&[0xd4a017, 0x2d6a6a, 0xe05780]));
        c.ellipse(x, y, 3.0, 1.0, thread, 0.6, 0.8);
    }
    for machine in 0..3 {
        let x = 3.0 + machine as f32 * 33.0;
        let (top, body) = (h * 0.26, rgb(*c.rng.pick(&[0xb01e2e, 0x1f4aa0, 0x6a1b9a, 0x0f7a5a])));
        c.rect(x, top, 28.0, h * 0.6, body, 1.0);
        c.rect(x + 1.2, top, 3.0, h * 0.6, shade(body, 1.5), 0.6);
        c.rect(x + 2.0, top + 2.0, 24.0, h * 0.1, rgb(0xffe9a8), 1.0);
        let word = *c.rng.pick(&["WIN", "777", "LUCKY", "BONUS"]);
        lettering(c, word, x + 14.0, top + h * 0.1 * 0.3, 4.6, 20.0, rgb(0xb01e2e), false);
        c.rect(x + 2.0, top + h * 0.13, 24.0, h * 0.19, rgb(0xe7e7ee), 1.0);
        for reel in 0..3 {
            let rx = x + 3.0 + reel as f32 * 7.7;
            c.rect(rx, top + h * 0.14, 6.8, h * 0.17, rgb(0xffffff), 1.0);
            symbol(c, (rx + 3.4, top + h * 0.225));
        }
        c.polygon(
            &[(x + 1.0, top + h * 0.38), (x + 27.0, top + h * 0.38), (x + 28.0, top + h * 0.44), (x, top + h * 0.44)],
            rgb(0x23232b),
            1.0,
        );
        for button in 0..5 {
            let lit = rgb(*c.rng.pick(&[0xffd54a, 0xff5964, 0x5ad1ff]));
            c.ellipse(x + 4.5 + button as f32 * 4.8, top + h * 0.41, 1.7, 1.1, lit, 1.0, 0.3);
        }
        c.glow(x + 14.0, top + h * 0.2, 26.0, rgb(0xfff1b0), 0.3);
    }
}

fn symbol(c: &mut Canvas, (x, y): (f32, f32)) {
    match c.rng.below(4) {
        0 => lettering(c, "7", x, y - 3.0, 6.0, 6.0, rgb(0xd01c2a), false),
        1 => {
            c.disc(x - 1.3, y + 1.2, 1.5, rgb(0xc2182b), 1.0);
            c.disc(x + 1.3, y + 1.4, 1.5, rgb(0xe0263a), 1.0);
            c.line((x - 1.0, y), (x + 0.6, y - 2.6), 0.5, rgb(0x2f7d32), 1.0);
            c.line((x + 1.2, y), (x + 0.6, y - 2.6), 0.5, rgb(0x2f7d32), 1.0);
        }
        2 => {
            c.polygon(&[(x, y - 3.0), (x + 2.4, y), (x, y + 3.0), (x - 2.4, y)], rgb(0x2aa7d6), 1.0);
            c.polygon(&[(x, y - 3.0), (x + 2.4, y), (x, y)], rgb(0x9be2fb), 1.0);
        }
        _ => {
            c.ellipse(x, y, 2.6, 2.2, rgb(0xf2b91c), 1.0, 0.4);
            c.ellipse(x - 0.6, y - 0.6, 1.0, 0.7, rgb(0xfff1b8), 0.9, 0.4);
        }
    }
}

/// A pitch between stands.
pub(super) fn stadium(c: &mut Canvas, sign: &str, day: f32) {
    let (h, far) = (c.height(), c.height() * 0.34);
    sky(c, far, day);
    c.polygon(&[(-1.0, far - 6.0), (101.0, far - 6.0), (101.0, h * 0.56), (-1.0, h * 0.56)], rgb(0x3a4250), 1.0);
    c.sky(h * 0.55, h, &[rgb(0x2c333f), rgb(0x1b2028)]);
    for _ in 0..900 {
        let (x, y) = (c.any(0.0, 100.0), c.any(far - 4.0, h * 0.53));
        let dot = rgb(*c.rng.pick(&[0xf26419, 0xf6ae2d, 0xd9d9d9, 0x86bbd8, 0x2f4858, 0xb23a48, 0xffffff]));
        c.rect(x, y, 0.9, 1.0, dot, 0.8);
    }
    for x in [9.0, 91.0] {
        c.rect(x - 0.6, far * 0.3, 1.2, far * 0.8, rgb(0x59626e), 1.0);
        c.rect(x - 6.0, far * 0.18, 12.0, far * 0.16, rgb(0xf2f6fa), 1.0);
        c.glow(x, far * 0.25, 30.0, rgb(0xeaf4ff), if day < 0.5 { 0.75 } else { 0.25 });
    }
    c.rect(25.0, far * 0.34, 50.0, 15.0, rgb(0x11151b), 1.0);
    lettering(c, sign, 50.0, far * 0.34 + 4.4, 6.4, 44.0, rgb(0xffb545), true);
    c.polygon(&[(8.0, h * 0.55), (92.0, h * 0.55), (118.0, h * 0.9), (-18.0, h * 0.9)], rgb(0x3d8f4a), 1.0);
    for stripe in 0..5 {
        let (a, b) = (8.0 + stripe as f32 * 16.8, 16.4 + stripe as f32 * 16.8);
        let low = |x: f32| 50.0 + (x - 50.0) * 1.62;
        c.polygon(&[(a, h * 0.55), (b, h * 0.55), (low(b), h * 0.9), (low(a), h * 0.9)], rgb(0x4aa357), 1.0);
    }
    c.ellipse(50.0, h * 0.7, 15.0, 4.6, rgb(0xf4fff4), 0.85, 0.4);
    c.ellipse(50.0, h * 0.7, 14.2, 4.1, rgb(0x459b51), 1.0, 0.4);
    people::crowd(c, h * 0.91, 3.0, rgb(0x1b1f26));
}

/// A stage with beams over raised arms.
pub(super) fn concert(c: &mut Canvas, sign: &str) {
    let h = c.height();
    c.sky(0.0, h, &[rgb(0x0c0718), rgb(0x2a1145), rgb(0x12081f)]);
    for beam in 0..6 {
        let (x, sway) = (10.0 + beam as f32 * 16.0, c.any(-24.0, 24.0));
        let light = rgb(*c.rng.pick(&[0xff4fa3, 0x5ad1ff, 0xffd166, 0x9b5de5]));
        c.polygon(
            &[(x - 0.8, h * 0.1), (x + 0.8, h * 0.1), (x + sway + 13.0, h * 0.8), (x + sway - 13.0, h * 0.8)],
            light,
            0.22,
        );
        c.glow(x, h * 0.1, 9.0, light, 0.9);
    }
    c.rect(0.0, h * 0.09, 100.0, 1.4, rgb(0x3a3a46), 1.0);
    c.rect(24.0, h * 0.2, 52.0, h * 0.2, rgb(0x1a1230), 1.0);
    lettering(c, sign, 50.0, h * 0.26, 8.0, 44.0, rgb(0xffe6f5), true);
    c.rect(8.0, h * 0.63, 84.0, 3.0, rgb(0x2d2338), 1.0);
    for (x, tall) in [(30.0, 15.0), (50.0, 18.0), (70.0, 15.0)] {
        people::walker(c, (x, h * 0.63), tall);
    }
    for row in 0..3 {
        people::crowd(
            c,
            h * (0.76 + 0.09 * row as f32),
            2.6 + row as f32 * 0.9,
            shade(rgb(0x231833), 1.0 - 0.3 * row as f32),
        );
    }
}
