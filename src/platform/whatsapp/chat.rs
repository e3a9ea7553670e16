//! One chat: its messages, whose they are, and the places they share.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use super::ID;
use super::attached::{Senders, caption, name_in};
use super::header::{self, Line, bare};
use crate::archive::EntryId;
use crate::model::{
    AccountId, Ask, Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, Origin, Place,
    Rule,
};
use crate::platform::hints::comparable;
use crate::platform::support::coord::NoPoint;
use crate::platform::support::kept::ask_who;
use crate::platform::support::map_link;
use crate::platform::support::medium;
use crate::platform::support::numbered_date::{Order, order_of};
use crate::platform::support::originals::{self, Originals};
use crate::platform::{Hints, ImportCx, ImportError};

static TO_CHAT: Rule = Rule {
    id: "whatsapp.to_chat",
    text: "A WhatsApp message goes to the people of the chat and to nobody else",
    source: "WhatsApp's description of its encryption",
};
static NO_PLACES: Rule = Rule {
    id: "whatsapp.no_places",
    text: "WhatsApp shows nobody messages by place",
    source: "WhatsApp has no search by place",
};

/// A shared position, in any language; other links to a map were pasted.
const MAP_LINK: &str = "maps.google.com/?q=";
/// A shared place; its position is not exported.
const PLACE_LINK: &str = "https://foursquare.com/v/";

const NO_PLACE: &str = "a message without a place";
const OF_OTHERS: &str = "a place that someone else sent";
const UNCLEAR: &str = "a place that may be someone else's: the export of a chat does not say who you are";
const FILE_OF_OTHERS: &str = "a picture or video that someone else sent";
const FILE_OF_SEVERAL: &str = "a picture or video of a name under which several people sent one, so whose it is is not known";
const FILE_UNCLEAR: &str = "a picture or video of a chat that does not say which messages are yours";
const SYSTEM: &str = "a message of WhatsApp itself";

/// A message with the lines that belong to it.
struct Message<'t> {
    line: Line<'t>,
    body: String,
    /// Whether it starts as texts of the app and attachments do.
    marked: bool,
}

impl Message<'_> {
    fn is_deleted_by_owner(&self) -> bool {
        // As the app writes it, with its capital.
        YOU_DELETED.contains(&bare(&self.body).trim_end_matches('.'))
    }
}

/// Bytes kept of one message; the app allows fewer.
const BODY_CAP: usize = 128 << 10;

fn messages(text: &str) -> Vec<Message<'_>> {
    let mut messages: Vec<Message<'_>> = Vec::new();
    for line in text.split('\n') {
        if let Some(line) = header::split(line) {
            let marked = line.text.trim_start().starts_with('\u{200e}');
            messages.push(Message { line, body: line.text.trim_end_matches('\r').to_owned(), marked });
        } else if let Some(last) = messages.last_mut().filter(|m| m.body.len() + line.len() < BODY_CAP) {
            last.body.push('\n');
            last.body.push_str(line.trim_end_matches('\r'));
        }
    }
    messages
}

/// What stands, in the languages of the app, in place of a message that the one who exported the chat deleted; of a
/// message that somebody else deleted the app says so in other words.
const YOU_DELETED: &[&str] = &[
    "Apagaste esta mensagem",
    "Du hast diese Nachricht gelöscht",
    "Eliminaste este mensaje",
    "Hai eliminato questo messaggio",
    "Je hebt dit bericht verwijderd",
    "Você apagou esta mensagem",
    "Vous avez supprimé ce message",
    "You deleted this message",
];

/// A chat whose messages are told apart.
pub(super) struct Chat<'t> {
    messages: Vec<Message<'t>>,
}

impl<'t> Chat<'t> {
    /// Takes the text of an export apart.
    pub(super) fn of(text: &'t str) -> Self {
        Self { messages: messages(text) }
    }

    /// Everybody who wrote something.
    fn names(&self) -> BTreeSet<&str> {
        self.messages.iter().filter_map(|m| m.line.name).collect()
    }

    /// Who of the chat's people exported it, by what the chat itself or the user says.
    pub(super) fn own_name(&self, titles: &[&str], hints: &Hints) -> Option<&str> {
        self.other_of_two(titles).or_else(|| only(self.names().into_iter().filter(|name| hints.is_own(name))))
    }

    /// Who of them seems to have exported it: the one whose name stands over a message that “you” deleted. Anybody may
    /// have typed that where the app marks its texts by nothing, so it is good for this chat alone.
    pub(super) fn who_deleted(&self) -> Option<&str> {
        let has_marks = self.messages.iter().any(|m| m.marked);
        let by_app = |m: &&Message<'_>| m.is_deleted_by_owner() && (m.marked || !has_marks);
        only(self.messages.iter().filter(by_app).filter_map(|m| m.line.name))
    }

