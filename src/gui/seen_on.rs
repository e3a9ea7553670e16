//! The bar that says on every page that verdicts are as seen on a day, and leads back to the lens's own time.

use egui::{Align, Layout, Ui};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::action::Action;
use super::cx::ViewCx;
use super::format;
use super::icons::Icon;
use super::metrics::ICON;
use super::typography::Type;
use super::widgets::{ButtonStyle, button, icon_button, line};

/// Draws the bar.
pub(crate) fn ui(ui: &mut Ui, cx: &ViewCx<'_>, day: Date) {
    let tokens = cx.tokens;
    let own = cx.lens_in_its_time();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 7.0;
        let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(ICON), egui::Sense::hover());
        Icon::Clock.paint(ui.painter(), rect.center(), ICON, tokens.select);
        ui.label(Type::Strong.text(format!("As seen on {}", format::date(day)), tokens.text));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            if button(ui, tokens, ButtonStyle::Secondary, None, "Back to its own time").clicked() {
                cx.actions.send(Action::SeeOn(None));
            }
            for (icon, name, months) in
                [(Icon::CaretRight, "A month later", 1), (Icon::CaretLeft, "A month earlier", -1)]
            {
                if icon_button(ui, tokens, icon, name).clicked()
                    && let Ok(day) = day.checked_add(months.months())
                {
                    cx.actions.send(Action::SeeOn(Some(day)));
                }
            }
            ui.add_space(6.0);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let end = own.window.to.map_or_else(|| "today".to_owned(), format::day);
                let about = format!(
                    "What could be found on that day in the way of {}; its own time was {} – {end}",
                    own.name_inside(),
                    format::day(own.window.from)
                );
                line(ui, Type::Small, tokens.text_muted, about);
            });
        });
    });
}
