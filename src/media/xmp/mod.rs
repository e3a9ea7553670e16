//! Position, time and place names in XMP packets.
//!
//! A packet is XML of known form. Properties are told by the address of their vocabulary, not by its
//! prefix; they stand as attributes or as elements. Only those of the described picture itself count,
//! and of the structures inside it the place where it was created: the place it shows is another.

mod properties;
mod vocabulary;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{NamespaceResolver, Prefix, ResolveResult};
use quick_xml::reader::NsReader;
use quick_xml::{XmlVersion, events::BytesRef};

use super::found::Found;
use super::window::{Span, Stop, TAKE_CAP, Window};
use properties::{Owner, Properties, owner_of_value};
use vocabulary::{Key, Name, Vocabulary};

/// Events read of one packet; pictures edited often have tens of thousands.
const EVENTS_CAP: usize = 100_000;
/// Elements inside each other.
const DEPTH_CAP: usize = 64;
/// Vocabularies declared by one element.
const DECLARATIONS_CAP: usize = 256;
/// Characters of a value.
const VALUE_CAP: usize = 2048;

/// Reads the packet in `span`, or its first part if it is very long.
pub(super) fn read(window: &mut Window<'_>, span: Span, found: &mut Found) -> Result<(), Stop> {
    let bytes = window.up_to(span.start, span.len.min(TAKE_CAP as u64) as usize)?;
    parse(bytes, found);
    Ok(())
}

/// Reads the packet in `bytes`.
pub(super) fn parse(bytes: &[u8], found: &mut Found) {
    found.packets = found.packets.saturating_add(1);
    let text = decode(bytes);
    let mut packet = Packet::default();
    packet.read(&text);
    packet.properties.finish(found);
}

/// The text of a packet, which is in UTF-8 unless it starts with another mark.
fn decode(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0, b'<', ..] => wide(bytes, u16::from_be_bytes),
        [b'<', 0, ..] => wide(bytes, u16::from_le_bytes),
        _ => String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).into_owned(),
    }
}

/// What an open element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Outside of `rdf:RDF`.
    Outside,
    /// `rdf:RDF` itself: its children describe the picture.
    Rdf,
    /// Something whose children are its properties.
    Node(Owner),
    /// A property, or a list of its values: the owner of the property, what it is, and whose
    /// properties stand in a structure that is its value.
    Property(Owner, Option<Key>, Owner),
    /// A property of which more is said than its value, which then is one of its parts: `rdf:value`.
    Qualified(Owner, Key),
}

#[derive(Default)]
struct Packet {
    properties: Properties,
    open: Vec<Scope>,
    /// Text since the last tag.
    text: String,
}

impl Packet {
    fn read(&mut self, text: &str) {
        let mut reader = NsReader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        reader.resolver_mut().set_max_declarations_per_element(DECLARATIONS_CAP);
        for _ in 0..EVENTS_CAP {
            // What comes before a fault counts.
            let Ok(event) = reader.read_event() else { return };
            match event {
                Event::Start(tag) => {
                    if self.open.len() >= DEPTH_CAP {
                        return;
                    }
                    let scope = self.enter(&tag, reader.resolver());
                    self.open.push(scope);
                }
                Event::Empty(tag) => {
                    self.enter(&tag, reader.resolver());
                }
                Event::End(_) => self.leave(),
                Event::Text(text) => self.add_text(text.decode().as_deref().unwrap_or_default()),
                Event::CData(text) => self.add_text(text.decode().as_deref().unwrap_or_default()),
                Event::GeneralRef(reference) => self.add_text(resolved(&reference).encode_utf8(&mut [0; 4])),
                Event::Eof => return,
                _ => {}
            }
        }
    }

    fn add_text(&mut self, text: &str) {
        if self.text.len() + text.len() <= VALUE_CAP {
            self.text.push_str(text);
        }
    }