    /// The one of its people who exported another chat, where there is one.
    pub(super) fn one_of(&self, owners: &BTreeSet<String>) -> Option<&str> {
        // Chats of two phones were opened together: whose this one is, is not known.
        let owner = owners.first().filter(|_| owners.len() == 1)?;
        self.names().into_iter().find(|name| name == owner)
    }

    /// The other one of two people, if the chat bears the name of the first.
    fn other_of_two(&self, titles: &[&str]) -> Option<&str> {
        // Texts of the app itself in a group come under the group's name, which is then no person.
        let writes = |name: &str| self.messages.iter().any(|m| m.line.name == Some(name) && !m.marked);
        let mut names = self.names().into_iter();
        let (Some(a), Some(b), None) = (names.next(), names.next(), names.next()) else { return None };
        let other = |title: &&str| match (bears(title, a) && writes(a), bears(title, b) && writes(b)) {
            (true, false) => Some(b),
            (false, true) => Some(a),
            _ => None,
        };
        titles.iter().find_map(other)
    }

    /// Its messages, each with who wrote it.
    pub(super) fn written(&self) -> impl Iterator<Item = (&str, &str)> {
        self.messages.iter().filter_map(|m| Some((m.line.name?, &*m.body)))
    }
}

/// The one thing that they all are.
fn only<'n>(mut names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let first = names.next()?;
    names.all(|name| name == first).then_some(first)
}

/// Whether a title ends in a name, or in it and the number that a second download gets.
fn bears(title: &str, name: &str) -> bool {
    let (title, name) = (comparable(title), comparable(name));
    let ends_in = |title: &str| {
        let before = title.strip_suffix(&*name);
        before.is_some_and(|b| b.is_empty() || b.ends_with(|c: char| !c.is_alphanumeric()))
    };
    ends_in(&title) || ends_in(without_copy(&title))
}

/// A name without ` (2)`, ` 2` or `-2` at its end.
fn without_copy(name: &str) -> &str {
    let inner = name.strip_suffix(')').unwrap_or(name);
    let base = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_copy = (1..=2).contains(&(inner.len() - base.len())) && base.ends_with([' ', '-', '(']);
    if is_copy { base.trim_end_matches([' ', '-', '(']) } else { name }
}

/// Media beside a chat, and who sent what in all chats.
#[derive(Clone, Copy)]
pub(super) struct Media<'m> {
    pub(super) beside: &'m Originals,
    pub(super) senders: &'m Senders,
}

/// Whether a message is a position as the app writes it.
pub(super) fn is_shared_position(text: &str) -> bool {
    let location = shared(text).and_then(|shared| shared.location.ok());
    location.is_some_and(|location| location.source == LocationSource::Gps)
}

/// Whether a file is named so, or as a second download of one named so.
pub(super) fn is_copy_of(stem: &str, name: &str) -> bool {
    without_copy(stem) == name
}

/// What a message says of a place.
struct Shared {
    location: Result<Location, NoPoint>,
    place: Option<Place>,
}

fn shared(body: &str) -> Option<Shared> {
    let linked = map_link::in_text(body).map(|linked| (linked, linked.location()));
    // Most links to a map give a number of a place only.
    if let Some((linked, location)) = linked.filter(|(_, location)| *location != Err(NoPoint::Missing)) {
        let label = bare(linked.before);
        // A shared position is a label and a link; a link among words was pasted.
        let is_shared = label.ends_with(':')
            && !label.contains('\n')
            && linked.link.contains(MAP_LINK)
            && bare(linked.after).is_empty();
        let location = location.map(|l| if is_shared { Location { source: LocationSource::Gps, ..l } } else { l });
        return Some(Shared { location, place: None });
    }
    let (before, _) = body.split_once(PLACE_LINK)?;
    let name = bare(before).trim_end_matches(':').trim_end();
    let (name, address) = match name.strip_suffix(')').and_then(|n| n.split_once(" (")) {
        Some((name, address)) => (name, Some(address)),
        None => (name, None),
    };
    let mut place = Place::named(bare(name).replace('\n', ", "));
    place.address = address.map(|a| bare(a).replace('\n', ", ").into());
    let place = (!place.name.is_empty()).then_some(place);
    Some(Shared { location: Err(NoPoint::Missing), place })
}

