//! What the dossier says, against checked values, against properties, and against the lives of the fictional people.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod made_up;
mod personas;
mod properties;
mod scale;
mod vectors;
mod zones;
