//! Logs of what was done in an app, of which every event names the town that was found for an internet address.
//!
//! There are hundreds of thousands of events, so one is kept for each day, town and address.

use std::collections::HashSet;

use jiff::Timestamp;

use super::json_raw::Raw;
use super::kept::{ip_text, kept};
use super::records::NOT_A_RECORD;
use crate::model::{Item, ItemKind, Origin, Place, PlatformId, Rule};

/// What the fields of an event are called, and whose it is.
#[derive(Debug)]
pub struct Log {
    /// The platform.
    pub platform: PlatformId,
    /// Why nobody else saw it.
    pub rule: &'static Rule,
    /// The town, the region, the country, the address and the time; further names of them are tried where it is missing.
    pub fields: [&'static str; 5],
    /// Further names, each with the place of its field in the list.
    pub also: &'static [(usize, &'static str)],
    /// Reads the time.
    pub moment: fn(&str) -> Option<Timestamp>,
}

/// Days (since 1970 UTC), towns and addresses of which an event was kept.
pub type Seen = HashSet<(Option<i64>, Option<Box<str>>, Option<Box<str>>)>;

impl Log {
    /// Reads an event, without its account; the reason if it is left out.
    pub fn event(&self, raw: Raw<'_>, origin: Origin, seen: &mut Seen) -> Result<Item, &'static str> {
        if !raw.is_valid() || !raw.is_object() {
            return Err(NOT_A_RECORD);
        }
        let mut found = raw.pick(self.fields).map(|field| field.filter(|f| f.filled().is_some()));
        for (at, name) in self.also {
            if let Some(field) = found.get_mut(*at).filter(|field| field.is_none()) {
                *field = raw.get(name);
            }
        }
        let [town, region, country, ip, time] =
            found.map(|field| field.and_then(Raw::filled).map(|text| text.trim().to_owned()));
        let place = match (town, &country) {
            (Some(town), Some(country)) => Some(format!("{town}, {country}").into_boxed_str()),
            (Some(town), None) => Some(town.into()),
            (None, country) => country.as_deref().map(Into::into),
        };
        let ip = ip.and_then(|ip| ip_text(&ip));
        if place.is_none() && ip.is_none() {
            return Err("an event without a place or an address");
        }
        let time = time.and_then(|text| (self.moment)(&text));
        let day = time.map(|t| t.as_second().div_euclid(86_400));
        if !seen.insert((day, place.clone(), ip.clone())) {
            return Err("an event of the same day, town and address as another");
        }
        let mut item = kept(self.platform, ItemKind::Login, self.rule, origin);
        item.set_time(time);
        item.place = place.map(Place::named);
        if let Some(place) = &mut item.place {
            place.address = region.map(Into::into);
        }
        item.text = ip;
        Ok(item)
    }
}
