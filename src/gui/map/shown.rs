//! What is visible, by position: computed on a thread of its own when it is much, and the newest question wins.

use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::analysis::clusters::Tallies;
use crate::analysis::hexes::{HexCounts, Hexes};
use crate::analysis::index::SpatialIndex;
use crate::analysis::lines::Lines;
use crate::analysis::mercator::WorldPoint;
use crate::analysis::positions::{Positions, RowQuestion, ShownRows, Visible, shown_rows};
use crate::analysis::{Filter, RowSet, Verdict};
use crate::gui::cx::ViewCx;
use crate::gui::state::MapLayer;
use crate::model::{Dataset, ItemId};

/// Up to so many positions the work is done within the frame: it takes a few milliseconds.
const AT_ONCE: usize = 40_000;

/// What is visible, by position.
#[derive(Default)]
pub(crate) struct Shown {
    /// Items and trail rows.
    pub positions: Positions,
    /// Verdicts and middles of the items, summed up.
    pub tallies: Tallies,
    /// The trails as lines; of the whole dataset, whatever the filter.
    pub lines: Arc<Lines>,
    /// The same counted in hexagons, once that was asked for.
    pub hexes: Option<HexCounts>,
    /// Trail rows within the stretch of time that is shown.
    pub rows: Range<usize>,
    /// Those of them that pass the other parts of the filter; `None` for all.
    pub within: Option<Arc<RowSet>>,
    /// The smallest stretch of the world around them.
    pub extent: Option<(WorldPoint, WorldPoint)>,
    /// Which dataset and which state of the filter this is of.
    pub key: Key,
}

/// Which dataset, and which state of the filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Key {
    pub dataset: u64,
    pub generation: u64,
    /// Whether it is counted in hexagons as well.
    pub hexes: bool,
}

/// Keeps [`Shown`] up to date.
#[derive(Default)]
pub(crate) struct Follower {
    shown: Arc<Shown>,
    asked: Key,
    builder: Builder,
    worker: Option<Worker>,
}

struct Worker {
    questions: Sender<Question>,
    answers: Receiver<Arc<Shown>>,
}

struct Question {
    key: Key,
    dataset: Arc<Dataset>,
    items: Arc<Vec<ItemId>>,
    verdicts: Arc<Vec<Verdict>>,
    points: Option<Filter>,
    /// The rows in the area of the filter, if it has one.
    within: Option<Arc<RowSet>>,
}

/// Remembers everything of a dataset, so that a change of the filter sorts nothing.
#[derive(Default)]
struct Builder {
    all: Option<(u64, Everything)>,
}

/// All of a dataset.
struct Everything {
    positions: Positions,
    lines: Arc<Lines>,
    /// Made when hexagons are first asked for.
    hexes: Option<Hexes>,
    /// The trail rows that were let through last, and by what.
    rows: Option<(RowQuestion, Arc<SpatialIndex>)>,
}

impl Everything {
    fn of(dataset: &Dataset) -> Self {
        Self { positions: Positions::of(dataset), lines: Arc::new(Lines::of(&dataset.points)), hexes: None, rows: None }
    }
}

impl Builder {
    /// Answers a question with `tell`; twice when putting everything into hexagons takes a while first.
    fn answer(&mut self, question: &Question, tell: &mut impl FnMut(Shown)) {
        let dataset = &*question.dataset;
        if self.all.as_ref().is_none_or(|(of, _)| *of != question.key.dataset) {
            self.all = Some((question.key.dataset, Everything::of(dataset)));
        }
        let Some((_, all)) = &mut self.all else { return };
        let visible = Visible::new(dataset, &question.items, question.points.as_ref(), question.within.as_deref());
        if question.key.hexes && all.hexes.is_none() {
            if dataset.items.len() + dataset.points.len() > AT_ONCE {
                tell(all.shown(question, &visible));
            }
            all.hexes = Some(Hexes::of(dataset));
        }
        tell(all.shown(question, &visible));
    }
}

