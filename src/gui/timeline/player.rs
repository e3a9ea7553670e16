//! Playing: the selected stretch of time moves on by itself, and map and table follow.

use jiff::Timestamp;

use super::timestamp;
use crate::analysis::TimeWindow;
use crate::analysis::axis::TimeView;

/// Seconds in which the slowest speed crosses all that is visible.
const CROSSING_SECONDS: f64 = 40.0;
/// Part of what is visible that is shown at once when nothing was selected.
const PART: f64 = 1.0 / 14.0;
/// How much faster the speeds are than the slowest.
const SPEEDS: [f64; 4] = [1.0, 2.0, 4.0, 8.0];
/// A frame that took longer does not make the time jump, seconds.
const LONGEST_FRAME: f64 = 0.1;

/// The state of playing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Player {
    /// Where the selected stretch begins, in seconds since 1970 with their fraction; `None` when nothing plays.
    from: Option<f64>,
    speed: usize,
}

impl Player {
    /// Whether it plays.
    pub(super) const fn is_playing(&self) -> bool {
        self.from.is_some()
    }

    /// The speed, for its button: `2×`.
    pub(super) fn speed_label(&self) -> String {
        format!("{:.0}×", SPEEDS[self.speed])
    }

    /// Goes on to the next speed, and from the fastest to the slowest.
    pub(super) const fn next_speed(&mut self) {
        self.speed = (self.speed + 1) % SPEEDS.len();
    }

    /// Stops.
    pub(super) const fn stop(&mut self) {
        self.from = None;
    }

    /// Starts, or stops if it plays. Returns the stretch to begin with.
    pub(super) fn toggle(&mut self, view: TimeView, selected: Option<TimeWindow>) -> Option<TimeWindow> {
        if self.is_playing() {
            self.stop();
            return None;
        }
        let first = TimeWindow { from: timestamp(view.from), to: timestamp(view.from + view.span() * PART) };
        // A stretch at the very end has played already: begin again.
        let ends = |w: &TimeWindow| w.to.as_second() as f64 >= view.to - 1.0;
        let window = selected.filter(|w| !ends(w)).unwrap_or(first);
        self.from = Some(window.from.as_second() as f64);
        Some(window)
    }

    /// Moves on by a frame of `seconds`. Returns the stretch that is selected now, if it plays.
    pub(super) fn step(&mut self, seconds: f64, view: TimeView, selected: Option<TimeWindow>) -> Option<TimeWindow> {
        let from = self.from?;
        let Some(selected) = selected else {
            // Somebody cleared the selection: there is nothing left to move.
            self.stop();
            return None;
        };
        let length = (selected.to.as_second() - selected.from.as_second()).max(1) as f64;
        let step = view.span() / CROSSING_SECONDS * SPEEDS[self.speed] * seconds.clamp(0.0, LONGEST_FRAME);
        let next = (from + step).min(view.to - length);
        if next <= from {
            self.stop();
            return None;
        }
        self.from = Some(next);
        let at = |seconds: f64| -> Timestamp { timestamp(seconds) };
        Some(TimeWindow { from: at(next), to: at(next + length) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: TimeView = TimeView { from: 0.0, to: 1_000_000.0 };

    #[test]
    fn it_begins_at_the_start_moves_on_and_ends_at_the_end() {
        let mut player = Player::default();
        let mut window = player.toggle(VIEW, None);
        let length = |w: TimeWindow| w.to.as_second() - w.from.as_second();
        let first = window.unwrap();
        assert_eq!(first.from.as_second(), 0);
        let mut frames = 0;
        while let Some(next) = player.step(0.1, VIEW, window) {
            assert!(next.from > window.unwrap().from && (length(next) - length(first)).abs() <= 1);
            window = Some(next);
            frames += 1;
        }
        assert!(!player.is_playing());
        assert!((360..=380).contains(&frames), "{frames} tenths of a second, less the stretch itself");
        assert!(VIEW.to as i64 - window.unwrap().to.as_second() <= 1);
    }

    #[test]
    fn faster_speeds_take_larger_steps_and_a_long_frame_does_not_jump() {
        let moved = |speed: usize, seconds: f64| {
            let mut player = Player { speed, ..Player::default() };
            let window = player.toggle(VIEW, None);
            player.step(seconds, VIEW, window).unwrap().from.as_second()
        };
        assert_eq!((moved(0, 0.1), moved(2, 0.1), moved(0, 60.0)), (2_500, 10_000, 2_500));
    }

    #[test]
    fn clearing_the_selection_stops_it_and_at_the_end_it_begins_again() {
        let mut player = Player::default();
        player.toggle(VIEW, None);
        assert_eq!(player.step(0.1, VIEW, None), None);
        assert!(!player.is_playing());
        let last = TimeWindow { from: timestamp(900_000.0), to: timestamp(1_000_000.0) };
        assert_eq!(player.toggle(VIEW, Some(last)).unwrap().from.as_second(), 0);
    }
}
