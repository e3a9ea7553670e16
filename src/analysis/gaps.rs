//! What an archive does not record, and which verdicts hang on it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::Timestamp;

use crate::lens::{About, ReachLevel};
use crate::model::{Item, ItemId, Life, PlatformId, TimePrecision};

use super::Verdict;
use super::decide::{Clause, Decision, Engine};
use super::reach::{AudienceCause, ReachSpan, recorded_audience_at};

/// What an archive may leave open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Who could see the items.
    Audience,
    /// Who could see the place of items that have one.
    Place,
    /// Whether a condition of the lens held, by its id.
    Condition(String),
    /// Whether the items carried a place at all.
    Tag,
    /// When they were published.
    Time,
    /// How long they were up.
    Removal,
    /// What became of them after the export.
    Afterwards,
    /// Where exactly, or how large, their place is.
    Position,
    /// What their text says.
    Text,
    /// What the harvester or the platform did, of which no source tells.
    Harvester,
}

impl Topic {
    /// The word used in JSON; a condition's is its id, as in an assumption about it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Audience => "audience",
            Self::Place => "place",
            Self::Condition(id) => id,
            Self::Tag => "tag",
            Self::Time => "time",
            Self::Removal => "removal",
            Self::Afterwards => "afterwards",
            Self::Position => "position",
            Self::Text => "text",
            Self::Harvester => "harvester",
        }
    }

    /// Whether the user can say it by an [`Assumption`](super::Assumption).
    pub const fn can_be_told(&self) -> bool {
        matches!(self, Self::Audience | Self::Place | Self::Condition(_))
    }
}

/// One thing that an archive does not record, for one platform.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The platform.
    pub platform: PlatformId,
    /// What is not recorded.
    pub topic: Topic,
    /// Why not, in sentences for the user, each with the number of items it is said of; most frequent first.
    pub because: Vec<(String, u64)>,
    /// The items of which it is not recorded, in the order of the dataset.
    pub items: Vec<ItemId>,
    /// Those whose verdict is unknown for want of it.
    pub unknown: Vec<ItemId>,
    /// Those whose verdict rests on what the user told us instead.
    pub assumed: Vec<ItemId>,
    /// Those of which it is taken for granted, as only the harvester knows it: taken, or not known to have been.
    pub granted: Vec<ItemId>,
    /// The times of the first and the last of the items that have one; UTC.
    pub span: Option<(Timestamp, Timestamp)>,
}

impl Gap {
    /// Number of verdicts that would perhaps be others if it was known.
    pub fn hanging(&self) -> usize {
        self.unknown.len() + self.assumed.len() + self.granted.len()
    }
}

/// What a gap does to the verdict of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// Nothing: the verdict follows from something else.
    None,
    /// It is unknown.
    Unknown,
    /// It rests on what the user said.
    Assumed,
    /// It takes for granted that it held.
    Granted,
}

/// Collects the gaps of a dataset, item by item.
#[derive(Default)]
pub(super) struct Ledger {
    gaps: BTreeMap<(PlatformId, Topic), (Gap, BTreeMap<String, u64>)>,
}

impl Ledger {
    /// Adds what the export does not say of an item. Ids must come in order.
    pub(super) fn note(&mut self, engine: &Engine<'_>, id: ItemId, decision: &Decision<'_>) {
        let item = engine.dataset.item(id);
        if matches!(item.life, Life::NeverPublished { .. }) {
            return;
        }
        let look = Look { engine, item, decision };
        let mut explained = false;
        for (topic, because, effect) in look.all() {
            explained |= effect == Effect::Unknown;
            self.add(item, id, topic, because, effect);
        }
        if decision.verdict.verdict == Verdict::Unknown && !explained {
            let because = if engine.lens.window.once { ONCE } else { UNEXPLAINED };
            self.add(item, id, Topic::Harvester, because, Effect::Unknown);
        }
    }

