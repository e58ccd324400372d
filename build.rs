//! Tells cargo that the questions are part of the binary, so that a new file is noticed as well as a changed one.

fn main() {
    #[expect(clippy::print_stdout, reason = "cargo reads its instructions from here")]
    {
        println!("cargo::rerun-if-changed=build.rs");
        println!("cargo::rerun-if-changed=questions");
    }
}
