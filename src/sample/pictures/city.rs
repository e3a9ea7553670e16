//! Scenes of towns and travel.
#![expect(clippy::many_single_char_names, reason = "c, x, y, w, h and r say all there is to say in drawing code")]

use super::canvas::{Canvas, blend, rgb, shade};
use super::lettering::sign as lettering;
use super::outdoors::{sky, water};
use super::people;

/// Towers behind water, lit at night.
pub(super) fn skyline(c: &mut Canvas, day: f32) {
    let (h, horizon) = (c.height(), c.height() * 0.7);
    let haze = sky(c, horizon, day);
    for layer in 0..3 {
        let near = layer as f32 / 2.0;
        let body = blend(haze, rgb(if day < 0.35 { 0x141a2c } else { 0x4c5a70 }), 0.45 + 0.5 * near);
        let mut x = -3.0;
        while x < 102.0 {
            let w = c.any(5.0, 11.0);
            let tall = c.any(0.12, 0.42) * h * (1.1 - 0.35 * near);
            tower(c, (x, horizon - tall), (w, tall + 1.0), body, day);
            x += w + c.any(-1.0, 2.0);
        }
    }
    let near = shade(rgb(0x24415e), 0.4 + 0.6 * day);
    water(c, horizon, h, near, blend(near, haze, 0.5));
    if day < 0.4 {
        for _ in 0..26 {
            let x = c.any(0.0, 100.0);
            let light = rgb(*c.rng.pick(&[0xffd27a, 0xff8e6e, 0x8fd3ff, 0xffe9b8]));
            let long = c.any(4.0, 11.0);
            c.ellipse(x, horizon + 7.0, 0.7, long, light, 0.4, 1.2);
        }
    }
}

fn tower(c: &mut Canvas, (x, top): (f32, f32), (w, tall): (f32, f32), body: super::canvas::Colour, day: f32) {
    c.rect(x, top, w, tall, body, 1.0);
    c.rect(x, top, w * 0.3, tall, shade(body, 0.82), 1.0);
    if c.rng.percent(18) {
        c.line((x + w / 2.0, top), (x + w / 2.0, top - 7.0), 0.5, body, 1.0);
    }
    let lit = if day < 0.35 { 55 } else { 18 };
    let pane = if day < 0.35 { rgb(0xffd98c) } else { rgb(0xcfe4f2) };
    let (mut y, step) = (top + 1.6, 2.1);
    while y < top + tall - 2.0 {
        let mut px = x + 0.8;
        while px < x + w - 1.0 {
            if c.rng.percent(lit) {
                c.rect(px, y, 0.8, 1.1, pane, 0.85);
            }
            px += 1.6;
        }
        y += step;
    }
}

/// A red suspension bridge, often in fog.
pub(super) fn bridge(c: &mut Canvas, day: f32) {
    let (h, horizon) = (c.height(), c.height() * 0.62);
    let haze = sky(c, horizon, day);
    let dim = 0.4 + 0.6 * day;
    c.ridge(horizon, 13.0, 8, blend(haze, rgb(0x5a6b58), 0.6));
    let near = shade(rgb(0x3f7184), dim);
    water(c, horizon, h, near, blend(near, haze, 0.5));
    let (red, deck) = (shade(rgb(0xc0402b), dim), horizon - 6.0);
    for x in [27.0, 73.0] {
        for side in [-1.6, 1.6] {
            c.rect(x + side - 0.7, deck - h * 0.27, 1.4, h * 0.27 + 9.0, red, 1.0);
        }
        for beam in 0..4 {
            c.rect(x - 2.0, deck - h * 0.27 + beam as f32 * 6.0, 4.0, 1.2, red, 1.0);
        }
    }
    let sag = |x: f32| {
        let t = (x - 50.0) / 23.0;
        deck - 2.0 - (h * 0.25) * t * t
    };
    let mut x = 27.0;
    while x < 73.0 {
        c.line((x, sag(x)), (x + 2.0, sag(x + 2.0)), 0.8, red, 1.0);
        c.line((x, sag(x)), (x, deck), 0.25, red, 0.8);
        x += 2.0;
    }
    c.line((27.0, sag(27.0)), (-4.0, deck - 4.0), 0.8, red, 1.0);
    c.line((73.0, sag(73.0)), (104.0, deck - 4.0), 0.8, red, 1.0);
    c.rect(-1.0, deck, 102.0, 1.5, red, 1.0);
    if c.rng.percent(55) {
        for _ in 0..16 {
            let (fx, fy) = (c.any(0.0, 100.0), c.any(deck - 12.0, deck + 8.0));
            c.ellipse(fx, fy, 18.0, 4.0, blend(haze, rgb(0xffffff), 0.6), 0.22, 6.0);
        }
    }
}

