//! The invented people. Nobody here exists; airports, hotels, stadiums and towns do.
#![expect(clippy::unreadable_literal, reason = "coordinates read better in one piece")]

mod aino;
mod aino_words;
mod lena;
mod lena_words;
mod maya;
mod maya_spots;
mod maya_words;
mod tomasz;
mod tomasz_words;

use super::world::Persona;

/// Every persona, the default first.
pub(super) static ALL: &[&Persona] = &[&maya::MAYA, &tomasz::TOMASZ, &lena::LENA, &aino::AINO];
