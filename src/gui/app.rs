//! The application: what it holds, how requests change it, and which screen it shows.

mod watch;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use crate::analysis::{Assumptions, Exposure, Filter, TimeWindow};
use crate::archive::Limits;
use crate::lens::{self, Lens};
use crate::load::{Job, LoadError, LoadEvent, Loaded};
use crate::model::{Dataset, ItemId};
use crate::sample::{self, PERSONAS};

use super::action::{Action, ActionSender};
use super::files::{self, Dialogs, Pick};
use super::frames::{self, FrameLog};
use super::lens_file::LensFile;
use super::loading::Loading;
use super::notice::Notices;
use super::own::{self, Opened, OwnFiles};
use super::ready::Ready;
use super::start::StartScreen;
use super::state::{Hover, MapTarget, Page, ThemeChoice, ViewState};
use super::task::{self, Task};
use super::theme::Tokens;
use super::window::GuiOptions;
use super::{help, keys, style};
pub(super) use watch::YOUR_FENCES;

mod look;

/// What the window is showing.
pub(crate) enum Stage {
    /// Nothing opened yet.
    Start,
    /// Reading.
    Loading(Box<Loading>),
    /// Something to look at.
    Ready(Box<Ready>),
    /// Nothing could be opened.
    Failed(LoadError),
}

/// A lens that is being applied to all items, which takes longer than a frame when there are many.
struct Deciding {
    lens: Lens,
    /// What to show through it; `None` for what is shown already.
    show: Option<Box<Filter>>,
    /// What was read just now; `None` when it is another lens for what is shown already.
    loaded: Option<Loaded>,
    /// The generation of the user's own files that is told of.
    told_by: u64,
    task: Task<(Arc<Dataset>, Arc<Exposure>)>,
}

/// The application.
pub struct App {
    stage: Stage,
    deciding: Option<Deciding>,
    view: ViewState,
    /// Whether what was chosen has changed since `deciding` began, so that it must be done again.
    outdated: bool,
    /// The filter to come back to once the items of a statement have been looked at.
    before_only: Option<Filter>,
    hover: Hover,
    own: OwnFiles,
    lenses: Vec<Lens>,
    assumptions: Assumptions,
    tokens: Tokens,
    actions: ActionSender,
    inbox: Receiver<Action>,
    notices: Notices,
    dialogs: Dialogs,
    lens_file: LensFile,
    start: StartScreen,
    help_open: bool,
    datasets_shown: u64,
    frame_log: Option<FrameLog>,
}

impl App {
    /// An application that draws on `ctx`.
    pub fn new(ctx: &egui::Context, options: GuiOptions) -> Self {
        style::install(ctx);
        let (sender, inbox) = channel();
        // A lens of the user's own with the id of a built-in one stands in for it.
        let own = options.own_lenses;
        let others = lens::builtin().iter().filter(|l| own.iter().all(|o| o.id != l.id)).cloned();
        let lenses: Vec<Lens> = others.chain(own.iter().cloned()).collect();
        let chosen = options.lens.filter(|id| lenses.iter().any(|l| l.id == *id));
        let first = lenses.first().map(|l| l.id.clone());
        let mut app = Self {
            stage: Stage::Start,
            deciding: None,
            view: ViewState { lens: chosen.or(first).unwrap_or_default(), ..ViewState::default() },
            outdated: false,
            before_only: None,
            hover: Hover::default(),
            own: OwnFiles::with(options.places),
            lenses,
            assumptions: options.assumptions,
            tokens: style::tokens(ctx.theme()),
            actions: ActionSender::new(sender, ctx.clone()),
            inbox,
            notices: Notices::default(),
            dialogs: Dialogs::default(),
            lens_file: LensFile::default(),
            start: StartScreen::default(),
            help_open: false,
            datasets_shown: 0,
            frame_log: None,
        };
        app.begin_with_fences(options.fences);
        match FrameLog::asked_for() {
            Some(Ok(log)) => app.frame_log = Some(log),
            Some(Err(why)) => app.actions.send(Action::Notify(why)),
            None => {}
        }
        if let Some(persona) = options.sample {
            app.actions.send(Action::OpenSample(persona));
        } else if !options.paths.is_empty() {
            app.actions.send(Action::Open(options.paths));
        }
        app
    }

