//! The pictures: a button that makes models look at them, what they see, and a search over it.

use std::sync::Arc;

use egui::{Align2, Color32, CornerRadius, CursorIcon, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::archive::EntryId;
use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::icons::Icon;
use crate::gui::metrics::{CONTROL_HEIGHT, RADIUS};
use crate::gui::pictures::{Picture, PictureSize, Pictures, centre_square};
use crate::gui::seen;
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::{ButtonStyle, focus_ring, text};
use crate::report::is_sensitive_picture;
use crate::vision::{PicturedFile, Seen, TextLine, search};

use super::basis::Basis;
use super::{Memory, shown_button};

/// Side of a thumbnail.
const THUMB: f32 = 76.0;
/// Results shown at first, and more of them with each click.
const SHOWN: usize = 8;
/// Longest text that can be searched for.
const CHARACTERS: usize = 60;
/// Thumbnails kept.
const KEPT: usize = 96;
const SEARCH: &str = "Search what was seen and read in the pictures";

/// What the card remembers.
#[derive(Default)]
pub(super) struct Wall {
    typed: String,
    /// Whether pictures of a sensitive kind are shown.
    sensitive: bool,
    more: usize,
    thumbs: Option<Pictures>,
    found: Option<Found>,
}

/// The pictures to show, worked out when something changed.
struct Found {
    key: (u64, String, bool),
    /// Index among the pictures of the sheet, and why it was found.
    hits: Vec<(usize, Box<str>)>,
    looked: usize,
    refused: Vec<String>,
    held_back: usize,
}

/// Draws the contents of the card.
pub(super) fn ui(ui: &mut Ui, cx: &ViewCx<'_>, pictures: &[PicturedFile], memory: &mut Memory) {
    let wall = &mut memory.wall;
    let found = wall.refresh(cx, pictures);
    let (looked, held_back) = (found.looked, found.held_back);
    let refused = found.refused.clone();
    start_ui(ui, cx, pictures, looked);
    if looked == 0 {
        return;
    }
    if !refused.is_empty() && !cx.looks.is_looking() {
        let words = format!("{} could not be looked at", format::counted(refused.len() as u64, "picture", "pictures"));
        let mut reasons = refused;
        reasons.sort();
        reasons.dedup();
        text(ui, Type::Small, cx.tokens.text_muted, words).on_hover_text(reasons.join("\n"));
    }
    wall.held_back_ui(ui, cx.tokens, held_back);
    ui.add_space(4.0);
    wall.search_ui(ui, cx.tokens);
    wall.results_ui(ui, cx, pictures);
}

/// What there is to do: look, watch and stop, or look at the rest.
fn start_ui(ui: &mut Ui, cx: &ViewCx<'_>, pictures: &[PicturedFile], looked: usize) {
    let tokens = cx.tokens;
    if let Some((done, total)) = cx.looks.progress() {
        progress_ui(ui, tokens, done, total);
        if shown_button(ui, tokens, ButtonStyle::Secondary, "Stop looking") {
            cx.actions.send(Action::StopLooking);
        }
        return;
    }
    let left = pictures.len().saturating_sub(looked);
    if left == 0 {
        let all = format::counted(looked as u64, "picture", "pictures");
        text(ui, Type::Small, tokens.text_muted, format!("{all} looked at. {GUESSES}"));
        return;
    }
    let count = format::counted(left as u64, "picture", "pictures");
    let about = format!(
        "Models inside this program can look at {count}: what is in them, text that can be read, people and faces as \
         counts. Nobody is identified, nothing leaves this computer"
    );
    text(ui, Type::Small, tokens.text_muted, about);
    ui.add_space(4.0);
    let label = if looked == 0 { "Look at the pictures" } else { "Look at the other pictures" };
    if shown_button(ui, tokens, ButtonStyle::Secondary, label) {
        let files: Arc<[EntryId]> = pictures.iter().map(|p| p.file).collect();
        cx.actions.send(Action::LookAtPictures(files));
    }
}

const GUESSES: &str = "What a model sees is a guess, with its confidence";

fn progress_ui(ui: &mut Ui, tokens: &Tokens, done: usize, total: usize) {
    let words =
        format!("{} of {} looked at", format::count(done as u64), format::counted(total as u64, "picture", "pictures"));
    text(ui, Type::Small, tokens.text, words);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 6.0), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(3), tokens.card_hovered);
    let share = done as f32 / total.max(1) as f32;
    let part = Rect::from_min_size(rect.min, Vec2::new((rect.width() * share).max(6.0), rect.height()));
    ui.painter().rect_filled(part, CornerRadius::same(3), tokens.accent);
    ui.add_space(6.0);
}

