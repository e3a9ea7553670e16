//! The shapes as text and as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::report::for_terminal;

use super::FileShape;
use super::mask::{self, HIDDEN, MOST_PRINTED, Mask};
use super::shape::Shape;

/// Files of the same masked path and the same shape, counted together.
struct Group<'a> {
    path: String,
    files: u64,
    bytes: u64,
    shape: Option<&'a Shape>,
    note: Option<&'static str>,
}

fn groups(files: &[FileShape]) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<String, Vec<Group<'_>>> = BTreeMap::new();
    for file in files {
        let path = mask::path(&file.path);
        let same = groups.entry(path.clone()).or_default();
        let (shape, note) = (file.shape.as_ref(), file.note);
        match same.iter_mut().find(|g| g.shape == shape && g.note == note) {
            Some(group) => {
                group.files += 1;
                group.bytes += file.bytes;
            }
            None => same.push(Group { path, files: 1, bytes: file.bytes, shape, note }),
        }
    }
    groups.into_values().flatten().collect()
}

/// Writes the shapes as indented text.
pub(super) fn text(files: &[FileShape], mask: &Mask<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "The shape of the export, without any value in it. ~ stands for a name that could be data, # for digits."
    )?;
    for group in groups(files) {
        let note = group.note.map_or_else(String::new, |note| format!(", {note}"));
        let files = if group.files == 1 { String::new() } else { format!(", {} files", group.files) };
        writeln!(out, "\n{}: {} bytes{files}{note}", group.path, group.bytes)?;
        if let Some(shape) = group.shape {
            shape_text(shape, mask, 1, out)?;
        }
    }
    Ok(())
}

/// Levels of structure that are written; deeper ones are counted, not shown.
const DEEPEST: usize = 24;

fn shape_text(shape: &Shape, mask: &Mask<'_>, depth: usize, out: &mut dyn Write) -> io::Result<()> {
    if depth > DEEPEST {
        return Ok(());
    }
    for (name, shape) in children(shape, mask) {
        let types: Vec<String> = shape.types.iter().map(|(kind, n)| format!("{kind} × {n}")).collect();
        let longest = if shape.longest > 0 { format!(", at most {} long", shape.longest) } else { String::new() };
        let name = for_terminal(name);
        writeln!(out, "{:indent$}{name}: {}{longest}", "", types.join(", "), indent = depth * 2)?;
        shape_text(shape, mask, depth + 1, out)?;
    }
    Ok(())
}

/// What is inside a shape, by printable name.
fn children<'a>(shape: &'a Shape, mask: &Mask<'_>) -> Vec<(&'a str, &'a Shape)> {
    let mut children: Vec<(&str, &Shape)> = Vec::new();
    let printed = shape.fields.len() <= MOST_PRINTED;
    for (name, field) in &shape.fields {
        children.push((if printed { mask.field(name) } else { HIDDEN }, field));
    }
    // Of many hidden names one shows what stands under them.
    let mut hidden = 0;
    children.retain(|(name, _)| {
        hidden += usize::from(*name == HIDDEN);
        *name != HIDDEN || hidden <= MOST_HIDDEN
    });
    children.extend(shape.other_fields.iter().map(|other| (HIDDEN, &**other)));
    children.extend(shape.elements.iter().map(|elements| ("[]", &**elements)));
    children
}

/// Hidden names of one object whose shapes are written.
const MOST_HIDDEN: usize = 5;

/// Writes the shapes as one JSON object.
pub(super) fn json(files: &[FileShape], mask: &Mask<'_>, out: &mut dyn Write) -> io::Result<()> {
    let files: Vec<Value> = groups(files)
        .into_iter()
        .map(|g| json!({"path": g.path, "files": g.files, "bytes": g.bytes, "note": g.note, "shape": g.shape.map(|s| shape_json(s, mask, 0))}))
        .collect();
    serde_json::to_writer_pretty(
        &mut *out,
        &json!({"tool": "geoshadow", "version": env!("CARGO_PKG_VERSION"), "schema": files}),
    )?;
    out.write_all(b"\n")
}

fn shape_json(shape: &Shape, mask: &Mask<'_>, depth: usize) -> Value {
    let mut object = Map::new();
    object.insert("types".to_owned(), json!(shape.types));
    if shape.longest > 0 {
        object.insert("longest".to_owned(), json!(shape.longest));
    }
    if depth < DEEPEST {
        let inside: Vec<Value> = children(shape, mask)
            .into_iter()
            .map(|(name, child)| json!({"name": name, "shape": shape_json(child, mask, depth + 1)}))
            .collect();
        if !inside.is_empty() {
            object.insert("inside".to_owned(), Value::Array(inside));
        }
    }
    Value::Object(object)
}
