//! Aino, who lives in the middle of Helsinki and opened her account to everybody.

use super::aino_words;
use super::maya::did;
use super::maya_spots::spot;
use crate::model::VenueKind as K;
use crate::sample::pictures::Scene as S;
use crate::sample::world::{Form, Persona, ProfileChange, Review, Role as R, Scripted, Spot, Trip};

/// The illustrator.
pub(super) static AINO: Persona = Persona {
    id: "aino",
    name: "Aino Kuusisto",
    handle: "aino.piirtaa.example",
    bio: "kuvittaja · helsinki 🖍️ tilaukset: aino@studiopihka.example",
    born: "1991-02-14",
    home_city: "Helsinki, Uusimaa",
    language: "fi",
    phone: ("Nokia", "7 plus", "TA-1046"),
    zone: "Europe/Helsinki",
    joined: "2015-08-30T16:44:21Z",
    span: ("2015-09-01", "2021-09-26"),
    exported: "2021-10-11T06:52:17Z",
    exported_old: "2019-10-20T12:04:38Z",
    switches: &[("2018-05-20T09:15:02Z", false)],
    private_now: false,
    years: &[8, 16, 22, 34, 36, 14, 16],
    story_percent: 44,
    spots: HOME_SPOTS,
    trips: TRIPS,
    scripted: SCRIPTED,
    profile_changes: &[
        ProfileChange {
            at: "2019-02-11T18:02:45Z",
            field: "Profile Bio Text",
            before: "kuvittaja · helsinki 🖍️",
            after: "kuvittaja · helsinki 🖍️ tilaukset: aino@studiopihka.example",
        },
        ProfileChange {
            at: "2018-05-20T09:21:33Z",
            field: "Profile Bio Text",
            before: "piirtelen",
            after: "kuvittaja · helsinki 🖍️",
        },
    ],
    profile_photos: &["2015-08-30T16:50:02Z", "2018-05-20T09:18:50Z"],
    reviews: &[
        Review {
            at: "2018-10-06T10:12:44Z",
            spot: "Kahvila Pullapoika",
            stars: 5,
            text: "Kaupungin paras korvapuusti. Piirrän täällä puolet töistäni.",
        },
        Review { at: "2019-03-10T15:20:08Z", spot: "Hotelli Tunturintähti", stars: 4, text: "Sauna ja aamiainen!" },
    ],
    saved: &["Kahvila Pullapoika", "Amos Rex", "Hotell Merekivi"],
    trail_from: "2018-09-01",
    friends: &["veera.k.example", "otso.example", "linneasketches.example", "juho.m.example", "saana.example"],
    words: &aino_words::WORDS,
};

static HOME_SPOTS: &[Spot] = &[
    spot!(Home, Home, "Kamppi, Helsinki", "", 60.1676, 24.9362, "Helsinki", Settlement),
    spot!(Work, Office, "Studio Pihka", "PIHKA", 60.166182736451, 24.948918273645, "Kasarmikatu, Helsinki"),
    spot!(
        Cafe,
        Cafe,
        "Kahvila Pullapoika",
        "PULLA",
        60.168918273645,
        24.943827364519,
        "Aleksanterinkatu, Helsinki",
        Restaurant
    ),
    spot!(
        Restaurant,
        Food,
        "Ravintola Kuunari",
        "KUUNARI",
        60.165818273645,
        24.944182736451,
        "Bulevardi, Helsinki",
        Restaurant
    ),
    spot!(Bar, Bar, "Baari Myrsky", "MYRSKY", 60.171182736451, 24.941918273645, "Helsinki", Bar),
    spot!(Gym, Gym, "Kuntosali Voimala", "VOIMALA", 60.169518273645, 24.938182736451, "Helsinki", Fitness),
    spot!(Culture, Gallery, "Amos Rex", "NÄYTTELY", 60.1706504, 24.9364049, "Mannerheimintie, Helsinki"),
    spot!(Outdoors, Park, "Esplanadin puisto", "", 60.1676, 24.9475, "Helsinki", Outdoors),
    spot!(Outdoors, Forest, "Nuuksion kansallispuisto", "", 60.2925, 24.5036, "Espoo", Outdoors),
    spot!(Mall, Mall, "Kauppakeskus Kluuvi", "ALE", 60.168718273645, 24.947918273645, "Helsinki", Shopping),
    spot!(Stadium, Stadium, "Helsingin olympiastadion", "LOHKO C", 60.1869, 24.9258, "Helsinki", Stadium),
    spot!(Casino, Slots, "Casino Helsinki", "CASINO", 60.1718228, 24.945464, "Mikonkatu, Helsinki", Casino),
    spot!(
        Hospital,
        Hospital,
        "Meilahden tornisairaala",
        "PÄIVYSTYS",
        60.189318273645,
        24.907218273645,
        "Haartmaninkatu, Helsinki",
        Hospital
    ),
    spot!(Town, OldTown, "Helsinki, Finland", "", 60.1756, 24.9342, "Finland", Settlement),
    spot!(Airport, Airport, "Helsinki Airport (HEL)", "PORTTI 24", 60.3172, 24.9633, "Vantaa", Airport),
];

