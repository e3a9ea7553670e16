//! Draws the window's tests on the processor alone, with the rasteriser that also makes the program's pictures.

use geoshadow::gui::render::Rasteriser;

#[derive(Default)]
pub struct CpuRenderer(Rasteriser);

impl egui_kittest::TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.0.take_textures(delta);
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        self.0.draw(ctx, output)
    }
}
