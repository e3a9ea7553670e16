//! Function words and words for streets, in several languages, folded.

/// Whether a folded word is in a list whose entries are parted by spaces.
pub(super) fn is_one_of(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|entry| entry == word)
}

/// Words that make a sentence rather than a name.
pub(super) static SENTENCE: &str =
    "to is are was my our your me we you not when where why how this that middle somewhere nowhere everywhere";

/// Words after which only says where or whose.
pub(super) static PREPOSITIONS: &str = "\
    of at by in on near from with under between behind beside above \
    de del della dello dell delle dei degli dal dalla da di do das dos du des d nel nella sul sulla em no en \
    den dem der am im an auf bei beim zum zur zu von vom vor unter van aan bij op te \
    ved vid pa af av til na w we nad pod u przy kolo dla ze sur sous chez aux au \
    в на у от при имени им под στο στη στην του της";

/// Articles, which may stand before the first noun.
pub(super) static ARTICLES: &str = "the el la le les los las il lo i gli l der die das het o os";

/// Words for "and".
pub(super) static AND: &str = "and und y e et i en och og ja и ve n";

/// Words that say on which side or in which part of a town.
pub(super) static SIDES: &str =
    "north south east west downtown uptown central centre center nord sud ost mitte norte sur centro no nr numero";

/// Words that say in which building or quarter a place is.
pub(super) static PARTS_OF_TOWN: &str = "\
    center centre tower towers plaza point hill hills heights district village city quarter building campus junction \
    corner county level floor entrance town harbor harbour house castle palace coast";

/// Streets, roads and squares.
pub(super) static STREETS: &str = "\
    street st road rd drive dr lane ln avenue ave boulevard blvd way close row terrace crescent parkway pkwy highway hwy \
    freeway motorway expressway route alley mews square sq circle roundabout bridge strasse str platz allee gasse ring damm \
    ufer weg chaussee brucke straat laan plein gracht kade gatan vagen torget torg vej gade katu caddesi sokak meydani bulvari \
    улица проспект площадь набережная переулок";

/// Names of towns that are ordinary words, first names, heroes or firms: on its own such a word places nobody. These are
/// those words of English texts, and of what people write in place of a home, that otherwise would name a town clearly.
pub(super) static TOWNS_LIKE_WORDS: &str = "\
    aba ann ast atlantis bab basic bat batman bec bid big bo brent but by bye caller cars chunking cos dab dali david daye \
    deal der derby dual far george git google hang hassan hub hue human juan julia kana leo li lim lin log logos loja lon luck male \
    man mau mesa mobile mont most nada name nice nix noisy normal okay pan par pau perm pets pin rand rep rest riverside \
    roles salvador samba seen sel ser serra she sig sol split spring surprise takeo tall tell thorn tour turn van vladimir \
    von was woodlands worms yamato";

/// Counties of Britain and Ireland: people write them as where they are, and towns overseas are called after them.
pub(super) static BRITISH_COUNTIES: &str = "\
    aberdeenshire angus antrim argyll armagh ayrshire bedfordshire berkshire buckinghamshire caithness cambridgeshire carlow \
    cavan cheshire clare cornwall cumberland cumbria derbyshire devon donegal dorset down durham essex fermanagh fife \
    flintshire galway glamorgan gloucestershire gwent gwynedd hampshire herefordshire hertfordshire huntingdonshire kent \
    kerry kildare kilkenny lanarkshire lancashire laois leicestershire leitrim limerick lincolnshire longford louth mayo \
    meath merseyside middlesex monaghan norfolk northamptonshire northumberland nottinghamshire offaly oxfordshire \
    pembrokeshire powys renfrewshire roscommon rutland shropshire sligo somerset staffordshire suffolk surrey sussex \
    sutherland tipperary tyrone warwickshire waterford westmeath westmorland wexford wicklow wiltshire worcestershire \
    yorkshire";
