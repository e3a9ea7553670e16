//! From a joined draft to an item with its claims: tagged or not, shared with whom, up for how long.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::draft::{Draft, OldPlace, Publication};
use super::layout::Shelf;
use super::rules;
use crate::model::{
    AccountId, Audience, AudienceClaim, Captured, Claim, Evidence, GeoPoint, Item, ItemKind, Life, Location, LocationSource,
    Place, PlatformId,
};
use crate::platform::support::meta_export::MediaIndex;
use crate::platform::support::meta_position::{Position, Refused};

/// What the export says about the use of close friends stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum CloseFriends {
    /// Nothing.
    #[default]
    NotTold,
    /// They were never used.
    Never,
    /// They were used, from this moment; UTC.
    Since(Timestamp),
}

/// When close friends stories opened; from recollection. Seconds since 1970 UTC: 30 November 2018.
const CLOSE_FRIENDS_OPENED: i64 = 1_543_536_000;
/// Time for which Instagram keeps deleted things.
const DELETED_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Time for which a story is in view.
const STORY_IN_VIEW: SignedDuration = SignedDuration::from_hours(24);
/// Decimals up to which a coordinate is rounder than a camera writes it.
const ROUND_DECIMALS: u8 = 5;

/// A position by its exact bits.
type ExactPoint = (u64, u64);

fn exact(point: GeoPoint) -> ExactPoint {
    (point.lat().to_bits(), point.lon().to_bits())
}

/// Positions of places that stand with things of two or more days.
fn recurring(drafts: &[Draft]) -> BTreeSet<ExactPoint> {
    let mut days: BTreeMap<ExactPoint, BTreeSet<i64>> = BTreeMap::new();
    for draft in drafts {
        if let (Some(position), Some(time)) = (draft.positions.lone, draft.time) {
            days.entry(exact(position.point)).or_default().insert(time.as_second().div_euclid(86_400));
        }
    }
    days.into_iter().filter(|(_, days)| days.len() >= 2).map(|(point, _)| point).collect()
}

/// The latest of several exports: from which time on it has posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Later {
    /// When it was made, if known; UTC.
    exported: Option<Timestamp>,
    /// The oldest post in it; UTC.
    from: Timestamp,
}

fn later(drafts: &[Draft]) -> Option<Later> {
    let posts = || drafts.iter().filter(|d| d.shelf == Shelf::Posts);
    let exported = posts().filter_map(|d| d.exported).max();
    let latest = |d: &&Draft| !d.old && d.exported == exported;
    let from = posts().filter(latest).filter_map(|d| d.time).min()?;
    Some(Later { exported, from })
}

/// What all items of one account share.
pub(super) struct Finish<'a> {
    platform: PlatformId,
    account: AccountId,
    close_friends: CloseFriends,
    media: &'a MediaIndex,
    export_of_root: &'a [usize],
    recurring: BTreeSet<ExactPoint>,
    /// The latest export of posts, if there are several.
    later: Option<Later>,
    /// Exports whose labelled records give positions at all.
    gives_labelled: BTreeSet<usize>,
}

impl<'a> Finish<'a> {
    /// Looks over all drafts of the account.
    pub(super) fn new(
        platform: PlatformId,
        account: AccountId,
        close_friends: CloseFriends,
        media: &'a MediaIndex,
        export_of_root: &'a [usize],
        drafts: &[Draft],
    ) -> Self {
        let with_labels = drafts.iter().filter(|d| d.positions.labelled.is_some());
        let gives_labelled = with_labels.filter_map(|d| export_of_root.get(d.root).copied()).collect();
        let recurring = recurring(drafts);
        let later = later(drafts);
        Self { platform, account, close_friends, media, export_of_root, recurring, later, gives_labelled }
    }

