//! Tomasz, who runs in Kraków and never touched his privacy settings.

use super::maya::did;
use super::maya_spots::spot;
use super::tomasz_words;
use crate::model::VenueKind as K;
use crate::sample::pictures::Scene as S;
use crate::sample::world::{Form, Persona, ProfileChange, Review, Role as R, Scripted, Spot, Trip};

/// The runner.
pub(super) static TOMASZ: Persona = Persona {
    id: "tomasz",
    name: "Tomasz Wróbelski",
    handle: "tomasz.biega.example",
    bio: "Kraków · maraton 2:58 · kawa, potem kilometry 🏃",
    born: "1984-11-02",
    home_city: "Kraków, Lesser Poland",
    language: "pl",
    phone: ("OnePlus", "6T", "A6013"),
    zone: "Europe/Warsaw",
    joined: "2015-04-11T17:20:45Z",
    span: ("2015-04-12", "2021-11-28"),
    exported: "2021-12-18T10:05:33Z",
    exported_old: "2019-09-30T18:44:10Z",
    switches: &[],
    private_now: false,
    years: &[8, 12, 18, 26, 22, 10, 12],
    story_percent: 28,
    spots: HOME_SPOTS,
    trips: TRIPS,
    scripted: SCRIPTED,
    profile_changes: &[
        ProfileChange {
            at: "2019-04-29T19:30:12Z",
            field: "Profile Bio Text",
            before: "Kraków · maraton 3:11",
            after: "Kraków · maraton 2:58 · kawa, potem kilometry 🏃",
        },
        ProfileChange {
            at: "2017-03-05T08:12:48Z",
            field: "Profile Bio Text",
            before: "",
            after: "Kraków · maraton 3:11",
        },
    ],
    profile_photos: &["2015-04-11T17:31:02Z", "2018-04-23T06:45:31Z"],
    reviews: &[
        Review {
            at: "2018-02-17T09:40:11Z",
            spot: "Kawiarnia Pod Zegarem",
            stars: 5,
            text: "Najlepsza szarlotka przy Kazimierzu, obsługa pamięta zamówienia.",
        },
        Review {
            at: "2018-08-26T18:05:52.41Z",
            spot: "Hotel Górski Potok",
            stars: 4,
            text: "Cicho, blisko szlaku, śniadanie od szóstej.",
        },
        Review { at: "2018-09-18T07:22:09Z", spot: "Hotel Adlon Kempinski Berlin", stars: 5, text: "" },
        Review {
            at: "2019-02-03T16:11:37Z",
            spot: "Siłownia Kuźnia Mocy",
            stars: 4,
            text: "Dobre racki, za mało wentylacji.",
        },
        Review { at: "2019-05-12T12:00:00Z", spot: "Galeria Krakowska", stars: 3, text: "Tłok w weekendy." },
    ],
    saved: &["Morskie Oko", "Hotel Górski Potok", "Kawiarnia Pod Zegarem", "Błonia Krakowskie"],
    trail_from: "2018-09-01",
    friends: &["kasia.run.example", "bartek.example", "ola.na.szlaku.example", "trener.marek.example"],
    words: &tomasz_words::WORDS,
};