    /// Where requests go; for tests that stand in for a panel.
    pub fn actions(&self) -> &ActionSender {
        &self.actions
    }

    /// Whether what is shown is not of the newest filter yet, because another thread still works on it.
    pub fn waits(&self) -> bool {
        match &self.stage {
            Stage::Ready(ready) => self.deciding.is_some() || ready.waits(),
            Stage::Loading(_) => true,
            Stage::Start | Stage::Failed(_) => self.deciding.is_some(),
        }
    }

    /// What the user chose.
    pub fn view(&self) -> &ViewState {
        &self.view
    }

    /// What the user told where the export is silent.
    pub fn assumptions(&self) -> &Assumptions {
        &self.assumptions
    }

    /// What the lens had of what is shown; `None` while nothing is.
    pub fn exposure(&self) -> Option<&Exposure> {
        match &self.stage {
            Stage::Ready(ready) => Some(ready.exposure()),
            Stage::Start | Stage::Loading(_) | Stage::Failed(_) => None,
        }
    }

    /// Whether verdicts are being worked out that are not shown yet.
    pub fn is_deciding(&self) -> bool {
        self.deciding.is_some()
    }

    /// Shows data that was loaded by other means. Applies the lens on the calling thread.
    pub fn show(&mut self, loaded: Loaded) {
        match self.chosen_lens() {
            Some(lens) => {
                let exposure = Exposure::evaluate(&loaded.dataset, &lens, lens::surfaces(), &self.assumptions);
                self.show_decided(loaded, lens, Arc::new(exposure));
            }
            None => self.stage = Stage::Failed(LoadError::Crashed),
        }
    }

    fn show_decided(&mut self, loaded: Loaded, lens: Lens, exposure: Arc<Exposure>) {
        self.datasets_shown += 1;
        self.before_only = None;
        self.view = ViewState {
            lens: std::mem::take(&mut self.view.lens),
            theme: self.view.theme,
            layer: self.view.layer,
            watch: std::mem::take(&mut self.view.watch),
            kernel: self.view.kernel,
            trails: self.view.trails,
            map_request: self.view.map_request,
            ..ViewState::default()
        };
        self.stage = Stage::Ready(Box::new(Ready::new(loaded, lens, exposure, &self.view, self.datasets_shown)));
    }

    fn chosen_lens(&self) -> Option<Lens> {
        self.lenses.iter().find(|l| l.id == self.view.lens).or(self.lenses.first()).cloned()
    }

    /// Applies `lens` to `loaded`, or to what is shown, on a thread of its own. Before that the user's own files tell
    /// kinds of places, unless they have.
    fn decide(&mut self, ctx: &egui::Context, lens: Lens, loaded: Option<Loaded>, show: Option<Box<Filter>>) {
        let told_by = self.own.generation();
        let (dataset, places) = match (&loaded, &self.stage) {
            (Some(loaded), _) => (Arc::clone(&loaded.dataset), self.own.places().to_vec()),
            (None, Stage::Ready(ready)) if ready.told_by() == told_by => (ready.dataset(), Vec::new()),
            (None, Stage::Ready(ready)) => (ready.base(), self.own.places().to_vec()),
            (None, _) => return,
        };
        // A new archive is first shown as in the lens's own time.
        let day = self.view.seen_on.filter(|_| loaded.is_none());
        let lens = lens.looking_on_or_in_its_time(day);
        let (own_lens, assumptions) = (lens.clone(), self.assumptions.clone());
        let work = move || {
            let dataset = own::tell(dataset, &places);
            let exposure = Exposure::evaluate(&dataset, &own_lens, lens::surfaces(), &assumptions);
            (dataset, Arc::new(exposure))
        };
        match Task::start(ctx, "decide", work) {
            Ok(task) => self.deciding = Some(Deciding { lens, show, loaded, told_by, task }),
            Err(_) => self.stage = Stage::Failed(LoadError::Crashed),
        }
    }

