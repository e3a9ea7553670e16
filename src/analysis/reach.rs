//! Who could see an item, as a function of time.
//!
//! Reach is piecewise constant: it changes where the item appears or disappears, where the
//! account's privacy is switched, and where the platform opens or closes a way of looking at
//! places. Each stretch carries the least and the most that the reach can have been; they differ
//! where the export does not say. Nothing here knows a platform or a lens by name.

use jiff::{SignedDuration, Timestamp};

use crate::lens::{ReachLevel, RequiredReach, Surface, Surfaces};
use crate::model::{Account, Audience, AudienceClaim, Evidence, Item, ItemKind, Life, PrivacyPeriod, Rule};

use super::assume::{Assumption, Assumptions};

/// A stretch of time in which an item's reach did not change: `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReachSpan<'a> {
    /// First moment; UTC.
    pub from: Timestamp,
    /// First moment after it, or `None` for "until the export was made".
    pub to: Option<Timestamp>,
    /// Whether it was up, or `None` if the export does not say.
    pub up: Option<bool>,
    /// The least that the reach can have been while it was up.
    pub least: ReachLevel,
    /// The most that it can have been.
    pub most: ReachLevel,
    /// Who it was shared with at the time, before any way of looking at places.
    pub audience: AudienceSpan<'a>,
    /// The way of looking at places that was open for this kind of item.
    pub surface: Option<&'a Surface>,
    /// The aggregate into which items of this kind went.
    pub aggregate: Option<&'a Surface>,
}

/// Who an item was shared with for some time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AudienceSpan<'a> {
    /// The smallest circle it can have been.
    pub least: ReachLevel,
    /// The largest.
    pub most: ReachLevel,
    /// How sure that is.
    pub evidence: Evidence,
    /// Why.
    pub cause: AudienceCause<'a>,
}

/// Why an audience is what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AudienceCause<'a> {
    /// The account's privacy at the time.
    Period(&'a PrivacyPeriod),
    /// The account's privacy, but perhaps a smaller circle.
    PeriodOrLess(&'a PrivacyPeriod, &'static Rule),
    /// The account's privacy as far as is known, and why that is only likely.
    PeriodLikely(&'a PrivacyPeriod, &'static Rule),
    /// The item's own setting.
    Own(Audience, &'static Rule),
    /// What the user told us.
    Assumed(Audience, &'a Assumption),
    /// The item follows an account that the archive does not describe.
    NoAccount,
}

impl ReachSpan<'_> {
    /// Whether it was up with at least `level`, or `None` if the export does not say.
    pub fn reaches(&self, level: ReachLevel) -> Option<bool> {
        and(self.up, at_least(self.least, self.most, level))
    }

    /// Whether it reached as far as is required while it was up, or `None` if the export does not say.
    pub(super) fn meets(&self, required: RequiredReach) -> Option<bool> {
        match (required.level(), self.aggregate) {
            (Some(level), _) => at_least(self.least, self.most, level),
            (None, Some(aggregate)) => at_least(self.audience.least, self.audience.most, aggregate.opens_from),
            (None, None) => Some(false),
        }
    }

    /// How sure the reach is: the weaker of audience and surface.
    pub fn evidence(&self) -> Evidence {
        let surface = self.surface.map_or(Evidence::Recorded, |s| s.evidence);
        let up = if self.up.is_none() { Evidence::Missing } else { Evidence::Recorded };
        self.audience.evidence.weakest(surface).weakest(up)
    }
}

/// Whether a reach that lies between `least` and `most` is at least `level`.
pub(super) fn at_least(least: ReachLevel, most: ReachLevel, level: ReachLevel) -> Option<bool> {
    if least >= level {
        Some(true)
    } else if most >= level {
        None
    } else {
        Some(false)
    }
}

/// Both, in three-valued logic: false wins over unknown.
pub(super) const fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// At least one, in three-valued logic: true wins over unknown.
pub(super) fn any(values: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(false);
    for value in values {
        match value {
            Some(true) => return value,
            None => result = None,
            Some(false) => {}
        }
    }
    result
}

/// The answer on which all agree, or `None` where they do not, or there are none.
pub(super) fn unanimous(values: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut values = values.into_iter();
    let first = values.next()?;
    if values.all(|value| value == first) { first } else { None }
}

/// All of them, in three-valued logic: false wins over unknown.
pub(super) fn all(values: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    any(values.into_iter().map(|v| v.map(|b| !b))).map(|b| !b)
}

/// What an item's reach is worked out from.
#[derive(Clone, Copy)]
pub struct ReachInput<'a> {
    /// The item.
    pub item: &'a Item,
    /// Its account.
    pub account: Option<&'a Account>,
    /// The surfaces of its platform.
    pub surfaces: Option<&'a Surfaces>,
    /// What the user told us.
    pub assumptions: &'a Assumptions,
    /// Whether to treat the item as carrying a place. The place is a clause of its own, so the
    /// engine asks what the reach would be with one.
    pub with_place: bool,
    /// Moves the moment of publication, to try the ends of an imprecise time.
    pub shift: SignedDuration,
}

