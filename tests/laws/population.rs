//! The parts of a unit, laid together, are the unit.

use crate::config::law;
use crate::generated::{Options, made};
use predikat::dossier::BindOptions;
use predikat::{DossierDocument, RuleSet};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(law())]

    /// A dossier taken apart in any way, and what stands in several parts alike, is the dossier again.
    #[test]
    fn what_is_taken_apart_is_laid_together(
        made in made(Options { missing: 1, ..Options::default() }),
        places in vec((0..3_usize, any::<bool>()), 60),
    ) {
        let document = &made.dossier;
        let mut places = places.iter().cycle();
        // In which of three parts something stands: in one, or in that and the next.
        let mut is_in = |part: usize, again: &mut Option<(usize, bool)>| {
            let (at, twice) = *again.get_or_insert_with(|| *places.next().unwrap());
            at == part || (twice && (at + 1) % 3 == part)
        };
        let header = |part: usize| (part != 1).then_some(document.as_of).flatten();
        let mut parts: Vec<DossierDocument> = (0..3)
            .map(|part| DossierDocument { unit: document.unit.clone(), as_of: header(part), ..Default::default() })
            .collect();
        macro_rules! split {
            ($field:ident, $add:ident, $item:pat => $value:expr) => {
                for $item in &document.$field {
                    let mut again = None;
                    for (at, part) in parts.iter_mut().enumerate() {
                        if is_in(at, &mut again) {
                            part.$field.$add($value);
                        }
                    }
                }
            };
        }
        for (name, literal) in &document.facts {
            let mut again = None;
            for (at, part) in parts.iter_mut().enumerate() {
                if is_in(at, &mut again) {
                    part.facts.insert(name.clone(), literal.clone());
                }
            }
        }
        split!(evidence, push, one => one.clone());
        split!(rounds, push, one => one.clone());
        split!(exceptions, push, one => one.clone());
        split!(awards, push, one => one.clone());
        let rules = RuleSet::from_document(&made.rules).unwrap();
        let whole = DossierDocument::joined(parts).unwrap();
        let (mut one, mut other) = (whole.clone(), document.clone());
        for document in [&mut one, &mut other] {
            document.facts.sort_keys();
            document.evidence.sort_by(|a, b| a.id.cmp(&b.id));
            // Some exceptions and awards of a generated dossier are alike.
            document.exceptions.sort_by_key(|one| format!("{one:?}"));
            document.exceptions.dedup();
            document.awards.sort_by_key(|one| format!("{one:?}"));
            document.awards.dedup();
        }
        prop_assert_eq!(&one, &other);
        prop_assert!(rules.bind(&whole, &BindOptions::new()).is_ok());
    }
}
