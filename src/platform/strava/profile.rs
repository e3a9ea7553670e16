//! `profile.csv`: name and town of the account.

use super::rules::{NO_TOWN_SEARCH, TOWN};
use super::{Export, ID, Owner};
use crate::archive::EntryId;
use crate::model::{Account, Audience, Claim, Evidence, ItemKind, Origin, Place, ProfileFact, ProfileField};
use crate::platform::ImportCx;
use crate::platform::support::privacy::Privacy;
use crate::platform::support::table::Table;

/// Adds the account. Columns stand in the same order in every language.
pub(super) fn read(cx: &mut ImportCx<'_>, export: &Export) -> Owner {
    let facts = export.file("profile.csv").and_then(|id| read_profile(cx, id));
    let Some((handle, profile)) = facts else { return Owner(None) };
    let town = profile.iter().find(|fact| fact.field == ProfileField::HomeCity).map(|f| (f.value.clone(), f.origin));
    let account =
        Account { platform: ID, handle, private_now: None, periods: Vec::new(), profile, created: None, exported: None };
    let owner = Owner(Some(cx.account(account)));
    if let Some((town, origin)) = town {
        let tagged = Claim::no(Evidence::Likely, &NO_TOWN_SEARCH);
        let privacy = Privacy::shared(Audience::Unknown, Evidence::Missing, &TOWN, tagged);
        let mut item = privacy.item(ID, ItemKind::AccountPlace, origin);
        item.account = owner.0;
        item.place = Some(Place::named(town));
        cx.item(item);
    }
    owner
}

fn read_profile(cx: &mut ImportCx<'_>, id: EntryId) -> Option<(Box<str>, Vec<ProfileFact>)> {
    let bytes = cx.read(id)?;
    let mut table = match Table::open(&bytes) {
        Ok(table) => table,
        Err(why) => {
            cx.fail(id, why.0);
            return None;
        }
    };
    let columns = [
        ("first name", 2),
        ("last name", 3),
        ("description", 5),
        ("city", 7),
        ("state", 8),
        ("country", 9),
    ]
    .map(|(name, place)| table.column(&[name]).unwrap_or(place));
    let Some(Ok(row)) = table.next_row() else {
        cx.fail(id, "no row in it");
        return None;
    };
    let [first, last, bio, city, state, country] = columns.map(|column| row.text(Some(column)).map(|t| t.to_string()));
    let joined = |parts: [Option<String>; 3], between: &str| {
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(between))
    };
    let name = joined([first, last, None], " ");
    let fields = [
        (ProfileField::Name, name.clone()),
        (ProfileField::Bio, bio),
        (ProfileField::HomeCity, joined([city, state, country], ", ")),
    ];
    let fact = |(field, value): (ProfileField, Option<String>)| {
        Some(ProfileFact { field, value: value?.into(), since: None, origin: Origin::new(id.0, 0) })
    };
    let facts: Vec<ProfileFact> = fields.into_iter().filter_map(fact).collect();
    cx.fact(facts.len() as u64);
    cx.done(id, "name and town of the account");
    Some((name.unwrap_or_default().into(), facts))
}
