//! Where Maya goes. Cafés, bars and gyms are invented; airports, hotels, stadiums and towns are real.

use crate::model::VenueKind as K;
use crate::sample::pictures::Scene as S;
use crate::sample::world::{Role as R, Spot, Trip};

macro_rules! spot {
    ($role:ident, $scene:ident, $name:literal, $sign:literal, $lat:literal, $lon:literal, $address:literal $(, $kind:ident)*) => {
        Spot { name: $name, kinds: &[$(K::$kind),*], role: R::$role, lat: $lat, lon: $lon, scene: S::$scene, sign: $sign, address: $address }
    };
}
pub(super) use spot;

/// Everyday spots in San Francisco.
pub(super) static HOME_SPOTS: &[Spot] = &[
    spot!(Home, Home, "Inner Sunset, San Francisco", "", 37.7602, -122.4695, "San Francisco, CA", Settlement),
    spot!(
        Work,
        Office,
        "Lumen & Larch Studio",
        "LUMEN & LARCH",
        37.787318264071,
        -122.399650112843,
        "Second Street, San Francisco, CA"
    ),
    spot!(
        Cafe,
        Cafe,
        "Fogline Coffee House",
        "FOGLINE COFFEE",
        37.763941820417,
        -122.466318472905,
        "Irving Street, San Francisco, CA",
        Restaurant
    ),
    spot!(
        Cafe,
        Cafe,
        "Night Heron Cafe",
        "NIGHT HERON",
        37.788104552318,
        -122.401277193346,
        "Mission Street, San Francisco, CA",
        Restaurant
    ),
    spot!(
        Restaurant,
        Food,
        "Restaurante La Golondrina Azul",
        "LA GOLONDRINA",
        37.752148930215,
        -122.418604971532,
        "Mission Street, San Francisco, CA",
        Restaurant
    ),
    spot!(
        Restaurant,
        Food,
        "Paper Lantern Noodle Restaurant",
        "NOODLES",
        37.795016384729,
        -122.406183295047,
        "Grant Avenue, San Francisco, CA",
        Restaurant
    ),
    spot!(
        Bar,
        Bar,
        "The Brass Foghorn Bar",
        "BRASS FOGHORN",
        37.799530174268,
        -122.408251930714,
        "Columbus Avenue, San Francisco, CA",
        Bar
    ),
    spot!(
        Bar,
        Bar,
        "Ninth Avenue Wine Bar",
        "WINE BAR",
        37.765402918364,
        -122.466092718403,
        "Ninth Avenue, San Francisco, CA",
        Bar
    ),
    spot!(
        Gym,
        Gym,
        "24 Hour Fitness",
        "24 HOUR FITNESS",
        37.783947105826,
        -122.411093857264,
        "Market Street, San Francisco, CA",
        Fitness
    ),
    spot!(
        Gym,
        Gym,
        "Bay Boulder Gym",
        "BAY BOULDER",
        37.770518264937,
        -122.402846193075,
        "Harrison Street, San Francisco, CA",
        Fitness
    ),
    spot!(Outdoors, Bridge, "Crissy Field", "", 37.8039, -122.464, "San Francisco, CA", Outdoors),
    spot!(Outdoors, Beach, "Ocean Beach", "", 37.7594, -122.5107, "San Francisco, CA", Outdoors),
    spot!(Outdoors, Park, "Golden Gate Park", "", 37.76904, -122.48352, "San Francisco, CA", Outdoors),
    spot!(Outdoors, Mountain, "Mount Tamalpais State Park", "", 37.9235, -122.5965, "Mill Valley, CA", Outdoors),
    spot!(
        Mall,
        Mall,
        "Westfield San Francisco Centre",
        "WESTFIELD",
        37.784172940518,
        -122.406927184053,
        "Market Street, San Francisco, CA",
        Shopping
    ),
    spot!(
        Stadium,
        Stadium,
        "Oracle Park",
        "GO GIANTS",
        37.778595274,
        -122.389270291,
        "Willie Mays Plaza, San Francisco, CA",
        Stadium
    ),
    spot!(
        Culture,
        Gallery,
        "SFMOMA San Francisco Museum of Modern Art",
        "MUSEUM",
        37.785718273,
        -122.401051938,
        "Third Street, San Francisco, CA",
        Museum
    ),
    spot!(Town, Skyline, "San Francisco, California", "", 37.775, -122.4183, "California", Settlement),
    spot!(
        Airport,
        Airport,
        "San Francisco International Airport (SFO)",
        "GATE 52",
        37.6164,
        -122.386,
        "San Francisco, CA",
        Airport
    ),
    spot!(
        Hospital,
        Hospital,
        "UCSF Medical Center at Mission Bay",
        "EMERGENCY",
        37.766284917305,
        -122.390518264719,
        "Fourth Street, San Francisco, CA",
        Hospital
    ),
];