impl Wall {
    /// What is held back, and the switch for it. These pictures are told of only when asked for.
    fn held_back_ui(&mut self, ui: &mut Ui, tokens: &Tokens, held_back: usize) {
        if held_back > 0 {
            let count = format::counted(held_back as u64, "picture", "pictures");
            let words = format!("{count} that may reveal health, belief and the like. Shown only when you ask");
            text(ui, Type::Small, tokens.text_muted, words);
            ui.add_space(4.0);
            self.sensitive = shown_button(ui, tokens, ButtonStyle::Secondary, "Show sensitive pictures");
        } else if self.sensitive && shown_button(ui, tokens, ButtonStyle::Quiet, "Hide sensitive pictures") {
            self.sensitive = false;
        }
    }

    fn refresh(&mut self, cx: &ViewCx<'_>, pictures: &[PicturedFile]) -> &Found {
        let key = (cx.looks.generation(), self.typed.trim().to_owned(), self.sensitive);
        let found = self.found.take().filter(|found| found.key == key);
        self.found.insert(found.unwrap_or_else(|| Found::of(cx, pictures, key)))
    }

    fn search_ui(&mut self, ui: &mut Ui, tokens: &Tokens) {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), CONTROL_HEIGHT), Sense::hover());
        let id = ui.scope_id().with("search pictures");
        let focused = ui.memory(|memory| memory.has_focus(id));
        let line = if focused { tokens.select } else { tokens.border };
        let radius = CornerRadius::same(RADIUS);
        ui.painter().rect(rect, radius, tokens.background, Stroke::new(1.0, line), StrokeKind::Inside);
        Icon::Search.paint(ui.painter(), rect.left_center() + Vec2::new(16.0, 0.0), 15.0, tokens.text_faint);
        let edit = egui::TextEdit::singleline(&mut self.typed)
            .id(id)
            .frame(egui::Frame::NONE)
            .margin(egui::Margin::symmetric(2, 5))
            .font(Type::Body.font())
            .align(Align2::LEFT_CENTER)
            .char_limit(CHARACTERS)
            .hint_text(Type::Body.text("Search: slot machine, gate b12, person", tokens.text_faint));
        let inner = rect.with_min_x(rect.left() + 28.0).shrink2(Vec2::new(2.0, 1.0));
        if ui.put(inner, edit).accessible_name(SEARCH).changed() {
            self.more = 0;
        }
        ui.add_space(4.0);
    }

    fn results_ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, pictures: &[PicturedFile]) {
        let Some(found) = &self.found else { return };
        let thumbs = self.thumbs.get_or_insert_with(|| Pictures::keeping(&cx.loaded.source, KEPT));
        if found.hits.is_empty() {
            let words = if found.key.1.is_empty() { "Nothing was seen" } else { "No picture fits" };
            text(ui, Type::Small, cx.tokens.text_muted, words);
            return;
        }
        let shown = (SHOWN + self.more).min(KEPT);
        for (index, because) in found.hits.iter().take(shown) {
            let Some(picture) = pictures.get(*index) else { continue };
            if let Some(Ok(seen)) = cx.looks.of(picture.file) {
                result_ui(ui, cx, thumbs, picture, seen, because);
            }
        }
        let left = found.hits.len().saturating_sub(shown);
        if left > 0 && shown < KEPT {
            let more = left.min(SHOWN);
            let label = format!("Show {more} more {}", if more == 1 { "picture" } else { "pictures" });
            if shown_button(ui, cx.tokens, ButtonStyle::Quiet, &label) {
                self.more += SHOWN;
            }
        } else if left > 0 {
            let rest = format!("and {} more; search to see others", format::count(left as u64));
            text(ui, Type::Small, cx.tokens.text_faint, rest);
        }
    }
}

impl Found {
    fn of(cx: &ViewCx<'_>, pictures: &[PicturedFile], key: (u64, String, bool)) -> Self {
        let mut all: Vec<(usize, &Seen)> = Vec::new();
        let (mut refused, mut looked, mut held_back) = (Vec::new(), 0, 0);
        for (index, picture) in pictures.iter().enumerate() {
            match cx.looks.of(picture.file) {
                Some(Ok(seen)) if !key.2 && is_sensitive_picture(seen) => held_back += 1,
                Some(Ok(seen)) => all.push((index, seen)),
                Some(Err(why)) => refused.push(why.to_string()),
                None => continue,
            }
            looked += 1;
        }
        let hits = if key.1.is_empty() {
            most_telling(all)
        } else {
            search(all, &key.1).into_iter().map(|(index, hit)| (index, hit.because)).collect()
        };
        Self { key, hits, looked, refused, held_back }
    }
}