impl Everything {
    fn shown(&mut self, question: &Question, visible: &Visible<'_>) -> Shown {
        let asked = visible.rows().map(ShownRows::question);
        let known = self.rows.as_ref().filter(|(before, _)| asked.as_ref() == Some(before));
        let positions = self.positions.visible(visible, known.map(|(_, rows)| rows));
        self.rows = asked.map(|asked| (asked, Arc::clone(&positions.points)));
        let rows = |filter| shown_rows(&question.dataset.points, filter);
        let verdict_of = |key: u32| question.verdicts.get(key as usize).copied().unwrap_or(Verdict::Unknown);
        let tallies = Tallies::new(&positions.items, verdict_of);
        let hexes = self.hexes.as_ref().filter(|_| question.key.hexes);
        let hexes = hexes.map(|all| HexCounts::of(all.visible(visible)));
        Shown {
            extent: positions.extent(),
            positions,
            tallies,
            lines: Arc::clone(&self.lines),
            rows: question.points.as_ref().map_or(0..0, rows),
            within: question.within.clone(),
            key: Key { hexes: hexes.is_some(), ..question.key },
            hexes,
        }
    }
}

impl Follower {
    /// The newest there is. Asks for a newer one when the filter has changed since.
    pub(crate) fn follow(&mut self, cx: &ViewCx<'_>, wake: &egui::Context) -> Arc<Shown> {
        let hexes = cx.view.layer == MapLayer::Hexes;
        let key = Key { dataset: cx.derived.dataset_generation, generation: cx.derived.generation, hexes };
        if let Some(worker) = &self.worker
            && let Some(newest) = worker.answers.try_iter().last()
        {
            self.shown = newest;
        }
        if self.shown.key.dataset != key.dataset {
            // Never mix the ids of two datasets.
            self.shown = Arc::new(Shown { key: Key { generation: 0, ..key }, ..Shown::default() });
        }
        if self.asked != key || (self.shown.key != key && !self.waits()) {
            self.asked = key;
            self.ask(key, cx, wake);
        }
        Arc::clone(&self.shown)
    }

    /// Whether a newer answer is on its way.
    pub(crate) fn waits(&self) -> bool {
        self.worker.is_some() && self.shown.key != self.asked
    }

    /// Waits for it: for pictures, not for the screen.
    pub(crate) fn wait(&mut self, limit: Duration) {
        while let (true, Some(worker)) = (self.waits(), &self.worker) {
            match worker.answers.recv_timeout(limit) {
                Ok(newest) => self.shown = newest,
                Err(_) => return,
            }
        }
    }

    fn ask(&mut self, key: Key, cx: &ViewCx<'_>, wake: &egui::Context) {
        let question = Question {
            key,
            dataset: Arc::clone(&cx.loaded.dataset),
            items: Arc::clone(&cx.derived.visible),
            verdicts: Arc::clone(&cx.derived.summary.verdicts),
            points: cx.derived.points_visible.then(|| cx.derived.filter.clone()),
            within: cx.derived.rows.passing.clone(),
        };
        if cx.dataset().items.len() + cx.dataset().points.len() <= AT_ONCE {
            self.answer(&question);
            return;
        }
        if self.worker.is_none() {
            self.worker = Worker::start(wake.clone());
        }
        // Without a thread the window waits, and still shows what is asked for.
        if let Some(unasked) = match &self.worker {
            Some(worker) => worker.questions.send(question).err().map(|e| e.0),
            None => Some(question),
        } {
            self.answer(&unasked);
        }
    }

    fn answer(&mut self, question: &Question) {
        let Self { builder, shown, .. } = self;
        builder.answer(question, &mut |newest| *shown = Arc::new(newest));
    }
}

impl Worker {
    fn start(wake: egui::Context) -> Option<Self> {
        let (questions, inbox) = channel::<Question>();
        let (outbox, answers) = channel();
        let work = move || {
            let mut builder = Builder::default();
            // What the window no longer shows is freed here: giving back so much memory takes longer than a frame has.
            let mut told: Vec<Arc<Shown>> = Vec::new();
            while let Ok(first) = inbox.recv() {
                let newest = inbox.try_iter().last().unwrap_or(first);
                let mut listened = true;
                builder.answer(&newest, &mut |shown| {
                    told.retain(|shown| Arc::strong_count(shown) > 1);
                    told.push(Arc::new(shown));
                    listened &= told.last().is_none_or(|shown| outbox.send(Arc::clone(shown)).is_ok());
                    wake.request_repaint();
                });
                if !listened {
                    return;
                }
            }
        };
        // Without a thread the caller does the work itself.
        std::thread::Builder::new().name("map index".to_owned()).spawn(work).ok()?;
        Some(Self { questions, answers })
    }
}
