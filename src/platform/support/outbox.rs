//! `outbox.json`, the posts of one account in the form that servers of the fediverse share.

use std::collections::{BTreeMap, BTreeSet};

use super::coord::{self, NoPoint};
use super::html;
use super::instant;
use super::json_raw::Raw;
use super::json_stream::{finish, read_pieces};
use super::kept::blank_account;
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::model::{
    AccountId, Audience, AudienceClaim, Claim, Evidence, GeoPoint, Item, ItemKind, Life, Location, LocationSource,
    MediaRef, Origin, Place, PlatformId, ProfileFact, ProfileField, Rule,
};
use crate::platform::{ExportRoot, ImportCx, ImportError, Recognition};

static PUBLIC: Rule = Rule {
    id: "outbox.public",
    text: "The post was addressed to everyone",
    source: "to and cc of the post in outbox.json",
};
static UNLISTED: Rule = Rule {
    id: "outbox.unlisted",
    text: "Anyone can read the post on the profile; it is left out of public listings",
    source: "to and cc of the post in outbox.json",
};
static FOLLOWERS: Rule = Rule {
    id: "outbox.followers",
    text: "The post was addressed to followers",
    source: "to and cc of the post in outbox.json",
};
static DIRECT: Rule = Rule {
    id: "outbox.direct",
    text: "The post was addressed to chosen people",
    source: "to and cc of the post in outbox.json",
};
static NOT_ADDRESSED: Rule = Rule {
    id: "outbox.not_addressed",
    text: "The export does not say to whom the post was addressed",
    source: "absence of to and cc from the post in outbox.json",
};
static PLACE: Rule =
    Rule { id: "outbox.place", text: "The post names a place", source: "location of the post in outbox.json" };
static PLACE_EMPTY: Rule = Rule {
    id: "outbox.no_place",
    text: "The post's field for a place is empty",
    source: "location of the post in outbox.json",
};
static PLACE_UNREADABLE: Rule = Rule {
    id: "outbox.place_unreadable",
    text: "The post's field for a place could not be read",
    source: "location of the post in outbox.json",
};

static PROFILE_FIELD: Rule = Rule {
    id: "outbox.profile_place",
    text: "Anyone can read the fields of a profile",
    source: "attachment of actor.json; how profiles are shown",
};
static NO_PROFILE_SEARCH: Rule = Rule {
    id: "outbox.no_profile_search",
    text: "A place written into a profile is a text that nobody finds by a map",
    source: "absence of a position in actor.json",
};

/// Names of a profile's field for where one lives, in small letters.
const PLACE_FIELDS: &[&str] = &[
    "location",
    "based in",
    "city",
    "town",
    "ort",
    "wohnort",
    "standort",
    "stadt",
    "lieu",
    "localisation",
    "ville",
    "ubicación",
    "lugar",
    "ciudad",
    "luogo",
    "posizione",
    "città",
    "localização",
    "cidade",
    "plaats",
    "locatie",
    "📍",
];
/// Fields of a profile looked at.
const MOST_FIELDS: usize = 64;

/// What tells one kind of server from another.
pub struct Server {
    /// The platform.
    pub platform: PlatformId,
    /// Whether the head of an outbox is of this kind.
    pub is_own: fn(&str) -> bool,
    /// What a post without a field for a place says about it.
    pub without_place: Claim,
}

/// Bytes of an outbox looked at.
const HEAD: usize = 32 << 10;

/// Files and folders of an export beside its outbox.
const BESIDE: &[&str] = &[
    "actor.json",
    "avatar.gif",
    "avatar.jpg",
    "avatar.png",
    "bookmarks.json",
    "header.gif",
    "header.jpg",
    "header.png",
    "likes.json",
    "media_attachments",
    "outbox.json",
];