impl Chat<'_> {
    /// Reads its places; `own` is the name of the one who exported it, if it can be told.
    pub(super) fn read(
        &self,
        cx: &mut ImportCx<'_>,
        id: EntryId,
        own: Option<&str>,
        account: AccountId,
        media: Media<'_>,
    ) -> Result<(), ImportError> {
        let order = order_of(self.messages.iter().map(|m| m.line.date), header::FIRST_YEAR).or(cx.hints().dates);
        let mut skipped: BTreeMap<&'static str, u64> = BTreeMap::new();
        let mut unclear: BTreeMap<&str, u64> = BTreeMap::new();
        let mut undated = 0_u64;
        for (i, message) in self.messages.iter().enumerate() {
            if i % 1024 == 0 {
                cx.check()?;
            }
            let read = match item(message, own, order) {
                Err(NO_PLACE) => original(cx, message, own, order, media),
                read => read,
            };
            match read {
                Ok(mut item) => {
                    (item.account, item.origin) = (Some(account), Origin::new(id.0, i as u64));
                    undated += u64::from(item.time.is_none());
                    cx.item(item);
                }
                Err(why) => {
                    *skipped.entry(why).or_default() += 1;
                    if let Some(name) = message.line.name.filter(|_| why == UNCLEAR) {
                        *unclear.entry(name).or_default() += 1;
                    }
                }
            }
        }
        for (why, count) in skipped {
            cx.skip(why, count);
        }
        ask_who(cx, id, unclear, UNCLEAR);
        if undated > 0 && order.is_none() {
            cx.warn("Whether the day or the month comes first in its dates cannot be told, so its messages have no time", Some(id));
            cx.ask(id, Ask::DateOrder, undated);
        }
        let count = self.messages.len();
        cx.done(id, if count == 1 { "1 message".to_owned() } else { format!("{count} messages") });
        Ok(())
    }
}

fn item(message: &Message<'_>, own: Option<&str>, order: Option<Order>) -> Result<Item, &'static str> {
    let Some(name) = message.line.name else { return Err(SYSTEM) };
    let shared = shared(&message.body).ok_or(NO_PLACE)?;
    match own {
        Some(own) if own == name => {}
        Some(_) => return Err(OF_OTHERS),
        None => return Err(UNCLEAR),
    }
    if shared.place.is_none() && let Err(why) = shared.location {
        return Err(why.reason());
    }
    let mut item = blank(message, order);
    // A position may have been picked on the map, or a link pasted: neither says where somebody was.
    item.location = shared.location.ok();
    item.place = shared.place;
    let is_pasted = item.location.is_some_and(|l| l.source == LocationSource::Text);
    item.text = is_pasted.then(|| bare(&message.body).into());
    Ok(item)
}

/// A picture or video that went with a message. One sent as a document keeps its position, for everyone in the chat.
fn original(
    cx: &mut ImportCx<'_>,
    message: &Message<'_>,
    own: Option<&str>,
    order: Option<Order>,
    media: Media<'_>,
) -> Result<Item, &'static str> {
    let sender = message.line.name.ok_or(NO_PLACE)?;
    let name = name_in(&message.body).ok_or(NO_PLACE)?;
    let file = media.beside.get(name).ok_or(NO_PLACE)?;
    let is_several = media.senders.are_several(file);
    if let Some(own) = own && (own != sender || is_several) {
        let why = if own == sender { FILE_OF_SEVERAL } else { FILE_OF_OTHERS };
        cx.ignore(file, if is_several { FILE_OF_SEVERAL } else { why });
        return Err(why);
    }
    let location = originals::position(cx, file, own.is_none().then_some(FILE_UNCLEAR)).ok_or(NO_PLACE)?;
    if own.is_none() {
        return Err(UNCLEAR);
    }
    let mut item = blank(message, order);
    item.location = Some(location);
    item.text = caption(&message.body, name);
    item.media = vec![medium::reference(cx, file)];
    Ok(item)
}

