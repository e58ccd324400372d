//! Question packs for the stories: copies of the shipped ones, so that a new question changes no story.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use tempfile::TempDir;

const PACK: &str = "w08-containers";

/// A copy of the shipped pack, changed.
pub(crate) fn changed(change: impl FnOnce(&Path)) -> TempDir {
    let copy = TempDir::new().unwrap();
    copy_to(copy.path());
    change(&copy.path().join(PACK));
    copy
}

/// The first five questions of the shipped pack: few enough that a story goes round.
pub(crate) fn five() -> &'static Path {
    static FIVE: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("five-questions");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        copy_to(&folder);
        keep(&folder.join(PACK), 5);
        folder
    });
    &FIVE
}

fn copy_to(folder: &Path) {
    let (from, to) = (Path::new("questions").join(PACK), folder.join(PACK));
    fs::create_dir(&to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

/// Leaves the first of a pack's order, with their translations.
fn keep(pack: &Path, how_many: usize) {
    let text = fs::read_to_string(pack.join("pack.toml")).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let first =
        lines.iter().position(|line| line.starts_with("order = [")).expect("the pack has an order") + 1;
    let end = first + lines[first..].iter().position(|line| *line == "]").expect("the order ends");
    let gone: Vec<String> = lines
        .drain(first + how_many..end)
        .map(|line| line.trim().trim_matches([',', '"']).to_owned())
        .collect();
    fs::write(pack.join("pack.toml"), lines.join("\n")).unwrap();
    for file in fs::read_dir(pack).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        if gone.iter().any(|id| name.split('.').next() == Some(id)) {
            fs::remove_file(file.path()).unwrap();
        }
    }
}