    /// Tells kinds of places again after the user's own files changed.
    fn retell(&mut self, ctx: &egui::Context) {
        let up_to_date = matches!(&self.stage, Stage::Ready(ready) if ready.told_by() == self.own.generation());
        if up_to_date && self.deciding.is_none() {
            return;
        }
        let (wanted, loaded, show) =
            self.deciding.take().map_or((None, None, None), |d| (Some(d.lens.id), d.loaded, d.show));
        // The lens that was asked for last, even if what is shown is still seen through another.
        let wanted = self.lenses.iter().find(|l| Some(&l.id) == wanted.as_ref()).cloned();
        if let Some(lens) = wanted.or_else(|| self.chosen_lens()) {
            self.decide(ctx, lens, loaded, show);
        }
    }

    fn poll_own(&mut self, ctx: &egui::Context) {
        match self.own.poll(ctx) {
            None => {}
            Some(Opened::Done(what)) => {
                self.notify(ctx, what);
                self.retell(ctx);
            }
            Some(Opened::Failed(why)) => self.notify(ctx, why),
        }
    }

    fn poll_deciding(&mut self, ctx: &egui::Context) {
        let Some(deciding) = &self.deciding else { return };
        let (dataset, exposure) = match deciding.task.poll() {
            task::Progress::Running => return,
            task::Progress::Done(decided) => decided,
            task::Progress::Lost => {
                self.deciding = None;
                self.stage = Stage::Failed(LoadError::Crashed);
                return;
            }
        };
        let Some(Deciding { lens, show, loaded, told_by, .. }) = self.deciding.take() else { return };
        let is_new = loaded.is_some();
        if let Some(loaded) = loaded {
            self.show_decided(loaded, lens.clone(), Arc::clone(&exposure));
        }
        if let Stage::Ready(ready) = &mut self.stage {
            ready.set_told(dataset, told_by);
        }
        if !is_new {
            self.set_lens(lens, exposure, show);
        }
        if std::mem::take(&mut self.outdated) {
            self.decide_again(ctx);
        }
    }

    /// Applies the lens again, after something else that verdicts rest on has changed; once what is at work is done.
    fn decide_again(&mut self, ctx: &egui::Context) {
        if self.deciding.is_some() {
            self.outdated = true;
        } else if let (Stage::Ready(_), Some(lens)) = (&self.stage, self.chosen_lens()) {
            self.decide(ctx, lens, None, None);
        }
    }

    /// Shows the progress of a load that was started by other means, and then what it gives.
    pub fn watch(&mut self, job: Job, title: &str) {
        self.deciding = None;
        self.stage = Stage::Loading(Box::new(Loading::titled(job, title)));
    }

    fn open(&mut self, ctx: &egui::Context, paths: &[PathBuf]) {
        self.deciding = None;
        let waker = ctx.clone();
        match Job::start(paths.to_vec(), Limits::default(), move || waker.request_repaint()) {
            Ok(job) => self.stage = Stage::Loading(Box::new(Loading::new(job, paths))),
            Err(_) => self.stage = Stage::Failed(LoadError::Crashed),
        }
    }

    fn open_sample(&mut self, ctx: &egui::Context, persona: Option<&str>) {
        let found = match persona {
            Some(id) => PERSONAS.iter().find(|p| p.id == id),
            None => PERSONAS.first(),
        };
        let Some(persona) = found else {
            let known: Vec<&str> = PERSONAS.iter().map(|p| p.id).collect();
            let why = format!("There is no such fictional person; choose one of: {}", known.join(", "));
            self.stage = Stage::Failed(LoadError::NotRecognised(why.into()));
            return;
        };
        self.deciding = None;
        let id = persona.id;
        let make = move || sample::both_exports(id).map_err(|error| LoadError::NotRecognised(error.to_string().into()));
        let waker = ctx.clone();
        match Job::start_made(make, Limits::default(), move || waker.request_repaint()) {
            Ok(job) => self.stage = Stage::Loading(Box::new(Loading::fictional(job, persona.name))),
            Err(_) => self.stage = Stage::Failed(LoadError::Crashed),
        }
    }

