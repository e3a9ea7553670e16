//! Meta's exports as web pages: the records of a page, told by its structure.
//!
//! Class names are leftovers of Meta's build and change; one of them is used where it is there. Else a
//! record is the largest element around one shown time. Pages give less than JSON: times without a zone,
//! and no telling whether a position stood apart from the camera's own data.

use html5gum::{StartTag, Token, Tokenizer};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::meta_date::display_time;
use super::meta_json::{Label, parse_number};
use super::meta_place_words::{is_latitude, is_longitude};
use super::meta_position::{Found, bracketed, labelled_position};

/// Elements and texts read of a page; a bound, so that a hostile page cannot fill the memory.
const MANY_NODES: usize = 2_000_000;
/// Depth below which elements count as children of the deepest one.
const MANY_LEVELS: usize = 256;
/// The class of a record's element in pages since 2021.
const CARD_CLASS: &str = "_a6-g";

/// One text of a record, spaces collapsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The text.
    pub text: String,
    /// Whether it stands in a heading.
    pub heading: bool,
    /// Whether it stands in a table, as labels and values do.
    pub table: bool,
    /// Whether it stands in the record's footer, where only a time is read.
    pub closing: bool,
}

/// One record of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Its texts, in order.
    pub leaves: Vec<Leaf>,
    /// Paths of its pictures and videos, as exported.
    pub media: Vec<String>,
}

impl Card {
    /// The time it shows, taken as UTC though its zone is not known: the one in its footer, else the last one, which
    /// closes a record. Times before that stand in what was written.
    pub fn time(&self) -> Option<Timestamp> {
        let closing = self.leaves.iter().rev().find(|leaf| leaf.closing).and_then(|leaf| display_time(&leaf.text));
        let shown = closing.or_else(|| self.leaves.iter().rev().find_map(|leaf| display_time(&leaf.text)))?;
        TimeZone::UTC.to_timestamp(shown).ok()
    }

    /// Each text as the label of the one after it. Most are not; callers look for labels by their words.
    pub fn labels(&self) -> Vec<Label> {
        let label = |pair: &[Leaf]| match pair {
            [name, value] => Some(Label {
                group: 0,
                name: name.text.clone(),
                value: Some(value.text.clone()),
                at: None,
                path: Vec::new(),
            }),
            _ => None,
        };
        self.leaves.windows(2).filter_map(label).collect()
    }

    /// The position under labels of latitude and longitude.
    pub fn labelled_position(&self) -> Found {
        let labels: Vec<Label> =
            self.labels().into_iter().filter(|l| l.value.as_deref().and_then(parse_number).is_some()).collect();
        labelled_position(&labels, is_latitude, is_longitude)
    }

    /// The position of a text in brackets, and the text before it: `Some Café (48.85, 2.35)`.
    pub fn bracketed_position(&self) -> Option<(Found, &str)> {
        self.leaves.iter().find_map(|leaf| {
            let (before, pair) = leaf.text.split_at(leaf.text.rfind('(')?);
            bracketed(pair).map(|found| (Some(found), before.trim()))
        })
    }

    /// What the person wrote: the first text that is no heading unless headings count, no label or value, no time.
    pub fn words(&self, headings: bool) -> Option<&str> {
        let plain = |leaf: &&Leaf| {
            !leaf.table && (headings || !leaf.heading) && !has_time(&leaf.text) && !is_position(&leaf.text)
        };
        self.leaves.iter().find(plain).map(|leaf| leaf.text.as_str())
    }

    /// The heading.
    pub fn heading(&self) -> Option<&str> {
        self.leaves.iter().find(|leaf| leaf.heading && !has_time(&leaf.text)).map(|leaf| leaf.text.as_str())
    }
}

fn is_position(text: &str) -> bool {
    text.rfind('(').and_then(|at| text.get(at..)).and_then(bracketed).is_some()
}

/// Whether a text is a time, perhaps after few words: “Updated Dec 25, 2020 11:30 pm”, “Mise à jour 25 déc. 2020 23:30”.
fn has_time(text: &str) -> bool {
    const MOST_WORDS: usize = 3;
    let rests = std::iter::successors(Some(text), |text| Some(text.split_once(' ')?.1));
    rests.take(MOST_WORDS + 1).any(|rest| display_time(rest).is_some())
}

