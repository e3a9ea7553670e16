//! What a platform keeps about an account and shows to nobody: logins, positions it worked out.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::archive::EntryId;
use crate::model::{
    Account, Ask, Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Origin, PlatformId, Rule,
};
use crate::platform::ImportCx;

/// An item that was never published; the rule says why.
pub const fn kept(platform: PlatformId, kind: ItemKind, rule: &'static Rule, origin: Origin) -> Item {
    let evidence = Evidence::Recorded;
    let audience = AudienceClaim::Own(Audience::OnlyMe, evidence, rule);
    let life = Life::NeverPublished { evidence, rule };
    Item::new(platform, kind, audience, life, Claim::no(evidence, rule), origin)
}

/// An account of which nothing is known yet, on a platform without a setting for its privacy or before that is read.
pub fn blank_account(platform: PlatformId) -> Account {
    Account {
        platform,
        handle: "".into(),
        private_now: None,
        periods: Vec::new(),
        profile: Vec::new(),
        created: None,
        exported: None,
    }
}

/// Names offered at most when a chat does not tell whose a place is.
const MOST_NAMES: usize = 40;

/// Asks which of these people the user is, by how many places each of them shared.
pub fn ask_who(cx: &mut ImportCx<'_>, file: EntryId, shared: BTreeMap<&str, u64>, why: &str) {
    let count: u64 = shared.values().sum();
    if count == 0 {
        return;
    }
    let places = if count == 1 { "1 shared place was".to_owned() } else { format!("{count} shared places were") };
    cx.warn(format!("{places} left out: {why}"), Some(file));
    let mut names: Vec<(&str, u64)> = shared.into_iter().filter(|(name, _)| !name.is_empty()).collect();
    if names.is_empty() {
        return;
    }
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let names = names.into_iter().take(MOST_NAMES).map(|(name, _)| name.into()).collect();
    cx.ask(file, Ask::OwnName(names), count);
}

/// `IP address 192.0.2.1`, if the text is an address.
pub fn ip_text(text: &str) -> Option<Box<str>> {
    let ip: IpAddr = text.trim().parse().ok()?;
    Some(format!("IP address {ip}").into())
}