    fn apply(&mut self, ctx: &egui::Context, action: Action) {
        match action {
            Action::Open(paths) => {
                let (lenses, others) = files::lens_files(paths);
                // One is looked through; of several, the last.
                if let Some(lens) = lenses.into_iter().next_back() {
                    self.lens_file.read(ctx, lens);
                }
                let (own, archives): (Vec<_>, Vec<_>) = others.into_iter().partition(|path| own::is_own(path));
                self.own.open(ctx, own);
                if !archives.is_empty() {
                    self.open(ctx, &archives);
                }
            }
            Action::PickLens => self.dialogs.open(Pick::Lens, &self.actions),
            Action::OpenLens(path) => self.lens_file.read(ctx, path),
            Action::OpenOwn(paths) => self.own.open(ctx, paths),
            Action::PickOwn => self.dialogs.open(Pick::Own, &self.actions),
            Action::CloseOwn => {
                if self.own.close() {
                    self.retell(ctx);
                }
            }
            Action::OpenSample(persona) => self.open_sample(ctx, persona.as_deref()),
            Action::PickFiles => self.dialogs.open(Pick::Files, &self.actions),
            Action::PickFolder => self.dialogs.open(Pick::Folder, &self.actions),
            Action::CancelLoading => {
                self.deciding = None;
                if matches!(self.stage, Stage::Loading(_)) {
                    self.stage = Stage::Start;
                    self.notify(ctx, "Cancelled; nothing was opened".to_owned());
                }
            }
            Action::Close => {
                self.deciding = None;
                self.forget_fences();
                self.stage = Stage::Start;
            }
            Action::Notify(text) => self.notify(ctx, text),
            Action::ShowHelp(open) => self.help_open = open,
            Action::SetTheme(choice) => {
                self.view.theme = choice;
                ctx.set_theme(match choice {
                    ThemeChoice::System => egui::ThemePreference::System,
                    ThemeChoice::Dark => egui::ThemePreference::Dark,
                    ThemeChoice::Light => egui::ThemePreference::Light,
                });
            }
            Action::SetPage(page) => self.view.page = page,
            Action::Assume(said) => {
                self.assumptions = *said;
                self.decide_again(ctx);
            }
            Action::SeeOn(day) => {
                self.view.seen_on = day;
                self.decide_again(ctx);
            }
            Action::ShowGap(gap) => self.view.ask_gap(gap),
            Action::SetScope(scope) => self.view.scope = scope,
            Action::ShowAllItems => self.view.filter = self.before_only.take().unwrap_or_default(),
            Action::ShowStretch(window) => self.show_stretch(window),
            Action::SetLayer(layer) => self.view.layer = layer,
            Action::Fences(edit) => self.edit_fences(ctx, edit),
            Action::SetTool(tool) => self.view.tool = tool,
            Action::SetKernel(kernel) => self.view.kernel = kernel,
            Action::SetTrails(style) => self.view.trails = style,
            Action::SetFilter(filter) => self.view.filter = *filter,
            Action::SetWindow(window) => self.view.filter.window = window,
            Action::Select(selection) => self.view.selection = selection,
            Action::SetLens(id) => self.look_through(ctx, &id, None),
            Action::ShowThrough(id, filter) => self.look_through(ctx, &id, Some(filter)),
            other => self.apply_to_ready(ctx, &other),
        }
    }

    fn show_stretch(&mut self, window: TimeWindow) {
        let filter = &mut self.view.filter;
        (filter.window, filter.only) = (Some(window), None);
        (filter.taken_only, filter.points_hidden) = (false, false);
        self.view.page = Page::Map;
        self.view.ask_map(MapTarget::FitAll);
    }

    fn show_items(&mut self, items: &Arc<BTreeSet<ItemId>>) {
        let Stage::Ready(ready) = &self.stage else { return };
        let dataset = ready.dataset();
        if !self.view.page.shows_items() {
            self.view.only_from = self.view.page;
        }
        let placed = |id: &ItemId| dataset.items.get(id.index()).is_some_and(|item| item.location.is_some());
        self.view.page = if items.iter().any(placed) { Page::Map } else { Page::Items };
        // Whatever else is filtered steps back, so that a statement shows all that it rests on.
        if self.view.filter.only.is_none() {
            self.before_only = Some(self.view.filter.clone());
        }
        // The area stays: the statement was drawn from what lies in it.
        let area = self.view.filter.area.clone();
        self.view.filter = Filter { only: Some(Arc::clone(items)), area, ..Filter::default() };
        self.view.selection = items.first().copied();
        self.view.ask_map(MapTarget::FitAll);
    }

