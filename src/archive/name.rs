//! Names of entries: hostile text in several encodings, made into plain relative paths.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// A name made safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CleanName {
    /// Relative path with forward slashes, Unicode NFC, without control characters; never empty.
    pub(super) path: Box<str>,
    /// Why the entry must not be trusted, if its name tried to leave the archive.
    pub(super) refused: Option<&'static str>,
}

/// The upper half of code page 437, the encoding of names in old zips.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// The text of a name as stored: UTF-8 when it is valid (also where the flag for it is missing, as
/// macOS leaves it), otherwise code page 437.
pub(super) fn decode(raw: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(raw) {
        return Cow::Borrowed(text);
    }
    let upper: Vec<char> = CP437.chars().collect();
    let decode = |&b: &u8| match b.checked_sub(0x80) {
        None => char::from(b),
        Some(i) => upper.get(usize::from(i)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    Cow::Owned(raw.iter().map(decode).collect())
}

/// Why a name with `..` is refused.
const PARENT: &str = "its name points outside the archive";
/// Why a name with a drive is refused.
const DRIVE: &str = "its name points to a drive";

/// Makes a stored name into a plain relative path. Leading slashes are dropped as every unpacker
/// does; `..` and drive letters are taken out and the entry is refused.
pub(super) fn clean(name: &str) -> CleanName {
    let plain = name.bytes().all(|b| (b' '..0x7f).contains(&b) && b != b'\\' && b != b':');
    if plain
        && !name.is_empty()
        && !name.starts_with(['/', '.'])
        && !name.ends_with('/')
        && !name.contains("//")
        && !name.contains("/.")
    {
        return CleanName { path: name.into(), refused: None };
    }
    let replaced = |c: char| if c == '\\' { '/' } else { replace_hidden(c) };
    let text: String = name.nfc().map(replaced).collect();
    let mut refused = None;
    let mut parts: Vec<&str> = Vec::new();
    for (i, part) in text.split('/').enumerate() {
        match part {
            "" | "." => {}
            ".." => refused = Some(PARENT),
            drive if i == 0 && drive.len() == 2 && drive.ends_with(':') => refused = Some(DRIVE),
            _ => parts.push(part),
        }
    }
    let path = if parts.is_empty() { "(no name)".into() } else { parts.join("/").into() };
    CleanName { path, refused }
}

/// Control characters, and those that turn the direction of text around, would let a name lie about itself.
fn replace_hidden(c: char) -> char {
    let hidden = c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if hidden { char::REPLACEMENT_CHARACTER } else { c }
}

/// `path` with ` (copy N)` before the extension, to tell entries of the same name apart.
pub(super) fn numbered(path: &str, number: usize) -> String {
    let name_at = path.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, name) = path.split_at(name_at);
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{folder}{stem} (copy {number}).{extension}"),
        _ => format!("{folder}{name} (copy {number})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(name: &str) -> (String, bool) {
        let clean = clean(name);
        (clean.path.into(), clean.refused.is_some())
    }

    #[test]
    fn names_are_plain_relative_paths() {
        for (stored, path, refused) in [
            ("a/b.json", "a/b.json", false),
            ("a\\b.json", "a/b.json", false),
            ("/a//./b.json", "a/b.json", false),
            ("../../etc/a", "etc/a", true),
            ("a/../b", "a/b", true),
            ("C:\\a\\b", "a/b", true),
            ("C:/a", "a", true),
            ("a: b/c", "a: b/c", false),
            ("a\nb", "a\u{fffd}b", false),
            ("a\u{202e}gpj.exe", "a\u{fffd}gpj.exe", false),
            ("Cafe\u{301}.json", "Caf\u{e9}.json", false),
            (".hidden", ".hidden", false),
            ("..", "(no name)", true),
            ("", "(no name)", false),
        ] {
            assert_eq!(cleaned(stored), (path.to_owned(), refused), "{stored:?}");
        }
    }

    #[test]
    fn names_that_are_not_utf8_are_code_page_437() {
        assert_eq!(decode(b"M\x81nchen.json"), "München.json");
        assert_eq!(decode("München.json".as_bytes()), "München.json");
        assert_eq!(CP437.chars().count(), 128);
    }

    #[test]
    fn a_number_goes_before_the_extension() {
        assert_eq!(numbered("a.b/c.json", 2), "a.b/c (copy 2).json");
        assert_eq!(numbered("a.b/c", 2), "a.b/c (copy 2)");
        assert_eq!(numbered("a/.c", 3), "a/.c (copy 3)");
    }

    proptest::proptest! {
        #[test]
        fn no_name_leaves_the_archive(name in "(\\PC|[./\\\\:\u{0}-\u{1f}]){0,40}") {
            let path = clean(&name).path;
            proptest::prop_assert!(!path.is_empty() && !path.starts_with('/'));
            proptest::prop_assert!(path.split('/').all(|part| !part.is_empty() && part != ".." && part != "."));
            proptest::prop_assert!(!path.chars().any(char::is_control));
        }
    }
}
