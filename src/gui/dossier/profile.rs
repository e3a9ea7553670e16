//! What the profile said, version by version.

use egui::epaint::RectShape;
use egui::{Color32, CornerRadius, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::dossier::{Dossier, ProfileVersion, Scope};
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::gui::icons::Icon;
use crate::gui::pictures::{Picture, PictureSize, Pictures};
use crate::gui::typography::Type;
use crate::gui::widgets::text;
use crate::media::is_video_path;
use crate::model::{AccountId, Dataset, ItemId, ProfileField};

use super::basis::Basis;
use super::statement::Statement;
use super::{Memory, list};

/// Diameter of the profile picture.
const PICTURE: f32 = 52.0;
/// Longest value shown.
const VALUE: usize = 240;

/// An account and what its profile said.
pub(super) struct Person {
    /// Its latest name, or its handle.
    name: String,
    /// Handle and platform.
    account: String,
    /// The versions, by field, latest first.
    facts: Vec<Statement>,
    /// The file of the profile picture that the observer saw last.
    picture: Option<u32>,
    /// All of the pictures it saw.
    pictures: Option<Statement>,
    /// Versions that none of the items was taken under: the observer did not read them.
    unread: u64,
}

#[cfg(test)]
impl Person {
    /// Everything said of it.
    pub(super) fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.facts.iter().chain(&self.pictures)
    }
}

/// The accounts whose profile is on record.
pub(super) fn people(dossier: &Dossier, dataset: &Dataset) -> Vec<Person> {
    let person = |(account, index): (&crate::model::Account, u16)| {
        let own = |v: &&ProfileVersion| v.account.0 == index;
        let (mut versions, unread): (Vec<&ProfileVersion>, Vec<_>) =
            dossier.profile.versions.iter().filter(own).partition(|v| {
                // The platform holds every version; another reads those that stood there when it took an item.
                dossier.scope == Scope::Everything || !v.items.is_empty()
            });
        if versions.is_empty() {
            return None;
        }
        let latest = |field| versions.iter().rev().find(|v| v.field == field).map(|v| format::one_line(&v.value, 60));
        let platform = format::platform(account.platform);
        let handle = latest(ProfileField::Handle)
            .or_else(|| Some(format::one_line(&account.handle, 60)).filter(|h| !h.is_empty()));
        let account = handle.as_ref().map_or_else(|| platform.to_owned(), |h| format!("@{h} · {platform}"));
        let name = latest(ProfileField::Name).or(handle).unwrap_or_else(|| platform.to_owned());
        versions.reverse();
        versions.sort_by_key(|v| order(v.field));
        let facts = versions.iter().map(|v| fact(dossier, v)).collect();
        let seen = pictures(dossier, dataset, AccountId(index));
        let file =
            |id: &ItemId| dataset.item(*id).media.iter().find_map(|m| m.file.filter(|_| !is_video_path(&m.path)));
        let picture = seen.iter().rev().find_map(file);
        let count = format::counted(seen.len() as u64, "profile picture", "profile pictures");
        let pictures = (!seen.is_empty()).then(|| Statement::new(count, "", Basis::items(seen)));
        Some(Person { name, account, facts, picture, pictures, unread: unread.len() as u64 })
    };
    dataset.accounts.iter().zip(0_u16..).filter_map(person).collect()
}

/// The profile pictures of an account that the observer can have seen: those up to the last item it took.
fn pictures(dossier: &Dossier, dataset: &Dataset, account: AccountId) -> Vec<ItemId> {
    let last = dossier.had.iter().filter_map(|id| dataset.item(*id).published_at()).max();
    let seen = |id: &&ItemId| {
        let item = dataset.item(**id);
        let in_time = item.published_at().is_none_or(|at| last.is_some_and(|last| at <= last));
        item.account == Some(account) && (dossier.scope == Scope::Everything || in_time)
    };
    dossier.profile_pictures.iter().filter(seen).copied().collect()
}

