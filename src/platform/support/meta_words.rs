//! Words of Instagram's and Threads' exports in the languages they come in.
//!
//! Labels are translated, and the translations change between exports. Every use of these tables
//! therefore has a way by shape for words that are not in them.

use super::meta_json::{Label, comparable};

fn is_one_of(key: &str, words: &[&str]) -> bool {
    words.contains(&key)
}

/// Whether a label is that of the account's privacy flag.
pub fn is_private_flag(key: &str) -> bool {
    let words = [
        "private account",
        "compte privé",
        "privates konto",
        "cuenta privada",
        "account privato",
        "profilo privato",
        "privéaccount",
        "privé-account",
        "privé account",
        "konto prywatne",
        "prywatne konto",
        "conta privada",
        "privat konto",
        "privat konto?",
        "yksityinen tili",
        "gizli hesap",
        "закрытый аккаунт",
        "частный аккаунт",
        "закритий обліковий запис",
        "приватний обліковий запис",
        "非公開アカウント",
        "비공개 계정",
        "私密帐户",
        "私密账户",
        "私密帳號",
        "不公開帳號",
        "不公開帳戶",
        "حساب خاص",
        "חשבון פרטי",
        "ιδιωτικός λογαριασμός",
        "soukromý účet",
        "súkromný účet",
        "privát fiók",
        "zárt fiók",
        "cont privat",
        "частен акаунт",
        "privatni račun",
        "privatan nalog",
        "akun privat",
        "akaun peribadi",
        "tài khoản riêng tư",
        "บัญชีส่วนตัว",
        "निजी अकाउंट",
        "निजी खाता",
    ];
    is_one_of(key, &words)
}

/// Whether a label is that of the confirmed telephone number, the other yes-or-no field of a profile.
pub fn is_phone_confirmed(key: &str) -> bool {
    let stems = [
        "phone",
        "telefon",
        "téléphone",
        "teléfono",
        "telefone",
        "telemóvel",
        "puhelin",
        "телефон",
        "電話",
        "전화",
        "手机",
        "電話",
        "هاتف",
        "טלפון",
        "τηλέφων",
        "nummer",
        "numéro",
        "numero",
        "número",
        "điện thoại",
        "โทรศัพท์",
        "फ़ोन",
        "ponsel",
    ];
    stems.iter().any(|stem| key.contains(stem))
}

/// Whether a label is that of the user name.
pub fn is_user_name(key: &str) -> bool {
    let words = [
        "username",
        "user name",
        "nom d'utilisateur",
        "benutzername",
        "nutzername",
        "nombre de usuario",
        "usuario",
        "nome utente",
        "nome de usuário",
        "nome de utilizador",
        "gebruikersnaam",
        "nazwa użytkownika",
        "användarnamn",
        "brugernavn",
        "brukernavn",
        "käyttäjätunnus",
        "käyttäjänimi",
        "kullanıcı adı",
        "имя пользователя",
        "ім'я користувача",
        "ユーザーネーム",
        "사용자 이름",
        "用户名",
        "用戶名稱",
        "使用者名稱",
        "اسم المستخدم",
        "שם משתמש",
        "όνομα χρήστη",
        "uživatelské jméno",
        "používateľské meno",
        "felhasználónév",
        "nume de utilizator",
        "потребителско име",
        "korisničko ime",
        "nama pengguna",
        "tên người dùng",
        "ชื่อผู้ใช้",
        "उपयोगकर्ता नाम",
        "यूज़रनेम",
    ];
    is_one_of(key, &words)
}

/// Whether a label is that of the display name.
pub fn is_display_name(key: &str) -> bool {
    let words = [
        "name",
        "profile name",
        "nom",
        "nombre",
        "nome",
        "naam",
        "imię i nazwisko",
        "nazwa",
        "namn",
        "navn",
        "nimi",
        "ad",
        "adı",
        "имя",
        "ім'я",
        "名前",
        "이름",
        "姓名",
        "名称",
        "名稱",
        "الاسم",
        "שם",
        "όνομα",
        "jméno",
        "meno",
        "név",
        "nume",
        "име",
        "ime",
        "nama",
        "tên",
        "ชื่อ",
        "नाम",
        "nom de profil",
        "nom du profil",
        "profilname",
        "nombre del perfil",
        "nome profilo",
        "nome do perfil",
    ];
    is_one_of(key, &words)
}

