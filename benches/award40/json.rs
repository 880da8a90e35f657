//! A unit as JSON, and the reader of it that one would write by hand: a struct for 40 criteria, blocks for more.

use std::fmt::{self, Write};

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{ANSWERS, Block, KINDS, SHAPE, Unit, first_answer};

/// A unit as a program would write it, numbers and truths without quotes.
pub fn text(name: &str, unit: &Unit) -> String {
    let mut text = format!("{{\"unit\":\"{name}\",\"as_of\":\"2024-01-01\",\"facts\":{{");
    for (i, (fact, value)) in super::facts(unit).into_iter().enumerate() {
        let is_bare = value == "true" || value == "false" || value.parse::<u32>().is_ok();
        let quote = if is_bare { "" } else { "\"" };
        write!(text, "{}\"{fact}\":{quote}{value}{quote}", if i > 0 { "," } else { "" }).expect("text can be written");
    }
    text.push('}');
    if unit.silver_before {
        text.push_str(",\"awards\":[{\"award\":\"silver\",\"from\":\"2023-01-01\"}]");
    }
    text.push('}');
    text
}

/// A unit with facts of one type or another.
#[derive(Deserialize)]
pub struct Dossier<'t, F> {
    #[serde(borrow)]
    pub unit: &'t str,
    pub as_of: &'t str,
    pub facts: F,
    #[serde(default)]
    pub awards: Vec<Held<'t>>,
}

#[derive(Deserialize)]
pub struct Held<'t> {
    pub award: &'t str,
    pub from: &'t str,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Nursery,
    Primary,
    Secondary,
    Special,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Degree {
    No,
    InProgress,
    Yes,
}

const KIND: [Kind; 4] = [Kind::Nursery, Kind::Primary, Kind::Secondary, Kind::Special];
const DEGREE: [Degree; 3] = [Degree::No, Degree::InProgress, Degree::Yes];

macro_rules! fields {
    ($($field:ident $name:literal $type:ident;)*) => {
        /// The facts of a unit of 40 criteria, a field each.
        #[derive(Deserialize, Serialize)]
        pub struct Facts {
            $(#[serde(rename = $name)] pub $field: $type,)*
        }
    };
}
fields! {
    kind "kind" Kind;
    a0 "g0.a0_0" Degree;
    a1 "g0.a0_1" Degree;
    a2 "g0.a0_2" Degree;
    a3 "g0.a0_3" Degree;
    a4 "g0.a0_4" Degree;
    a5 "g0.a0_5" Degree;
    a6 "g0.a0_6" Degree;
    a7 "g0.a0_7" Degree;
    a8 "g0.a0_8" Degree;
    a9 "g0.a0_9" Degree;
    a10 "g0.a0_10" Degree;
    a11 "g1.a0_0" Degree;
    a12 "g1.a0_1" Degree;
    a13 "g1.a0_2" Degree;
    a14 "g1.a0_3" Degree;
    a15 "g1.a0_4" Degree;
    a16 "g2.a0_0" Degree;
    a17 "g2.a0_1" Degree;
    a18 "g2.a0_2" Degree;
    a19 "g2.a0_3" Degree;
    a20 "g2.a0_4" Degree;
    a21 "g2.a0_5" Degree;
    a22 "g2.a0_6" Degree;
    a23 "g2.a0_7" Degree;
    a24 "g2.a0_8" Degree;
    a25 "g2.a0_9" Degree;
    t0 "t0_0" bool;
    d0 "d0_0" u32;
    t1 "t0_1" bool;
    d1 "d0_1" u32;
    t2 "t0_2" bool;
    d2 "d0_2" u32;
    t3 "t0_3" bool;
    d3 "d0_3" u32;
    t4 "t0_4" bool;
    d4 "d0_4" u32;
    t5 "t0_5" bool;
    d5 "d0_5" u32;
    n0 "n0_0" u32;
    s0 "s0_0" u32;
    n1 "n0_1" u32;
    s1 "s0_1" u32;
    n2 "n0_2" u32;
    s2 "s0_2" u32;
    n3 "n0_3" u32;
    s3 "s0_3" u32;
    n4 "n0_4" u32;
    s4 "s0_4" u32;
    n5 "n0_5" u32;
    s5 "s0_5" u32;
    n6 "n0_6" u32;
    s6 "s0_6" u32;
    n7 "n0_7" u32;
    s7 "s0_7" u32;
}

impl Facts {
    pub fn unit(self, silver_before: bool) -> Unit {
        Unit {
            kind: self.kind as u8,
            silver_before,
            blocks: vec![Block {
                answers: [
                    self.a0, self.a1, self.a2, self.a3, self.a4, self.a5, self.a6, self.a7, self.a8, self.a9, self.a10,
                    self.a11, self.a12, self.a13, self.a14, self.a15, self.a16, self.a17, self.a18, self.a19, self.a20,
                    self.a21, self.a22, self.a23, self.a24, self.a25,
                ]
                .map(|answer| answer as u8),
                truths: [self.t0, self.t1, self.t2, self.t3, self.t4, self.t5],
                documents: [self.d0, self.d1, self.d2, self.d3, self.d4, self.d5],
                trained: [self.n0, self.n1, self.n2, self.n3, self.n4, self.n5, self.n6, self.n7],
                staff: [self.s0, self.s1, self.s2, self.s3, self.s4, self.s5, self.s6, self.s7],
            }],
        }
    }

    pub fn of(unit: &Unit) -> Facts {
        let block = &unit.blocks[0];
        let degree = |i: usize| DEGREE[block.answers[i] as usize];
        Facts {
            kind: KIND[unit.kind as usize],
            a0: degree(0),
            a1: degree(1),
            a2: degree(2),
            a3: degree(3),
            a4: degree(4),
            a5: degree(5),
            a6: degree(6),
            a7: degree(7),
            a8: degree(8),
            a9: degree(9),
            a10: degree(10),
            a11: degree(11),
            a12: degree(12),
            a13: degree(13),
            a14: degree(14),
            a15: degree(15),
            a16: degree(16),
            a17: degree(17),
            a18: degree(18),
            a19: degree(19),
            a20: degree(20),
            a21: degree(21),
            a22: degree(22),
            a23: degree(23),
            a24: degree(24),
            a25: degree(25),
            t0: block.truths[0],
            d0: block.documents[0],
            t1: block.truths[1],
            d1: block.documents[1],
            t2: block.truths[2],
            d2: block.documents[2],
            t3: block.truths[3],
            d3: block.documents[3],
            t4: block.truths[4],
            d4: block.documents[4],
            t5: block.truths[5],
            d5: block.documents[5],
            n0: block.trained[0],
            s0: block.staff[0],
            n1: block.trained[1],
            s1: block.staff[1],
            n2: block.trained[2],
            s2: block.staff[2],
            n3: block.trained[3],
            s3: block.staff[3],
            n4: block.trained[4],
            s4: block.staff[4],
            n5: block.trained[5],
            s5: block.staff[5],
            n6: block.trained[6],
            s6: block.staff[6],
            n7: block.trained[7],
            s7: block.staff[7],
        }
    }
}

/// The facts of any number of blocks, their keys taken apart.
pub struct Blocks {
    pub kind: u8,
    pub blocks: Vec<Block>,
}

impl<'de> Deserialize<'de> for Blocks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Blocks, D::Error> {
        deserializer.deserialize_map(BlocksVisitor)
    }
}

