//! Every colour, size and font. Nothing outside this file names one.

use egui::Color32;

use crate::analysis::Verdict;

/// The design's values for one of light and dark.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Whether this is the dark set.
    pub dark: bool,
    /// Behind everything.
    pub background: Color32,
    /// Of side panels and bars.
    pub panel: Color32,
    /// Of cards and buttons on panels.
    pub card: Color32,
    /// Of hovered cards and buttons.
    pub card_hovered: Color32,
    /// Lines between and around.
    pub border: Color32,
    /// Main text.
    pub text: Color32,
    /// Secondary text.
    pub text_muted: Color32,
    /// Headings in small capitals, hints.
    pub text_faint: Color32,
    /// The colour that marks what a harvester has, and the main action.
    pub accent: Color32,
    /// Text on `accent`.
    pub on_accent: Color32,
    /// Focus, checked boxes, the chosen segment.
    pub select: Color32,
    /// Text on `select`.
    pub on_select: Color32,
    /// What protected: a clause that kept a harvester out.
    pub safe: Color32,
    /// Warnings.
    pub warning: Color32,
    /// Behind dialogs and under cards that float.
    pub shadow: Color32,
    /// An account's private periods.
    pub account_private: Color32,
    /// An account's public periods.
    pub account_public: Color32,
    /// Sea.
    pub water: Color32,
    /// Land.
    pub land: Color32,
    /// Sea along the coast, over `water`, fading out.
    pub shallows: Color32,
    /// Lines of latitude and longitude.
    pub graticule: Color32,
    /// Coast lines.
    pub coast: Color32,
    /// Country borders.
    pub border_country: Color32,
    /// Region borders.
    pub border_region: Color32,
    /// Rivers.
    pub river: Color32,
    /// Main roads.
    pub road: Color32,
    /// Parks and woods on the map of streets.
    pub street_green: Color32,
    /// Houses.
    pub street_building: Color32,
    /// Along the sides of houses and streets.
    pub street_edge: Color32,
    /// Small streets.
    pub street_minor: Color32,
    /// Streets that lead through.
    pub street_major: Color32,
    /// Motorways.
    pub street_motorway: Color32,
    /// Ways for feet, and railways.
    pub street_path: Color32,
    /// Names on the map.
    pub map_label: Color32,
    /// Halo behind names on the map.
    pub map_halo: Color32,
    /// Names of seas.
    pub map_sea_label: Color32,
    /// Names of countries.
    pub map_country_label: Color32,
    /// Around marks on the map, to lift them off what is below.
    pub mark_outline: Color32,
    /// Rings around the selected item, outside and inside.
    pub selection: [Color32; 2],
    /// Rows of location trails on the map.
    pub trail: Color32,
    /// Behind legend and buttons on the map.
    pub map_card: Color32,
}

