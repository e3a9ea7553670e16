//! The `geoshadow` program.

fn main() {}
