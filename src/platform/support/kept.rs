//! What a platform keeps about an account and shows to nobody: logins, positions it worked out.

use std::net::IpAddr;

use crate::model::{Account, Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Origin, PlatformId, Rule};

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

/// `IP address 192.0.2.1`, if the text is an address.
pub fn ip_text(text: &str) -> Option<Box<str>> {
    let ip: IpAddr = text.trim().parse().ok()?;
    Some(format!("IP address {ip}").into())
}
