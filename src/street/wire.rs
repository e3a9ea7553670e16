//! The wire format of protocol buffers, read field by field from a slice.
//!
//! Nothing is copied or built up: a file that unpacks to millions of empty messages costs time, which is bounded by
//! its bytes, and no memory.

use super::StreetError;

/// A field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A varint.
    Number(u64),
    /// A string, a message or packed numbers.
    Bytes(&'a [u8]),
    /// Four bytes.
    Fixed32([u8; 4]),
    /// Eight bytes.
    Fixed64([u8; 8]),
}

impl<'a> Value<'a> {
    /// The number, or nothing if it is of another sort.
    pub(super) fn number(self) -> Option<u64> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The bytes, or nothing if it is of another sort.
    pub(super) fn bytes(self) -> Option<&'a [u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }
}

/// The fields of a message, in the order in which they are written.
#[derive(Clone, Debug)]
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// The fields of the message in `bytes`.
    pub(super) const fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn read(&mut self) -> Option<(u32, Value<'a>)> {
        let key = varint(&mut self.0)?;
        let field = u32::try_from(key >> 3).ok()?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut self.0)?),
            1 => Value::Fixed64(*self.split(8)?.first_chunk()?),
            2 => {
                let length = usize::try_from(varint(&mut self.0)?).ok()?;
                Value::Bytes(self.split(length)?)
            }
            5 => Value::Fixed32(*self.split(4)?.first_chunk()?),
            // Groups are not used by any format read here.
            _ => return None,
        };
        Some((field, value))
    }

    fn split(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u32, Value<'a>), StreetError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let read = self.read();
        if read.is_none() {
            // What follows a damaged field cannot be told apart.
            self.0 = &[];
        }
        Some(read.ok_or(StreetError::Damaged))
    }
}

/// Packed varints; ends at the first damaged one.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed<'a>(pub(super) &'a [u8]);

impl Packed<'_> {
    /// The next one as a signed number in zigzag form.
    pub(super) fn signed(&mut self) -> Option<i64> {
        self.next().map(zigzag)
    }
}

impl Iterator for Packed<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        if self.0.is_empty() { None } else { varint(&mut self.0) }
    }
}

/// Small numbers of either sign, as they are packed.
pub(super) const fn zigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

/// Takes a varint off the front.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 127) << shift;
        if *first < 128 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fields_are_read_in_order_and_damage_ends_them() {
        let bytes = [0x08, 0x96, 0x01, 0x12, 0x02, b'h', b'i', 0x1d, 1, 0, 0, 0];
        let fields: Vec<_> = Fields::of(&bytes).map(Result::unwrap).collect();
        let expected = [(1, Value::Number(150)), (2, Value::Bytes(b"hi")), (3, Value::Fixed32([1, 0, 0, 0]))];
        assert_eq!(fields, expected);
        let cut: Vec<_> = Fields::of(&bytes[..6]).collect();
        assert!(cut.len() == 2 && cut[1].is_err());
    }

    proptest! {
        #[test]
        fn zigzag_undoes_itself(n in any::<i64>()) {
            prop_assert_eq!(zigzag(((n << 1) ^ (n >> 63)) as u64), n);
        }

        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Fields::of(&bytes).count() <= bytes.len());
            prop_assert!(Packed(&bytes).count() <= bytes.len());
        }
    }
}
