//! Frames around what models saw in a picture, drawn on it: lines of text, faces, people and things.

use egui::{Align2, Color32, Painter, Rect, Stroke, StrokeKind, Vec2};

use crate::vision::{Area, Seen};

use super::format;
use super::theme::Tokens;
use super::typography::Type;

/// Longest text beside a frame.
const CHARACTERS: usize = 40;
/// Frames narrower than this, in points, have nothing written beside them.
const WRITTEN: f32 = 24.0;

/// Whether there is anything that lies somewhere in the picture.
pub(crate) fn any(seen: &Seen) -> bool {
    !(seen.text.is_empty() && seen.faces.is_empty() && seen.objects.is_empty())
}

/// What is framed, counted: "1 line of text, 2 faces".
pub(crate) fn said(seen: &Seen) -> String {
    let things = seen.objects.len() - seen.people();
    let counts = [
        (seen.text.len(), "line of text", "lines of text"),
        (seen.faces.len(), "face", "faces"),
        (seen.people(), "person", "people"),
        (things, "thing", "things"),
    ];
    let counted = counts.into_iter().filter(|(count, ..)| *count > 0);
    counted.map(|(count, one, many)| format::counted(count as u64, one, many)).collect::<Vec<_>>().join(", ")
}

/// Draws the frames on a picture that fills `rect`.
pub(crate) fn paint(painter: &Painter, rect: Rect, seen: &Seen, tokens: &Tokens) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    for object in &seen.objects {
        let colour = if object.is_person() { tokens.warning } else { tokens.safe };
        frame(&painter, rect, &object.area, colour, &format!("{} {:.0} %", object.name(), object.confidence * 100.0));
    }
    for face in &seen.faces {
        frame(&painter, rect, &face.area, tokens.accent, "face");
    }
    for line in &seen.text {
        frame(&painter, rect, &line.area, tokens.select, &format::one_line(&line.text, CHARACTERS));
    }
}

fn frame(painter: &Painter, picture: Rect, area: &Area, colour: Color32, words: &str) {
    let corner = picture.min + Vec2::new(area.x, area.y) * picture.size();
    let rect = Rect::from_min_size(corner, Vec2::new(area.width, area.height) * picture.size());
    // A dark line outside a light one is seen on any picture.
    painter.rect_stroke(rect.expand(1.0), 3, Stroke::new(1.0, Color32::from_black_alpha(160)), StrokeKind::Outside);
    painter.rect_stroke(rect, 2, Stroke::new(2.0, colour), StrokeKind::Middle);
    if rect.width() < WRITTEN {
        return;
    }
    let galley = painter.layout_no_wrap(words.to_owned(), Type::Tiny.font(), Color32::WHITE);
    let size = galley.size() + Vec2::new(8.0, 2.0);
    // Above the frame, or below it where there is no room.
    let top = if rect.top() - size.y >= picture.top() { rect.top() - size.y - 1.0 } else { rect.bottom() + 1.0 };
    let left = rect.left().min(picture.right() - size.x).max(picture.left());
    let ground = Rect::from_min_size(egui::pos2(left, top), size);
    painter.rect_filled(ground, 2, Color32::from_black_alpha(190));
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), ground);
    painter.galley(at.min, galley, Color32::WHITE);
}