static HOME_SPOTS: &[Spot] = &[
    spot!(Home, Home, "Podgórze, Kraków", "", 50.0433, 19.9497, "Kraków", Settlement),
    spot!(
        Work,
        Office,
        "Pracownia Mapa i Cyrkiel",
        "MAPA I CYRKIEL",
        50.063718264519,
        19.959182736455,
        "ul. Lubicz, Kraków"
    ),
    spot!(
        Cafe,
        Cafe,
        "Kawiarnia Pod Zegarem",
        "POD ZEGAREM",
        50.051928374651,
        19.944718263549,
        "ul. Józefa, Kraków",
        Restaurant
    ),
    spot!(
        Restaurant,
        Food,
        "Restauracja Złoty Karp",
        "ZLOTY KARP",
        50.060182736451,
        19.938273645182,
        "ul. Grodzka, Kraków",
        Restaurant
    ),
    spot!(Bar, Bar, "Pub Stara Drukarnia", "DRUKARNIA", 50.052817364519, 19.946827364518, "ul. Szeroka, Kraków", Bar),
    spot!(
        Gym,
        Gym,
        "Siłownia Kuźnia Mocy",
        "KUZNIA MOCY",
        50.045918273645,
        19.955182736451,
        "ul. Kalwaryjska, Kraków",
        Fitness
    ),
    spot!(Outdoors, Park, "Błonia Krakowskie", "", 50.0602, 19.9068, "Kraków", Outdoors),
    spot!(Outdoors, Track, "Bulwary Wiślane", "", 50.0517, 19.9361, "Kraków", Outdoors),
    spot!(Outdoors, Forest, "Las Wolski", "", 50.0545, 19.8519, "Kraków", Outdoors),
    spot!(Town, OldTown, "Kraków, Poland", "", 50.0614, 19.9372, "Poland", Settlement),
    spot!(
        Stadium,
        Stadium,
        "Stadion Miejski im. Henryka Reymana",
        "SEKTOR C",
        50.063618274,
        19.912059182,
        "ul. Reymonta, Kraków",
        Stadium
    ),
    spot!(Mall, Mall, "Galeria Krakowska", "GALERIA", 50.067182736451, 19.945518273645, "ul. Pawia, Kraków", Shopping),
    spot!(
        Hospital,
        Hospital,
        "Szpital Uniwersytecki w Krakowie",
        "SZPITAL",
        50.012827364519,
        19.999182736451,
        "ul. Jakubowskiego, Kraków",
        Hospital
    ),
    spot!(Airport, Airport, "Kraków Airport (KRK)", "GATE 7", 50.0777, 19.7848, "Balice", Airport),
];

static TATRAS: &[Spot] = &[
    spot!(Hotel, HotelRoom, "Hotel Górski Potok", "GORSKI POTOK", 49.292718264519, 19.954182736451, "Zakopane", Hotel),
    spot!(Outdoors, Mountain, "Morskie Oko", "", 49.2014, 20.0714, "Tatry", Outdoors),
    spot!(Outdoors, Mountain, "Kasprowy Wierch", "", 49.2319, 19.9817, "Tatry", Outdoors),
    spot!(Town, OldTown, "Zakopane, Poland", "", 49.2994, 19.9519, "Poland", Settlement),
];
static BERLIN: &[Spot] = &[
    spot!(
        Hotel,
        HotelRoom,
        "Hotel Adlon Kempinski Berlin",
        "ADLON",
        52.515918273,
        13.380182736,
        "Unter den Linden, Berlin",
        Hotel
    ),
    spot!(Stadium, Stadium, "Olympiastadion Berlin", "BLOCK 12", 52.514738291, 13.239472918, "Berlin", Stadium),
    spot!(Town, Skyline, "Berlin, Germany", "", 52.5167, 13.3833, "Germany", Settlement),
    spot!(Airport, Airport, "Berlin Tegel Airport (TXL)", "GATE A8", 52.5542, 13.2897, "Berlin", Airport),
];
static TOKYO: &[Spot] = &[
    spot!(
        Hotel,
        HotelRoom,
        "Shinjuku Prince Hotel",
        "SHINJUKU",
        35.695182736451,
        139.700182736451,
        "Shinjuku, Tokyo",
        Hotel
    ),
    spot!(Town, Skyline, "Tokyo, Japan", "", 35.6853, 139.7531, "Japan", Settlement),
    spot!(
        Restaurant,
        Food,
        "Ramen Restaurant Mikazuki",
        "RAMEN",
        35.661827364519,
        139.702918273645,
        "Shibuya, Tokyo",
        Restaurant
    ),
    spot!(Airport, Airport, "Narita International Airport (NRT)", "GATE 41", 35.7653, 140.3856, "Narita", Airport),
];
static VIENNA: &[Spot] = &[
    spot!(Hotel, HotelRoom, "Hotel Donauwiese Wien", "DONAUWIESE", 48.219182736451, 16.384918273645, "Wien", Hotel),
    spot!(Outdoors, Track, "Prater Hauptallee", "", 48.2092, 16.4108, "Wien", Outdoors),
    spot!(Cafe, Cafe, "Café Blauer Spiegel", "BLAUER SPIEGEL", 48.205182736451, 16.368918273645, "Wien", Restaurant),
];
static ADRIATIC: &[Spot] = &[
    spot!(
        Cruise,
        Ship,
        "Jadrolinija Ferry Terminal Split",
        "SPLIT FERRY",
        43.503182736451,
        16.441918273645,
        "Split",
        Transit
    ),
    spot!(Outdoors, Beach, "Plaža Bačvice", "", 43.5022, 16.4483, "Split", Outdoors),
    spot!(Restaurant, Food, "Restoran Stara Loza", "STARA LOZA", 43.508182736451, 16.439918273645, "Split", Restaurant),
];

