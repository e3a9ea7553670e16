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
    /// Names on the map.
    pub map_label: Color32,
    /// Halo behind names on the map.
    pub map_halo: Color32,
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
            shallows: Color32::from_rgba_premultiplied(0x0c, 0x18, 0x22, 0x30),
            graticule: Color32::from_rgba_premultiplied(0x0c, 0x0f, 0x12, 0x10),
            coast: Color32::from_rgb(0x3d, 0x4b, 0x5c),
            border_country: Color32::from_rgb(0x4a, 0x57, 0x69),
            border_region: Color32::from_rgb(0x2b, 0x36, 0x44),
            river: Color32::from_rgb(0x16, 0x2a, 0x40),
            road: Color32::from_rgb(0x35, 0x3f, 0x4d),
            map_label: Color32::from_rgb(0xc9, 0xd2, 0xdc),
            map_halo: Color32::from_rgb(0x0d, 0x11, 0x17),
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
            accent: Color32::from_rgb(0xd9, 0x3a, 0x25),
            on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
            select: Color32::from_rgb(0x1d, 0x64, 0xd8),
            on_select: Color32::from_rgb(0xff, 0xff, 0xff),
            safe: Color32::from_rgb(0x0b, 0x7a, 0x5c),
            warning: Color32::from_rgb(0x94, 0x5f, 0x00),
            shadow: Color32::from_black_alpha(0x30),
            account_private: Color32::from_rgb(0x1f, 0x6f, 0xd6),
            account_public: Color32::from_rgb(0xd9, 0x3a, 0x25),
            water: Color32::from_rgb(0xcf, 0xdf, 0xee),
            land: Color32::from_rgb(0xf6, 0xf4, 0xef),
            shallows: Color32::from_rgba_premultiplied(0x5a, 0x66, 0x70, 0x70),
            graticule: Color32::from_rgba_premultiplied(0x08, 0x0c, 0x12, 0x18),
            coast: Color32::from_rgb(0x9f, 0xb2, 0xc6),
            border_country: Color32::from_rgb(0xa0, 0x97, 0x91),
            border_region: Color32::from_rgb(0xdc, 0xd6, 0xce),
            river: Color32::from_rgb(0xb5, 0xcd, 0xe4),
            road: Color32::from_rgb(0xe3, 0xd9, 0xc6),
            map_label: Color32::from_rgb(0x2e, 0x38, 0x44),
            map_halo: Color32::from_rgb(0xfb, 0xfa, 0xf7),
        }
    }

    /// The colour of a verdict; marks also differ in shape.
    pub fn verdict(&self, verdict: Verdict) -> Color32 {
        let (dark, light) = match verdict {
            Verdict::Captured => ((0xff, 0x5a, 0x45), (0xd9, 0x3a, 0x25)),
            Verdict::Retained => ((0xc0, 0x84, 0xfc), (0x8b, 0x3f, 0xd6)),
            Verdict::Public => ((0xf5, 0xb8, 0x4a), (0xb4, 0x74, 0x00)),
            Verdict::Restricted => ((0x5a, 0xa0, 0xf8), (0x1f, 0x6f, 0xd6)),
            Verdict::Private => ((0x6b, 0x77, 0x85), (0x7a, 0x86, 0x94)),
            Verdict::Unknown => ((0x4f, 0xc4, 0xb0), (0x0f, 0x8a, 0x76)),
        };
        let (r, g, b) = if self.dark { dark } else { light };
        Color32::from_rgb(r, g, b)
    }

    /// `colour` at a strength of 0 to 1, to be laid over a background.
    pub fn tint(colour: Color32, strength: f32) -> Color32 {
        colour.gamma_multiply(strength)
    }
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
    fn marks_stand_out_from_panels() {
        for tokens in [Tokens::dark(), Tokens::light()] {
            for verdict in Verdict::ALL {
                assert!(contrast(tokens.verdict(verdict), tokens.panel) >= 3.0, "{verdict}, dark: {}", tokens.dark);
            }
        }
    }
}