/// Coloured gables around a square.
pub(super) fn old_town(c: &mut Canvas, day: f32) {
    let (h, foot) = (c.height(), c.height() * 0.72);
    sky(c, foot, day);
    let dim = 0.4 + 0.6 * day;
    let tower = c.any(20.0, 80.0);
    c.rect(tower - 5.0, h * 0.2, 10.0, foot - h * 0.2, shade(rgb(0x9a6a4f), dim), 1.0);
    c.polygon(&[(tower - 6.0, h * 0.2), (tower, h * 0.04), (tower + 6.0, h * 0.2)], shade(rgb(0x3f5d57), dim), 1.0);
    c.disc(tower, h * 0.27, 2.4, rgb(0xf6efdc), 1.0);
    let mut x = -4.0;
    while x < 102.0 {
        let (w, tall) = (c.any(12.0, 19.0), c.any(0.24, 0.36) * h);
        house(c, (x, foot), (w, tall), day);
        x += w;
    }
    c.sky(foot, h, &[shade(rgb(0x8f8578), dim), shade(rgb(0xb3a797), dim)]);
    for _ in 0..120 {
        let (px, py) = (c.any(0.0, 100.0), c.any(foot + 1.0, h));
        c.ellipse(px, py, 1.0 + (py - foot) * 0.06, 0.5, shade(rgb(0x6f665b), dim), 0.5, 0.4);
    }
    for _ in 0..3 {
        let (px, tall) = (c.any(10.0, 90.0), c.any(11.0, 18.0));
        people::walker(c, (px, foot + tall * 0.7), tall);
    }
}

fn house(c: &mut Canvas, (x, foot): (f32, f32), (w, tall): (f32, f32), day: f32) {
    let dim = 0.4 + 0.6 * day;
    let wall = shade(rgb(*c.rng.pick(&[0xe5b25d, 0xd98f7a, 0xb9c6a0, 0xeadcc0, 0x9fb7c4, 0xc9756b])), dim);
    let top = foot - tall;
    c.rect(x, top, w + 0.3, tall, wall, 1.0);
    c.polygon(&[(x - 0.6, top), (x + w / 2.0, top - w * 0.55), (x + w + 0.6, top)], shade(rgb(0x8c4a37), dim), 1.0);
    let pane = if day < 0.3 { rgb(0xffd58a) } else { shade(rgb(0x4b5f6e), dim) };
    for floor in 0..3 {
        for column in 0..3 {
            let (px, py) = (x + w * (0.16 + 0.26 * column as f32), top + tall * (0.1 + 0.27 * floor as f32));
            c.rect(px - 0.3, py - 0.3, w * 0.15 + 0.6, tall * 0.15 + 0.6, shade(wall, 1.25), 1.0);
            c.rect(px, py, w * 0.15, tall * 0.15, pane, 1.0);
        }
    }
}