static TRIPS: &[Trip] = &[
    Trip { from: "2015-08-14", days: 5, zone: "Europe/Warsaw", spots: TATRAS },
    Trip { from: "2016-07-08", days: 9, zone: "Europe/Zagreb", spots: ADRIATIC },
    Trip { from: "2017-04-21", days: 4, zone: "Europe/Vienna", spots: VIENNA },
    Trip { from: "2017-08-11", days: 6, zone: "Europe/Warsaw", spots: TATRAS },
    Trip { from: "2018-08-22", days: 5, zone: "Europe/Warsaw", spots: TATRAS },
    Trip { from: "2018-09-14", days: 4, zone: "Europe/Berlin", spots: BERLIN },
    Trip { from: "2019-02-27", days: 9, zone: "Asia/Tokyo", spots: TOKYO },
    Trip { from: "2019-04-26", days: 4, zone: "Europe/Vienna", spots: VIENNA },
    Trip { from: "2019-07-06", days: 10, zone: "Europe/Zagreb", spots: ADRIATIC },
    Trip { from: "2021-08-20", days: 6, zone: "Europe/Warsaw", spots: TATRAS },
];

use Form::{Archived, Carousel, Deleted, Photo, Story, Video};

static SCRIPTED: &[Scripted] = &[
    did!(
        "2018-09-16T14:20",
        Photo,
        "Olympiastadion Berlin",
        true,
        "Meta! 2:58:41 i łzy w oczach 🏅 dziękuję @trener.marek.example #berlinmarathon #życiówka"
    ),
    did!("2018-09-15T21:05", Story, "Hotel Adlon Kempinski Berlin", true, "numer startowy odebrany, spać!"),
    did!(
        "2018-11-21T10:15",
        Photo,
        "Szpital Uniwersytecki w Krakowie",
        true,
        "Łąkotka mówi dość. Sześć tygodni bez biegania 😖 #kontuzja"
    ),
    did!("2018-11-21T10:18", Story, "Szpital Uniwersytecki w Krakowie", true, ""),
    did!(
        "2019-03-03T15:40",
        Photo,
        "Tokyo, Japan",
        true,
        "Tokio w deszczu, 42 kilometry i ani jednej kałuży ominiętej ☔️ #tokyomarathon"
    ),
    did!(
        "2018-08-24T07:30",
        Carousel(5),
        "Morskie Oko",
        true,
        "Cztery rano, zero ludzi, pełnia szczęścia 🏔️ z @ola.na.szlaku.example #tatry #morskieoko"
    ),
    did!(
        "2018-05-12T18:50",
        Photo,
        "Stadion Miejski im. Henryka Reymana",
        true,
        "Gardło zdarte, trzy punkty są ⚽️ #derby"
    ),
    did!(
        "2018-06-04T06:10",
        Photo,
        "Siłownia Kuźnia Mocy",
        true,
        "Poniedziałek zaczyna się od przysiadów 💪 #siłownia"
    ),
    did!("2019-07-06T16:30", Story, "Jadrolinija Ferry Terminal Split", true, "na wyspy! ⛴️"),
    did!(
        "2018-04-22T12:05",
        Archived,
        "Błonia Krakowskie",
        true,
        "Upał, skurcze, meta. Tego biegu nie było 🥵 #cracoviamaraton"
    ),
    did!("2016-10-01T19:20", Archived, "Pub Stara Drukarnia", true, "Urodziny @bartek.example, sto lat! 🎂"),
    did!("2018-12-26T13:30", Deleted, "Restauracja Złoty Karp", true, "Piąta porcja pierogów, nie żałuję 🥟 #święta"),
    did!(
        "2015-04-12T09:00",
        Photo,
        "Bulwary Wiślane",
        true,
        "Pierwszy post, pierwsze dziesięć kilometrów 🏃 #biegambolubię"
    ),
    did!(
        "2020-03-29T08:00",
        Photo,
        "Podgórze, Kraków",
        false,
        "Bieg wokół stołu, 5 km. Sąsiedzi z dołu pozdrawiają 🙃"
    ),
    did!("2019-06-16T07:45", Video, "Las Wolski", true, "Dźwięk włącz: dzięcioł w pracy 🌲"),
    did!(
        "2018-07-14T20:30",
        Photo,
        "Galeria Krakowska",
        true,
        "Czwarta para butów w tym roku, to się nazywa oszczędność 👟"
    ),
];
