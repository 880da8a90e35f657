//! Documents as a table says them.

use std::fmt::Write as _;

use predikat::{Date, DossierDocument};

/// One document a row.
pub fn documents(units: &[&DossierDocument]) -> String {
    let mut text = "unit,id,type,issued,expires,supports,ref,sha256\n".to_owned();
    for (i, unit) in units.iter().enumerate() {
        for one in &unit.evidence {
            let date = |date: Option<Date>| date.map_or(String::new(), |date| date.to_string());
            let said = |text: &Option<String>| text.clone().unwrap_or_default();
            let (issued, expires, supports) = (date(one.issued), date(one.expires), one.supports.join(";"));
            let (reference, sha256) = (said(&one.reference), said(&one.sha256));
            let (id, kind) = (&one.id, &one.evidence_type);
            writeln!(text, "u{i},{id},{kind},{issued},{expires},{supports},{reference},{sha256}").unwrap();
        }
    }
    text
}
