//! A place's name cut into segments and words.

use super::fold::{fold_key, is_apostrophe, is_word_char};

/// Longer names are cut here: nobody names a place so, but an export may hold anything.
const MAX_CHARS: usize = 200;
/// More words than this are not looked at.
const MAX_WORDS: usize = 32;

/// One word of a name.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    /// As written.
    pub(super) written: &'a str,
    /// Without case and accents.
    pub(super) folded: String,
    /// Where it starts in the name, in bytes.
    pub(super) start: usize,
    /// What stands between it and the word before.
    pub(super) glue: &'a str,
    /// Joined to the word before by `&`, `+`, `/` or a hyphen, without a space that parts them.
    pub(super) joined: bool,
    /// Of a script written without spaces between words.
    pub(super) run: bool,
}

impl Word<'_> {
    /// Where it ends in the name, in bytes.
    pub(super) fn end(&self) -> usize {
        self.start + self.written.len()
    }

    /// Whether it is a number, a single letter or the like: `5`, `B12`, `2nd`.
    pub(super) fn is_counter(&self) -> bool {
        self.folded.chars().count() == 1 && !self.run || self.folded.chars().any(|c| c.is_ascii_digit())
    }
}

/// What parted a segment from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parted {
    /// It is the first.
    Start,
    /// A comma: what follows says where it is.
    Comma,
    /// A dash, a bar, a colon: what follows may be as important.
    Dash,
    /// It stood in brackets.
    Brackets,
    /// An at sign: what follows is the house it is in.
    At,
}

/// Words that belong together.
#[derive(Clone, Debug)]
pub(super) struct Segment<'a> {
    pub(super) words: Vec<Word<'a>>,
    pub(super) parted: Parted,
}

impl Segment<'_> {
    /// The folded words, joined by spaces.
    pub(super) fn key(&self) -> String {
        join(&self.words)
    }
}

/// The folded words, joined by spaces.
pub(super) fn join(words: &[Word<'_>]) -> String {
    let folded: Vec<&str> = words.iter().map(|w| &*w.folded).collect();
    folded.join(" ")
}

/// The words as written, with what stands between them.
pub(super) fn written(words: &[Word<'_>]) -> String {
    let mut text = String::new();
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            text.push_str(word.glue);
        }
        text.push_str(word.written);
    }
    text
}

/// A name, cut up.
#[derive(Clone, Debug)]
pub(super) struct Name<'a> {
    /// As given, cut to a sane length.
    pub(super) text: &'a str,
    pub(super) segments: Vec<Segment<'a>>,
}

impl<'a> Name<'a> {
    pub(super) fn parse(text: &'a str) -> Self {
        let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(i, _)| i);
        let text = text.get(..end).unwrap_or_default().trim();
        let mut cutter = Cutter { segments: Vec::new(), words: Vec::new(), parted: Parted::Start, joined: false };
        cutter.cut(text);
        Self { text, segments: cutter.segments }
    }

    /// The first segment, unless the name is empty.
    pub(super) fn primary(&self) -> Option<&Segment<'a>> {
        self.segments.first()
    }

    /// Texts after commas, or a last one in brackets: usually city, region, country.
    pub(super) fn tails(&self) -> Vec<&'a str> {
        let tails = self.segments.iter().skip(1).filter(|s| s.parted == Parted::Comma);
        tails.filter_map(|s| self.slice(&s.words)).collect()
    }

    /// The text that these words span.
    pub(super) fn slice(&self, words: &[Word<'_>]) -> Option<&'a str> {
        self.text.get(words.first()?.start..words.last()?.end())
    }
}

struct Cutter<'a> {
    segments: Vec<Segment<'a>>,
    words: Vec<Word<'a>>,
    parted: Parted,
    joined: bool,
}

