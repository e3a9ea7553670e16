//! How wide and in which colour streets are drawn at each zoom.

use egui::Color32;

use crate::gui::map::base::paint::Pen;
use crate::gui::map::base::ramp;
use crate::gui::theme::Tokens;
use crate::street::Class;

/// The style at one zoom.
pub(super) struct Style<'a> {
    tokens: &'a Tokens,
    zoom: f32,
    /// A pixel in points.
    pixel: f32,
}

/// The zoom from which streets have sides.
const CASING_ZOOM: f32 = 14.0;

impl<'a> Style<'a> {
    pub(super) fn new(tokens: &'a Tokens, zoom: f32, pixel: f32) -> Self {
        Self { tokens, zoom, pixel }
    }

    /// From nothing to full over most of a zoom step.
    fn fade(&self, from: f32) -> f32 {
        ramp(self.zoom, (from, 0.0), (from + 0.8, 1.0))
    }

    pub(super) fn area(&self, class: Class) -> Option<Color32> {
        let (colour, from) = match class {
            Class::Land => (self.tokens.land, 0.0),
            Class::Green => (self.tokens.street_green, 10.5),
            Class::Water => (self.tokens.water, 0.0),
            Class::Building => (self.tokens.street_building, 14.0),
            _ => return None,
        };
        let fade = if from > 0.0 { self.fade(from) } else { 1.0 };
        (fade > 0.0).then(|| colour.gamma_multiply(fade))
    }

    /// The sides of areas.
    pub(super) fn outline(&self, class: Class) -> Option<Pen> {
        let fade = self.fade(15.3);
        (class == Class::Building && fade > 0.0).then(|| self.pen(0.8, self.tokens.street_edge.gamma_multiply(fade)))
    }

    /// The sides of streets: a wider line below.
    pub(super) fn casing(&self, class: Class) -> Option<Pen> {
        if self.zoom < CASING_ZOOM || !class.is_way() || class == Class::Path {
            return None;
        }
        let line = self.line(class)?;
        let colour = self.tokens.street_edge.gamma_multiply(self.fade(CASING_ZOOM));
        Some(self.pen(line.width + 1.6, colour))
    }

    pub(super) fn line(&self, class: Class) -> Option<Pen> {
        let tokens = self.tokens;
        // The zoom from which it is drawn, and its width in points at zoom 14.
        let (colour, from, width) = match class {
            Class::Waterway => (tokens.water, 11.0, 1.4),
            Class::Path => (tokens.street_path, 14.6, 0.7),
            Class::Rail => (tokens.street_path, 12.2, 0.9),
            Class::Minor => (tokens.street_minor, 13.0, 1.5),
            Class::Street => (tokens.street_minor, 12.3, 2.4),
            Class::Secondary => (tokens.street_major, 11.2, 3.0),
            Class::Primary => (tokens.street_major, 10.0, 3.6),
            Class::Motorway => (tokens.street_motorway, 0.0, 4.2),
            Class::Land | Class::Green | Class::Water | Class::Building => return None,
        };
        let fade = if from > 0.0 { self.fade(from) } else { 1.0 };
        let grown = width * ((self.zoom - 14.0) * if self.zoom > 14.0 { 0.72 } else { 0.42 }).exp2();
        let grown = if matches!(class, Class::Path | Class::Rail) { grown.min(width * 2.4) } else { grown };
        (fade > 0.0).then(|| self.pen(grown.max(0.5), colour.gamma_multiply(fade)))
    }

    fn pen(&self, width: f32, colour: Color32) -> Pen {
        Pen { width, colour, feather: self.pixel, max_rank: u8::MAX }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_the_more_is_drawn_and_the_wider() {
        let tokens = Tokens::dark();
        let style = |zoom| Style::new(&tokens, zoom, 1.0);
        let count = |zoom| Class::LINES.iter().filter(|c| style(zoom).line(**c).is_some()).count();
        assert!(count(12.0) < count(13.5) && count(13.5) < count(16.0));
        let width = |zoom, class| style(zoom).line(class).unwrap().width;
        assert!(width(16.0, Class::Minor) > width(14.0, Class::Minor));
        assert!(width(15.0, Class::Primary) > width(15.0, Class::Minor));
        assert!(style(13.0).casing(Class::Primary).is_none() && style(15.0).casing(Class::Primary).is_some());
    }
}
