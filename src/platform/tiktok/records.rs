//! The lists of an export, found by name in whatever section they lie.

use jiff::Timestamp;

use super::{ID, addresses};
use crate::archive::EntryId;
use crate::model::{
    AccountId, Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Origin, Place, ProfileFact,
    PrivacyPeriod, ProfileField, Rule,
};
use crate::platform::support::instant;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::kept::{ip_text, kept};
use crate::platform::support::privacy::Privacy;
use crate::platform::{ImportCx, ImportError};

static WHO_EVERYONE: Rule = Rule {
    id: "tiktok.everyone",
    text: "The post was set to be seen by everyone, which a private account narrows to its followers",
    source: "WhoCanView of the post",
};
static NO_SWITCHES: Rule = Rule {
    id: "tiktok.no_switches",
    text: "The export says at most whether the account is private now; it was never seen to list switches of that, so who could see \
           what you posted for everyone is not known",
    source: "Private Account in the settings of the export, and the absence of a list of switches",
};
static WHO_OTHER: Rule = Rule {
    id: "tiktok.who_can_view",
    text: "The export says who could see the post",
    source: "WhoCanView of the post",
};
static WHO_UNREAD: Rule = Rule {
    id: "tiktok.who_unread",
    text: "The export says who could see the post, in words that this program does not know",
    source: "WhoCanView of the post",
};
static WHO_MISSING: Rule = Rule {
    id: "tiktok.who_missing",
    text: "The export does not say who could see the post; it may have been for friends only",
    source: "absence of WhoCanView from the post",
};
static PLACE: Rule = Rule {
    id: "tiktok.place",
    text: "The post names a place, which leads to a page of posts at that place",
    source: "Location of the post",
};
static NO_PLACE: Rule = Rule {
    id: "tiktok.no_place",
    text: "The post's field for a place is empty",
    source: "Location of the post",
};
static PLACE_MISSING: Rule = Rule {
    id: "tiktok.place_missing",
    text: "The export does not say whether the post named a place",
    source: "absence of Location from the post",
};
static DELETED: Rule = Rule {
    id: "tiktok.deleted",
    text: "The post was deleted",
    source: "the export's list of recently deleted posts",
};
static REVIEW: Rule = Rule {
    id: "tiktok.review",
    text: "The review belongs to a place; the export does not say who could read it",
    source: "Location Reviews",
};
static REVIEW_STATUS: Rule = Rule {
    id: "tiktok.review_status",
    text: "The status of the review is a word that says it was never published, or taken down",
    source: "Status in Location Reviews, by the plain meaning of the word",
};
static REVIEW_STATUS_UNREAD: Rule = Rule {
    id: "tiktok.review_status_unread",
    text: "The export gives the review a status in words that this program does not know, so it may not be up",
    source: "Status in Location Reviews",
};
static KEPT_BY_TIKTOK: Rule = Rule {
    id: "tiktok.kept",
    text: "TikTok keeps this about your account; nobody else sees it",
    source: "Login History, Profile Info",
};

const NOTHING_KNOWN: &str = "a record without anything known in it";
const NO_ADDRESS: &str = "an order or a form without an address";
const ELSEWHERE: &str = "an event at another company, which names no place";
const WATCHED: &str = "a video you watched";
/// A list whose name is translated, and whose records have nothing that only posts have.
const NOT_KNOWN_TO_BE_POSTED: &str = "a video that nothing tells to be a post of yours, as in lists of what you watched";
/// Fields that records of posts have and those of watched videos have not.
const POST_FIELDS: [&str; 5] = ["Likes", "WhoCanView", "Location", "Title", "AllowComments"];

/// A field whatever the case of its name, unless it is null.
fn field<'a>(raw: Raw<'a>, name: &str) -> Option<Raw<'a>> {
    let mut fields = raw.fields().filter(|(_, value)| value.as_bytes() != b"null");
    fields.find(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| value)
}

/// Whether there is such a field, whatever the case of its name, though it may be null.
fn has_field(raw: Raw<'_>, name: &str) -> bool {
    raw.fields().any(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes()))
}

