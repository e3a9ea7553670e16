//! The kinds of venue a place can be, as far as a harvester's list or a finding cares.

macro_rules! venue_kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $label:literal;)+) => {
        /// What kind of venue a place is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum VenueKind { $($(#[$doc])* $variant,)+ }

        impl VenueKind {
            /// Every kind, in display order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word used in JSON and in lens files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The plural label shown on screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
}

venue_kinds! {
    /// Hotels, hostels, resorts, motels.
    Hotel = "hotel", "Hotels";
    /// Casinos and gaming halls.
    Casino = "casino", "Casinos";
    /// Cruise ships and cruise terminals.
    CruiseShip = "cruise_ship", "Cruise ships";
    /// Airports and their terminals.
    Airport = "airport", "Airports";
    /// Gyms and fitness clubs.
    Fitness = "fitness", "Gyms";
    /// Stadiums and arenas.
    Stadium = "stadium", "Stadiums";
    /// Malls, department stores and shops.
    Shopping = "shopping", "Shopping";
    /// Hospitals and clinics.
    Hospital = "hospital", "Hospitals";
    /// Bars, pubs and night clubs.
    Bar = "bar", "Bars";
    /// Restaurants and cafés.
    Restaurant = "restaurant", "Restaurants";
    /// Churches, mosques, synagogues, temples.
    Worship = "worship", "Places of worship";
    /// Schools, kindergartens, universities.
    School = "school", "Schools";
    /// Museums and galleries.
    Museum = "museum", "Museums";
    /// Theatres, cinemas, concert halls.
    Theatre = "theatre", "Theatres";
    /// Parks, beaches, peaks and other open-air places.
    Outdoors = "outdoors", "Outdoors";
    /// Railway and bus stations, ferry terminals.
    Transit = "transit", "Stations";
    /// A city, region or country rather than a venue.
    Settlement = "settlement", "Cities and regions";
}

impl std::fmt::Display for VenueKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
