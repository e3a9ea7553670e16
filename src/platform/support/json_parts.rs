//! Reads the tree of a long JSON list on several threads.
//!
//! An export keeps its posts in one list of tens of megabytes, and making the tree of it is most of the work of
//! opening the archive. Finding where its elements end is quick, and then they can be read independently.

use std::thread;

use serde_json::{Map, Value};

use super::json_scan::{trim_start, value_len};

/// Bytes from which on starting threads is worth it.
const LONG: usize = 2 << 20;
/// Elements at most: a list of more is one of numbers, and where they end takes as much room as they do.
const MOST_ELEMENTS: usize = 2_000_000;
/// Threads at most; what follows is done by one.
const MOST_THREADS: usize = 4;

/// The tree of a JSON text.
///
/// # Errors
/// The text is not JSON, as `serde_json` says.
pub fn tree(text: &[u8]) -> Result<Value, serde_json::Error> {
    // Whatever is not the usual shape, or broken, is left to the reader that says what is wrong with it.
    if text.len() >= LONG
        && let Some(value) = in_parts(text)
    {
        Ok(value)
    } else {
        // A short list whose elements go as deep as they may is refused as a whole, and read as the long one is.
        serde_json::from_slice(text).or_else(|error| in_parts(text).ok_or(error))
    }
}

/// The tree of a list, or of an object whose only field is a list.
fn in_parts(text: &[u8]) -> Option<Value> {
    let text = trim_start(text);
    if text.starts_with(b"[") {
        let (list, rest) = elements(text)?;
        return is_blank(rest).then(|| read(&list))?.map(Value::Array);
    }
    let name = trim_start(text.strip_prefix(b"{")?);
    let len = value_len(name)?;
    let key: String = serde_json::from_slice(name.get(..len)?).ok()?;
    let (list, rest) = elements(trim_start(trim_start(name.get(len..)?).strip_prefix(b":")?))?;
    let is_all = is_blank(trim_start(rest).strip_prefix(b"}")?);
    let list = is_all.then(|| read(&list))??;
    Some(Value::Object(Map::from_iter([(key, Value::Array(list))])))
}

fn is_blank(text: &[u8]) -> bool {
    trim_start(text).is_empty()
}

/// The texts of a list's elements, and what follows the list.
fn elements(list: &[u8]) -> Option<(Vec<&[u8]>, &[u8])> {
    let mut rest = trim_start(list.strip_prefix(b"[")?);
    let mut found = Vec::new();
    if let Some(rest) = rest.strip_prefix(b"]") {
        return Some((found, rest));
    }
    loop {
        let (element, after) = rest.split_at_checked(value_len(rest)?)?;
        if found.len() == MOST_ELEMENTS {
            return None;
        }
        found.push(element);
        rest = trim_start(after);
        if let Some(rest) = rest.strip_prefix(b"]") {
            return Some((found, rest));
        }
        rest = trim_start(rest.strip_prefix(b",")?);
    }
}

fn read(elements: &[&[u8]]) -> Option<Vec<Value>> {
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST_THREADS);
    let share = elements.len().div_ceil(threads).max(1);
    let mut shares = elements.chunks(share);
    let first = shares.next().unwrap_or_default();
    thread::scope(|scope| {
        let others: Vec<_> = shares.map(|share| scope.spawn(|| read_one_by_one(share))).collect();
        let mut list = read_one_by_one(first)?;
        list.reserve_exact(elements.len() - list.len());
        for other in others {
            list.extend(other.join().ok()??);
        }
        Some(list)
    })
}

fn read_one_by_one(elements: &[&[u8]]) -> Option<Vec<Value>> {
    elements.iter().map(|element| serde_json::from_slice(element).ok()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_list_bare_or_in_one_field_gives_the_same_tree() {
        for text in [
            r#" [ {"a": "]"} , [1, 2], "x", null, -1.5e3 ] "#,
            "[]",
            r#"{"posts": [{"a": {"b": [1]}}, 2]}"#,
            " { \"a\\u0062\" : [ ] } ",
        ] {
            let plain: Value = serde_json::from_str(text).unwrap();
            assert_eq!(in_parts(text.as_bytes()), Some(plain), "{text}");
        }
    }

    #[test]
    fn another_shape_or_a_fault_is_left_to_the_strict_reader() {
        for text in [
            "7",
            "",
            "[",
            "[1",
            "[1 2]",
            "[1,]",
            "[,1]",
            "[1]]",
            "[1] 2",
            "[nul]",
            "{",
            "{}",
            r#"{"a": [1]"#,
            r#"{"a": [1], "b": [2]}"#,
            r#"{"a": {"b": [1]}}"#,
            "{a: [1]}",
            r#"{"a" [1]}"#,
            "[{\"a\": }]",
        ] {
            assert_eq!(in_parts(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_long_list_keeps_its_order_and_a_broken_one_its_message() {
        let elements: Vec<String> = (0..200_000).map(|n| format!(r#"{{"id": {n}}}"#)).collect();
        let text = format!("[{}]", elements.join(","));
        assert!(text.len() > LONG);
        let tree = super::tree(text.as_bytes()).unwrap();
        assert_eq!(tree, serde_json::from_str::<Value>(&text).unwrap());
        let cut = &text.as_bytes()[..text.len() - 3];
        assert!(super::tree(cut).unwrap_err().is_eof());
    }

    #[test]
    fn how_deep_a_list_may_go_does_not_hang_on_its_length() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let is_read = |text: &str| super::tree(text.as_bytes()).is_ok();
        for (depth, expected) in [(10, true), (126, true), (127, true), (128, false), (129, false), (200_000, false)] {
            let element = nested(depth);
            let padding = " ".repeat(LONG);
            for text in [format!("[{element}]"), format!("{{\"posts\": [{element}, 2]}}")] {
                assert_eq!(is_read(&text), expected, "{depth} levels in a short file");
                assert_eq!(is_read(&(text + &padding)), expected, "{depth} levels in a long file");
            }
        }
        let object = format!("{}1{}", "{\"a\":".repeat(300_000), "}".repeat(300_000));
        assert!(!is_read(&object) && !is_read(&format!("[{object}]")));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_as_the_strict_reader_does_or_not_at_all(text in "[\\[\\]{},:\" a1\\\\]{0,30}") {
            if let Some(value) = in_parts(text.as_bytes()) {
                prop_assert_eq!(Some(value), serde_json::from_str(&text).ok());
            }
        }
    }
}