    /// What an element is, by the one around it; its attributes are properties too.
    fn enter(&mut self, tag: &BytesStart<'_>, resolver: &NamespaceResolver) -> Scope {
        self.text.clear();
        let (vocabulary, local) = resolver.resolve_element(tag.name());
        let name = Name::of(&vocabulary, tag.name().prefix().map(Prefix::into_inner), local.into_inner());
        match self.open.last().copied().unwrap_or(Scope::Outside) {
            Scope::Outside if name.is(Vocabulary::Rdf, b"RDF") => Scope::Rdf,
            Scope::Outside => Scope::Outside,
            Scope::Rdf => self.node(tag, resolver, Owner::Picture),
            Scope::Node(owner) => {
                let inside = owner_of_value(owner, &name);
                let scope = Scope::Property(owner, name.key(), inside);
                let structure = self.structure(tag, resolver, inside);
                if let Some(key) = name.key() {
                    each_attribute(tag, resolver, |name, value| {
                        if name.is(Vocabulary::Rdf, b"value") {
                            self.properties.set(owner, key, value);
                        }
                    });
                    return structure.map_or(scope, |_| Scope::Qualified(owner, key));
                }
                structure.unwrap_or(scope)
            }
            Scope::Qualified(owner, key) if name.is(Vocabulary::Rdf, b"value") => {
                Scope::Property(owner, Some(key), Owner::Other)
            }
            Scope::Qualified(..) => Scope::Property(Owner::Other, None, Owner::Other),
            Scope::Property(_, _, inside) if name.vocabulary == Vocabulary::Rdf && name.local == b"li" => {
                let inside = self.properties.next_of(inside);
                let same = self.open.last().copied().unwrap_or(Scope::Outside);
                self.structure(tag, resolver, inside).unwrap_or(match same {
                    Scope::Property(owner, key, _) => Scope::Property(owner, key, inside),
                    other => other,
                })
            }
            same @ Scope::Property(_, _, inside) => {
                let is_list = name.vocabulary == Vocabulary::Rdf && matches!(name.local, b"Bag" | b"Seq" | b"Alt");
                if is_list { same } else { self.node(tag, resolver, inside) }
            }
        }
    }

    /// A structure that an element is by itself, or `None`.
    fn structure(&mut self, tag: &BytesStart<'_>, resolver: &NamespaceResolver, inside: Owner) -> Option<Scope> {
        let mut is_structure = false;
        each_attribute(tag, resolver, |name, value| {
            is_structure |= name.is(Vocabulary::Rdf, b"parseType") && value == "Resource";
        });
        self.node(tag, resolver, inside);
        is_structure.then_some(Scope::Node(inside))
    }

    fn node(&mut self, tag: &BytesStart<'_>, resolver: &NamespaceResolver, owner: Owner) -> Scope {
        each_attribute(tag, resolver, |name, value| {
            if let Some(key) = name.key() {
                self.properties.set(owner, key, value);
            }
        });
        Scope::Node(owner)
    }

    fn leave(&mut self) {
        if let Some(Scope::Property(owner, Some(key), _)) = self.open.pop() {
            let text = std::mem::take(&mut self.text);
            self.properties.set(owner, key, text.trim());
        }
        self.text.clear();
    }
}

/// The character that a reference such as `&amp;` or `&#252;` stands for.
fn resolved(reference: &BytesRef<'_>) -> char {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => character,
        _ => match reference.decode().as_deref() {
            Ok("amp") => '&',
            Ok("lt") => '<',
            Ok("gt") => '>',
            Ok("quot") => '"',
            Ok("apos") => '\'',
            _ => char::REPLACEMENT_CHARACTER,
        },
    }
}

fn each_attribute(tag: &BytesStart<'_>, resolver: &NamespaceResolver, mut each: impl FnMut(&Name<'_>, &str)) {
    for attribute in tag.attributes().with_checks(false).flatten() {
        let (vocabulary, local) = resolver.resolve_attribute(attribute.key);
        // Without a prefix it belongs to the element and means nothing here, unless it is an old form of RDF's own.
        if vocabulary == ResolveResult::Unbound {
            continue;
        }
        let name = Name::of(&vocabulary, attribute.key.prefix().map(Prefix::into_inner), local.into_inner());
        if attribute.value.len() <= VALUE_CAP
            && let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0)
        {
            each(&name, value.trim());
        }
    }
}

#[cfg(test)]
mod tests;
