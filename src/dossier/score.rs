//! The score of a finding: how exposed it is times how much it reveals. Findings are ranked, never summed: a sum punishes
//! a long history, and one number for a life is no advice.
//!
//! `score = 10 · V · I`. `V` is the product of who could see it, whether they still can, and how sure that is; it is
//! that of the item without which the finding would not be made, so that it cannot be pushed down by adding items.
//! `I = (1 − Π(1 − w)) · precision` over what it reveals.

use crate::analysis::reach::{ReachInput, reach};
use crate::analysis::{Assumptions, Exposure};
use crate::lens::{Lens, ReachLevel, Surfaces};
use crate::model::{Dataset, Item, ItemId};

use super::precision::Precision;

/// Whether it can still be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Currency {
    /// It can be seen at the time of the export.
    Now,
    /// No longer, but a harvester is known to have collected while it could.
    Harvested,
    /// No longer.
    Past,
}

/// How exposed an item is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemExposure {
    /// Who could see it.
    pub reach: ReachLevel,
    /// Whether they still can.
    pub currency: Currency,
    /// Whether the export says so.
    pub sure: bool,
}

impl ItemExposure {
    /// Seen by nobody but the platform.
    pub const NONE: Self = Self { reach: ReachLevel::OnlyMe, currency: Currency::Past, sure: true };

    /// `V`, 0 to 1.
    pub const fn value(self) -> f64 {
        let reach = match self.reach {
            ReachLevel::ByPlaceOpen => 1.0,
            ReachLevel::ByPlaceLogin => 0.8,
            ReachLevel::Public => 0.6,
            ReachLevel::Followers => 0.25,
            ReachLevel::Group => 0.15,
            ReachLevel::Chosen => 0.05,
            ReachLevel::OnlyMe => 0.0,
        };
        let currency = match self.currency {
            Currency::Now => 1.0,
            Currency::Harvested => 0.6,
            Currency::Past => 0.4,
        };
        reach * currency * if self.sure { 1.0 } else { 0.6 }
    }

    const fn currency_word(self) -> &'static str {
        match self.currency {
            Currency::Now => "now",
            Currency::Harvested => "harvested",
            Currency::Past => "past",
        }
    }
}

/// What a finding reveals, as a letter of the vector and its weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reveals {
    /// The home at its address.
    Home,
    /// The neighbourhood or area of the home.
    HomeArea,
    /// The work place.
    Work,
    /// That the home stands empty, while it does.
    LiveAbsence,
    /// A visit to a sensitive place of this class.
    Sensitive(super::SensitiveClass),
    /// Where the person is at fixed hours.
    Routine,
    /// People they meet.
    Ties,
    /// An ordinary place.
    Venue,
}

impl Reveals {
    /// `w`, 0 to 1.
    pub const fn weight(self) -> f64 {
        match self {
            Self::Home | Self::Sensitive(super::SensitiveClass::Shelter) => 0.9,
            Self::LiveAbsence | Self::Sensitive(_) => 0.7,
            Self::HomeArea | Self::Routine => 0.5,
            Self::Work => 0.4,
            Self::Ties => 0.3,
            Self::Venue => 0.1,
        }
    }
}

/// `1 − Π(1 − w)` times the weight of the precision, 0 to 1.
pub fn impact(reveals: &[Reveals], precision: Precision) -> f64 {
    let kept: f64 = reveals.iter().map(|r| 1.0 - r.weight()).product();
    let precision = match precision {
        Precision::Point => 1.0,
        Precision::Venue => 0.9,
        Precision::Street => 0.7,
        Precision::Neighbourhood => 0.5,
        Precision::City => 0.2,
        Precision::Country => 0.05,
    };
    (1.0 - kept) * precision
}

/// Bands of scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Band {
    /// Below 2.
    Low,
    /// Below 4.
    Medium,
    /// Below 7.
    High,
    /// 7 and above.
    Severe,
}

impl Band {
    /// Every band, lowest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Severe];

    /// The band of a score.
    pub const fn of(score: f64) -> Self {
        match score {
            s if s < 2.0 => Self::Low,
            s if s < 4.0 => Self::Medium,
            s if s < 7.0 => Self::High,
            _ => Self::Severe,
        }
    }

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Severe => "severe",
        }
    }
}

/// A score with all that it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// 0 to 10.
    pub value: f64,
    /// Its band.
    pub band: Band,
    /// Its parts in one line, to compare two runs: `EXP:1/R:G/N:now/E:yes/P:venue/H:y/…`.
    pub vector: String,
    /// The item whose exposure it rests on: its index among those given.
    pub rests_on: Option<usize>,
}

