//! Tells cargo that the questions are part of the binary, so that a new file is noticed as well as a changed one.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=questions");
}
