//! Not everything at once: what would do for another frame waits while something else is made anew.

/// Whether what was made for a view still does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// As if made for it.
    Good,
    /// Coarser or finer than it should be, or soon too small: nobody sees it for a frame or two.
    Usable,
    /// Of something else, or too small.
    Useless,
}

impl Fit {
    /// By whether it is as fine as it should be; `None` of what is of something else or does not cover the view.
    pub(super) const fn of(is_good: Option<bool>) -> Self {
        match is_good {
            Some(true) => Self::Good,
            Some(false) => Self::Usable,
            None => Self::Useless,
        }
    }
}

/// Whose turn it is in a frame.
#[derive(Debug, Default)]
pub(super) struct Turn {
    is_taken: bool,
    waits: bool,
    /// Whether nothing may wait: in pictures, and where nothing glides.
    all_at_once: bool,
}

impl Turn {
    /// Of a frame in which nothing waits.
    pub(super) fn all_at_once() -> Self {
        Self { all_at_once: true, ..Self::default() }
    }

    /// Of a frame in which something else is made already, if `is_taken`.
    pub(super) fn after(is_taken: bool) -> Self {
        Self { is_taken, ..Self::default() }
    }

    /// Whether what fits like this is to be made anew in this frame.
    pub(super) fn is_due(&mut self, fit: Fit) -> bool {
        let due = match fit {
            Fit::Good => false,
            Fit::Usable => self.all_at_once || !self.is_taken,
            Fit::Useless => true,
        };
        self.is_taken |= due;
        self.waits |= fit == Fit::Usable && !due;
        due
    }

    /// Whether something waits for the next frame.
    pub(super) const fn waits(&self) -> bool {
        self.waits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_wait_waits_for_one_frame_and_what_cannot_does_not() {
        let mut turn = Turn::after(false);
        assert!(!turn.is_due(Fit::Good) && !turn.waits());
        assert!(turn.is_due(Fit::Usable));
        assert!(!turn.is_due(Fit::Usable) && turn.waits());
        assert!(turn.is_due(Fit::Useless));
        turn = Turn::after(false);
        assert!(!turn.waits() && turn.is_due(Fit::Usable));
        turn = Turn::after(true);
        assert!(!turn.is_due(Fit::Usable) && turn.waits());
        turn = Turn::all_at_once();
        assert!(turn.is_due(Fit::Usable) && turn.is_due(Fit::Usable) && !turn.waits());
    }
}
