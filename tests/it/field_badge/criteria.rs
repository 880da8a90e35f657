//! The facts about the criteria, as `tests/data/best-practices/criteria.csv` has them.

use std::path::Path;

/// One criterion at one level; the same id may stand at several levels and ask different things there.
pub struct Row {
    pub level: String,
    pub id: String,
    pub category: Category,
    pub na_allowed: bool,
    pub na_justification_required: bool,
    pub met_url_required: bool,
    pub met_justification_required: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Category {
    Must,
    Should,
    Suggested,
}

impl Row {
    /// Whether the rules look at the justification.
    pub fn reads_justification(&self) -> bool {
        self.category == Category::Should
            || self.na_justification_required
            || self.met_url_required
            || self.met_justification_required
    }
}

/// Where the data stands.
pub fn data(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/best-practices").join(file);
    std::fs::read_to_string(path).unwrap()
}

/// The criteria of some levels, in their order.
pub fn of(levels: &[&str]) -> Vec<Row> {
    let text = data("criteria.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        let is = |i: usize| record[i].parse::<bool>().unwrap();
        Row {
            level: record[0].to_owned(),
            // the application's `require_2FA` and `secure_2FA` have capitals, an id has none
            id: record[1].to_lowercase(),
            category: match &record[2] {
                "MUST" => Category::Must,
                "SHOULD" => Category::Should,
                "SUGGESTED" => Category::Suggested,
                other => panic!("no category is called {other}"),
            },
            na_allowed: is(3),
            na_justification_required: is(4),
            met_url_required: is(5),
            met_justification_required: is(6),
        }
    });
    rows.filter(|row| levels.contains(&row.level.as_str())).collect()
}
