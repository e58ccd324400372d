//! The question bank as it ships, and what its loader says of broken packs.

use chrono::NaiveDate;
use quotidian::questions;

#[test]
fn the_embedded_bank_has_no_fault() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let loaded = questions::embedded(today).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
}
