//! The application: what it holds, how requests change it, and which screen it shows.

mod deciding;
mod look;
mod opening;
mod showing;
mod watch;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use crate::analysis::{Assumptions, Exposure, Filter};
use crate::lens::{self, Lens};
use crate::load::{Job, LoadError, Loaded};
use crate::platform::Hints;

use super::action::{Action, ActionSender};
use super::files::{self, Dialogs, Pick};
use super::frames::{self, FrameLog};
use super::judged::{Applied, Judged};
use super::lens_file::LensFile;
use super::loading::Loading;
use super::notice::Notices;
use super::own::{self, OwnFiles};
use super::ready::Ready;
use super::start::StartScreen;
use super::state::{Hover, MapTarget, Page, ThemeChoice, ViewState};
use super::theme::Tokens;
use super::window::GuiOptions;
use super::{help, keys, style};
use deciding::Deciding;
pub(super) use watch::YOUR_FENCES;

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

/// The application.
pub struct App {
    stage: Stage,
    deciding: Option<Deciding>,
    view: ViewState,
    /// Whether what was chosen has changed since `deciding` began, so that it must be done again.
    outdated: bool,
    /// Whether verdicts are left aside though they have been worked out.
    verdicts_held: bool,
    /// The filter to come back to once the items of a statement have been looked at.
    before_only: Option<Filter>,
    hover: Hover,
    own: OwnFiles,
    lenses: Vec<Lens>,
    assumptions: Assumptions,
    /// What was opened, and what the user said of it.
    opened: Vec<PathBuf>,
    hints: Hints,
    /// What the user says of what is opened next.
    next_hints: Hints,
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
            verdicts_held: false,
            before_only: None,
            hover: Hover::default(),
            own: OwnFiles::with(options.places),
            lenses,
            assumptions: options.assumptions,
            opened: Vec::new(),
            hints: Hints::default(),
            next_hints: options.hints,
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

    /// Leaves aside verdicts that have been worked out, as if that took long, until told otherwise; for tests that look
    /// at the window in between.
    pub fn hold_verdicts(&mut self, hold: bool) {
        self.verdicts_held = hold;
    }

    /// Whether verdicts are being worked out that are not shown yet.
    pub fn is_deciding(&self) -> bool {
        self.deciding.is_some()
    }

    /// Shows data that was loaded by other means. Applies the lens on the calling thread.
    pub fn show(&mut self, loaded: Loaded) {
        match self.chosen_lens() {
            Some(lens) => {
                let assumptions = self.assumptions.clone();
                let applied = Applied::of(&loaded.dataset, &lens, &assumptions);
                self.show_decided(loaded, Judged { lens, assumptions, applied });
            }
            None => self.stage = Stage::Failed(LoadError::Crashed),
        }
    }

    fn show_decided(&mut self, loaded: Loaded, judged: Judged) {
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
        self.stage = Stage::Ready(Box::new(Ready::new(loaded, judged, &self.view, self.datasets_shown)));
    }

    fn chosen_lens(&self) -> Option<Lens> {
        self.lenses.iter().find(|l| l.id == self.view.lens).or(self.lenses.first()).cloned()
    }

    /// Shows the progress of a load that was started by other means, and then what it gives.
    pub fn watch(&mut self, job: Job, title: &str) {
        self.deciding = None;
        self.stage = Stage::Loading(Box::new(Loading::titled(job, title)));
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
            Action::Tell(hints) => {
                self.next_hints = *hints;
                let paths = self.opened.clone();
                self.open(ctx, &paths);
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
                self.own.close_carried();
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
                if ready.dataset().items.get(id.index()).is_none_or(|item| item.location.is_none()) {
                    return self.notify(ctx, "The export gives no position for this item".to_owned());
                }
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
            frames::measure(frames::Stage::Update, || ready.refresh(&self.view.filter, Some(ctx)));
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
                    said: &self.assumptions,
                    hints: &self.hints,
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