enum Node {
    Element { card: bool },
    Text(Leaf),
    Media(String),
}

/// The nodes of a page in order, each with its parent.
#[derive(Default)]
struct Page {
    nodes: Vec<(u32, Node)>,
}

/// The records of a page; none where no structure is found.
pub fn cards(html: &str) -> Vec<Card> {
    let page = Page::read(html);
    let owner = page.owners();
    let mut cards: Vec<Card> = Vec::new();
    let mut last = None;
    for ((_, node), owner) in page.nodes.into_iter().zip(owner) {
        let Some(owner) = owner else { continue };
        if last != Some(owner) {
            cards.push(Card::default());
            last = Some(owner);
        }
        let Some(card) = cards.last_mut() else { continue };
        match node {
            Node::Text(leaf) => card.leaves.push(leaf),
            // A picture is shown inside a link to itself.
            Node::Media(path) if card.media.last() != Some(&path) => card.media.push(path),
            Node::Media(_) | Node::Element { .. } => {}
        }
    }
    cards.retain(|card| !card.leaves.is_empty() || !card.media.is_empty());
    cards
}

/// All texts of a page as one record, for pages about the account.
pub fn whole(html: &str) -> Card {
    let mut card = Card::default();
    for (_, node) in Page::read(html).nodes {
        match node {
            Node::Text(leaf) => card.leaves.push(leaf),
            Node::Media(path) => card.media.push(path),
            Node::Element { .. } => {}
        }
    }
    card
}

/// Elements without an end.
const VOID: [&[u8]; 8] = [b"br", b"img", b"hr", b"input", b"link", b"meta", b"source", b"wbr"];
/// Elements whose text nobody sees, or which are not part of a record.
const UNSEEN: [&[u8]; 6] = [b"head", b"script", b"style", b"title", b"nav", b"svg"];

/// Elements that only change how letters look.
const LOOKS: [&[u8]; 6] = [b"b", b"em", b"font", b"i", b"strong", b"u"];

/// Where in the page the reader is.
#[derive(Default)]
struct Walk {
    /// Open elements: tag, node.
    open: Vec<(Vec<u8>, u32)>,
    unseen: usize,
    headings: usize,
    tables: usize,
    footers: usize,
    /// Whether a line was broken since the last text.
    broken: bool,
}

impl Walk {
    fn count(&mut self, tag: &[u8], by: isize) {
        let add = |n: &mut usize| *n = n.saturating_add_signed(by);
        if UNSEEN.contains(&tag) {
            add(&mut self.unseen);
        }
        match tag {
            b"h1" | b"h2" | b"h3" | b"h4" => add(&mut self.headings),
            b"table" => add(&mut self.tables),
            b"footer" => add(&mut self.footers),
            _ => {}
        }
    }

    /// Closes the innermost open element of this kind, and what was left open in it.
    fn close(&mut self, tag: &[u8]) {
        if let Some(at) = self.open.iter().rposition(|(open, _)| open == tag) {
            for (open, _) in self.open.split_off(at) {
                self.count(&open, -1);
            }
        }
    }
}

