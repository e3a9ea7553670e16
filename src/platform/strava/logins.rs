//! `logins.csv`: when and from which internet address the account was used.

use super::rules::LOGIN;
use super::{Export, ID, Owner, date};
use crate::model::{ItemKind, TimePrecision};
use crate::platform::support::kept::{ip_text, kept};
use crate::platform::support::moment::{self, Clock};
use crate::platform::support::records::{NOT_A_RECORD, open_table, read_rows};
use crate::platform::{ImportCx, ImportError};

/// Keeps each login; its address is told by its form, the other filled column is its time.
pub(super) fn read(cx: &mut ImportCx<'_>, export: &Export, owner: Owner) -> Result<(), ImportError> {
    let Some(id) = export.file("logins.csv") else { return Ok(()) };
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
    let columns = table.header().len();
    read_rows(cx, id, &mut table, "logins", |cx, row, origin| {
        let fields: Vec<_> = (0..columns).filter_map(|column| row.text(Some(column))).collect();
        let Some(address) = fields.iter().find_map(|field| ip_text(field)) else { return cx.skip(NOT_A_RECORD, 1) };
        let mut item = kept(ID, ItemKind::Login, &LOGIN, origin);
        item.account = owner.0;
        item.text = Some(address);
        let zoned = fields.iter().find_map(|field| moment::read(field, Clock::Local));
        moment::set_time(&mut item, zoned);
        if item.time.is_none() {
            item.set_time(fields.iter().find_map(|field| date::parse(field)));
            if item.time.is_some() {
                item.time_precision = TimePrecision::Day;
            }
        }
        cx.item(item);
    })
}
