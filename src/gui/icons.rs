//! Icons: drawn as characters of a private range, so that the glyph atlas caches them crisp at every size and tints them.

use egui::{Color32, FontFamily, FontId, Painter, Pos2};
use egui_extras::SvgGlyph;

/// First character of the private range the icons live in (supplementary plane 15, which no font uses).
const FIRST: u32 = 0xF_0000;

macro_rules! icons {
    ($($variant:ident = $file:literal,)+) => {
        /// An icon of the Phosphor family.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Icon { $($variant,)+ }

        const SOURCES: &[&[u8]] = &[$(include_bytes!(concat!("../../assets/icons/", $file, ".svg")),)+];
    };
}

icons! {
    Map = "map-trifold",
    List = "list-bullets",
    Search = "magnifying-glass",
    Close = "x",
    CaretDown = "caret-down",
    CaretUp = "caret-up",
    Play = "play",
    Pause = "pause",
    CaretLeft = "caret-left",
    CaretRight = "caret-right",
    Sun = "sun",
    Moon = "moon",
    Monitor = "monitor",
    Folder = "folder-open",
    Zip = "file-zip",
    Upload = "upload-simple",
    Warning = "warning",
    Info = "info",
    Check = "check",
    Question = "question",
    Image = "image",
    Video = "video-camera",
    Reel = "film-strip",
    Pin = "map-pin",
    Post = "note",
    Star = "star",
    Camera = "camera",
    Message = "chat-circle",
    Login = "sign-in",
    Device = "device-mobile",
    Bookmark = "bookmark-simple",
    Footprints = "footprints",
    Bed = "bed",
    Chip = "poker-chip",
    Boat = "boat",
    Airplane = "airplane",
    Barbell = "barbell",
    Ball = "soccer-ball",
    Bag = "shopping-bag",
    Hospital = "hospital",
    Wine = "wine",
    Fork = "fork-knife",
    Church = "church",
    School = "graduation-cap",
    Bank = "bank",
    Mask = "mask-happy",
    Tree = "tree",
    Train = "train",
    City = "city",
    Pulse = "pulse",
    Lock = "lock",
    LockOpen = "lock-open",
    User = "user-circle",
    Shield = "shield-check",
    FitAll = "corners-out",
    Plus = "plus",
    Minus = "minus",
    Sparkle = "sparkle",
    Brush = "selection-all",
    Unclassified = "seal-question",
    Binoculars = "binoculars",
    Clock = "clock",
    Selection = "selection",
    Lasso = "lasso",
    Circle = "circle-dashed",
    Polygon = "polygon",
    Trash = "trash",
    Floppy = "floppy-disk",
    Eye = "eye",
}

impl Icon {
    fn character(self) -> char {
        char::from_u32(FIRST + self as u32).unwrap_or(' ')
    }

    /// Draws the icon around `centre`, `size` points high.
    pub(crate) fn paint(self, painter: &Painter, centre: Pos2, size: f32, colour: Color32) {
        let font = FontId::new(size, FontFamily::Proportional);
        let galley = painter.layout_no_wrap(self.character().to_string(), font, colour);
        let offset = galley.mesh_bounds.center().to_vec2();
        let pixels = painter.pixels_per_point();
        let corner = centre - offset;
        let snapped = Pos2::new((corner.x * pixels).round() / pixels, (corner.y * pixels).round() / pixels);
        painter.galley(snapped, galley, colour);
    }
}

/// Makes the icons known to the context.
pub(crate) fn install(ctx: &egui::Context) {
    let glyphs: Vec<Option<SvgGlyph>> = SOURCES.iter().map(|svg| SvgGlyph::from_bytes(svg).ok()).collect();
    let rasterizer = egui::GlyphRasterizer::new("geoshadow icons", move |request| {
        let mut characters = request.cluster.chars();
        let index = (characters.next()? as u32).checked_sub(FIRST)?;
        glyphs.get(index as usize)?.as_ref()?.rasterize(request.font_size_px)
    });
    ctx.add_glyph_rasterizer(rasterizer.with_priority(egui::FontPriority::Highest));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_a_picture() {
        for (index, svg) in SOURCES.iter().enumerate() {
            let glyph = SvgGlyph::from_bytes(svg).unwrap();
            let picture = glyph.rasterize(32.0).unwrap().bitmap.image;
            assert!(picture.pixels.iter().any(|p| p.a() > 128), "icon {index} is empty");
        }
    }
}
