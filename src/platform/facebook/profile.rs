//! `profile_information.json`: names, home town, current city.

use jiff::Timestamp;
use serde_json::Value;

use super::layout::Role;
use super::rules;
use crate::model::{Origin, ProfileFact, ProfileField};
use crate::platform::support::meta_json::{self, records};
use crate::platform::support::meta_trace::{Standing, Trace};

/// What the profiles of an account say.
#[derive(Debug, Default)]
pub(super) struct Profile {
    /// The user name.
    pub(super) user: Option<String>,
    /// The name.
    pub(super) name: Option<String>,
    /// Fields of the profile.
    pub(super) facts: Vec<ProfileFact>,
    /// Places in the profile.
    pub(super) places: Vec<Trace>,
    /// When the account was opened; UTC.
    pub(super) created: Option<Timestamp>,
}

/// Profiles read from one file, which has one; a bound, so that a hostile file cannot make this slow.
const MANY_PROFILES: usize = 8;

impl Profile {
    /// Reads a file. Returns the number of its records, or what it holds instead of a profile.
    pub(super) fn read(&mut self, value: &Value, file: u32) -> Result<u64, String> {
        let roots: Vec<_> = Role::Profile.roots().collect();
        let records = records(value, &roots)?;
        for (i, record) in records.iter().take(MANY_PROFILES).enumerate() {
            self.record(record, Origin::new(file, i as u64));
        }
        Ok(records.len() as u64)
    }

    /// What tells the account from others: the user name, else the name.
    pub(super) fn identity(&self) -> Option<String> {
        self.user.as_ref().or(self.name.as_ref()).map(|name| name.to_lowercase())
    }

    fn record(&mut self, record: &Value, origin: Origin) {
        let text = |key: &str| record.get(key).and_then(meta_json::text);
        let named = |key: &str| {
            let value = record.get(key)?;
            ["name", "full_name"].iter().find_map(|key| value.get(*key)).unwrap_or(value).as_str().and_then(|s| {
                let text = meta_json::demojibake(s).trim().to_owned();
                (!text.is_empty()).then_some(text)
            })
        };
        let name = named("name");
        let user = text("username");
        self.now(ProfileField::Handle, user.as_deref(), None, origin);
        self.now(ProfileField::Name, name.as_deref(), None, origin);
        self.now(ProfileField::Bio, named("intro_bio").or_else(|| text("about_me")).as_deref(), None, origin);
        self.user = self.user.take().or(user);
        self.name = self.name.take().or(name);
        for (key, home) in [("current_city", true), ("hometown", false)] {
            let Some(city) = named(key) else { continue };
            let since = record.get(key).and_then(|city| city.get("timestamp")).and_then(meta_json::time);
            if home {
                self.now(ProfileField::HomeCity, Some(&city), since, origin);
            }
            let standing = Standing::not_told(&rules::PROFILE_PLACE);
            self.places.push(Trace::place(&city, since, home, standing, origin));
        }
        let created = record.get("registration_timestamp").and_then(meta_json::time);
        self.created = [self.created, created].into_iter().flatten().min();
    }

    fn now(&mut self, field: ProfileField, value: Option<&str>, since: Option<Timestamp>, origin: Origin) {
        let Some(value) = value else { return };
        if !self.facts.iter().any(|f| f.field == field && &*f.value == value) {
            self.facts.push(ProfileFact { field, value: value.into(), since, origin });
        }
    }
}
