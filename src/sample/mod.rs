//! Fictional archives: lives invented from a seed, written as a platform would export them.
