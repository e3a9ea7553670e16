//! How Aino writes: in Finnish.

use crate::sample::world::{Role as R, Words};

pub(super) static WORDS: Words = Words {
    lines: &[
        (
            R::Home,
            &[
                "Villasukat, sade ja luonnoskirja",
                "Kissa nukkuu paperin päällä, taas",
                "{d} uunissa, naapurit kateellisia",
                "Koko päivä pöydän ääressä, {n} viivaa jäi",
            ],
        ),
        (
            R::Work,
            &[
                "Deadline {n} tunnin päästä",
                "{d} ja hiljaisuus",
                "Kansi numero {n}, tämä on se",
                "{f} kävi kylässä, mitään ei valmistunut",
            ],
        ),
        (
            R::Cafe,
            &["{d} ja {n} luonnosta", "Ikkunapaikka oli vapaa", "{f} myöhässä, {d} ei", "Täällä piirtää parhaiten"],
        ),
        (R::Restaurant, &["{d} oli juuri sitä mitä kuvassa", "Illallinen: {f} ja {d}", "Pöytä {n}, aina sama"]),
        (R::Bar, &["Yksi {d}, lupaan", "{f} kertoo tarinoita", "Perjantai, {d}, terassi"]),
        (R::Gym, &["{d} ennen töitä", "{n} sarjaa ja sauna", "Kyynärpää kiittää, {f} ei"]),
        (
            R::Outdoors,
            &[
                "Lehdet putoaa hitaammin kuin ajattelin",
                "Termari, kivi ja hiljaisuus",
                "{n} astetta ja aurinko, riittää",
                "{f} löysi suppilovahveroita, minä en",
                "Kierros ympäri, {n} km",
            ],
        ),
        (R::Mall, &["Piti ostaa vain {d}", "{f} sovittaa kaikkea", "Alennus on alennus: {d}"]),
        (R::Stadium, &["Katsomo laulaa", "Viltti mukana, kesäkuussa", "Loppui {n}–0"]),
        (
            R::Airport,
            &["Portti {n}, hyvää matkaa meille", "Kynät ruumassa, paniikki", "Lentokenttäkahvi, kallein kahvi"],
        ),
        (R::Hotel, &["Aamiainen kello {n}, en herää", "Lakanat kuin paperia", "Huone {n}, näköala riittää"]),
        (R::Casino, &["Vain katsomassa", "{n} euroa, se oli siinä"]),
        (R::Cruise, &["Meri, tuuli ja munkki", "Laiturilla, {f} kuvaa lokkeja"]),
        (R::Hospital, &["Kontrolli, kaikki hyvin"]),
        (R::Culture, &["{n} minuuttia yhden taulun edessä", "Museopäivä, {f} oppaana", "Valo! Katsokaa tuota valoa"]),
        (R::Town, &["Kivikatuja ja vetoketju rikki", "Terveisiä: {p}", "{n} km kävelty, jalat huutaa"]),
    ],
    anywhere: &["Hyvä päivä", "Tätä lisää", "Ei sanoja", "Kiitos {f}", "Pieniä asioita", "Näin tänään"],
    things: &[
        (R::Home, &["karjalanpiirakat", "mustikkapiirakka", "pannukakku"]),
        (R::Work, &["termospullo", "vihreä tee", "suklaalevy"]),
        (R::Cafe, &["korvapuusti", "suodatinkahvi", "laskiaispulla", "kaurakahvi"]),
        (R::Restaurant, &["lohikeitto", "muikut", "poronkäristys", "risotto"]),
        (R::Bar, &["lonkero", "siideri", "alkoholiton"]),
        (R::Gym, &["kyykky", "soutulaite", "kahvakuula"]),
        (R::Mall, &["tussi", "pipo", "lahjapaperi", "villalanka"]),
    ],
    endings: &[" 🖍️", " 🌿", " ☕", "", "", ".", " ✨", " 🙃", "!", " 🤍"],
    tags: &[
        (R::Home, &["#kotona", "#kissaelämää"]),
        (R::Work, &["#kuvittaja", "#illustration"]),
        (R::Cafe, &["#kahvihetki", "#helsinki"]),
        (R::Restaurant, &["#ruoka", "#helsinki"]),
        (R::Gym, &["#treeni"]),
        (R::Outdoors, &["#luonto", "#metsässä", "#helsinki"]),
        (R::Stadium, &["#peli"]),
        (R::Hotel, &["#reissussa", "#lomalla"]),
        (R::Culture, &["#museo", "#taide"]),
        (R::Town, &["#matkalla", "#viikonloppu"]),
    ],
    story: &[
        "",
        "",
        "",
        "huomenta",
        "vielä {n} sivua",
        "{f} 🤍",
        "kuka lähtee?",
        "hyvää yötä",
        "sataa taas",
        "kahvi nro {n}",
    ],
};
