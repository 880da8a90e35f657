//! The yardstick of JSON: text into a typed struct, then the decision by hand.

use serde::Deserialize;

use crate::award40::{Block, Outcome, Unit, by_hand};

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Nursery,
    Primary,
    Secondary,
    Special,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    No,
    InProgress,
    Yes,
}

/// A struct of the facts, and how a unit is made of it.
macro_rules! facts {
    ([$($answer:ident)*] [$($truth:ident)*] [$($documents:ident)*] [$($trained:ident)*] [$($staff:ident)*]) => {
        #[derive(Deserialize)]
        struct Facts {
            kind: Kind,
            silver_before: bool,
            $($answer: Answer,)*
            $($truth: bool,)*
            $($documents: u32, )*
            $($trained: u32,)*
            $($staff: u32,)*
        }

        impl From<Facts> for Unit {
            fn from(facts: Facts) -> Unit {
                let block = Block {
                    answers: [$(facts.$answer as u8),*],
                    truths: [$(facts.$truth),*],
                    documents: [$(facts.$documents),*],
                    trained: [$(facts.$trained),*],
                    staff: [$(facts.$staff),*],
                };
                Unit { kind: facts.kind as u8, silver_before: facts.silver_before, blocks: vec![block] }
            }
        }
    };
}
facts!(
    [a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19 a20 a21 a22 a23 a24 a25]
    [t0 t1 t2 t3 t4 t5]
    [d0 d1 d2 d3 d4 d5]
    [n0 n1 n2 n3 n4 n5 n6 n7]
    [s0 s1 s2 s3 s4 s5 s6 s7]
);

pub fn from_json(json: &str) -> Outcome {
    let facts: Facts = serde_json::from_str(json).expect("a unit");
    by_hand(&facts.into())
}
