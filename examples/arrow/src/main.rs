//! Decides a record batch of Apache Arrow without copying a value, and writes a record batch.

mod population;
mod read;
#[cfg(test)]
mod tests;
mod write;

use predikat::RuleSet;
use predikat::batch::{Batch, Outcomes};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = RuleSet::from_yaml("offices.yaml", population::RULES)?;
    let batch = Batch::new(&rules);
    let as_of = "2024-05-31".parse()?;
    let mut outcomes = Outcomes::default();

    // The offices come as a record batch: from a Parquet file, a query, another process.
    let offices = population::offices(1000)?;
    batch.decide(&read::table(&offices, as_of)?, &mut outcomes)?;
    let decided = write::outcomes(&outcomes)?;
    for field in decided.schema_ref().fields() {
        println!("{}: {}", field.name(), field.data_type());
    }
    let eligible = (0..outcomes.rows()).filter(|row| outcomes.highest(*row).is_some()).count();
    println!("{eligible} of {} offices are eligible", decided.num_rows());
    println!("{} were decided one by one", outcomes.by_row());
    for refused in outcomes.refused() {
        println!("row {}, column {:?}: {}", refused.row, refused.column, refused.problems);
    }

    // A slice is read where it lies.
    let some = offices.slice(333, 100);
    batch.decide(&read::table(&some, as_of)?, &mut outcomes)?;
    println!("{} offices from the 334th on: {}", outcomes.rows(), write::outcomes(&outcomes)?.num_rows());
    Ok(())
}
