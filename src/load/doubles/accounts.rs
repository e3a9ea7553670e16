//! The same account in two copies of an export.

use std::collections::BTreeMap;
use std::mem::take;

use crate::model::{Account, AccountId, Dataset, PlatformId, PrivacyPeriod, ProfileFact};

/// Joins accounts of which two exports say the same. Exports that differ, as by when they were made, stay two: what one of
/// them says holds until its own day only.
pub(in crate::load) fn accounts(dataset: &mut Dataset) {
    let mut kept: Vec<Account> = Vec::new();
    let mut becomes = Vec::new();
    let mut by_name: BTreeMap<(PlatformId, Box<str>), Vec<usize>> = BTreeMap::new();
    for account in take(&mut dataset.accounts) {
        let alike = by_name.entry((account.platform, account.handle.clone())).or_default();
        let is_known = |place: &usize| kept.get(*place).is_some_and(|known| is_same(known, &account));
        let place = alike.iter().copied().find(is_known).unwrap_or(kept.len());
        if place == kept.len() {
            (alike.len() < MANY_ALIKE).then(|| alike.push(place));
            kept.push(account);
        }
        becomes.push(AccountId::at(place));
    }
    dataset.accounts = kept;
    for id in dataset.items.iter_mut().filter_map(|item| item.account.as_mut()) {
        *id = becomes.get(id.index()).copied().unwrap_or(*id);
    }
}

/// Accounts of one name that others are compared with; hardly are two dozen exports opened together. A bound, so that a
/// hostile file cannot make this slow.
const MANY_ALIKE: usize = 64;

fn is_same(a: &Account, b: &Account) -> bool {
    let Account { platform, handle, private_now, periods: _, profile, created, exported } = a;
    (platform, handle, private_now, created, exported)
        == (&b.platform, &b.handle, &b.private_now, &b.created, &b.exported)
        && share_periods(a, b)
        && equal(profile, &b.profile, is_same_fact)
}

/// Whether two exports say the same of how private the account was.
pub(super) fn share_periods(a: &Account, b: &Account) -> bool {
    equal(&a.periods, &b.periods, is_same_period)
}

fn equal<T>(a: &[T], b: &[T], same: fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn is_same_period(a: &PrivacyPeriod, b: &PrivacyPeriod) -> bool {
    let PrivacyPeriod { from, to, private, evidence, rule, origin: _ } = a;
    (from, to, private, evidence, rule) == (&b.from, &b.to, &b.private, &b.evidence, &b.rule)
}

fn is_same_fact(a: &ProfileFact, b: &ProfileFact) -> bool {
    let ProfileFact { field, value, since, origin: _ } = a;
    (field, value, since) == (&b.field, &b.value, &b.since)
}