/// A message to the chat.
fn blank(message: &Message<'_>, order: Option<Order>) -> Item {
    let audience = AudienceClaim::Own(Audience::Custom, Evidence::Recorded, &TO_CHAT);
    let tagged = Claim::no(Evidence::Recorded, &NO_PLACES);
    let mut item = Item::new(ID, ItemKind::Message, audience, Life::Live, tagged, Origin::new(0, 0));
    let at = order.and_then(|order| message.line.at(order));
    // The clock of a phone in a zone that the text does not name: good for the day.
    item.set_zoned_time(at.and_then(|at| Some(at.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp())), false);
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str, title: &str) -> Option<String> {
        let chat = Chat::of(text);
        chat.own_name(&[title], &Hints::default()).or_else(|| chat.who_deleted()).map(str::to_owned)
    }

    #[test]
    fn the_one_who_exported_is_told_only_between_two() {
        let two = "[01.12.20, 12:00:00] Olga W: hi\n[01.12.20, 12:01:00] Nora: ho";
        assert_eq!(own(two, "WhatsApp Chat - Olga W").as_deref(), Some("Nora"));
        assert_eq!(own(two, "WhatsApp Chat - Wandern"), None);
        assert_eq!(own(&format!("{two}\n[01.12.20, 12:02:00] Ana: hm"), "WhatsApp Chat - Olga W"), None);
        let others = ["whatsapp chat - olga w", "WHATSAPP CHAT WITH OLGA W", "WhatsApp_Chat_with_Olga_W", "WhatsApp Chat - Olga W (2)", "WhatsApp Chat - Olga W_2"];
        for title in others {
            assert_eq!(own(two, title).as_deref(), Some("Nora"), "{title}");
        }
        assert_eq!(own(two, "WhatsApp Chat - Volga W"), None);
        let group = "[01.12.20, 12:00:00] Wandern: \u{200e}Messages are encrypted\n[01.12.20, 12:01:00] Olga: ho";
        assert_eq!(own(group, "WhatsApp Chat - Wandern"), None, "a group is no person");
    }

    #[test]
    fn the_one_who_exported_a_group_is_told_by_a_message_deleted_another_chat_or_the_user() {
        let group = "1/12/20, 12:00 - Nora: hi\n1/12/20, 12:01 - Olga: ho\n1/12/20, 12:02 - Ana: hm";
        let deleted = |who: &str, text: &str| format!("{group}\n1/12/20, 12:03 - {who}: {text}");
        for text in ["You deleted this message", "\u{200e}Du hast diese Nachricht gelöscht."] {
            assert_eq!(own(&deleted("Nora", text), "Wandern").as_deref(), Some("Nora"), "{text}");
        }
        assert_eq!(own(&deleted("Nora", "This message was deleted"), "Wandern"), None);
        assert_eq!(own(&deleted("Nora", "He wrote: you deleted this message"), "Wandern"), None);
        let both = deleted("Nora", "You deleted this message") + "\n1/12/20, 12:04 - Ana: You deleted this message";
        assert_eq!(own(&both, "Wandern"), None, "somebody typed it");
        let chat = Chat::of(group);
        let hints = |names: &[&str]| Hints { names: names.iter().map(|n| (*n).into()).collect(), dates: None };
        assert_eq!(chat.own_name(&[], &hints(&["OLGA", "Mia"])), Some("Olga"));
        assert_eq!(chat.own_name(&[], &hints(&["Olga", "Nora"])), None, "two people of one chat");
        let owners = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(chat.one_of(&owners(&["Nora"])), Some("Nora"));
        assert_eq!(chat.one_of(&owners(&["Mia"])), None);
        assert_eq!(chat.one_of(&owners(&["Nora", "Mia"])), None, "chats of two phones");
        assert_eq!(own(&deleted("Olga", "you deleted this message"), "Wandern"), None, "typed");
        let marked = deleted("Olga", "You deleted this message") + "\n1/12/20, 12:05 - Ana: \u{200e}image omitted";
        assert_eq!(own(&marked, "Wandern"), None, "typed, where the app marks its own texts");
    }

    #[test]
    fn a_link_among_words_was_pasted() {
        let source = |body| shared(body).unwrap().location.unwrap().source;
        assert_eq!(source("\u{200e}Ubicación: https://maps.google.com/?q=51.513767,-0.098266"), LocationSource::Gps);
        assert_eq!(source("let us meet https://maps.google.com/?q=51.5,-0.09 at six"), LocationSource::Text);
        assert_eq!(source("https://maps.google.com/?q=51.5,-0.09"), LocationSource::Text);
        let view = "Nice hotel: https://www.google.com/maps/place/Hotel/@50.5,2.25,15z";
        assert_eq!(source(view), LocationSource::Text, "the middle of a map that was looked at");
    }

    #[test]
    fn a_place_has_a_name_and_an_address_but_no_position() {
        let found = shared("\u{200e}British Library (96 Euston Rd, London): https://foursquare.com/v/4ac5").unwrap();
        let place = found.place.unwrap();
        assert_eq!((&*place.name, place.address.as_deref()), ("British Library", Some("96 Euston Rd, London")));
        assert!(found.location.is_err());
    }
}
