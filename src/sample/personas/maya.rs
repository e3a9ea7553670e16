//! Maya, who lives in San Francisco, works in marketing and travels.

use super::{maya_spots, maya_words};
use crate::sample::world::{Form, Persona, ProfileChange, Review, Scripted};

/// The default persona.
pub(super) static MAYA: Persona = Persona {
    id: "maya",
    name: "Maya Lindqvist",
    handle: "maya.sf.example",
    bio: "brand strategist · san francisco ☁️ · window seats only",
    born: "1990-04-17",
    home_city: "San Francisco, California",
    language: "en",
    phone: ("samsung", "Galaxy S8", "SM-G950U"),
    zone: "America/Los_Angeles",
    joined: "2014-03-02T19:41:07Z",
    span: ("2014-03-02", "2021-12-19"),
    exported: "2022-01-10T17:22:05Z",
    exported_old: "2019-10-21T16:03:44Z",
    switches: &[("2017-02-03T04:12:30Z", false), ("2020-01-09T17:55:12Z", true)],
    private_now: true,
    years: &[6, 8, 10, 17, 30, 27, 9, 8],
    story_percent: 42,
    spots: maya_spots::HOME_SPOTS,
    trips: maya_spots::TRIPS,
    scripted: SCRIPTED,
    profile_changes: &[
        ProfileChange {
            at: "2021-02-14T20:10:31Z",
            field: "Profile Bio Text",
            before: "strategy & snacks · SF 🌁 · @studio.lumen.example",
            after: "brand strategist · san francisco ☁️ · window seats only",
        },
        ProfileChange {
            at: "2018-06-02T02:31:55Z",
            field: "Profile Bio Text",
            before: "trying all the burritos",
            after: "strategy & snacks · SF 🌁 · @studio.lumen.example",
        },
        ProfileChange { at: "2017-02-03T04:15:02Z", field: "Profile Name", before: "maya l.", after: "Maya Lindqvist" },
        ProfileChange {
            at: "2016-08-21T18:02:40Z",
            field: "Username",
            before: "mayainthefog.example",
            after: "maya.sf.example",
        },
    ],
    profile_photos: &["2014-03-02T19:50:11Z", "2017-02-03T04:18:47Z", "2019-04-28T16:20:00Z"],
    reviews: &[
        Review {
            at: "2018-03-11T18:20:14.102938Z",
            spot: "Fogline Coffee House",
            stars: 5,
            text: "Best cortado west of Twin Peaks. Get there before nine, the window table is worth it.",
        },
        Review {
            at: "2018-05-09T03:11:20.5Z",
            spot: "New York Marriott Marquis Hotel",
            stars: 4,
            text: "Great view over the square, slow elevators.",
        },
        Review {
            at: "2018-08-14T16:44:02.771Z",
            spot: "The Cosmopolitan of Las Vegas Hotel & Casino",
            stars: 5,
            text: "Terrace room facing the fountains. We did not want to leave.",
        },
        Review {
            at: "2018-10-02T05:02:09Z",
            spot: "The Brass Foghorn Bar",
            stars: 4,
            text: "Loud on Fridays, perfect on Tuesdays.",
        },
        Review { at: "2018-11-19T21:37:41.88Z", spot: "Bay Boulder Gym", stars: 5, text: "" },
        Review {
            at: "2019-01-04T20:12:33Z",
            spot: "Hilton Hawaiian Village Waikiki Beach Resort",
            stars: 3,
            text: "Lovely pool, long lines at breakfast.",
        },
        Review {
            at: "2019-03-20T01:29:56.31Z",
            spot: "Paper Lantern Noodle Restaurant",
            stars: 5,
            text: "Hand-pulled noodles, and they remember your name.",
        },
        Review {
            at: "2019-06-28T17:08:15Z",
            spot: "Pier 27 Cruise Terminal",
            stars: 2,
            text: "Two hours in line to board.",
        },
        Review {
            at: "2019-11-02T19:00:27Z",
            spot: "UCSF Medical Center at Mission Bay",
            stars: 5,
            text: "Kind nurses, calm rooms.",
        },
        Review { at: "2021-07-17T02:51:10Z", spot: "Plumeria Poke Restaurant", stars: 5, text: "" },
    ],
    saved: &[
        "Restaurante Maré Baixa",
        "Hotel Andorinha Lisboa",
        "SFMOMA San Francisco Museum of Modern Art",
        "Glacier Bay National Park",
        "Casa Bougainvillea Restaurant",
        "Ocean Beach",
    ],
    trail_from: "2018-07-16",
    friends: &[
        "priya.example",
        "jules.k.example",
        "omar.example",
        "tess.writes.example",
        "kenji.example",
        "rosalind.example",
    ],
    words: &maya_words::WORDS,
};