impl Tokens {
    /// The dark set.
    pub fn dark() -> Self {
        Self {
            dark: true,
            background: Color32::from_rgb(0x0d, 0x11, 0x17),
            panel: Color32::from_rgb(0x12, 0x18, 0x20),
            card: Color32::from_rgb(0x1a, 0x22, 0x2d),
            card_hovered: Color32::from_rgb(0x24, 0x2e, 0x3b),
            border: Color32::from_rgb(0x29, 0x33, 0x40),
            text: Color32::from_rgb(0xe9, 0xee, 0xf4),
            text_muted: Color32::from_rgb(0xa3, 0xae, 0xbb),
            text_faint: Color32::from_rgb(0x83, 0x8f, 0x9d),
            accent: Color32::from_rgb(0xff, 0x5a, 0x45),
            on_accent: Color32::from_rgb(0x1b, 0x07, 0x04),
            select: Color32::from_rgb(0x5b, 0x9b, 0xff),
            on_select: Color32::from_rgb(0x05, 0x0f, 0x20),
            safe: Color32::from_rgb(0x4f, 0xd0, 0xa5),
            warning: Color32::from_rgb(0xf5, 0xb8, 0x4a),
            shadow: Color32::from_black_alpha(0x90),
            account_private: Color32::from_rgb(0x5a, 0xa0, 0xf8),
            account_public: Color32::from_rgb(0xe0, 0x4c, 0x39),
            water: Color32::from_rgb(0x0b, 0x14, 0x20),
            land: Color32::from_rgb(0x1b, 0x23, 0x2e),
            shallows: Color32::from_rgba_premultiplied(0x06, 0x0e, 0x15, 0x24),
            graticule: Color32::from_rgba_premultiplied(0x0c, 0x0f, 0x12, 0x10),
            coast: Color32::from_rgb(0x3d, 0x4b, 0x5c),
            border_country: Color32::from_rgb(0x4a, 0x57, 0x69),
            border_region: Color32::from_rgb(0x2b, 0x36, 0x44),
            river: Color32::from_rgb(0x16, 0x2a, 0x40),
            road: Color32::from_rgb(0x35, 0x3f, 0x4d),
            street_green: Color32::from_rgb(0x1a, 0x2b, 0x2a),
            street_building: Color32::from_rgb(0x25, 0x2f, 0x3c),
            street_edge: Color32::from_rgb(0x14, 0x1a, 0x23),
            street_minor: Color32::from_rgb(0x36, 0x42, 0x51),
            street_major: Color32::from_rgb(0x47, 0x54, 0x65),
            street_motorway: Color32::from_rgb(0x5d, 0x5c, 0x5a),
            street_path: Color32::from_rgb(0x35, 0x3e, 0x4b),
            map_label: Color32::from_rgb(0xc9, 0xd2, 0xdc),
            map_halo: Color32::from_rgb(0x0d, 0x11, 0x17),
            map_sea_label: Color32::from_rgb(0x4a, 0x66, 0x86),
            map_country_label: Color32::from_rgb(0x8d, 0x9a, 0xaa),
            mark_outline: Color32::from_rgb(0x0a, 0x0d, 0x12),
            selection: [Color32::from_rgb(0xff, 0xff, 0xff), Color32::from_rgb(0x0a, 0x0d, 0x12)],
            trail: Color32::from_rgb(0x9a, 0xa8, 0xb8),
            map_card: Color32::from_rgba_premultiplied(0x10, 0x15, 0x1c, 0xee),
        }
    }

    /// The light set.
    pub fn light() -> Self {
        Self {
            dark: false,
            background: Color32::from_rgb(0xf3, 0xf5, 0xf8),
            panel: Color32::from_rgb(0xfb, 0xfc, 0xfd),
            card: Color32::from_rgb(0xff, 0xff, 0xff),
            card_hovered: Color32::from_rgb(0xee, 0xf2, 0xf6),
            border: Color32::from_rgb(0xd5, 0xdc, 0xe4),
            text: Color32::from_rgb(0x14, 0x1b, 0x24),
            text_muted: Color32::from_rgb(0x4b, 0x58, 0x67),
            text_faint: Color32::from_rgb(0x63, 0x70, 0x7f),
            accent: Color32::from_rgb(0xc8, 0x32, 0x1e),
            on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
            select: Color32::from_rgb(0x1d, 0x64, 0xd8),
            on_select: Color32::from_rgb(0xff, 0xff, 0xff),
            safe: Color32::from_rgb(0x0b, 0x7a, 0x5c),
            warning: Color32::from_rgb(0x94, 0x5f, 0x00),
            shadow: Color32::from_black_alpha(0x30),
            account_private: Color32::from_rgb(0x1f, 0x6f, 0xd6),
            account_public: Color32::from_rgb(0xc8, 0x32, 0x1e),
            water: Color32::from_rgb(0xcf, 0xdf, 0xee),
            land: Color32::from_rgb(0xf6, 0xf4, 0xef),
            shallows: Color32::from_rgba_premultiplied(0x5a, 0x66, 0x70, 0x70),
            graticule: Color32::from_rgba_premultiplied(0x08, 0x0c, 0x12, 0x18),
            coast: Color32::from_rgb(0x9f, 0xb2, 0xc6),
            border_country: Color32::from_rgb(0xa0, 0x97, 0x91),
            border_region: Color32::from_rgb(0xdc, 0xd6, 0xce),
            river: Color32::from_rgb(0xb5, 0xcd, 0xe4),
            road: Color32::from_rgb(0xe3, 0xd9, 0xc6),
            street_green: Color32::from_rgb(0xdf, 0xeb, 0xd8),
            street_building: Color32::from_rgb(0xe9, 0xe3, 0xda),
            street_edge: Color32::from_rgb(0xd6, 0xcd, 0xc0),
            street_minor: Color32::from_rgb(0xff, 0xff, 0xff),
            street_major: Color32::from_rgb(0xff, 0xfb, 0xee),
            street_motorway: Color32::from_rgb(0xfb, 0xe3, 0xb0),
            street_path: Color32::from_rgb(0xd2, 0xc8, 0xba),
            map_label: Color32::from_rgb(0x2e, 0x38, 0x44),
            map_halo: Color32::from_rgb(0xfb, 0xfa, 0xf7),
            map_sea_label: Color32::from_rgb(0x62, 0x86, 0xab),
            map_country_label: Color32::from_rgb(0x7c, 0x77, 0x74),
            mark_outline: Color32::from_rgb(0xff, 0xff, 0xff),
            selection: [Color32::from_rgb(0x14, 0x1b, 0x24), Color32::from_rgb(0xff, 0xff, 0xff)],
            trail: Color32::from_rgb(0x5b, 0x68, 0x78),
            map_card: Color32::from_rgba_premultiplied(0xee, 0xef, 0xf0, 0xf0),
        }
    }

