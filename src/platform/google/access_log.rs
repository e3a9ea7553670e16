//! Access Log Activity: from which internet addresses the account was used, and where its devices were seen last.
//!
//! `Activities - A list of Google services accessed by….csv` and `Devices - A list of devices….csv`, names that
//! Google cuts off. Phones synchronise all day long, so an address is kept once a day.

use std::collections::BTreeSet;

use super::{GOOGLE, rules};
use crate::archive::EntryId;
use crate::model::{ItemKind, Place};
use crate::platform::support::kept::{ip_text, kept};
use crate::platform::support::moment::{self, Clock};
use crate::platform::support::records::{joined, open_table, read_rows};
use crate::platform::support::table::Table;
use crate::platform::{ImportCx, ImportError};

/// The two tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Uses of Google's services.
    Uses,
    /// Devices.
    Devices,
}

/// Which of the tables a CSV file is.
pub(super) fn kind(head: &[u8]) -> Option<Kind> {
    let table = Table::open(head.split(|b| *b == b'\n').next().unwrap_or_default()).ok()?;
    let has = |name: &str| table.column(&[name]).is_some();
    if !has("gaia id") {
        None
    } else if has("activity timestamp") && has("ip address") {
        Some(Kind::Uses)
    } else {
        has("device last location").then_some(Kind::Devices)
    }
}

/// Reads the tables.
pub(super) fn read(cx: &mut ImportCx<'_>, tables: &[(Kind, EntryId)]) -> Result<(), ImportError> {
    let mut seen = BTreeSet::new();
    for (kind, id) in tables {
        match kind {
            Kind::Uses => read_uses(cx, *id, &mut seen)?,
            Kind::Devices => read_devices(cx, *id)?,
        }
    }
    Ok(())
}

fn read_uses(cx: &mut ImportCx<'_>, id: EntryId, seen: &mut BTreeSet<(Box<str>, Box<str>)>) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
    let (time, address) = (table.column(&["activity timestamp"]), table.column(&["ip address"]));
    let around = ["activity city", "activity region", "activity country"].map(|name| table.column(&[name]));
    read_rows(cx, id, &mut table, "uses of Google's services", |cx, row, origin| {
        let Some(text) = row.text(address).and_then(|text| ip_text(&text)) else {
            return cx.skip("a use without an internet address", 1);
        };
        let time = row.text(time);
        let day = time.as_deref().and_then(|time| time.get(..10)).unwrap_or_default();
        if !seen.insert((text.clone(), day.into())) {
            return cx.skip("the same internet address on the same day", 1);
        }
        let mut item = kept(GOOGLE, ItemKind::Login, &rules::ACCESS_LOG, origin);
        moment::set_text(&mut item, time.as_deref(), Clock::Local, None);
        item.text = Some(text);
        let parts = around.map(|column| row.text(column));
        item.place = joined(parts.iter().map(|part| part.as_deref())).map(Place::named);
        cx.item(item);
    })
}

fn read_devices(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
    let place = table.column(&["device last location"]);
    let names = [&["user given name"][..], &["brand name"], &["marketing name", "device model"]];
    let names = names.map(|names| table.column(names));
    read_rows(cx, id, &mut table, "devices", |cx, row, origin| {
        let Some(place) = row.text(place) else { return cx.skip("a device without a last place", 1) };
        let mut item = kept(GOOGLE, ItemKind::DeviceLocation, &rules::ACCESS_LOG, origin);
        item.place = Some(Place::named(&*place));
        let names = names.map(|column| row.text(column));
        item.text = joined(names.iter().map(|name| name.as_deref()));
        cx.item(item);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_told_by_their_columns() {
        assert_eq!(kind(b"Gaia ID,Activity Timestamp,IP Address,Proxied Host IP Address\n1,2,3,4"), Some(Kind::Uses));
        assert_eq!(kind(b"Device Type,Device Last Location,Gaia ID\n"), Some(Kind::Devices));
        assert_eq!(kind(b"Activity Timestamp,IP Address\n"), None);
    }
}
