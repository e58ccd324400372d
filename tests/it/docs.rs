//! The documents say what is so: commands, configuration, permissions, links.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::CommandFactory;
use quotidian::cli::Arguments;
use quotidian::commands::{CATALOG, OptionKind, OptionSpec, Spec};
use quotidian::config::{self, Config};
use quotidian::view::{ChannelKind, Permission};
use quotidian::words::Words;

mod practice;

#[test]
fn commands_md_is_what_the_catalogue_says() {
    committed("commands.md", "src/commands", &commands_md());
}

/// Holds a page of docs/ against what it is made from.
fn committed(name: &str, source: &str, expected: &str) {
    let written = root().join("docs").join(name);
    if std::fs::read_to_string(&written).unwrap_or_default() != expected {
        let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&made, expected).unwrap();
        panic!(
            "docs/{name} is not made from {source} as it is now; bring it up to date with\n\n  cp {} {}\n\n{expected}",
            made.display(),
            written.display()
        );
    }
}

#[test]
fn the_readme_names_every_variable_with_its_default() {
    let readme = read("README.md");
    let rows = table(&readme, "| Variable |");
    let named: Vec<String> = rows.iter().flat_map(|cells| quoted(&cells[0])).collect();
    assert_eq!(named, Config::variable_names(), "README.md on the left, src/config on the right");
    for cells in &rows {
        let Some(default) = cells[1].strip_prefix('`').and_then(|cell| cell.strip_suffix('`')) else {
            continue;
        };
        let key = quoted(&cells[0])[0].trim_start_matches("QUOTIDIAN_").to_lowercase();
        let line = format!("# {key} = \"{default}\"");
        assert!(config::EXAMPLE.contains(&line), "config.example.toml has another default than {line:?}");
    }
}

#[test]
fn the_readme_asks_for_the_permissions_that_the_bot_checks() {
    let readme = read("README.md");
    let rows = table(&readme, "| Permission |");
    let asked: Vec<&str> = rows.iter().map(|cells| cells[0].as_str()).collect();
    let checked = Permission::ALL.map(|permission| Words::English.permission(permission, ChannelKind::Text));
    assert_eq!(asked, checked, "README.md on the left, src/view.rs on the right");
    let bits: u64 = Permission::ALL.into_iter().map(bit).sum();
    assert!(readme.contains(&format!("&permissions={bits}")), "the invite link must ask for {bits}");
}

#[test]
fn the_readme_is_under_three_screens() {
    let lines = read("README.md").lines().count();
    assert!(lines <= 150, "README.md has {lines} lines: 150 are three screens");
}