    /// The colour of a verdict; marks also differ in shape.
    pub fn verdict(&self, verdict: Verdict) -> Color32 {
        let (dark, light) = match verdict {
            Verdict::Captured => ((0xff, 0x5a, 0x45), (0xc8, 0x32, 0x1e)),
            Verdict::Retained => ((0xc0, 0x84, 0xfc), (0x8b, 0x3f, 0xd6)),
            Verdict::Public => ((0xf5, 0xb8, 0x4a), (0xb4, 0x74, 0x00)),
            Verdict::Restricted => ((0x5a, 0xa0, 0xf8), (0x1f, 0x6f, 0xd6)),
            Verdict::Private => ((0x6b, 0x77, 0x85), (0x7a, 0x86, 0x94)),
            Verdict::Unknown => ((0x4f, 0xc4, 0xb0), (0x0f, 0x8a, 0x76)),
        };
        let (r, g, b) = if self.dark { dark } else { light };
        Color32::from_rgb(r, g, b)
    }

    /// The colour of density on the map; `at` runs from 0, nothing, to 1. Brightness runs one way along the ramp, so that
    /// it reads without telling red from green, and the land shows through.
    pub fn heat(&self, at: f32) -> Color32 {
        mixed(if self.dark { &HEAT_DARK } else { &HEAT_LIGHT }, at)
    }

    /// The colour of a trail at a place of its ramp, 0 to 1: one hue darkening or lightening, told apart without colour too.
    pub fn trail_ramp(&self, at: f32) -> Color32 {
        mixed(if self.dark { &TRAIL_DARK } else { &TRAIL_LIGHT }, at)
    }

    /// `colour` at a strength of 0 to 1, to be laid over a background.
    pub fn tint(colour: Color32, strength: f32) -> Color32 {
        colour.gamma_multiply(strength)
    }
}

/// A place on a ramp and its red, green, blue and opacity.
type Stop = (f32, [f32; 4]);

/// Deep red over orange to pale yellow: brighter is more.
const HEAT_DARK: [Stop; 7] = [
    (0.0, [80.0, 16.0, 64.0, 0.0]),
    (0.06, [106.0, 24.0, 68.0, 70.0]),
    (0.22, [156.0, 37.0, 74.0, 135.0]),
    (0.45, [220.0, 66.0, 62.0, 175.0]),
    (0.66, [245.0, 130.0, 58.0, 200.0]),
    (0.85, [252.0, 194.0, 92.0, 222.0]),
    (1.0, [255.0, 240.0, 180.0, 238.0]),
];