fn outboxes(source: &dyn Source, server: &Server) -> Vec<EntryId> {
    let is_outbox = |id: EntryId, entry: &Entry| {
        let Ok(head) = source.head(id, HEAD) else { return false };
        let head = String::from_utf8_lossy(&head);
        entry.lower_name() == "outbox.json" && head.contains("\"OrderedCollection") && (server.is_own)(&head)
    };
    let named = real_entries(source).filter(|(_, e)| e.lower_name() == "outbox.json");
    named.filter(|(id, entry)| is_outbox(*id, entry)).map(|(id, _)| id).collect()
}

fn beside(entry: &Entry, name: &str) -> Box<str> {
    if entry.folder().is_empty() { name.into() } else { format!("{}/{name}", entry.folder()).into() }
}

/// Where there are exports of this kind of server.
pub fn recognise(source: &dyn Source, server: &Server) -> Option<Recognition> {
    let outboxes = outboxes(source, server);
    let first = source.entry(*outboxes.first()?);
    let mut roots = BTreeSet::new();
    for entry in outboxes.iter().map(|id| source.entry(*id)) {
        roots.extend(BESIDE.iter().map(|n| ExportRoot { container: entry.container, folder: beside(entry, n) }));
    }
    Some(Recognition {
        roots: roots.into_iter().collect(),
        layout: "outbox.json".into(),
        because: first.path.clone(),
        missing: Vec::new(),
    })
}

/// Reads the exports.
pub fn import(found: &Recognition, cx: &mut ImportCx<'_>, server: &Server) -> Result<(), ImportError> {
    let mut shown = BTreeSet::new();
    for id in outboxes(cx.source(), server) {
        cx.check()?;
        let account = account(cx, id, server);
        let media = media_beside(cx, id);
        let mut posts = Posts { server, account, media, file: id, count: 0, shown: &mut shown };
        let ending = read_pieces(cx, id, &["orderedItems"], |cx, piece| posts.read(cx, Raw::new(piece.bytes)))?;
        let count = posts.count;
        finish(cx, id, &ending, count, "posts");
    }
    for id in cx.entries_of(found) {
        if cx.is_unclaimed(id) {
            let why = if shown.contains(&id) {
                "picture or video of a post, shown with it"
            } else {
                "not about where you were"
            };
            cx.ignore(id, why);
        }
    }
    Ok(())
}

/// The account that `actor.json` beside the outbox describes.
fn account(cx: &mut ImportCx<'_>, outbox: EntryId, server: &Server) -> AccountId {
    let entry = cx.source().entry(outbox);
    let (container, path) = (entry.container, beside(entry, "actor.json").to_ascii_lowercase());
    let mut account = blank_account(server.platform);
    let actor =
        real_entries(cx.source()).find(|(_, e)| e.container == container && e.lower_path() == path).map(|(id, _)| id);
    if let Some(id) = actor
        && let Some(value) = cx.read_json(id)
    {
        let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str).filter(|t| !t.trim().is_empty());
        account.handle = text("preferredUsername").unwrap_or_default().into();
        account.created = text("published").and_then(instant::instant);
        let origin = Origin::new(id.0, 0);
        let mut fact = |field, value: Option<String>| {
            account.profile.extend(value.map(|v| ProfileFact { field, value: v.into(), since: None, origin }));
        };
        fact(ProfileField::Name, text("name").map(str::to_owned));
        fact(ProfileField::Bio, text("summary").map(html::words));
        let fields = value.get("attachment").and_then(serde_json::Value::as_array).into_iter().flatten();
        let places: Vec<String> = fields.take(MOST_FIELDS).filter_map(place_field).collect();
        for place in &places {
            fact(ProfileField::HomeCity, Some(place.clone()));
        }
        cx.fact(1);
        cx.done(id, "the account");
        let account = cx.account(account);
        for place in places {
            let audience = AudienceClaim::Own(Audience::Public, Evidence::Likely, &PROFILE_FIELD);
            let tagged = Claim::no(Evidence::Likely, &NO_PROFILE_SEARCH);
            let mut item = Item::new(server.platform, ItemKind::AccountPlace, audience, Life::Live, tagged, origin);
            item.account = Some(account);
            item.place = Some(Place::named(place));
            cx.item(item);
        }
        return account;
    }
    cx.account(account)
}

