//! What models see in the pictures, as JSON and as text: guesses, with their confidence. Pictures that look like places of
//! a sensitive kind are left out unless asked for.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::archive::EntryId;
use crate::dossier::class_of;
use crate::model::VenueKind;
use crate::report::escape::for_terminal;
use crate::vision::{Area, Mention, Named, PicturedFile, Refusal, Seen, Setting};

use super::Show;
use super::json::Cx;

/// Pictures that were looked at, and what came of each.
#[derive(Clone, Copy)]
pub struct Gallery<'a> {
    /// The pictures, in the order of the archive.
    pub pictures: &'a [PicturedFile],
    /// What came of them.
    pub looked: &'a BTreeMap<EntryId, Result<Seen, Refusal>>,
}

impl<'a> Gallery<'a> {
    fn each(self) -> impl Iterator<Item = (&'a PicturedFile, &'a Result<Seen, Refusal>)> {
        self.pictures.iter().filter_map(move |p| Some((p, self.looked.get(&p.file)?)))
    }
}

/// Whether a picture looks like a place that may reveal health, belief and the like.
pub fn is_sensitive_picture(seen: &Seen) -> bool {
    let of = |setting: &Setting| class_of("", Some(setting.kind), "").is_some();
    let written = |line: &crate::vision::TextLine| class_of(&line.text, None, "").is_some();
    seen.setting.as_ref().is_some_and(of) || seen.text.iter().any(written)
}

/// What stands beside the pictures in every output.
const NOTE: &str = "What models see: guesses with their confidence, 0 to 1, not facts. Nobody is identified";

#[derive(Serialize)]
pub(super) struct PicturesField<'a> {
    note: &'static str,
    looked_at: usize,
    held_back: usize,
    refused: BTreeMap<String, usize>,
    found: Vec<PictureField<'a>>,
}

#[derive(Serialize)]
struct PictureField<'a> {
    file: &'a str,
    items: Vec<String>,
    labels: Vec<Confident<'a>>,
    objects: Vec<ObjectField>,
    people: usize,
    faces: usize,
    face_areas: Vec<[f32; 4]>,
    text: Vec<TextField<'a>>,
    mentions: Vec<MentionField<'a>>,
    kind: Option<KindField<'a>>,
}

#[derive(Serialize)]
struct Confident<'a> {
    label: &'a str,
    confidence: f32,
}

#[derive(Serialize)]
struct ObjectField {
    name: &'static str,
    count: usize,
    confidence: f32,
}

#[derive(Serialize)]
struct TextField<'a> {
    text: &'a str,
    confidence: f32,
    area: [f32; 4],
}

#[derive(Serialize)]
struct MentionField<'a> {
    kind: &'static str,
    value: String,
    country: Option<&'a str>,
    category: Option<&'static str>,
    line: usize,
}

#[derive(Serialize)]
struct KindField<'a> {
    category: &'static str,
    strength: f32,
    evidence: Vec<ClueField<'a>>,
}

#[derive(Serialize)]
struct ClueField<'a> {
    text: &'a str,
    strength: f32,
}

/// Left, upper edge, width and height, as shares of the picture.
fn corners(area: &Area) -> [f32; 4] {
    [area.x, area.y, area.width, area.height].map(rounded)
}

/// To thousandths: what the models give is not finer than that.
fn rounded(share: f32) -> f32 {
    (share * 1_000.0).round() / 1_000.0
}

impl<'a> PicturesField<'a> {
    pub(super) fn of(cx: &Cx<'_>, paths: impl Fn(EntryId) -> &'a str, gallery: Gallery<'a>, show: Show) -> Self {
        let mut field = Self { note: NOTE, looked_at: 0, held_back: 0, refused: BTreeMap::new(), found: Vec::new() };
        for (picture, looked) in gallery.each() {
            field.looked_at += 1;
            match looked {
                Err(why) => *field.refused.entry(why.to_string()).or_default() += 1,
                Ok(seen) if !show.sensitive && is_sensitive_picture(seen) => field.held_back += 1,
                Ok(seen) => {
                    field.found.push(PictureField::of(paths(picture.file), cx.items(&picture.items), seen));
                }
            }
        }
        field
    }
}

