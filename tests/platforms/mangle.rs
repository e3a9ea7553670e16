//! Fixtures damaged in many ways: nothing may panic, and everything must still add up.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::fixture::{Case, Part};
use super::{import, invariants};

/// Damaged variants tried of each fixture.
const VARIANTS: u32 = 48;

/// One way to damage a file. Positions are fractions, scaled to the file at hand.
#[derive(Clone, Debug)]
enum Damage {
    /// Cut off.
    Truncate(f64),
    /// One byte replaced.
    Byte(f64, u8),
    /// A stretch taken out.
    Hole(f64, f64),
    /// One value of a JSON tree replaced by a value of another shape.
    Value(u32, u8),
    /// One value of a JSON tree removed.
    Remove(u32),
    /// The whole replaced.
    Whole(u8),
}

fn damages() -> impl Strategy<Value = Damage> {
    prop_oneof![
        2 => (0.0..1.0).prop_map(Damage::Truncate),
        2 => (0.0..1.0, any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        1 => (0.0..1.0, 0.0..0.1).prop_map(|(at, len)| Damage::Hole(at, len)),
        6 => (any::<u32>(), any::<u8>()).prop_map(|(node, shape)| Damage::Value(node, shape)),
        2 => any::<u32>().prop_map(Damage::Remove),
        1 => any::<u8>().prop_map(Damage::Whole),
    ]
}

/// Values that a field may hold against all expectation.
fn shape(which: u8) -> Value {
    let shapes = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(-62_169_958_800_i64),
        json!(1e300),
        json!(91.5),
        json!(""),
        json!("\u{202e}\u{0}\u{ff}é"),
        json!("99999999999999999999"),
        json!("2018-13-45T99:99:99"),
        json!([]),
        json!([[]]),
        json!({}),
        json!([null, 1, "x", {"media": 7, "label_values": {"label": []}}]),
        json!({"media": {"uri": 3, "creation_timestamp": "x"}, "string_map_data": [], "timestamp": {}}),
        json!({"": {"": {"": [[[{}]]]}}}),
    ];
    shapes[which as usize % shapes.len()].clone()
}

fn count(value: &Value) -> u32 {
    1 + match value {
        Value::Array(all) => all.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

/// Replaces the `left`-th value in depth-first order, or removes it when `by` is `None`.
fn replace(value: &mut Value, left: &mut u32, by: Option<&Value>) -> bool {
    if *left == 0 {
        *value = by.cloned().unwrap_or(Value::Null);
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(all) => {
            for i in 0..all.len() {
                if *left == 0 && by.is_none() {
                    all.remove(i);
                    return true;
                }
                if replace(&mut all[i], left, by) {
                    return true;
                }
            }
        }
        Value::Object(map) => {
            let keys: Vec<String> = map.keys().cloned().collect();
            for key in keys {
                if *left == 0 && by.is_none() {
                    map.shift_remove(&key);
                    return true;
                }
                if replace(&mut map[&key], left, by) {
                    return true;
                }
            }
        }
        _ => {}
    }
    false
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    let at = |fraction: f64, len: usize| ((len as f64 * fraction) as usize).min(len);
    let len = bytes.len();
    match *damage {
        Damage::Truncate(fraction) => bytes.truncate(at(fraction, len)),
        Damage::Byte(fraction, byte) => {
            if let Some(b) = bytes.get_mut(at(fraction, len)) {
                *b = byte;
            }
        }
        Damage::Hole(fraction, width) => {
            let start = at(fraction, len);
            bytes.drain(start..(start + at(width, len)).min(len));
        }
        Damage::Value(node, which) => edit(bytes, node, Some(&shape(which))),
        Damage::Remove(node) => edit(bytes, node, None),
        Damage::Whole(which) => *bytes = shape(which).to_string().into_bytes(),
    }
}

fn edit(bytes: &mut Vec<u8>, node: u32, by: Option<&Value>) {
    let Ok(mut tree) = serde_json::from_slice::<Value>(bytes) else { return };
    let mut left = node % count(&tree);
    replace(&mut tree, &mut left, by);
    *bytes = tree.to_string().into_bytes();
}

/// Text files are damaged most; media and other files too, now and then.
fn file_of(parts: &mut [Part], pick: u32) -> Option<&mut Vec<u8>> {
    let mut files: Vec<&mut (String, Vec<u8>)> = parts.iter_mut().flat_map(|p| &mut p.files).collect();
    files.retain(|(_, bytes)| !bytes.is_empty());
    let count = u32::try_from(files.len()).ok().filter(|n| *n > 0)?;
    Some(&mut files.swap_remove((pick % count) as usize).1)
}

/// Imports many damaged variants of a case.
pub(crate) fn check(case: &Case) {
    let config = Config { cases: VARIANTS, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, deterministic());
    let plan = prop::collection::vec((any::<u32>(), damages()), 1..4);
    let result = runner.run(&plan, |plan| {
        let mut parts = case.parts.clone();
        for (pick, damage) in &plan {
            if let Some(bytes) = file_of(&mut parts, *pick) {
                apply(bytes, damage);
            }
        }
        let dataset = import::import(&import::Parts::new(&parts));
        invariants::check(&dataset);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{}/{}: {error}", case.platform, case.name);
    }
}

fn deterministic() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}
