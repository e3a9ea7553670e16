//! What Strava's other files are, which hold no time with a place.

/// Reasons by the beginnings of names in lower case.
const REASONS: &[(&str, &[&str])] = &[
    ("a planned route, which is nobody's presence", &["routes", "starred_routes"]),
    ("segments of the map, which are nobody's presence", &["segment", "starred_", "local_legend"]),
    ("clubs and their towns, which are not where you were", &["clubs", "memberships"]),
    ("events of clubs, in which no place is looked for", &["events"]),
    ("challenges and goals, which name no place", &["global_challenges", "group_challenges", "goals", "monthly_recap"]),
    ("other people", &["followers", "following", "blocks", "contacts", "favorites"]),
    (
        "what was written and liked, in which no place is looked for",
        &["comments", "posts", "reactions", "kudos", "flags", "messaging", "community_"],
    ),
    ("bikes, shoes and their parts", &["bikes", "shoes", "components"]),
    ("apps and devices", &["applications", "connected_apps", "mobile_device"]),
    ("orders and letters to Strava", &["orders", "support_tickets", "intercom_tickets"]),
    (
        "settings; who sees activities by default stands in visibility_settings.csv",
        &["social_settings", "general_preferences", "email_preferences", "partner_opt_outs", "metering"],
    ),
    ("the profile picture", &["profile.j", "profile.p"]),
];

/// Why a file is left aside, by its path from the root in lower case.
pub(super) fn reason(path: &str) -> &'static str {
    let fits = |beginnings: &[&str]| beginnings.iter().any(|beginning| path.starts_with(beginning));
    REASONS.iter().find(|(_, beginnings)| fits(beginnings)).map_or("holds no time with a place", |(why, _)| why)
}
