//! Everything the page says, worked out once on a thread of its own.

use crate::analysis::Reason;
use crate::dossier::score::Band;
use crate::dossier::{Dossier, Finding, Scope, SensitiveVisit, Withheld};
use crate::gui::format;
use crate::model::Dataset;
use crate::vision::{PicturedFile, pictures_of};

use super::basis::Basis;
use super::clock::Clock;
use super::odds::Odds;
use super::places::{self, Bar};
use super::profile::{self, Person};
use super::reveal::Draws;
use super::statement::Statement;
use super::zones::Zones;
use super::{anchors, travel, words};

/// Longest sentence of a finding.
const SENTENCE: usize = 300;

/// What the page says.
pub(super) struct Sheet {
    pub scope: Scope,
    /// Items the observer had, and sightings among them.
    pub had: u64,
    pub sightings: u64,
    pub people: Vec<Person>,
    pub findings: Vec<Statement>,
    /// How many findings there are of each band, worst first, those shown only when asked for not among them.
    pub bands: String,
    pub anchors: Vec<Statement>,
    pub draws: Draws,
    pub zones: Zones,
    pub clock: Result<Clock, Withheld>,
    pub regular: Vec<Statement>,
    pub away: Vec<Statement>,
    /// Why no absence is a finding.
    pub away_withheld: Option<Withheld>,
    pub impossible: Vec<Statement>,
    pub lags: Vec<Statement>,
    pub kinds: Vec<Bar>,
    pub places: Vec<Statement>,
    /// The pictures of the items that the observer had.
    pub pictures: Vec<PicturedFile>,
    pub towns: Vec<Statement>,
    pub countries: Vec<Statement>,
    pub interests: Vec<Statement>,
    pub hashtags: Vec<Statement>,
    pub sensitive: Vec<Statement>,
    pub odds: Odds,
    /// Handles named together with a place at all.
    pub named: u64,
    /// Those named often, all together and one by one.
    pub ties: Statement,
    pub tie_names: Vec<Statement>,
}

impl Sheet {
    /// Says what `dossier` says.
    pub(super) fn new(dossier: &Dossier, dataset: &Dataset) -> Self {
        let (hidden, open): (Vec<&Finding>, Vec<&Finding>) =
            dossier.findings.iter().partition(|f| is_held_back(dossier, f));
        let count = |band: Band| open.iter().filter(|f| f.score.band == band).count();
        let bands: Vec<String> = Band::ALL.iter().rev().map(|b| format!("{} {}", count(*b), b.as_str())).collect();
        let mut sensitive: Vec<Statement> = dossier.sensitive.iter().map(|v| visit(dossier, v)).collect();
        // Visits are listed above; what else follows from such places is not.
        sensitive.extend(hidden.iter().filter(|f| !f.is_sensitive()).map(|f| finding(dossier, f)));
        Self {
            scope: dossier.scope,
            had: dossier.had.len() as u64,
            sightings: dossier.sightings.len() as u64,
            people: profile::people(dossier, dataset),
            findings: open.iter().map(|f| finding(dossier, f)).collect(),
            bands: bands.join(" · "),
            anchors: anchors::statements(dossier),
            draws: Draws::new(dossier),
            zones: Zones::new(dossier, dataset),
            clock: Clock::new(dossier),
            regular: travel::regular(dossier),
            away: travel::away(dossier),
            away_withheld: dossier.absences_withheld,
            impossible: travel::impossible(dossier),
            lags: travel::lags(dossier),
            kinds: places::kinds(dossier),
            places: places::top(dossier),
            pictures: pictures_of(dataset, &dossier.had),
            towns: places::regions(dossier, &dossier.towns),
            countries: places::regions(dossier, &dossier.countries),
            interests: places::interests(dossier),
            hashtags: places::hashtags(dossier),
            sensitive,
            odds: Odds::new(dossier),
            named: dossier.ties.named,
            ties: ties(dossier),
            tie_names: tie_names(dossier),
        }
    }
}

/// Whether a finding is shown only when asked for: it is about a sensitive place, or names one.
fn is_held_back(dossier: &Dossier, finding: &Finding) -> bool {
    let place = finding.place.and_then(|id| dossier.places.get(id.index()));
    finding.is_sensitive() || place.is_some_and(words::is_sensitive)
}

fn finding(dossier: &Dossier, finding: &Finding) -> Statement {
    let score = &finding.score;
    let basis = Basis::sightings(dossier, finding.sightings.iter().copied());
    let basis = basis.and(finding.items.iter().copied());
    Statement {
        title: format::one_line(&finding.text, SENTENCE),
        detail: format::one_line(&finding.confidence, SENTENCE),
        figure: format!("{} {:.1}", score.band.as_str(), score.value),
        basis,
        hint: format!(
            "{}{}\nWhat would change it: {}\nScore {}",
            finding.kind.source(),
            because(finding),
            finding.kind.would_change(),
            score.vector
        ),
        band: Some(score.band),
    }
}

/// Why the most exposed of its items is seen as it is, clause by clause.
fn because(finding: &Finding) -> String {
    let decisive = finding.clauses.iter().filter(|clause| clause.decisive);
    let line =
        |clause: &Reason| format!("\n· {} ({})", format::one_line(&clause.text, SENTENCE), clause.evidence.as_str());
    decisive.map(line).collect()
}

