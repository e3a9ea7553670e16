//! What the benchmarks share: made-up numbers, and limits that are checked once everything was measured.

/// Numbers that look random and are the same every time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number of `0..end`.
    pub(crate) fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i64) % end
    }
}

/// Figures and their limits.
#[derive(Default)]
pub(crate) struct Checks {
    beyond: Vec<String>,
}

impl Checks {
    /// Prints a figure that must not be above `limit`.
    pub(crate) fn at_most(&mut self, name: &str, value: f64, limit: f64, unit: &str) {
        self.check(name, value <= limit, &format!("{value:.2} {unit}, at most {limit:.2}"));
    }

    /// Prints a figure that must not be below `limit`.
    pub(crate) fn at_least(&mut self, name: &str, value: f64, limit: f64, unit: &str) {
        self.check(name, value >= limit, &format!("{value:.2} {unit}, at least {limit:.2}"));
    }

    fn check(&mut self, name: &str, holds: bool, figures: &str) {
        println!("{name}: {figures}: {}", if holds { "ok" } else { "BEYOND THE LIMIT" });
        if !holds {
            self.beyond.push(name.to_owned());
        }
    }

    /// Fails if any figure was beyond its limit.
    pub(crate) fn end(self) {
        assert!(self.beyond.is_empty(), "beyond the limit: {:?}", self.beyond);
    }
}
