//! What a drag on the timeline does to the selected stretch. Pure.

use crate::analysis::TimeWindow;
use crate::analysis::axis::Step;

use super::timestamp;

/// How near the pointer must be to an edge to take hold of it, in points.
const EDGE: f32 = 6.0;

/// What a drag has hold of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Grip {
    /// A new stretch that began here; seconds since 1970.
    New {
        /// Where the drag began.
        anchor: f64,
    },
    /// The start of the selected stretch.
    From,
    /// Its end.
    To,
    /// All of it, held this many seconds after its start.
    Move {
        /// Seconds between its start and the pointer.
        offset: f64,
    },
    /// The view.
    Pan,
}

impl Grip {
    /// What is under the pointer at `x`; `brush` is where the selected stretch is drawn, `at` the time under the pointer.
    pub(super) fn at(x: f32, brush: Option<(f32, f32)>, at: f64, window: Option<TimeWindow>) -> Self {
        let (Some((from, to)), Some(window)) = (brush, window) else { return Self::New { anchor: at } };
        let (near_from, near_to) = ((x - from).abs(), (x - to).abs());
        if near_from <= EDGE && near_from <= near_to {
            Self::From
        } else if near_to <= EDGE {
            Self::To
        } else if from < x && x < to {
            Self::Move { offset: at - window.from.as_second() as f64 }
        } else {
            Self::New { anchor: at }
        }
    }

    /// The stretch once the pointer is at `at` seconds. New edges fall on the edges of bars.
    pub(super) fn window(self, at: i64, window: Option<TimeWindow>, step: Step) -> Option<TimeWindow> {
        let span = |from: i64, to: i64| Some(TimeWindow { from: timestamp(from as f64), to: timestamp(to as f64) });
        match (self, window) {
            (Self::New { anchor }, _) => {
                let (first, last) = (at.min(anchor as i64), at.max(anchor as i64));
                span(step.floor(first), step.next(last))
            }
            (Self::From, Some(w)) => {
                let to = w.to.as_second();
                span(nearest_edge(step, at).min(step.floor(to - 1)), to)
            }
            (Self::To, Some(w)) => {
                let from = w.from.as_second();
                span(from, nearest_edge(step, at).max(step.next(from)))
            }
            (Self::Move { offset }, Some(w)) => {
                let from = (at as f64 - offset) as i64;
                span(from, from + w.to.as_second() - w.from.as_second())
            }
            (Self::From | Self::To | Self::Move { .. } | Self::Pan, _) => window,
        }
    }
}

fn nearest_edge(step: Step, at: i64) -> i64 {
    let (before, after) = (step.floor(at), step.next(at));
    if at - before <= after - at { before } else { after }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 86_400;

    fn days(from: i64, to: i64) -> TimeWindow {
        TimeWindow { from: timestamp((from * DAY) as f64), to: timestamp((to * DAY) as f64) }
    }

    #[test]
    fn edges_are_taken_before_the_middle() {
        let window = Some(days(10, 20));
        let at = |x| Grip::at(x, Some((100.0, 200.0)), 12.0 * DAY as f64, window);
        assert_eq!([at(97.0), at(104.0), at(195.0)], [Grip::From, Grip::From, Grip::To]);
        assert_eq!(at(150.0), Grip::Move { offset: 2.0 * DAY as f64 });
        assert_eq!(at(50.0), Grip::New { anchor: 12.0 * DAY as f64 });
        let narrow = Grip::at(102.5, Some((100.0, 103.0)), 0.0, window);
        assert_eq!(narrow, Grip::To, "the nearer edge of a narrow stretch");
    }

    #[test]
    fn a_new_stretch_covers_the_bars_it_touches_in_either_direction() {
        let new = Grip::New { anchor: (10 * DAY + 5) as f64 };
        assert_eq!(new.window(12 * DAY + 7, None, Step::Day), Some(days(10, 13)));
        assert_eq!(new.window(8 * DAY + 7, None, Step::Day), Some(days(8, 11)));
    }

    proptest! {
        #[test]
        fn a_stretch_is_never_empty_or_inside_out(at in -2_000_000_000_i64..4_000_000_000, which in 0..4_usize, step in 0..12_usize) {
            let window = Some(days(10, 20));
            let grip = [Grip::From, Grip::To, Grip::Move { offset: 1000.0 }, Grip::New { anchor: 5e8 }][which];
            let result = grip.window(at, window, Step::LADDER[step]).unwrap();
            prop_assert!(result.from < result.to);
            if which == 2 {
                prop_assert_eq!(result.to.as_second() - result.from.as_second(), 10 * DAY);
            }
        }
    }
}
