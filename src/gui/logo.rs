//! The sign of the program, computed: a place and the long shadow it casts.

use egui::{Color32, ColorImage, Context, Id, Rect, TextureHandle, TextureOptions, Ui, Vec2};

/// Draws the sign, `size` points high.
pub(crate) fn show(ui: &mut Ui, size: f32) -> Rect {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(size), egui::Sense::hover());
    let texture = texture(ui.ctx());
    let whole = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
    ui.painter().image(texture.id(), rect, whole, Color32::WHITE);
    rect
}

fn texture(ctx: &Context) -> TextureHandle {
    const PIXELS: usize = 96;
    let id = Id::unique("logo texture");
    if let Some(texture) = ctx.data(|d| d.get_temp::<TextureHandle>(id)) {
        return texture;
    }
    let image = ColorImage::from_rgba_unmultiplied([PIXELS, PIXELS], &rgba(PIXELS));
    let texture = ctx.load_texture("logo", image, TextureOptions::LINEAR);
    ctx.data_mut(|d| d.insert_temp(id, texture.clone()));
    texture
}

/// The sign as `pixels` × `pixels` RGBA bytes, alpha not multiplied in.
pub(crate) fn rgba(pixels: usize) -> Vec<u8> {
    const SAMPLES: usize = 4;
    let mut out = Vec::with_capacity(pixels * pixels * 4);
    for y in 0..pixels {
        for x in 0..pixels {
            let mut sum = [0.0_f32; 4];
            for sample in 0..SAMPLES * SAMPLES {
                let place = |at: usize, part: usize| (at as f32 + (part as f32 + 0.5) / SAMPLES as f32) / pixels as f32;
                let [r, g, b, a] = colour_at(place(x, sample % SAMPLES), place(y, sample / SAMPLES));
                sum = [sum[0] + r * a, sum[1] + g * a, sum[2] + b * a, sum[3] + a];
            }
            let alpha = sum[3] / (SAMPLES * SAMPLES) as f32;
            let channel = |c: f32| if sum[3] > 0.0 { (c / sum[3]).round() as u8 } else { 0 };
            out.extend([channel(sum[0]), channel(sum[1]), channel(sum[2]), (alpha * 255.0).round() as u8]);
        }
    }
    out
}

/// The colour (0 to 255) and opacity (0 to 1) at a point of the unit square.
fn colour_at(x: f32, y: f32) -> [f32; 4] {
    const CORNER: f32 = 0.23;
    let (dx, dy) = ((x - 0.5).abs() - (0.5 - CORNER), (y - 0.5).abs() - (0.5 - CORNER));
    if dx.max(0.0).hypot(dy.max(0.0)) > CORNER {
        return [0.0; 4];
    }
    let ground = [30.0 - 12.0 * y, 39.0 - 15.0 * y, 54.0 - 20.0 * y];
    let (px, py) = (x - 0.40, y - 0.38);
    let distance = px.hypot(py);
    // The disc, with the hole of a pin.
    if (0.085..=0.215).contains(&distance) {
        return [255.0, 96.0, 74.0, 1.0];
    }
    // Its shadow runs to the lower right and fades.
    let along = (px + py) / std::f32::consts::SQRT_2;
    let across = (px - py).abs() / std::f32::consts::SQRT_2;
    if along > 0.0 && across < 0.215 && distance > 0.215 {
        let strength = 0.72 * (1.0 - along / 0.78).max(0.0);
        let mix = |c: f32, over: f32| c + (over - c) * strength;
        return [mix(ground[0], 224.0), mix(ground[1], 72.0), mix(ground[2], 56.0), 1.0];
    }
    [ground[0], ground[1], ground[2], 1.0]
}
