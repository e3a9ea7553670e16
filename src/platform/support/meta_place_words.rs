//! Words for places and positions in Meta's exports, in the languages they come in.

/// Whether a label is that of a place, in the languages of the exports as far as known: no real export with one was seen,
/// so what it stands before is never taken for more than a name.
pub fn is_place(key: &str) -> bool {
    const WORDS: [&str; 30] = [
        "place",
        "places",
        "location",
        "lieu",
        "lieux",
        "emplacement",
        "ort",
        "orte",
        "standort",
        "lugar",
        "lugares",
        "ubicación",
        "luogo",
        "luoghi",
        "posizione",
        "localização",
        "local",
        "plaats",
        "locatie",
        "miejsce",
        "место",
        "местоположение",
        "konum",
        "yer",
        "plats",
        "sted",
        "场所",
        "地点",
        "地點",
        "장소",
    ];
    key.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word)) || key.contains("場所")
}

/// Whether a label is that of a latitude.
pub fn is_latitude(key: &str) -> bool {
    let stems = [
        "latitud",
        "breitengrad",
        "breedtegraad",
        "szerokość geogr",
        "leveysaste",
        "breddegrad",
        "breddgrad",
        "enlem",
        "широта",
        "緯度",
        "위도",
        "纬度",
        "خط العرض",
        "קו רוחב",
        "γεωγραφικό πλάτος",
        "zeměpisná šířka",
        "zemepisná šírka",
        "szélességi",
        "lintang",
        "vĩ độ",
        "ละติจูด",
        "अक्षांश",
    ];
    stems.iter().any(|stem| key.contains(stem))
}

/// Whether a label is that of a longitude.
pub fn is_longitude(key: &str) -> bool {
    let stems = [
        "longitud",
        "längengrad",
        "lengtegraad",
        "długość geogr",
        "pituusaste",
        "længdegrad",
        "lengdegrad",
        "boylam",
        "долгота",
        "довгота",
        "経度",
        "경도",
        "经度",
        "經度",
        "خط الطول",
        "קו אורך",
        "γεωγραφικό μήκος",
        "zeměpisná délka",
        "zemepisná dĺžka",
        "hosszúsági",
        "bujur",
        "kinh độ",
        "ลองจิจูด",
        "देशांतर",
    ];
    stems.iter().any(|stem| key.contains(stem))
}

/// Whether the label of a last known position says that it is coarse.
pub fn is_imprecise(key: &str) -> bool {
    let stems = [
        "imprecis",
        "imprécis",
        "inexact",
        "ungenau",
        "inexata",
        "imprecisa",
        "onnauwkeurig",
        "nieprecyzyjn",
        "приблиз",
        "неточн",
        "おおよそ",
        "부정확",
        "不精确",
        "不精確",
    ];
    stems.iter().any(|stem| key.contains(stem))
}