impl Page {
    fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut walk = Walk::default();
        for Ok(token) in Tokenizer::new(html) {
            if page.nodes.len() >= MANY_NODES {
                break;
            }
            match token {
                Token::StartTag(tag) => page.start(&tag, &mut walk),
                Token::EndTag(tag) => walk.close(&tag.name),
                Token::String(text) if walk.unseen == 0 => page.text(&String::from_utf8_lossy(&text), &mut walk),
                _ => {}
            }
        }
        page
    }

    fn start(&mut self, tag: &StartTag<()>, walk: &mut Walk) {
        let parent = walk.open.last().map_or(0, |(_, node)| *node);
        let attribute = |name: &[u8]| tag.attributes.get(name).map(|v| String::from_utf8_lossy(v).into_owned());
        let link = match &**tag.name {
            b"img" | b"video" | b"source" => attribute(b"src"),
            b"a" => attribute(b"href").filter(|href| is_file_of_media(href)),
            _ => None,
        };
        if let Some(path) = link.filter(|path| walk.unseen + walk.footers == 0 && is_in_export(path)) {
            self.nodes.push((parent, Node::Media(path)));
        }
        let name: &[u8] = &tag.name;
        walk.broken |= name == b"br";
        if tag.self_closing || LOOKS.contains(&name) || VOID.contains(&name) || walk.open.len() >= MANY_LEVELS {
            return;
        }
        let card = attribute(b"class").is_some_and(|class| class.split_whitespace().any(|word| word == CARD_CLASS));
        let node = self.nodes.len() as u32;
        self.nodes.push((parent, Node::Element { card }));
        walk.count(name, 1);
        walk.open.push((name.to_vec(), node));
    }

    fn text(&mut self, text: &str, walk: &mut Walk) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let closing = walk.footers > 0;
        if text.is_empty() || closing && display_time(&text).is_none() {
            return;
        }
        let parent = walk.open.last().map_or(0, |(_, node)| *node);
        let between = if std::mem::take(&mut walk.broken) { '\n' } else { ' ' };
        // Lines of one element, with breaks in between, are one text.
        if let Some((before, Node::Text(leaf))) = self.nodes.last_mut()
            && *before == parent
        {
            leaf.text.push(between);
            leaf.text.push_str(&text);
            return;
        }
        let leaf = Leaf { text, heading: walk.headings > 0, table: walk.tables > 0, closing };
        self.nodes.push((parent, Node::Text(leaf)));
    }

    /// For every node the element of the record it is in, if any.
    fn owners(&self) -> Vec<Option<u32>> {
        let by_class = self.nodes.iter().any(|(_, node)| matches!(node, Node::Element { card: true }));
        let times = if by_class { Vec::new() } else { self.times_below() };
        let mut owners: Vec<Option<u32>> = Vec::with_capacity(self.nodes.len());
        for (i, (parent, node)) in self.nodes.iter().enumerate() {
            let above = owners.get(*parent as usize).copied().flatten();
            let is_card = match node {
                Node::Element { card } if by_class => *card,
                // The largest element around one time: it has one, its parent has more, or it is the outermost.
                Node::Element { .. } => times.get(i) == Some(&1),
                _ => false,
            };
            owners.push(above.or(is_card.then_some(i as u32)));
        }
        owners
    }

    /// For every element how many times are shown in it; where records have footers, those in footers alone.
    fn times_below(&self) -> Vec<u32> {
        let has_footers = self.nodes.iter().any(|(_, node)| matches!(node, Node::Text(leaf) if leaf.closing));
        let mut times = vec![0_u32; self.nodes.len()];
        for (i, (parent, node)) in self.nodes.iter().enumerate().rev() {
            let own = match node {
                Node::Text(leaf) => u32::from(leaf.closing || !has_footers && display_time(&leaf.text).is_some()),
                _ => times.get(i).copied().unwrap_or_default(),
            };
            if *parent as usize != i
                && let Some(above) = times.get_mut(*parent as usize)
            {
                *above = above.saturating_add(own);
            }
        }
        times
    }
}

fn is_in_export(path: &str) -> bool {
    let outside = path.contains("://") || path.starts_with("data:") || path.starts_with("//");
    // The pages' own pictures.
    !outside && !path.is_empty() && !path.starts_with("files/") && !path.contains("/files/")
}

