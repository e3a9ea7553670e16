//! Which media file a sidecar belongs to, by name.
//!
//! `A.jpg.json` until 2024, `A.jpg.supplemental-metadata.json` since; a sidecar's stem is cut to 46
//! UTF-16 units and a medium's to 47, and `(n)` of duplicates comes after the cut. Measured on
//! listings of real exports. Names are compared as spelled first, then in lower case.

use unicode_normalization::UnicodeNormalization as _;

/// What the stem of a new sidecar ends in, unless it is cut off.
const SUFFIX: &str = "supplemental-metadata";
/// Stems of sidecars of at least this many UTF-16 units may have been cut.
const CUT_SIDECAR_UNITS: usize = 45;
/// UTF-16 units to which the stem of a medium is cut.
const MEDIA_UNITS: usize = 47;

/// What edited copies end in, in the languages of Google Photos.
const EDITED: [&str; 29] = [
    "-edited", "-effects", "-smile", "-mix", "-edytowane", "-bearbeitet", "-bewerkt", "-編集済み", "-modificato",
    "-modifié", "-ha editado", "-editado", "-editat", "-отредактировано", "-已编辑", "-编辑", "-편집됨",
    "-düzenlendi", "-تم التعديل", "-संपादित", "-đã chỉnh sửa", "-แก้ไขแล้ว", "-diedit", "-muokattu",
    "-redigeret", "-redigerad", "-redigert", "-upravené", "-відредаговано",
];

/// Extensions of photos.
const PHOTO: [&str; 24] = [
    "jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp", "dng", "cr2", "cr3", "nef",
    "arw", "orf", "raf", "rw2", "pef", "srw", "raw", "jxl", "jfif",
];
/// Extensions of videos, motion photos among them.
const VIDEO: [&str; 17] = [
    "mp4", "mov", "m4v", "3gp", "3g2", "avi", "mkv", "mts", "m2ts", "webm", "mpg", "mpeg", "wmv", "mp", "flv", "mod",
    "tod",
];

/// Whether an extension in lower case is that of a photo or video; motion photos may be called `mp~2`.
pub(in crate::platform::google) fn is_media(extension: &str) -> bool {
    PHOTO.contains(&extension) || is_video(extension)
}

/// Whether an extension in lower case is that of a video.
pub(in crate::platform::google) fn is_video(extension: &str) -> bool {
    VIDEO.contains(&extension) || extension.starts_with("mp~")
}

/// The media's name that a sidecar's name stands for.
pub(in crate::platform::google) fn media_of_sidecar(name: &str) -> String {
    SidecarName::of(name).exact()
}

/// A name in the form in which names are compared.
pub(super) fn normal(name: &str) -> String {
    name.nfc().collect()
}

/// A name in lower case.
pub(super) fn folded(name: &str) -> String {
    name.to_lowercase()
}

fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// `A(1)` as `A` and `(1)`; the number is empty without one.
fn split_number(stem: &str) -> (&str, &str) {
    let number = || {
        let at = stem.strip_suffix(')')?.rfind('(')?;
        let digits = &stem[at + 1..stem.len() - 1];
        (at > 0 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(at)
    };
    stem.split_at(number().unwrap_or(stem.len()))
}

/// Stem and extension; the extension is empty unless it is that of a photo or video.
fn split_extension(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && is_media(&extension.to_lowercase()) => (stem, extension),
        _ => (name, ""),
    }
}

fn with_extension(stem: &str, number: &str, extension: &str) -> String {
    if extension.is_empty() { format!("{stem}{number}") } else { format!("{stem}{number}.{extension}") }
}

/// The name of a media file, taken apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MediaName {
    /// Without extension and number.
    pub(super) stem: String,
    /// `(1)` of a duplicate; empty for others.
    pub(super) number: String,
    /// As spelled, without the dot.
    pub(super) extension: String,
}

impl MediaName {
    /// Takes a normalised name apart.
    pub(super) fn of(name: &str) -> Self {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let (stem, number) = split_number(stem);
        Self { stem: stem.to_owned(), number: number.to_owned(), extension: extension.to_owned() }
    }

    /// The name without its number.
    pub(super) fn unnumbered(&self) -> String {
        with_extension(&self.stem, "", &self.extension)
    }

