//! From an actions file to actions that fit a dossier, or to all that is wrong with it.

use std::collections::HashMap;

use super::actions::{Action, ActionId, Actions, Bringing, Invoking, MOST_DOCUMENTS};
use super::answers;
use super::needs::Needs;
use crate::diagnostic::steps::{self, Step, at};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{self, ActionsDocument, Brought, Obstacle};
use crate::dossier::{Document, Dossier, Exception, Target};
use crate::id::{is_name, suggest};
use crate::invariant::Always;
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{CriterionId, FactId, Kind, Value};
use crate::{Number, Problems};

/// The kinds of obstacle that a file may speak of without there being one.
const KINDS: [&str; 5] = ["heritage", "budget", "space", "closed_service", "evidence"];

impl Actions {
    /// Binds an actions file to a dossier.
    ///
    /// # Errors
    /// All that is wrong with the file, each with its place: what was wrong with its shape when it was read; facts,
    /// evidence types, criteria, requirements, documents, actions or obstacles that are not known; answers that do
    /// not fit; a cost below zero; actions that need each other.
    pub fn bind(document: &ActionsDocument, dossier: &Dossier) -> Result<Actions, Problems> {
        let mut binder = Binder {
            document,
            dossier,
            positions: HashMap::new(),
            held: dossier.documents.iter().enumerate().rev().map(|(at, one)| (one.id.as_str(), at)).collect(),
            room: document.origin.limits().supports,
            found: document.origin.problems().to_vec(),
            obstacles: dossier.obstacles.iter().cloned().collect(),
        };
        let actions = binder.actions();
        let problems = Problems::new(binder.found).at_most(document.origin.limits().problems);
        if problems.has_errors() { Err(problems) } else { Ok(actions) }
    }
}

struct Binder<'a> {
    document: &'a ActionsDocument,
    dossier: &'a Dossier,
    /// Of each action's id.
    positions: HashMap<&'a str, ActionId>,
    /// Of each of the dossier's documents.
    held: HashMap<&'a str, usize>,
    /// How many more criteria may be supported.
    room: usize,
    found: Vec<Diagnostic>,
    obstacles: Vec<Obstacle>,
}