    fn apply_to_ready(&mut self, ctx: &egui::Context, action: &Action) {
        if let Action::ShowItems(items) = action {
            return self.show_items(items);
        }
        let Stage::Ready(ready) = &mut self.stage else { return };
        match *action {
            Action::LookAtPictures(ref files) => ready.look_at(ctx, files),
            Action::StopLooking => ready.stop_looking(),
            Action::SelectNeighbour(step) => {
                if let Some(id) = ready.neighbour(self.view.selection, step) {
                    self.view.selection = Some(id);
                }
            }
            Action::ShowOnMap(id) => {
                self.view.selection = Some(id);
                self.view.page = Page::Map;
                self.view.ask_map(MapTarget::Item(id));
            }
            Action::FitAll => self.view.ask_map(MapTarget::FitAll),
            _ => {}
        }
    }

    fn notify(&mut self, ctx: &egui::Context, text: String) {
        let now = ctx.input(|i| i.time);
        self.notices.add(text, now);
    }

    fn poll_loading(&mut self, ctx: &egui::Context) {
        let Stage::Loading(loading) = &mut self.stage else { return };
        match loading.poll() {
            None | Some(LoadEvent::Preview(_)) => {}
            Some(LoadEvent::Finished(Ok(loaded))) => match self.chosen_lens() {
                Some(lens) => self.decide(ctx, lens, Some(loaded), None),
                None => self.stage = Stage::Failed(LoadError::Crashed),
            },
            Some(LoadEvent::Finished(Err(LoadError::Cancelled))) => self.stage = Stage::Start,
            Some(LoadEvent::Finished(Err(error))) => self.stage = Stage::Failed(error),
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.tokens = style::tokens(ctx.theme());
        // A discarded pass runs this again; what is under the pointer moves on once per frame.
        if ctx.current_pass_index() == 0 {
            if let Some(log) = &mut self.frame_log {
                log.begin();
            }
            frames::begin();
            self.hover.flip();
            let dropped = files::dropped(ctx);
            if !dropped.is_empty() {
                self.actions.send(self.dropped(dropped));
            }
        }
        let requests: Vec<Action> = self.inbox.try_iter().collect();
        for action in requests {
            self.apply(ctx, action);
        }
        if let Some(lens) = self.lens_file.poll() {
            self.add_lens(ctx, lens);
        }
        self.poll_own(ctx);
        self.poll_loading(ctx);
        self.poll_deciding(ctx);
        if let Stage::Ready(ready) = &mut self.stage {
            frames::measure(frames::Stage::Update, || ready.refresh(&self.view.filter));
            ready.poll_looks(ctx);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        frames::measure(frames::Stage::Layout, || self.draw(ui));
        if let Some(log) = &mut self.frame_log {
            log.laid_out();
        }
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.tokens.background.to_normalized_gamma_f32()
    }
}

impl App {
    fn draw(&mut self, ui: &mut egui::Ui) {
        let tokens = self.tokens.clone();
        ui.painter().rect_filled(ui.max_rect(), 0.0, tokens.background);
        keys::handle(ui, &self.stage, &self.view, self.help_open, &self.actions);
        match &mut self.stage {
            Stage::Start => self.start.ui(ui, &tokens, self.view.theme, &self.actions),
            Stage::Loading(loading) => loading.ui(ui, &tokens, &self.actions),
            Stage::Failed(error) => super::start::failed_ui(ui, &tokens, error, &self.actions),
            Stage::Ready(ready) => {
                let shell = super::ready::Shell {
                    lenses: &self.lenses,
                    assumptions: &self.assumptions,
                    own: &self.own,
                    view: &self.view,
                    hover: &self.hover,
                    tokens: &tokens,
                    actions: &self.actions,
                };
                ready.ui(ui, &shell);
            }
        }
        if files::is_dragged_over(ui) && !matches!(self.stage, Stage::Start) {
            super::start::drop_overlay(ui, &tokens);
        }
        if self.help_open {
            help::ui(ui, &tokens, &self.actions);
        }
        self.lens_file.ui(ui, &tokens);
        self.notices.ui(ui, &tokens);
        // Other panels show in the next frame what this one found under the pointer.
        if self.hover.has_changed() {
            ui.request_repaint();
        }
    }
}