/// A gate: glass, a plane on the apron, seats, and the gate's name.
pub(super) fn airport(c: &mut Canvas, sign: &str, day: f32) {
    let (h, floor) = (c.height(), c.height() * 0.74);
    let haze = sky(c, floor * 0.78, day);
    let dim = 0.4 + 0.6 * day;
    c.ridge(floor * 0.72, 5.0, 18, blend(haze, rgb(0x55677a), 0.6));
    c.sky(floor * 0.74, floor, &[shade(rgb(0x8d949b), dim), shade(rgb(0x747b82), dim)]);
    plane(c, floor * 0.68, dim);
    for pane in 0..5 {
        c.rect(pane as f32 * 25.0 - 0.7, 0.0, 1.4, floor, rgb(0x2a3038), 1.0);
    }
    c.rect(-1.0, floor * 0.3, 102.0, 1.0, rgb(0x2a3038), 1.0);
    c.polygon(&[(4.0, 0.0), (14.0, 0.0), (2.0, floor), (-8.0, floor)], rgb(0xffffff), 0.08);
    c.sky(floor, h, &[rgb(0x3b424b), rgb(0x59626d)]);
    for seat in 0..5 {
        let x = 3.0 + seat as f32 * 20.0;
        c.rect(x, floor - 5.0, 15.0, 9.0, rgb(0x1f252c), 1.0);
        c.rect(x + 1.0, floor + 3.0, 13.0, 3.0, rgb(0x2c343d), 1.0);
    }
    let y = h * 0.045;
    c.rect(22.0, y, 56.0, 12.0, rgb(0x14181d), 1.0);
    c.rect(22.0, y, 56.0, 1.0, rgb(0xf5c518), 1.0);
    lettering(c, sign, 50.0, y + 3.4, 5.6, 48.0, rgb(0xffd84a), false);
}

fn plane(c: &mut Canvas, y: f32, dim: f32) {
    let tail = rgb(*c.rng.pick(&[0xc8102e, 0x00539f, 0x118a7e, 0xe08a1e]));
    let body = shade(rgb(0xf4f6f8), dim.max(0.6));
    c.ellipse(52.0, y + 8.0, 38.0, 1.6, rgb(0x20252b), 0.35, 2.0);
    c.polygon(&[(80.0, y - 2.0), (90.0, y - 17.0), (95.0, y - 17.0), (91.0, y)], tail, 1.0);
    c.ellipse(52.0, y, 38.0, 5.0, body, 1.0, 0.4);
    c.ellipse(52.0, y + 2.6, 36.0, 2.6, shade(body, 0.82), 0.9, 1.0);
    c.polygon(&[(44.0, y + 1.0), (60.0, y + 1.0), (72.0, y + 11.0), (66.0, y + 11.0)], shade(body, 0.72), 1.0);
    c.ellipse(54.0, y + 6.5, 5.0, 2.0, shade(rgb(0x6b7480), dim), 1.0, 0.3);
    for window in 0..20 {
        c.rect(24.0 + window as f32 * 2.7, y - 1.6, 1.1, 1.2, rgb(0x3b4a5a), 0.9);
    }
    c.polygon(&[(15.0, y - 1.0), (19.0, y - 3.2), (22.0, y - 3.2), (22.0, y - 1.4)], rgb(0x2b3440), 1.0);
}

