//! The type scale and the fonts.

use std::io::Read as _;
use std::sync::{Arc, LazyLock};

use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId, FontTweak, RichText};
use epaint_default_fonts::{EGUI_ICONS, EMOJI_ICON, HACK_REGULAR, NOTO_EMOJI_REGULAR};

static REGULAR: LazyLock<Vec<u8>> =
    LazyLock::new(|| unpacked(include_bytes!("../../assets/fonts/Inter-Regular.ttf.z")));
static MEDIUM: LazyLock<Vec<u8>> = LazyLock::new(|| unpacked(include_bytes!("../../assets/fonts/Inter-Medium.ttf.z")));
static SEMI_BOLD: LazyLock<Vec<u8>> =
    LazyLock::new(|| unpacked(include_bytes!("../../assets/fonts/Inter-SemiBold.ttf.z")));
static BOLD: LazyLock<Vec<u8>> = LazyLock::new(|| unpacked(include_bytes!("../../assets/fonts/Inter-Bold.ttf.z")));

/// A font is half as large as a zlib stream.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut font = Vec::with_capacity(packed.len() * 5 / 2);
    flate2::read::ZlibDecoder::new(packed).read_to_end(&mut font).expect("an embedded font is whole");
    font
}

/// What a piece of text is, and thereby its size and weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// The one large number of a screen.
    Display,
    /// The name of the program on the start screen.
    Hero,
    /// Heading of a screen or dialog.
    Title,
    /// Heading of a card.
    Heading,
    /// Text that leads: names, chosen segments.
    Strong,
    /// Text.
    Body,
    /// Text of buttons and rows.
    Control,
    /// Secondary text.
    Small,
    /// Secondary text that leads.
    SmallStrong,
    /// Section headings, in capitals.
    Section,
    /// Axis labels and the like.
    Tiny,
    /// Paths and coordinates.
    Mono,
}

impl Type {
    /// The font.
    pub(crate) fn font(self) -> FontId {
        let (size, family) = match self {
            Self::Display => (38.0, named("bold")),
            Self::Hero => (34.0, named("bold")),
            Self::Title => (20.0, named("semi-bold")),
            Self::Heading => (15.0, named("semi-bold")),
            Self::Strong => (13.5, named("semi-bold")),
            Self::Body => (13.5, FontFamily::Proportional),
            Self::Control => (13.0, named("medium")),
            Self::Small => (12.5, FontFamily::Proportional),
            Self::SmallStrong => (12.5, named("semi-bold")),
            Self::Section => (11.0, named("semi-bold")),
            Self::Tiny => (11.0, named("medium")),
            Self::Mono => (11.5, FontFamily::Monospace),
        };
        FontId::new(size, family)
    }

    /// Text of this type.
    pub(crate) fn text(self, text: impl Into<String>, colour: Color32) -> RichText {
        let text: String = text.into();
        match self {
            Self::Section => {
                RichText::new(text.to_uppercase()).font(self.font()).extra_letter_spacing(0.7).color(colour)
            }
            Self::Display | Self::Hero => {
                RichText::new(text).font(self.font()).extra_letter_spacing(-0.6).color(colour)
            }
            _ => RichText::new(text).font(self.font()).color(colour),
        }
    }
}

fn named(weight: &str) -> FontFamily {
    FontFamily::Name(weight.into())
}

/// The fonts for what Inter lacks, each with its size to that of Inter; the first that has a character is taken.
const FALLBACK: [(&str, &[u8], f32); 3] =
    [("icons", EGUI_ICONS, 0.9), ("Noto Emoji", NOTO_EMOJI_REGULAR, 0.81), ("emoji icons", EMOJI_ICON, 0.9)];

/// Installs the fonts. Characters that they lack come from the system's.
pub(crate) fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes, scale) in FALLBACK {
        let tweak = FontTweak { scale, ..FontTweak::default() };
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes).tweak(tweak)));
    }
    let chain = |first: &[&str]| -> Vec<String> {
        first.iter().copied().chain(FALLBACK.map(|(name, ..)| name)).map(str::to_owned).collect()
    };
    let weights = [
        (FontFamily::Proportional, "Inter Regular", &*REGULAR),
        (named("medium"), "Inter Medium", &*MEDIUM),
        (named("semi-bold"), "Inter SemiBold", &*SEMI_BOLD),
        (named("bold"), "Inter Bold", &*BOLD),
    ];
    for (family, name, bytes) in weights {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        fonts.families.insert(family, chain(&[name]));
    }
    fonts.font_data.insert("Hack".to_owned(), Arc::new(FontData::from_static(HACK_REGULAR)));
    fonts.families.insert(FontFamily::Monospace, chain(&["Hack", "Inter Regular"]));
    ctx.set_fonts(fonts);
}
