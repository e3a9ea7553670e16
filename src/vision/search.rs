//! Search over what the models saw: words of labels, things, text, kinds of place, towns and brands.

use crate::venue::fold_key;

use super::{Named, Seen};

/// Why a picture was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// How well it fits, 0 to 1: the confidence of the weakest word.
    pub score: f32,
    /// What fitted, for the user: "slot machine 87 %".
    pub because: Box<str>,
}

/// A text to search in, its confidence, and how it is shown.
struct Field {
    key: String,
    confidence: f32,
    shown: String,
}

fn percent(word: &str, confidence: f32) -> String {
    format!("{word} {:.0} %", confidence * 100.0)
}

fn fields(seen: &Seen) -> Vec<Field> {
    let mut found = Vec::new();
    let mut add = |text: &str, confidence: f32, shown: String| {
        found.push(Field { key: format!(" {} ", fold_key(text)), confidence, shown });
    };
    for line in &seen.text {
        add(&line.text, line.confidence, percent(&format!("“{}”", line.text), line.confidence));
    }
    let all: Vec<&str> = seen.text.iter().map(|l| &*l.text).collect();
    let least = seen.text.iter().map(|l| l.confidence).fold(1.0, f32::min);
    add(&all.join(" "), least, "text in the picture".to_owned());
    for label in &seen.labels {
        add(label.name(), label.confidence, percent(label.name(), label.confidence));
    }
    for object in &seen.objects {
        add(object.name(), object.confidence, percent(object.name(), object.confidence));
    }
    if !seen.faces.is_empty() {
        add("face faces", 1.0, "faces".to_owned());
    }
    for mention in &seen.mentions {
        if let Named::Town { name, country } = &mention.named {
            add(&format!("{name} {country}"), 0.5, format!("{name}, {country}"));
        }
    }
    if let Some(setting) = &seen.setting {
        add(
            &format!("{} {}", setting.kind.as_str(), setting.kind.label()),
            setting.strength,
            setting.kind.label().into(),
        );
    }
    found
}

/// Whether a picture fits what was typed: every word of it, as the beginning of a word. Words that stand together count
/// together: `gate b12` is found in "GATE B12" and not in "GATE A3" beside "B12 closed" any better than its weakest part.
pub fn matches(seen: &Seen, typed: &str) -> Option<Hit> {
    let wanted = fold_key(typed);
    if wanted.is_empty() {
        return None;
    }
    let fields = fields(seen);
    let best = |needle: &str| {
        let needle = format!(" {needle}");
        let fits = fields.iter().filter(|f| f.key.contains(&needle));
        fits.max_by(|a, b| a.confidence.total_cmp(&b.confidence))
    };
    if let Some(field) = best(&wanted) {
        return Some(Hit { score: field.confidence, because: field.shown.as_str().into() });
    }
    let words: Option<Vec<&Field>> = wanted.split(' ').map(best).collect();
    let words = words?;
    let weakest = words.iter().map(|f| f.confidence).fold(1.0, f32::min);
    let mut shown: Vec<&str> = words.iter().map(|f| &*f.shown).collect();
    shown.dedup();
    Some(Hit { score: weakest * 0.5, because: shown.join(", ").into() })
}

/// The pictures that fit, best first; equally good ones in their own order.
pub fn search<'a, T: Copy>(pictures: impl IntoIterator<Item = (T, &'a Seen)>, typed: &str) -> Vec<(T, Hit)> {
    let mut found: Vec<(T, Hit)> =
        pictures.into_iter().filter_map(|(which, seen)| Some((which, matches(seen, typed)?))).collect();
    found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
    found
}

#[cfg(test)]
mod tests {
    use super::super::{Area, Label, TextLine, label_names};
    use super::*;

    fn seen(label: &str, confidence: f32, text: &[&str]) -> Seen {
        let index = label_names().iter().position(|n| *n == label).unwrap() as u16;
        let line = |t: &&str| TextLine { text: (*t).into(), confidence: 0.9, area: Area::default() };
        Seen { labels: vec![Label { index, confidence }], text: text.iter().map(line).collect(), ..Seen::default() }
    }

    #[test]
    fn labels_and_text_are_found_by_words_and_by_their_beginnings() {
        let casino = seen("slot machine", 0.87, &["JACKPOT"]);
        let gate = seen("airliner", 0.6, &["Gate", "B12"]);
        let pictures = [(1, &casino), (2, &gate)];
        let which = |typed: &str| search(pictures, typed).into_iter().map(|(n, _)| n).collect::<Vec<_>>();
        assert_eq!(which("slot machine"), [1]);
        assert_eq!(which("SLOT"), [1]);
        assert_eq!(which("machine slot"), [1]);
        assert_eq!(which("gate b12"), [2], "words on neighbouring lines");
        assert_eq!(which("jackpot"), [1]);
        assert_eq!(which("a"), [2], "the beginning of a word, not its middle");
        assert!(which("ackpot").is_empty() && which("").is_empty() && which("gate jackpot").is_empty());
    }

    #[test]
    fn the_surer_picture_comes_first_and_says_why() {
        let (sure, unsure) = (seen("castle", 0.9, &[]), seen("castle", 0.3, &[]));
        let found = search([("unsure", &unsure), ("sure", &sure)], "castle");
        assert_eq!(found[0].0, "sure");
        assert_eq!(&*found[0].1.because, "castle 90 %");
    }
}