/// Pale orange over red to deep purple: darker is more.
const HEAT_LIGHT: [Stop; 7] = [
    (0.0, [255.0, 200.0, 110.0, 0.0]),
    (0.06, [253.0, 184.0, 92.0, 90.0]),
    (0.22, [250.0, 152.0, 72.0, 150.0]),
    (0.45, [238.0, 95.0, 66.0, 185.0]),
    (0.66, [206.0, 50.0, 80.0, 205.0]),
    (0.85, [146.0, 28.0, 92.0, 222.0]),
    (1.0, [84.0, 16.0, 80.0, 235.0]),
];

/// Deep blue over teal to pale yellow: later and faster is brighter.
const TRAIL_DARK: [Stop; 4] = [
    (0.0, [62.0, 90.0, 200.0, 225.0]),
    (0.4, [42.0, 150.0, 205.0, 230.0]),
    (0.75, [70.0, 210.0, 170.0, 235.0]),
    (1.0, [226.0, 240.0, 140.0, 240.0]),
];

/// Pale teal over blue to deep violet: later and faster is darker.
const TRAIL_LIGHT: [Stop; 4] = [
    (0.0, [60.0, 170.0, 150.0, 230.0]),
    (0.4, [30.0, 120.0, 190.0, 235.0]),
    (0.75, [50.0, 70.0, 180.0, 240.0]),
    (1.0, [60.0, 20.0, 110.0, 245.0]),
];

/// The colour at a place of a ramp, 0 to 1.
fn mixed(stops: &[Stop], at: f32) -> Color32 {
    let at = at.clamp(0.0, 1.0);
    let upper = stops.iter().position(|stop| stop.0 >= at).unwrap_or(stops.len() - 1).max(1);
    let (low, high) = (stops[upper - 1], stops[upper]);
    let t = (at - low.0) / (high.0 - low.0);
    let mix = |i: usize| low.1[i] + (high.1[i] - low.1[i]) * t;
    Color32::from_rgba_unmultiplied(mix(0) as u8, mix(1) as u8, mix(2) as u8, mix(3) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG 2 defines it.
    fn luminance(colour: Color32) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_is_readable_on_everything_it_stands_on() {
        for tokens in [Tokens::dark(), Tokens::light()] {
            let grounds = [tokens.background, tokens.panel, tokens.card, tokens.card_hovered];
            for text in [tokens.text, tokens.text_muted, tokens.text_faint, tokens.accent, tokens.safe, tokens.warning]
            {
                for ground in grounds {
                    let ratio = contrast(text, ground);
                    assert!(
                        ratio >= 4.5 || (ratio >= 4.0 && ground == tokens.card_hovered),
                        "{text:?} on {ground:?}: {ratio:.2}"
                    );
                }
            }
            assert!(contrast(tokens.on_accent, tokens.accent) >= 4.5);
            assert!(contrast(tokens.on_select, tokens.select) >= 4.5);
        }
    }

    #[test]
    fn brightness_runs_one_way_along_the_heat_ramp() {
        for tokens in [Tokens::dark(), Tokens::light()] {
            let over = |at: f32| luminance(tokens.land.blend(tokens.heat(at)));
            let steps: Vec<f64> = (2..=20).map(|i| over(i as f32 / 20.0)).collect();
            let ordered = steps.windows(2).all(|w| if tokens.dark { w[1] >= w[0] } else { w[1] <= w[0] });
            assert!(ordered, "dark: {}, {steps:?}", tokens.dark);
            assert_eq!(tokens.heat(0.0).a(), 0);
        }
    }

    #[test]
    fn marks_stand_out_from_panels() {
        for tokens in [Tokens::dark(), Tokens::light()] {
            for verdict in Verdict::ALL {
                assert!(contrast(tokens.verdict(verdict), tokens.panel) >= 3.0, "{verdict}, dark: {}", tokens.dark);
            }
        }
    }
}