impl<'a> Cutter<'a> {
    fn cut(&mut self, text: &'a str) {
        let mut word_start = None;
        let mut word_is_run = false;
        for (at, c) in text.char_indices() {
            let in_word = is_word_char(c) || is_inner_apostrophe(text, at, c);
            if let Some(start) = word_start
                && (!in_word || is_run_char(c) != word_is_run && is_word_char(c))
            {
                self.word(text, start, at, word_is_run);
                word_start = None;
            }
            if in_word && word_start.is_none() && is_word_char(c) {
                word_start = Some(at);
                word_is_run = is_run_char(c);
            }
            if !in_word {
                self.separator(text, at, c);
            }
        }
        if let Some(start) = word_start {
            self.word(text, start, text.len(), word_is_run);
        }
        self.close(Parted::Start);
    }

    fn word(&mut self, text: &'a str, start: usize, end: usize, run: bool) {
        let written = text.get(start..end).unwrap_or_default();
        let folded = fold_key(written);
        let total: usize = self.words.len() + self.segments.iter().map(|s| s.words.len()).sum::<usize>();
        if !folded.is_empty() && total < MAX_WORDS {
            let joined = std::mem::take(&mut self.joined) && !self.words.is_empty();
            let before = self.words.last().map_or(start, Word::end);
            let glue = text.get(before..start).unwrap_or_default();
            self.words.push(Word { written, folded, start, glue, joined, run });
        }
    }

    fn separator(&mut self, text: &str, at: usize, c: char) {
        let spaced = text.get(..at).is_some_and(|t| t.ends_with(char::is_whitespace));
        match c {
            ',' | '،' | '、' | '，' | ';' => self.close(Parted::Comma),
            '–' | '—' | '|' | '·' | '•' | '：' | '~' | '»' | ')' | ']' | '）' | '】' => {
                self.close(Parted::Dash);
            }
            ':' | '-' if spaced || c == ':' => self.close(Parted::Dash),
            '(' | '[' | '（' | '【' => self.close(Parted::Brackets),
            '@' => self.close(Parted::At),
            '&' | '+' | '/' | '-' | '・' => self.joined = true,
            _ => {}
        }
    }

    fn close(&mut self, next: Parted) {
        self.joined = false;
        if !self.words.is_empty() {
            self.segments.push(Segment { words: std::mem::take(&mut self.words), parted: self.parted });
        }
        // The first segment is the first, whatever stood before it.
        self.parted = if self.segments.is_empty() { Parted::Start } else { next };
    }
}

/// An apostrophe before the `s` that ends a word belongs to the word: `Macy’s`.
fn is_inner_apostrophe(text: &str, at: usize, c: char) -> bool {
    let mut after = text.get(at..).unwrap_or_default().chars().skip(1);
    is_apostrophe(c) && matches!(after.next(), Some('s' | 'S')) && after.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Han, kana, Hangul, Thai: scripts in which words are not parted by spaces, or only loosely.
pub(super) fn is_run_char(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<(String, Parted)> {
        Name::parse(text).segments.iter().map(|s| (s.key(), s.parted)).collect()
    }

    #[test]
    fn commas_brackets_and_dashes_part_segments() {
        assert_eq!(
            keys("West End, Vancouver"),
            [("west end".into(), Parted::Start), ("vancouver".into(), Parted::Comma)]
        );
        assert_eq!(
            keys("San Francisco International Airport (SFO)"),
            [("san francisco international airport".into(), Parted::Start), ("sfo".into(), Parted::Brackets)]
        );
        assert_eq!(keys("Bar–Café - Nord")[1], ("cafe".into(), Parted::Dash));
        assert_eq!(keys("Hotel-Restaurant"), [("hotel restaurant".into(), Parted::Start)]);
        assert_eq!(keys("()"), []);
    }

    #[test]
    fn scripts_without_spaces_are_words_of_their_own() {
        let name = Name::parse("東京ドームTokyo Dome");
        let words: Vec<_> = name.segments[0].words.iter().map(|w| (&*w.folded, w.run)).collect();
        assert_eq!(words, [("東京ドーム", true), ("tokyo", false), ("dome", false)]);
    }
}
