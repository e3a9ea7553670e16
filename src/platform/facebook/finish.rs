//! From a joined draft to an item with its claims: tagged or not, up for how long.

use jiff::SignedDuration;

use super::draft::Draft;
use super::layout::Shelf;
use super::place::Tag;
use super::{FACEBOOK, rules};
use crate::model::{
    AccountId, Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Location, LocationSource, Place, Rule,
};
use crate::platform::support::meta_export::MediaIndex;
use crate::platform::support::meta_position::Position;

/// Time for which a story is in view.
const STORY_IN_VIEW: SignedDuration = SignedDuration::from_hours(24);

/// The item of a draft.
pub(super) fn item(draft: Draft, account: AccountId, media: &MediaIndex) -> Item {
    let audience = AudienceClaim::Own(Audience::Unknown, Evidence::Missing, audience(draft.shelf));
    let kind = kind(&draft);
    let mut item = Item::new(FACEBOOK, kind, audience, life(draft.shelf), tagged(&draft), draft.origin);
    item.account = Some(account);
    // A date in the future of the post is no backdating.
    let backdated = draft.backdated.filter(|at| draft.published.is_none_or(|published| *at < published));
    item.set_zoned_time(backdated.or(draft.published), !draft.page);
    item.published = draft.published.filter(|_| backdated.is_some());
    let source = if kind == ItemKind::CheckIn { LocationSource::CheckIn } else { LocationSource::PlaceTag };
    let tag = best(&draft.places);
    let sure = if draft.page { Evidence::Likely } else { Evidence::Recorded };
    let by_tag = tag.and_then(Tag::point).map(|p| Location { evidence: sure, ..location(p, source) });
    // Buyers see the position of an offer only roughly, how roughly is not known.
    let by_sale = draft.sale.as_ref().and_then(Tag::point).map(|p| location(p, LocationSource::PlaceTag));
    item.location = by_tag.or(by_sale).or_else(|| draft.picture.map(|p| location(p, LocationSource::Exif)));
    item.public_location = by_tag.filter(|_| !draft.page);
    item.place = tag.or(draft.sale.as_ref()).and_then(place);
    item.media = draft.media.iter().map(|path| media.resolve(draft.root, path)).collect();
    item.text = draft.text.or(draft.title).map(Into::into);
    item.also_in = draft.also_in;
    item
}

/// Why it is not known who could see something of a shelf.
const fn audience(shelf: Shelf) -> &'static Rule {
    match shelf {
        Shelf::TaggedPlaces => &rules::AUDIENCE_OF_OTHERS,
        Shelf::Groups => &rules::AUDIENCE_OF_GROUP,
        Shelf::OtherWalls => &rules::AUDIENCE_OF_PAGE,
        _ => &rules::AUDIENCE,
    }
}

/// Of several places the first with a position.
fn best(places: &[Tag]) -> Option<&Tag> {
    places.iter().find(|tag| tag.point().is_some()).or_else(|| places.first())
}

fn place(tag: &Tag) -> Option<Place> {
    let name = tag.name.as_deref()?;
    Some(Place { address: tag.address.as_deref().map(Into::into), ..Place::named(name) })
}

const fn location(position: Position, source: LocationSource) -> Location {
    Location::at(position.point, source, Evidence::Recorded)
}

fn kind(draft: &Draft) -> ItemKind {
    match draft.shelf {
        Shelf::CheckIns | Shelf::TaggedPlaces => ItemKind::CheckIn,
        // What is a place and nothing to look at is what Facebook calls a check-in.
        Shelf::Posts | Shelf::Archive | Shelf::Groups | Shelf::OtherWalls
            if !draft.page && !draft.is_life_event && !draft.places.is_empty() && draft.media.is_empty() =>
        {
            ItemKind::CheckIn
        }
        Shelf::Posts | Shelf::Archive | Shelf::Marketplace | Shelf::Groups | Shelf::OtherWalls => ItemKind::Post,
        Shelf::Stories => ItemKind::Story,
        Shelf::Videos => ItemKind::Video,
        Shelf::Album | Shelf::Photos if draft.media.iter().any(|path| is_video(path)) => ItemKind::Video,
        Shelf::Album | Shelf::Photos => ItemKind::Photo,
    }
}

fn is_video(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(extension.as_deref(), Some("mp4" | "mov" | "m4v" | "webm" | "avi" | "3gp"))
}

const fn life(shelf: Shelf) -> Life {
    match shelf {
        Shelf::Stories => Life::Expires { after: STORY_IN_VIEW, rule: &rules::STORY_LIFETIME },
        Shelf::Archive => Life::TakenDown { up_until_at_least: None, rule: &rules::ARCHIVED },
        _ => Life::Live,
    }
}

fn tagged(draft: &Draft) -> Claim {
    if !draft.places.is_empty() {
        if draft.page {
            return Claim::unknown(&rules::PAGE_PLACE);
        }
        let by_others = draft.shelf == Shelf::TaggedPlaces;
        return Claim::yes(Evidence::Recorded, if by_others { &rules::PLACE_BY_OTHERS } else { &rules::PLACE });
    }
    if draft.place_unreadable {
        return Claim::unknown(&rules::PLACE_UNREADABLE);
    }
    if draft.sale.is_some() {
        return Claim::yes(Evidence::Recorded, &rules::SALE);
    }
    match draft.shelf {
        _ if draft.picture.is_some() => Claim::unknown(&rules::PHOTO_POSITION),
        _ if draft.page => Claim::unknown(&rules::PAGE),
        Shelf::Album | Shelf::Photos | Shelf::Videos => Claim::unknown(&rules::PHOTO_PLACE),
        Shelf::Stories => Claim::unknown(&rules::STORY_PLACE),
        Shelf::OtherWalls => Claim::unknown(&rules::PAGE_OF_OTHERS_PLACE),
        Shelf::Groups => Claim::unknown(&rules::GROUP_PLACE),
        _ => Claim::no(Evidence::Likely, &rules::NO_PLACE),
    }
}
