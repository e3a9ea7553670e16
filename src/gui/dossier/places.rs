//! Kinds of places, places, towns and countries, and what a marketer would file.

use std::collections::BTreeMap;

use egui::{Align2, CornerRadius, CursorIcon, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::analysis::Geofence;
use crate::dossier::{Dossier, Place, Region, SightingId};
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::metrics::{RADIUS, ROW_HEIGHT};
use crate::gui::typography::Type;
use crate::gui::widgets::focus_ring;

use super::basis::Basis;
use super::statement::Statement;
use super::words;

/// Room for the name of a bar, and for its figure.
const NAME: f32 = 132.0;
const FIGURE: f32 = 40.0;

/// A kind of place and how often somebody was at one.
pub(super) struct Bar {
    name: &'static str,
    days: u64,
    /// Of the longest bar.
    share: f32,
    /// The places seen most.
    top: String,
    basis: Basis,
}

/// Places named of a kind.
const TOP: usize = 5;

/// What is known of a kind of place: days, sightings, and the places with the days at each.
#[derive(Default)]
struct Kind {
    days: u64,
    sightings: Vec<SightingId>,
    places: Vec<(u32, String)>,
}

impl Kind {
    /// The places seen most, one a line.
    fn top(&mut self) -> String {
        self.places.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let line = |(days, name): &(u32, String)| format!("{name}: {}", format::counted((*days).into(), "day", "days"));
        let mut lines: Vec<String> = self.places.iter().take(TOP).map(line).collect();
        if self.places.len() > TOP {
            lines.push(format!("and {} more", self.places.len() - TOP));
        }
        lines.join("\n")
    }
}

fn open(dossier: &Dossier) -> impl Iterator<Item = &Place> {
    dossier.places.iter().filter(|place| !words::is_sensitive(place))
}

/// Kinds of places, most days first.
pub(super) fn kinds(dossier: &Dossier) -> Vec<Bar> {
    let mut found: BTreeMap<&'static str, Kind> = BTreeMap::new();
    for place in open(dossier) {
        let Some(kind) = place.kind else { continue };
        let kind = found.entry(format::geofence(Geofence::Kind(kind))).or_default();
        kind.days += u64::from(place.days);
        kind.sightings.extend(&place.sightings);
        kind.places.push((place.days, words::place_name(place)));
    }
    let most = found.values().map(|kind| kind.days).max().unwrap_or(1).max(1);
    let bar = |(name, mut kind): (&'static str, Kind)| Bar {
        name,
        days: kind.days,
        share: kind.days as f32 / most as f32,
        top: kind.top(),
        basis: Basis::sightings(dossier, kind.sightings),
    };
    let mut bars: Vec<Bar> = found.into_iter().map(bar).collect();
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.days));
    bars
}

impl Bar {
    /// Draws it over the whole width.
    pub(super) fn ui(&self, ui: &mut Ui, cx: &ViewCx<'_>) {
        let tokens = cx.tokens;
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_HEIGHT), Sense::click());
        let days = format::counted(self.days, "day", "days");
        let name = format!("{}, {days}; show {}", self.name, self.basis.words());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if ui.is_rect_visible(rect) {
            let painter = ui.painter();
            let ground = rect.expand2(Vec2::new(6.0, 0.0));
            if response.hovered() || response.has_focus() {
                painter.rect_filled(ground, CornerRadius::same(RADIUS), tokens.card_hovered);
            }
            let y = rect.center().y;
            let at = |x: f32| Pos2::new(x, y);
            painter.text(at(rect.left()), Align2::LEFT_CENTER, self.name, Type::Small.font(), tokens.text);
            let days = format::count_short(self.days);
            painter.text(at(rect.right()), Align2::RIGHT_CENTER, days, Type::Small.font(), tokens.text_muted);
            let room = (rect.width() - NAME - FIGURE).max(0.0);
            let bar = Rect::from_min_size(
                Pos2::new(rect.left() + NAME, y - 3.5),
                Vec2::new((room * self.share).max(3.0), 7.0),
            );
            painter.rect_filled(bar, CornerRadius::same(3), tokens.accent);
            focus_ring(ui, &response, ground, RADIUS, tokens);
        }
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        if response.clicked() {
            self.basis.show(cx.actions);
        }
        response.on_hover_text(format!("{days}, {}\n{}", self.basis.words(), self.top));
    }
}

/// Places, most days first.
pub(super) fn top(dossier: &Dossier) -> Vec<Statement> {
    let place = |place: &Place| {
        let mut detail = Vec::new();
        detail.extend(place.kind.map(|kind| format::geofence(Geofence::Kind(kind)).to_owned()));
        if let (Some(_), Some(town)) = (&place.name, &place.town) {
            detail.push(format::one_line(town, 60));
        }
        if place.name.is_none() && place.town.is_some() {
            detail.push(format::point_short(place.centre));
        }
        detail.push(words::seen(place.seen));
        Statement {
            figure: format::counted(u64::from(place.days), "day", "days"),
            hint: if place.kind.is_some() {
                format!("Its kind: {} ({})", place.kind_because, place.kind_evidence.as_str())
            } else {
                String::new()
            },
            ..Statement::new(
                words::place_name(place),
                detail.join(" · "),
                Basis::sightings(dossier, place.sightings.iter().copied()),
            )
        }
    };
    open(dossier).map(place).collect()
}

/// Towns or countries, most days first.
pub(super) fn regions(dossier: &Dossier, regions: &[Region]) -> Vec<Statement> {
    let region = |region: &Region| Statement {
        figure: format::counted(region.days, "day", "days"),
        ..Statement::new(
            format::one_line(&region.name, 60),
            words::seen(region.seen),
            Basis::sightings(dossier, region.sightings.iter().copied()),
        )
    };
    regions.iter().map(region).collect()
}

/// What a marketer would file, most days first.
pub(super) fn interests(dossier: &Dossier) -> Vec<Statement> {
    let interest = |interest: &crate::dossier::Interest| {
        let places = interest.places.iter().filter_map(|id| dossier.places.get(id.index()));
        let sightings = places.flat_map(|place| place.sightings.iter().copied());
        let count = format::counted(interest.places.len() as u64, "place", "places");
        Statement {
            figure: format::counted(interest.days, "day", "days"),
            ..Statement::new(interest.label, format!("at {count}"), Basis::sightings(dossier, sightings))
        }
    };
    dossier.interests.iter().map(interest).collect()
}

/// Hashtags, most items first.
pub(super) fn hashtags(dossier: &Dossier) -> Vec<Statement> {
    let tag = |tag: &crate::dossier::Hashtag| {
        Statement::new(format!("#{}", format::one_line(&tag.tag, 40)), "", Basis::items(tag.items.iter().copied()))
    };
    dossier.hashtags.iter().map(tag).collect()
}
