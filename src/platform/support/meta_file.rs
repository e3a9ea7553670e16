//! Reads whole JSON files of Meta's exports, damaged ones up to the damage.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use super::{json_parts, salvage};
use crate::archive::EntryId;
use crate::platform::ImportCx;

/// A file's tree, whether it was read to its end, and a hash of its bytes.
pub struct Content {
    /// What it holds.
    pub value: Value,
    /// Whether it was read to its end.
    pub complete: bool,
    /// Hash of its bytes.
    pub hash: u64,
}

/// Fields by which a top-level object is one record, of which a part would say something else than the whole.
const ONE_RECORD: [&str; 5] = ["label_values", "media", "string_map_data", "string_list_data", "uri"];

/// Reads a JSON file; of a damaged one what stands before the damage. Marks it failed if it is.
pub fn read(cx: &mut ImportCx<'_>, id: EntryId) -> Option<Content> {
    let bytes = cx.read(id)?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let hash = hasher.finish();
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    match json_parts::tree(text) {
        Ok(value) => Some(Content { value, complete: true, hash }),
        Err(error) => {
            let whole = |v: &Value| ONE_RECORD.iter().all(|field| v.get(field).is_none());
            let value = salvage::whole_records(text).filter(whole);
            let rest = if value.is_some() { "; the records before the damage were read" } else { "" };
            cx.fail(id, format!("not valid JSON ({error}); the file may be cut off, download the export again{rest}"));
            cx.skip("a record cut off where its file is damaged", u64::from(value.is_some()));
            value.map(|value| Content { value, complete: false, hash })
        }
    }
}
