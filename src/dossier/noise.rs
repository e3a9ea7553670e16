//! Planar Laplace noise, the mechanism of geo-indistinguishability (Andrés et al. 2013).
//!
//! A position is moved in a random direction by a radius `r` with the distribution function
//! `1 − (1 + εr)·e^(−εr)`; ε is in 1/metre. It hides one report, not a place reported often.

/// The share of moves that are not longer than `radius_metres`.
pub fn radius_cdf(epsilon: f64, radius_metres: f64) -> f64 {
    let x = epsilon * radius_metres;
    if x.is_nan() || x <= 0.0 {
        return 0.0;
    }
    1.0 - (1.0 + x) * (-x).exp()
}

/// The radius in metres that a share `p` of all moves does not exceed. Infinite for `p` of 1 or more.
pub fn radius_quantile(epsilon: f64, p: f64) -> f64 {
    if p.is_nan() || epsilon.is_nan() || epsilon <= 0.0 || p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (0.0, 1.0);
    while radius_cdf(1.0, high) < p && high < 1e3 {
        high *= 2.0;
    }
    // Halving until nothing is left to halve: the function is monotonic, and no branch of Lambert's W is needed.
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if radius_cdf(1.0, middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high) / epsilon
}

/// The mean length of a move in metres.
pub fn mean_radius(epsilon: f64) -> f64 {
    2.0 / epsilon
}