/// Whether a label is that of the bio text.
pub fn is_bio(key: &str) -> bool {
    let words = [
        "bio",
        "profile bio text",
        "biografie",
        "biographie",
        "biografía",
        "biografia",
        "steckbrief",
        "presentación",
        "texte de bio",
        "texte de la bio du profil",
        "profil-bio-text",
        "biography",
        "presentation",
        "о себе",
        "біографія",
        "自己紹介",
        "소개",
        "个人简介",
        "個人簡介",
        "السيرة الذاتية",
        "ביוגרפיה",
        "βιογραφικό",
        "életrajz",
        "biyografi",
        "tiểu sử",
        "ประวัติ",
        "बायो",
    ];
    is_one_of(key, &words)
}

/// Whether a label is that of the link in the profile.
pub fn is_link(key: &str) -> bool {
    let words = [
        "website",
        "web site",
        "profile bio link",
        "site web",
        "webseite",
        "sitio web",
        "sito web",
        "site",
        "webbplats",
        "websted",
        "nettsted",
        "verkkosivusto",
        "strona internetowa",
        "witryna",
        "веб-сайт",
        "сайт",
        "ウェブサイト",
        "웹사이트",
        "网站",
        "網站",
        "lien de la bio du profil",
        "الموقع الإلكتروني",
        "אתר",
        "ιστότοπος",
        "webové stránky",
        "webhely",
        "situs web",
        "trang web",
        "internet sitesi",
        "เว็บไซต์",
        "वेबसाइट",
    ];
    is_one_of(key, &words)
}

/// Whether a kind of profile change is about an e-mail address, telephone number or the like.
pub fn is_contact(key: &str) -> bool {
    key.contains("mail") || is_phone_confirmed(key) || key.contains("correo") || key.contains("почт")
}

/// Whether a label is that of the flag that marks a draft.
pub fn is_draft_flag(key: &str) -> bool {
    let words = [
        "draft",
        "is draft",
        "brouillon",
        "entwurf",
        "borrador",
        "bozza",
        "rascunho",
        "concept",
        "szkic",
        "wersja robocza",
        "utkast",
        "udkast",
        "kladde",
        "luonnos",
        "taslak",
        "черновик",
        "чернетка",
        "下書き",
        "초안",
        "草稿",
        "مسودة",
        "טיוטה",
        "πρόχειρο",
        "koncept",
        "piszkozat",
        "schiță",
        "draf",
        "bản nháp",
        "ฉบับร่าง",
        "ड्राफ़्ट",
    ];
    is_one_of(key, &words)
}

/// Whether a label is that of the flag that marks a published post.
pub fn is_published_flag(key: &str) -> bool {
    let words = [
        "published",
        "is published",
        "publié",
        "publiée",
        "veröffentlicht",
        "publicado",
        "publicada",
        "pubblicato",
        "gepubliceerd",
        "opublikowano",
        "publicerad",
        "udgivet",
        "publisert",
        "julkaistu",
        "yayınlandı",
        "опубликовано",
        "опубліковано",
        "公開済み",
        "게시됨",
        "已发布",
        "已發佈",
        "تم النشر",
    ];
    is_one_of(key, &words)
}

/// Whether a label is that of the first story for close friends.
pub fn is_first_close_friends_story(key: &str) -> bool {
    let words = [
        "first close friends story time",
        "heure de la première story ami(e)s proches",
        "zeitpunkt der ersten story für enge freunde",
        "hora de la primera historia para mejores amigos",
    ];
    is_one_of(key, &words)
}

/// Whether a label is one by which the account information is known to be in a language understood.
pub fn is_story_time(key: &str) -> bool {
    let words = ["first story time", "last story time", "last login", "first country code", "has shared live video"];
    is_one_of(key, &words) || is_first_close_friends_story(key)
}

