//! Two exports of one account that say different things of the same, opened in either order: both orders give the same.

use super::fixture::Case;
use super::import;

/// Cases in which something was changed between two exports.
pub(crate) const NAME: &str = "changed";

/// Loads a case in both orders and compares all but where the items stand.
pub(crate) fn check(case: &Case) {
    let mut paths: Vec<_> = case.parts.iter().map(|part| part.path.clone()).collect();
    let forward = import::from_paths(&paths).unwrap();
    paths.reverse();
    let backward = import::from_paths(&paths).unwrap();
    let contents = |dataset: &geoshadow::model::Dataset| {
        let mut items = dataset.items.clone();
        for item in &mut items {
            (item.origin.file, item.origin.record) = (0, 0);
            item.also_in.iter_mut().for_each(|origin| (origin.file, origin.record) = (0, 0));
            item.media.iter_mut().for_each(|medium| medium.file = None);
            item.account = None;
        }
        let mut items: Vec<String> = items.iter().map(|item| format!("{item:#?}")).collect();
        items.sort();
        items
    };
    assert_eq!(contents(&forward), contents(&backward));
    assert_eq!(forward.points.len(), backward.points.len());
    assert!(forward.items.iter().any(|item| !item.also_in.is_empty()), "something stands in both");
}
