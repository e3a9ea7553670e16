//! Advertising: every ad that was aimed at a place tells where X took the person to be, and when.

use std::collections::HashSet;

use super::record::moment;
use super::{ID, rules};
use crate::model::{AccountId, ItemKind, Origin, Place};
use crate::platform::ImportCx;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::kept::kept;

/// Kind of criterion that is a place.
const BY_PLACE: &[u8] = b"Locations";

/// Places of ads seen so far, each once a day.
#[derive(Debug, Default)]
pub(super) struct Places(HashSet<(i64, Box<str>)>);

impl Places {
    /// Reads one record of a file on ads. Whether it was one.
    pub(super) fn read(&mut self, cx: &mut ImportCx<'_>, raw: Raw<'_>, account: AccountId, origin: Origin) -> bool {
        let Some(user) = raw.at(&["ad", "adsUserData"]) else { return false };
        let [shown, engaged] = user.pick(["adImpressions", "adEngagements"]);
        let shown = shown.and_then(|s| s.get("impressions"));
        for ad in shown.into_iter().flat_map(Raw::items) {
            self.ad(cx, ad, account, origin);
        }
        for engagement in engaged.and_then(|e| e.get("engagements")).into_iter().flat_map(Raw::items) {
            self.ad(cx, engagement.get("impressionAttributes").unwrap_or(engagement), account, origin);
        }
        true
    }

    fn ad(&mut self, cx: &mut ImportCx<'_>, ad: Raw<'_>, account: AccountId, origin: Origin) {
        let [time, criteria] = ad.pick(["impressionTime", "matchedTargetingCriteria"]);
        let Some(time) = moment(time) else { return cx.skip("an ad without a time", 1) };
        let mut any = false;
        for criterion in criteria.into_iter().flat_map(Raw::items) {
            let [kind, value] = criterion.pick(["targetingType", "targetingValue"]);
            let Some(name) = value.and_then(Raw::filled).filter(|_| kind.is_some_and(|k| k.token() == BY_PLACE)) else {
                continue;
            };
            any = true;
            let name: Box<str> = name.trim().into();
            if !self.0.insert((time.as_second().div_euclid(86_400), name.clone())) {
                cx.skip("an ad aimed at the same place on the same day as another", 1);
                continue;
            }
            let mut item = kept(ID, ItemKind::DeviceLocation, &rules::KEPT_BY_X, origin);
            item.account = Some(account);
            item.set_time(Some(time));
            item.place = Some(Place::named(name));
            item.text = Some("An ad aimed at people in this place was shown to you".into());
            cx.item(item);
        }
        if !any {
            cx.skip("an ad that was not aimed at a place", 1);
        }
    }
}
