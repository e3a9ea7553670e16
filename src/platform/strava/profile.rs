//! `profile.csv` and `privacy_zones.csv`.

use super::rules::ZONE;
use super::{Export, ID, Owner};
use crate::archive::EntryId;
use crate::model::{
    Account, Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Origin, Place, ProfileFact, ProfileField,
};
use crate::platform::ImportCx;
use crate::platform::support::table::Table;

/// Adds the account. Columns stand in the same order in every language.
pub(super) fn read(cx: &mut ImportCx<'_>, export: &Export) -> Owner {
    let facts = export.file("profile.csv").and_then(|id| read_profile(cx, id));
    let Some((handle, profile)) = facts else { return Owner(None) };
    let account =
        Account { platform: ID, handle, private_now: None, periods: Vec::new(), profile, created: None, exported: None };
    Owner(Some(cx.account(account)))
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

/// Keeps each privacy zone as a place of the account, without a position: the export gives an address only.
/// Gives the largest radius in metres, or `None` without zones.
pub(super) fn read_zones(cx: &mut ImportCx<'_>, export: &Export, owner: Owner) -> Option<f64> {
    let id = export.file("privacy_zones.csv")?;
    let bytes = cx.read(id)?;
    let mut table = match Table::open(&bytes) {
        Ok(table) => table,
        Err(why) => {
            cx.fail(id, why.0);
            return None;
        }
    };
    let (address, radius) = (table.column(&["address"]).unwrap_or(0), table.column(&["radius"]).unwrap_or(1));
    let mut largest: Option<f64> = None;
    let mut count = 0_u64;
    while let Some(Ok(row)) = table.next_row() {
        if row.is_blank() {
            continue;
        }
        let words = row.text(Some(radius));
        let reach = words.as_ref().and_then(|words| metres(words));
        largest = reach.into_iter().chain(largest).reduce(f64::max);
        let audience = AudienceClaim::Own(Audience::OnlyMe, Evidence::Recorded, &ZONE);
        let life = Life::NeverPublished { evidence: Evidence::Recorded, rule: &ZONE };
        let tagged = Claim::no(Evidence::Recorded, &ZONE);
        let origin = Origin::new(id.0, row.number);
        let mut item = Item::new(ID, ItemKind::AccountPlace, audience, life, tagged, origin);
        item.account = owner.0;
        let address = row.text(Some(address)).map(|a| Box::<str>::from(&*a));
        item.place = Some(Place { address, ..Place::named("Privacy zone") });
        item.text = words.map(|words| format!("Hidden within {words}").into());
        cx.item(item);
        count += 1;
    }
    cx.done(id, format!("{count} privacy zone{}", if count == 1 { "" } else { "s" }));
    (count > 0).then(|| largest.unwrap_or(LARGEST_ZONE_METRES))
}

/// The largest radius that Strava offers, one mile; taken when a zone's own is not understood.
const LARGEST_ZONE_METRES: f64 = 1_609.0;

/// Metres from `0.4 km`, `0,4 km`, `200 m`, `1/4 mi`.
fn metres(words: &str) -> Option<f64> {
    let words = words.trim().to_lowercase();
    let end = words.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '/')).unwrap_or(words.len());
    let (number, unit) = words.split_at(end);
    let parse = |text: &str| text.replace(',', ".").parse::<f64>().ok();
    let number = match number.split_once('/') {
        Some((above, below)) => parse(above)? / parse(below)?,
        None => parse(number)?,
    };
    let unit = match unit.trim() {
        "km" | "kilometers" | "kilometres" => 1_000.0,
        "m" | "meters" | "metres" | "" => 1.0,
        unit if unit.starts_with("mi") => 1_609.344,
        _ => return None,
    };
    Some(number * unit).filter(|metres| metres.is_finite() && *metres > 0.0)
}

#[cfg(test)]
mod tests {
    use super::metres;

    #[test]
    fn radii_are_read_in_every_unit() {
        let close = |words: &str, expected: f64| assert!((metres(words).unwrap() - expected).abs() < 0.5, "{words}");
        close("0.4 km", 400.0);
        close("0,4 km", 400.0);
        close("200 m", 200.0);
        close("1/4 mi", 402.0);
        close("1/8 mile", 201.0);
        for none in ["", "far", "1/0 km", "0 m"] {
            assert_eq!(metres(none), None, "{none}");
        }
    }
}
