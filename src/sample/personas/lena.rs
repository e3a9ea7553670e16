//! Lena, who is at school in Leipzig and was public for one year and a half.

use super::lena_words;
use super::maya::did;
use super::maya_spots::spot;
use crate::model::VenueKind as K;
use crate::sample::pictures::Scene as S;
use crate::sample::world::{Form, Persona, ProfileChange, Review, Role as R, Scripted, Spot, Trip};

/// The pupil.
pub(super) static LENA: Persona = Persona {
    id: "lena",
    name: "Lena Amsel",
    handle: "lenaamsel.example",
    bio: "le 🐦 handball #7 · dm = nein",
    born: "2003-09-23",
    home_city: "Leipzig, Saxony",
    language: "de",
    phone: ("HUAWEI", "P20 lite", "ANE-LX1"),
    zone: "Europe/Berlin",
    joined: "2016-09-24T14:12:09Z",
    span: ("2016-09-25", "2021-06-30"),
    exported: "2021-08-02T08:40:51Z",
    exported_old: "2019-11-15T19:31:22Z",
    switches: &[("2018-01-06T20:11:05Z", false), ("2019-06-21T15:30:40Z", true)],
    private_now: true,
    years: &[6, 18, 34, 26, 12, 10],
    story_percent: 58,
    spots: HOME_SPOTS,
    trips: TRIPS,
    scripted: SCRIPTED,
    profile_changes: &[
        ProfileChange {
            at: "2019-06-21T15:33:18Z",
            field: "Profile Bio Text",
            before: "leipzig · 15 · gymnasium auwaldrand · handball #7 🤾‍♀️",
            after: "le 🐦 handball #7 · dm = nein",
        },
        ProfileChange {
            at: "2018-01-06T20:14:59Z",
            field: "Profile Bio Text",
            before: "hi :)",
            after: "leipzig · 14 · gymnasium auwaldrand · handball #7 🤾‍♀️",
        },
    ],
    profile_photos: &["2016-09-24T14:20:17Z", "2018-01-06T20:13:30Z"],
    reviews: &[
        Review {
            at: "2019-01-19T13:22:40Z",
            spot: "Eisdiele Schneekönig",
            stars: 5,
            text: "Bestes Mangoeis, größte Kugeln!",
        },
        Review {
            at: "2019-04-25T17:05:03.2Z",
            spot: "Hotel Dünenblick Warnemünde",
            stars: 4,
            text: "Frühstück super, WLAN nicht.",
        },
    ],
    saved: &["Clara-Zetkin-Park", "Eisdiele Schneekönig", "Heide Park Resort"],
    trail_from: "2018-10-01",
    friends: &["mara.k.example", "ben.amin.example", "fine.example", "juli.hb.example", "tarek.example"],
    words: &lena_words::WORDS,
};

static HOME_SPOTS: &[Spot] = &[
    spot!(Home, Home, "Südvorstadt, Leipzig", "", 51.3192, 12.3719, "Leipzig", Settlement),
    spot!(Work, School, "Gymnasium Auwaldrand", "GYMNASIUM", 51.326182736451, 12.384918273645, "Leipzig", School),
    spot!(
        Cafe,
        Cafe,
        "Eisdiele Schneekönig",
        "EIS",
        51.324918273645,
        12.371827364519,
        "Karl-Liebknecht-Straße, Leipzig",
        Restaurant
    ),
    spot!(Restaurant, Food, "Pizzeria Funkturm", "PIZZA", 51.327182736451, 12.373918273645, "Leipzig", Restaurant),
    spot!(Gym, Gym, "Fitnessstudio Eisenherz", "EISENHERZ", 51.330918273645, 12.377182736451, "Leipzig", Fitness),
    spot!(Stadium, Stadium, "Red Bull Arena Leipzig", "SEKTOR B", 51.345738291, 12.348329182, "Leipzig", Stadium),
    spot!(Outdoors, Park, "Clara-Zetkin-Park", "", 51.3317, 12.3567, "Leipzig", Outdoors),
    spot!(Outdoors, Beach, "Cospudener See", "", 51.2717, 12.3419, "Leipzig", Outdoors),
    spot!(Mall, Mall, "Höfe am Brühl", "SALE", 51.343182736451, 12.373918273645, "Leipzig", Shopping),
    spot!(Culture, Concert, "Konzertsaal Täubchenkeller", "LIVE", 51.317182736451, 12.399918273645, "Leipzig", Theatre),
    spot!(
        Hospital,
        Hospital,
        "Universitätsklinikum Leipzig",
        "NOTAUFNAHME",
        51.330182736451,
        12.386918273645,
        "Liebigstraße, Leipzig",
        Hospital
    ),
    spot!(Town, OldTown, "Leipzig, Germany", "", 51.34, 12.375, "Germany", Settlement),
    spot!(Airport, Airport, "Flughafen Leipzig/Halle (LEJ)", "GATE B12", 51.4239, 12.2364, "Schkeuditz", Airport),
];

