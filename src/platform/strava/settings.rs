//! `visibility_settings.csv`: the account's defaults, in words of the account's language.

use super::Export;
use crate::model::Audience;
use crate::platform::ImportCx;
use crate::platform::support::table::Table;

/// Who sees new activities, and how that is said.
#[derive(Default)]
pub(super) struct Defaults {
    /// The default, if its words were understood.
    pub(super) activities: Option<Audience>,
}

/// Where the default stands when its header is in another language.
const DEFAULT_COLUMN: usize = 5;

/// Words for each audience; the first that is found decides, so "only you" comes before "followers".
const WORDS: &[(Audience, &[&str])] = &[
    (
        Audience::OnlyMe,
        &[
            "only you", "only me", "only_me", "onlyme", "just me", "private", "vous uniquement", "vous seul", "moi uniquement",
            "uniquement vous", "nur du", "nur sie", "nur ich", "solo tú", "solo tu", "solo yo", "solo io", "só você",
            "somente você", "apenas você", "apenas tu", "só tu", "alleen jij", "alleen ik", "tylko ty", "kun deg", "kun dig",
            "bara du", "endast du", "только вы", "あなたのみ", "自分のみ", "仅限您", "仅自己", "僅限你", "나만",
        ],
    ),
    (
        Audience::Followers,
        &[
            "follower", "abonné", "seguidor", "volgers", "obserwując", "følgere", "följare", "подписчик", "フォロワー", "粉丝",
            "关注者", "粉絲", "팔로워",
        ],
    ),
    (
        Audience::Public,
        &[
            "everyone", "public", "tout le monde", "alle", "jeder", "todos", "todo el mundo", "tutti", "iedereen", "wszyscy",
            "alla", "все", "全員", "すべてのユーザー", "所有人", "모두",
        ],
    ),
];

fn audience(words: &str) -> Option<Audience> {
    let words = words.trim().to_lowercase();
    WORDS.iter().find(|(_, all)| all.iter().any(|word| words.contains(word))).map(|(audience, _)| *audience)
}

/// Reads the defaults, if the export has them.
pub(super) fn read(cx: &mut ImportCx<'_>, export: &Export) -> Defaults {
    let mut defaults = Defaults::default();
    let Some(id) = export.file("visibility_settings.csv") else { return defaults };
    let Some(bytes) = cx.read(id) else { return defaults };
    let mut table = match Table::open(&bytes) {
        Ok(table) => table,
        Err(why) => {
            cx.fail(id, why.0);
            return defaults;
        }
    };
    let column = table.column(&["default activity visibility"]).unwrap_or(DEFAULT_COLUMN);
    let value = table.next_row().and_then(Result::ok).and_then(|row| row.text(Some(column)).map(|t| t.to_string()));
    let Some(words) = value else {
        cx.fail(id, "the account's default visibility is not in it");
        return defaults;
    };
    defaults.activities = audience(&words);
    cx.fact(1);
    if defaults.activities.is_some() {
        cx.done(id, format!("the account's default for new activities: {words}"));
    } else {
        cx.done(id, format!("the account's default for new activities, in words that were not understood: {words}"));
        cx.warn("The account's default visibility is in words that this program does not know, so who could see the activities is unknown", Some(id));
    }
    defaults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_several_languages_are_told_apart() {
        for (words, expected) in [
            ("Everyone", Some(Audience::Public)),
            ("Followers", Some(Audience::Followers)),
            ("Only You", Some(Audience::OnlyMe)),
            ("Tout le monde", Some(Audience::Public)),
            ("Abonnés", Some(Audience::Followers)),
            ("Nur Du", Some(Audience::OnlyMe)),
            ("followers_only", Some(Audience::Followers)),
            ("", None),
            ("Kaikki", None),
        ] {
            assert_eq!(audience(words), expected, "{words}");
        }
    }
}
