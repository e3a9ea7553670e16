//! One tweet of an archive, with or without its wrapper, numbers as numbers or as strings.

use std::borrow::Cow;

use jiff::Timestamp;

use super::place::{Fields, Whereabouts, whereabouts};
use super::{ID, rules};
use crate::model::{Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Origin, TimePrecision};
use crate::platform::support::{html, instant};
use crate::platform::support::json_raw::Raw;

/// Which file a tweet stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shelf {
    /// Tweets to a Circle.
    Circle,
    /// Tweets to a community.
    Community,
    /// Deleted tweets.
    Deleted,
    /// Tweets that are still up.
    Tweets,
    /// Only the times of deleted tweets.
    DeletedHeaders,
}

/// The smallest id that holds the time of its tweet; smaller ones were counted up one by one.
const FIRST_DATED_ID: u64 = 30_000_000_000;
/// The moment from which dated ids count (milliseconds since 1970 UTC).
const ID_EPOCH_MILLIS: u64 = 1_288_834_974_657;
/// Bits of an id below its time.
const ID_TIME_SHIFT: u32 = 22;

/// 21 March 2006, the first tweet (seconds since 1970 UTC). Archives of 2025 date some tweets to 1997.
const FIRST_TWEET: i64 = 1_142_899_200;

/// The fields of a tweet that are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tweet<'a> {
    id: Option<Raw<'a>>,
    created_at: Option<Raw<'a>>,
    deleted_at: Option<Raw<'a>>,
    full_text: Option<Raw<'a>>,
    text: Option<Raw<'a>>,
    retweeted: bool,
    whereabouts: Fields<'a>,
    user: Option<Raw<'a>>,
    entities: [Option<Raw<'a>>; 2],
}

impl<'a> Tweet<'a> {
    /// The tweet, inside of `{"tweet": …}` or bare.
    pub(super) fn of(raw: Raw<'a>) -> Self {
        let raw = raw.get("tweet").filter(|t| t.is_object()).unwrap_or(raw);
        let mut tweet = Self::default();
        let mut id = None;
        for (key, value) in raw.fields() {
            let filled = (value.as_bytes() != b"null").then_some(value);
            match key {
                b"id_str" | b"tweet_id" => tweet.id = filled.or(tweet.id),
                b"id" => id = filled,
                b"created_at" => tweet.created_at = filled,
                b"deleted_at" => tweet.deleted_at = filled,
                b"full_text" => tweet.full_text = filled,
                b"text" => tweet.text = filled,
                b"retweeted_status" => tweet.retweeted = value.is_object(),
                b"user" => tweet.user = filled,
                b"entities" => tweet.entities[0] = filled,
                b"extended_entities" => tweet.entities[1] = filled,
                b"geo" => tweet.whereabouts.geo = Some(value),
                b"coordinates" => tweet.whereabouts.coordinates = Some(value),
                b"place" => tweet.whereabouts.place = Some(value),
                _ => {}
            }
        }
        tweet.id = tweet.id.or(id);
        tweet
    }

    /// Its number.
    pub(super) fn id(&self) -> Option<u64> {
        std::str::from_utf8(self.id?.token()).ok()?.trim().parse().ok().filter(|id| *id > 0)
    }

    /// Whether the account was protected when the archive was made, as archives until 2018 repeat with every tweet.
    pub(super) fn protected(&self) -> Option<bool> {
        let flag = self.user?.get("protected")?;
        match flag.token() {
            b"true" => Some(true),
            b"false" => Some(false),
            _ => None,
        }
    }

    /// Whether it names a place at all, its own or another's.
    pub(super) fn gives_places(&self) -> bool {
        self.whereabouts.place.is_some_and(Raw::is_object)
    }

    fn words(&self) -> Option<Cow<'a, str>> {
        self.full_text.or(self.text)?.filled()
    }

    fn is_retweet(&self) -> bool {
        self.retweeted || self.words().is_some_and(|t| t.starts_with("RT @"))
    }

    /// When it was written, by its date or else by its number, and how finely that is known.
    fn time(&self) -> (Option<Timestamp>, TimePrecision) {
        let plausible = |t: &Timestamp| t.as_second() >= FIRST_TWEET;
        let by_id = || self.id().and_then(time_of_id);
        match moment(self.created_at).filter(plausible) {
            // Archives until 2018 know only the day of tweets without a dated number.
            Some(t) if t.as_second().rem_euclid(86_400) == 0 && by_id().is_none() => (Some(t), TimePrecision::Day),
            Some(t) => (Some(t), TimePrecision::Second),
            None => by_id().map_or((None, TimePrecision::Unknown), |t| (Some(t), TimePrecision::Second)),
        }
    }

    fn whereabouts(&self, time: Option<Timestamp>) -> Whereabouts {
        let own = whereabouts(&self.whereabouts, time);
        if !self.is_retweet() {
            return own;
        }
        let tagged = if self.whereabouts.says_anything() {
            Claim::unknown(&rules::RETWEET_WITH_PLACE)
        } else {
            Claim::no(Evidence::Likely, &rules::RETWEET)
        };
        Whereabouts { location: None, place: None, tagged, flaw: None }
    }

    /// The item, without its account and its pictures. `None` if it is no tweet.
    pub(super) fn item(&self, shelf: Shelf, origin: Origin) -> Option<Item> {
        let (time, precision) = self.time();
        if time.is_none() && self.id().is_none() {
            return None;
        }
        let mut found = self.whereabouts(time);
        if shelf == Shelf::DeletedHeaders {
            found.tagged = Claim::unknown(&rules::DELETED_HEADER);
        }
        let life = self.life(shelf);
        let mut item = Item::new(ID, ItemKind::Post, audience(shelf), life, found.tagged, origin);
        (item.time, item.time_precision) = (time, precision);
        item.location = found.location;
        item.public_location = found.location;
        item.place = found.place;
        item.flaw = found.flaw;
        item.text = self.words().map(|text| html::unescaped(&text).into());
        Some(item)
    }

    fn life(&self, shelf: Shelf) -> Life {
        match shelf {
            Shelf::Deleted | Shelf::DeletedHeaders => {
                Life::TakenDown { up_until_at_least: self.deleted(), rule: &rules::DELETED }
            }
            _ => Life::Live,
        }
    }

    /// When it was deleted.
    pub(super) fn deleted(&self) -> Option<Timestamp> {
        moment(self.deleted_at)
    }

    /// The last parts of the addresses of its pictures and videos.
    pub(super) fn media_names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let lists = self.entities.into_iter().flatten().filter_map(|e| e.get("media"));
        for media in lists.flat_map(Raw::items).take(MOST_MEDIA) {
            let [https, http, video] = media.pick(["media_url_https", "media_url", "video_info"]);
            let picture = https.or(http).into_iter();
            let variants = video.and_then(|v| v.get("variants")).into_iter().flat_map(Raw::items).take(MOST_MEDIA);
            for url in variants.filter_map(|v| v.get("url")).chain(picture) {
                let Some(url) = url.filled() else { continue };
                let path = url.split('?').next().unwrap_or_default();
                let name = path.rsplit('/').next().unwrap_or_default().to_owned();
                if !name.is_empty() && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }
}