/// The pictures with something in them; those first that tell a kind of place, then those with text.
fn most_telling(all: Vec<(usize, &Seen)>) -> Vec<(usize, Box<str>)> {
    let tells =
        |seen: &Seen| seen.setting.as_ref().map_or(0.0, |s| s.strength) + if seen.text.is_empty() { 0.0 } else { 0.4 };
    let mut all: Vec<(usize, &Seen)> = all.into_iter().filter(|(_, seen)| !seen.is_empty()).collect();
    all.sort_by(|a, b| tells(b.1).total_cmp(&tells(a.1)));
    all.into_iter().map(|(index, _)| (index, "".into())).collect()
}

fn result_ui(ui: &mut Ui, cx: &ViewCx<'_>, thumbs: &mut Pictures, picture: &PicturedFile, seen: &Seen, because: &str) {
    let tokens = cx.tokens;
    let basis = Basis::items(picture.items.iter().copied());
    let lines = lines(seen);
    let width = ui.available_width();
    let room = (width - THUMB - 22.0).max(60.0);
    let wrap = egui::text::TextWrapping { max_width: room, max_rows: 5, ..Default::default() };
    let mut job = egui::text::LayoutJob { wrap, ..Default::default() };
    for (kind, colour, line) in lines.iter().map(|(strong, line)| {
        let kind = if *strong { Type::SmallStrong } else { Type::Small };
        (kind, if *strong { tokens.text } else { tokens.text_muted }, line)
    }) {
        let end = if job.is_empty() { "" } else { "\n" };
        job.append(&format!("{end}{line}"), 0.0, egui::text::TextFormat::simple(kind.font(), colour));
    }
    let galley = ui.painter().layout_job(job);
    let size = Vec2::new(width, THUMB.max(galley.size().y) + 8.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let said: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
    let name = format!("Picture: {}; open its post", said.join("; "));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if ui.is_rect_visible(rect) {
        let ground = rect.expand2(Vec2::new(6.0, 0.0));
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(ground, CornerRadius::same(RADIUS), tokens.card_hovered);
        }
        let frame = Rect::from_min_size(rect.min + Vec2::new(0.0, 4.0), Vec2::splat(THUMB));
        thumb_ui(ui, tokens, thumbs, picture.file, frame);
        ui.painter().galley(rect.min + Vec2::new(THUMB + 12.0, 4.0), galley, tokens.text);
        focus_ring(ui, &response, ground, RADIUS, tokens);
    }
    if response.hovered() {
        ui.set_cursor_icon(CursorIcon::PointingHand);
    }
    if response.clicked() {
        basis.show(cx.actions);
    }
    if !because.is_empty() {
        response.on_hover_text(format!("Found by {because}"));
    }
}

/// What is said of a picture, the kind of place strongly.
fn lines(seen: &Seen) -> Vec<(bool, String)> {
    let mut lines = Vec::new();
    if let Some(kind) = seen::kind(seen) {
        lines.push((true, format!("{}: {}", kind.lead, kind.label)));
        lines.push((false, format!("Because {}", kind.clues)));
    }
    let read = seen::text(seen);
    let is_told = |line: &TextLine| lines.iter().any(|(_, told)| told.contains(&format!("“{}”", line.text)));
    if !seen.text.iter().all(is_told) {
        lines.push((false, format!("Read: {read}")));
    }
    let words = [seen::labels(seen), seen::counts(seen)].into_iter().filter(|w| !w.is_empty());
    let words: Vec<String> = words.collect();
    if !words.is_empty() {
        lines.push((false, format!("The model sees: {}", words.join(", "))));
    }
    let named = seen::mentions(seen);
    if !named.is_empty() {
        lines.push((false, format!("Named in it: {named}")));
    }
    lines
}

fn thumb_ui(ui: &Ui, tokens: &Tokens, thumbs: &mut Pictures, file: EntryId, frame: Rect) {
    let radius = CornerRadius::same(RADIUS);
    ui.painter().rect_filled(frame, radius, tokens.card_hovered);
    match thumbs.get_in_turn(ui.ctx(), file.0, PictureSize::Thumb) {
        Picture::Shown(texture) => {
            let shape = egui::epaint::RectShape::filled(frame, radius, Color32::WHITE);
            ui.painter().add(shape.with_texture(texture.id(), centre_square(texture.size_vec2())));
        }
        Picture::Loading | Picture::Refused(_) => {
            Icon::Image.paint(ui.painter(), frame.center(), 24.0, tokens.text_faint);
        }
    }
}