struct BlocksVisitor;

impl<'de> Visitor<'de> for BlocksVisitor {
    type Value = Blocks;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("facts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Blocks, A::Error> {
        const EMPTY: Block =
            Block { answers: [0; 26], truths: [false; 6], documents: [0; 6], trained: [0; 8], staff: [0; 8] };
        let mut read = Blocks { kind: 0, blocks: Vec::new() };
        while let Some(key) = map.next_key::<&str>()? {
            if key == "kind" {
                read.kind = map.next_value::<Kind>()? as u8;
                continue;
            }
            let (group, rest) = match key.strip_prefix('g') {
                Some(rest) => (usize::from(rest.as_bytes()[0] - b'0'), &rest[2..]),
                None => (0, key),
            };
            let Some((b, i)) = rest[1..].split_once('_') else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let (b, i): (usize, usize) = (b.parse().expect("a block"), i.parse().expect("a place"));
            if read.blocks.len() <= b {
                read.blocks.resize(b + 1, EMPTY);
            }
            let block = &mut read.blocks[b];
            match rest.as_bytes()[0] {
                b'a' => block.answers[first_answer(group) + i] = map.next_value::<Degree>()? as u8,
                b't' => block.truths[i] = map.next_value()?,
                b'd' => block.documents[i] = map.next_value()?,
                b'n' => block.trained[i] = map.next_value()?,
                _ => block.staff[i] = map.next_value()?,
            }
        }
        Ok(read)
    }
}

/// Reads and decides by hand.
pub fn unit(text: &str, criteria: usize) -> Unit {
    if criteria == 40 {
        let read: Dossier<Facts> = serde_json::from_str(text).expect("the text is well-formed");
        let silver_before = read.awards.iter().any(|held| held.award == "silver" && held.from < read.as_of);
        read.facts.unit(silver_before && !read.unit.is_empty())
    } else {
        let read: Dossier<Blocks> = serde_json::from_str(text).expect("the text is well-formed");
        let silver_before = read.awards.iter().any(|held| held.award == "silver" && held.from < read.as_of);
        Unit { kind: read.facts.kind, silver_before, blocks: read.facts.blocks }
    }
}

/// A wide table of units.
pub fn table(units: &[Unit]) -> String {
    let mut text = "unit,as_of".to_owned();
    for (fact, _) in super::facts(&units[0]) {
        write!(text, ",{fact}").expect("text can be written");
    }
    text.push('\n');
    for (i, unit) in units.iter().enumerate() {
        write!(text, "u{i},2024-01-01").expect("text can be written");
        for (_, value) in super::facts(unit) {
            write!(text, ",{value}").expect("text can be written");
        }
        text.push('\n');
    }
    assert!(KINDS.len() == 4 && ANSWERS.len() == 3 && SHAPE.len() == 3);
    text
}