/// Pictures, and forms of a video, looked at in one tweet; real ones have four, and four.
const MOST_MEDIA: usize = 16;

const fn audience(shelf: Shelf) -> AudienceClaim {
    match shelf {
        Shelf::Circle => AudienceClaim::Own(Audience::CloseFriends, Evidence::Recorded, &rules::CIRCLE),
        Shelf::Community => AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &rules::COMMUNITY),
        Shelf::Tweets | Shelf::Deleted | Shelf::DeletedHeaders => AudienceClaim::FollowsAccount,
    }
}

/// The moment that the number of a tweet holds.
fn time_of_id(id: u64) -> Option<Timestamp> {
    let millis = (id >> ID_TIME_SHIFT).checked_add(ID_EPOCH_MILLIS)?;
    Timestamp::from_millisecond(i64::try_from(millis).ok()?).ok().filter(|_| id >= FIRST_DATED_ID)
}

/// An instant in any spelling that X uses: `Sat Jun 06 13:02:35 +0000 2020`, `2015-01-24 02:02:37 +0000`,
/// `2021-04-15 19:51:50` in UTC, RFC 3339.
pub(super) fn moment(raw: Option<Raw<'_>>) -> Option<Timestamp> {
    let text = raw?.filled()?;
    let text = text.trim();
    let words = Timestamp::strptime("%a %b %d %H:%M:%S %z %Y", text).ok();
    words.or_else(|| instant::utc_clock(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str) -> Item {
        Tweet::of(Raw::new(text.as_bytes())).item(Shelf::Tweets, Origin::new(0, 0)).unwrap()
    }

    #[test]
    fn every_spelling_of_a_moment_is_read() {
        let at = |text: &str| moment(Some(Raw::new(format!("\"{text}\"").as_bytes()))).map(|t| t.to_string());
        assert_eq!(at("Sat Jun 06 13:02:35 +0000 2020").as_deref(), Some("2020-06-06T13:02:35Z"));
        assert_eq!(at("2015-01-24 02:02:37 +0000").as_deref(), Some("2015-01-24T02:02:37Z"));
        assert_eq!(at("2021-04-15 19:51:50").as_deref(), Some("2021-04-15T19:51:50Z"));
        assert_eq!(at("2023-05-30T13:31:42.908Z").as_deref(), Some("2023-05-30T13:31:42.908Z"));
        assert_eq!(at("yesterday"), None);
    }

    #[test]
    fn an_impossible_date_is_replaced_by_the_time_in_the_number() {
        let dated = item(r#"{"id_str":"1269253350486966273","created_at":"Sat Jan 04 10:00:00 +0000 1997"}"#);
        assert_eq!(dated.time.unwrap().to_string(), "2020-06-06T13:02:35Z");
        let undated = item(r#"{"id_str":"29999999999","created_at":"Sat Jan 04 10:00:00 +0000 1997"}"#);
        assert_eq!((undated.time, undated.time_precision), (None, TimePrecision::Unknown));
    }

    #[test]
    fn midnight_of_an_old_tweet_stands_for_the_day() {
        assert_eq!(item(r#"{"id":9000000000,"created_at":"2010-02-11 00:00:00 +0000"}"#).time_precision, TimePrecision::Day);
        let dated = item(r#"{"id":1269057600000000000,"created_at":"2020-06-06 00:00:00 +0000"}"#);
        assert_eq!(dated.time_precision, TimePrecision::Second);
    }

    #[test]
    fn the_place_of_a_retweet_is_not_ones_own() {
        let text = r#"{"id":1,"created_at":"2014-01-24 02:02:37 +0000","text":"RT @ana.x hi","geo":{"coordinates":[46.9,7.4]}}"#;
        let item = item(text);
        assert_eq!((item.location, item.tagged.holds), (None, None));
    }
}