impl Binder<'_> {
    fn place(&self, steps: &[Step]) -> Place {
        self.document.origin.place(&steps::pointer(steps))
    }

    fn report(&mut self, code: Code, place: Place, message: String, help: String) {
        self.found.push(Diagnostic::new(code, place, message).help(help));
    }

    /// The actions, as far as they can be made out.
    fn actions(&mut self) -> Actions {
        let rules = &self.dossier.rules;
        if let Some(named) = self.document.ruleset.as_ref().filter(|named| *named != rules.id()) {
            let message = format!("the actions are for the rule set `{named}`, not for `{}`", rules.id());
            self.report(
                Code::OtherRuleSet,
                self.place(at!["ruleset"]),
                message,
                "bind them to a dossier of that one".into(),
            );
        }
        self.read_obstacles();
        self.read_ids();
        let document = self.document;
        let brought: Arena<ActionId, Vec<Bringing>> =
            document.actions.iter().enumerate().map(|(at, action)| self.brings(at, action)).collect();
        let needs: Arena<ActionId, Vec<ActionId>> =
            document.actions.iter().enumerate().map(|(at, action)| self.others(at, "needs", &action.needs)).collect();
        self.rings(&needs);
        let mut walk = Needs::new(&needs, |id| &needs[id]);
        let mut list = Arena::new();
        for (id, (at, written)) in needs.ids().zip(document.actions.iter().enumerate()) {
            if written.cost < Number::ZERO {
                let message = format!("the action `{}` costs less than nothing", written.id);
                let help = "a cost is at least 0; what is gained besides the award is not planned for";
                self.report(Code::NegativeCost, self.place(at!["actions", at, "cost"]), message, help.into());
            }
            list.push(Action {
                id: written.id.clone(),
                title: written.title.clone(),
                sets: self.sets(at, written),
                brings: brought[id].clone(),
                invokes: self.invokes(at, written, &brought, &mut walk),
                cost: written.cost.clone(),
                duration: written.duration,
                needs: needs[id].clone(),
                excludes: self.others(at, "excludes", &written.excludes),
                blocked_by: self.blocked_by(at, written),
                who: written.who.clone(),
                mechanism: written.mechanism.clone(),
            });
        }
        let effort = self.effort();
        if !effort.is_empty() {
            let better = answers::better(self.dossier, &|fact| effort.get(&fact).cloned());
            better.into_iter().for_each(|action| {
                list.push(action);
            });
        }
        Actions { list, obstacles: self.obstacles.clone(), unit_of_cost: document.unit_of_cost.clone() }
    }

    fn read_obstacles(&mut self) {
        for (at, obstacle) in self.document.obstacles.iter().enumerate() {
            if self.obstacles.iter().any(|known| known.id == obstacle.id) {
                let message = format!("two obstacles are called `{}`", obstacle.id);
                let help = "give each an id of its own; those of the dossier need not be written again";
                self.report(Code::DuplicateId, self.place(at!["obstacles", at, "id"]), message, help.into());
            }
            for (item, path) in obstacle.on.iter().enumerate() {
                self.criterion(path, self.place(at!["obstacles", at, "on", item]));
            }
            self.obstacles.push(obstacle.clone());
        }
    }

    fn read_ids(&mut self) {
        for (at, action) in self.document.actions.iter().enumerate() {
            let id = &action.id;
            if !is_name(id) && !id.is_empty() {
                let help = "an id is made of lower-case letters, digits, `_` and `-`, and starts with a letter";
                let message = format!("`{}` is no id", id.escape_debug());
                self.report(Code::BadId, self.place(at!["actions", at, "id"]), message, help.into());
            }
            if let Some(first) = self.positions.insert(id, ActionId::new(at)).filter(|_| !id.is_empty()) {
                let first = self.place(at!["actions", first.index(), "id"]);
                self.found.push(
                    Diagnostic::new(
                        Code::DuplicateId,
                        self.place(at!["actions", at, "id"]),
                        format!("two actions are called `{id}`"),
                    )
                    .related(first, "the first")
                    .help("give each action an id of its own"),
                );
            }
        }
    }

    /// The leaves at a path.
    fn criterion(&mut self, path: &str, place: Place) -> Vec<CriterionId> {
        let rules = &self.dossier.rules;
        let Some(&top) = rules.paths.get(path) else {
            let message = format!("no criterion has the path `{path}`");
            let help = suggest(path, rules.criteria(), "criteria");
            self.report(Code::UnknownCriterion, place, message, help);
            return Vec::new();
        };
        let end = rules.criteria[top].end;
        let within = rules.criteria.pairs().filter(|(id, _)| *id >= top && *id < end);
        within.filter(|(_, criterion)| matches!(criterion.kind, Kind::Leaf(_))).map(|(id, _)| id).collect()
    }

    fn sets(&mut self, at: usize, written: &document::Action) -> Vec<(FactId, Value)> {
        let rules = &self.dossier.rules;
        let mut sets = Vec::new();
        for (name, literal) in &written.sets {
            let place = self.place(at!["actions", at, "sets", name.as_str()]);
            match rules.fact_names.get(name) {
                Some(&fact) if fact != FactId::AS_OF && rules.facts[fact].derivation.is_none() => {
                    match rules.facts[fact].read(literal) {
                        Ok(value) => sets.push((fact, value)),
                        Err(misfit) => {
                            self.found
                                .push(Diagnostic::new(misfit.code, place, misfit.message).maybe_help(misfit.help));
                        }
                    }
                }
                Some(_) => {
                    let message = format!("`{name}` is not a fact that is answered");
                    self.report(Code::NotAnswerable, place, message, "set the facts that it is made from".into());
                }
                None => {
                    let help = suggest(name, rules.facts(), "facts");
                    self.report(Code::UnknownFact, place, format!("no fact is called `{name}`"), help);
                }
            }
        }
        sets
    }

    fn brings(&mut self, at: usize, written: &document::Action) -> Vec<Bringing> {
        let mut all = Vec::new();
        for (item, brought) in written.brings.iter().enumerate() {
            all.extend(self.documents(at, item, written, brought));
        }
        all
    }

    fn documents(&mut self, at: usize, item: usize, written: &document::Action, brought: &Brought) -> Vec<Bringing> {
        let rules = &self.dossier.rules;
        let mut supports = Vec::new();
        for (position, path) in brought.supports.iter().enumerate() {
            supports.extend(self.criterion(path, self.place(at!["actions", at, "brings", item, "supports", position])));
        }
        supports.sort_unstable();
        supports.dedup();
        let name = &brought.evidence_type;
        let Some(&evidence_type) = rules.evidence_names.get(name) else {
            if !name.is_empty() {
                let help = suggest(name, rules.evidence_types.iter().map(|one| one.name.as_str()), "evidence types");
                let place = self.place(at!["actions", at, "brings", item, "type"]);
                self.report(Code::UnknownEvidenceType, place, format!("no evidence type is called `{name}`"), help);
            }
            return Vec::new();
        };
        let count = brought.count.unwrap_or(1);
        if count == 0 || count > MOST_DOCUMENTS {
            let place = self.place(at!["actions", at, "brings", item, "count"]);
            let message = format!("an action brings {count} documents of one kind");
            self.report(Code::OutOfRange, place, message, format!("write a number from 1 to {MOST_DOCUMENTS}"));
            return Vec::new();
        }
        let limits = self.document.origin.limits();
        let left = self.room.checked_sub(supports.len().saturating_mul(count as usize));
        let Some(left) = left else {
            if self.room > 0 {
                self.room = 0;
                let place = self.place(at!["actions", at, "brings", item, "supports"]);
                let help = "list the criteria that a document is for; a caller who needs more sets `Limits::supports`";
                self.report(Code::TooLarge, place, limits.too_many_supported(), help.to_owned());
            }
            return Vec::new();
        };
        self.room = left;
        let base = brought.id.clone().unwrap_or_else(|| format!("{}-{}", written.id, name));
        let id = |n: u32| if count == 1 { base.clone() } else { format!("{base}-{}", n + 1) };
        (0..count)
            .map(|n| Bringing {
                document: Document {
                    id: id(n),
                    title: brought.title.clone(),
                    evidence_type,
                    issued: None,
                    expires: brought.expires,
                    supports: supports.clone(),
                    identity: 0,
                    rejected: None,
                },
            })
            .collect()
    }

    fn invokes<'n>(
        &mut self,
        at: usize,
        written: &document::Action,
        brought: &Arena<ActionId, Vec<Bringing>>,
        needs: &mut Needs<impl Fn(ActionId) -> &'n [ActionId]>,
    ) -> Vec<Invoking> {
        let mut invokes = Vec::new();
        if written.invokes.is_empty() {
            return invokes;
        }
        let this = ActionId::new(at);
        let others = needs.all(this).into_iter().filter(|other| *other != this);
        // Itself last.
        let bringing: Vec<ActionId> = others.chain([this]).collect();
        for (item, invoked) in written.invokes.iter().enumerate() {
            let place = self.place(at!["actions", at, "invokes", item, "on"]);
            let Some(on) = self.target(&invoked.on, place) else { continue };
            let mut invoking = Invoking {
                exception: Exception {
                    kind: Some(invoked.kind),
                    on: Some(on),
                    on_text: invoked.on.clone(),
                    reason: Some(invoked.reason.clone()),
                    approved_by: Some(invoked.approved_by.clone()),
                    issued: None,
                    expires: None,
                    evidence: Vec::new(),
                    using: invoked.using.clone(),
                },
                valid_for: invoked.valid_for,
                brought: Vec::new(),
            };
            for (position, id) in invoked.evidence.iter().enumerate() {
                if let Some(&held) = self.held.get(id.as_str()) {
                    invoking.exception.evidence.push(held);
                    continue;
                }
                let mut named = Vec::new();
                for action in bringing.iter().copied() {
                    let own = self.document.actions.get(action.index()).always("an action is one of the file");
                    let mut own = own.into_iter().flat_map(|action| &action.brings);
                    let all = own.any(|one| one.id.as_ref() == Some(id) && one.count.unwrap_or(1) > 1);
                    for (nth, bringing) in brought[action].iter().enumerate() {
                        let is_one_of = || bringing.document.id.strip_prefix(id.as_str()).is_some_and(is_number);
                        if bringing.document.id == *id || all && is_one_of() {
                            named.push((action, nth));
                        }
                    }
                }
                if named.is_empty() {
                    let place = self.place(at!["actions", at, "invokes", item, "evidence", position]);
                    let message = format!("neither the dossier nor this action or one it needs has a document `{id}`");
                    let help = "bring it under this `id`, or let the action need the one that brings it";
                    self.report(Code::UnknownDocument, place, message, help.into());
                }
                invoking.brought.extend(named);
            }
            invokes.push(invoking);
        }
        invokes
    }

    fn target(&mut self, on: &str, place: Place) -> Option<Target> {
        let rules = &self.dossier.rules;
        if let Some(&criterion) = rules.paths.get(on)
            && matches!(rules.criteria[criterion].kind, Kind::Leaf(_))
        {
            return Some(Target::Leaf(criterion));
        }
        let requirement = on.split_once('.').and_then(|(award, id)| {
            let (award, declared) = rules.awards.pairs().find(|(_, declared)| declared.id == award)?;
            let at = declared.all_requirements().position(|requirement| requirement.id == id)?;
            Some(Target::Requirement(award, at))
        });
        if requirement.is_none() {
            let message = format!("`{on}` is neither a single criterion nor a requirement");
            let help = "write the path of a criterion that is no group, or `award.requirement`";
            self.report(Code::UnknownTarget, place, message, help.into());
        }
        requirement
    }

    /// The actions that another one names.
    fn others(&mut self, at: usize, key: &str, names: &[String]) -> Vec<ActionId> {
        let mut others = Vec::new();
        for (item, name) in names.iter().enumerate() {
            let Some(&other) = self.positions.get(name.as_str()) else {
                let place = self.place(at!["actions", at, key, item]);
                let ids = self.document.actions.iter().map(|action| action.id.as_str());
                let help = suggest(name, ids, "actions");
                self.report(Code::UnknownAction, place, format!("no action is called `{name}`"), help);
                continue;
            };
            others.push(other);
        }
        others
    }

    /// Reports actions that need themselves, directly or through others.
    fn rings(&mut self, needs: &Arena<ActionId, Vec<ActionId>>) {
        let reads: Vec<Vec<usize>> = needs.iter().map(|of| of.iter().map(|id| id.index()).collect()).collect();
        let (_, rings) = crate::order::sorted(&reads);
        let mut all: Vec<usize> = rings.into_iter().flatten().collect();
        all.sort_unstable();
        for at in all {
            let id = self.document.actions.get(at).map_or("", |action| action.id.as_str());
            let message = format!("the action `{id}` needs itself, directly or through others");
            let help = "take away one of the `needs` in the ring; none of them could ever begin";
            self.report(Code::ActionCycle, self.place(at!["actions", at, "needs"]), message, help.into());
        }
    }

    fn blocked_by(&mut self, at: usize, written: &document::Action) -> Vec<usize> {
        let mut blocked = Vec::new();
        for (item, name) in written.blocked_by.iter().enumerate() {
            let is_meant = |obstacle: &Obstacle| obstacle.id == *name || obstacle.kind.as_ref() == Some(name);
            let meant = self.obstacles.iter().enumerate().filter(|(_, obstacle)| is_meant(obstacle));
            let before = blocked.len();
            blocked.extend(meant.map(|(position, _)| position));
            if blocked.len() == before && !KINDS.contains(&name.as_str()) {
                let known = KINDS.into_iter().chain(self.obstacles.iter().map(|obstacle| obstacle.id.as_str()));
                let help = suggest(name, known, "kinds and obstacles");
                let place = self.place(at!["actions", at, "blocked_by", item]);
                let message = format!("no obstacle is called `{name}`, and no kind of obstacle is");
                self.report(Code::UnknownObstacle, place, message, help);
            }
        }
        blocked.sort_unstable();
        blocked.dedup();
        blocked
    }

    /// The effort for each fact that `effort` speaks of; the longer path wins.
    fn effort(&mut self) -> HashMap<FactId, Number> {
        let rules = &self.dossier.rules;
        let mut efforts: HashMap<FactId, (usize, Number)> = HashMap::new();
        for (path, effort) in &self.document.effort {
            let place = self.place(at!["effort", path.as_str()]);
            if *effort < Number::ZERO {
                let message = format!("the effort for `{path}` is less than nothing");
                self.report(Code::NegativeCost, place, message, "an effort is at least 0".into());
                continue;
            }
            let facts: Vec<FactId> = match rules.fact_names.get(path.as_str()) {
                Some(fact) => vec![*fact],
                None => {
                    let leaves = self.criterion(path, place);
                    leaves.into_iter().flat_map(|leaf| answers::asked(rules, leaf)).collect()
                }
            };
            for fact in facts {
                let nearer = efforts.get(&fact).is_none_or(|(length, _)| *length <= path.len());
                if nearer {
                    efforts.insert(fact, (path.len(), effort.clone()));
                }
            }
        }
        efforts.into_iter().map(|(fact, (_, effort))| (fact, effort)).collect()
    }
}

/// What stands behind the id of several documents.
fn is_number(rest: &str) -> bool {
    rest.strip_prefix('-').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}