fn text(raw: Raw<'_>, name: &str) -> Option<Box<str>> {
    Some(field(raw, name)?.filled()?.trim().into())
}

/// A moment in a field of any case.
pub(super) fn time(raw: Raw<'_>, name: &str) -> Option<Timestamp> {
    instant::utc_clock(&field(raw, name)?.text()?)
}

/// Reads everything; the number of records.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, raw: Raw<'_>, account: AccountId) -> Result<u64, ImportError> {
    let mut file = File { id, account, count: 0, private: None };
    for (_, section) in raw.fields() {
        for (name, part) in section.fields() {
            cx.check()?;
            if name.eq_ignore_ascii_case(b"Autofill") {
                file.one(cx, part, |file, record| addresses::address(record, file.origin()).ok_or(NO_ADDRESS));
            }
            for (list, value) in part.fields() {
                file.list(cx, name, list, value);
            }
        }
    }
    let record = cx.account_mut(account);
    (record.private_now, record.periods) = (file.private, vec![PrivacyPeriod::unknown(&NO_SWITCHES)]);
    Ok(file.count)
}

/// What a list of videos is of, by the name of its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Videos {
    Posts,
    Deleted,
    Watched,
    /// Translated; the records tell.
    Unclear,
}

struct File {
    id: EntryId,
    account: AccountId,
    count: u64,
    private: Option<bool>,
}

impl File {
    /// Reads a list or a map that is known.
    fn list(&mut self, cx: &mut ImportCx<'_>, part: &[u8], list: &[u8], value: Raw<'_>) {
        let is = |name: &str| list.eq_ignore_ascii_case(name.as_bytes());
        let part = String::from_utf8_lossy(part).to_lowercase();
        if is("VideoList") || is("PostList") {
            let list = match part.as_str() {
                "videos" | "posts" => Videos::Posts,
                part if part.contains("deleted") => Videos::Deleted,
                part if part.contains("watch") || part.contains("browsing") => Videos::Watched,
                _ => Videos::Unclear,
            };
            self.each(cx, value, |file, record| file.post(record, list));
        } else if is("LoginHistoryList") {
            self.each(cx, value, |file, record| file.login(record).ok_or(NOTHING_KNOWN));
        } else if is("ReviewsList") {
            self.each(cx, value, |file, record| file.review(record).ok_or(NOTHING_KNOWN));
        } else if addresses::is_list(list) {
            self.each(cx, value, |file, record| addresses::address(record, file.origin()).ok_or(NO_ADDRESS));
        } else if is("OffTikTokActivityDataList") {
            self.each(cx, value, |file, record| addresses::elsewhere(record, file.origin()).ok_or(ELSEWHERE));
        } else if is("LocationData") {
            if value.is_object() {
                self.one(cx, value, |file, record| addresses::last_location(record, file.origin()));
            }
            self.each(cx, value, |file, record| addresses::last_location(record, file.origin()));
        } else if is("SettingsMap") && value.is_object() {
            self.count += 1;
            self.private = field(value, "Private Account").and_then(switch).or(self.private);
            cx.fact(1);
        } else if is("ProfileMap") && value.is_object() {
            self.count += 1;
            self.profile(cx, value);
        }
    }