/// What a field of a profile says of where one lives.
fn place_field(field: &serde_json::Value) -> Option<String> {
    let text = |key: &str| field.get(key).and_then(serde_json::Value::as_str);
    let name = text("name")?.trim_matches(|c: char| c.is_whitespace() || c == ':').to_lowercase();
    let place = html::words(text("value")?);
    (PLACE_FIELDS.contains(&name.as_str()) && !place.is_empty()).then_some(place)
}

/// Files of the export by their path from the outbox's folder, in lower case.
fn media_beside(cx: &ImportCx<'_>, outbox: EntryId) -> BTreeMap<String, EntryId> {
    let home = cx.source().entry(outbox);
    let root = ExportRoot { container: home.container, folder: home.folder().into() };
    let inside = real_entries(cx.source()).filter(|(_, e)| root.contains(e.container, &e.path));
    let from_home =
        |e: &Entry| e.lower_path().get(home.folder().len()..).unwrap_or_default().trim_start_matches('/').to_owned();
    inside.map(|(id, e)| (from_home(e), id)).collect()
}

struct Posts<'s> {
    server: &'s Server,
    account: AccountId,
    media: BTreeMap<String, EntryId>,
    file: EntryId,
    count: u64,
    shown: &'s mut BTreeSet<EntryId>,
}

impl Posts<'_> {
    fn read(&mut self, cx: &mut ImportCx<'_>, activity: Raw<'_>) {
        self.count += 1;
        let [kind, object] = activity.pick(["type", "object"]);
        let kind = kind.map(Raw::token).unwrap_or_default();
        if kind == b"Announce" {
            return cx.skip("a boost of someone else's post", 1);
        }
        let Some(object) = object.filter(|o| kind == b"Create" && o.is_object()) else {
            return cx.skip("not a post", 1);
        };
        let item = self.item(cx, activity, object);
        cx.item(item);
    }

    fn item(&mut self, cx: &ImportCx<'_>, activity: Raw<'_>, object: Raw<'_>) -> Item {
        let fields = ["published", "content", "to", "cc", "attachment", "summary"];
        let [published, content, to, cc, attached, summary] = object.pick(fields);
        let [activity_published, activity_to, activity_cc] = activity.pick(["published", "to", "cc"]);
        let audience = if to.or(cc).is_some() { audience(to, cc) } else { audience(activity_to, activity_cc) };
        // `null` is told from absent: only the first says that there is no place.
        let place = object.fields().find(|(key, _)| *key == b"location").map(|(_, value)| value);
        let (point, place, tagged) = self.place(place);
        let origin = Origin::new(self.file.0, self.count - 1);
        let mut item = Item::new(self.server.platform, ItemKind::Post, audience, Life::Live, tagged, origin);
        item.account = Some(self.account);
        item.own_id = object.get("id").or_else(|| activity.get("id")).and_then(Raw::filled).map(|id| id.trim().into());
        let time = |raw: Option<Raw<'_>>| instant::instant(&raw?.text()?);
        item.set_time(time(published).or_else(|| time(activity_published)));
        let (source, evidence) = (LocationSource::PlaceTag, Evidence::Recorded);
        let location = point.ok().map(|point| Location::at(point, source, evidence));
        item.flaw = coord::flaw(&point);
        (item.location, item.public_location, item.place) = (location, location, place);
        let words = |raw: Option<Raw<'_>>| Some(html::words(&raw?.filled()?)).filter(|t| !t.is_empty());
        item.text = words(content).or_else(|| words(summary)).map(Into::into);
        item.media = attached.into_iter().flat_map(Raw::items).filter_map(|a| self.media(cx, a)).collect();
        item
    }

    /// A picture, whose address ends in its path inside the export.
    fn media(&mut self, cx: &ImportCx<'_>, attached: Raw<'_>) -> Option<MediaRef> {
        let url = attached.get("url")?.filled()?;
        let path = url.split_once("://").map_or(&*url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        let path = path.trim_start_matches('/');
        let file = self.media.get(&path.to_ascii_lowercase()).copied();
        self.shown.extend(file);
        let path = file.map_or_else(|| path.into(), |id| cx.source().entry(id).path.clone());
        Some(MediaRef { path, file: file.map(|id| id.0) })
    }

    /// The place of a post: its position, its name, and whether there is one.
    fn place(&self, raw: Option<Raw<'_>>) -> (Result<GeoPoint, NoPoint>, Option<Place>, Claim) {
        let Some(raw) = raw else { return (Err(NoPoint::Missing), None, self.server.without_place) };
        if raw.as_bytes() == b"null" {
            return (Err(NoPoint::Missing), None, Claim::no(Evidence::Recorded, &PLACE_EMPTY));
        }
        let [name, lat, lon, country] = raw.pick(["name", "latitude", "longitude", "country"]);
        let point = coord::pair(lat, lon);
        let mut place = name.and_then(Raw::filled).map(|name| Place::named(name.trim()));
        if let Some(place) = &mut place {
            place.address = country.and_then(Raw::filled).map(|c| c.trim().into());
        }
        let says_something = point.is_ok() || place.is_some();
        let tagged =
            if says_something { Claim::yes(Evidence::Recorded, &PLACE) } else { Claim::unknown(&PLACE_UNREADABLE) };
        (point, place, tagged)
    }
}

