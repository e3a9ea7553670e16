//! Messages and sessions: whose they are, who could read them, and where they say to be.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::ID;
use crate::archive::EntryId;
use crate::model::{
    AccountId, Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, MediaRef,
    Origin, Place, Rule,
};
use crate::platform::support::kept::{ask_who, ip_text, kept};
use crate::platform::support::map_link;
use crate::platform::support::meta_json;
use crate::platform::support::originals::{self, Originals};
use crate::platform::support::{coord, instant};
use crate::platform::{Hints, ImportCx};

static TO_CHAT: Rule = Rule {
    id: "telegram.to_chat",
    text: "The message went to a private chat, group or channel; only its members can read it",
    source: "the type of the chat in result.json",
};
static TO_PUBLIC: Rule = Rule {
    id: "telegram.to_public",
    text: "The message went to a public group or channel, which anyone can read",
    source: "the type of the chat in result.json",
};
static TO_SELF: Rule = Rule {
    id: "telegram.to_self",
    text: "The message is among your saved messages, which nobody else can read",
    source: "the type of the chat in result.json",
};
static TO_UNKNOWN: Rule = Rule {
    id: "telegram.to_unknown",
    text: "The export does not say what kind of chat the message went to",
    source: "absence of a known type of the chat in result.json",
};
static NO_PLACE_SEARCH: Rule = Rule {
    id: "telegram.no_place_search",
    text: "Telegram has no pages of places and no search of messages by place",
    source: "Telegram's features; People Nearby, removed in September 2024, showed people and no messages",
};
static KEPT_BY_TELEGRAM: Rule = Rule {
    id: "telegram.kept",
    text: "Telegram keeps the sessions of your account; nobody else sees them",
    source: "sessions in result.json",
};

/// Who can read a chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Readers {
    /// Its members.
    Members,
    /// Anyone.
    Anyone,
    /// Only the account itself.
    Self_,
    /// Not told.
    #[default]
    Unknown,
}

/// The types of chats.
pub(super) const CHAT_TYPES: [(&str, Readers); 8] = [
    ("personal_chat", Readers::Members),
    ("bot_chat", Readers::Members),
    ("private_group", Readers::Members),
    ("private_supergroup", Readers::Members),
    ("private_channel", Readers::Members),
    ("public_supergroup", Readers::Anyone),
    ("public_channel", Readers::Anyone),
    ("saved_messages", Readers::Self_),
];

/// A chat, as far as it is read before its messages.
#[derive(Clone, Debug, Default)]
pub(super) struct Chat {
    readers: Readers,
    /// The other person of a chat between two.
    peer: Option<String>,
    id: Option<i64>,
    is_between_two: bool,
    is_self: bool,
}

impl Chat {
    /// Takes a field.
    pub(super) fn set(&mut self, key: &str, value: &Value) {
        match key {
            "type" => {
                let kind = value.as_str().unwrap_or_default();
                self.readers = CHAT_TYPES.iter().find(|(k, _)| *k == kind).map(|(_, r)| *r).unwrap_or_default();
                self.is_between_two = matches!(kind, "personal_chat" | "bot_chat");
                self.is_self = kind == "saved_messages";
            }
            "id" => self.id = value.as_i64(),
            _ => {}
        }
        self.peer = self.id.filter(|_| self.is_between_two).map(user);
    }

    /// Whether neither it nor the file around it tells who exported it.
    const fn tells_nobody(&self, owner: &Owner) -> bool {
        owner.id.is_none() && self.peer.is_none() && !self.is_self
    }
}

/// Added to the numbers of users in the fields of older exports, which wrote numbers where newer ones write `user7`.
/// Recalled from exports of 2019 and not checked: it is only taken off where a known number comes out.
const OLD_USER: i64 = 1 << 32;

/// The spellings that a sender's number of an older export can stand for.
fn old_senders(from: &Value) -> Option<[String; 2]> {
    let id = from.as_i64()?;
    Some([user(id), user(id.wrapping_sub(OLD_USER))])
}

fn user(id: i64) -> String {
    format!("user{id}")
}

/// The account's person.
#[derive(Clone, Debug, Default)]
pub(super) struct Owner {
    id: Option<String>,
    /// The sender that a chat between two is not named after.
    id_in_chat: Option<String>,
    /// User name, without `@`.
    pub(super) handle: String,
    /// First and last name.
    pub(super) name: String,
}