/// The first moment that a timestamp can have; stands for "at an unknown moment".
const BEGINNING: Timestamp = Timestamp::MIN;

impl ReachInput<'_> {
    /// When the item came into view, as far as is known, moved by the shift.
    pub(super) fn published(&self) -> Option<Timestamp> {
        self.item.published_at().and_then(|t| t.checked_add(self.shift).ok())
    }
}

/// An item gone at an unknown moment was certainly up when it was published, and at the last moment on record, however short.
const AT_LEAST_UP: SignedDuration = SignedDuration::from_secs(1);

/// The reach of an item over time, in order, without gaps, from its publication to the export.
/// Empty for what was never published.
pub fn reach<'a>(input: &ReachInput<'a>) -> Vec<ReachSpan<'a>> {
    let lives = life_spans(input);
    let Some(first) = lives.first() else { return Vec::new() };
    let mut cuts: Vec<Timestamp> = lives.iter().map(|l| l.0).collect();
    let periods = input.account.map_or(&[][..], |a| &a.periods);
    cuts.extend(periods.iter().flat_map(|p| [p.from, p.to]).flatten());
    let surfaces = || input.surfaces.iter().flat_map(|s| &s.surfaces).filter(|s| s.kinds.contains(&input.item.kind));
    cuts.extend(surfaces().flat_map(|s| [Some(s.from), s.to]).flatten());
    if !matches!(input.item.audience, AudienceClaim::Own(..)) {
        cuts.extend(input.assumptions.edges(input.item.platform.0));
    }
    cuts.retain(|cut| *cut >= first.0);
    cuts.sort_unstable();
    cuts.dedup();
    let end = input.account.and_then(|a| a.exported);
    cuts.retain(|cut| end.is_none_or(|end| *cut < end || *cut == first.0));
    let mut spans = Vec::with_capacity(cuts.len());
    for (i, from) in cuts.iter().enumerate() {
        let to = cuts.get(i + 1).copied().or(end).filter(|to| to > from);
        spans.push(span_at(input, &lives, *from, to));
    }
    spans
}

fn span_at<'a>(
    input: &ReachInput<'a>,
    lives: &[(Timestamp, Option<bool>)],
    from: Timestamp,
    to: Option<Timestamp>,
) -> ReachSpan<'a> {
    let up = lives.iter().rev().find(|(start, _)| *start <= from).and_then(|(_, up)| *up);
    let audience = audience_at(input, from);
    let covering = || {
        let surfaces = input.surfaces.filter(|_| input.with_place);
        surfaces.into_iter().flat_map(move |s| &s.surfaces).filter(move |s| covers(s, input.item.kind, from))
    };
    let shown = || covering().filter(|s| !s.aggregate);
    let lifted = |level: ReachLevel, reach: fn(&Surface) -> ReachLevel| {
        shown().filter(|s| level >= s.opens_from).map(reach).fold(level, ReachLevel::max)
    };
    ReachSpan {
        from,
        to,
        up,
        least: lifted(audience.least, |s| s.reach),
        most: lifted(audience.most, |s| s.reach_at_most.unwrap_or(s.reach).max(s.reach)),
        audience,
        surface: shown().max_by_key(|s| s.reach),
        aggregate: covering().filter(|s| s.aggregate).min_by_key(|s| s.opens_from),
    }
}

fn covers(surface: &Surface, kind: ItemKind, at: Timestamp) -> bool {
    surface.kinds.contains(&kind) && surface.from <= at && surface.to.is_none_or(|to| at < to)
}

/// When the item was up: the start of each stretch and whether it was. After the last it stays so.
fn life_spans(input: &ReachInput<'_>) -> Vec<(Timestamp, Option<bool>)> {
    let life = input.item.life;
    if matches!(life, Life::NeverPublished { .. }) {
        return Vec::new();
    }
    let Some(published) = input.published() else {
        return vec![(BEGINNING, None)];
    };
    match life {
        Life::Live | Life::NeverPublished { .. } => vec![(published, Some(true))],
        Life::Expires { after, .. } => {
            let gone = published.checked_add(after).unwrap_or(Timestamp::MAX);
            vec![(published, Some(true)), (gone, Some(false))]
        }
        Life::PerhapsGone { .. } | Life::TakenDown { up_until_at_least: None, .. } => known_up(published, published),
        Life::TakenDown { up_until_at_least: Some(at), .. } => known_up(published, at.max(published)),
    }
}

/// Up from its publication to this moment, which belongs to it; what came after is not known.
fn known_up(published: Timestamp, until: Timestamp) -> Vec<(Timestamp, Option<bool>)> {
    vec![(published, Some(true)), (until.checked_add(AT_LEAST_UP).unwrap_or(Timestamp::MAX), None)]
}

