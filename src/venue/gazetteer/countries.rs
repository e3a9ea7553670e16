//! Countries by code, and by name in some eighty languages.
//!
//! `assets/gazetteer/countries.z` is zlib; inside, one line a country: code, English name,
//! population, and its names in other languages with `|` between, the fields with tabs between.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::unpack::inflate;
use crate::venue::fold::fold_key;

static COUNTRIES: &[u8] = include_bytes!("../../../assets/gazetteer/countries.z");

struct Country {
    code: Box<str>,
    name: Box<str>,
    population: u64,
}

struct Countries {
    by_code: Vec<Country>,
    by_name: HashMap<Box<str>, u16>,
}

fn countries() -> &'static Countries {
    static TABLE: LazyLock<Countries> = LazyLock::new(|| {
        let bytes = inflate(COUNTRIES);
        let text = std::str::from_utf8(&bytes).expect("packed as UTF-8");
        let mut by_code = Vec::new();
        let mut named: Vec<(u64, Box<str>, u16)> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let fields: Vec<&str> = line.split('\t').collect();
            let [code, name, population, others] = fields[..] else { panic!("a country has four fields") };
            let population = population.parse().unwrap_or(0);
            by_code.push(Country { code: code.into(), name: name.into(), population });
            for name in std::iter::once(name).chain(others.split('|')) {
                named.push((population, fold_key(name).into(), index as u16));
            }
        }
        // Where two countries share a name in some language, the larger one is meant.
        named.sort();
        let by_name = named.into_iter().filter(|n| !n.1.is_empty()).map(|(_, name, index)| (name, index)).collect();
        Countries { by_code, by_name }
    });
    &TABLE
}

/// The English name of the country with this ISO 3166 two-letter code, in any case.
pub fn country_name(code: &str) -> Option<&'static str> {
    by_code(code).map(|c| &*c.name)
}

/// Inhabitants of the country with this code.
pub(in crate::venue) fn country_population(code: &str) -> Option<u64> {
    by_code(code).map(|c| c.population)
}

fn by_code(code: &str) -> Option<&'static Country> {
    let table = &countries().by_code;
    let at = table.binary_search_by(|c| c.code.bytes().cmp(code.bytes().map(|b| b.to_ascii_uppercase()))).ok()?;
    table.get(at)
}

/// The ISO 3166 two-letter code of the country of this name, in any of many languages.
pub fn country_code(name: &str) -> Option<&'static str> {
    let table = countries();
    let index = *table.by_name.get(&*fold_key(name))?;
    table.by_code.get(index as usize).map(|c| &*c.code)
}