fn is_file_of_media(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let known = ["jpg", "jpeg", "png", "webp", "heic", "gif", "mp4", "mov", "m4v", "webm"];
    extension.is_some_and(|extension| known.contains(&extension.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY_CLASS: &str = r#"<html><head><title>Posts</title><style>._a6-g{}</style></head><body><div role="main">
        <div class="pam _3-95 _a6-g noborder"><h2 class="_a6-h">At the <b>pier</b> &amp; back<br>again</h2>
          <div><a href="media/posts/201906/1.jpg"><img src="media/posts/201906/1.jpg"></a>
          <table><tr><td>Latitude</td><td>43.5</td></tr><tr><td>Longitude</td><td>-7.25</td></tr></table></div>
          <div class="_a6-o">Jun 8, 2019, 1:20 PM</div></div>
        <div class="_a6-g"><div>Second</div><div>Jun 9, 2019, 1:20 PM</div></div></div></body></html>"#;

    #[test]
    fn records_are_told_by_their_class() {
        let found = cards(BY_CLASS);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].media, ["media/posts/201906/1.jpg"]);
        assert_eq!(found[0].time(), "2019-06-08T13:20:00Z".parse().ok());
        let position = found[0].labelled_position().unwrap().unwrap();
        assert_eq!(Some(position.point), crate::model::GeoPoint::new(43.5, -7.25));
        assert_eq!(found[0].words(true), Some("At the pier & back\nagain"));
        assert_eq!(found[1].words(true), Some("Second"));
    }

    #[test]
    fn records_are_told_by_their_times_when_classes_have_changed() {
        let renamed = BY_CLASS.replace("_a6-g", "x9f");
        let (by_class, by_time) = (cards(BY_CLASS), cards(&renamed));
        assert_eq!(by_time, by_class);
    }

    #[test]
    fn a_place_in_brackets_is_found_with_its_name() {
        let page = r#"<div class="_a6-g"><h2>Jo was at the pier</h2><div>Some Pier (50.5, -1.25)</div><div>Words (in brackets)</div>
            <div>Updated Dec 25, 2020 11:30 pm</div><div>Dec 24, 2020 11:30:00 pm</div><footer>Link</footer></div>"#;
        let card = &cards(page)[0];
        let (found, name) = card.bracketed_position().unwrap();
        assert_eq!((found.unwrap().is_ok(), name), (true, "Some Pier"));
        assert_eq!((card.heading(), card.words(false)), (Some("Jo was at the pier"), Some("Words (in brackets)")));
        assert_eq!(card.time(), "2020-12-24T23:30:00Z".parse().ok());
    }

    #[test]
    fn the_time_of_a_record_is_that_of_its_footer_and_never_that_of_an_edit() {
        let page = r#"<div><section class="_a6-g"><h2>Jo was at the pier</h2><div><div>On the day</div><div>{}</div></div>
            <footer class="_a6-o"><a href="https://example.org/l"><div class="_a72d">Jun 25, 2018 11:30:00 pm</div></a>
            <div>Like</div></footer></section><section class="_a6-g"><p>Other</p><footer><div>Jun 26, 2018 1:00 pm</div>
            </footer></section></div>"#;
        for inside in ["", "Updated Jun 25, 2020 11:31:00 pm", "Mis à jour 25 juin 2020 23:31", "Jun 25, 2020, 1:00 PM"]
        {
            let page = page.replace("{}", inside);
            for found in [cards(&page), cards(&page.replace("_a6-", "x"))] {
                assert_eq!(found.len(), 2, "{inside}");
                assert_eq!(found[0].time(), "2018-06-25T23:30:00Z".parse().ok(), "{inside}");
                assert_eq!((found[0].words(false), found[1].words(false)), (Some("On the day"), Some("Other")));
            }
        }
        let unclosed = r#"<div class="_a6-g"><div>Words</div><div>Updated Jun 25, 2020 11:31:00 pm</div></div>"#;
        assert_eq!(cards(unclosed)[0].time(), None);
        assert_eq!(cards(&unclosed.replace("_a6-g", "x")), []);
    }

    #[test]
    fn broken_pages_give_what_they_have_and_never_panic() {
        for end in (0..BY_CLASS.len()).filter(|end| BY_CLASS.is_char_boundary(*end)) {
            let _found = cards(&BY_CLASS[..end]);
            let _found = cards(&BY_CLASS[end..]);
        }
        let deep = "<div>".repeat(100_000) + "Jun 8, 2019, 1:20 PM";
        assert_eq!(cards(&deep).len(), 1);
        let closed = "</div>".repeat(100_000);
        assert_eq!(cards(&closed), []);
        let files = r#"<div class="_a6-g"><img src="https://example.org/a.jpg"><img src="files/logo.png">x</div>"#;
        assert!(cards(files)[0].media.is_empty());
    }
}
