//! The words about time where the lens looks on one day of the user's choosing instead of in its own time.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::lens::Lens;
use crate::model::{Item, Life, date_words, day_words};

use super::words::{came_about, lower_first};

/// Whether the item was there to be seen on `day`, by the answer to the clause about the window. `exported` is when the
/// export was made, if that was before the day.
pub(super) fn window(item: &Item, lens: &Lens, day: Date, exported: Option<Timestamp>, holds: Option<bool>) -> String {
    let (name, inside, on) = (&lens.name, lens.name_inside(), date_words(day));
    let published = item.published_at();
    let vanishes = matches!(item.life, Life::Expires { .. });
    let (begin, end) = (lens.window.from, lens.window.to);
    let later = published.zip(end).is_some_and(|(at, end)| at >= end);
    let older = published.is_some_and(|at| at < begin);
    match holds {
        Some(true) if vanishes => format!("It had not vanished yet when looked at on {on}"),
        Some(true) if older => {
            format!("It was older but still up when looked at on {on}; how far back {inside} read is not known")
        }
        Some(true) => format!("It was up when looked at on {on}"),
        Some(false) if later => format!("{} after {on}, the day of the look", came_about(item)),
        Some(false) if let Some(hours) = lens.live_hours => {
            format!("{name} looked only at what was new, within {hours} h, and this was not new on {on}")
        }
        Some(false) if vanishes => format!("It had vanished before {on}, the day of the look"),
        Some(false) if older && !lens.backfill.taken => {
            format!("{} before {on}, the day of the look, and {inside} read nothing older", came_about(item))
        }
        Some(false) => format!("It was not up on {on}, the day of the look"),
        None => unknown(item, published, &on, exported),
    }
}

/// Why it is not known when an item was published.
pub(super) fn no_time(item: &Item) -> String {
    let it = lower_first(came_about(item));
    if item.unread_time {
        format!("When {it} stands in the export in a form that could not be read")
    } else {
        format!("The export does not say when {it}")
    }
}

fn unknown(item: &Item, published: Option<Timestamp>, on: &str, exported: Option<Timestamp>) -> String {
    match (item.life, published) {
        (_, None) => format!("{}; the look was on {on}", no_time(item)),
        _ if let Some(exported) = exported => {
            format!(
                "The export was made on {}, before {on}; whether it was still up then cannot be told",
                day_words(exported)
            )
        }
        (Life::TakenDown { rule, .. } | Life::PerhapsGone { rule }, _) => {
            format!("{}; whether it was still up on {on} cannot be told", rule.text)
        }
        _ => format!("Whether it was up on {on} cannot be told: its time is known only roughly"),
    }
}