    fn add(&mut self, item: &Item, id: ItemId, topic: Topic, because: &str, effect: Effect) {
        let (gap, sentences) = self.gaps.entry((item.platform, topic)).or_insert_with_key(|(platform, topic)| {
            let gap = Gap {
                platform: *platform,
                topic: topic.clone(),
                because: Vec::new(),
                items: Vec::new(),
                unknown: Vec::new(),
                assumed: Vec::new(),
                granted: Vec::new(),
                span: None,
            };
            (gap, BTreeMap::new())
        });
        gap.items.push(id);
        match effect {
            Effect::None => {}
            Effect::Unknown => gap.unknown.push(id),
            Effect::Assumed => gap.assumed.push(id),
            Effect::Granted => gap.granted.push(id),
        }
        if let Some(at) = item.published_at() {
            gap.span = Some(gap.span.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
        }
        match sentences.get_mut(because) {
            Some(count) => *count += 1,
            None => {
                sentences.insert(because.to_owned(), 1);
            }
        }
    }

    /// Adds what was collected of items that come after all of these.
    pub(super) fn append(&mut self, later: Self) {
        for (key, (more, more_sentences)) in later.gaps {
            match self.gaps.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert((more, more_sentences));
                }
                Entry::Occupied(mut entry) => {
                    let (gap, sentences) = entry.get_mut();
                    gap.items.extend(more.items);
                    gap.unknown.extend(more.unknown);
                    gap.assumed.extend(more.assumed);
                    gap.granted.extend(more.granted);
                    gap.span = gap.span.into_iter().chain(more.span).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
                    for (because, count) in more_sentences {
                        *sentences.entry(because).or_default() += count;
                    }
                }
            }
        }
    }

    /// The gaps, by platform; those on which most verdicts hang first.
    pub(super) fn finish(self) -> Vec<Gap> {
        let finished = self.gaps.into_values().map(|(mut gap, sentences)| {
            gap.because = sentences.into_iter().collect();
            gap.because.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            gap
        });
        let mut gaps: Vec<Gap> = finished.collect();
        gaps.sort_by_key(|gap| (gap.platform, std::cmp::Reverse(gap.hanging())));
        gaps
    }
}

/// Of an unknown verdict that no other gap accounts for.
const UNEXPLAINED: &str = "What is on record does not settle it";

/// The same, for a lens that looked only once.
const ONCE: &str = "It looked only once, on a day that is not known";

/// One item, and how its verdict came about.
struct Look<'a, 'b> {
    engine: &'a Engine<'b>,
    item: &'b Item,
    decision: &'a Decision<'b>,
}

type Found<'a> = Option<(Topic, &'a str, Effect)>;

