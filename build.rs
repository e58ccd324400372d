//! Tells cargo which folders are part of the binary, so that a new file is noticed as well as a changed one.

fn main() {
    for part in ["build.rs", "migrations", "questions"] {
        println!("cargo::rerun-if-changed={part}");
    }
}