const fn levels(audience: Audience) -> (ReachLevel, ReachLevel) {
    match audience {
        Audience::Public => (ReachLevel::Public, ReachLevel::Public),
        Audience::Followers | Audience::Friends => (ReachLevel::Followers, ReachLevel::Followers),
        Audience::CloseFriends => (ReachLevel::Chosen, ReachLevel::Chosen),
        Audience::Custom => (ReachLevel::Chosen, ReachLevel::Group),
        Audience::OnlyMe => (ReachLevel::OnlyMe, ReachLevel::OnlyMe),
        Audience::Unknown => (ReachLevel::OnlyMe, ReachLevel::Public),
    }
}

/// Who the item was shared with at a moment.
pub fn audience_at<'a>(input: &ReachInput<'a>, at: Timestamp) -> AudienceSpan<'a> {
    let recorded = recorded_audience_at(input, at);
    let open_question = recorded.least < ReachLevel::Public && recorded.most >= ReachLevel::Public;
    if !open_question {
        return recorded;
    }
    // An audience of its own was chosen when the item was published; that of an account holds for the moment.
    let when = match input.item.audience {
        AudienceClaim::Own(..) => input.published(),
        _ => Some(at).filter(|at| *at > BEGINNING),
    };
    let Some((assumption, assumed)) = input.assumptions.audience_at(input.item.platform.0, when) else {
        return recorded;
    };
    let (least, most) = levels(assumed);
    AudienceSpan { least, most, evidence: Evidence::Assumed, cause: AudienceCause::Assumed(assumed, assumption) }
}

/// Who the export says the item was shared with at a moment, whatever the user told us.
pub(super) fn recorded_audience_at<'a>(input: &ReachInput<'a>, at: Timestamp) -> AudienceSpan<'a> {
    let or_less = match input.item.audience {
        AudienceClaim::Own(audience, evidence, rule) => {
            let (least, most) = levels(audience);
            // Which chosen people it were makes no difference to whether strangers could see it.
            let open = least < ReachLevel::Public && most >= ReachLevel::Public;
            let evidence = if open { evidence.weakest(Evidence::Missing) } else { evidence };
            return AudienceSpan { least, most, evidence, cause: AudienceCause::Own(audience, rule) };
        }
        AudienceClaim::FollowsAccount | AudienceClaim::FollowsAccountLikely(_) => None,
        AudienceClaim::FollowsAccountOrLess(rule) => Some(rule),
    };
    let covers = |p: &&PrivacyPeriod| p.from.is_none_or(|from| from <= at) && p.to.is_none_or(|to| at < to);
    let Some(period) = input.account.and_then(|a| a.periods.iter().find(covers)) else {
        let (least, most) = levels(Audience::Unknown);
        return AudienceSpan { least, most, evidence: Evidence::Missing, cause: AudienceCause::NoAccount };
    };
    let (least, most) = match period.private {
        Some(true) => (ReachLevel::Followers, ReachLevel::Followers),
        Some(false) => (ReachLevel::Public, ReachLevel::Public),
        None => (ReachLevel::Followers, ReachLevel::Public),
    };
    if let AudienceClaim::FollowsAccountLikely(rule) = input.item.audience
        && most >= ReachLevel::Public
    {
        let evidence = period.evidence.weakest(Evidence::Likely);
        return AudienceSpan { least, most, evidence, cause: AudienceCause::PeriodLikely(period, rule) };
    }
    match or_less {
        None => AudienceSpan { least, most, evidence: period.evidence, cause: AudienceCause::Period(period) },
        Some(rule) => AudienceSpan {
            least: ReachLevel::Chosen,
            most,
            // A private account's story is closed to strangers whichever circle it went to.
            evidence: if most < ReachLevel::Public { period.evidence } else { Evidence::Missing },
            cause: AudienceCause::PeriodOrLess(period, rule),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Claim, Origin, PlatformId};

    static RULE: Rule = Rule { id: "test", text: "So the test says", source: "the test" };

    #[test]
    fn chosen_people_are_as_recorded_as_any_audience_and_unknown_is_missing() {
        let evidence = |audience| {
            let claim = AudienceClaim::Own(audience, Evidence::Recorded, &RULE);
            let tagged = Claim::unknown(&RULE);
            let item = Item::new(PlatformId("a"), ItemKind::Message, claim, Life::Live, tagged, Origin::new(0, 0));
            let input = ReachInput {
                item: &item,
                account: None,
                surfaces: None,
                assumptions: &Assumptions::default(),
                with_place: true,
                shift: SignedDuration::ZERO,
            };
            audience_at(&input, Timestamp::UNIX_EPOCH).evidence
        };
        assert_eq!(evidence(Audience::Custom), Evidence::Recorded);
        assert_eq!(evidence(Audience::Followers), Evidence::Recorded);
        assert_eq!(evidence(Audience::Unknown), Evidence::Missing);
    }
}
