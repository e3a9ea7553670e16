//! Tinder: the last position, the position travelled to, town and address in `data.json`.
//!
//! Other people are shown a distance, never a position. Layout as described by parsers of 2021–23.

use serde_json::Value;

use super::support::kept::{blank_account, ip_text, kept};
use super::support::records::{joined, text_of};
use super::support::moment::{self, Clock};
use super::support::{coord, meta_json};
use super::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{Entry, EntryId, Source, real_entries};
use crate::model::{
    AccountId, Evidence, Item, ItemKind, Location, LocationSource, Origin, Place, PlatformId, Rule,
};

/// The adapter.
pub(super) struct Tinder;

const ID: PlatformId = PlatformId("tinder");

static KEPT_BY_TINDER: Rule = Rule {
    id: "tinder.kept",
    text: "Tinder keeps this position; other people are shown a distance only",
    source: "User in data.json",
};

const GUIDES: &[Guide] = &[Guide {
    title: "Tinder",
    hint: "data.json",
    steps: &[
        "On account.gotinder.com choose Download my data",
        "Open the zip from the mail that follows",
    ],
    in_short: "on account.gotinder.com choose Download my data",
}];

/// Bytes of a file looked at.
const HEAD: usize = 64 << 10;

fn is_export(source: &dyn Source, id: EntryId, entry: &Entry) -> bool {
    if entry.lower_name() != "data.json" {
        return false;
    }
    let Ok(head) = source.head(id, HEAD) else { return false };
    let head = String::from_utf8_lossy(&head);
    let has = |key: &str| head.contains(&format!("\"{key}\""));
    has("Usage") && (has("app_opens") || has("swipes_likes")) || has("User") && has("pos") && (has("age_filter_min") || has("Usage"))
}

fn exports(source: &dyn Source) -> Vec<EntryId> {
    real_entries(source).filter(|(id, e)| is_export(source, *id, e)).map(|(id, _)| id).collect()
}

impl Platform for Tinder {
    fn id(&self) -> PlatformId {
        ID
    }

    fn name(&self) -> &'static str {
        "Tinder"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let exports = exports(source);
        let first = source.entry(*exports.first()?);
        let root = |e: &Entry| ExportRoot { container: e.container, folder: e.path.clone() };
        Some(Recognition {
            roots: exports.iter().map(|id| root(source.entry(*id))).collect(),
            layout: "data.json".into(),
            because: first.path.clone(),
            missing: Vec::new(),
        })
    }

    fn import(&self, _found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for id in exports(cx.source()) {
            cx.check()?;
            let account = cx.account(blank_account(ID));
            let Some(value) = cx.read_json(id) else { continue };
            match value.get("User").filter(|user| user.is_object()) {
                Some(user) => read_user(cx, user, Kept { account, file: id }),
                None => cx.skip("a record without anything known in it", 1),
            }
            cx.done(id, "positions kept of the account");
        }
        Ok(())
    }
}

/// Whose and where what is kept was read.
#[derive(Clone, Copy)]
struct Kept {
    account: AccountId,
    file: EntryId,
}

impl Kept {
    fn item(self, kind: ItemKind) -> Item {
        let mut item = kept(ID, kind, &KEPT_BY_TINDER, Origin::new(self.file.0, 0));
        item.account = Some(self.account);
        item
    }
}

fn read_user(cx: &mut ImportCx<'_>, user: &Value, of: Kept) {
    let positions = [
        ("pos", ItemKind::DeviceLocation, LocationSource::Gps, None),
        ("travel_pos", ItemKind::AccountPlace, LocationSource::PlaceTag, Some("A position chosen for travelling")),
    ];
    for (field, kind, source, text) in positions {
        let Some(pos) = user.get(field).filter(|p| p.is_object()) else { continue };
        let number = |key: &str| pos.get(key).and_then(meta_json::number);
        match coord::degrees(number("lat"), number("lon")) {
            Ok(point) => {
                let mut item = of.item(kind);
                item.set_time(pos.get("at").and_then(Value::as_str).and_then(taken_at));
                let evidence = Evidence::Recorded;
                item.location = Some(Location::at(point, source, evidence));
                item.text = text.map(Into::into);
                cx.item(item);
            }
            Err(why) => cx.skip(why.reason(), 1),
        }
    }
    for place in user.get("travel_location_info").and_then(Value::as_array).into_iter().flatten() {
        travel_place(cx, place, of);
    }
    let city = user.get("city").and_then(|c| c.as_str().or_else(|| c.get("name")?.as_str()));
    if let Some(city) = city.map(str::trim).filter(|c| !c.is_empty()) {
        let mut item = of.item(ItemKind::AccountPlace);
        item.place = Some(Place::named(city));
        cx.item(item);
    }
    if let Some(ip) = user.get("ip_address").and_then(Value::as_str).and_then(ip_text) {
        let mut item = of.item(ItemKind::Login);
        item.text = Some(ip);
        cx.item(item);
    }
}

/// A place chosen for travelling, by its name from small to large, each part a text or an object with one.
fn travel_place(cx: &mut ImportCx<'_>, info: &Value, of: Kept) {
    let part = |key: &str| {
        let part = info.get(key)?;
        ["long_name", "name", "short_name"].into_iter().find_map(|name| text_of(part, name)).or_else(|| part.as_str())
    };
    let town = part("locality").or_else(|| part("city"));
    let name = joined([town, part("administrative_area_level_1"), part("country")]);
    let number = |key: &str| info.get(key).and_then(meta_json::number);
    let point = coord::degrees(number("lat"), number("lon"));
    if point.is_err() && name.is_none() {
        return cx.skip("a place chosen for travelling, without anything known in it", 1);
    }
    let mut item = of.item(ItemKind::AccountPlace);
    item.flaw = coord::flaw(&point);
    item.location = point.ok().map(|point| Location::at(point, LocationSource::PlaceTag, Evidence::Recorded));
    item.place = name.map(Place::named);
    item.text = Some("A place chosen for travelling".into());
    cx.item(item);
}

/// `Fri, 01 Jan 2021 20:21:47 GMT`, or any other spelling of an instant.
fn taken_at(text: &str) -> Option<jiff::Timestamp> {
    moment::read(text, Clock::Utc).map(|spelled| spelled.time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_position_is_written_as_in_mail() {
        let at = |text| taken_at(text).map(|t| t.to_string());
        assert_eq!(at("Fri, 01 Jan 2021 20:21:47 GMT").as_deref(), Some("2021-01-01T20:21:47Z"));
        assert_eq!(at("2021-01-01T20:21:47.000Z").as_deref(), Some("2021-01-01T20:21:47Z"));
        assert_eq!(at("yesterday"), None);
    }
}
