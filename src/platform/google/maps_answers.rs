//! Answers to questions that Google Maps asked about a place: one file for each, named by its time.
//!
//! The place is an address of its page, without a name or a position.

use jiff::Timestamp;

use super::record::{self, boxed};
use super::rules;
use crate::archive::EntryId;
use crate::model::{Item, ItemKind};
use crate::platform::ImportCx;
use crate::platform::support::instant::instant;
use crate::platform::support::json_raw::Raw;

/// Reads the file of an answer.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId) {
    let Some(bytes) = cx.read(id) else { return };
    let raw = Raw::new(&bytes);
    if !raw.is_valid() {
        return cx.fail(id, super::CUT_OFF);
    }
    let time = time_in(cx.source().entry(id).file_name());
    cx.item(item(raw, time, record::origin(id, 0)));
    cx.done(id, "an answer to a question about a place");
}

fn item(raw: Raw<'_>, time: Option<Timestamp>, origin: crate::model::Origin) -> Item {
    let [question, choice] = raw.pick(["question", "selectedChoice"]).map(boxed);
    let texts: Vec<Box<str>> = [question, choice].into_iter().flatten().collect();
    let mut item = record::item(ItemKind::Review, rules::unattributed(&rules::MAPS_ANSWER), origin);
    item.set_time(time);
    item.text = (!texts.is_empty()).then(|| texts.join(" ").into());
    item
}

/// The moment in `1688400000000.json`, milliseconds since 1970; a further one of the same moment has a number behind.
pub(super) fn time_in(file_name: &str) -> Option<Timestamp> {
    const MILLISECONDS: std::ops::RangeInclusive<usize> = 12..=13;
    let digits = file_name.split(|c: char| !c.is_ascii_digit()).next()?;
    MILLISECONDS.contains(&digits.len()).then(|| instant(digits))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_is_its_time() {
        let time = "2023-07-03T16:00:00Z".parse().ok();
        assert_eq!(time_in("1688400000000.json"), time);
        assert_eq!(time_in("1688400000000(1).json"), time);
        for other in ["answers.json", "2023.json", "16884000000001.json", ""] {
            assert_eq!(time_in(other), None, "{other}");
        }
    }
}