impl Owner {
    /// How the account is called as a sender, if that is known.
    pub(super) fn sender(&self) -> Option<&str> {
        self.id.as_deref().or(self.id_in_chat.as_deref())
    }

    /// Reads the personal information.
    pub(super) fn read(&mut self, value: &Value) {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().trim();
        self.id = value.get("user_id").and_then(Value::as_i64).map(user);
        text("username").trim_start_matches('@').clone_into(&mut self.handle);
        format!("{} {}", text("first_name"), text("last_name")).trim().clone_into(&mut self.name);
    }
}

/// Whose message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Author {
    Own,
    Other,
    /// Sent in the name of a channel or group.
    Channel,
    /// The export of a single group or channel does not say who exported it, and nobody else has told yet.
    Unclear,
}

const NO_PLACE: &str = "a message without a place";
const OF_OTHERS: &str = "a place that someone else sent";
const UNCLEAR: &str = "a place that may be someone else's: the export of a single chat does not say who you are";
const OF_CHANNEL: &str = "a place sent in the name of a channel or group, which does not tell by whom";
const PASSED_ON: &str = "a place that was passed on, not one's own";
const SERVICE: &str = "not a message";

/// Reads the records of one file.
#[derive(Debug)]
pub(super) struct Reader {
    /// Who exported it.
    pub(super) owner: Owner,
    /// The sender that another file, opened with it, says to be its owner.
    told: Option<String>,
    /// Whether a message of a chat that does not say whose it is came from that one, or from a name the user gave.
    is_met: bool,
    /// Whether it only looks who bears a name that the user said is theirs.
    is_scout: bool,
    /// Those senders.
    pub(super) named: BTreeSet<String>,
    /// Names under which places were left out because nobody told yet, and how many.
    unclear: BTreeMap<String, u64>,
    account: AccountId,
    file: EntryId,
    chat: Chat,
    count: u64,
    skipped: BTreeMap<&'static str, u64>,
    /// Pictures and videos beside it.
    originals: Originals,
}

impl Reader {
    pub(super) fn new(account: AccountId, file: EntryId, told: Option<String>, originals: Originals) -> Self {
        let (owner, chat, unclear) = (Owner::default(), Chat::default(), BTreeMap::new());
        let skipped = BTreeMap::new();
        let (is_met, is_scout, named) = (false, false, BTreeSet::new());
        Self { owner, told, is_met, is_scout, named, unclear, account, file, chat, count: 0, skipped, originals }
    }

    /// One that keeps nothing and only looks who bears a name that the user said is theirs.
    pub(super) fn scout(file: EntryId) -> Self {
        Self { is_scout: true, ..Self::new(AccountId::NOBODY, file, None, Originals::default()) }
    }

    /// Begins a chat; `alone` if the file holds nothing else.
    pub(super) fn enter(&mut self, mut chat: Chat, alone: bool) {
        // Without an account's data only the other person of a chat between two can be told.
        let known = !alone && self.owner.id.is_some();
        chat.peer = chat.peer.filter(|_| !known);
        self.chat = chat;
    }

    /// Reads a message.
    pub(super) fn message(&mut self, cx: &mut ImportCx<'_>, message: &Value) {
        if self.is_scout {
            return self.look(message, cx.hints());
        }
        self.count += 1;
        self.meet(message);
        let read = match self.item(message) {
            Err(NO_PLACE) => self.original(cx, message),
            read => read,
        };
        match read {
            Ok(item) => cx.item(item),
            Err(UNCLEAR) => *self.unclear.entry(sender_name(message).unwrap_or_default().to_owned()).or_default() += 1,
            Err(why) => *self.skipped.entry(why).or_default() += 1,
        }
        self.is_met |= self.chat.tells_nobody(&self.owner) && self.is_told(message);
    }

    /// Takes note of a sender who bears a name that the user said is theirs.
    fn look(&mut self, message: &Value, hints: &Hints) {
        if sender_name(message).is_some_and(|name| hints.is_own(name))
            && let Some(from) = message.get("from_id")
        {
            self.named.extend(from.as_str().map(str::to_owned).or_else(|| from.as_i64().map(user)));
        }
    }

    /// Learns from a chat between two who the one is that it is not named after.
    fn meet(&mut self, message: &Value) {
        let Some(peer) = self.chat.peer.as_deref().filter(|_| self.owner.id.is_none()) else { return };
        let from = message.get("from_id").and_then(Value::as_str).filter(|f| f.starts_with("user") && *f != peer);
        self.owner.id_in_chat = self.owner.id_in_chat.take().or_else(|| from.map(str::to_owned));
    }