static TALLINN: &[Spot] = &[
    spot!(Hotel, HotelRoom, "Hotell Merekivi", "MEREKIVI", 59.438182736451, 24.751918273645, "Tallinn", Hotel),
    spot!(Town, OldTown, "Tallinn, Estonia", "", 59.4372, 24.745, "Estonia", Settlement),
    spot!(Restaurant, Food, "Restoran Kadakas", "KADAKAS", 59.436182736451, 24.742918273645, "Tallinn", Restaurant),
    spot!(
        Cruise,
        Ship,
        "Tallinn Cruise Terminal",
        "CRUISE TERMINAL",
        59.449182736451,
        24.763918273645,
        "Tallinn",
        CruiseShip
    ),
];
static LEVI: &[Spot] = &[
    spot!(
        Hotel,
        HotelRoom,
        "Hotelli Tunturintähti",
        "TUNTURINTÄHTI",
        67.804182736451,
        24.807918273645,
        "Kittilä",
        Hotel
    ),
    spot!(Outdoors, Mountain, "Pallas-Yllästunturin kansallispuisto", "", 67.9669, 24.1281, "Muonio", Outdoors),
    spot!(Airport, Airport, "Kittilä Airport (KTT)", "PORTTI 3", 67.701, 24.8468, "Kittilä", Airport),
];
static BERLIN: &[Spot] = &[
    spot!(
        Hotel,
        HotelRoom,
        "Hostel Kranichhof Berlin",
        "KRANICHHOF",
        52.529182736451,
        13.401918273645,
        "Berlin",
        Hotel
    ),
    spot!(Culture, Gallery, "Berlinische Galerie", "", 52.5036, 13.3989, "Berlin", Museum),
    spot!(Bar, Bar, "Zapfhahn Bar", "ZAPFHAHN", 52.530182736451, 13.412918273645, "Berlin", Bar),
    spot!(Town, OldTown, "Berlin, Germany", "", 52.5244, 13.4105, "Germany", Settlement),
];

static TRIPS: &[Trip] = &[
    Trip { from: "2016-06-23", days: 4, zone: "Europe/Tallinn", spots: TALLINN },
    Trip { from: "2018-07-05", days: 6, zone: "Europe/Berlin", spots: BERLIN },
    Trip { from: "2018-12-14", days: 4, zone: "Europe/Tallinn", spots: TALLINN },
    Trip { from: "2019-03-02", days: 8, zone: "Europe/Helsinki", spots: LEVI },
    Trip { from: "2019-06-20", days: 5, zone: "Europe/Tallinn", spots: TALLINN },
    Trip { from: "2021-03-06", days: 8, zone: "Europe/Helsinki", spots: LEVI },
];

use Form::{Archived, Carousel, Deleted, Draft, Photo, Story};

static SCRIPTED: &[Scripted] = &[
    did!(
        "2018-12-15T11:40",
        Photo,
        "Hotell Merekivi",
        true,
        "Ikkunasta näkyy satama ja puolet viikonlopusta ⛴️ @veera.k.example #tallinna #hotelliaamu"
    ),
    did!("2019-03-04T19:30", Story, "Hotelli Tunturintähti", true, "revontulia odotellessa"),
    did!("2019-01-17T14:05", Story, "Meilahden tornisairaala", true, ""),
    did!(
        "2019-04-26T21:15",
        Photo,
        "Casino Helsinki",
        true,
        "Veikö vai toiko? Ei kerrota äidille 🎰 @otso.example #perjantai"
    ),
    did!("2019-01-18T09:20", Photo, "Meilahden tornisairaala", true, "Polvi korjattu, kynä kulkee silti ✍️ #toipilas"),
    did!(
        "2018-10-20T13:10",
        Carousel(3),
        "Amos Rex",
        true,
        "Kolme huonetta, kolme luonnosta, yksi museokortti 🖼️ #amosrex #luonnos"
    ),
    did!("2018-07-06T23:10", Story, "Zapfhahn Bar", true, "berliini ei nuku, me nukutaan"),
    did!("2019-06-22T17:45", Story, "Tallinn Cruise Terminal", true, "juhannus laiturilla"),
    did!("2019-05-11T18:30", Photo, "Helsingin olympiastadion", true, "Ääni lähti, hattu jäi #huuhkajat"),
    did!("2018-11-24T12:00", Photo, "Kauppakeskus Kluuvi", true, "Tussit ostettu, tili tyhjä 🖍️ #ostoksilla"),
    did!("2019-02-08T22:40", Archived, "Baari Myrsky", true, "Otso lupasi laulaa. Otso lauloi. 🎤 @otso.example"),
    did!("2021-09-19T10:30", Deleted, "Kuntosali Voimala", true, "Kuntoutus, kerta kymmenen, kyllästyttää 🏋️"),
    did!("2021-09-20T12:00", Draft, "Studio Pihka", false, "kirjan kansi, ei vielä saa näyttää"),
    did!("2015-09-01T17:30", Photo, "Kamppi, Helsinki", false, "uusi koti, sama pöytä"),
    did!("2017-12-06T18:00", Photo, "Kamppi, Helsinki", true, "Kaksi kynttilää ikkunalla 🇫🇮 #suomi100"),
    did!("2018-05-20T13:00", Photo, "Esplanadin puisto", true, "Nyt saa katsoa kuka vaan 🌳 #kuvittaja #helsinki"),
];
