//! Whether a line that was read is in a script that the reader knows.
//!
//! The reader has no "unknown" letter: of Cyrillic, Hebrew or kana it makes the letters it knows that look most alike.
//! Measured on the drawn signs of `tests/vision.rs`: lines of the scripts it knows have a mean confidence of 0.88 and more,
//! nearly all of the others less, or they look like no word that anybody writes. So a line must be sure, and surer when it
//! looks odd. What is left are words of letters that two scripts share, as МОСКВА: these are kept, and nothing is
//! concluded from them.

/// Confidence that a line of ordinary looks must have at least, and one that looks odd.
const ORDINARY: f32 = 0.88;
const ODD: f32 = 0.97;
/// Letters in a row, from which on a line says something; of Chinese, in which a letter is a word, fewer.
const WORD: usize = 3;
const CHINESE_WORD: usize = 2;

/// Latin and Greek letters that Cyrillic ones look like.
const CYRILLIC_TOO: &str = "ABCEHKMOPTXYacekopxyΑΒΓΕΗΚΜΟΠΡΤΥΦΧ";
/// Chinese letters that kana look like.
const KANA_TOO: &str = "一丁七二三八儿又力千卜口夕工才万分方木不亍平术竹";
/// Latin letters and signs that look like Greek letters, and these.
const GREEK_TOO: [(&str, &str); 4] = [
    ("ABEZHIKMNOPTYX", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"),
    ("aeikoptuvxy", "αεικορτυνχγ"),
    ("áéíóúńn", "άέίόύήη"),
    ("∏∑∆△Ω三", "ΠΣΔΔΩΞ"),
];

/// The line with words that hold Greek letters wholly in Greek: the reader takes the letters that Greek and Latin share
/// for Latin ones.
pub(super) fn settled(text: &str) -> String {
    let settle = |word: &str| -> String {
        if word.chars().any(is_greek) { word.chars().map(greek).collect() } else { word.to_owned() }
    };
    text.split(' ').map(settle).collect::<Vec<_>>().join(" ")
}

fn greek(letter: char) -> char {
    let alike = |(from, to): &(&str, &str)| from.chars().zip(to.chars()).find(|(f, _)| *f == letter).map(|(_, to)| to);
    GREEK_TOO.iter().find_map(alike).unwrap_or(letter)
}

const fn is_greek(letter: char) -> bool {
    matches!(letter, '\u{370}'..='\u{3ff}')
}

const fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}

/// Whether a line of this text, read at this mean confidence, is kept.
pub(super) fn is_readable(text: &str, confidence: f32) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    let Some(first) = letters.next() else { return false };
    // Rows of windows, fences and waves read as one letter again and again.
    let says_something = letters.any(|l| l != first);
    let is_odd = text.split(' ').any(is_odd) || text.chars().all(|c| KANA_TOO.contains(c));
    let least = match (has_word(text), is_odd) {
        (true, false) => ORDINARY,
        (false, true) => return false,
        _ => ODD,
    };
    says_something && confidence >= least && !text.split(' ').any(has_capitals_within)
}

fn has_word(text: &str) -> bool {
    let longest = |is: fn(char) -> bool| text.split(|c| !is(c)).map(|run| run.chars().count()).max().unwrap_or(0);
    longest(char::is_alphabetic) >= WORD || longest(is_chinese) >= CHINESE_WORD
}

/// Whether several capitals follow a small letter within a word, as nobody writes.
fn has_capitals_within(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    letters.windows(3).any(|run| run[0].is_lowercase() && run[1].is_uppercase() && run[2].is_uppercase())
}

/// Whether a word looks like none: a capital after a small letter or a small one after capitals, one digit at or amid
/// letters, two alphabets, or signs that no word has.
fn is_odd(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let capital_within = letters.windows(2).any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase());
    let small_behind = letters.windows(3).any(|run| run[..2].iter().all(|c| c.is_uppercase()) && run[2].is_lowercase());
    let digits = letters.iter().filter(|c| c.is_numeric()).count();
    let one_digit = digits == 1 && letters.iter().filter(|c| c.is_alphabetic()).count() >= WORD;
    let digit_within =
        letters.windows(3).any(|run| run[0].is_alphabetic() && run[1].is_numeric() && run[2].is_alphabetic());
    let foreign_sign = letters.iter().any(|c| !c.is_alphanumeric() && !is_usual_sign(*c));
    let alphabets = [is_greek, is_chinese, |c: char| c.is_alphabetic() && !is_greek(c) && !is_chinese(c)];
    let mixed = alphabets.iter().filter(|is| letters.iter().any(|c| is(*c))).count() > 1;
    capital_within || small_behind || one_digit || digit_within || foreign_sign || mixed
}

fn is_usual_sign(c: char) -> bool {
    c.is_ascii_punctuation() && !"<>|\\^`~=_{}".contains(c) || "’‘“”„«»–—·•°€£¥§®™©、。！？：（），".contains(c)
}

/// Whether each letter of a line could as well be a Cyrillic one: “MOCKBA”.
pub(crate) fn may_be_cyrillic(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| CYRILLIC_TOO.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_signs_are_kept_and_odd_ones_must_be_surer() {
        for text in [
            "GATE B12",
            "24 HOUR FITNESS",
            "Café Crème",
            "18AUG2018",
            "18 AUG 2018",
            "出口",
            "H&M STORE",
            "Crêpes, 5 €",
        ] {
            assert!(is_readable(text, 0.9), "{text}");
        }
        // What the reader made of Ресторан, ВОКЗАЛ, Выход, БАНК, ОТЕЛЬ, Хлеб, מלון, さくら, ホテル, パスポート.
        for text in ["PecTopaH", "BOK3AI", "BbIXOA 5", "5AHK", "OTENb", "Xne6", "1170", "<5", "11≤平", "八又术一卜"]
        {
            assert!(!is_readable(text, 0.95), "{text}");
        }
        assert!(is_readable("McDonald's", 0.99) && is_readable("B12", 0.98));
        assert!(!is_readable("LeHTap", 0.99) && !is_readable("PbIHOK", 0.99));
        assert!(!is_readable("nn", 1.0) && !is_readable("9>2", 0.99) && !is_readable("儿", 1.0));
        assert!(!is_readable("000-00-000", 1.0) && !is_readable("- .", 1.0));
        assert!(!is_readable("CU LGU", 0.87));
    }

    #[test]
    fn words_with_greek_letters_are_greek_throughout() {
        assert_eq!(settled("KAΦENEIO 24 OPEN"), "ΚΑΦΕΝΕΙΟ 24 OPEN");
        assert_eq!(settled("ΩPAPIO"), "ΩΡΑΡΙΟ");
        assert_eq!(settled("∏λατεiα"), "Πλατεια");
        assert_eq!(settled("Café"), "Café");
        for (latin, greek) in GREEK_TOO {
            assert_eq!(latin.chars().count(), greek.chars().count());
        }
    }

    #[test]
    fn only_letters_that_cyrillic_shares_leave_a_doubt() {
        assert!(may_be_cyrillic("MOCKBA") && may_be_cyrillic("PECTOPAH 5") && may_be_cyrillic("Mope"));
        assert!(may_be_cyrillic("ΚΑΦΕ"), "Greek letters may be Cyrillic too");
        assert!(!may_be_cyrillic("CASINO") && !may_be_cyrillic("ΞΕΝΟΔΟΧΕΙΟ") && !may_be_cyrillic("12"));
    }
}
