//! What must be true of every dataset, whatever was read.

use geoshadow::model::{AudienceClaim, Claim, Dataset, Evidence, FileStatus, Item, Life, TimePrecision};

/// Fails on a dataset that does not add up or contradicts itself.
pub(crate) fn check(dataset: &Dataset) {
    let entries: u64 = dataset.archives.iter().map(|a| a.entries).sum();
    assert_eq!(dataset.files.iter().len() as u64, entries, "every file is in the ledger once");
    let statuses = [FileStatus::Read, FileStatus::Ignored, FileStatus::Failed];
    assert_eq!(statuses.iter().map(|s| dataset.files.count(*s)).sum::<usize>() as u64, entries);
    assert!(dataset.files.iter().all(|f| !f.reason.is_empty()), "every file has a reason");
    let skipped: u64 = dataset.records.skipped().values().sum();
    assert_eq!(dataset.records.read(), dataset.records.kept() + skipped);
    let rows = dataset.items.len() + dataset.points.len();
    assert!(dataset.records.kept() >= rows as u64, "every item and every point is a record kept");
    assert!(dataset.points.seconds().is_sorted());
    for item in &dataset.items {
        check_item(dataset, item);
    }
    for account in &dataset.accounts {
        check_periods(account);
    }
}

fn check_periods(account: &geoshadow::model::Account) {
    for pair in account.periods.windows(2) {
        assert_eq!(pair[0].to, pair[1].from, "periods have no gaps");
    }
    if let (Some(first), Some(last)) = (account.periods.first(), account.periods.last()) {
        assert_eq!((first.from, last.to), (None, None), "periods cover all time");
    }
    for period in &account.periods {
        assert_eq!(period.private.is_none(), period.evidence == Evidence::Missing, "unknown has no evidence");
    }
}

fn check_item(dataset: &Dataset, item: &Item) {
    check_claim(item.tagged);
    assert_eq!(item.time.is_none(), item.time_precision == TimePrecision::Unknown);
    if let Some(account) = item.account {
        let account = dataset.accounts.get(account.index()).expect("the item's account exists");
        assert_eq!(account.platform, item.platform);
    }
    for origin in std::iter::once(&item.origin).chain(&item.also_in) {
        let file = dataset.files.get(origin.file).expect("the item's file exists");
        assert_ne!(file.status, FileStatus::Ignored, "{} gave an item", file.path);
    }
    for file in item.media.iter().filter_map(|m| m.file) {
        assert!(dataset.files.get(file).is_some(), "the item's media exist");
    }
    if matches!(item.life, Life::NeverPublished { .. }) {
        assert!(item.public_location.is_none(), "what was never published showed nobody a position");
    }
    if item.tagged.holds != Some(true) {
        let shown_without_tag = item.public_location.is_some_and(|l| l.evidence == Evidence::Recorded);
        assert!(!shown_without_tag || matches!(item.audience, AudienceClaim::Own(..)), "a shown position needs a tag");
    }
}

fn check_claim(claim: Claim) {
    assert_eq!(claim.holds.is_none(), claim.evidence == Evidence::Missing, "{} is unknown or known", claim.rule.id);
    let rule = claim.rule;
    assert!(!rule.id.is_empty() && !rule.text.is_empty() && !rule.source.is_empty() && !rule.text.ends_with('.'));
}