/// Shop windows along an arcade.
pub(super) fn mall(c: &mut Canvas, sign: &str) {
    let h = c.height();
    c.sky(0.0, h * 0.3, &[rgb(0xdfe9f2), rgb(0xf6f1e8)]);
    c.sky(h * 0.3, h, &[rgb(0xe6dccd), rgb(0xd5cdc4)]);
    for beam in 0..9 {
        let x = beam as f32 * 12.5;
        c.line((x, 0.0), (50.0 + (x - 50.0) * 0.3, h * 0.3), 0.7, rgb(0xaab6c0), 0.8);
    }
    for (side, tint) in [(0.0_f32, 0xe8d9c6), (1.0, 0xd8cfc8)] {
        let edge = |near: f32| if side < 0.5 { near } else { 100.0 - near };
        c.polygon(
            &[(edge(0.0), h * 0.06), (edge(34.0), h * 0.3), (edge(34.0), h * 0.66), (edge(0.0), h * 0.95)],
            rgb(tint),
            1.0,
        );
        for shop in 0..2 {
            let (a, b) = (2.0 + shop as f32 * 17.0, 15.0 + shop as f32 * 16.0);
            let slope = |x: f32, top: f32, far: f32| top + (far - top) * x / 34.0;
            let glass = rgb(*c.rng.pick(&[0xffe3b0, 0xffd0d8, 0xcfe8ff, 0xe6ffd8]));
            let pane = [
                (edge(a), slope(a, h * 0.38, h * 0.44)),
                (edge(b), slope(b, h * 0.38, h * 0.44)),
                (edge(b), slope(b, h * 0.92, h * 0.65)),
                (edge(a), slope(a, h * 0.92, h * 0.65)),
            ];
            c.polygon(&pane, glass, 1.0);
            let x = edge(f32::midpoint(a, b));
            people::walker(c, (x, h * (0.86 - 0.14 * shop as f32)), h * 0.26 / (1.0 + shop as f32 * 0.6));
        }
    }
    c.rect(34.0, h * 0.3, 32.0, h * 0.36, rgb(0xf7f3ee), 1.0);
    c.rect(36.0, h * 0.44, 28.0, h * 0.22, rgb(0xfff2cf), 1.0);
    c.polygon(&[(34.0, h * 0.66), (66.0, h * 0.66), (104.0, h + 1.0), (-4.0, h + 1.0)], rgb(0xe6e1da), 1.0);
    for line in 0..7 {
        let x = line as f32 * 16.0 + 2.0;
        c.line((50.0 + (x - 50.0) * 0.33, h * 0.66), (x, h), 0.4, rgb(0xc3bbb0), 0.8);
    }
    c.rect(28.0, h * 0.15, 44.0, 11.0, rgb(0x8d1f3a), 1.0);
    lettering(c, sign, 50.0, h * 0.15 + 2.8, 5.4, 38.0, rgb(0xffffff), false);
    for _ in 0..3 {
        let (x, tall) = (c.any(25.0, 75.0), c.any(15.0, 26.0));
        people::walker(c, (x, h * 0.66 + tall), tall);
    }
}

/// A white ship at its quay or at sea.
pub(super) fn ship(c: &mut Canvas, sign: &str, day: f32) {
    let (h, line) = (c.height(), c.height() * 0.68);
    let haze = sky(c, line, day);
    let dim = 0.5 + 0.5 * day;
    c.ridge(line - 2.0, 14.0, 9, blend(haze, rgb(0x55708a), 0.5));
    let near = shade(rgb(0x24607c), dim);
    water(c, line, h, near, blend(near, haze, 0.5));
    let (white, top) = (shade(rgb(0xfbfbf8), dim), line - 17.0);
    c.polygon(&[(4.0, top), (99.0, top), (93.0, line + 3.0), (14.0, line + 3.0)], white, 1.0);
    c.polygon(
        &[(12.0, line - 0.5), (94.5, line - 0.5), (93.0, line + 3.0), (14.0, line + 3.0)],
        shade(rgb(0x1f3a5f), dim),
        1.0,
    );
    for deck in 0..5 {
        let (y, inset) = (top - 5.0 - deck as f32 * 4.6, 14.0 + deck as f32 * 3.5);
        c.rect(inset, y, 82.0 - deck as f32 * 8.0, 4.8, shade(white, 1.0 - 0.03 * deck as f32), 1.0);
        let mut x = inset + 2.0;
        while x < inset + 78.0 - deck as f32 * 8.0 {
            let lit = day < 0.4 && c.rng.percent(70);
            c.rect(x, y + 1.4, 1.6, 2.2, if lit { rgb(0xffd98a) } else { shade(rgb(0x35546e), dim) }, 1.0);
            x += 3.0;
        }
    }
    let funnel = top - 34.0;
    c.polygon(
        &[(66.0, funnel), (76.0, funnel), (80.0, funnel + 9.0), (66.0, funnel + 9.0)],
        shade(rgb(0x1f4e8c), dim),
        1.0,
    );
    lettering(c, sign, 52.0, top + 4.6, 6.0, 72.0, shade(rgb(0x1f3a5f), dim), false);
}