#[test]
fn every_link_within_the_repository_leads_somewhere() {
    let mut broken = Vec::new();
    for document in listed(&["*.md"]) {
        let text = read(&document);
        for target in links(&text) {
            let (path, heading) = target.split_once('#').unwrap_or((&target, ""));
            let beside = Path::new(&document).parent().unwrap_or(Path::new(""));
            let target_file = if path.is_empty() { PathBuf::from(&document) } else { beside.join(path) };
            let place = root().join(&target_file);
            let has_heading = || {
                let text = std::fs::read_to_string(&place).unwrap_or_default();
                heading.is_empty() || headings(&text).contains(&heading.to_owned())
            };
            if !place.exists() || !has_heading() {
                broken.push(format!("{document}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "these links lead nowhere:\n{}", broken.join("\n"));
}

#[test]
fn the_map_shows_every_place_and_only_those() {
    let map = read("ARCHITECTURE.md");
    let shown: Vec<String> = table(&map, "| Place |").iter().flat_map(|cells| quoted(&cells[0])).collect();
    let lost = shown.iter().filter(|place| !root().join(place).exists());
    assert_eq!(lost.collect::<Vec<_>>(), [""; 0], "ARCHITECTURE.md shows these, and they are not there");
    let mut unseen: Vec<String> = listed(&[]).iter().filter_map(|path| place(path)).collect();
    unseen.retain(|place| !shown.contains(place));
    unseen.dedup();
    assert_eq!(unseen, [""; 0], "ARCHITECTURE.md does not show these");
}

#[test]
fn the_pages_name_only_tasks_that_the_program_has() {
    let program = Arguments::command();
    let known: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    for document in listed(&["*.md"]) {
        for code in quoted(&read(&document).replace("```", "")) {
            let Some((_, rest)) = code.split_once("quotidian ") else { continue };
            let task = rest.split_whitespace().next().unwrap_or_default();
            // In another program's command it is a name, such as a release of Helm.
            let is_name = code.starts_with("helm ");
            assert!(
                is_name || known.contains(&task),
                "{document} says `{code}`, and the program knows only {known:?}"
            );
        }
    }
}

/// The catalogue as a page.
fn commands_md() -> String {
    let words = Words::English;
    let mut page = "# Commands\n\n".to_owned();
    page.push_str("<!-- Made from src/commands/catalog.rs; a test says how to bring it up to date. -->\n\n");
    page.push_str("Replies are for you alone, unless you say `share: True`.\n");
    for (title, organisers) in [("Everyone", false), ("Organisers", true)] {
        page += &format!("\n## {title}\n");
        if organisers {
            page.push_str("\nFor people with *Manage Server*; the bot checks that itself as well.\n");
        }
        for spec in CATALOG.iter().filter(|spec| spec.organisers == organisers) {
            page.push_str(&command(spec, words));
        }
    }
    page
}

fn command(spec: &Spec, words: Words) -> String {
    let french = Words::French.name_of(spec.name);
    let mut text = format!("\n### /{}\n\n{}\n", spec.name, (spec.about)(words));
    if french != spec.name {
        text += &format!("\nIn French: `/{french}`\n");
    }
    if !spec.options.is_empty() {
        text.push_str("\n| Option | What it is | Kind |\n| --- | --- | --- |\n");
    }
    for option in spec.options {
        let about = (option.about)(words);
        text += &format!("| `{}` | {about} | {} |\n", option.name, kind(option, words));
    }
    text
}

fn kind(option: &OptionSpec, words: Words) -> String {
    let kind = match option.kind {
        OptionKind::Search => "text, with suggestions while typing".to_owned(),
        OptionKind::Member => "a member".to_owned(),
        OptionKind::Flag => "True or False".to_owned(),
        OptionKind::Choice(choices) => {
            choices.iter().map(|(_, name)| name(words)).collect::<Vec<_>>().join(", ")
        }
    };
    if option.required { format!("{kind}; must be given") } else { kind }
}

/// Where Discord keeps a permission.
fn bit(permission: Permission) -> u64 {
    1 << match permission {
        Permission::React => 6,
        Permission::View => 10,
        Permission::Send => 11,
        Permission::Embed => 14,
        Permission::ReadHistory => 16,
        Permission::OpenThreads => 35,
        Permission::SendInThreads => 38,
        Permission::Pin => 51,
    }
}

/// The rows of the table whose head begins with `head`, as cells.
fn table(text: &str, head: &str) -> Vec<Vec<String>> {
    let lines = text.lines().map(str::trim_start).skip_while(|line| !line.starts_with(head)).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Where a page's links within the repository lead; what stands in backticks or fences is no link.
fn links(text: &str) -> Vec<String> {
    let mut is_code = false;
    let mut targets = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        if is_code {
            continue;
        }
        let prose: String = line.split('`').step_by(2).collect();
        let found = prose.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()));
        targets.extend(found.filter(|target| !target.contains("://") && !target.starts_with("mailto:")));
    }
    targets
}

/// A page's headings as links spell them.
fn headings(text: &str) -> Vec<String> {
    let titles =
        text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let kept = |c: &char| c.is_alphanumeric() || [' ', '-', '_'].contains(c);
    let spelled =
        |title: &str| title.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-");
    let named = text.lines().filter_map(|line| line.strip_prefix("<a id=\"")?.strip_suffix("\"></a>"));
    titles.map(spelled).chain(named.map(str::to_owned)).collect()
}

/// Where a file is on the map: files and folders at the root and in `src/`, without a module's own folder.
fn place(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        // Pages and licences lead to themselves.
        [file] if file.ends_with(".md") || file.starts_with("LICENSE") || file.starts_with(".git") => None,
        [file] => Some((*file).to_owned()),
        ["src", file] => Some(format!("src/{file}")),
        ["src", folder, ..] if root().join(format!("src/{folder}.rs")).exists() => None,
        ["src", folder, ..] => Some(format!("src/{folder}/")),
        [folder, ..] => Some(format!("{folder}/")),
        [] => None,
    }
}

/// Every file that git knows, or those of a pattern.
fn listed(patterns: &[&str]) -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "--"])
        .args(patterns)
        .current_dir(root())
        .output()
        .expect("this test asks git which files there are, and there is no git: please install it");
    assert!(
        listed.status.success(),
        "git cannot list the files: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let files = String::from_utf8_lossy(&listed.stdout);
    files.lines().filter(|file| root().join(file).exists()).map(str::to_owned).collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("cannot read {path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