macro_rules! did {
    ($at:literal, $form:expr, $spot:literal, $tagged:literal, $caption:literal) => {
        Scripted { at: $at, form: $form, spot: $spot, tagged: $tagged, caption: $caption }
    };
}
pub(super) use did;

use Form::{Archived, Carousel, Deleted, Draft, Photo, Story, Video};

/// What happened for certain, most telling first: small archives hold the beginning of this list.
static SCRIPTED: &[Scripted] = &[
    did!(
        "2018-08-10T17:18",
        Photo,
        "The Cosmopolitan of Las Vegas Hotel & Casino",
        true,
        "Room with a view of a fountain that dances. I could get used to this ⛲️ #vegas #cosmopolitan #weekendaway"
    ),
    did!("2018-08-11T22:41", Story, "The Cosmopolitan of Las Vegas Hotel & Casino", true, ""),
    did!("2019-02-20T09:40", Story, "UCSF Medical Center at Mission Bay", true, ""),
    did!(
        "2018-05-05T20:10",
        Photo,
        "Madison Square Garden Arena",
        true,
        "Nosebleed seats, zero regrets 🎶 thank you @jules.k.example for the spare ticket #msg #livemusic"
    ),
    did!(
        "2019-06-15T15:05",
        Photo,
        "Pier 27 Cruise Terminal",
        true,
        "Eleven days, no meetings. See you later, San Francisco 🛳️ #alaska #grandprincess"
    ),
    did!(
        "2018-10-13T10:20",
        Carousel(4),
        "Mount Tamalpais State Park",
        true,
        "Fog below, sun above. Swipe for the moment @omar.example lost his hat 🌲 #mttam #hikingdays"
    ),
    did!(
        "2018-12-21T06:55",
        Story,
        "San Francisco International Airport (SFO)",
        true,
        "see you on the other side of the ocean ✈️"
    ),
    did!(
        "2018-11-06T07:05",
        Photo,
        "24 Hour Fitness",
        true,
        "6 am club. Nobody talk to me before the second set 🏋️‍♀️ @24hourfitness #gymrat #tuesday"
    ),
    did!("2019-05-25T21:48", Story, "Bellagio Hotel and Casino", true, "lucky night?? 🎰"),
    did!(
        "2018-09-29T19:12",
        Photo,
        "Oracle Park",
        true,
        "Garlic fries and a ninth inning I won’t forget ⚾️🧡 #sfgiants #oraclepark"
    ),
    did!("2018-04-03T16:30", Story, "Ninth Avenue Wine Bar", true, "tuesday treat 🍷"),
    did!("2018-04-01T20:05", Story, "The Brass Foghorn Bar", true, ""),
    did!(
        "2019-08-06T12:35",
        Photo,
        "Night Heron Cafe",
        true,
        "Lunch break sun. Deadlines can wait ten minutes ☀️ #soma #coffeetime"
    ),
    did!(
        "2019-08-08T18:40",
        Photo,
        "The Brass Foghorn Bar",
        true,
        "New menu at the Foghorn and I have opinions 🍸 #northbeach"
    ),
    did!(
        "2017-06-24T13:02",
        Archived,
        "Golden Gate Park",
        true,
        "Picnic that turned into a frisbee tournament. We lost to children 🥏 #ggpark"
    ),
    did!(
        "2018-07-04T21:22",
        Archived,
        "Crissy Field",
        true,
        "Fireworks in the fog again, never gets old 🎆 #fourthofjuly #karlthefog"
    ),
    did!("2019-05-25T23:15", Archived, "Neon Coyote Bar", true, "What happens here… gets archived 😅 #vegasbaby"),
    did!("2019-04-06T11:30", Archived, "Inner Sunset, San Francisco", false, "Haircut regret, day one 💇‍♀️"),
    did!(
        "2019-01-26T20:25",
        Deleted,
        "Restaurante La Golondrina Azul",
        true,
        "Three kinds of mole and one very full me 🌮 #missiondistrict"
    ),
    did!("2021-10-09T12:00", Draft, "Ocean Beach", false, "Thinking about leaving the city. Maybe. Don’t tell work 🌊"),
    did!(
        "2014-03-02T12:05",
        Photo,
        "San Francisco, California",
        true,
        "First post! Hello from the foggy side of the bay 👋 #newhere #sanfrancisco"
    ),
    did!(
        "2015-06-20T18:45",
        Photo,
        "New York, New York",
        true,
        "The whole town smells like pretzels and I love it 🥨🗽 #nyc #firsttime"
    ),
    did!("2016-12-24T17:30", Photo, "Inner Sunset, San Francisco", false, "Tiny apartment, tinier tree 🎄"),
    did!(
        "2017-02-02T20:30",
        Photo,
        "Ninth Avenue Wine Bar",
        true,
        "Decided to stop hiding. New year, open door 🍷 #innersunset"
    ),
    did!(
        "2018-05-28T10:12",
        Photo,
        "Fogline Coffee House",
        true,
        "My second living room ☕️ morning @tess.writes.example #fogline #innersunset"
    ),
    did!(
        "2018-06-16T15:32",
        Photo,
        "Westfield San Francisco Centre",
        true,
        "Went in for socks. Did not leave with socks 🛍️ #westfield"
    ),
    did!(
        "2018-08-11T13:20",
        Carousel(3),
        "Red Rock Canyon National Conservation Area",
        true,
        "41 °C and no shade. Worth it? Ask my shoes 🏜️ #redrockcanyon"
    ),
    did!(
        "2018-08-12T01:05",
        Photo,
        "Bellagio Hotel and Casino",
        true,
        "Down forty dollars, up one very good story 🎰 with @priya.example #bellagio"
    ),
    did!(
        "2018-08-13T16:40",
        Photo,
        "McCarran International Airport (LAS)",
        true,
        "Sunburnt, broke, happy ✈️ #byevegas"
    ),
    did!(
        "2019-02-21T18:05",
        Photo,
        "UCSF Medical Center at Mission Bay",
        true,
        "One appendix lighter. Thank you to everyone who came by, the flowers are very loud 💐 #recovering"
    ),
    did!("2019-06-17T19:30", Story, "Grand Princess Cruise Ship", true, "dinner outfit no. 3 🚢"),
    did!(
        "2019-06-20T08:10",
        Photo,
        "Glacier Bay National Park",
        true,
        "It creaks. The whole bay creaks 🧊 #glacierbay #alaska"
    ),
    did!("2019-07-20T17:12", Video, "Ocean Beach", true, "Sound on for the loudest ocean in California 🌊 #oceanbeach"),
    did!("2019-12-31T22:50", Story, "The Brass Foghorn Bar", true, "2020 be kind"),
    did!("2020-01-12T09:15", Photo, "Fogline Coffee House", true, "Went private. Hi, actual friends ☕️"),
    did!("2020-04-11T18:00", Photo, "Inner Sunset, San Francisco", false, "Day 26. Sourdough is called Kevin 🍞"),
    did!("2021-07-11T18:55", Photo, "Waikiki Beach", true, "First ocean swim in two years, cried a little 🌅 #waikiki"),
    did!(
        "2018-12-23T11:24",
        Photo,
        "Hilton Hawaiian Village Waikiki Beach Resort",
        true,
        "Out of office, in the pool 🍍 @hiltonhawaiianvillage #waikiki"
    ),
    did!("2019-03-16T14:48", Story, "Fashion Valley Mall", true, "help me choose 👟👟"),
    did!(
        "2017-05-20T19:35",
        Photo,
        "Restaurante Maré Baixa",
        true,
        "Grilled sardines, green wine, new best friends 🐟 #lisboa #lisbon"
    ),
];