static BALTIC: &[Spot] = &[
    spot!(
        Hotel,
        HotelRoom,
        "Hotel Dünenblick Warnemünde",
        "DUENENBLICK",
        54.179182736451,
        12.081918273645,
        "Warnemünde",
        Hotel
    ),
    spot!(Outdoors, Beach, "Strand Warnemünde", "", 54.1806, 12.0811, "Rostock", Outdoors),
    spot!(
        Cruise,
        Ship,
        "Warnemünde Cruise Center",
        "CRUISE CENTER",
        54.176182736451,
        12.095918273645,
        "Warnemünde",
        CruiseShip
    ),
];
static MALLORCA: &[Spot] = &[
    spot!(Hotel, Pool, "Hotel Playa Golondrina", "PLAYA", 39.519182736451, 2.741918273645, "Palma", Hotel),
    spot!(Outdoors, Beach, "Platja de Palma", "", 39.5261, 2.7339, "Palma", Outdoors),
    spot!(Airport, Airport, "Palma de Mallorca Airport (PMI)", "PUERTA C40", 39.5517, 2.7389, "Palma", Airport),
];
static CLASS_TRIP: &[Spot] = &[
    spot!(Hotel, HotelRoom, "Hostel Fuchsbau Prag", "FUCHSBAU", 50.081182736451, 14.441918273645, "Praha", Hotel),
    spot!(Town, OldTown, "Prague, Czech Republic", "", 50.0833, 14.4167, "Czech Republic", Settlement),
    spot!(
        Restaurant,
        Food,
        "Restaurace U Tří Kaštanů",
        "KASTANY",
        50.086182736451,
        14.421918273645,
        "Praha",
        Restaurant
    ),
];
static THEME_PARK: &[Spot] =
    &[spot!(Hotel, HotelRoom, "Heide Park Resort", "HEIDE PARK", 53.024, 9.872, "Soltau", Hotel)];

static TRIPS: &[Trip] = &[
    Trip { from: "2017-07-03", days: 8, zone: "Europe/Berlin", spots: BALTIC },
    Trip { from: "2018-05-14", days: 5, zone: "Europe/Prague", spots: CLASS_TRIP },
    Trip { from: "2018-07-09", days: 11, zone: "Europe/Madrid", spots: MALLORCA },
    Trip { from: "2018-10-20", days: 2, zone: "Europe/Berlin", spots: THEME_PARK },
    Trip { from: "2019-04-18", days: 6, zone: "Europe/Berlin", spots: BALTIC },
    Trip { from: "2020-08-03", days: 7, zone: "Europe/Berlin", spots: BALTIC },
];

use Form::{Archived, Carousel, Deleted, Draft, Photo, Story};

static SCRIPTED: &[Scripted] = &[
    did!(
        "2018-07-10T13:15",
        Photo,
        "Hotel Playa Golondrina",
        true,
        "erster tag = schon sonnenbrand 🙃☀️ @mara.k.example fehlt #mallorca #hotellife"
    ),
    did!("2018-09-12T07:52", Story, "Gymnasium Auwaldrand", true, "doppelstunde mathe HILFE"),
    did!("2018-11-09T17:10", Story, "Universitätsklinikum Leipzig", true, "nicht wundern, handgelenk 🦴"),
    did!(
        "2018-11-10T12:30",
        Photo,
        "Universitätsklinikum Leipzig",
        true,
        "Unterschreiben kostet ein Eis ✍️🩹 danke an die Nachtschwester #gips #handballerin"
    ),
    did!(
        "2018-10-20T11:25",
        Carousel(4),
        "Heide Park Resort",
        true,
        "Stimme weg, Frisur weg, alles weg 🎢 mit @ben.amin.example #achterbahn"
    ),
    did!("2018-05-16T22:20", Story, "Hostel Fuchsbau Prag", true, "zimmer 214 schläft NICHT"),
    did!(
        "2018-12-08T19:45",
        Photo,
        "Red Bull Arena Leipzig",
        true,
        "Kälter als letzte Woche, lauter auch ❤️🤍 #arena #leipzig"
    ),
    did!(
        "2019-02-15T16:20",
        Photo,
        "Höfe am Brühl",
        true,
        "Halbjahreszeugnis überlebt, Belohnung gefunden 👟 #shopping"
    ),
    did!(
        "2018-06-22T20:40",
        Archived,
        "Cospudener See",
        true,
        "letzter schultag!!! 🌊 @fine.example @tarek.example #sommerferien"
    ),
    did!("2019-05-04T21:10", Archived, "Konzertsaal Täubchenkeller", true, "erstes Konzert ohne Eltern, ganz vorne 🎤"),
    did!("2019-03-02T15:15", Deleted, "Fitnessstudio Eisenherz", true, "reha mit gewichten, fühl mich wie 80 🏋️"),
    did!("2021-05-30T17:00", Draft, "Clara-Zetkin-Park", false, "abi-feier? psst"),
    did!("2016-09-25T15:30", Photo, "Südvorstadt, Leipzig", false, "hi insta 🐦"),
    did!("2017-12-24T19:00", Photo, "Südvorstadt, Leipzig", true, "Kartoffelsalat, Würstchen, Frieden 🎄"),
    did!(
        "2020-05-08T14:00",
        Photo,
        "Südvorstadt, Leipzig",
        false,
        "homeschooling tag 38. der hund kann jetzt vokabeln"
    ),
    did!("2019-06-22T11:00", Photo, "Eisdiele Schneekönig", true, "ab jetzt nur noch für euch 🍦"),
];
