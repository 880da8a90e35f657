//! Dossiers from JSON text, straight to their answers.

use super::draft::Draft;
use super::names::Within;
use super::quick::{Papers, Quick};
use super::scan::{Scalar, Scan};
use crate::Date;
use crate::document::{DossierDocument, Entry, Limits, Node, Style, Text, Value, lower_tree};
use crate::dossier::sources::json;
use crate::dossier::{Dossier, Held};

/// How deep answers may stand: well within the limit of depth, which is told by the positioned reader.
const DEEPEST: usize = Limits::DEEPEST - 4;

/// The dossier that comes next in the text.
pub(super) fn read<'t>(quick: &Quick<'t>, scan: &mut Scan<'t>) -> Option<Dossier> {
    let start = scan.at();
    let mut reader = Reader { draft: Draft::new(quick), papers: Vec::new(), keys: 0, values: 1 };
    scan.object(|scan, key| reader.entry(scan, key))?;
    let Reader { mut draft, papers, values, .. } = reader;
    let limits = Limits::default();
    if scan.at() - start > limits.bytes || values > limits.nodes {
        return None;
    }
    if !papers.is_empty() {
        draft.papers = Some(lay_out(quick, papers, &mut draft.title)?);
    }
    draft.finish()
}

/// The dossiers of a text that holds one or a list of them, `None` for each that is not plainly right; and whether
/// the text as a whole was well-formed.
pub(super) fn read_list(quick: &Quick<'_>, text: &str) -> (Vec<Option<Dossier>>, bool) {
    let mut scan = Scan::new(text, beginning(text));
    let mut bound = Vec::new();
    if scan.peek() != Some(b'[') {
        bound.push(read(quick, &mut scan));
        return (bound, scan.is_done());
    }
    let whole = scan.list(|scan| {
        let start = scan.clone();
        let dossier = read(quick, scan);
        if dossier.is_none() {
            *scan = start;
            scan.any()?;
        }
        bound.push(dossier);
        Some(())
    });
    (bound, whole.is_some() && scan.is_done())
}

/// The first byte behind a byte-order mark.
pub(super) fn beginning(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

struct Reader<'q, 't> {
    draft: Draft<'q, 't>,
    /// What is read by way of the tree.
    papers: Vec<Entry>,
    /// The keys that were there, a bit each.
    keys: u32,
    /// How many values there were.
    values: usize,
}

/// The keys of a dossier.
const KEYS: &[&str] = DossierDocument::KEYS;

impl<'t> Reader<'_, 't> {
    fn entry(&mut self, scan: &mut Scan<'t>, key: &str) -> Option<()> {
        let bit = 1 << KEYS.iter().position(|known| *known == key)?;
        if self.keys & bit != 0 {
            return None;
        }
        self.keys |= bit;
        self.values += 1;
        match key {
            "facts" if scan.peek()? == b'{' => self.facts(scan, self.draft.quick.names.top, 1),
            "awards" if scan.peek()? == b'[' => self.awards(scan),
            "evidence" | "exceptions" | "obstacles" | "rounds" | "title" if matches!(scan.peek()?, b'[' | b'{') => {
                self.paper(scan, key)
            }
            _ => match (key, scan.scalar()?) {
                (_, Scalar::Null) => Some(()),
                ("unit", Scalar::Text(unit)) => {
                    self.draft.unit = Some(unit);
                    Some(())
                }
                ("title", Scalar::Text(title)) => {
                    self.draft.title = Some(Text::Plain(title.into_owned()));
                    Some(())
                }
                ("ruleset", Scalar::Text(id)) => (id == self.draft.quick.rules.id()).then_some(()),
                ("as_of", Scalar::Text(date)) => {
                    self.draft.as_of = Some(date.parse().ok()?);
                    Some(())
                }
                _ => None,
            },
        }
    }

    fn facts(&mut self, scan: &mut Scan<'t>, within: Within, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        scan.object(|scan, key| {
            self.values += 1;
            let key = self.draft.key(within, key)?;
            if scan.peek()? == b'{' {
                return self.facts(scan, key.within?, depth + 1);
            }
            match scan.scalar()? {
                Scalar::Null => Some(()),
                Scalar::Text(text) => self.draft.answer(key, &text, Style::Quoted),
                Scalar::Word(word, style) => self.draft.answer(key, word, style),
            }
        })
    }

    fn awards(&mut self, scan: &mut Scan<'t>) -> Option<()> {
        let rules = &self.draft.quick.rules;
        let mut all = Vec::new();
        scan.list(|scan| {
            let mut award = None;
            let [mut from, mut until, mut revoked]: [Option<Option<Date>>; 3] = [None; 3];
            scan.object(|scan, key| {
                self.values += 1;
                let date = match (key, scan.scalar()?) {
                    ("award", Scalar::Text(id)) if award.is_none() => {
                        award = Some(rules.awards.pairs().find(|(_, declared)| declared.id == *id)?.0);
                        return Some(());
                    }
                    (_, Scalar::Text(date)) => Some(date.parse().ok()?),
                    (_, Scalar::Null) => None,
                    _ => return None,
                };
                let place = match key {
                    "from" => &mut from,
                    "until" => &mut until,
                    "revoked" => &mut revoked,
                    _ => return None,
                };
                place.replace(date).is_none().then_some(())
            })?;
            let (from, until, revoked) = (from??, until.flatten(), revoked.flatten());
            let is_in_order = until.is_none_or(|until| until > from) && revoked.is_none_or(|revoked| revoked >= from);
            self.values += 1;
            all.push(Held { award: award?, from, until, revoked });
            is_in_order.then_some(())
        })?;
        self.draft.held = Some(all);
        Some(())
    }

    fn paper(&mut self, scan: &mut Scan<'t>, key: &str) -> Option<()> {
        let (value, values) = json::part(scan.any()?)?;
        self.values += values;
        self.papers.push(Entry { key: key.to_owned(), key_at: None, value });
        Some(())
    }
}

/// Evidence, exceptions, obstacles and titles by language are few, and go by way of the tree.
fn lay_out(quick: &Quick<'_>, mut entries: Vec<Entry>, title: &mut Option<Text>) -> Option<Papers> {
    let unit = Node::scalar("unit", Style::Quoted);
    entries.push(Entry { key: "unit".to_owned(), key_at: None, value: unit });
    let tree = Node::new(Value::Map(entries));
    let document: DossierDocument = lower_tree(Vec::new(), tree, Vec::new(), &Limits::default());
    let papers = quick.papers(&document)?;
    *title = document.title.or(title.take());
    Some(papers)
}