    /// Whether a message is from the one that another file or the user says to be the owner.
    fn is_told(&self, message: &Value) -> bool {
        let from = message.get("from_id");
        self.told.as_ref().is_some_and(|told| {
            from.and_then(Value::as_str) == Some(told) || from.and_then(old_senders).is_some_and(|s| s.contains(told))
        })
    }

    /// Counts what was left out; the number of messages read.
    pub(super) fn finish(&mut self, cx: &mut ImportCx<'_>) -> u64 {
        let unclear = std::mem::take(&mut self.unclear);
        let why = if self.is_met { OF_OTHERS } else { UNCLEAR };
        *self.skipped.entry(why).or_default() += unclear.values().sum::<u64>();
        for (why, count) in std::mem::take(&mut self.skipped) {
            cx.skip(why, count);
        }
        if !self.is_met {
            ask_who(cx, self.file, unclear.iter().map(|(name, count)| (name.as_str(), *count)).collect(), UNCLEAR);
        }
        self.count
    }

    fn author(&self, message: &Value) -> Author {
        if self.chat.tells_nobody(&self.owner) && self.is_told(message) {
            return Author::Own;
        }
        let from = message.get("from_id");
        if let Some(senders) = from.and_then(old_senders) {
            return self.old_author(&senders);
        }
        let from = from.and_then(Value::as_str).unwrap_or_default();
        match (&self.owner.id, &self.chat.peer) {
            _ if self.chat.is_self => Author::Own,
            _ if from.starts_with("channel") => Author::Channel,
            (Some(own), _) => if own == from { Author::Own } else { Author::Other },
            (None, Some(peer)) if from.starts_with("user") => if peer == from { Author::Other } else { Author::Own },
            _ => Author::Unclear,
        }
    }

    /// Of a sender given as a number: which of its spellings holds is not known, so only one that is met tells.
    fn old_author(&self, senders: &[String; 2]) -> Author {
        let is = |known: &String| senders.contains(known);
        match (&self.owner.id, &self.chat.peer) {
            _ if self.chat.is_self => Author::Own,
            (Some(own), _) => if is(own) { Author::Own } else { Author::Other },
            (None, Some(peer)) if is(peer) => Author::Other,
            _ => Author::Unclear,
        }
    }

