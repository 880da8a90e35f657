//! Writes the rule sets of the badge from the facts about their criteria.

use std::fmt::Write as _;

use super::criteria::{self, Category, Row};

/// A series of levels, each of which asks for the one before.
pub struct Series {
    pub file: &'static str,
    pub header: &'static str,
    /// The ids of the levels, lowest first, and their titles.
    pub levels: &'static [(&'static str, &'static str)],
    /// What the total says of itself beyond its policy.
    pub total: &'static str,
}

/// The text of the rule set of a series.
pub fn text(series: &Series) -> String {
    let ids: Vec<&str> = series.levels.iter().map(|(id, _)| *id).collect();
    let rows = criteria::of(&ids);
    let mut out = series.header.to_owned();
    facts(&mut out, &ids, &rows);
    out += "\ncriteria:\n";
    for (i, (level, title)) in series.levels.iter().enumerate() {
        tier(&mut out, &ids[..i], level, title, &rows);
    }
    out += "  # Each level by itself, whatever became of the one before: shown, and never added to the total.\n";
    out += "  - id: levels\n    title: The levels, each by itself\n    bonus: true\n    cap: 0\n    criteria:\n";
    for (level, title) in series.levels {
        detail(&mut out, level, title, &rows);
    }
    _ = writeln!(out, "\ntotal: {{not_applicable: zero{}}}\n\nawards:", series.total);
    for (i, (level, title)) in series.levels.iter().enumerate() {
        award(&mut out, level, title, i.checked_sub(1).map(|before| ids[before]));
    }
    out
}

fn facts(out: &mut String, levels: &[&str], rows: &[Row]) {
    *out += "\nfacts:\n  # the status of each criterion, and the justification where a rule reads it\n";
    for (i, row) in rows.iter().enumerate() {
        if rows[..i].iter().any(|before| before.id == row.id) {
            continue;
        }
        let all = || rows.iter().filter(|other| other.id == row.id);
        let na = if all().any(|row| row.na_allowed) { ", N/A" } else { "" };
        _ = writeln!(out, "  {}: {{type: choice, of: [Met, Unmet{na}, \"?\"]}}", row.id);
        if all().any(Row::reads_justification) {
            _ = writeln!(out, "  {}_justification: {{type: text}}", row.id);
        }
    }
    for level in levels {
        _ = writeln!(out, "  # how many criteria of this level count\n  {level}_count:\n    derive:\n      count:");
        for row in of_level(rows, level) {
            _ = writeln!(out, "        - &{level}_{} {}", row.id, counts(row));
        }
    }
}

/// When a criterion counts: its answer is good enough. `?` never is.
fn counts(row: &Row) -> String {
    let id = &row.id;
    let good = format!("{id}_justification: {{min_length: 5, not_starts_with: \"// \"}}");
    let mut plain = Vec::new();
    let mut with_more = Vec::new();
    match (row.met_url_required, row.met_justification_required) {
        (false, false) => plain.push("Met"),
        (false, true) => with_more.push(format!("{{{id}: Met, {good}}}")),
        (true, false) => with_more.push(format!("{{{id}: Met, {id}_justification: {{contains_url: true}}}}")),
        (true, true) => with_more.push(format!(
            "{{{id}: Met, {id}_justification: {{contains_url: true, min_length: 5, not_starts_with: \"// \"}}}}"
        )),
    }
    if row.na_allowed && row.na_justification_required {
        with_more.push(format!("{{{id}: N/A, {good}}}"));
    } else if row.na_allowed {
        plain.push("N/A");
    }
    match row.category {
        Category::Must => {}
        Category::Should => with_more.push(format!("{{{id}: Unmet, {good}}}")),
        Category::Suggested => plain.push("Unmet"),
    }
    let plain = match plain.as_slice() {
        [] => None,
        [one] => Some(format!("{{{id}: {one}}}")),
        several => Some(format!("{{{id}: [{}]}}", several.join(", "))),
    };
    let all: Vec<String> = plain.into_iter().chain(with_more).collect();
    if let [one] = all.as_slice() { one.clone() } else { format!("{{any: [{}]}}", all.join(", ")) }
}

/// What a level adds to the total: nothing before the levels below it are complete.
fn tier(out: &mut String, below: &[&str], level: &str, title: &str, rows: &[Row]) {
    let all = |level: &str| of_level(rows, level).count();
    let once = if below.is_empty() { "" } else { ", once the levels before it are reached" };
    _ = writeln!(out, "  - id: tier_{level}\n    title: \"{title}{once}\"");
    if !below.is_empty() {
        let complete: Vec<String> = below.iter().map(|level| format!("{level}_count: {}", all(level))).collect();
        _ = writeln!(out, "    applies_when: {{{}}}", complete.join(", "));
    }
    let n = all(level);
    _ = writeln!(
        out,
        "    criteria:\n      - id: share\n        cap: 99\n        round: {{places: 0, mode: half_up}}\n        criteria:\n          \
         - {{id: counted, weight: 100, linear: {{of: {level}_count, from: 0, to: {n}}}}}\n      \
         - {{id: complete, bonus: true, met_when: {{{level}_count: {n}}}}}"
    );
}

/// Every criterion of a level, and the level's percentage: at most 99 unless all of them count.
fn detail(out: &mut String, level: &str, title: &str, rows: &[Row]) {
    _ = writeln!(
        out,
        "      - id: {level}\n        title: {title}\n        criteria:\n          - id: criteria\n            aggregate: mean\n            \
         weight: 100\n            cap: 99\n            round: {{places: 0, mode: half_up}}\n            criteria:"
    );
    for row in of_level(rows, level) {
        _ = writeln!(out, "              - {{id: {}, met_when: *{level}_{}}}", row.id, row.id);
    }
    let n = of_level(rows, level).count();
    _ = writeln!(out, "          - {{id: complete, bonus: true, met_when: {{{level}_count: {n}}}}}");
}

fn award(out: &mut String, level: &str, title: &str, before: Option<&str>) {
    _ = writeln!(
        out,
        "  - id: {level}\n    title: {title}\n    requires:\n      - {{id: complete, score: levels.{level}, at_least: 100}}"
    );
    if let Some(before) = before {
        _ = writeln!(out, "      - {{id: {before}, award: {before}, eligible: true}}");
    }
}

fn of_level<'a>(rows: &'a [Row], level: &str) -> impl Iterator<Item = &'a Row> {
    rows.iter().filter(move |row| row.level == level)
}
