//! How Lena writes: in German, mostly lower case.

use crate::sample::world::{Role as R, Words};

pub(super) static WORDS: Words = Words {
    lines: &[
        (
            R::Home,
            &[
                "zimmer umgestellt, wieder",
                "regen + decke + serie",
                "mama hat {d} gemacht",
                "{n} stunden gezockt, null reue",
                "übernachtung bei mir mit {f}",
            ],
        ),
        (
            R::Work,
            &[
                "noch {n} stunden",
                "{f} malt, ich passe auf (nicht)",
                "hitzefrei wäre jetzt schön",
                "vertretungsstunde = beste stunde",
                "referat vorbei, ich lebe",
            ],
        ),
        (R::Cafe, &["{d} bei jedem wetter", "{n} kugeln sind eine mahlzeit", "mit {f} und {d} draußen"]),
        (R::Restaurant, &["{d} geht immer", "{f} hat bezahlt, screenshot gemacht", "wer braucht besteck"]),
        (R::Gym, &["{d} statt hausaufgaben", "muskelkater in {n} stunden", "training mit {f}"]),
        (
            R::Outdoors,
            &[
                "nach der schule einfach liegen bleiben",
                "sonne!!! endlich",
                "{f} ist reingefallen, ich nicht",
                "barfuß bis oktober",
                "fahrrad, musik, fertig",
                "seerunde, {n} km",
            ],
        ),
        (R::Mall, &["nur gucken", "{d} gefunden, taschengeld weg", "{f} probiert alles an"]),
        (R::Stadium, &["heiser", "block hüpft", "tor in minute {n}, nichts gesehen"]),
        (R::Airport, &["um {n} uhr aufgestanden", "koffer zu schwer, hab {n} paar schuhe", "tschüss alltag"]),
        (R::Hotel, &["buffet klasse, bett auch", "aussicht: 10/10", "zimmer mit {f}, gute nacht leute"]),
        (R::Cruise, &["schiffe gucken", "so groß wie unsere straße"]),
        (R::Hospital, &["kontrolle, alles gut"]),
        (R::Culture, &["bass im bauch", "zugabe!!"]),
        (R::Town, &["stadtbummel mit {f}", "alles so alt hier, sogar {f}", "grüße aus {p}"]),
    ],
    anywhere: &[
        "einfach so",
        "bester tag",
        "{f} versteht es",
        "ohne worte",
        "fotos die keiner braucht",
        "nochmal bitte",
    ],
    things: &[
        (R::Home, &["käsespätzle", "waffeln", "grießbrei"]),
        (R::Cafe, &["mangoeis", "spaghettieis", "heiße schokolade"]),
        (R::Restaurant, &["pizza", "döner", "pommes", "nudeln"]),
        (R::Gym, &["kraftzirkel", "wurftraining", "seilspringen"]),
        (R::Mall, &["ohrringe", "eine mütze", "sticker"]),
    ],
    endings: &[" 🐦", " 😂", " 🫠", "", "", "", " ♡", " 💀", "!!", " 🥹", " 🌻"],
    tags: &[
        (R::Home, &["#zuhause"]),
        (R::Work, &["#schule", "#gymi"]),
        (R::Outdoors, &["#leipzig", "#sommer", "#cossi", "#draußen"]),
        (R::Mall, &["#shopping", "#leipzig"]),
        (R::Stadium, &["#fussball", "#handball"]),
        (R::Hotel, &["#urlaub", "#ferien"]),
        (R::Town, &["#klassenfahrt", "#unterwegs"]),
    ],
    story: &["", "", "", "", "omg", "{f} ey", "tag {n}", "wer kommt?", "🫠🫠🫠", "gute nacht", "langweilig", "hilfe"],
};