/// Addresses: one as text, or several as a list.
fn addresses(raw: Option<Raw<'_>>) -> Vec<String> {
    let Some(raw) = raw else { return Vec::new() };
    let one = raw.text().map(std::borrow::Cow::into_owned);
    one.into_iter().chain(raw.items().filter_map(|r| r.text().map(std::borrow::Cow::into_owned))).collect()
}

fn audience(to: Option<Raw<'_>>, cc: Option<Raw<'_>>) -> AudienceClaim {
    let own = |audience, rule| AudienceClaim::Own(audience, Evidence::Recorded, rule);
    let (to, cc) = (addresses(to), addresses(cc));
    let to_all = |all: &[String]| {
        all.iter()
            .any(|a| matches!(a.as_str(), "https://www.w3.org/ns/activitystreams#Public" | "as:Public" | "Public"))
    };
    let to_followers = |all: &[String]| all.iter().any(|a| a.ends_with("/followers"));
    if to_all(&to) {
        own(Audience::Public, &PUBLIC)
    } else if to_all(&cc) {
        own(Audience::Public, &UNLISTED)
    } else if to_followers(&to) || to_followers(&cc) {
        own(Audience::Followers, &FOLLOWERS)
    } else if to.is_empty() && cc.is_empty() {
        AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &NOT_ADDRESSED)
    } else {
        own(Audience::Custom, &DIRECT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(to: &str, cc: &str) -> (Audience, &'static str) {
        match audience(Some(Raw::new(to.as_bytes())), Some(Raw::new(cc.as_bytes()))) {
            AudienceClaim::Own(audience, _, rule) => (audience, rule.id),
            _ => unreachable!(),
        }
    }

    #[test]
    fn the_addresses_tell_who_can_see_a_post() {
        let all = r#""https://www.w3.org/ns/activitystreams#Public""#;
        let followers = r#"["https://m.example/users/nora/followers"]"#;
        assert_eq!(who(all, followers), (Audience::Public, "outbox.public"));
        assert_eq!(who(r#"["as:Public"]"#, "[]"), (Audience::Public, "outbox.public"));
        assert_eq!(who(followers, all), (Audience::Public, "outbox.unlisted"));
        assert_eq!(who(followers, "[]"), (Audience::Followers, "outbox.followers"));
        assert_eq!(who(r#"["https://m.example/users/olga"]"#, "[]"), (Audience::Custom, "outbox.direct"));
        assert_eq!(who("[]", "null"), (Audience::Unknown, "outbox.not_addressed"));
    }
}