static VEGAS: &[Spot] = &[
    spot!(
        Hotel,
        HotelRoom,
        "The Cosmopolitan of Las Vegas Hotel & Casino",
        "THE COSMOPOLITAN",
        36.109673142857,
        -115.174183928571,
        "Las Vegas Boulevard South, Las Vegas, NV",
        Casino,
        Hotel
    ),
    spot!(
        Casino,
        Slots,
        "Bellagio Hotel and Casino",
        "JACKPOT",
        36.112625918273,
        -115.176704182935,
        "Las Vegas Boulevard South, Las Vegas, NV",
        Casino,
        Hotel
    ),
    spot!(Bar, Bar, "Neon Coyote Bar", "NEON COYOTE", 36.115291837465, -115.172918374652, "Las Vegas, NV", Bar),
    spot!(Town, Skyline, "Las Vegas Strip", "", 36.1147, -115.1728, "Las Vegas, NV", Settlement),
    spot!(
        Outdoors,
        Desert,
        "Red Rock Canyon National Conservation Area",
        "",
        36.1357,
        -115.427,
        "Las Vegas, NV",
        Outdoors
    ),
    spot!(
        Airport,
        Airport,
        "McCarran International Airport (LAS)",
        "GATE C9",
        36.084,
        -115.1537,
        "Las Vegas, NV",
        Airport
    ),
];
static LOS_ANGELES: &[Spot] = &[
    spot!(
        Hotel,
        Pool,
        "Hotel Palmera Santa Monica",
        "HOTEL PALMERA",
        34.011938274651,
        -118.493718264905,
        "Ocean Avenue, Santa Monica, CA",
        Hotel
    ),
    spot!(Outdoors, Beach, "Santa Monica Beach", "", 34.0083, -118.4987, "Santa Monica, CA", Outdoors),
    spot!(Stadium, Stadium, "Dodger Stadium", "SECTION 114", 34.073851627, -118.239958371, "Los Angeles, CA", Stadium),
    spot!(
        Restaurant,
        Food,
        "Casa Bougainvillea Restaurant",
        "TACOS",
        34.019284736518,
        -118.480192837465,
        "Santa Monica, CA",
        Restaurant
    ),
    spot!(
        Airport,
        Airport,
        "Los Angeles International Airport (LAX)",
        "TERMINAL 7",
        33.9425,
        -118.409,
        "Los Angeles, CA",
        Airport
    ),
];
static CRUISE: &[Spot] = &[
    spot!(Cruise, Ship, "Grand Princess Cruise Ship", "GRAND PRINCESS", 37.8061, -122.4031, "at sea", CruiseShip),
    spot!(
        Cruise,
        Ship,
        "Pier 27 Cruise Terminal",
        "PIER 27",
        37.806183927465,
        -122.403918273645,
        "The Embarcadero, San Francisco, CA",
        CruiseShip
    ),
    spot!(Town, Mountain, "Ketchikan, Alaska", "", 55.3422, -131.6461, "Alaska", Settlement),
    spot!(Outdoors, Glacier, "Glacier Bay National Park", "", 58.5, -137.0, "Alaska", Outdoors),
    spot!(Bar, Bar, "Salmon & Spruce Bar", "SALMON & SPRUCE", 58.301928374651, -134.410293847562, "Juneau, AK", Bar),
];
static NEW_YORK: &[Spot] = &[
    spot!(
        Hotel,
        HotelRoom,
        "New York Marriott Marquis Hotel",
        "MARRIOTT",
        40.758591827364,
        -73.986182736451,
        "Broadway, New York, NY",
        Hotel
    ),
    spot!(Town, Skyline, "New York, New York", "", 40.7142, -74.0064, "New York", Settlement),
    spot!(
        Stadium,
        Concert,
        "Madison Square Garden Arena",
        "TONIGHT",
        40.750522918,
        -73.993438271,
        "New York, NY",
        Stadium
    ),
    spot!(Outdoors, Park, "Central Park", "", 40.78, -73.9675, "New York, NY", Outdoors),
    spot!(
        Airport,
        Airport,
        "John F. Kennedy International Airport (JFK)",
        "GATE B22",
        40.6437,
        -73.7822,
        "New York, NY",
        Airport
    ),
];
static TAHOE: &[Spot] = &[
    spot!(
        Hotel,
        HotelRoom,
        "Alder Creek Lodge Hotel",
        "ALDER CREEK",
        38.956182736455,
        -119.941827364518,
        "South Lake Tahoe, CA",
        Hotel
    ),
    spot!(Outdoors, Mountain, "Lake Tahoe", "", 39.09, -120.04, "California", Outdoors),
    spot!(
        Casino,
        Slots,
        "Harrah's Lake Tahoe Casino",
        "LUCKY 7",
        38.959718273645,
        -119.940182736452,
        "Stateline, NV",
        Casino,
        Hotel
    ),
];
static LISBON: &[Spot] = &[
    spot!(
        Hotel,
        HotelRoom,
        "Hotel Andorinha Lisboa",
        "HOTEL ANDORINHA",
        38.711827364519,
        -9.139182736452,
        "Lisboa",
        Hotel
    ),
    spot!(Town, OldTown, "Lisbon, Portugal", "", 38.7167, -9.1333, "Portugal", Settlement),
    spot!(
        Restaurant,
        Food,
        "Restaurante Maré Baixa",
        "MARISCOS",
        38.708291827364,
        -9.145182736455,
        "Lisboa",
        Restaurant
    ),
    spot!(Outdoors, Beach, "Praia de Carcavelos", "", 38.679, -9.336, "Cascais", Outdoors),
    spot!(Airport, Airport, "Aeroporto Humberto Delgado (LIS)", "PORTA 14", 38.7742, -9.1342, "Lisboa", Airport),
];
static HAWAII: &[Spot] = &[
    spot!(
        Hotel,
        Pool,
        "Hilton Hawaiian Village Waikiki Beach Resort",
        "HILTON",
        21.283718264519,
        -157.837182736455,
        "Honolulu, HI",
        Hotel
    ),
    spot!(Outdoors, Beach, "Waikiki Beach", "", 21.2766, -157.8278, "Honolulu, HI", Outdoors),
    spot!(
        Restaurant,
        Food,
        "Plumeria Poke Restaurant",
        "POKE",
        21.279182736451,
        -157.828273645182,
        "Honolulu, HI",
        Restaurant
    ),
    spot!(
        Airport,
        Airport,
        "Daniel K. Inouye International Airport (HNL)",
        "GATE E4",
        21.3187,
        -157.9225,
        "Honolulu, HI",
        Airport
    ),
];
static SAN_DIEGO: &[Spot] = &[
    spot!(
        Hotel,
        Pool,
        "Manchester Grand Hyatt Hotel San Diego",
        "HYATT",
        32.710182736455,
        -117.168273645182,
        "San Diego, CA",
        Hotel
    ),
    spot!(Mall, Mall, "Fashion Valley Mall", "SALE", 32.767182736452, -117.166827364518, "San Diego, CA", Shopping),
    spot!(Outdoors, Beach, "La Jolla Cove", "", 32.8502, -117.2727, "San Diego, CA", Outdoors),
    spot!(
        Airport,
        Airport,
        "San Diego International Airport (SAN)",
        "GATE 31",
        32.7336,
        -117.1897,
        "San Diego, CA",
        Airport
    ),
];

