//! Foreign text made harmless for the place it is written to.

use std::borrow::Cow;

/// Whether a character moves the cursor, hides, or turns the direction of text around.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// For a terminal: line breaks and tabs become spaces, other control and direction characters are dropped.
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let keep = |c: char| match c {
        '\n' | '\r' | '\t' => Some(' '),
        c if is_hidden(c) => None,
        c => Some(c),
    };
    Cow::Owned(text.chars().filter_map(keep).collect())
}

/// For XML text and attributes: markup escaped, characters that XML 1.0 forbids dropped.
pub fn for_xml(text: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || !allowed_in_xml(c);
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            c if allowed_in_xml(c) => escaped.push(c),
            _ => {}
        }
    }
    Cow::Owned(escaped)
}

const fn allowed_in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
        && !matches!(c, '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}')
}

/// For a cell of a spreadsheet: text that a spreadsheet would run as a formula is marked as text.
pub(super) fn for_cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_get_no_control_or_direction_characters() {
        assert_eq!(for_terminal("a\u{1b}[31mb\nc\u{202e}d"), "a[31mb cd");
        assert!(matches!(for_terminal("Café 🏖"), Cow::Borrowed(_)));
    }

    #[test]
    fn xml_is_escaped_and_valid() {
        assert_eq!(for_xml("<a b=\"c\">&'\u{0}\u{ffff}"), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;");
    }

    #[test]
    fn formulas_are_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"] {
            assert!(for_cell(formula).starts_with('\''), "{formula}");
        }
        assert_eq!(for_cell("a=1"), "a=1");
    }
}
