//! Towns, brands and dates named in the text of a picture.

use jiff::civil::Date;

use crate::model::VenueKind;
use crate::venue::{Written, written_in};

use super::dates::dates;
use super::text::{TextLine, in_known_script};

/// Mentions kept of one picture.
const MOST: usize = 20;

/// What a line of text names.
#[derive(Clone, Debug, PartialEq)]
pub enum Named {
    /// A town, and its country.
    Town {
        /// As the gazetteer calls it.
        name: Box<str>,
        /// The country's name.
        country: Box<str>,
    },
    /// A brand or a house, and the kind of its places.
    Brand {
        /// As written.
        name: Box<str>,
        /// The kind of its places.
        kind: VenueKind,
    },
    /// A day.
    Date(Date),
}

/// Something named in the text of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// What is named.
    pub named: Named,
    /// Index of the line that names it.
    pub line: usize,
}

/// What the lines name, each thing once.
pub(super) fn mentions(lines: &[TextLine]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for (line, text) in in_known_script(lines) {
        let written = written_in(&text.text).into_iter().map(|w| match w {
            Written::Town { name, country } => Named::Town { name, country },
            Written::Brand { name, kind } => Named::Brand { name, kind },
        });
        for named in written.chain(dates(&text.text).into_iter().map(|(date, _)| Named::Date(date))) {
            if found.len() < MOST && !found.iter().any(|m| m.named == named) {
                found.push(Mention { named, line });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::shape::Area;
    use super::*;

    #[test]
    fn towns_brands_and_dates_are_told_once_each() {
        let line = |text: &str| TextLine { text: text.into(), confidence: 0.9, area: Area::default() };
        let lines = [line("WELCOME TO LAS VEGAS"), line("STARBUCKS"), line("18 AUG 2018"), line("STARBUCKS")];
        let found = mentions(&lines);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(matches!(&found[0].named, Named::Town { name, .. } if &**name == "Las Vegas"));
        assert!(matches!(&found[1], Mention { named: Named::Brand { kind: VenueKind::Restaurant, .. }, line: 1 }));
        assert!(matches!(&found[2].named, Named::Date(date) if date.to_string() == "2018-08-18"));
    }
}