/// Maya's trips.
pub(super) static TRIPS: &[Trip] = &[
    Trip { from: "2014-09-12", days: 4, zone: "America/Los_Angeles", spots: LOS_ANGELES },
    Trip { from: "2015-06-19", days: 7, zone: "America/New_York", spots: NEW_YORK },
    Trip { from: "2016-02-12", days: 4, zone: "America/Los_Angeles", spots: TAHOE },
    Trip { from: "2016-07-22", days: 5, zone: "America/Los_Angeles", spots: SAN_DIEGO },
    Trip { from: "2017-05-18", days: 11, zone: "Europe/Lisbon", spots: LISBON },
    Trip { from: "2017-10-20", days: 4, zone: "America/Los_Angeles", spots: LOS_ANGELES },
    Trip { from: "2018-02-15", days: 5, zone: "America/Los_Angeles", spots: TAHOE },
    Trip { from: "2018-05-04", days: 5, zone: "America/New_York", spots: NEW_YORK },
    Trip { from: "2018-08-10", days: 4, zone: "America/Los_Angeles", spots: VEGAS },
    Trip { from: "2018-12-21", days: 8, zone: "Pacific/Honolulu", spots: HAWAII },
    Trip { from: "2019-03-15", days: 4, zone: "America/Los_Angeles", spots: SAN_DIEGO },
    Trip { from: "2019-05-24", days: 5, zone: "America/Los_Angeles", spots: VEGAS },
    Trip { from: "2019-06-15", days: 11, zone: "America/Juneau", spots: CRUISE },
    Trip { from: "2019-09-13", days: 3, zone: "America/Los_Angeles", spots: LOS_ANGELES },
    Trip { from: "2020-09-05", days: 4, zone: "America/Los_Angeles", spots: TAHOE },
    Trip { from: "2021-07-09", days: 7, zone: "Pacific/Honolulu", spots: HAWAII },
];
