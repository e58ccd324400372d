//! Who set what: the keys that exist, the file's and the environment's say in each, and every complaint.
//!
//! It knows no meaning of a value but one: the content of a secret is never quoted.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use anyhow::bail;

/// What every variable of ours begins with.
pub(super) const PREFIX: &str = "QUOTIDIAN_";

/// Variables that Kubernetes sets by itself when a service is called `quotidian`.
const SERVICE_LINKS: [&str; 2] = ["QUOTIDIAN_PORT", "QUOTIDIAN_SERVICE_"];

/// Something the operator can decide.
pub(super) struct Key {
    name: &'static str,
    /// A secret can also be read from a file, by the key with `_file` behind it.
    secret: bool,
}

impl Key {
    /// The key, and for a secret the one that names a file.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = vec![self.name.to_owned()];
        names.extend(self.secret.then(|| self.file_name()));
        names
    }

    fn file_name(&self) -> String {
        format!("{}_file", self.name)
    }
}

/// Every key there is, in the order of `config.example.toml`.
pub(super) const KEYS: [Key; 7] = [
    Key { name: "discord_token", secret: true },
    Key { name: "database_url", secret: true },
    Key { name: "questions", secret: false },
    Key { name: "ops_addr", secret: false },
    Key { name: "discord_api_base", secret: false },
    Key { name: "log", secret: false },
    Key { name: "log_format", secret: false },
];

/// A value as it was given, and what to call its origin in a complaint.
struct Given {
    value: String,
    origin: String,
}

/// What one source says, by key.
type Layer = BTreeMap<String, Given>;

/// The values that hold, still to be read, and every complaint so far.
pub(super) struct Settings {
    given: Layer,
    problems: Vec<String>,
}

impl Settings {
    /// Brings both sources together; the variables win key by key.
    pub(super) fn gather(
        toml: Option<&str>,
        variables: impl IntoIterator<Item = (String, String)>,
        read_file: impl Fn(&Path) -> io::Result<String>,
    ) -> Settings {
        let mut problems = Vec::new();
        let mut file = toml.map_or_else(Layer::new, |text| read_toml(text, &mut problems));
        let mut variables = read_variables(variables, &mut problems);
        let mut given = Layer::new();
        for key in &KEYS {
            let from_file = take_key(key, &mut file, &read_file, &mut problems);
            let from_variables = take_key(key, &mut variables, &read_file, &mut problems);
            if let Some(value) = from_variables.or(from_file) {
                given.insert(key.name.to_owned(), value);
            }
        }
        Settings { given, problems }
    }

    /// The value of a key, if it was given and `parse` accepts it. Blanks and line breaks around it are left out: they come
    /// along when a secret is pasted, or kept in a file.
    pub(super) fn take<T>(&mut self, name: &str, parse: impl Fn(&str) -> anyhow::Result<T>) -> Option<T> {
        let Given { value, origin } = self.given.remove(name)?;
        let value = value.trim();
        if value.is_empty() {
            self.problems.push(format!("{origin} is empty; give it a value or remove it"));
            return None;
        }
        parse(value).map_err(|problem| self.problems.push(format!("{origin}: {problem:#}"))).ok()
    }

    /// The value of a key, or what `default` means.
    pub(super) fn take_or<T>(
        &mut self,
        name: &str,
        default: &str,
        parse: impl Fn(&str) -> anyhow::Result<T>,
    ) -> T {
        let given = self.take(name, &parse);
        given.unwrap_or_else(|| parse(default).expect("our own defaults are right"))
    }

    /// All complaints together, or none.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        match self.problems.as_slice() {
            [] => Ok(()),
            [problem] => bail!("the configuration is not right: {problem}"),
            problems => bail!("the configuration is not right:\n  - {}", problems.join("\n  - ")),
        }
    }
}

/// What one source says of one key, read from the file it names where it names one.
fn take_key(
    key: &Key,
    layer: &mut Layer,
    read_file: impl Fn(&Path) -> io::Result<String>,
    problems: &mut Vec<String>,
) -> Option<Given> {
    let value = layer.remove(key.name);
    let Some(file) = layer.remove(&key.file_name()) else { return value };
    if let Some(value) = value {
        problems.push(format!("{} and {} are both set; remove one of them", value.origin, file.origin));
        return None;
    }
    match read_file(Path::new(&file.value)) {
        Ok(text) => {
            let origin = format!("{} (the file {:?})", file.origin, file.value);
            Some(Given { value: text, origin })
        }
        Err(error) => {
            let advice = "check that it is there and that the bot may read it";
            problems
                .push(format!("{}: cannot read the file {:?} ({error}); {advice}", file.origin, file.value));
            None
        }
    }
}

/// The parser's own report is not shown whole: it quotes the line, which may hold a secret.
fn read_toml(text: &str, problems: &mut Vec<String>) -> Layer {
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            problems.push(format!(
                "the configuration file is not TOML: line {line}: {}; mend that line",
                error.message()
            ));
            return Layer::new();
        }
    };
    let mut layer = Layer::new();
    for (name, value) in table {
        let origin = format!("`{name}` in the configuration file");
        if !is_known(&name) {
            problems.push(format!("{origin} is unknown; {}", advice(&name, str::to_owned)));
        } else if let Some(text) = value.as_str() {
            layer.insert(name, Given { value: text.to_owned(), origin });
        } else {
            problems.push(format!("{origin} is of type {}; write it as text, in quotes", value.type_str()));
        }
    }
    layer
}

fn read_variables(
    variables: impl IntoIterator<Item = (String, String)>,
    problems: &mut Vec<String>,
) -> Layer {
    let mut layer = Layer::new();
    for (origin, value) in variables {
        let Some(name) = origin.strip_prefix(PREFIX).map(str::to_lowercase) else { continue };
        if is_known(&name) {
            layer.insert(name, Given { value, origin });
        } else if !SERVICE_LINKS.iter().any(|link| origin.starts_with(link)) {
            let advice = advice(&name, |known| format!("{PREFIX}{}", known.to_uppercase()));
            problems.push(format!("the variable {origin} is unknown; {advice}"));
        }
    }
    layer
}

fn is_known(name: &str) -> bool {
    KEYS.iter().any(|key| key.names().iter().any(|known| known == name))
}

/// What to do about an unknown name: the nearest known one, if one is near.
fn advice(name: &str, show: impl Fn(&str) -> String) -> String {
    let known = KEYS.iter().flat_map(Key::names);
    let nearest = known.map(|known| (distance(name, &known), known)).min();
    match nearest {
        Some((steps, known)) if steps <= 2.max(name.len() / 3) => format!("did you mean {}?", show(&known)),
        _ => "remove it, or look in `quotidian config --example` for the right name".to_owned(),
    }
}

/// How many letters must be added, dropped or changed to turn one name into the other (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &b) in to.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests;
