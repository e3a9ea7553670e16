//! Whose export it is and when it was made, as far as the archive says.

use jiff::Timestamp;

use super::record::{self, boxed};
use super::{GOOGLE, recognise};
use crate::archive::EntryId;
use crate::model::{Account, ProfileFact, ProfileField};
use crate::platform::support::json_raw::Raw;
use crate::platform::{ImportCx, Recognition};

/// When the export was made: Google puts it into the names of the files, `takeout-20240516T230250Z-003`.
fn exported(found: &Recognition, cx: &ImportCx<'_>) -> Option<Timestamp> {
    let containers = cx.source().containers();
    let names = found.roots.iter().flat_map(|root| {
        let container = containers.get(usize::from(root.container)).map(|c| &*c.name);
        root.folder.split('/').chain(container)
    });
    names.filter(|name| recognise::is_takeout_name(name)).filter_map(|name| name.get(8..24)?.to_ascii_uppercase().parse().ok()).max()
}

/// Adds the account, when the archive says anything of it, and gives it to the items read since `first_item`.
/// Videos on `YouTube` stand under the name of a channel, which need not be that of the account.
pub(super) fn add(cx: &mut ImportCx<'_>, found: &Recognition, profile: Option<EntryId>, first_item: usize) {
    let exported = exported(found, cx);
    let profile = profile.and_then(|id| read_profile(cx, id));
    if exported.is_none() && profile.is_none() {
        return;
    }
    let (handle, profile) = profile.unwrap_or_default();
    let account =
        Account { platform: GOOGLE, handle, private_now: None, periods: Vec::new(), profile, created: None, exported };
    let id = cx.account(account);
    for item in cx.items_mut().iter_mut().skip(first_item).filter(|item| item.platform == GOOGLE) {
        item.account = Some(id);
    }
}

/// Address and name from `Profile.json`.
fn read_profile(cx: &mut ImportCx<'_>, id: EntryId) -> Option<(Box<str>, Vec<ProfileFact>)> {
    let bytes = cx.read(id)?;
    let raw = Raw::new(&bytes);
    if !raw.is_valid() {
        cx.fail(id, super::CUT_OFF);
        return None;
    }
    let [name, shown, emails] = raw.pick(["name", "displayName", "emails"]);
    let address = emails.and_then(|all| boxed(all.items().next()?.get("value")));
    let name = boxed(shown).or_else(|| boxed(name?.get("formattedName")));
    let fact = |value| ProfileFact { field: ProfileField::Name, value, since: None, origin: record::origin(id, 0) };
    let facts: Vec<ProfileFact> = name.map(fact).into_iter().collect();
    cx.fact(u64::from(address.is_some()) + facts.len() as u64);
    cx.done(id, "name and address of the account");
    Some((address.unwrap_or_default(), facts))
}