/// The score of a finding that takes `needed` items: that of the item with the `needed`-th largest exposure.
///
/// `doubtful` findings count as if the export did not settle them.
pub fn score(
    exposures: &[ItemExposure],
    needed: usize,
    reveals: &[Reveals],
    precision: Precision,
    doubtful: bool,
) -> Score {
    let mut order: Vec<usize> = (0..exposures.len()).collect();
    let seen = |i: &usize| {
        let exposure = exposures[*i];
        ItemExposure { sure: exposure.sure && !doubtful, ..exposure }
    };
    order.sort_by(|a, b| seen(b).value().total_cmp(&seen(a).value()).then(a.cmp(b)));
    let rests_on = needed.checked_sub(1).and_then(|n| order.get(n)).copied();
    let exposure = rests_on.map_or(ItemExposure::NONE, |i| seen(&i));
    // Rounded, so that the last digits of a product do not tell two runs apart.
    let value = (1e6 * 10.0 * exposure.value() * impact(reveals, precision)).round() / 1e6;
    Score { value, band: Band::of(value), vector: vector(exposure, reveals, precision), rests_on }
}

fn vector(exposure: ItemExposure, reveals: &[Reveals], precision: Precision) -> String {
    let has = |r: Reveals| reveals.contains(&r);
    let yes = |b: bool| if b { "y" } else { "n" };
    let home = if has(Reveals::Home) {
        "y"
    } else if has(Reveals::HomeArea) {
        "area"
    } else {
        "n"
    };
    let class = reveals.iter().find_map(|r| match r {
        Reveals::Sensitive(class) => Some(class.as_str()),
        _ => None,
    });
    format!(
        "EXP:1/R:{}/N:{}/E:{}/P:{}/H:{home}/W:{}/A:{}/S:{}/T:{}",
        exposure.reach.letter(),
        exposure.currency_word(),
        if exposure.sure { "yes" } else { "unsure" },
        precision.as_str(),
        yes(has(Reveals::Work)),
        yes(has(Reveals::LiveAbsence)),
        class.unwrap_or("-"),
        if has(Reveals::Routine) {
            "routine"
        } else if has(Reveals::Ties) {
            "ties"
        } else {
            "-"
        },
    )
}

/// Which end of what the export leaves open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sureness {
    /// The least that it can have been.
    Certain,
    /// The most that it can have been.
    Possible,
}

/// What exposures are worked out from.
#[derive(Clone, Copy)]
pub(super) struct Exposures<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) lens: &'a Lens,
    pub(super) surfaces: &'a [Surfaces],
    pub(super) assumptions: &'a Assumptions,
    pub(super) exposure: &'a Exposure,
}

impl Exposures<'_> {
    /// The largest exposure that an item had at any time.
    pub(super) fn of(&self, id: ItemId) -> ItemExposure {
        let item = self.dataset.item(id);
        let certain = self.most(id, item, Sureness::Certain);
        let possible = self.most(id, item, Sureness::Possible);
        if possible.value() > certain.value() { possible } else { certain }
    }

    fn most(&self, id: ItemId, item: &Item, sureness: Sureness) -> ItemExposure {
        let sure = sureness == Sureness::Certain;
        let taken = self.exposure.of(id).verdict.is_taken();
        let input = ReachInput {
            item,
            account: self.dataset.account_of(item),
            surfaces: self.surfaces.iter().find(|s| s.platform == item.platform.0),
            assumptions: self.assumptions,
            with_place: if sure { item.tagged.holds == Some(true) } else { item.tagged.holds != Some(false) },
            shift: jiff::SignedDuration::ZERO,
        };
        let spans = reach(&input);
        let window = &self.lens.window;
        let mut best = ItemExposure { sure, ..ItemExposure::NONE };
        for (index, span) in spans.iter().enumerate() {
            let up = if sure { span.up == Some(true) } else { span.up != Some(false) };
            if !up {
                continue;
            }
            let collected =
                taken && span.to.is_none_or(|to| to > window.from) && window.to.is_none_or(|to| span.from < to);
            let currency = match (index + 1 == spans.len(), collected) {
                (true, _) => Currency::Now,
                (false, true) => Currency::Harvested,
                (false, false) => Currency::Past,
            };
            let found = ItemExposure { reach: if sure { span.least } else { span.most }, currency, sure };
            if found.value() > best.value() {
                best = found;
            }
        }
        best
    }
}
