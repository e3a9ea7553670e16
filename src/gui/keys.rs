//! Keys that work wherever the focus is.

use egui::{Key, Modifiers, Popup, Ui};

use crate::analysis::Filter;
use crate::dossier::Scope;

use super::action::{Action, ActionSender};
use super::app::Stage;
use super::state::{MapLayer, Page, ViewState};
use super::top_bar;

/// Turns keys into actions. Letters are left alone while a text is being typed.
pub(crate) fn handle(ui: &Ui, stage: &Stage, view: &ViewState, help_open: bool, actions: &ActionSender) {
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::O) {
        actions.send(Action::PickFiles);
    }
    let in_ready = matches!(stage, Stage::Ready(_));
    if in_ready && view.page != Page::Dossier && pressed(Modifiers::COMMAND, Key::F) {
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

fn ready_keys(ui: &Ui, view: &ViewState, actions: &ActionSender) {
    let pressed = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let filtered = |change: &dyn Fn(&mut Filter)| {
        let mut filter = view.filter.clone();
        change(&mut filter);
        actions.send(Action::SetFilter(Box::new(filter)));
    };
    if pressed(Key::Num1) {
        actions.send(Action::SetPage(Page::Map));
    }
    if pressed(Key::Num2) {
        actions.send(Action::SetPage(Page::Items));
    }
    if pressed(Key::Num3) {
        actions.send(Action::SetPage(Page::Dossier));
    }
    // The dossier shows no items, so that the keys below would change what is out of sight.
    if view.page == Page::Dossier {
        if pressed(Key::E) {
            let other = if view.scope == Scope::Lens { Scope::Everything } else { Scope::Lens };
            actions.send(Action::SetScope(other));
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
    let undo = if view.filter.window.is_some() {
        Some(Action::SetWindow(None))
    } else if view.selection.is_some() {
        Some(Action::Select(None))
    } else {
        view.filter.only.is_some().then_some(Action::ShowAllItems)
    };
    if let Some(undo) = undo
        && pressed(Key::Escape)
    {
        actions.send(undo);
    }
}