/// Arabic is left out on purpose: its word for private is also “your”, its word for public also “year”.
const PRIVATE: &[&str] = &[
    "privat",
    "private",
    "privé",
    "privad",
    "privát",
    "prywatn",
    "soukrom",
    "súkromn",
    "yksityi",
    "gizli",
    "закрыт",
    "закрит",
    "приватн",
    "частн",
    "非公開",
    "비공개",
    "私密",
    "私人",
    "不公开",
    "不公開",
    "פרטי",
    "ιδιωτικ",
    "zárt",
    "peribadi",
    "pribadi",
    "riêng tư",
    "ส่วนตัว",
    "निजी",
    "özel",
    "lukit",
    "besloten",
    "lukket",
    "låst",
    "зачинен",
];
const PUBLIC: &[&str] = &[
    "public",
    "públic",
    "pubblic",
    "publik",
    "publiek",
    "öffentlich",
    "oeffentlich",
    "openbaar",
    "publiczn",
    "offentli",
    "julki",
    "herkese açık",
    "публичн",
    "публічн",
    "открыт",
    "відкрит",
    "公開",
    "公开",
    "공개",
    "ציבורי",
    "δημόσι",
    "veřejn",
    "verejn",
    "nyilvános",
    "javn",
    "umum",
    "awam",
    "công khai",
    "สาธารณะ",
    "सार्वजनिक",
];

/// What a privacy switch switched to, by its words: private, public, or `None` when not understood or ambiguous.
pub fn switched_to_private(words: &str) -> Option<bool> {
    // Some languages write private as “not public”, so the private words go first and are taken out.
    let mut rest = comparable(words);
    let mut private = false;
    for stem in PRIVATE {
        if rest.contains(stem) {
            private = true;
            rest = rest.replace(stem, " ");
        }
    }
    let public = PUBLIC.iter().any(|stem| rest.contains(stem));
    match (private, public) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// The flag, and whether it was guessed. Instagram writes it last, with a value it does not translate.
pub fn privacy_flag(labels: &[Label]) -> Option<(bool, bool)> {
    if let Some(flag) = labels.iter().find(|l| is_private_flag(&l.key())) {
        return flag.flag().map(|private| (private, false));
    }
    let flags: Vec<&Label> = labels.iter().filter(|l| l.flag().is_some()).collect();
    let last = *flags.last()?;
    // The only other such field is the confirmed telephone number, which is not the last.
    let at_the_end = labels.last().is_some_and(|l| std::ptr::eq(l, last));
    let guess = (at_the_end || flags.len() > 1) && !is_phone_confirmed(&last.key());
    guess.then(|| last.flag()).flatten().map(|private| (private, true))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::meta_json::labels;
    use super::*;

    fn flag_of(fields: &Value) -> Option<(bool, bool)> {
        privacy_flag(&labels(&json!({"string_map_data": fields})))
    }

    #[test]
    fn the_flag_is_read_in_known_languages_and_guessed_in_others() {
        let yes = json!({"value": "True"});
        let no = json!({"value": "False"});
        assert_eq!(flag_of(&json!({"Private account": no})), Some((false, false)));
        assert_eq!(
            flag_of(&json!({"Phone Confirmed": yes, "Website": {"value": "x"}, "Compte privé": no})),
            Some((false, false))
        );
        assert_eq!(flag_of(&json!({"Qqq": yes, "Xyz": no})), Some((false, true)));
        assert_eq!(flag_of(&json!({"Phone Confirmed": yes, "Website": {"value": "x"}})), None);
        assert_eq!(flag_of(&json!({"Phone Confirmed": yes})), None, "the confirmed number is not the flag");
    }

    #[test]
    fn switches_are_understood_in_many_languages() {
        let private = [
            "Switched to Private",
            "Passé en privé",
            "Auf „Privat“ umgestellt",
            "Cambiada a privada",
            "非公開に切り替え",
            "비공개로 전환",
            "已设为私密",
            "Gizli",
        ];
        for words in private {
            assert_eq!(switched_to_private(words), Some(true), "{words}");
        }
        let public = [
            "Switched to Public",
            "Passé en public",
            "Auf „Öffentlich“ umgestellt",
            "Cambiada a pública",
            "公開に切り替え",
            "공개로 전환",
            "Passaggio a pubblico",
            "Herkese Açık",
        ];
        for words in public {
            assert_eq!(switched_to_private(words), Some(false), "{words}");
        }
    }

    #[test]
    fn words_that_say_both_or_neither_are_not_understood() {
        for words in ["", "Privacy", "Zmieniono ustawienia", "Switched from Public to Private"] {
            assert_eq!(switched_to_private(words), None, "{words}");
        }
    }
}
