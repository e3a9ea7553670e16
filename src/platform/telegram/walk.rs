//! Walks over `result.json` as it is read: chats of years have gigabytes, and the messages lie four levels deep.

use std::cell::Cell;
use std::io::{BufReader, Read};
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::message::{Chat, Reader};
use crate::archive::EntryId;
use crate::platform::ImportCx;

/// Bytes between two records beyond which a file is not read on.
const RECORD_CAP: u64 = 64 << 20;

/// Counts the bytes since the last record, so that none can fill the memory.
struct Capped<R> {
    inner: R,
    since_record: Rc<Cell<u64>>,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.since_record.get() > RECORD_CAP {
            return Err(std::io::Error::other("a record larger than this program reads"));
        }
        let count = self.inner.read(buffer)?;
        self.since_record.set(self.since_record.get() + count as u64);
        Ok(count)
    }
}

/// Reads a file into `reader`. `Err` says why it could not be read to its end.
pub(super) fn walk(cx: &mut ImportCx<'_>, id: EntryId, reader: &mut Reader) -> Result<(), String> {
    let since_record = Rc::new(Cell::new(0));
    let inner = cx.open(id).map_err(|error| error.to_string())?;
    let bytes = BufReader::new(Capped { inner, since_record: Rc::clone(&since_record) });
    let mut json = serde_json::Deserializer::from_reader(bytes);
    let mut walk = Walk { cx, reader, since_record };
    Top(&mut walk).deserialize(&mut json).and_then(|()| json.end()).map_err(|error| {
        if error.is_eof() { "the file is cut off".to_owned() } else { format!("not valid JSON ({error})") }
    })
}

struct Walk<'w, 'c> {
    cx: &'w mut ImportCx<'c>,
    reader: &'w mut Reader,
    since_record: Rc<Cell<u64>>,
}

/// A value as a tree; one of another type than wanted is no reason to stop.
fn tree<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Value, A::Error> {
    map.next_value()
}

macro_rules! walker {
    ($(#[$doc:meta])* $name:ident, $expecting:literal, $($method:item)+) => {
        $(#[$doc])*
        struct $name<'s, 'w, 'c>(&'s mut Walk<'w, 'c>);

        impl<'de> DeserializeSeed<'de> for $name<'_, '_, '_> {
            type Value = ();

            fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
                json.deserialize_any(self)
            }
        }

        impl<'de> Visitor<'de> for $name<'_, '_, '_> {
            type Value = ();

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($expecting)
            }

            fn visit_unit<E>(self) -> Result<(), E> {
                Ok(())
            }

            $($method)+
        }
    };
}

walker! {
    /// The whole file.
    Top, "an export of Telegram",
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let walk = self.0;
        let mut chat = Chat::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "personal_information" => walk.reader.owner.read(&tree(&mut map)?),
                "sessions" | "web_sessions" => {
                    let sessions = tree(&mut map)?;
                    walk.reader.sessions(walk.cx, &sessions);
                }
                "chats" | "left_chats" => map.next_value_seed(Chats(walk))?,
                "messages" => {
                    walk.reader.enter(std::mem::take(&mut chat), true);
                    map.next_value_seed(Messages(walk))?;
                }
                "name" | "type" | "id" => chat.set(&key, &tree(&mut map)?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

walker! {
    /// `{"about": …, "list": […]}`.
    Chats, "a list of chats",
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "list" => map.next_value_seed(ChatList(self.0))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        ChatList(self.0).visit_seq(list)
    }
}

walker! {
    /// The chats.
    ChatList, "chats",
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(OneChat(self.0))?.is_some() {
            self.0.since_record.set(0);
        }
        Ok(())
    }
}

walker! {
    /// One chat; its name and type stand before its messages.
    OneChat, "a chat",
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut chat = Chat::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "messages" => {
                    self.0.reader.enter(std::mem::take(&mut chat), false);
                    map.next_value_seed(Messages(self.0))?;
                }
                "name" | "type" | "id" => chat.set(&key, &tree(&mut map)?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

walker! {
    /// The messages of a chat.
    Messages, "messages",
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(message) = list.next_element::<Value>()? {
            self.0.since_record.set(0);
            self.0.reader.message(self.0.cx, &message);
        }
        Ok(())
    }
}
