//! Captions: sentences of a persona with their blanks filled, endings and hashtags.

use super::rng::Rng;
use super::world::{Form, Role, Spot, Words};

/// A caption for something published at `spot`; stories have few words.
pub(super) fn write(words: &Words, friends: &[&str], spot: &Spot, form: Form, rng: &mut Rng) -> String {
    if form == Form::Story {
        let line = *rng.pick(words.story);
        return fill(line, words, friends, spot, rng);
    }
    if rng.percent(5) {
        return String::new();
    }
    let own = of_role(words.lines, spot.role);
    let line = if own.is_empty() || rng.percent(14) { *rng.pick(words.anywhere) } else { *rng.pick(own) };
    let mut caption = fill(line, words, friends, spot, rng);
    caption.push_str(rng.pick::<&str>(words.endings));
    push_tags(&mut caption, of_role(words.tags, spot.role), rng);
    caption
}

fn of_role<'a>(table: &'a [(Role, &'a [&'a str])], role: Role) -> &'a [&'a str] {
    table.iter().find(|(r, _)| *r == role).map_or(&[], |(_, lines)| lines)
}

fn fill(line: &str, words: &Words, friends: &[&str], spot: &Spot, rng: &mut Rng) -> String {
    let thing = match of_role(words.things, spot.role) {
        [] => "",
        things => *rng.pick::<&str>(things),
    };
    let number = rng.between(2, 9).to_string();
    let friend = format!("@{}", rng.pick(friends));
    line.replace("{p}", spot.name).replace("{f}", &friend).replace("{d}", thing).replace("{n}", &number)
}

fn push_tags(caption: &mut String, tags: &[&str], rng: &mut Rng) {
    let count = if rng.percent(35) { 0 } else { rng.between(1, 3) };
    let mut last = "";
    for _ in 0..if tags.is_empty() { 0 } else { count } {
        let tag = *rng.pick(tags);
        if tag != last {
            caption.push(' ');
            caption.push_str(tag);
            last = tag;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::sample::life::Life;
    use crate::sample::personas;
    use crate::sample::world::Form;

    #[test]
    fn captions_are_varied_and_have_no_open_blanks() {
        for persona in personas::ALL {
            let captions: Vec<String> =
                Life::new(persona, 11).take(500).filter(|d| d.form != Form::Story).map(|d| d.caption).collect();
            assert!(captions.iter().all(|c| !c.contains(['{', '}'])), "{}", persona.id);
            let different: BTreeSet<&String> = captions.iter().collect();
            assert!(different.len() * 10 > captions.len() * 7, "{} of {}", different.len(), captions.len());
        }
    }
}
