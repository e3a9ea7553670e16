//! Keys that work wherever the focus is.

use egui::{Key, Modifiers, Popup, Ui};

use crate::analysis::Filter;
use crate::dossier::Scope;

use super::action::{Action, ActionSender, FenceEdit};
use super::app::Stage;
use super::state::{MapLayer, MapTool, Page, ViewState};
use super::top_bar;

/// Turns keys into actions. Letters are left alone while a text is being typed.
pub(crate) fn handle(ui: &Ui, stage: &Stage, view: &ViewState, help_open: bool, actions: &ActionSender) {
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::O) {
        actions.send(Action::PickFiles);
    }
    let in_ready = matches!(stage, Stage::Ready(_));
    if in_ready && view.page.shows_items() && pressed(Modifiers::COMMAND, Key::F) {
        ui.memory_mut(|m| m.request_focus(top_bar::search_id()));
    }
    if ui.text_edit_focused() || Popup::is_any_open(ui) {
        return;
    }
    let question = ui.input(|i| i.events.iter().any(|e| matches!(e, egui::Event::Text(t) if t == "?")));
    if question {
        actions.send(Action::ShowHelp(!help_open));
    }
    // What lies over everything has its own keys.
    if help_open || ui.memory(|m| m.top_modal_layer().is_some()) {
        return;
    }
    if in_ready {
        ready_keys(ui, view, actions);
    }
}

/// The keys of the pages, in the order of the rail.
const NUMBERS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

fn ready_keys(ui: &Ui, view: &ViewState, actions: &ActionSender) {
    let pressed = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let filtered = |change: &dyn Fn(&mut Filter)| {
        let mut filter = view.filter.clone();
        change(&mut filter);
        actions.send(Action::SetFilter(Box::new(filter)));
    };
    for (key, (page, ..)) in NUMBERS.into_iter().zip(top_bar::PAGES) {
        if pressed(key) {
            actions.send(Action::SetPage(*page));
        }
    }
    // Where no items are shown, the keys below would change what is out of sight.
    if !view.page.shows_items() {
        if view.page == Page::Dossier && pressed(Key::E) {
            let other = if view.scope == Scope::Lens { Scope::Everything } else { Scope::Lens };
            actions.send(Action::SetScope(other));
        }
        let shows_area = view.page == Page::Dossier && view.filter.area.is_some();
        if (shows_area || view.seen_on.is_some()) && pressed(Key::Escape) {
            if shows_area {
                filtered(&|f| f.area = None);
            } else {
                actions.send(Action::SeeOn(None));
            }
        }
        return;
    }
    if pressed(Key::Num0) {
        actions.send(Action::FitAll);
    }
    if pressed(Key::E) {
        filtered(&|f| f.taken_only = !f.taken_only);
    }
    for (key, direction) in [(Key::N, 1), (Key::P, -1)] {
        let times = ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)) as isize;
        if times > 0 {
            actions.send(Action::SelectNeighbour(times * direction));
        }
    }
    if pressed(Key::H) {
        let other = match view.layer {
            MapLayer::Heat => MapLayer::Hexes,
            MapLayer::Hexes => MapLayer::Pins,
            MapLayer::Pins => MapLayer::Heat,
        };
        actions.send(Action::SetLayer(other));
    }
    let undo = if view.tool != MapTool::Hand {
        Some(Action::SetTool(MapTool::Hand))
    } else if view.watch.selected.is_some() {
        Some(Action::Fences(FenceEdit::Choose(None)))
    } else if view.filter.area.is_some() {
        let filter = Filter { area: None, ..view.filter.clone() };
        Some(Action::SetFilter(Box::new(filter)))
    } else if view.filter.window.is_some() {
        Some(Action::SetWindow(None))
    } else if view.filter.hours.is_some() {
        Some(Action::SetFilter(Box::new(Filter { hours: None, ..view.filter.clone() })))
    } else if view.selection.is_some() {
        Some(Action::Select(None))
    } else if view.filter.only.is_some() {
        Some(Action::ShowAllItems)
    } else {
        view.seen_on.is_some().then_some(Action::SeeOn(None))
    };
    if let Some(undo) = undo
        && pressed(Key::Escape)
    {
        actions.send(undo);
    }
}