    /// The item of a draft.
    pub(super) fn item(&self, draft: Draft) -> Item {
        let tagged = self.tagged(&draft);
        let life = self.life(&draft);
        let location = location(&draft);
        let shown = tagged.holds == Some(true) && !matches!(life, Life::NeverPublished { .. });
        let of_place = |l: &Location| l.source == LocationSource::PlaceTag;
        let audience = self.audience(&draft);
        let mut item = Item::new(self.platform, kind(draft.shelf), audience, life, tagged, draft.origin);
        item.account = Some(self.account);
        item.set_zoned_time(draft.time, draft.zoned);
        let camera = draft.positions.with_camera.map(|p| p.point);
        item.captured = draft.captured.map(|local| Captured { at: None, local: Some(local), point: camera });
        item.location = location;
        item.public_location = location.filter(of_place).filter(|_| shown);
        if let OldPlace::Named(name) = &draft.place {
            item.place = Some(Place::named(name.as_str()));
        }
        item.media = draft.media.iter().map(|path| self.media.resolve(draft.root, path)).collect();
        item.text = draft.caption.map(Into::into);
        item.also_in = draft.also_in;
        item
    }

    fn tagged(&self, draft: &Draft) -> Claim {
        let positions = &draft.positions;
        let likely = |rule| Claim::yes(Evidence::Likely, rule);
        match (&draft.place, draft.shelf) {
            (_, Shelf::ProfilePhotos) => return Claim::no(Evidence::Likely, &rules::PROFILE_PICTURE),
            _ if draft.page => {
                let shown = positions.with_camera.is_some();
                return Claim::unknown(if shown { &rules::PAGE_POSITION } else { &rules::PAGE });
            }
            (OldPlace::Named(_), _) => return Claim::yes(Evidence::Recorded, &rules::PLACE_NAME),
            _ => {}
        }
        if positions.labelled.is_some() {
            return likely(&rules::LABELLED_PAIR);
        }
        if let Some(position) = positions.lone {
            return likely(self.lone_pair_rule(position));
        }
        match (&draft.place, draft.shelf) {
            (OldPlace::Unreadable, _) => return Claim::unknown(&rules::PLACE_UNREADABLE),
            // A newer export that has it too was seen to give the positions of stories, so that one tells.
            (OldPlace::None, Shelf::Stories) if draft.old => return Claim::unknown(&rules::OLD_STORY),
            (OldPlace::None, shelf) if shelf != Shelf::Stories => return Claim::no(Evidence::Recorded, &rules::NO_PLACE_NAME),
            _ => {}
        }
        if positions.is_named {
            return Claim::unknown(&rules::PLACE_LABEL);
        }
        if positions.with_camera.is_some() {
            return Claim::unknown(&rules::WITH_CAMERA_DATA);
        }
        if positions.refused.iter().any(|refused| *refused != Refused::Zero) {
            return Claim::unknown(&rules::POSITION_UNREADABLE);
        }
        self.without_position(draft)
    }

