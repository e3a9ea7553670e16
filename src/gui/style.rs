//! The tokens as the toolkit's own style, for what it draws itself: fields, scroll bars, popovers, tooltips.

use egui::{CornerRadius, Margin, Shadow, Stroke, Style, Theme, Vec2};

use super::metrics::{CONTROL_HEIGHT, GAP, GAP_SMALL, RADIUS, RADIUS_CARD};
use super::theme::Tokens;
use super::typography::{self, Type};

/// Installs fonts, icons and both styles. Called once, before the first frame.
pub(crate) fn install(ctx: &egui::Context) {
    typography::install(ctx);
    super::icons::install(ctx);
    ctx.set_style_of(Theme::Dark, style(&Tokens::dark()));
    ctx.set_style_of(Theme::Light, style(&Tokens::light()));
}

/// The tokens for the theme in use.
pub(crate) fn tokens(theme: Theme) -> Tokens {
    match theme {
        Theme::Dark => Tokens::dark(),
        Theme::Light => Tokens::light(),
    }
}

fn style(tokens: &Tokens) -> Style {
    let theme = if tokens.dark { Theme::Dark } else { Theme::Light };
    let mut style = theme.default_style();
    style.text_styles = [
        (egui::TextStyle::Heading, Type::Heading.font()),
        (egui::TextStyle::Body, Type::Body.font()),
        (egui::TextStyle::Button, Type::Control.font()),
        (egui::TextStyle::Small, Type::Small.font()),
        (egui::TextStyle::Monospace, Type::Mono.font()),
    ]
    .into();
    style.spacing.item_spacing = Vec2::new(GAP, GAP_SMALL);
    style.spacing.button_padding = Vec2::new(12.0, 5.0);
    style.spacing.interact_size.y = CONTROL_HEIGHT;
    style.spacing.menu_margin = Margin::same(14);
    style.spacing.window_margin = Margin::same(20);
    style.spacing.tooltip_width = 320.0;
    // Popovers scroll only where the window ends, see their own limit.
    style.spacing.default_area_size = Vec2::new(600.0, 2_000.0);
    style.spacing.scroll.bar_width = 7.0;
    style.spacing.scroll.floating = true;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.35;
    visuals(&mut style, tokens);
    style
}

fn visuals(style: &mut Style, tokens: &Tokens) {
    let visuals = &mut style.visuals;
    visuals.override_text_color = None;
    visuals.panel_fill = tokens.panel;
    visuals.window_fill = tokens.card;
    visuals.window_stroke = Stroke::new(1.0, tokens.border);
    visuals.window_corner_radius = CornerRadius::same(RADIUS_CARD + 2);
    visuals.menu_corner_radius = CornerRadius::same(RADIUS_CARD);
    visuals.popup_shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: tokens.shadow };
    visuals.window_shadow = visuals.popup_shadow;
    visuals.extreme_bg_color = tokens.background;
    visuals.text_edit_bg_color = Some(tokens.background);
    visuals.faint_bg_color = Tokens::tint(tokens.text, 0.03);
    visuals.code_bg_color = tokens.background;
    visuals.hyperlink_color = tokens.select;
    visuals.warn_fg_color = tokens.warning;
    visuals.error_fg_color = tokens.accent;
    visuals.weak_text_color = Some(tokens.text_faint);
    visuals.selection.bg_fill = Tokens::tint(tokens.select, 0.35);
    visuals.selection.stroke = Stroke::new(1.5, tokens.select);
    let widgets = &mut visuals.widgets;
    for (state, fill, line, text) in [
        (&mut widgets.noninteractive, tokens.panel, tokens.border, tokens.text),
        (&mut widgets.inactive, tokens.card, tokens.border, tokens.text),
        (&mut widgets.hovered, tokens.card_hovered, tokens.text_faint, tokens.text),
        (&mut widgets.active, tokens.card_hovered, tokens.select, tokens.text),
        (&mut widgets.open, tokens.card_hovered, tokens.border, tokens.text),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, line);
        state.fg_stroke = Stroke::new(1.0, text);
        state.corner_radius = CornerRadius::same(RADIUS);
        state.expansion = 0.0;
    }
}