fn visit(dossier: &Dossier, visit: &SensitiveVisit) -> Statement {
    let basis = Basis::sightings(dossier, visit.sightings.iter().map(|(id, _)| *id));
    let times = format::counted(visit.visits() as u64, "time", "times");
    Statement {
        figure: times,
        hint: visit.class.law().to_owned(),
        ..Statement::new(
            format!("Was at {}, {}", format::one_line(&visit.name, SENTENCE), visit.class.at()),
            format!("{}: {}", visit.strength.as_str(), format::one_line(&visit.because, SENTENCE)),
            basis.and(visit.unplaced.iter().copied()),
        )
    }
}

fn ties(dossier: &Dossier) -> Statement {
    let ties = &dossier.ties.ties;
    if ties.is_empty() {
        return Statement::new("None of them at three or more places and days", "", Basis::default());
    }
    let basis = Basis::items(ties.iter().flat_map(|t| t.items.iter().copied()));
    let people = format::counted(ties.len() as u64, "person", "people");
    Statement::new(format!("{people} named at three or more places and days"), "", basis)
}

fn tie_names(dossier: &Dossier) -> Vec<Statement> {
    let name = |tie: &crate::dossier::Tie| {
        let occasions = format::counted(tie.meetings, "occasion", "occasions");
        let detail = format!("on {occasions} at {}", format::counted(tie.places, "place", "places"));
        Statement::new(
            format!("@{}", format::one_line(&tie.handle, 40)),
            detail,
            Basis::items(tie.items.iter().copied()),
        )
    };
    dossier.ties.ties.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;
    use crate::analysis::{Assumptions, Exposure};
    use crate::archive::{CancelToken, Limits, Progress};
    use crate::dossier::{Input, Options};
    use crate::sample::{self, DEFAULT_SEED, PERSONAS};
    use crate::{lens, load};

    /// The lists of a page by name, each with its statements.
    fn lists(sheet: &Sheet) -> Vec<(&'static str, Vec<&Statement>)> {
        let one = |statement| vec![statement];
        let mut lists = vec![
            ("findings", sheet.findings.iter().collect()),
            ("anchors", sheet.anchors.iter().collect()),
            ("regular", sheet.regular.iter().collect()),
            ("away", sheet.away.iter().collect()),
            ("impossible", sheet.impossible.iter().collect()),
            ("lags", sheet.lags.iter().collect()),
            ("places", sheet.places.iter().collect()),
            ("towns", sheet.towns.iter().collect()),
            ("countries", sheet.countries.iter().collect()),
            ("interests", sheet.interests.iter().collect()),
            ("hashtags", sheet.hashtags.iter().collect()),
            ("sensitive", sheet.sensitive.iter().collect()),
            ("odds", sheet.odds.others().collect()),
            ("names", sheet.tie_names.iter().collect()),
            ("profile", sheet.people.iter().flat_map(Person::statements).collect()),
        ];
        lists.extend(sheet.clock.as_ref().ok().map(|clock| ("clock", clock.statements().collect())));
        if !sheet.tie_names.is_empty() {
            lists.push(("ties", one(&sheet.ties)));
        }
        lists
    }

    fn sheet(persona: &str, scope: Scope) -> Sheet {
        let folder = tempfile::tempdir().unwrap();
        let write = |platform: &str| {
            let path = folder.path().join(format!("{platform}.zip"));
            let mut file = File::create(&path).unwrap();
            sample::write_records(&mut file, persona, platform, DEFAULT_SEED, None).unwrap();
            path
        };
        let paths = ["instagram", "instagram-2019"].map(write);
        let quiet = (Progress::default(), CancelToken::default());
        let loaded = load::load(&paths, Limits::default(), &quiet.0, &quiet.1, &mut |_| {}).unwrap();
        let (lens, assumptions) = (&lens::builtin()[0], Assumptions::default());
        let exposure = Exposure::evaluate(&loaded.dataset, lens, lens::surfaces(), &assumptions);
        let (dataset, surfaces) = (&*loaded.dataset, lens::surfaces());
        let input = Input { dataset, lens, surfaces, assumptions: &assumptions, exposure: &exposure, area: None };
        Sheet::new(&Dossier::of(&input, &Options { scope, ..Options::default() }), dataset)
    }

    #[test]
    fn every_statement_leads_to_what_it_rests_on() {
        let mut seen = std::collections::BTreeSet::new();
        for (persona, scope) in PERSONAS.iter().flat_map(|p| [(p.id, Scope::Lens), (p.id, Scope::Everything)]) {
            let sheet = sheet(persona, scope);
            for (list, statement) in lists(&sheet).into_iter().flat_map(|(l, all)| all.into_iter().map(move |s| (l, s)))
            {
                let says_nothing = statement.title.ends_with("not shown")
                    || statement.title.starts_with("Nothing is known")
                    || statement.detail.ends_with("read with none of the items");
                let leads_somewhere = !statement.basis.words().is_empty();
                assert!(leads_somewhere || says_nothing, "{persona} {scope:?} {list}: {statement:?}");
                if leads_somewhere {
                    seen.insert(list);
                }
            }
        }
        for list in ["findings", "anchors", "away", "lags", "places", "towns", "clock", "profile", "odds", "sensitive"]
        {
            assert!(seen.contains(list), "no statement of {list} was looked at");
        }
    }
}