    fn item(&self, message: &Value) -> Result<Item, &'static str> {
        if !message.is_object() || message.get("type").is_some_and(|t| t != "message") {
            return Err(SERVICE);
        }
        let text = |key: &str| message.get(key).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
        let position = message.get("location_information").filter(|l| l.is_object());
        let place = text("place_name").or_else(|| text("address"));
        let is_typed = position.is_none() && place.is_none();
        let linked = if is_typed { Some(linked(message.get("text")).ok_or(NO_PLACE)?) } else { None };
        if is_passed_on(message) {
            return Err(PASSED_ON);
        }
        match self.author(message) {
            Author::Own => {}
            Author::Other => return Err(OF_OTHERS),
            Author::Channel => return Err(OF_CHANNEL),
            Author::Unclear => return Err(UNCLEAR),
        }
        let number = |key: &str| position?.get(key).and_then(meta_json::number);
        let point = match linked {
            Some(location) => location.map(|l| l.point),
            None => coord::degrees(number("latitude"), number("longitude")),
        };
        if place.is_none() && let Err(why) = point {
            return Err(why.reason());
        }
        let live = message.get("live_location_period_seconds").and_then(Value::as_u64);
        let mut item = self.blank(message);
        let (time, zoned) = time_of(message);
        item.set_zoned_time(time, zoned);
        item.place = place.map(Place::named);
        if let Some(place) = &mut item.place {
            place.address = text("address").filter(|a| **a != *place.name).map(Into::into);
        }
        let (source, evidence) = match (place, live) {
            // Where somebody is to go, or was, or how it looks there.
            _ if is_typed => (LocationSource::Text, Evidence::Likely),
            (Some(_), _) => (LocationSource::PlaceTag, Evidence::Recorded),
            (None, Some(_)) => (LocationSource::Gps, Evidence::Recorded),
            // A shared position may also be one picked on the map.
            (None, None) => (LocationSource::Gps, Evidence::Likely),
        };
        item.flaw = coord::flaw(&point);
        let accuracy_metres = linked.and_then(Result::ok).and_then(|l| l.accuracy_metres);
        item.location = point.ok().map(|point| Location { accuracy_metres, ..Location::at(point, source, evidence) });
        if self.chat.readers == Readers::Anyone {
            item.public_location = item.location;
        }
        item.text = words(message.get("text")).or_else(|| live.map(live_text)).map(Into::into);
        Ok(item)
    }

    /// A picture or video sent as a file keeps its position, for everyone who gets the message.
    fn original(&self, cx: &mut ImportCx<'_>, message: &Value) -> Result<Item, &'static str> {
        let why = match self.author(message) {
            Author::Own if is_passed_on(message) => Some((PASSED_ON, "passed on, not one's own")),
            Author::Own => None,
            Author::Unclear => Some((UNCLEAR, "sent in a chat that does not say which messages are yours")),
            Author::Other | Author::Channel => return Err(NO_PLACE),
        };
        if message.get("media_type").is_some() {
            return Err(NO_PLACE);
        }
        let path = message.get("file").and_then(Value::as_str).ok_or(NO_PLACE)?;
        let id = self.originals.get(path).ok_or(NO_PLACE)?;
        let location = originals::position(cx, id, why.map(|(_, aside)| aside)).ok_or(NO_PLACE)?;
        if let Some((why, _)) = why {
            return Err(why);
        }
        let mut item = self.blank(message);
        let (time, zoned) = time_of(message);
        item.set_zoned_time(time, zoned);
        item.location = Some(location);
        item.public_location = item.location.filter(|_| self.chat.readers == Readers::Anyone);
        item.text = words(message.get("text")).map(Into::into);
        item.media = vec![MediaRef { path: cx.source().entry(id).path.clone(), file: Some(id.0) }];
        Ok(item)
    }

    /// An own message to this chat.
    fn blank(&self, message: &Value) -> Item {
        let recorded = Evidence::Recorded;
        let (audience, rule) = match self.chat.readers {
            Readers::Members => (Audience::Custom, &TO_CHAT),
            Readers::Anyone => (Audience::Public, &TO_PUBLIC),
            Readers::Self_ => (Audience::OnlyMe, &TO_SELF),
            Readers::Unknown => (Audience::Unknown, &TO_UNKNOWN),
        };
        let evidence = if audience == Audience::Unknown { Evidence::Missing } else { recorded };
        let audience = AudienceClaim::Own(audience, evidence, rule);
        let tagged = Claim::no(Evidence::Likely, &NO_PLACE_SEARCH);
        let origin = Origin::new(self.file.0, self.count - 1);
        let mut item = Item::new(ID, ItemKind::Message, audience, Life::Live, tagged, origin);
        item.account = Some(self.account);
        item.own_id = self.own_id(message);
        item
    }

    /// Sender, chat and number: each account counts the messages of its chats by itself.
    fn own_id(&self, message: &Value) -> Option<Box<str>> {
        let from = || message.get("from_id").and_then(Value::as_str);
        let sender = self.owner.sender().or_else(from)?;
        let kind = if self.chat.is_between_two { "with" } else { "in" };
        Some(format!("{sender} {kind} {} {}", self.chat.id?, message.get("id")?.as_i64()?).into())
    }

    /// Reads the list of sessions.
    pub(super) fn sessions(&self, cx: &mut ImportCx<'_>, value: &Value) {
        if self.is_scout {
            return;
        }
        let list = value.get("list").unwrap_or(value).as_array().map_or(&[][..], Vec::as_slice);
        for (i, session) in list.iter().enumerate() {
            let text = |key: &str| session.get(key).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
            let place: Vec<&str> = [text("last_region"), text("last_country")].into_iter().flatten().collect();
            let ip = text("last_ip").and_then(ip_text);
            if place.is_empty() && ip.is_none() {
                cx.skip("a session without a place or an address", 1);
                continue;
            }
            let mut item = kept(ID, ItemKind::Login, &KEPT_BY_TELEGRAM, Origin::new(self.file.0, i as u64));
            item.account = Some(self.account);
            let unix = text("last_active_unixtime").and_then(instant::instant);
            item.set_zoned_time(unix.or_else(|| local(text("last_active")?)), unix.is_some());
            item.place = (!place.is_empty()).then(|| Place::named(place.join(", ")));
            item.text = ip;
            cx.item(item);
        }
    }
}

