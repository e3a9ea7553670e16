//! Which deeds of a life an Instagram export holds, and in what order: the plan that both the
//! writer and the truth follow.

use std::collections::HashSet;

use super::life::{Deed, Life, moment};
use super::rng::{Rng, seed_of};
use super::world::{Form, Persona};

/// Most picture files in one archive. Real exports lack media too, and pictures are what costs time and space.
const MOST_PICTURES: usize = 200;
/// Most logins in one archive: the platform keeps only recent ones.
const MOST_LOGINS: usize = 24;

/// An Instagram export, sorted into its files; every list newest first.
pub(super) struct Filing {
    /// Whose it is.
    pub persona: &'static Persona,
    /// Posts of photos, videos and albums.
    pub posts: Vec<Deed>,
    /// Stories.
    pub stories: Vec<Deed>,
    /// Archived posts.
    pub archived: Vec<Deed>,
    /// Recently deleted posts.
    pub deleted: Vec<Deed>,
    /// Drafts.
    pub drafts: Vec<Deed>,
    /// Moments of the profile pictures, Unix seconds.
    pub profile_photos: Vec<i64>,
    /// Moments of the logins, Unix seconds.
    pub logins: Vec<i64>,
    /// Whether the last known location is in it.
    pub last_location: bool,
    /// Whether the home city is in it.
    pub based_in: bool,
    /// Moments of the deeds whose pictures are in the archive.
    pictured: HashSet<i64>,
}

impl Filing {
    /// The export of the 2022 layout, with exactly `items` items.
    pub(super) fn new(persona: &'static Persona, seed: u64, items: u32) -> Self {
        let mut filing = Self::with_account(persona, seed, items as usize, moment(persona.exported));
        let rest = (items as usize).saturating_sub(filing.account_items());
        filing.file(Life::new(persona, seed).take(rest));
        filing
    }

    /// The export of the 2019 layout, with exactly `items` items. It knows nothing of albums
    /// deleted or archived later, nor of drafts, logins and places of the account.
    pub(super) fn new_old(persona: &'static Persona, seed: u64, items: u32) -> Self {
        let until = moment(persona.exported_old);
        let mut filing = Self::with_account(persona, seed, items as usize, until);
        (filing.logins, filing.last_location, filing.based_in) = (Vec::new(), false, false);
        let rest = (items as usize).saturating_sub(filing.account_items());
        filing.file(
            Life::new(persona, seed).filter(|d| d.at < until && d.form != Form::Draft).map(as_of_then).take(rest),
        );
        filing
    }

    /// How many items of the 2022 export of the default size the 2019 export holds too.
    pub(super) fn shared_with_old(persona: &'static Persona, seed: u64, items: u32) -> u32 {
        let until = moment(persona.exported_old);
        let full = Self::new(persona, seed, items);
        let deeds = [&full.posts, &full.stories, &full.archived, &full.deleted];
        let photos = full.profile_photos.iter().filter(|at| **at < until).count();
        (deeds.into_iter().flatten().filter(|d| d.at < until).count() + photos) as u32
    }

    /// Whether the pictures of a deed are in the archive.
    pub(super) fn has_picture(&self, deed: &Deed) -> bool {
        self.pictured.contains(&deed.at)
    }

    fn with_account(persona: &'static Persona, seed: u64, items: usize, until: i64) -> Self {
        let room = items / 12;
        let photos = persona.profile_photos.iter().map(|at| moment(at)).filter(|at| *at < until);
        let mut profile_photos: Vec<i64> = photos.collect();
        profile_photos.reverse();
        profile_photos.truncate(room);
        let logins = room.saturating_sub(2 + profile_photos.len()).min(MOST_LOGINS);
        Self {
            persona,
            posts: Vec::new(),
            stories: Vec::new(),
            archived: Vec::new(),
            deleted: Vec::new(),
            drafts: Vec::new(),
            logins: login_times(seed ^ seed_of(persona.id), until, logins),
            last_location: room > profile_photos.len(),
            based_in: room > profile_photos.len() + 1,
            profile_photos,
            pictured: HashSet::new(),
        }
    }

    fn account_items(&self) -> usize {
        self.profile_photos.len() + self.logins.len() + usize::from(self.last_location) + usize::from(self.based_in)
    }

    fn file(&mut self, deeds: impl Iterator<Item = Deed>) {
        let mut pictures = 0;
        for deed in deeds {
            let files = match deed.form {
                Form::Video => 0,
                Form::Carousel(count) => usize::from(count),
                _ => 1,
            };
            if files > 0 && pictures + files <= MOST_PICTURES {
                pictures += files;
                self.pictured.insert(deed.at);
            }
            match deed.form {
                Form::Photo | Form::Video | Form::Carousel(_) => self.posts.push(deed),
                Form::Story => self.stories.push(deed),
                Form::Archived => self.archived.push(deed),
                Form::Deleted => self.deleted.push(deed),
                Form::Draft => self.drafts.push(deed),
            }
        }
        for list in [&mut self.posts, &mut self.stories, &mut self.archived, &mut self.deleted, &mut self.drafts] {
            list.sort_by_key(|d| std::cmp::Reverse(d.at));
        }
    }
}

/// A post archived or deleted in later years was simply a photo when the older export was made.
fn as_of_then(deed: Deed) -> Deed {
    let form = match deed.form {
        Form::Archived | Form::Deleted => Form::Photo,
        form => form,
    };
    Deed { form, ..deed }
}

/// Logins in the months before the export, newest first.
fn login_times(seed: u64, until: i64, count: usize) -> Vec<i64> {
    let mut rng = Rng::new(seed, 0x0106_1075);
    let mut at = until - 3600;
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        times.push(at);
        at -= rng.between(5 * 3600, 9 * 86_400);
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::personas;

    fn all(filing: &Filing) -> usize {
        let deeds = [&filing.posts, &filing.stories, &filing.archived, &filing.deleted, &filing.drafts];
        deeds.iter().map(|d| d.len()).sum::<usize>() + filing.account_items()
    }

    #[test]
    fn an_archive_holds_exactly_as_many_items_as_asked_for() {
        for persona in personas::ALL {
            for items in [1, 2, 11, 12, 25, 40, 61, 420, 1500] {
                assert_eq!(all(&Filing::new(persona, 1, items)), items as usize);
                assert_eq!(all(&Filing::new_old(persona, 1, items)), items as usize);
            }
        }
    }

    #[test]
    fn every_post_up_to_2019_is_in_the_older_export_too() {
        let persona = personas::ALL[0];
        let new = Filing::new(persona, 4, 420);
        let old = Filing::new_old(persona, 4, Filing::shared_with_old(persona, 4, 420));
        let until = moment(persona.exported_old);
        let key = |d: &Deed| (d.at, d.caption.clone());
        let of = |f: &Filing| {
            let lists = [&f.posts, &f.stories, &f.archived, &f.deleted];
            let mut keys: Vec<_> = lists.into_iter().flatten().filter(|d| d.at < until).map(key).collect();
            keys.sort();
            keys
        };
        assert_eq!(of(&new), of(&old));
        assert!(of(&new).len() > 250);
    }
}
