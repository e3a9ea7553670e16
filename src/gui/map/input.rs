//! What the user does with the map: drag, wheel, pinch, double click, keys.

use egui::{Event, EventFilter, Key, Modifiers, MouseWheelUnit, PointerButton, Response, Ui, Vec2, vec2};

use super::areas::Taken;
use super::camera::Pilot;

/// Zoom steps of one notch of a wheel.
const NOTCH: f64 = 0.5;
/// Points of a trackpad's scroll that make one zoom step.
const SCROLL_POINTS: f64 = 140.0;
/// How far an arrow key moves the map, points.
const ARROW_POINTS: f32 = 120.0;

/// Moves the camera by what the user did. `taken` is what draws instead.
pub(super) fn steer(ui: &Ui, response: &Response, pilot: &mut Pilot, taken: Taken) {
    if ui.ctx().current_pass_index() > 0 {
        // The same events again, for a second try at the same frame.
        return;
    }
    let now = ui.input(|i| i.time);
    if response.is_pointer_button_down_on() && ui.input(|i| i.pointer.any_pressed()) {
        pilot.hold();
    }
    if !taken.drag {
        if response.dragged_by(PointerButton::Primary) || response.dragged_by(PointerButton::Middle) {
            pilot.drag(response.drag_delta(), now);
        }
        if response.drag_stopped() {
            pilot.release(now);
        }
    }
    let from_middle = |at: Option<egui::Pos2>| at.map_or(Vec2::ZERO, |at| at - response.rect.center());
    if response.double_clicked() && !taken.click && !taken.drag {
        pilot.zoom_by(1.0, from_middle(response.interact_pointer_pos()));
    }
    if response.hovered() {
        wheel(ui, pilot, from_middle(response.hover_pos()));
    }
    if response.has_focus() {
        keys(ui, response, pilot);
    }
}

fn wheel(ui: &Ui, pilot: &mut Pilot, anchor: Vec2) {
    let (mut notches, mut fluid) = (0.0, 0.0);
    ui.input(|i| {
        for event in &i.events {
            match event {
                Event::MouseWheel { unit: MouseWheelUnit::Point, delta, .. } => {
                    fluid += f64::from(delta.y) / SCROLL_POINTS;
                }
                Event::MouseWheel { delta, .. } => notches += f64::from(delta.y) * NOTCH,
                Event::Zoom(factor) if *factor > 0.0 => fluid += f64::from(*factor).log2(),
                _ => {}
            }
        }
        if let Some(touch) = i.multi_touch() {
            fluid += f64::from(touch.zoom_delta.max(0.01)).log2();
        }
    });
    if notches != 0.0 {
        pilot.zoom_by(notches.clamp(-3.0, 3.0), anchor);
    }
    if fluid != 0.0 {
        pilot.pinch(fluid.clamp(-2.0, 2.0), anchor);
    }
}

fn keys(ui: &Ui, response: &Response, pilot: &mut Pilot) {
    // Arrows move the map, not the focus.
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    let pressed = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let arrows = [
        (Key::ArrowLeft, vec2(1.0, 0.0)),
        (Key::ArrowRight, vec2(-1.0, 0.0)),
        (Key::ArrowUp, vec2(0.0, 1.0)),
        (Key::ArrowDown, vec2(0.0, -1.0)),
    ];
    for (key, direction) in arrows {
        if pressed(key) {
            pilot.pan(direction * ARROW_POINTS);
        }
    }
    // Plus needs shift on many keyboards.
    let plus = pressed(Key::Plus)
        || pressed(Key::Equals)
        || ui.input_mut(|i| i.consume_key(Modifiers::SHIFT, Key::Plus) || i.consume_key(Modifiers::SHIFT, Key::Equals));
    if plus {
        pilot.zoom_by(1.0, Vec2::ZERO);
    }
    if pressed(Key::Minus) {
        pilot.zoom_by(-1.0, Vec2::ZERO);
    }
}