    fn lone_pair_rule(&self, position: Position) -> &'static crate::model::Rule {
        if self.recurring.contains(&exact(position.point)) {
            &rules::LONE_PAIR_RECURS
        } else if position.decimals <= ROUND_DECIMALS {
            &rules::LONE_PAIR_ROUND
        } else {
            &rules::LONE_PAIR
        }
    }

    fn without_position(&self, draft: &Draft) -> Claim {
        let none = |rule| Claim::no(Evidence::Likely, rule);
        // An export whose labelled records never give a position may be of a kind that does not.
        let export = self.export_of_root.get(draft.root);
        let labels_tell = draft.labelled && export.is_some_and(|e| self.gives_labelled.contains(e));
        match (draft.shelf, draft.pieces) {
            (Shelf::Stories, _) => none(&rules::NO_STICKER),
            _ if labels_tell => none(&rules::NO_LABELLED_PAIR),
            (_, 0) => Claim::unknown(&rules::NO_MEDIA),
            (_, 1) => none(&rules::NO_PAIR),
            _ => Claim::unknown(&rules::ALBUM),
        }
    }

    fn audience(&self, draft: &Draft) -> AudienceClaim {
        if draft.publication == Publication::Unclear {
            return AudienceClaim::FollowsAccountOrLess(&rules::UNCLEAR_MARK);
        }
        match draft.shelf {
            Shelf::ProfilePhotos => {
                AudienceClaim::Own(Audience::Public, Evidence::Likely, &rules::PROFILE_PICTURE)
            }
            Shelf::Other => AudienceClaim::FollowsAccountOrLess(&rules::OTHER_CONTENT),
            Shelf::Stories => self.story_audience(draft.time),
            _ => AudienceClaim::FollowsAccount,
        }
    }

    fn story_audience(&self, time: Option<Timestamp>) -> AudienceClaim {
        match self.close_friends {
            CloseFriends::Never => AudienceClaim::FollowsAccount,
            CloseFriends::Since(first) if time.is_some_and(|t| t < first) => AudienceClaim::FollowsAccount,
            CloseFriends::Since(_) => AudienceClaim::FollowsAccountOrLess(&rules::CLOSE_FRIENDS),
            CloseFriends::NotTold if time.is_some_and(|t| t.as_second() < CLOSE_FRIENDS_OPENED) => {
                AudienceClaim::FollowsAccountLikely(&rules::BEFORE_CLOSE_FRIENDS)
            }
            CloseFriends::NotTold => AudienceClaim::FollowsAccountLikely(&rules::CLOSE_FRIENDS_NOT_TOLD),
        }
    }
}

impl Finish<'_> {
    /// How long it was up. What a later export lacks although it reaches back that far is gone.
    fn life(&self, draft: &Draft) -> Life {
        let life = life(draft);
        let Some(later) = self.later.filter(|_| life == Life::Live && draft.shelf != Shelf::ProfilePhotos) else {
            return life;
        };
        let older = match (draft.exported, later.exported) {
            (Some(own), Some(later)) => own < later,
            _ => draft.old,
        };
        if older && draft.time.is_some_and(|t| t >= later.from) {
            Life::TakenDown { up_until_at_least: draft.seen_up_at, rule: &rules::GONE_LATER }
        } else {
            life
        }
    }
}

const fn kind(shelf: Shelf) -> ItemKind {
    match shelf {
        Shelf::Posts | Shelf::Archived | Shelf::Deleted | Shelf::Other => ItemKind::Post,
        Shelf::Reels => ItemKind::Reel,
        Shelf::Igtv => ItemKind::Video,
        Shelf::Stories => ItemKind::Story,
        Shelf::ProfilePhotos => ItemKind::ProfilePhoto,
    }
}

fn life(draft: &Draft) -> Life {
    let never = |rule| Life::NeverPublished { evidence: Evidence::Recorded, rule };
    match (draft.publication, draft.shelf) {
        (Publication::Draft, _) => never(&rules::DRAFT),
        (Publication::NotPublished, _) => never(&rules::NOT_PUBLISHED),
        (_, Shelf::Stories) => Life::Expires { after: STORY_IN_VIEW, rule: &rules::STORY_LIFETIME },
        (_, Shelf::Archived) => Life::TakenDown { up_until_at_least: draft.seen_up_at, rule: &rules::ARCHIVED },
        (_, Shelf::Deleted) => {
            let kept_since = draft.exported.and_then(|t| t.checked_sub(DELETED_KEPT).ok());
            // Something younger than that was up when it was published, at least.
            let kept_since = kept_since.map(|t| draft.time.map_or(t, |published| t.max(published)));
            Life::TakenDown { up_until_at_least: kept_since.max(draft.seen_up_at), rule: &rules::DELETED }
        }
        _ => Life::Live,
    }
}

fn location(draft: &Draft) -> Option<Location> {
    let at = |position: Position, source, evidence| Location::at(position.point, source, evidence);
    let positions = &draft.positions;
    let of_place = positions.labelled.or(positions.lone).map(|p| at(p, LocationSource::PlaceTag, Evidence::Likely));
    of_place.or_else(|| positions.with_camera.map(|p| at(p, LocationSource::Exif, Evidence::Recorded)))
}
