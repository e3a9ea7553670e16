//! The words of the dossier's statements.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::dossier::{Dossier, Lag, Place, PlaceId, WeekHour, class_of_place};
use crate::gui::format;

/// Longest name of a place.
const NAME: usize = 60;

/// What a place is called; of one that is shown only when asked for, nothing is said.
pub(super) fn place(dossier: &Dossier, id: PlaceId) -> String {
    match dossier.places.get(id.index()) {
        Some(place) if is_sensitive(place) => "a place of a sensitive kind".to_owned(),
        Some(place) => place_name(place),
        None => String::new(),
    }
}

/// Whether a place is shown only when asked for.
pub(super) fn is_sensitive(place: &Place) -> bool {
    class_of_place(place).is_some()
}

/// The name of a place, or the town it is in, or its position.
pub(super) fn place_name(place: &Place) -> String {
    match (&place.name, &place.town) {
        (Some(name), _) => format::one_line(name, NAME),
        (None, Some(town)) => format!("A spot in {}", format::one_line(town, NAME)),
        (None, None) => format!("A spot at {}", format::point_short(place.centre)),
    }
}

/// First and last day.
pub(super) fn seen((first, last): (Timestamp, Timestamp)) -> String {
    let (first, last) = (format::day(first), format::day(last));
    if first == last { first } else { format!("{first} – {last}") }
}

/// From one date to another: `10 – 13 Aug 2018`.
pub(super) fn dates(from: Date, to: Date) -> String {
    let whole = format::date;
    if from == to {
        whole(to)
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{} – {}", from.day(), whole(to))
    } else if from.year() == to.year() {
        format!("{} – {}", from.strftime("%-d %b"), whole(to))
    } else {
        format!("{} – {}", whole(from), whole(to))
    }
}

/// How soon a stranger could know.
pub(super) const fn lag(lag: Lag) -> &'static str {
    match lag {
        Lag::Live => "known while you were away",
        Lag::SameDay => "known the same day",
        Lag::Afterwards => "known afterwards",
        Lag::Unknown => "when it was known is not on record",
        Lag::Unpublished => "never published",
    }
}

/// An hour of the week: `Tuesdays around 18:00`.
pub(super) fn hour(hour: WeekHour) -> String {
    format!("{}s around {:02}:00", hour.day_name(), hour.hour)
}

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// 95 % bounds of a share.
pub(super) fn bounds((low, high): (f64, f64)) -> String {
    format!("95 % bounds {:.0} to {:.0} %", low * 100.0, high * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_say_month_and_year_once() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let said = |from: &str, to: &str| dates(date(from), date(to));
        assert_eq!(said("2018-08-10", "2018-08-10"), "10 Aug 2018");
        assert_eq!(said("2018-08-10", "2018-08-13"), "10 – 13 Aug 2018");
        assert_eq!(said("2018-08-30", "2018-09-02"), "30 Aug – 2 Sep 2018");
        assert_eq!(said("2018-12-30", "2019-01-02"), "30 Dec 2018 – 2 Jan 2019");
    }
}