    /// Stem and number in lower case: what a photo shares with its live video.
    pub(super) fn key(&self) -> String {
        folded(&format!("{}{}", self.stem, self.number))
    }

    /// The key of the original that an edited copy was made of.
    pub(super) fn original_key(&self) -> Option<String> {
        let stem = folded(&self.stem);
        let by_whole = EDITED.iter().find_map(|suffix| stem.strip_suffix(suffix));
        let by_part = || {
            let (original, part) = stem.rsplit_once('-')?;
            let is_cut = utf16_len(&stem) >= CUT_SIDECAR_UNITS && !part.is_empty();
            (is_cut && EDITED.iter().any(|suffix| suffix[1..].starts_with(part))).then_some(original)
        };
        let original = by_whole.or_else(by_part).filter(|o| !o.is_empty())?;
        Some(format!("{original}{}", self.number))
    }
}

/// The name of a sidecar, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SidecarName {
    /// What is left of the media's name: whole, or cut off.
    pub(super) base: String,
    /// `(1)` of a duplicate; empty for others.
    number: String,
    /// Whether `base` may be cut off.
    is_cut: bool,
}

impl SidecarName {
    /// Takes a file name apart; the name ends in `.json`.
    pub(super) fn of(name: &str) -> Self {
        let name = normal(name);
        let stem = name.get(..name.len().saturating_sub(5)).unwrap_or(&name);
        let (stem, number) = split_number(stem);
        let is_cut = utf16_len(stem) >= CUT_SIDECAR_UNITS;
        let starts_suffix =
            |part: &str| SUFFIX.get(..part.len()).is_some_and(|start| start.eq_ignore_ascii_case(part));
        let (base, inner) = match stem.rsplit_once('.') {
            Some((base, part)) if starts_suffix(part) && may_pop(base, part, is_cut) => split_inner_number(base),
            _ => (stem, ""),
        };
        let number = if number.is_empty() { inner } else { number };
        Self { base: base.to_owned(), number: number.to_owned(), is_cut }
    }

    /// The media's name, if the base is whole.
    pub(super) fn exact(&self) -> String {
        let (stem, extension) = split_extension(&self.base);
        with_extension(stem, &self.number, extension)
    }

    /// Stem and number, as [`MediaName::key`].
    pub(super) fn key(&self) -> String {
        folded(&format!("{}{}", split_extension(&self.base).0, self.number))
    }

    /// Whether the base names no kind of file: the title had no extension, or it is cut off.
    pub(super) fn lacks_extension(&self) -> bool {
        split_extension(&self.base).1.is_empty()
    }

    /// Whether a medium's name may be what this base was cut from.
    pub(super) fn may_be_cut_from(&self, media: &MediaName) -> bool {
        let starts = || folded(&media.unnumbered()).starts_with(&folded(&self.base));
        self.is_cut && media.number == self.number && starts()
    }

    /// The media's name as the title tells it: forbidden characters replaced, cut, and numbered.
    pub(super) fn by_title(&self, title: &str) -> String {
        let forbidden = ['\\', '/', ':', '*', '"', '<', '>', '|', '?', '&', '%'];
        let clean = normal(title).replace(forbidden, "_");
        let (stem, extension) = split_extension(&clean);
        with_extension(cut(stem, MEDIA_UNITS), &self.number, extension)
    }
}

/// Whether what follows the last dot can be the new suffix rather than part of the title.
fn may_pop(base: &str, part: &str, is_cut: bool) -> bool {
    let names_media = || !split_extension(split_inner_number(base).0).1.is_empty();
    !base.is_empty() && (is_cut || part.eq_ignore_ascii_case(SUFFIX) || names_media())
}

/// `A.jpg(1)` as `A.jpg` and `(1)`: only after an extension; `A(1).jpg` is a name of its own.
fn split_inner_number(base: &str) -> (&str, &str) {
    let (before, number) = split_number(base);
    if split_extension(before).1.is_empty() { (base, "") } else { (before, number) }
}

