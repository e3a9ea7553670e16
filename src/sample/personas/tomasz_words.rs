//! How Tomasz writes: in Polish.

use crate::sample::world::{Role as R, Words};

pub(super) static WORDS: Words = Words {
    lines: &[
        (
            R::Home,
            &[
                "Rosół, koc i plan treningowy",
                "Dzień wolny, nogi w górze",
                "Buty schną, ja też",
                "Kot pilnuje zegarka",
                "{n} prań po {n} biegach",
            ],
        ),
        (
            R::Work,
            &[
                "Mapy same się nie narysują",
                "{d} na biurku, da się żyć",
                "Spotkanie numer {n} dzisiaj",
                "Najładniejszy widok z okna w mieście",
            ],
        ),
        (
            R::Cafe,
            &[
                "{d} po {n} kilometrach smakuje inaczej",
                "Spotkany przypadkiem: {f}",
                "{d} i gazeta",
                "Nagroda za deszcz: {d}",
            ],
        ),
        (
            R::Restaurant,
            &["{d}, dużo, jeszcze", "Ładowanie węglowodanów z {f}", "Kolacja: {d}", "Kto zje {d}, ten biega szybciej"],
        ),
        (R::Bar, &["Jedno {d} i do domu", "{f} opowiada, my nie wierzymy", "Piątek, {d}, cisza po tygodniu"]),
        (
            R::Gym,
            &[
                "{d} na dobry początek",
                "Nogi z waty, uśmiech od ucha do ucha",
                "{n} serii i koniec",
                "Trening z {f}, jutro zakwasy",
            ],
        ),
        (
            R::Outdoors,
            &[
                "{n} km w tempie konwersacyjnym",
                "Mgła, cisza, oddech",
                "Interwały {n}×400, żyję",
                "Wschód słońca był mój",
                "{f} znowu uciekł na podbiegu",
                "Deszcz? Jaki deszcz",
                "Spokojne {n} km przed pracą",
                "Liście pod butami",
            ],
        ),
        (R::Mall, &["{d} w promocji", "Tylko po {d}, serio", "Zakupy z {f}"]),
        (R::Stadium, &["Co za mecz", "Cały sektor śpiewa", "Remis, ale jaki"]),
        (
            R::Airport,
            &["Buty biegowe w podręcznym, zawsze", "Opóźnienie {n} minut, rozciąganie przy bramce", "Lecimy z {f}"],
        ),
        (
            R::Hotel,
            &["Nogi na ścianie, widok za oknem", "Śniadanie od szóstej, kocham", "Pokój na {n}. piętrze, schodami"],
        ),
        (R::Cruise, &["Wiatr w uszach", "Prom, sól i lody", "Do brzegu {n} mil"]),
        (R::Hospital, &["Kontrola kolana, trzymajcie kciuki"]),
        (R::Culture, &["Kultura też męczy nogi"]),
        (R::Town, &["Bieg po starówce zanim wstaną turyści", "Pozdrowienia: {p}", "Zgubiłem się, {n} km gratis"]),
    ],
    anywhere: &[
        "Dobry dzień",
        "Tak trzymać",
        "Bez słów",
        "Dzięki, {f}",
        "Jeszcze raz to samo proszę",
        "Małe szczęścia",
    ],
    things: &[
        (R::Work, &["pączki", "drożdżówka", "herbata"]),
        (R::Cafe, &["flat white", "szarlotka", "espresso", "sernik"]),
        (R::Restaurant, &["pierogi ruskie", "makaron", "żurek", "placki ziemniaczane"]),
        (R::Bar, &["piwo", "bezalkoholowe", "porter"]),
        (R::Gym, &["przysiady", "martwy ciąg", "wioślarz", "plank"]),
        (R::Mall, &["skarpetki", "żele", "opaska", "książka"]),
    ],
    endings: &[" 🏃", " 💙", " ☀️", "", "", ".", " 😅", " 🌧️", "!", " 🙏", " 🦵"],
    tags: &[
        (R::Home, &["#regeneracja", "#dom"]),
        (R::Cafe, &["#kawa", "#kazimierz"]),
        (R::Restaurant, &["#jedzenie", "#krakow"]),
        (R::Gym, &["#siłownia", "#trening"]),
        (R::Outdoors, &["#bieganie", "#biegambolubię", "#krakow", "#runhappy", "#poranek"]),
        (R::Stadium, &["#mecz", "#kibice"]),
        (R::Airport, &["#wpodróży"]),
        (R::Hotel, &["#wyjazd", "#przedstartem"]),
        (R::Town, &["#podróże", "#runtheworld"]),
    ],
    story: &["", "", "", "dziś {n} km", "kto jeszcze nie śpi?", "poranek 🌅", "{f} 🏃", "pogoda pod psem", "gotowi?"],
};
