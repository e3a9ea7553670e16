//! Settlements and areas by name.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::countries::{country_code, country_name};
use super::unpack::Table;
use super::{Gazetteer, Settlement};
use crate::venue::fold::fold_key;

/// Names of first-level regions that the table does not hold: local names and usual abbreviations.
static REGION_ALIASES: &str = include_str!("../../../assets/gazetteer/region_aliases.tsv");

/// A country or a first-level region, as a hint says it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::venue) struct RegionHint {
    /// Country code.
    pub(in crate::venue) country: Box<str>,
    /// Region code; `None` for the whole country.
    pub(in crate::venue) region: Option<Box<str>>,
}

impl RegionHint {
    /// Whether the settlement lies in it.
    pub(in crate::venue) fn contains(&self, settlement: &Settlement<'_>) -> bool {
        *self.country == *settlement.country && self.region.as_deref().is_none_or(|code| code == settlement.region_code)
    }
}

/// The countries and regions that go by this name or code, the country first.
///
/// Letters like `CA` can be both (Canada, California): all are given.
pub(in crate::venue) fn named_areas(hint: &str) -> Vec<RegionHint> {
    static REGIONS: LazyLock<HashMap<String, Vec<RegionHint>>> =
        LazyLock::new(|| region_names(&Gazetteer::get().table));
    let key = fold_key(hint);
    let mut areas = Vec::new();
    let by_code = (key.len() == 2).then(|| key.to_ascii_uppercase()).filter(|code| country_name(code).is_some());
    if let Some(country) = country_code(hint).map(Into::into).or(by_code.map(Into::into)) {
        areas.push(RegionHint { country, region: None });
    }
    areas.extend(REGIONS.get(&key).into_iter().flatten().cloned());
    areas
}

fn region_names(table: &Table) -> HashMap<String, Vec<RegionHint>> {
    let mut by_name: HashMap<String, Vec<RegionHint>> = HashMap::new();
    let mut add = |name: &str, country: &str, code: &str| {
        let key = fold_key(name);
        let entry = by_name.entry(key).or_default();
        let area = RegionHint { country: country.into(), region: Some(code.into()) };
        if !entry.contains(&area) {
            entry.push(area);
        }
    };
    for region in table.regions.iter().filter(|r| !r.name.is_empty()) {
        add(&region.name, &region.country, &region.code);
        // Only there are the codes the letters that people write.
        if &*region.country == "US" {
            add(&region.code, "US", &region.code);
        }
    }
    for line in REGION_ALIASES.lines().filter(|l| !l.starts_with('#')) {
        let Some((area, names)) = line.split_once('\t') else { continue };
        let Some((country, code)) = area.split_once('.') else { continue };
        for name in names.split('|') {
            add(name, country, code);
        }
    }
    by_name
}

/// Hashes of folded names, sorted, with the row they belong to.
pub(super) struct NameIndex {
    /// Hash of the folded name, row, and whether it is the usual name.
    entries: Vec<(u64, u32, bool)>,
    /// By how many names each row goes.
    counts: Vec<u16>,
}

impl NameIndex {
    pub(super) fn new(table: &Table) -> Self {
        let mut entries = Vec::with_capacity(table.len() * 2);
        for row in 0..table.len() as u32 {
            entries.push((hash(&fold_key(table.name(row))), row, true));
        }
        table.for_each_alternate(|row, name| entries.push((hash(&fold_key(name)), row, false)));
        entries.sort_unstable_by_key(|&(hash, row, usual)| (hash, row, !usual));
        entries.dedup_by_key(|&mut (hash, row, _)| (hash, row));
        let mut counts = vec![0_u16; table.len()];
        for (_, row, _) in &entries {
            counts[*row as usize] += 1;
        }
        Self { entries, counts }
    }

    /// By how many names a row goes, in all languages.
    pub(super) fn count(&self, row: u32) -> u16 {
        self.counts.get(row as usize).copied().unwrap_or_default()
    }

    /// Rows that go by this name, most inhabitants first, each with whether it is the usual name.
    pub(super) fn find(&self, table: &Table, name: &str) -> Vec<(u32, bool)> {
        let key = fold_key(name);
        if key.is_empty() {
            return Vec::new();
        }
        let spelled = [Some(key.clone()), written_out(&key)];
        let mut rows: Vec<(u32, bool)> = Vec::new();
        for key in spelled.iter().flatten() {
            let wanted = hash(key);
            let from = self.entries.partition_point(|e| e.0 < wanted);
            let same = self.entries.iter().skip(from).take_while(|e| e.0 == wanted);
            rows.extend(same.map(|&(_, row, usual)| (row, usual)));
        }
        // Rows of the table are in order of population.
        rows.sort_unstable_by_key(|&(row, usual)| (row, !usual));
        rows.dedup_by_key(|&mut (row, _)| row);
        // A usual name can be checked against a chance collision of hashes; alternates are not kept.
        rows.retain(|&(row, usual)| !usual || spelled.iter().flatten().any(|k| *k == fold_key(table.name(row))));
        rows
    }
}

/// The name with its leading abbreviation written out: `st louis` is `saint louis`.
fn written_out(key: &str) -> Option<String> {
    let (first, rest) = key.split_once(' ')?;
    let full = match first {
        "st" => "saint",
        "ste" => "sainte",
        "mt" => "mount",
        "ft" => "fort",
        "saint" => "st",
        _ => return None,
    };
    Some(format!("{full} {rest}"))
}

/// FNV-1a: names are short and our own, speed is all that counts.
fn hash(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
