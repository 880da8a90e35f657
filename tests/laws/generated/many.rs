//! A thousand criteria, of a few kinds that come again and again.

use predikat::document::Criterion;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::criteria::{criterion, leaf};
use super::options::Options;

/// In one of a hundred cases a thousand criteria, in a list or in groups; else these.
pub fn one_of_a_hundred(few: BoxedStrategy<Vec<Criterion>>, options: Options) -> BoxedStrategy<Vec<Criterion>> {
    prop_oneof![99 => few, 1 => thousand(options)].boxed()
}

fn thousand(options: Options) -> BoxedStrategy<Vec<Criterion>> {
    // what fails is tried with fewer
    let count = select(vec![10_usize, 100, 1000, 1000, 1000, 1000, 1000, 1000]);
    let sizes = select(vec![vec![], vec![10], vec![100], vec![250], vec![10, 10]]);
    let group = criterion(options).prop_filter_map("a leaf", |one| one.criteria.is_some().then_some(one));
    (count, sizes, vec(leaf(options), 2..6), vec(group, 1..3))
        .prop_map(|(count, sizes, leaves, groups)| {
            let mut criteria: Vec<Criterion> = leaves.iter().cycle().take(count).cloned().collect();
            for size in sizes {
                let together = criteria.chunks(size).zip(groups.iter().cycle());
                criteria = together
                    .map(|(below, group)| Criterion { criteria: Some(below.to_vec()), ..group.clone() })
                    .collect();
            }
            criteria
        })
        .boxed()
}
