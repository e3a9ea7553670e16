//! How gaps and what the user says about them are worded.

use crate::analysis::assume::Assumed;
use crate::analysis::gaps::{Gap, Topic};
use crate::analysis::{Assumption, audience_words, lower_first};
use crate::gui::format;
use crate::lens::Lens;
use crate::model::Audience;

/// What is not recorded: "Facebook: who could see your items".
pub(crate) fn title(gap: &Gap, lens: &Lens) -> String {
    format!("{}: {}", format::platform(gap.platform), question(&gap.topic, lens))
}

/// The question that the archive leaves open.
fn question(topic: &Topic, lens: &Lens) -> String {
    match topic {
        Topic::Audience => "who could see your items".to_owned(),
        Topic::Place => "who could see where your items are from".to_owned(),
        Topic::Condition(id) => condition(id, lens),
        Topic::Tag => "whether your items carried a place".to_owned(),
        Topic::Time => "when exactly your items were published".to_owned(),
        Topic::Removal => "how long your items were up".to_owned(),
        Topic::Afterwards => "what became of your items after the export".to_owned(),
        Topic::Position => "where your items’ places are".to_owned(),
        Topic::Text => "what your items say".to_owned(),
        Topic::Harvester => "what the harvester or the platform did".to_owned(),
    }
}

fn condition(id: &str, lens: &Lens) -> String {
    let found = lens.conditions.iter().find(|c| c.id == id);
    found.map_or_else(|| id.to_owned(), |c| format!("whether {}", lower_first(&c.because)))
}

/// What a card or a row about a gap is called when its controls are named: "Facebook audience".
pub(super) fn short(gap: &Gap) -> String {
    format!("{} {}", format::platform(gap.platform), gap.topic.as_str())
}

/// How many items it is about and how many verdicts hang on it: "214 items · 180 unknown for want of it".
pub(crate) fn counts(gap: &Gap) -> String {
    let n = |list: &[crate::model::ItemId]| list.len() as u64;
    let mut parts = vec![format::counted(n(&gap.items), "item", "items")];
    let mut add = |count: u64, words: &str| {
        if count > 0 {
            parts.push(format!("{} {words}", format::count(count)));
        }
    };
    add(n(&gap.unknown), "unknown for want of it");
    add(n(&gap.assumed), "assumed, as you said");
    if !gap.granted.is_empty() {
        parts.push(format!("taken for granted of {}", format::count(n(&gap.granted))));
    }
    if gap.hanging() == 0 {
        parts.push("no verdict hangs on it".to_owned());
    }
    parts.join(" · ")
}

/// What follows from the user's silence.
pub(super) fn unsaid(gap: &Gap) -> &'static str {
    if !gap.unknown.is_empty() {
        "You have not said, so what hangs on it stays unknown"
    } else if !gap.granted.is_empty() {
        "You have not said, so it is taken for granted"
    } else {
        "You have not said; under this lens that changes no verdict"
    }
}

/// When the items are from: "14 Mar 2009 – 2 Jun 2021"; empty when none has a time.
pub(super) fn span(gap: &Gap) -> String {
    match gap.span.map(|(first, last)| (format::day(first), format::day(last))) {
        None => String::new(),
        Some((first, last)) if first == last => first,
        Some((first, last)) => format!("{first} – {last}"),
    }
}

/// An audience, as a choice.
pub(super) const fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "Everyone",
        Audience::Followers => "Followers",
        Audience::Friends => "Friends",
        Audience::CloseFriends => "Close friends",
        Audience::Custom => "Chosen people",
        Audience::OnlyMe => "Only me",
        Audience::Unknown => "I don’t know",
    }
}

/// A statement in a sentence, for those that the lens or the archive has no question for.
pub(super) fn statement(said: &Assumption) -> String {
    let platform = format::platform_word(&said.platform);
    let period = said.period_words();
    match &said.what {
        Assumed::Audience(Audience::Unknown) => format!("{platform}: you do not know who saw your items{period}"),
        Assumed::Audience(who) => format!("{platform}: your items were seen by {}{period}", audience_words(*who)),
        Assumed::Place(Audience::Unknown) => format!("{platform}: you do not know who saw their places{period}"),
        Assumed::Place(who) => format!("{platform}: their places were seen by {}{period}", audience_words(*who)),
        Assumed::Condition(id, holds) => format!("{platform}: {id}: {}{period}", if *holds { "yes" } else { "no" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_sentences_whoever_saw_the_items() {
        let told = |typed: &str| statement(&Assumption::parse(typed).unwrap());
        assert!(told("facebook=only_me").ends_with(": your items were seen by nobody but you"));
        assert!(told("facebook=followers").ends_with(": your items were seen by your followers"));
        assert!(told("flickr.place=unknown").ends_with(": you do not know who saw their places"));
    }
}