/// Whether it was first sent by somebody else, or in another chat. Somebody who is gone has an empty name.
fn is_passed_on(message: &Value) -> bool {
    ["forwarded_from", "forwarded_from_id"].iter().any(|key| message.get(key).is_some())
}

fn sender_name(message: &Value) -> Option<&str> {
    message.get("from")?.as_str()
}

fn live_text(seconds: u64) -> String {
    // So many seconds stand for "until switched off".
    if seconds > 86_400 {
        return "Live location; the export keeps one position of it".to_owned();
    }
    format!("Live location for {} min; the export keeps one position of it", seconds / 60)
}

/// When a message was sent, and whether that is in a known zone: `date` is the clock of the exporting computer.
fn time_of(message: &Value) -> (Option<jiff::Timestamp>, bool) {
    let unix = message.get("date_unixtime").and_then(|u| match u {
        Value::String(text) => instant::instant(text),
        other => instant::instant(&other.as_i64()?.to_string()),
    });
    let clock = || local(message.get("date")?.as_str()?);
    (unix.or_else(clock), unix.is_some())
}

fn local(text: &str) -> Option<jiff::Timestamp> {
    let clock: jiff::civil::DateTime = text.parse().ok()?;
    Some(clock.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

/// Text, in one piece or in several of which some are links and the like.
fn words(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            parts.iter().filter_map(|p| p.as_str().or_else(|| p.get("text")?.as_str())).collect()
        }
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a link to a map in a text spells out, if there is one that does. The address of a link may be hidden behind a word.
fn linked(text: Option<&Value>) -> Option<Result<Location, coord::NoPoint>> {
    let hidden = |part: &Value| map_link::in_text(part.get("href")?.as_str()?).map(|linked| linked.location());
    let hidden = || text?.as_array()?.iter().find_map(hidden);
    let location = words(text).and_then(|text| map_link::in_text(&text).map(|linked| linked.location()));
    // Most links to a map give a number of a place only.
    location.or_else(hidden).filter(|location| *location != Err(coord::NoPoint::Missing))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reader(owner: Option<i64>, kind: &str, id: i64) -> Reader {
        let mut reader = Reader::new(AccountId(0), EntryId(0), None, Originals::default());
        reader.owner.id = owner.map(user);
        let mut chat = Chat::default();
        chat.set("type", &json!(kind));
        chat.set("id", &json!(id));
        reader.enter(chat, owner.is_none());
        reader.count = 1;
        reader
    }

    fn read(reader: &Reader, from: &str) -> Result<Item, &'static str> {
        reader.item(&json!({"type": "message", "from_id": from, "date_unixtime": "1691561348",
            "location_information": {"latitude": 52.3728, "longitude": 4.8936}}))
    }

    #[test]
    fn what_others_sent_is_not_ones_own() {
        let whole = reader(Some(7), "personal_chat", 8);
        assert!(read(&whole, "user7").is_ok());
        assert_eq!(read(&whole, "user8").unwrap_err(), OF_OTHERS);
    }

    #[test]
    fn a_sender_of_an_older_export_is_a_number() {
        let of = |reader: &Reader, from: i64| {
            reader.item(&json!({"type": "message", "from_id": from, "date_unixtime": "1691561348",
                "location_information": {"latitude": "52.3728", "longitude": "4.8936"}}))
        };
        let whole = reader(Some(7), "personal_chat", 8);
        assert!(of(&whole, 7).is_ok() && of(&whole, (1 << 32) + 7).is_ok());
        assert_eq!(of(&whole, 8).unwrap_err(), OF_OTHERS);
        let alone = reader(None, "personal_chat", 8);
        assert_eq!(of(&alone, (1 << 32) + 8).unwrap_err(), OF_OTHERS);
        assert_eq!(of(&alone, 7).unwrap_err(), UNCLEAR);
    }

    #[test]
    fn a_single_chat_tells_the_author_only_between_two() {
        assert!(read(&reader(None, "personal_chat", 8), "user7").is_ok());
        assert_eq!(read(&reader(None, "personal_chat", 8), "user8").unwrap_err(), OF_OTHERS);
        assert_eq!(read(&reader(None, "private_group", 8), "user7").unwrap_err(), UNCLEAR);
        assert_eq!(read(&reader(None, "personal_chat", 8), "channel7").unwrap_err(), OF_CHANNEL);
    }

    #[test]
    fn another_file_or_the_user_tells_who_exported_a_group() {
        let mut group = reader(None, "private_group", 8);
        group.told = Some(user(7));
        assert!(read(&group, "user7").is_ok());
        assert_eq!(read(&group, "user8").unwrap_err(), UNCLEAR, "until the owner is met");
        let mut two = reader(None, "personal_chat", 8);
        two.told = Some(user(9));
        assert!(read(&two, "user7").is_ok(), "a chat between two tells by itself");
        two.meet(&json!({"from_id": "user8"}));
        assert_eq!(two.owner.sender(), None);
        two.meet(&json!({"from_id": "user7"}));
        assert_eq!(two.owner.sender(), Some("user7"));
        let place = json!({"type": "message", "from_id": "user7", "from": "Nora", "address": "Here 1"});
        let hints = Hints { names: vec!["nora".into()], dates: None };
        let mut scout = Reader::scout(EntryId(0));
        for from in ["user7", "user9"] {
            scout.look(&json!({"from_id": from, "from": "Nora"}), &hints);
        }
        scout.look(&json!({"from_id": "user8", "from": "Ana"}), &hints);
        assert_eq!(scout.named.iter().collect::<Vec<_>>(), ["user7", "user9"], "namesakes");
        let mut group = reader(None, "private_group", 8);
        group.told = Some(user(7));
        assert!(group.item(&place).is_ok());
        group.told = Some(user(9));
        assert_eq!(group.item(&place).unwrap_err(), UNCLEAR);
    }

    #[test]
    fn a_place_that_was_passed_on_is_nobodys_position() {
        let place = json!({"latitude": 52.3728, "longitude": 4.8936});
        let read = |reader: &Reader, mark: &str, from: Value| {
            let mut message = json!({"type": "message", "from_id": "user7", "location_information": place});
            message[mark] = from;
            reader.item(&message)
        };
        let saved = reader(Some(7), "saved_messages", 7);
        assert!(read(&saved, "from", json!("Nora")).is_ok());
        for (mark, from) in [("forwarded_from", json!("Tom")), ("forwarded_from", json!(null)), ("forwarded_from_id", json!("user8"))] {
            assert_eq!(read(&saved, mark, from.clone()).unwrap_err(), PASSED_ON, "{mark} {from}");
            let group = reader(None, "private_group", 8);
            assert_eq!(read(&group, mark, from).unwrap_err(), PASSED_ON, "it need not be asked whose it is");
        }
    }

    #[test]
    fn a_link_to_a_map_in_the_text_is_a_position_that_was_typed() {
        let reader = reader(Some(7), "personal_chat", 8);
        let read = |text: Value, from: &str| {
            reader.item(&json!({"type": "message", "from_id": from, "text": text}))
        };
        let link = "https://maps.google.com/?q=48.2,16.3";
        for text in [
            json!(format!("see {link}")),
            json!(["see ", {"type": "link", "text": link}]),
            json!(["see ", {"type": "text_link", "text": "here", "href": link}]),
        ] {
            let location = read(text.clone(), "user7").unwrap().location.unwrap();
            assert_eq!((location.point.lat(), location.source), (48.2, LocationSource::Text), "{text}");
            assert_eq!(read(text, "user8").unwrap_err(), OF_OTHERS);
        }
        assert_eq!(read(json!("https://maps.app.goo.gl/AbC"), "user7").unwrap_err(), NO_PLACE);
        assert_eq!(read(json!("https://maps.google.com/?q=0,0"), "user7").unwrap_err(), coord::NoPoint::Zero.reason());
    }

    #[test]
    fn only_public_chats_are_public() {
        let audience = |kind| match read(&reader(Some(7), kind, 8), "user7").unwrap().audience {
            AudienceClaim::Own(audience, ..) => audience,
            _ => unreachable!(),
        };
        assert_eq!(audience("public_supergroup"), Audience::Public);
        assert_eq!(audience("private_supergroup"), Audience::Custom);
        assert_eq!(audience("saved_messages"), Audience::OnlyMe);
        assert_eq!(audience("something_new"), Audience::Unknown);
    }

    #[test]
    fn a_date_without_a_zone_is_good_for_the_day() {
        assert!(!time_of(&json!({"date": "2019-08-09T08:09:08"})).1);
        let (time, zoned) = time_of(&json!({"date": "2023-08-09T08:09:08", "date_unixtime": "1691561348"}));
        assert_eq!((time.unwrap().to_string().as_str(), zoned), ("2023-08-09T06:09:08Z", true));
    }
}