/// The first `units` UTF-16 units, one more rather than half a character.
fn cut(text: &str, units: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        if used >= units {
            return &text[..at];
        }
        used += c.len_utf16();
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sidecars_of_every_generation_name_their_media() {
        let cases = [
            ("A.jpg.json", "A.jpg"),
            ("A.jpg.supplemental-metadata.json", "A.jpg"),
            ("A.jpg(1).json", "A(1).jpg"),
            ("A.jpg.supplemental-metadata(1).json", "A(1).jpg"),
            ("A.jpg(2).supplemental-metadata.json", "A(2).jpg"),
            ("A(1).jpg.json", "A(1).jpg"),
            ("Screenshot_20231027_123303_Notebook.jpg.supple.json", "Screenshot_20231027_123303_Notebook.jpg"),
            ("Screenshot_20231027_123303_Notebook.jpg.supple(1).json", "Screenshot_20231027_123303_Notebook(1).jpg"),
            ("Screenshot_20231027_123303_Notebook_cafes.jpg..json", "Screenshot_20231027_123303_Notebook_cafes.jpg"),
            ("A.jpg.supplemental-me.json", "A.jpg"),
            ("A.jpg.s(1).json", "A(1).jpg"),
            ("2234089.supplemental-metadata.json", "2234089"),
            ("trip.s.json", "trip.s"),
            ("A.JPG.SUPPLEMENTAL-METADATA.JSON", "A.JPG"),
        ];
        for (sidecar, media) in cases {
            assert_eq!(SidecarName::of(sidecar).exact(), media, "{sidecar}");
        }
    }

    #[test]
    fn a_cut_stem_may_be_the_start_of_a_longer_name() {
        let media = MediaName::of("original_1d4caa6f-0000-4111-8222-333344445555_P.jpg");
        assert!(SidecarName::of("original_1d4caa6f-0000-4111-8222-333344445555_.json").may_be_cut_from(&media));
        assert!(!SidecarName::of("original_1d4caa6f-0000-4111-8222-333344445555_(1).json").may_be_cut_from(&media));
        assert!(!SidecarName::of("orig.json").may_be_cut_from(&media), "a short stem was not cut");
        let numbered = MediaName::of("original_1d4caa6f-0000-4111-8222-333344445555_P(1).jpg");
        assert!(SidecarName::of("original_1d4caa6f-0000-4111-8222-333344445555_(1).json").may_be_cut_from(&numbered));
    }

    #[test]
    fn titles_are_cut_and_cleaned_as_google_does() {
        let name = SidecarName::of("x.json");
        assert_eq!(name.by_title("a/b: \"c\"?.jpg"), "a_b_ _c__.jpg");
        assert_eq!(name.by_title(&format!("{}.jpg", "x".repeat(60))), format!("{}.jpg", "x".repeat(47)));
        assert_eq!(cut(&format!("{}😀", "x".repeat(46)), 47), format!("{}😀", "x".repeat(46)), "48 rather than half");
    }

    #[test]
    fn edited_copies_in_any_language_name_their_original() {
        for name in ["A-edited(1).jpg", "A-MODIFIÉ(1).JPG", "A-bearbeitet(1).HEIC", "A-編集済み(1).jpg", "A-modifié(1).png"] {
            assert_eq!(MediaName::of(name).original_key().as_deref(), Some("a(1)"), "{name}");
        }
        let long = "Screenshot_20231027_123303_SomeLongerNames_A";
        assert_eq!(MediaName::of(&format!("{long}-edi.jpg")).original_key(), Some(folded(long)));
        for name in ["A-edi.jpg", "A.jpg", "-edited.jpg", "A_1.JPG"] {
            assert_eq!(MediaName::of(name).original_key(), None, "{name}");
        }
    }

    #[test]
    fn names_in_either_normal_form_are_the_same() {
        assert_eq!(SidecarName::of("Cafe\u{301}.jpg.json").exact(), normal("Caf\u{e9}.jpg"));
    }

    proptest! {
        #[test]
        fn no_name_panics(name in "\\PC{0,60}(\\([0-9]{0,3}\\))?(\\.[a-z]{0,4}){0,3}", title in "\\PC{0,60}") {
            let sidecar = SidecarName::of(&name);
            let media = MediaName::of(&name);
            let _seen = (sidecar.exact(), sidecar.key(), sidecar.by_title(&title), sidecar.may_be_cut_from(&media), media.original_key());
        }
    }
}