impl<'a> PictureField<'a> {
    fn of(file: &'a str, items: Vec<String>, seen: &'a Seen) -> Self {
        let labels = seen.labels.iter().map(|l| Confident { label: l.name(), confidence: rounded(l.confidence) });
        let objects = seen.things().into_iter();
        let text = seen.text.iter().map(|l| TextField {
            text: &l.text,
            confidence: rounded(l.confidence),
            area: corners(&l.area),
        });
        Self {
            file,
            items,
            labels: labels.collect(),
            objects: objects.map(|(name, count, c)| ObjectField { name, count, confidence: rounded(c) }).collect(),
            people: seen.people(),
            faces: seen.faces.len(),
            face_areas: seen.faces.iter().map(|f| corners(&f.area)).collect(),
            text: text.collect(),
            mentions: seen.mentions.iter().map(MentionField::of).collect(),
            kind: seen.setting.as_ref().map(KindField::of),
        }
    }
}

impl<'a> MentionField<'a> {
    fn of(mention: &'a Mention) -> Self {
        let line = mention.line;
        match &mention.named {
            Named::Town { name, country } => {
                Self { kind: "town", value: name.to_string(), country: Some(country), category: None, line }
            }
            Named::Brand { name, kind } => {
                Self { kind: "brand", value: name.to_string(), country: None, category: Some(kind.as_str()), line }
            }
            Named::Date(date) => Self { kind: "date", value: date.to_string(), country: None, category: None, line },
        }
    }
}

impl<'a> KindField<'a> {
    fn of(setting: &'a Setting) -> Self {
        let clue = |c: &'a crate::vision::Clue| ClueField { text: &c.text, strength: rounded(c.strength) };
        Self {
            category: setting.kind.as_str(),
            strength: rounded(setting.strength),
            evidence: setting.clues.iter().map(clue).collect(),
        }
    }
}

/// Lines of text that are written out.
const MOST_LINES: usize = 20;

/// Writes a summary for reading.
pub(super) fn write(gallery: Gallery<'_>, show: Show, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nPictures")?;
    let all: Vec<&Result<Seen, Refusal>> = gallery.each().map(|(_, looked)| looked).collect();
    let seen: Vec<&Seen> = all.iter().filter_map(|looked| looked.as_ref().ok()).collect();
    let shown: Vec<&Seen> = seen.iter().copied().filter(|s| show.sensitive || !is_sensitive_picture(s)).collect();
    writeln!(out, "  {} looked at, {} could not be; {NOTE}", all.len(), all.len() - seen.len())?;
    if shown.len() < seen.len() {
        writeln!(out, "  {} that may reveal health, belief and the like are left out", seen.len() - shown.len())?;
    }
    let people = shown.iter().filter(|s| s.people() > 0).count();
    let faces = shown.iter().filter(|s| !s.faces.is_empty()).count();
    writeln!(out, "  The model sees people in {people} and faces in {faces}")?;
    let mut kinds: BTreeMap<VenueKind, usize> = BTreeMap::new();
    for setting in shown.iter().filter_map(|s| s.setting.as_ref()) {
        *kinds.entry(setting.kind).or_default() += 1;
    }
    for (kind, count) in kinds {
        writeln!(out, "  {count} look like they are from: {}", kind.label())?;
    }
    let lines: Vec<&str> = shown.iter().flat_map(|s| &s.text).map(|l| &*l.text).collect();
    for line in lines.iter().take(MOST_LINES) {
        writeln!(out, "  Read: {}", for_terminal(line))?;
    }
    if lines.len() > MOST_LINES {
        writeln!(out, "  and {} more lines of text", lines.len() - MOST_LINES)?;
    }
    Ok(())
}
