//! `account.json`: who it is, and logins with their country.

use jiff::Timestamp;
use serde_json::Value;

use super::{SNAPCHAT, rules};
use crate::archive::EntryId;
use crate::model::{Evidence, ItemKind, Origin, ProfileFact, ProfileField};
use crate::platform::support::moment::{self, Clock};
use crate::platform::support::privacy::Privacy;
use crate::platform::support::records::{joined, read_tree, text_of};
use crate::platform::{ImportCx, ImportError};

const PRIVATE: Privacy = Privacy::private(Evidence::Recorded, &rules::LOGINS);

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
    let logins = tree.get("Login History").and_then(Value::as_array).into_iter().flatten();
    for (i, login) in logins.enumerate() {
        if i % 256 == 0 {
            cx.check()?;
        }
        let mut item = PRIVATE.item(SNAPCHAT, ItemKind::Login, Origin::new(id.0, i as u64 + 1));
        let created = text_of(login, "Created").and_then(|text| moment::read(text, Clock::Local));
        moment::set_time(&mut item, created);
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
