//! The words for what models see in a picture: as guesses, with their confidence.

use crate::vision::{Mention, Named, Seen, TextLine};

use super::format;

/// Longest line of text shown.
const LINE: usize = 80;
const ALIKE: &str = " (in letters that look alike in Cyrillic, which is not read)";
/// From this strength of its clues on a picture "looks like" a kind of place; below, it "may be" one.
const STRONG: f32 = 0.7;
/// Lines of text shown together.
const LINES: usize = 6;

fn percent(word: &str, confidence: f32) -> String {
    format!("{word} {:.0} %", confidence * 100.0)
}

/// Words for the picture as a whole: "castle 91 %, palace 17 %".
pub(crate) fn labels(seen: &Seen) -> String {
    let labels: Vec<String> = seen.labels.iter().map(|l| percent(l.name(), l.confidence)).collect();
    labels.join(", ")
}

/// Things, people and faces, counted: "2 people, 1 face, cup 62 %".
pub(crate) fn counts(seen: &Seen) -> String {
    let mut parts = Vec::new();
    if seen.people() > 0 {
        parts.push(format::counted(seen.people() as u64, "person", "people"));
    }
    if !seen.faces.is_empty() {
        parts.push(format::counted(seen.faces.len() as u64, "face", "faces"));
    }
    for (name, count, confidence) in seen.things() {
        let word = percent(name, confidence);
        parts.push(if count > 1 { format!("{count} × {word}") } else { word });
    }
    parts.join(", ")
}

/// Text that was read: "“GATE B12” · “Boarding”".
pub(crate) fn text(seen: &Seen) -> String {
    let quoted = |line: &TextLine| format!("“{}”", format::one_line(&line.text, LINE));
    let mut lines: Vec<String> = seen.text.iter().take(LINES).map(quoted).collect();
    if seen.text.len() > LINES {
        lines.push(format!("and {} more", format::counted((seen.text.len() - LINES) as u64, "line", "lines")));
    }
    let doubt = if seen.text.iter().any(TextLine::may_be_cyrillic) { ALIKE } else { "" };
    format!("{}{doubt}", lines.join(" · "))
}

/// What the text names: "Las Vegas, United States · 18 Aug 2018".
pub(crate) fn mentions(seen: &Seen) -> String {
    let word = |mention: &Mention| match &mention.named {
        Named::Town { name, country } => format!("{name}, {country}"),
        Named::Brand { name, kind } => format!("{name} ({})", kind.label().to_lowercase()),
        Named::Date(date) => format::date(*date),
    };
    seen.mentions.iter().map(word).collect::<Vec<_>>().join(" · ")
}

/// A kind of place, as it is told.
pub(crate) struct Kind {
    /// How surely: "Looks like" or "May be".
    pub lead: &'static str,
    /// The kind: "Airports".
    pub label: &'static str,
    /// What speaks for it: "read in the picture: “GATE B12”".
    pub clues: String,
}

/// The kind of place, and what speaks for it.
pub(crate) fn kind(seen: &Seen) -> Option<Kind> {
    let setting = seen.setting.as_ref()?;
    let clues: Vec<&str> = setting.clues.iter().map(|c| &*c.text).collect();
    let lead = if setting.strength >= STRONG { "Looks like" } else { "May be" };
    Some(Kind { lead, label: setting.kind.label(), clues: clues.join("; ") })
}
