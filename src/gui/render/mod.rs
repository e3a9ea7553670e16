//! The map and the timeline as a picture, drawn by the processor alone: no window, display or GPU.

mod rasterise;

use std::sync::Arc;
use std::sync::mpsc::channel;

use egui::{Context, FullOutput, RawInput, Rect, Theme, Ui, Vec2};
use image::RgbaImage;

pub use rasterise::Rasteriser;

use crate::analysis::heat::Kernel;
use crate::analysis::{Assumptions, Exposure};
use crate::lens::Lens;
use crate::load::Loaded;
use crate::model::GeoBounds;
use crate::platform::Hints;
use crate::street::Streets;

use super::action::ActionSender;
use super::cx::ViewCx;
use super::derived::Memo;
use super::judged::Summary;
use super::looks::Looks;
use super::map::MapPanel;
use super::own::OwnFiles;
use super::state::{Hover, MapLayer, MapTarget, ViewState};
use super::style;
use super::timeline::Timeline;

/// A picture asks nothing.
static NO_HINTS: Hints = Hints { names: Vec::new(), dates: None };

/// What a picture is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// The map with the items as marks and clusters.
    #[default]
    Map,
    /// The map with their density.
    Heat,
    /// The map with their counts in hexagons.
    Hexes,
    /// The timeline.
    Timeline,
}

/// How a picture is drawn.
#[derive(Clone, Copy, Debug)]
pub struct PictureOptions {
    /// What of.
    pub subject: Subject,
    /// Width and height in pixels, 64 to 8,192 each.
    pub size: [u32; 2],
    /// What of the world is shown; everything that has a position if not said.
    pub bounds: Option<GeoBounds>,
    /// How far a position spreads in the heat.
    pub kernel: Kernel,
    /// Light instead of dark.
    pub light: bool,
}

/// Smallest and largest side of a picture, pixels.
pub const SIDES: std::ops::RangeInclusive<u32> = 64..=8_192;

/// What is drawn, through which lens.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The data.
    pub loaded: &'a Loaded,
    /// The lens.
    pub lens: &'a Lens,
    /// What the user told us.
    pub assumptions: &'a Assumptions,
    /// The lens applied to the data.
    pub exposure: &'a Exposure,
    /// Streets to draw over the base map.
    pub streets: Option<&'a Arc<Streets>>,
}

/// Passes until everything that is made on other threads is there and every layout has settled.
const PASSES: usize = 5;
/// Pixels for a point above this width of the picture, so that text stays readable.
const WIDE: u32 = 2_000;

/// Draws a picture of `scene`.
///
/// # Errors
/// A sentence for the user when it cannot be drawn.
pub fn picture(scene: &Scene<'_>, options: &PictureOptions) -> Result<RgbaImage, String> {
    if options.size.iter().any(|side| !SIDES.contains(side)) {
        return Err(format!("a picture has {} to {} pixels a side", SIDES.start(), SIDES.end()));
    }
    let scale = if options.size[0] >= WIDE { 2.0 } else { 1.0 };
    let ctx = Context::default();
    ctx.set_theme(if options.light { egui::ThemePreference::Light } else { egui::ThemePreference::Dark });
    style::install(&ctx);
    ctx.all_styles_mut(|style| style.animation_time = 0.0);
    let mut stage = Stage::new(&ctx, scene, options);
    let mut rasteriser = Rasteriser::default();
    let mut last: Option<FullOutput> = None;
    for pass in 0..PASSES {
        let points = Vec2::new(options.size[0] as f32, options.size[1] as f32) / scale;
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, points)),
            time: Some(pass as f64),
            ..RawInput::default()
        };
        if let Some(viewport) = input.viewports.get_mut(&input.viewport_id) {
            viewport.native_pixels_per_point = Some(scale);
        }
        let mut output = ctx.run_ui(input, |ui| stage.ui(ui, scene));
        stage.map.wait();
        rasteriser.take_textures(&mut output.textures_delta);
        last = Some(output);
    }
    let output = last.ok_or("nothing was drawn")?;
    rasteriser.draw(&ctx, &output)
}

/// What the panels need and the picture has no use for.
struct Stage {
    map: MapPanel,
    timeline: Timeline,
    subject: Subject,
    memo: Memo,
    looks: Looks,
    own: OwnFiles,
    view: ViewState,
    hover: Hover,
    actions: ActionSender,
}

impl Stage {
    fn new(ctx: &Context, scene: &Scene<'_>, options: &PictureOptions) -> Self {
        // Nobody reads what the panels ask for: nothing is clicked.
        let (sender, _inbox) = channel();
        let mut view = ViewState { lens: scene.lens.id.clone(), ..ViewState::default() };
        view.kernel = options.kernel;
        view.layer = match options.subject {
            Subject::Heat => MapLayer::Heat,
            Subject::Hexes => MapLayer::Hexes,
            Subject::Map | Subject::Timeline => MapLayer::Pins,
        };
        if options.bounds.is_none() {
            view.ask_map(MapTarget::FitAll);
        }
        let map = MapPanel::for_picture(options.bounds);
        let mut memo = Memo::new(1);
        memo.refresh(
            &scene.loaded.dataset,
            &Arc::new(Summary::new(&scene.loaded.dataset, scene.exposure)),
            &view.filter,
            None,
        );
        Self {
            map,
            timeline: Timeline::for_picture(&scene.loaded.dataset),
            subject: options.subject,
            memo,
            looks: Looks::new(&scene.loaded.source),
            own: OwnFiles::default().drawing(scene.streets.cloned()),
            view,
            hover: Hover::default(),
            actions: ActionSender::new(sender, ctx.clone()),
        }
    }

    fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let tokens = style::tokens(if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light });
        ui.painter().rect_filled(ui.max_rect(), 0.0, tokens.panel);
        let cx = ViewCx {
            loaded: scene.loaded,
            lens: scene.lens,
            lenses: std::slice::from_ref(scene.lens),
            assumptions: scene.assumptions,
            said: scene.assumptions,
            hints: &NO_HINTS,
            exposure: scene.exposure,
            derived: self.memo.get(),
            looks: &self.looks,
            own: &self.own,
            view: &self.view,
            hover: &self.hover,
            tokens: &tokens,
            actions: &self.actions,
        };
        match self.subject {
            Subject::Map | Subject::Heat | Subject::Hexes => self.map.ui(ui, &cx),
            Subject::Timeline => self.timeline.ui(ui, &cx),
        }
    }
}
