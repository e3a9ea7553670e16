//! Lists of records, each of which becomes an item or is left out for a reason.

use super::json_raw::Raw;
use super::json_stream::{counted_records, finish, read_pieces};
use super::numbered_date::Order;
use super::table::{Row, Table, for_each_row};
use super::track::ColumnOrder;
use crate::archive::EntryId;
use crate::model::{Ask, Item, Origin};
use crate::platform::{ImportCx, ImportError};

/// Reason for text that is not a record where one should be.
pub const NOT_A_RECORD: &str = "not a record";

/// Reads the list in a JSON file, bare or in one of the fields `lists`, and says what became of the file.
/// `each` gets every record with its origin and keeps it or counts it as skipped.
pub fn read_list(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    lists: &[&str],
    what: &str,
    each: impl FnMut(&mut ImportCx<'_>, Raw<'_>, Origin),
) -> Result<(), ImportError> {
    read_layers(cx, id, (lists, 0), what, each)
}

/// Layers of wrappers around a list, at most.
const DEEPEST_LIST: u8 = 4;

/// Reads the list in a JSON file as [`read_list`] does, also where it lies deeper in fields of these names, and where
/// it comes in pages, as interfaces answer: `[{"response": {"items": […]}}]`.
pub fn read_deep_list(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    lists: &[&str],
    what: &str,
    each: impl FnMut(&mut ImportCx<'_>, Raw<'_>, Origin),
) -> Result<(), ImportError> {
    read_layers(cx, id, (lists, DEEPEST_LIST), what, each)
}

/// Reads a list below so many layers of wrappers in fields of these names.
fn read_layers(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    (lists, layers): (&[&str], u8),
    what: &str,
    mut each: impl FnMut(&mut ImportCx<'_>, Raw<'_>, Origin),
) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let ending = read_pieces(cx, id, lists, |cx, piece| {
        let mut record = |raw: Raw<'_>| {
            each(cx, raw, Origin::new(id.0, count));
            count += 1;
        };
        unwrapped(Raw::new(piece.bytes), lists, layers, &mut record);
    })?;
    finish(cx, id, &ending, count, what);
    Ok(())
}

fn unwrapped(raw: Raw<'_>, lists: &[&str], layers: u8, each: &mut dyn FnMut(Raw<'_>)) {
    let is_list = |raw: Raw<'_>| raw.as_bytes().starts_with(b"[");
    let inner = || {
        raw.fields().find(|(key, value)| {
            (value.is_object() || is_list(*value)) && lists.iter().any(|list| list.as_bytes() == *key)
        })
    };
    if layers == 0 {
        each(raw);
    } else if is_list(raw) {
        raw.items().for_each(|item| unwrapped(item, lists, layers - 1, each));
    } else if let Some((_, inner)) = inner() {
        unwrapped(inner, lists, layers - 1, each);
    } else {
        each(raw);
    }
}

/// Reads the rows of a table that `open` found, and says what became of the file.
pub fn read_rows(
    cx: &mut ImportCx<'_>,
    id: EntryId,
    table: &mut Table<'_>,
    what: &str,
    mut each: impl FnMut(&mut ImportCx<'_>, Row<'_>, Origin),
) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let whole = for_each_row(cx, id, table, |cx, row| {
        if !row.is_blank() {
            count += 1;
            each(cx, row, Origin::new(id.0, row.number));
        }
    })?;
    if whole {
        cx.done(id, format!("{what}, {}", counted_records(count)));
    }
    Ok(())
}

/// Opens the table in a file's bytes; one that is none is marked failed.
pub fn open_table<'b>(cx: &mut ImportCx<'_>, id: EntryId, bytes: &'b [u8]) -> Option<Table<'b>> {
    match Table::open(bytes) {
        Ok(table) => Some(table),
        Err(why) => {
            cx.fail(id, why.0);
            None
        }
    }
}

/// The order of day and month in a column of dates, told by all of its rows together, else by the user.
pub fn date_order(cx: &ImportCx<'_>, bytes: &[u8], column: Option<usize>) -> Option<Order> {
    let mut order = ColumnOrder::default();
    let mut table = Table::open(bytes).ok()?;
    while !order.is_settled()
        && let Some(row) = table.next_row()
    {
        order.take(&row.ok().and_then(|row| row.text(column)).unwrap_or_default());
    }
    order.order().or(cx.hints().dates)
}

/// Asks for that order where so many dates did not tell it.
pub fn ask_order(cx: &mut ImportCx<'_>, id: EntryId, undated: u64) {
    if undated > 0 {
        cx.ask(id, Ask::DateOrder, undated);
    }
}

/// Keeps an item, or counts why there is none.
pub fn keep(cx: &mut ImportCx<'_>, item: Result<Item, &'static str>) {
    match item {
        Ok(item) => cx.item(item),
        Err(why) => cx.skip(why, 1),
    }
}

/// Text of a field, unless it is empty.
pub fn boxed(raw: Option<Raw<'_>>) -> Option<Box<str>> {
    raw?.filled().map(|text| text.trim().into())
}

/// An id, which is a number in some exports and text in others.
pub fn id_of(raw: Option<Raw<'_>>) -> Option<Box<str>> {
    boxed(raw).or_else(|| Some(raw?.integer()?.to_string().into()))
}

/// Parts that are there, joined by commas.
pub fn joined<'t>(parts: impl IntoIterator<Item = Option<&'t str>>) -> Option<Box<str>> {
    let parts: Vec<&str> = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(", ").into())
}

/// Reads a JSON file as a tree. Of a broken one the whole records before the fault are returned, if
/// any, and the file is marked failed.
pub fn read_tree(cx: &mut ImportCx<'_>, id: EntryId) -> Option<serde_json::Value> {
    let bytes = cx.read(id)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    match serde_json::from_slice(text) {
        Ok(value) => Some(value),
        Err(error) => {
            cx.fail(id, format!("not valid JSON ({error}); the file may be cut off, download the export again"));
            super::salvage::whole_records(text)
        }
    }
}

/// A field of a tree as text, unless it is empty.
pub fn text_of<'v>(value: &'v serde_json::Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}
