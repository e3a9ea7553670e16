//! Exports and other files that no adapter reads, by what is in them: the table behind "looks like".
//!
//! A name that is wrong is worse than none, so only signs are here that the projects and help pages named beside them
//! show, or that every such file has. What they were seen to hold of places is said, and nothing beyond.

/// What to say of something that looks like an export.
#[derive(Clone, Copy)]
pub(super) enum Then {
    /// How the platform of this id is asked again.
    Ask(&'static str),
    /// What it holds of places and what to open instead.
    Say(&'static str),
}
use Then::{Ask, Say};

/// What it is, what follows, and its signs, of which one is enough. A sign is the end of a path; with a slash at its end a
/// folder anywhere; with a star the name of a file in small letters, in which anything stands for the star. Behind `=`
/// stands what such a file has near its beginning, behind `=^` that with which it begins. Signs joined by `&` count
/// together. The first row that fits is it.
pub(super) const SIGNS: &[(&str, Then, &[&str])] = &[
    (
        "a TikTok export as text files, where JSON is needed",
        Ask("tiktok"),
        &[
            "user_data_tiktok.txt",
            "Post/Posts.txt",
            "Video/Videos.txt",
            "Activity/Video Browsing History.txt",
            "Your Activity/Watch History.txt",
            "Likes and Favorites/Like List.txt",
            "Location Review/Location Reviews.txt",
            "App Settings/Settings.txt",
            "Profile And Settings/Settings.txt",
            "Profile Information/Profile Information.txt",
            "Profile/Profile Info.txt",
            "Profile And Settings/Profile Info.txt",
            "Activity/Login History.txt",
            "Your Activity/Login History.txt",
        ],
    ),
    ("a Snapchat export as HTML pages, where JSON is needed", Ask("snapchat"), &["html/memories_history.html"]),
    (
        "a Telegram export as HTML pages, where machine-readable JSON is needed",
        Ask("telegram"),
        &["export_results.html", "messages.html"],
    ),
    (
        "a backup of WhatsApp, where exported chats are needed",
        Ask("whatsapp"),
        &["msgstore*.db", "msgstore*.crypt12", "msgstore*.crypt14", "msgstore*.crypt15"],
    ),
    ("a Discord package without its activity, the only part with places", Ask("discord"), &["messages/index.json"]),
    (
        "My Activity of Google as a web page",
        Say("at takeout.google.com choose My Activity again and set its format to JSON"),
        &["MyActivity.html"],
    ),
    (
        "the page for reading an X archive, without the folder beside it that holds the posts",
        Say("open the whole zip as X gave it, or the folder that has the folder data in it"),
        &["Your archive.html"],
    ),
    // Files by d3i-infra/port, hestiaAI; `Profile.csv` has a region, `Logins.csv` addresses.
    (
        "a LinkedIn export",
        Say(
            "it holds no positions, only places in words (profile, jobs) and internet addresses of logins, which this \
             version does not read",
        ),
        &["Connections.csv", "Ad_Targeting.csv", "Rich Media.csv", "Endorsement_Received_Info.csv"],
    ),
    // `conn_country` and `ip_addr` of Spotify's own "Read me first".
    (
        "a Spotify export",
        Say("it holds no places, at most a country and an internet address of what you played, which are not read"),
        &["streaminghistory*.json", "streaming_history_*.json", "endsong_*.json"],
    ),
    // Files by d3i-infra/port.
    (
        "a Netflix export",
        Say("it holds no places, at most countries and internet addresses of where you watched, which are not read"),
        &["CONTENT_INTERACTION/", "IpAddressesStreaming.csv", "netflixviewinghistory*.csv"],
    ),
    // Files by happycollision/amazon-order-history-viewer.
    (
        "an Amazon export",
        Say("it holds no positions, only the addresses of orders in words, which are not read"),
        &["retail.orderhistory.*.csv", "Digital-Ordering.1/", "retail.customerreturns.*.csv"],
    ),
    // Airbnb's help article 3255.
    (
        "an Airbnb export as a spreadsheet, which is not read",
        Say(
            "ask for it again as JSON, if that is offered; positions in it are then shown, without knowing what they are",
        ),
        &["airbnb_support_attachments/", "user_data.xlsx&selfies/", "user_data.xlsx&listings/"],
    ),
    // Files by the read-me of the export.
    ("a Hinge export", Say(ONLY_FOUND), &["selfie_verification.json&matches.json", "prompts.json&matches.json"]),
    // Files by several readers of `site_history`.
    ("a Twitch export", Say(ONLY_FOUND), &["site_history/minute_watched.csv", "site_history/chat_messages.csv"]),
    // Names of several readers of `com.samsung.health.exercise.location_data.json`.
    (
        "a Samsung Health export",
        Say("of it only the routes of exercises are shown, as positions that were found"),
        &["com.samsung.*.csv", "*.com.samsung.health.exercise.location_data.json"],
    ),
    (
        "an Apple Health export",
        Say("of it only the routes of workouts are read, which are GPX files"),
        &["export_cda.xml", "apple_health_export/"],
    ),
    // As vk2json and other readers take it; media are links.
    (
        "a VK archive",
        Say("it is web pages, which this version does not read, and the pictures are not in it"),
        &["messages/index-messages.html", "profile/page-info.html"],
    ),
    // atproto's format of repositories; `app.bsky.feed.post` has no field for a place.
    (
        "a Bluesky repository",
        Say("its posts have no field for a place, and the pictures are not in it; open them as files of their own"),
        &["*.car=eroots"],
    ),
    ("a chat of LINE", Say(OTHER_CHATS), &["*.txt=^[LINE] "]),
    (
        "a chat of KakaoTalk",
        Say(OTHER_CHATS),
        &["kakaotalkchats*.txt", "*.txt= with KakaoTalk Chats", "*.txt=님과 카카오톡 대화"],
    ),
    // In whatever language the rest is: every video of its lists has a date and a link, each on a line.
    ("a TikTok export as text files, where JSON is needed", Ask("tiktok"), &["*.txt=: https://www.tiktokv.com/share"]),
    ("a backup of Signal", Say("it is encrypted, and this program does not open it"), &["signal-*.backup"]),
    (
        "a backup of an iPhone or iPad",
        Say("its files have no names, and none is read; open the exports of the apps, or the photos as files"),
        &["Manifest.mbdb", "Manifest.db&Status.plist"],
    ),
    ("a backup of Android", Say("this program does not open it"), &["*.ab=^ANDROID BACKUP"]),
    (
        "an archive or folder of packed files",
        Say("this program does not open .7z, .rar, .xz, .bz2 and .zst; unpack them and open the folder"),
        &["*.7z", "*.rar", "*.xz", "*.bz2", "*.zst"],
    ),
];

const ONLY_FOUND: &str =
    "this version reads nothing in it but positions, if there are any, without knowing what they are";
const OTHER_CHATS: &str = "of chats, this version reads those of WhatsApp and Telegram";
