//! Words and parts of sentences that several reasons share.

use jiff::Timestamp;

use crate::model::{Audience, Item, ItemKind, PrivacyPeriod, day_words};

use super::reach::{AudienceCause, ReachSpan};

/// Who could see an item in a stretch of time, and how that is known.
pub(super) fn audience_text(span: &ReachSpan<'_>) -> String {
    match span.audience.cause {
        AudienceCause::Period(period) => period_text(period),
        AudienceCause::PeriodOrLess(period, _) if period.private == Some(true) => period_text(period),
        AudienceCause::PeriodLikely(period, rule) => format!("{}. {}", period_text(period), rule.text),
        AudienceCause::PeriodOrLess(_, rule) | AudienceCause::Own(Audience::Unknown, rule) => rule.text.to_owned(),
        AudienceCause::Own(audience, rule) => format!("It was shared with {}. {}", audience_words(audience), rule.text),
        AudienceCause::Assumed(Audience::Unknown, told) => {
            format!("The export does not say who could see it, nor could you{}", told.period_words())
        }
        AudienceCause::Assumed(audience, told) => format!(
            "The export does not say who could see it; you told us: {}{}",
            audience_words(audience),
            told.period_words()
        ),
        AudienceCause::NoAccount => "The export does not say who could see it".to_owned(),
    }
}

fn period_text(period: &PrivacyPeriod) -> String {
    let state = match period.private {
        Some(true) => "Your account was private",
        Some(false) => "Your account was public",
        None => return period.rule.text.to_owned(),
    };
    match (period.from, period.to) {
        (Some(from), Some(to)) => format!("{state} from {} to {}", day_words(from), day_words(to)),
        (Some(from), None) => format!("{state} from {} on", day_words(from)),
        (None, Some(to)) => format!("{state} until {}", day_words(to)),
        (None, None) => format!("{state}. {}", period.rule.text),
    }
}

/// An audience inside a sentence, after "by" or "with".
pub const fn audience_words(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "everyone",
        Audience::Followers => "your followers",
        Audience::Friends => "your friends",
        Audience::CloseFriends => "your close friends",
        Audience::Custom => "people you chose",
        Audience::OnlyMe => "nobody but you",
        Audience::Unknown => "nobody knows whom",
    }
}

/// Several things of the item's kind: `check-ins`, `activities`.
pub(super) fn kind_plural(kind: ItemKind) -> String {
    let word = match kind {
        ItemKind::CheckIn => "check-in".to_owned(),
        ItemKind::Other => return "records of an unknown kind".to_owned(),
        kind => kind.as_str().replace('_', " "),
    };
    match word.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{word}s"),
    }
}

/// How an item came about, for the moment of it: not all that could be seen was published.
pub(super) const fn came_about(item: &Item) -> &'static str {
    match item.kind {
        ItemKind::Message => "You sent it",
        ItemKind::Activity | ItemKind::Visit | ItemKind::Login if item.published.is_none() => "It took place",
        _ => "You published it",
    }
}

/// Whether a text uses this word inside of a sentence, and so as a name.
pub(super) fn is_name_in(word: &str, text: &str) -> bool {
    word.len() > 1
        && text.match_indices(word).any(|(at, _)| {
            text.get(..at).and_then(|before| before.strip_suffix(' ')).is_some_and(|b| b.ends_with(char::is_lowercase))
        })
}

/// The text with its first letter small.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A stretch of time in words.
pub(super) fn stretch(from: Timestamp, to: Option<Timestamp>) -> String {
    match to {
        Some(to) => format!("from {} to {}", day_words(from), day_words(to)),
        None => format!("since {}", day_words(from)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AudienceClaim, Claim, Evidence, Life, Origin, PlatformId, Rule};

    #[test]
    fn a_message_is_sent_and_a_login_takes_place() {
        static RULE: Rule = Rule { id: "a.b", text: "", source: "" };
        let of = |kind| {
            let audience = AudienceClaim::Own(Audience::Custom, Evidence::Recorded, &RULE);
            let tagged = Claim::no(Evidence::Recorded, &RULE);
            Item::new(PlatformId("a"), kind, audience, Life::Live, tagged, Origin::new(0, 0))
        };
        assert_eq!(came_about(&of(ItemKind::Message)), "You sent it");
        assert_eq!(came_about(&of(ItemKind::Login)), "It took place");
        assert_eq!(came_about(&of(ItemKind::Post)), "You published it");
        let told = Item { published: Some(Timestamp::UNIX_EPOCH), ..of(ItemKind::Activity) };
        assert_eq!((came_about(&told), came_about(&of(ItemKind::Activity))), ("You published it", "It took place"));
    }

    #[test]
    fn kinds_have_their_plurals() {
        let all = [ItemKind::Story, ItemKind::Activity, ItemKind::CheckIn, ItemKind::Post, ItemKind::SavedPlace];
        assert_eq!(all.map(kind_plural), ["stories", "activities", "check-ins", "posts", "saved places"]);
    }

    #[test]
    fn names_are_told_from_words() {
        assert!(is_name_in("Foursquare", "An app that showed who was near on Foursquare. Nobody knew."));
        assert!(!is_name_in("Nobody", "An app that showed who was near on Foursquare. Nobody knew."));
    }
}
