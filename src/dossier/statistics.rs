//! Bounds on shares, and medians.

/// The two-sided 95 % quantile of the normal distribution, as tables give it.
const Z95: f64 = 1.96;

/// Wilson's 95 % bounds of a share of `hits` in `of`; `(0, 1)` when nothing was counted.
pub fn wilson95(hits: u64, of: u64) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let n = of as f64;
    let p = hits.min(of) as f64 / n;
    let z2 = Z95 * Z95;
    let middle = p + z2 / (2.0 * n);
    let half = Z95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    (((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0))
}

/// The value that a share stays above with 90 % probability, after `hits` in `of` and a flat prior: the 10 % quantile
/// of Beta(1 + hits, 1 + misses).
pub fn beta_lower90(hits: u64, of: u64) -> f64 {
    let hits = hits.min(of);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if beta_cdf(hits, of, middle) < 0.1 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The distribution function of Beta(1 + hits, 1 + of − hits): the chance of at least `hits + 1` among `of + 1` draws.
fn beta_cdf(hits: u64, of: u64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let n = of + 1;
    let (odds, mut log_choose) = (x.ln() - (1.0 - x).ln(), 0.0);
    let base = n as f64 * (1.0 - x).ln();
    let mut sum = 0.0;
    for j in 0..=n {
        if j > hits {
            sum += (log_choose + base + j as f64 * odds).exp();
        }
        log_choose += ((n - j) as f64 / (j + 1) as f64).ln();
    }
    sum.min(1.0)
}

/// The middle value; the lower of the two in the middle when their number is even. `None` for nothing.
pub fn median(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let middle = (values.len() - 1) / 2;
    Some(*values.select_nth_unstable_by(middle, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_bound_of_a_flat_prior_is_exact_where_it_has_a_closed_form() {
        // Beta(n + 1, 1) has the quantile p^(1/(n+1)).
        for n in [1, 6, 40] {
            let exact = 0.1_f64.powf(1.0 / (n as f64 + 1.0));
            assert!((beta_lower90(n, n) - exact).abs() < 1e-9, "{n}");
        }
        assert!((beta_lower90(0, 0) - 0.1).abs() < 1e-9);
        assert!(beta_lower90(3, 6) < 0.5 && beta_lower90(6, 6) > 0.5);
    }

    #[test]
    fn the_median_of_an_even_number_is_one_of_the_values() {
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut []), None);
    }
}
