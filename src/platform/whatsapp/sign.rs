//! Whether a text is surely an exported chat, whatever its file is called: logs and diaries have the same headers.

use super::attached::name_in;
use super::chat::is_shared_position;
use super::header::{self, Line, bare};
use super::is_attachment;

/// Words of the notice that begins a chat, in several languages, in lower case.
const ENCRYPTED: &[&str] = &[
    "end-to-end", "ende-zu-ende", "extremo a extremo", "bout en bout", "ponta a ponta", "端到端", "端對端", "エンドツーエンド",
    "종단간", "종단 간", "сквозн", "uçtan uca", "تشفير", "מקצה לקצה",
];

/// What stands in place of a picture or file that was not exported, in lower case.
const OMITTED: &[&str] = &[
    "<media omitted>", "<medien ausgeschlossen>", "<medien weggelassen>", "<multimedia omitido>", "<archivo omitido>",
    "<médias omis>", "<fichier omis>", "<media omessi>", "<media weggelaten>", "<arquivo de mídia oculto>", "<mídia oculta>",
    "<media tidak disertakan>", "<без медиафайлов>",
];

/// Messages with a name that a text has at least.
const ENOUGH: usize = 2;

/// Whether several lines are messages, and one of them is as only WhatsApp writes it.
pub(super) fn is_surely_a_chat(text: &str) -> bool {
    let messages: Vec<(&str, Line<'_>)> = text.lines().filter_map(|line| Some((line, header::split(line)?))).collect();
    let named = messages.iter().filter(|(_, message)| message.name.is_some()).count();
    let is_notice = || messages.first().is_some_and(|(_, first)| first.name.is_none() && is_encrypted(first.text));
    named >= ENOUGH && (is_notice() || messages.iter().any(|(line, message)| is_signed(line, message)))
}

fn is_encrypted(text: &str) -> bool {
    let text = text.to_lowercase();
    ENCRYPTED.iter().any(|words| text.contains(words))
}

fn is_signed(line: &str, message: &Line<'_>) -> bool {
    let is_marked = line.starts_with("\u{200e}[") || message.text.starts_with('\u{200e}');
    let text = || bare(message.text).to_lowercase();
    let is_file = || name_in(message.text).is_some_and(|name| is_attachment(&name.to_lowercase()));
    message.name.is_some()
        && (is_marked || is_shared_position(message.text) || is_file() || OMITTED.contains(&text().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_is_told_by_what_only_whatsapp_writes() {
        let two = "13/5/22, 19:03 - Lena: hi\n13/5/22, 19:04 - Bob: ho\n";
        assert!(!is_surely_a_chat(two));
        for more in [
            "13/5/22, 19:05 - Bob: <Media omitted>",
            "13/5/22, 19:05 - Bob: IMG-20220513-WA0001.jpg (Datei angehängt)",
            "13/5/22, 19:05 - Bob: ubicación: https://maps.google.com/?q=48.1,16.1",
            "\u{200e}[13.05.22, 19:05:00] Bob: \u{200e}<Anhang: 00000012-PHOTO.jpg>",
            "[13.05.22, 19:05:00] Bob: \u{200e}Bild weggelassen",
        ] {
            assert!(is_surely_a_chat(&format!("{two}{more}\n")), "{more}");
            assert!(!is_surely_a_chat(more), "one message is not enough: {more}");
        }
        let notice = "13/5/22, 19:00 - Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.\n";
        assert!(is_surely_a_chat(&format!("{notice}{two}")));
    }

    #[test]
    fn logs_and_diaries_are_no_chats() {
        for text in [
            "[2022-05-13, 19:03:00] INFO: started\n[2022-05-13, 19:03:01] WARN: <null>\n[2022-05-13, 19:03:02] INFO: IMG_1.jpg (ok)",
            "13.05.22, 19:03 - Lunch: pizza\n14.05.22, 19:03 - Read about end-to-end encryption\n15.05.22, 8:00 - Lake: cold",
            "13.05.22, 19:03 - Ort: https://maps.google.com/?q=48.1,16.1\n14.05.22, 19:03 - Ort: https://maps.google.com/?q=48.2,16.1",
            "",
        ] {
            assert!(!is_surely_a_chat(text), "{text}");
        }
    }
}
