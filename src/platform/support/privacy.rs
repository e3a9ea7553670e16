//! Who could see what an adapter reads, in the combinations that come up again and again.

use crate::model::{Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Origin, PlatformId, Rule};

/// Who could see an item, how long it was up, and whether it could be found by its place.
#[derive(Clone, Copy, Debug)]
pub struct Privacy {
    /// Who it was shared with.
    pub audience: AudienceClaim,
    /// How long it was up.
    pub life: Life,
    /// Whether strangers could find it by its place.
    pub tagged: Claim,
}

impl Privacy {
    /// Never published, by `rule`.
    pub const fn private(evidence: Evidence, rule: &'static Rule) -> Self {
        Self {
            audience: AudienceClaim::Own(Audience::OnlyMe, evidence, rule),
            life: Life::NeverPublished { evidence, rule },
            tagged: Claim::no(evidence, rule),
        }
    }

    /// Published and still up, to an audience of its own by `rule`.
    pub const fn shared(audience: Audience, evidence: Evidence, rule: &'static Rule, tagged: Claim) -> Self {
        let evidence = if matches!(audience, Audience::Unknown) { Evidence::Missing } else { evidence };
        Self { audience: AudienceClaim::Own(audience, evidence, rule), life: Life::Live, tagged }
    }

    /// An item with nothing but what every item has.
    pub const fn item(self, platform: PlatformId, kind: ItemKind, origin: Origin) -> Item {
        Item::new(platform, kind, self.audience, self.life, self.tagged, origin)
    }
}
