//! Live broadcasts of the years with Periscope, `periscope-broadcast-metadata.js`.
//!
//! Fields as the README of the archives of 2021–23 describes them; it does not say who could watch.

use super::export::Role;
use super::import::what;
use super::record::moment;
use super::{ID, rules};
use crate::archive::EntryId;
use crate::model::{
    AccountId, Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, Origin, Place,
};
use crate::platform::support::coord::{self, NoPoint};
use crate::platform::support::json_raw::Raw;
use crate::platform::support::json_stream::{finish, read_script};
use crate::platform::support::records::{joined, keep};
use crate::platform::{ImportCx, ImportError};

/// Reads the file.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId, account: AccountId) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let ending = read_script(cx, id, &[], |cx, piece| {
        count += 1;
        keep(cx, broadcast(Raw::new(piece.bytes), account, Origin::new(id.0, count - 1)));
    })?;
    finish(cx, id, &ending, count, what(Role::Broadcasts));
    Ok(())
}

fn broadcast(raw: Raw<'_>, account: AccountId, origin: Origin) -> Result<Item, &'static str> {
    let raw = raw.get("periscopeBroadcastMetadata").filter(|b| b.is_object()).unwrap_or(raw);
    let fields = ["id", "hasLocation", "latitude", "longitude", "city", "country", "createdAt"];
    let [id, has_location, lat, lon, city, country, created] = raw.pick(fields);
    let time = moment(created);
    if time.is_none() && id.is_none() {
        return Err("a record without anything known in it");
    }
    let point = coord::pair(lat, lon);
    let text = |field: Option<Raw<'_>>| field.and_then(Raw::filled).map(std::borrow::Cow::into_owned);
    let name = joined([text(city).as_deref(), text(country).as_deref()]);
    let has_place = point.is_ok() || name.is_some();
    let tagged = match has_location.map(Raw::token) {
        Some(b"true") if has_place => Claim::yes(Evidence::Likely, &rules::BROADCAST_PLACE),
        Some(b"false") => Claim::no(Evidence::Recorded, &rules::BROADCAST_WITHOUT_PLACE),
        _ => Claim::unknown(&rules::BROADCAST_PLACE_UNTOLD),
    };
    let audience = AudienceClaim::Own(Audience::Unknown, Evidence::Missing, &rules::BROADCAST_AUDIENCE);
    let life = Life::PerhapsGone { rule: &rules::BROADCAST_LIFETIME };
    let mut item = Item::new(ID, ItemKind::Video, audience, life, tagged, origin);
    item.account = Some(account);
    item.set_time(time);
    // A broadcast without a place has zeros for one.
    let is_silent = tagged.holds == Some(false) && point == Err(NoPoint::Zero);
    item.flaw = coord::flaw(&point).filter(|_| !is_silent);
    item.location = point.ok().map(|point| Location::at(point, LocationSource::Gps, Evidence::Recorded));
    // How finely the map of broadcasts showed it was the person's choice, which is not recorded.
    item.place = name.map(Place::named);
    item.text = Some("Live broadcast".into());
    Ok(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Item {
        broadcast(Raw::new(text.as_bytes()), AccountId(0), Origin::new(0, 0)).unwrap()
    }

    #[test]
    fn only_the_flag_says_that_a_broadcast_had_a_place() {
        let at = r#""createdAt":"2017-06-01T18:00:00.000Z","latitude":"46.9","longitude":"7.4""#;
        let tagged = |flag: &str| read(&format!("{{{flag}{at}}}")).tagged.holds;
        assert_eq!(tagged(r#""hasLocation":true,"#), Some(true));
        assert_eq!(tagged(r#""hasLocation":"false","#), Some(false));
        assert_eq!(tagged(""), None);
    }

    #[test]
    fn zeros_of_a_broadcast_without_a_place_are_no_flaw() {
        let item = read(r#"{"id":"1x","hasLocation":false,"latitude":0.0,"longitude":0.0}"#);
        assert_eq!((item.location, item.flaw), (None, None));
        let item = read(r#"{"id":"1x","hasLocation":true,"latitude":0.0,"longitude":0.0}"#);
        assert!(item.flaw.is_some() && item.tagged.holds.is_none());
    }
}
