//! The full text of long tweets, `note-tweet.js`, put into the tweets it belongs to.
//!
//! A note has a number of its own. It names its tweet by nothing but the second in which both were made and
//! by the words with which the tweet's shortened text begins.

use std::collections::BTreeMap;

use super::ID;
use super::export::Role;
use super::import::what;
use super::record::moment;
use crate::archive::EntryId;
use crate::model::{AccountId, Item, Origin};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::{finish, read_script};
use crate::platform::support::{html, instant};
use crate::platform::{ImportCx, ImportError};

/// Seconds by which the times of a note and of its tweet may differ.
const SLACK: i64 = 1;

const NO_TWEET: &str = "the full text of a long tweet that is not in this archive";
const SEVERAL_TWEETS: &str = "the full text of a long tweet, of which several tweets could be the short form";
const NOT_A_NOTE: &str = "a record without the text and time of a long tweet";

/// Reads the file. The tweets have been read before.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, account: AccountId) -> Result<(), ImportError> {
    let tweets = by_second(cx.items_mut(), account);
    let mut count = 0_u64;
    let ending = read_script(cx, id, &[], |cx, piece| {
        count += 1;
        match note(Raw::new(piece.bytes)) {
            Some((second, text)) => match tweet_of(cx.items_mut(), &tweets, second, &text) {
                Ok(tweet) => {
                    tweet.text = Some(text.into());
                    tweet.also_in.push(Origin::new(id.0, count - 1));
                    cx.merged(1);
                }
                Err(why) => cx.skip(why, 1),
            },
            None => cx.skip(NOT_A_NOTE, 1),
        }
    })?;
    finish(cx, id, &ending, count, what(Role::Notes));
    Ok(())
}

/// Places of the account's tweets in the list of items, by their second.
fn by_second(items: &[Item], account: AccountId) -> BTreeMap<i64, Vec<usize>> {
    let mut tweets: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    let own = |item: &&Item| item.platform == ID && item.account == Some(account);
    for (at, item) in items.iter().enumerate().filter(|(_, item)| own(item)) {
        if let Some(time) = item.time {
            tweets.entry(instant::floor_seconds(time)).or_default().push(at);
        }
    }
    tweets
}

/// When a note was made, and what it says.
fn note(raw: Raw<'_>) -> Option<(i64, String)> {
    let note = raw.get("noteTweet").filter(|n| n.is_object()).unwrap_or(raw);
    let time = moment(note.get("createdAt"))?;
    let text = note.at(&["core", "text"])?.filled()?;
    Some((instant::floor_seconds(time), html::unescaped(&text).into_owned()))
}

/// The only tweet of that second that begins with the same words.
fn tweet_of<'i>(
    items: &'i mut [Item],
    tweets: &BTreeMap<i64, Vec<usize>>,
    second: i64,
    note: &str,
) -> Result<&'i mut Item, &'static str> {
    let near = tweets.range(second.saturating_sub(SLACK)..=second.saturating_add(SLACK)).flat_map(|(_, at)| at);
    let is_its = |item: &Item| item.text.as_deref().is_none_or(|short| begins_with(note, short));
    let fitting: Vec<usize> = near.copied().filter(|at| items.get(*at).is_some_and(is_its)).collect();
    match fitting.as_slice() {
        [] => Err(NO_TWEET),
        [only] => items.get_mut(*only).ok_or(NO_TWEET),
        _ => Err(SEVERAL_TWEETS),
    }
}

/// Whether a note is the whole of a tweet's shortened text: mentions before a reply, and the mark and the
/// address after the cut, may be missing from it.
fn begins_with(note: &str, short: &str) -> bool {
    let mut words: Vec<&str> = short.split_whitespace().skip_while(|w| w.starts_with('@')).collect();
    while words.last().is_some_and(|w| w.starts_with("https://t.co/") || *w == "…") {
        words.pop();
    }
    let Some(last) = words.pop() else { return false };
    // The cut may go through a word.
    let last = last.trim_end_matches('…');
    let mut long = note.split_whitespace().skip_while(|w| w.starts_with('@'));
    words.iter().all(|word| long.next() == Some(*word)) && long.next().is_some_and(|word| word.starts_with(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_begins_as_its_tweet_does() {
        let note = "Three days on the ridge above the lake, and not a soul in sight";
        assert!(begins_with(note, "Three days on the ridge above the la… https://t.co/Ab12"));
        assert!(begins_with(note, "@ana.x @bo Three days on the ridge"));
        assert!(begins_with("@bo Three days", "@bo Three da…"));
        assert!(!begins_with(note, "Three days on the river… https://t.co/Ab12"));
        assert!(!begins_with(note, "Four days"));
        assert!(!begins_with(note, "… https://t.co/Ab12"), "nothing tells that it is this one");
    }
}
