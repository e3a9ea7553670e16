//! Which lenses would have had an item: one line each, worked out when it is unfolded.

use std::sync::Arc;

use egui::{CollapsingHeader, CornerRadius, CursorIcon, Galley, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::analysis::exposure::explain;
use crate::analysis::{Reason, Verdict};
use crate::gui::action::Action;
use crate::gui::cx::ViewCx;
use crate::gui::marks;
use crate::gui::metrics::{MARK, RADIUS};
use crate::gui::theme::Tokens;
use crate::gui::typography::Type;
use crate::gui::widgets::{card, focus_ring, text};
use crate::lens::{self, Lens};
use crate::model::{Evidence, ItemId};

/// Room for the mark at the start of a line.
const INDENT: f32 = 20.0;

/// The lines of one item.
#[derive(Default)]
pub(super) struct ItemLenses {
    shown: Option<(Key, Vec<Line>)>,
}

/// What the lines follow from: the item, and what grows with every change of lenses and of what the user said.
type Key = (ItemId, u64, u64);

/// What one lens would have had of the item.
struct Line {
    lens: String,
    title: String,
    verdict: Verdict,
    why: String,
}

impl ItemLenses {
    /// Draws the section, folded until asked for.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &ViewCx<'_>, id: ItemId) {
        ui.add_space(8.0);
        card(ui, cx.tokens, |ui| {
            let title = Type::Body.text("Which lenses would have had it", cx.tokens.text);
            CollapsingHeader::new(title).id_salt("lenses of the item").show_unindented(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let lines = self.lines(cx, id);
                if lines.is_empty() {
                    text(ui, Type::Small, cx.tokens.text_muted, "No lens reads the platform that it is from");
                }
                for line in lines {
                    line.ui(ui, cx);
                }
            });
        });
    }

    fn lines(&mut self, cx: &ViewCx<'_>, id: ItemId) -> &[Line] {
        let key = (id, cx.derived.generation, cx.derived.dataset_generation);
        if self.shown.as_ref().is_none_or(|(shown, _)| *shown != key) {
            let platform = cx.item(id).platform.0;
            let reads = |lens: &&Lens| lens.platforms.iter().any(|p| p == platform);
            let as_seen = |lens: &Lens| {
                // The one whose verdicts are shown may be edited already while they are worked out again.
                let shown = if lens.id == cx.lens.id { cx.lens } else { lens };
                shown.clone().looking_on_or_in_its_time(cx.lens.seen_on)
            };
            let lines = cx.lenses.iter().filter(reads).map(|lens| Line::new(cx, id, &as_seen(lens))).collect();
            self.shown = Some((key, lines));
        }
        self.shown.as_ref().map_or(&[], |(_, lines)| lines)
    }
}

impl Line {
    fn new(cx: &ViewCx<'_>, id: ItemId, lens: &Lens) -> Self {
        let engine = crate::analysis::decide::Engine {
            dataset: cx.dataset(),
            lens,
            surfaces: lens::surfaces(),
            assumptions: cx.assumptions,
        };
        let reasons = explain(cx.dataset(), id, lens, lens::surfaces(), cx.assumptions);
        let why = deciding(&reasons).map_or_else(String::new, |reason| {
            let evidence = if reason.evidence == Evidence::Missing { "not known" } else { reason.evidence.as_str() };
            format!("{} ({evidence})", reason.text)
        });
        let verdict = engine.decide(id).verdict.verdict;
        Self { lens: lens.id.clone(), title: lens.title.clone(), verdict, why }
    }

    fn ui(&self, ui: &mut Ui, cx: &ViewCx<'_>) {
        let tokens = cx.tokens;
        let chosen = self.lens == cx.lens.id;
        let width = ui.available_width() - INDENT;
        let title = wrapped(ui, self.title.clone(), Type::SmallStrong, width, tokens.text);
        let verdict = wrapped(ui, self.verdict.label().to_owned(), Type::Small, width, tokens.text);
        let why = wrapped(ui, self.why.clone(), Type::Small, width, tokens.text_muted);
        let height = title.size().y + verdict.size().y + why.size().y + 10.0;
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width + INDENT, height), Sense::click());
        let name = format!("{}: {}. {}", self.title, self.verdict.label(), self.why);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, &name));
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if ui.is_rect_visible(rect) {
            let ground = rect.expand2(Vec2::new(6.0, 0.0));
            if chosen {
                ui.painter().rect_filled(ground, CornerRadius::same(RADIUS), Tokens::tint(tokens.select, 0.18));
            } else if response.hovered() {
                ui.painter().rect_filled(ground, CornerRadius::same(RADIUS), tokens.card_hovered);
            }
            let mark = rect.left_top() + Vec2::new(MARK / 2.0 + 1.0, 5.0 + title.size().y + verdict.size().y / 2.0);
            marks::verdict(ui.painter(), mark, MARK, self.verdict, tokens);
            let mut corner = rect.left_top() + Vec2::new(0.0, 5.0);
            for (galley, indent, colour) in
                [(title, 0.0, tokens.text), (verdict, INDENT, tokens.text), (why, INDENT, tokens.text_muted)]
            {
                let height = galley.size().y;
                ui.painter().galley(corner + Vec2::new(indent, 0.0), galley, colour);
                corner.y += height;
            }
            focus_ring(ui, &response, ground, RADIUS, tokens);
        }
        if response.clicked() && !chosen {
            cx.actions.send(Action::SetLens(self.lens.clone()));
        }
        let hint = if chosen { "You are looking through this lens" } else { "Look through this lens" };
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hint);
    }
}

/// The reason on which a verdict hangs: the first clause that refused or is open; where all hold, the one that is
/// least sure.
fn deciding(reasons: &[Reason]) -> Option<&Reason> {
    let decisive = || reasons.iter().filter(|r| r.decisive);
    let failing = decisive().find(|r| r.holds != Some(true));
    // What every item of the platform passes says nothing of this one.
    let telling = || decisive().filter(|r| !matches!(r.clause, "platform" | "published" | "kind"));
    let weakest = telling().map(|r| r.evidence).max();
    failing.or_else(|| telling().find(|r| Some(r.evidence) == weakest)).or_else(|| decisive().next())
}

fn wrapped(ui: &Ui, text: String, kind: Type, width: f32, colour: egui::Color32) -> Arc<Galley> {
    ui.painter().layout(text, kind.font(), colour, width.max(40.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(clause: &'static str, holds: Option<bool>, evidence: Evidence, decisive: bool) -> Reason {
        Reason { clause, holds, evidence, text: clause.to_owned(), decisive, origin: None }
    }

    #[test]
    fn the_first_clause_that_refuses_decides_or_the_least_sure_of_those_that_hold() {
        let mut reasons = vec![
            reason("platform", Some(true), Evidence::Recorded, true),
            reason("window", Some(true), Evidence::Recorded, true),
            reason("reach", Some(true), Evidence::Likely, true),
            reason("venue", None, Evidence::Missing, false),
        ];
        assert_eq!(deciding(&reasons).unwrap().clause, "reach");
        reasons[2].evidence = Evidence::Recorded;
        assert_eq!(deciding(&reasons).unwrap().clause, "window");
        reasons.push(reason("place", Some(false), Evidence::Recorded, true));
        assert_eq!(deciding(&reasons).unwrap().clause, "place");
        assert_eq!(deciding(&reasons[..1]).unwrap().clause, "platform");
        assert!(deciding(&[]).is_none());
    }
}
