//! Draws what the toolkit wants drawn on the processor alone: pictures and tests need no GPU, driver or display.

use std::collections::HashMap;

use dream_soft_render::{ClipRect, Color, Mesh, SoftwareRenderer, TextureId, Vertex};
use egui::epaint::Primitive;

/// A rasteriser with the textures that the toolkit gave it.
#[derive(Default)]
pub struct Rasteriser {
    renderer: SoftwareRenderer,
    textures: HashMap<egui::TextureId, TextureId>,
}

impl Rasteriser {
    /// Takes over the textures that a pass made, changed or freed.
    pub fn take_textures(&mut self, delta: &mut egui::TexturesDelta) {
        let mut changed: Vec<_> = delta.set.iter().collect();
        changed.sort_by_key(|(id, _)| **id);
        for (id, changes) in changed {
            for change in changes {
                let egui::ImageData::Color(image) = &change.image;
                let pixels: Vec<u8> = image.pixels.iter().flat_map(egui::Color32::to_array).collect();
                let [width, height] = image.size;
                // A texture that is refused is missing from the picture; the rest of it is drawn.
                if let (Some([x, y]), Some(texture)) = (change.pos, self.textures.get(id)) {
                    self.renderer.update_texture(*texture, x, y, width, height, &pixels).unwrap_or_default();
                } else if let Ok(texture) = self.renderer.create_texture(width, height, &pixels)
                    && let Some(old) = self.textures.insert(*id, texture)
                {
                    self.renderer.free_texture(old).unwrap_or_default();
                }
            }
        }
        let mut freed: Vec<_> = delta.free.iter().copied().collect();
        freed.sort_unstable();
        for id in freed {
            if let Some(texture) = self.textures.remove(&id) {
                self.renderer.free_texture(texture).unwrap_or_default();
            }
        }
        delta.clear();
    }

    /// Draws what a pass wants drawn.
    ///
    /// # Errors
    /// What the rasteriser refuses.
    pub fn draw(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        let scale = output.pixels_per_point;
        let size = ctx.content_rect().size() * scale;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let meshes = ctx.tessellate(output.shapes.clone(), scale);
        let mut pixels = Vec::with_capacity(width * height * 4);
        for top in (0..height).step_by(STRIP) {
            let strip = STRIP.min(height - top);
            pixels.extend(self.strip(&meshes, scale, width, top, strip)?);
        }
        image::RgbaImage::from_raw(width as u32, height as u32, pixels).ok_or_else(|| "wrong size".to_owned())
    }
}

/// Rows drawn at a time: the rasteriser draws no more pixels at once than a small screen has.
const STRIP: usize = 200;

impl Rasteriser {
    fn strip(
        &mut self,
        meshes: &[egui::ClippedPrimitive],
        scale: f32,
        width: usize,
        top: usize,
        height: usize,
    ) -> Result<Vec<u8>, String> {
        let mut frame = self.renderer.begin_frame(width, height).map_err(|e| e.to_string())?;
        frame.clear(Color::from_rgb(0, 0, 0));
        for primitive in meshes {
            let Primitive::Mesh(mesh) = &primitive.primitive else { continue };
            let clip = primitive.clip_rect;
            let x = |value: f32| (value * scale).round().max(0.0) as u32;
            let y = |value: f32| ((value * scale).round() - top as f32).max(0.0) as u32;
            let clip = ClipRect::new(x(clip.min.x), y(clip.min.y), x(clip.max.x), y(clip.max.y));
            let vertex = |v: &egui::epaint::Vertex| {
                let [red, green, blue, alpha] = v.color.to_array();
                let colour = Color::from_rgba_premultiplied(red, green, blue, alpha);
                Vertex::new([v.pos.x * scale, v.pos.y * scale - top as f32], [v.uv.x, v.uv.y], colour)
            };
            let vertices: Vec<Vertex> = mesh.vertices.iter().map(vertex).collect();
            let texture = self.textures.get(&mesh.texture_id).copied();
            let mesh = Mesh { vertices: &vertices, indices: &mesh.indices, texture };
            frame.mesh(mesh, clip).map_err(|e| e.to_string())?;
        }
        Ok(frame.surface().pixels.clone())
    }
}