    fn each(
        &mut self,
        cx: &mut ImportCx<'_>,
        list: Raw<'_>,
        read: impl Fn(&Self, Raw<'_>) -> Result<Item, &'static str>,
    ) {
        for record in list.items() {
            self.one(cx, record, &read);
        }
    }

    fn one(
        &mut self,
        cx: &mut ImportCx<'_>,
        record: Raw<'_>,
        read: impl Fn(&Self, Raw<'_>) -> Result<Item, &'static str>,
    ) {
        self.count += 1;
        match read(self, record) {
            Ok(mut item) => {
                item.account = Some(self.account);
                cx.item(item);
            }
            Err(why) => cx.skip(why, 1),
        }
    }

    fn origin(&self) -> Origin {
        Origin::new(self.id.0, self.count.saturating_sub(1))
    }

    /// A post. Lists of watched videos have the same name, and their records fewer fields.
    fn post(&self, record: Raw<'_>, list: Videos) -> Result<Item, &'static str> {
        let removed = time(record, "DateDeleted");
        let is_own = || removed.is_some() || POST_FIELDS.iter().any(|name| has_field(record, name));
        match list {
            Videos::Watched => return Err(WATCHED),
            Videos::Unclear if !is_own() => return Err(NOT_KNOWN_TO_BE_POSTED),
            Videos::Posts | Videos::Deleted | Videos::Unclear => {}
        }
        let at = time(record, "Date");
        let link = text(record, "Link").or_else(|| text(record, "VideoLink"));
        if at.is_none() && link.is_none() {
            return Err(NOTHING_KNOWN);
        }
        let life = if list == Videos::Deleted || removed.is_some() {
            Life::TakenDown { up_until_at_least: removed, rule: &DELETED }
        } else {
            Life::Live
        };
        let place = text(record, "Location");
        let tagged = match (&place, field(record, "Location")) {
            (Some(_), _) => Claim::yes(Evidence::Recorded, &PLACE),
            (None, Some(empty)) if empty.text().is_some() => Claim::no(Evidence::Recorded, &NO_PLACE),
            _ => Claim::unknown(&PLACE_MISSING),
        };
        let mut item = Item::new(ID, ItemKind::Video, audience(record), life, tagged, self.origin());
        item.set_time(at);
        item.place = place.map(Place::named);
        item.text = text(record, "Title");
        item.own_id = link.and_then(|link| video_id(&link).map(Into::into));
        Ok(item)
    }

    fn login(&self, record: Raw<'_>) -> Option<Item> {
        let ip = text(record, "IP").and_then(|ip| ip_text(&ip));
        let at = time(record, "Date");
        ip.as_ref().map(|_| ()).or(at.map(|_| ()))?;
        let mut item = kept(ID, ItemKind::Login, &KEPT_BY_TIKTOK, self.origin());
        item.set_time(at);
        item.text = ip;
        Some(item)
    }

    fn review(&self, record: Raw<'_>) -> Option<Item> {
        let place = text(record, "PlaceName")?;
        let mut item = review_privacy(text(record, "Status").as_deref()).item(ID, ItemKind::Review, self.origin());
        item.set_time(time(record, "Date"));
        item.place = Some(Place::named(place));
        item.text = text(record, "ReviewText");
        Some(item)
    }

    fn profile(&self, cx: &mut ImportCx<'_>, map: Raw<'_>) {
        let record = cx.account_mut(self.account);
        if let Some(name) = text(map, "userName") {
            record.handle = name;
        }
        let fields = [("displayName", ProfileField::Name), ("bioDescription", ProfileField::Bio)];
        for (name, field) in fields {
            if let Some(value) = text(map, name) {
                record.profile.push(ProfileFact { field, value, since: None, origin: self.origin() });
            }
        }
        let Some(region) = text(map, "accountRegion") else { return cx.fact(1) };
        let mut item = kept(ID, ItemKind::AccountPlace, &KEPT_BY_TIKTOK, self.origin());
        item.account = Some(self.account);
        item.text = Some(format!("Region of the account {region}").into());
        cx.item(item);
    }
}

/// The number of a video at the end of its address, `https://www.tiktokv.com/share/video/7/`.
fn video_id(link: &str) -> Option<&str> {
    let path = link.split(['?', '#']).next()?.trim_end_matches('/');
    let number = path.rsplit('/').next()?;
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

/// A setting that is on or off.
fn switch(raw: Raw<'_>) -> Option<bool> {
    match raw.text()?.trim().to_ascii_lowercase().as_str() {
        "on" | "enabled" => Some(true),
        "off" | "disabled" => Some(false),
        _ => None,
    }
}

/// What the status of a review says. What TikTok writes there is not known; only words that speak for themselves count, and
/// that one is published does not say who can read it.
fn review_privacy(status: Option<&str>) -> Privacy {
    let tagged = Claim::yes(Evidence::Recorded, &REVIEW);
    let open = Privacy::shared(Audience::Unknown, Evidence::Missing, &REVIEW, tagged);
    let life = match status.map(str::to_ascii_lowercase).as_deref() {
        Some("draft" | "unpublished" | "not published") => return Privacy::private(Evidence::Likely, &REVIEW_STATUS),
        Some("deleted" | "removed") => Life::TakenDown { up_until_at_least: None, rule: &REVIEW_STATUS },
        Some("published" | "posted" | "public") | None => Life::Live,
        Some(_) => Life::PerhapsGone { rule: &REVIEW_STATUS_UNREAD },
    };
    Privacy { life, ..open }
}

fn audience(record: Raw<'_>) -> AudienceClaim {
    let Some(who) = text(record, "WhoCanView") else {
        return AudienceClaim::FollowsAccountOrLess(&WHO_MISSING);
    };
    let own = |audience| AudienceClaim::Own(audience, Evidence::Recorded, &WHO_OTHER);
    match who.to_ascii_lowercase().as_str() {
        "everyone" | "public" | "public to everyone" => AudienceClaim::FollowsAccountLikely(&WHO_EVERYONE),
        "followers" => own(Audience::Followers),
        "friends" => own(Audience::Friends),
        "only me" | "only you" | "private" => own(Audience::OnlyMe),
        _ => AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &WHO_UNREAD),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(text: &str) -> AudienceClaim {
        audience(Raw::new(text.as_bytes()))
    }

    #[test]
    fn only_known_words_tell_who_could_see_a_post() {
        assert!(matches!(claim(r#"{"WhoCanView":"Everyone"}"#), AudienceClaim::FollowsAccountLikely(_)));
        assert!(matches!(claim(r#"{"whoCanView":"Friends"}"#), AudienceClaim::Own(Audience::Friends, ..)));
        assert!(matches!(claim(r#"{"WhoCanView":"Jeder"}"#), AudienceClaim::Own(Audience::Unknown, ..)));
        assert!(matches!(claim("{}"), AudienceClaim::FollowsAccountOrLess(_)));
    }

    #[test]
    fn only_words_that_speak_for_themselves_tell_the_state_of_a_review() {
        let of = |status| review_privacy(status);
        for published in [None, Some("Published")] {
            assert_eq!(of(published).life, Life::Live);
            assert!(matches!(of(published).audience, AudienceClaim::Own(Audience::Unknown, Evidence::Missing, _)));
        }
        assert!(matches!(of(Some("Draft")).life, Life::NeverPublished { evidence: Evidence::Likely, .. }));
        assert!(matches!(of(Some("deleted")).life, Life::TakenDown { .. }));
        for unread in ["2", "Veröffentlicht"] {
            assert!(matches!(of(Some(unread)).life, Life::PerhapsGone { .. }));
            assert!(matches!(of(Some(unread)).audience, AudienceClaim::Own(Audience::Unknown, ..)));
        }
    }

    #[test]
    fn a_list_of_watched_videos_is_told_from_posts() {
        let file = File { id: EntryId(0), account: AccountId(0), count: 1, private: None };
        let read = |text: &str, list| file.post(Raw::new(text.as_bytes()), list).map(|i| i.tagged.holds);
        let bare = r#"{"Date":"2024-01-01 10:00:00","Link":"x"}"#;
        assert_eq!(read(bare, Videos::Unclear), Err(NOT_KNOWN_TO_BE_POSTED));
        assert_eq!(read(bare, Videos::Watched), Err(WATCHED));
        assert_eq!(read(r#"{"Date":"2024-01-01 10:00:00","Link":"x","whoCanView":null}"#, Videos::Unclear), Ok(None));
        assert_eq!(read(r#"{"Date":"2022-01-01 10:00:00","Link":"x","Likes":"1"}"#, Videos::Unclear), Ok(None));
        assert_eq!(read(r#"{"Date":"2024-01-01 10:00:00","Link":"x","Location":""}"#, Videos::Posts), Ok(Some(false)));
    }
}
