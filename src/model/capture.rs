//! When and where a picture was taken, and which items show the same one.

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::{GeoPoint, ItemId};

/// When and where the camera was, as far as a file or an export says; apart from when something was published.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Captured {
    /// The moment, UTC, if it is known with a zone.
    pub at: Option<Timestamp>,
    /// The moment by the camera's clock, zone not said.
    pub local: Option<DateTime>,
    /// Where the camera was, if that differs from the item's position.
    pub point: Option<GeoPoint>,
}

/// Items of different platforms that show the same picture. Each keeps its own verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Both directions of every link, sorted.
    pairs: Vec<(ItemId, ItemId)>,
}

impl Links {
    /// Links from pairs in any order and direction.
    pub fn new(pairs: impl IntoIterator<Item = (ItemId, ItemId)>) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().filter(|(a, b)| a != b).flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        pairs.sort_unstable();
        pairs.dedup();
        Self { pairs }
    }

    /// The items that show the same picture as `id`, in order.
    pub fn of(&self, id: ItemId) -> impl Iterator<Item = ItemId> {
        let start = self.pairs.partition_point(|(from, _)| *from < id);
        self.pairs.iter().skip(start).take_while(move |(from, _)| *from == id).map(|(_, to)| *to)
    }

    /// Number of items that are linked to another.
    pub fn linked_items(&self) -> usize {
        self.pairs.chunk_by(|a, b| a.0 == b.0).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_go_both_ways_and_count_items() {
        let links = Links::new([
            (ItemId(4), ItemId(1)),
            (ItemId(1), ItemId(4)),
            (ItemId(4), ItemId(9)),
            (ItemId(2), ItemId(2)),
        ]);
        assert_eq!(links.of(ItemId(4)).collect::<Vec<_>>(), [ItemId(1), ItemId(9)]);
        assert_eq!(links.of(ItemId(1)).collect::<Vec<_>>(), [ItemId(4)]);
        assert_eq!(links.of(ItemId(2)).count(), 0);
        assert_eq!(links.linked_items(), 3);
    }
}