fn fact(dossier: &Dossier, version: &ProfileVersion) -> Statement {
    let value = format::one_line(&version.value, VALUE);
    let title = match version.field {
        ProfileField::Handle => format!("@{value}"),
        ProfileField::Bio => format!("“{value}”"),
        ProfileField::FollowerCount => format!("{value} followers"),
        ProfileField::Name | ProfileField::Link | ProfileField::HomeCity | ProfileField::Country => value,
    };
    let when = match (version.since, version.until) {
        (None, None) => String::new(),
        (None, Some(to)) => format!(" until {}", format::day(to)),
        (Some(from), None) => format!(" since {}", format::day(from)),
        (Some(from), Some(to)) => format!(" {} – {}", format::day(from), format::day(to)),
    };
    let basis = Basis::items(dossier.profile.items_of(version).iter().copied());
    let read = if basis.words().is_empty() { ", read with none of the items" } else { ", read with" };
    Statement::new(title, format!("{}{when}{read}", field(version.field)), basis)
}

/// What tells most comes first.
const fn order(field: ProfileField) -> u8 {
    match field {
        ProfileField::Bio => 0,
        ProfileField::HomeCity => 1,
        ProfileField::Country => 2,
        ProfileField::Link => 3,
        ProfileField::FollowerCount => 4,
        ProfileField::Name => 5,
        ProfileField::Handle => 6,
    }
}

const fn field(field: ProfileField) -> &'static str {
    match field {
        ProfileField::Handle => "handle",
        ProfileField::Name => "name",
        ProfileField::Bio => "bio",
        ProfileField::Link => "link",
        ProfileField::HomeCity => "home as stated",
        ProfileField::Country => "country as stated",
        ProfileField::FollowerCount => "followers",
    }
}

/// The profile picture in a circle, or what stands in for it.
fn picture_ui(ui: &mut Ui, cx: &ViewCx<'_>, memory: &mut Memory, person: &Person) {
    let tokens = cx.tokens;
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(PICTURE), Sense::hover());
    ui.painter().circle_filled(rect.center(), PICTURE / 2.0, tokens.card_hovered);
    let picture = person.picture.map(|file| {
        let pictures = memory.pictures.get_or_insert_with(|| Pictures::new(&cx.loaded.source));
        pictures.get(ui.ctx(), file, PictureSize::Panel)
    });
    let Some(Picture::Shown(texture)) = picture else {
        Icon::User.paint(ui.painter(), rect.center(), 30.0, tokens.text_muted);
        return;
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Profile picture"));
    // The largest square from the middle of it.
    let size = texture.size_vec2();
    let part = Vec2::splat(size.min_elem()) / size;
    let uv = Rect::from_center_size(Pos2::new(0.5, 0.5), part);
    let round = CornerRadius::same((PICTURE / 2.0) as u8);
    ui.painter().add(RectShape::filled(rect, round, Color32::WHITE).with_texture(texture.id(), uv));
}

/// Draws an account.
pub(super) fn ui(ui: &mut Ui, cx: &ViewCx<'_>, memory: &mut Memory, index: usize, person: &Person) {
    let tokens = cx.tokens;
    ui.horizontal(|ui| {
        picture_ui(ui, cx, memory, person);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(3.0);
            text(ui, Type::Heading, tokens.text, person.name.clone());
            text(ui, Type::Small, tokens.text_muted, person.account.clone());
        });
    });
    ui.add_space(4.0);
    list(ui, cx, memory, ("profile", index), &person.facts, 6);
    if let Some(pictures) = &person.pictures {
        pictures.ui(ui, cx);
    }
    if person.unread > 0 {
        let values = format::counted(person.unread, "value", "values");
        let why = format!("{values} more stood there at times from which it had no item");
        text(ui, Type::Small, tokens.text_faint, why);
    }
}
