//! Files that came with the messages of a chat: which message names which file, and who sent it.
//!
//! The words around a name are of the phone's language, so a message names a file by how it stands there:
//! `NAME (words)` from Android, `<words: NAME>` from iPhones. A name among other words is only talk of a file.

use std::collections::{BTreeMap, BTreeSet};

use super::header::bare;
use crate::archive::EntryId;
use crate::platform::support::originals::Originals;

/// The name of the file that a message is said to have come with.
pub(super) fn name_in(body: &str) -> Option<&str> {
    let between = |line: &'_ str| -> Option<(usize, usize)> {
        let start = line.rfind('<')?;
        let end = start + line.get(start..)?.rfind('>')?;
        let colon = start + line.get(start..end)?.find([':', '：'])?;
        Some((colon + line.get(colon..)?.chars().next()?.len_utf8(), end))
    };
    let iphone = body.lines().find_map(|line| between(line).and_then(|(start, end)| line.get(start..end)));
    let android = || {
        // What is written to a picture stands on the lines below.
        let line = bare(body.lines().next()?).strip_suffix([')', '）'])?;
        line.get(..line.rfind(['(', '（'])?)
    };
    iphone.or_else(android).map(bare).filter(|name| !name.is_empty() && !name.contains('/'))
}

/// What was written to a picture: the lines without its name.
pub(super) fn caption(body: &str, name: &str) -> Option<Box<str>> {
    let lines: Vec<&str> = body.lines().filter(|line| !line.contains(name)).collect();
    let text = lines.join("\n");
    Some(bare(&text)).filter(|text| !text.is_empty()).map(Into::into)
}

/// Pictures and videos by the people who sent one of that name, over all chats.
#[derive(Debug, Default)]
pub(super) struct Senders(BTreeMap<EntryId, BTreeSet<String>>);

impl Senders {
    /// Notes the files that a chat's messages name.
    pub(super) fn note<'m>(&mut self, beside: &Originals, messages: impl Iterator<Item = (&'m str, &'m str)>) {
        for (sender, body) in messages {
            if let Some(file) = name_in(body).and_then(|name| beside.get(name)) {
                self.0.entry(file).or_default().insert(sender.to_owned());
            }
        }
    }

    /// Whether several people sent a file of that name, so that it may be anyone's.
    pub(super) fn are_several(&self, file: EntryId) -> bool {
        self.0.get(&file).is_some_and(|senders| senders.len() > 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_is_named_by_how_it_stands_in_a_message_in_any_language() {
        for body in [
            "\u{200e}DSC 1 (2).jpg (file attached)",
            "DSC 1 (2).jpg (Datei angehängt)\nat the lake",
            "\u{200f}DSC 1 (2).jpg (الملف مرفق)",
            "DSC 1 (2).jpg（文件附件）",
            "\u{200e}<attached: DSC 1 (2).jpg>",
            "at the lake \u{200e}<Anhang: DSC 1 (2).jpg>",
            "\u{200e}<pièce jointe\u{a0}: DSC 1 (2).jpg>",
            "\u{200e}<附件：DSC 1 (2).jpg>",
        ] {
            assert_eq!(name_in(body), Some("DSC 1 (2).jpg"), "{body}");
        }
        for body in ["I like DSC_1.jpg", "DSC_1.jpg", "", "<Media omitted>", "()", "camera/a.jpg (x)", "a > b < c: d"] {
            assert_eq!(name_in(body), None, "{body}");
        }
    }

    #[test]
    fn what_was_written_to_a_picture_is_kept_without_its_name() {
        assert_eq!(caption("a.jpg (file attached)\nat the lake", "a.jpg").as_deref(), Some("at the lake"));
        assert_eq!(caption("\u{200e}<attached: a.jpg>", "a.jpg"), None);
    }

    proptest! {
        #[test]
        fn no_message_panics(body in "[<>:：()（）a.é \n\u{200e}]{0,20}") {
            if let Some(name) = name_in(&body) {
                let _text = caption(&body, name);
            }
        }
    }
}
