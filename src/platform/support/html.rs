//! Text that an export escaped for HTML, or wrote as HTML.

use std::borrow::Cow;

/// Text as it was written, once unescaped.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let text = text.replace("&#39;", "'").replace("&apos;", "'").replace("&nbsp;", " ");
    Cow::Owned(text.replace("&amp;", "&"))
}

/// The words of a piece of HTML: tags left out, paragraphs and breaks as new lines.
pub fn words(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, next) = after.split_once('>').unwrap_or((after, ""));
        if tag.starts_with("br") || tag.starts_with("/p") {
            text.push('\n');
        }
        rest = next;
    }
    text.push_str(rest);
    unescaped(text.trim()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_unescaped_once() {
        assert_eq!(unescaped("&amp;lt; &lt;3 &amp; &gt;"), "&lt; <3 & >");
    }

    #[test]
    fn tags_are_left_out_and_paragraphs_kept_apart() {
        assert_eq!(
            words("<p>Hi <a href=\"x\">@<span>ana</span></a>,<br />so &amp; so</p><p>2</p>"),
            "Hi @ana,\nso & so\n2"
        );
        assert_eq!(words("1 < 2"), "1");
        assert_eq!(words(""), "");
    }
}
