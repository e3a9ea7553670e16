//! `account.json`: who it is, where from, and logins with their country; `user_profile.json`: countries.

use jiff::Timestamp;
use serde_json::Value;

use super::{SNAPCHAT, rules};
use crate::archive::EntryId;
use crate::model::{Evidence, ItemKind, Origin, Place, ProfileFact, ProfileField};
use crate::platform::support::kept::ip_text;
use crate::platform::support::moment::{self, Clock};
use crate::platform::support::privacy::Privacy;
use crate::platform::support::records::{joined, read_tree, text_of};
use crate::platform::{ImportCx, ImportError};

const PRIVATE: Privacy = Privacy::private(Evidence::Recorded, &rules::LOGINS);
const COUNTRY: Privacy = Privacy::private(Evidence::Recorded, &rules::COUNTRY);

/// Whose export it is.
#[derive(Default)]
pub(super) struct Owner {
    /// User name.
    pub(super) handle: Box<str>,
    /// Name.
    pub(super) profile: Vec<ProfileFact>,
    /// When the account was opened; UTC.
    pub(super) created: Option<Timestamp>,
}

/// Reads the file. `None` when it could not be read.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId) -> Result<Option<Owner>, ImportError> {
    let Some(tree) = read_tree(cx, id) else { return Ok(None) };
    let basic = tree.get("Basic Information").unwrap_or(&Value::Null);
    let fact = |value: &str| ProfileFact {
        field: ProfileField::Name,
        value: value.into(),
        since: None,
        origin: Origin::new(id.0, 0),
    };
    let owner = Owner {
        handle: text_of(basic, "Username").unwrap_or_default().into(),
        profile: text_of(basic, "Name").map(fact).into_iter().collect(),
        created: text_of(basic, "Creation Date").and_then(|t| moment::read(t, Clock::Local)).map(|m| m.time),
    };
    cx.fact(u64::from(!owner.handle.is_empty()) + owner.profile.len() as u64);
    if let Some(ip) = text_of(basic, "Registration IP").and_then(ip_text) {
        let mut item = PRIVATE.item(SNAPCHAT, ItemKind::Login, Origin::new(id.0, 0));
        item.set_time(owner.created);
        item.text = Some(format!("{ip}, when the account was opened").into());
        cx.item(item);
    }
    country(cx, text_of(basic, "Country"), "Country of the account", Origin::new(id.0, 0));
    let logins = tree.get("Login History").and_then(Value::as_array).into_iter().flatten();
    for (i, login) in logins.enumerate() {
        if i % 256 == 0 {
            cx.check()?;
        }
        let mut item = PRIVATE.item(SNAPCHAT, ItemKind::Login, Origin::new(id.0, i as u64 + 1));
        moment::set_text(&mut item, text_of(login, "Created"), Clock::Local, None);
        item.text = joined(["Country", "Status", "Device"].map(|key| text_of(login, key)));
        if item.time.is_none() && item.text.is_none() {
            cx.skip("a login without time and country", 1);
        } else {
            cx.item(item);
        }
    }
    cx.done(id, "account and logins");
    Ok(Some(owner))
}

/// Reads `user_profile.json`, for the countries in it.
pub(super) fn read_profile(cx: &mut ImportCx<'_>, id: EntryId) {
    let Some(tree) = read_tree(cx, id) else { return };
    let profile = tree.get("App Profile").unwrap_or(&Value::Null);
    let fields = [
        ("Country", "Country of the account"),
        ("Account Creation Country", "Country in which the account was opened"),
    ];
    for (key, text) in fields {
        country(cx, text_of(profile, key), text, Origin::new(id.0, 0));
    }
    cx.done(id, "the profile, for the countries in it");
}

fn country(cx: &mut ImportCx<'_>, name: Option<&str>, text: &str, origin: Origin) {
    let Some(name) = name else { return };
    let mut item = COUNTRY.item(SNAPCHAT, ItemKind::AccountPlace, origin);
    item.place = Some(Place::named(name));
    item.text = Some(text.into());
    cx.item(item);
}