impl<'b> Look<'_, 'b> {
    fn all(&self) -> impl Iterator<Item = (Topic, &'b str, Effect)> {
        let found = [
            self.audience(),
            self.place(),
            self.time(),
            self.removal(),
            self.afterwards(),
            self.position(),
            self.text(),
            self.harvester(),
        ];
        found.into_iter().flatten().chain(self.conditions())
    }

    fn is_unknown(&self) -> bool {
        self.decision.verdict.verdict == Verdict::Unknown
    }

    fn rests_on(&self, clause: Clause) -> bool {
        self.decision.decisive.contains(&clause)
    }

    /// Whether the verdict is unknown because this clause is not settled, and that not by a rough time alone.
    fn waits_for(&self, clause: Clause) -> bool {
        let open = self.decision.answer(clause).is_some_and(|a| a.holds.is_none());
        self.is_unknown() && open && self.rests_on(clause) && !self.decision.by_time
    }

    /// The effect of a gap for want of which the verdict may be unknown.
    fn unknown_if(unknown: bool) -> Effect {
        if unknown { Effect::Unknown } else { Effect::None }
    }

    /// The same where the user may have said something instead.
    fn or_assumed(&self, effect: Effect, assumed: bool) -> Effect {
        if effect == Effect::None && assumed && !self.is_unknown() { Effect::Assumed } else { effect }
    }

    fn span(&self, index: Option<usize>) -> Option<&ReachSpan<'b>> {
        self.decision.spans.get(index?)
    }

    /// Whether the verdict hangs on how public the item was, and that is not known.
    fn waits_for_publicness(&self) -> bool {
        self.is_unknown() && self.decision.publicness.is_some_and(|p| p.holds.is_none())
    }

    fn audience(&self) -> Found<'b> {
        let spans = &self.decision.spans;
        let first = spans.iter().find(|s| is_open(s) || is_assumed(s))?;
        let deciding = self.span(self.decision.deciding_span);
        // With nothing up in the lens's time the question of reach does not arise.
        let by_reach = self.waits_for(Clause::Reach)
            && deciding
                .map_or_else(|| spans.iter().any(is_open), |span| is_open(span) && !self.decision.perhaps_reached);
        let by_publicness = self.waits_for_publicness() && spans.iter().any(|s| s.up != Some(false) && is_open(s));
        let public = self.span(self.decision.publicness.and_then(|p| p.span));
        let assumed =
            (self.rests_on(Clause::Reach) && deciding.is_some_and(is_assumed)) || public.is_some_and(is_assumed);
        let because = recorded_because(&self.engine.input_of(self.item), first);
        Some((Topic::Audience, because, self.or_assumed(Self::unknown_if(by_reach || by_publicness), assumed)))
    }

    fn place(&self) -> Found<'b> {
        if self.item.tagged.holds.is_some() {
            return None;
        }
        let has_place = self.item.location.is_some() || self.item.place.is_some();
        let topic = if has_place { Topic::Place } else { Topic::Tag };
        let told = self.engine.assumed_place(&self.engine.input_of(self.item)).is_some();
        let effect =
            self.or_assumed(Self::unknown_if(self.waits_for(Clause::Place)), told && self.rests_on(Clause::Place));
        Some((topic, self.item.tagged.rule.text, effect))
    }

    fn time(&self) -> Found<'b> {
        let because = match (self.item.published_at(), self.item.time_precision) {
            (None, _) if self.item.unread_time => {
                "When they were published stands there in a form that could not be read"
            }
            (None, _) => "The export does not say when they were published",
            (Some(_), TimePrecision::Day) => "Their time is known to the day only, without a zone",
            (Some(_), TimePrecision::Minute) if self.decision.by_time => "Their time is known to the minute only",
            _ => return None,
        };
        let timeless = self.item.published_at().is_none();
        let waits = timeless && (self.waits_for(Clause::Window) || self.waits_for_publicness());
        Some((Topic::Time, because, Self::unknown_if(self.decision.by_time || waits)))
    }

    fn removal(&self) -> Found<'b> {
        let (Life::TakenDown { rule, .. } | Life::PerhapsGone { rule }) = self.item.life else { return None };
        let perhaps_gone = |s: &ReachSpan<'_>| s.up.is_none() && !is_open(s);
        let waits = self.waits_for(Clause::Window)
            || (self.waits_for_publicness() && self.decision.spans.iter().any(perhaps_gone));
        Some((Topic::Removal, rule.text, Self::unknown_if(waits && self.item.published_at().is_some())))
    }

    /// A time after the export, of which it knows nothing.
    fn afterwards(&self) -> Found<'b> {
        let open = self.decision.answer(Clause::Window).is_some_and(|a| a.holds.is_none());
        let input = self.engine.input_of(self.item);
        let after = open && self.engine.looked(&input).only_after_export(&input, &self.decision.spans);
        let gone = matches!(self.item.life, Life::TakenDown { .. } | Life::PerhapsGone { .. });
        let settled = self.item.published_at().is_some() && !gone;
        if !after || !settled || self.decision.by_time {
            return None;
        }
        let because = match self.engine.lens.seen_on {
            Some(_) => "The export was made before that day",
            None => "The export was made before the time in which it collected",
        };
        Some((Topic::Afterwards, because, Self::unknown_if(self.waits_for(Clause::Window))))
    }

    fn position(&self) -> Found<'b> {
        let area = self.decision.answer(Clause::Area)?;
        let because = match self.engine.shown_position(self.item) {
            _ if area.holds.is_some() => return None,
            None => "The export does not say where their place is",
            Some(_) => "Where their place is, or how large, is known only roughly",
        };
        Some((Topic::Position, because, Self::unknown_if(self.waits_for(Clause::Area))))
    }

    fn text(&self) -> Found<'b> {
        let text = self.decision.answer(Clause::Text)?;
        let because = match self.item.text {
            _ if text.holds.is_some() => return None,
            None => "The export has no text of them",
            Some(_) => "Their text hides the address it links to",
        };
        Some((Topic::Text, because, Self::unknown_if(self.waits_for(Clause::Text))))
    }

    /// The audience is known, but not what the platform or the harvester made of it.
    fn harvester(&self) -> Found<'b> {
        let lens = self.engine.lens;
        if self.waits_for(Clause::Place) && self.item.tagged.holds == Some(false) {
            let fallback = lens.profile_fallback.as_ref()?;
            return Some((Topic::Harvester, &fallback.because, Effect::Unknown));
        }
        let span = self.span(self.decision.deciding_span).filter(|_| self.waits_for(Clause::Reach))?;
        let because = match (&lens.perhaps_reach, span.surface) {
            (Some(perhaps), _) if self.decision.perhaps_reached => &perhaps.because,
            (_, Some(surface)) if !is_open(span) => &surface.because,
            _ => return None,
        };
        Some((Topic::Harvester, because, Effect::Unknown))
    }

    /// What the lens asks and no export tells, of items that nothing else rules out.
    fn conditions(&self) -> impl Iterator<Item = (Topic, &'b str, Effect)> {
        let (item, lens) = (self.item, self.engine.lens);
        let others = self.decision.answers.iter().filter(|a| a.clause != Clause::Condition);
        let ruled_out = others.map(|a| a.holds).any(|holds| holds == Some(false));
        let asked = lens.conditions.iter().filter(move |c| !ruled_out && c.applies_to(item.platform.0, item.kind));
        let taken = self.decision.verdict.verdict.is_taken();
        let (waits, rests) = (self.waits_for(Clause::Condition), self.rests_on(Clause::Condition));
        let (assumptions, unknown) = (self.engine.assumptions, self.is_unknown());
        asked.map(move |condition| {
            let told = assumptions.answer_at(item.platform.0, &condition.id, item.published_at()).is_some();
            let effect = match condition.about {
                _ if told && rests && !unknown => Effect::Assumed,
                About::Item if waits && !told => Effect::Unknown,
                About::Harvester if (taken || waits) && !told => Effect::Granted,
                _ => Effect::None,
            };
            (Topic::Condition(condition.id.clone()), condition.because.as_str(), effect)
        })
    }
}

/// Whether the export leaves open if everyone could see it, and the user has not said.
fn is_open(span: &ReachSpan<'_>) -> bool {
    span.audience.least < ReachLevel::Public && span.audience.most >= ReachLevel::Public
}

fn is_assumed(span: &ReachSpan<'_>) -> bool {
    matches!(span.audience.cause, AudienceCause::Assumed(..))
}

/// Why the export does not say who could see it.
fn recorded_because<'a>(input: &super::reach::ReachInput<'a>, span: &ReachSpan<'a>) -> &'a str {
    match recorded_audience_at(input, span.from).cause {
        AudienceCause::Own(_, rule) | AudienceCause::PeriodOrLess(_, rule) => rule.text,
        AudienceCause::Period(period) | AudienceCause::PeriodLikely(period, _) => period.rule.text,
        AudienceCause::Assumed(..) | AudienceCause::NoAccount => "The export does not say who could see them",
    }
}
