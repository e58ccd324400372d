//! Rules that manifests and questions share: how an id, an address or a length must be.

use super::fault::Notes;

/// How much of a question there must be. How long its parts may be is the same for all: that is what a message holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demands {
    pub(super) hints: usize,
    pub(super) musts: usize,
    pub(super) mistakes: usize,
    pub(super) changes: usize,
    /// Whether it must go on with another question.
    pub(super) follow_up: bool,
    /// Whether each wrong answer is a quotation with its why not.
    pub(super) mistakes_quoted: bool,
    /// Whether one of its links must lead to those who make the thing.
    pub(super) official_link: bool,
}

/// What is asked of the bank's questions: those who read them never met who wrote them, so everything is written out.
pub(super) const BANK: Demands = Demands {
    hints: 2,
    musts: 3,
    mistakes: 2,
    changes: 1,
    follow_up: true,
    mistakes_quoted: true,
    official_link: true,
};

/// What is asked of a community's own: a scenario, and one point to hold answers against. Without these nothing can be
/// asked; everything else its members can tell each other. Stored questions are read by this, so it never asks for more.
pub(super) const OWN: Demands = Demands {
    hints: 0,
    musts: 1,
    mistakes: 0,
    changes: 0,
    follow_up: false,
    mistakes_quoted: false,
    official_link: false,
};

/// Hosts of those who make the things that questions are about. At least one official link leads to one.
const OFFICIAL_HOSTS: [&str; 35] = [
    "argo-cd.readthedocs.io",
    "argoproj.github.io",
    "aws.amazon.com",
    "aws.github.io",
    "awslabs.github.io",
    "cert-manager.io",
    "containerd.io",
    "developer.hashicorp.com",
    "docs.aws.amazon.com",
    "docs.docker.com",
    "docs.github.com",
    "docs.kernel.org",
    "docs.powertools.aws.dev",
    "docs.sigstore.dev",
    "fluxcd.io",
    "gateway-api.sigs.k8s.io",
    "git-scm.com",
    "github.com",
    "grafana.com",
    "helm.sh",
    "istio.io",
    "karpenter.sh",
    "keda.sh",
    "kubernetes-sigs.github.io",
    "kubernetes.io",
    "kyverno.io",
    "linkerd.io",
    "opencontainers.org",
    "opengitops.dev",
    "opentelemetry.io",
    "opentofu.org",
    "prometheus.io",
    "slsa.dev",
    "www.finops.org",
    "www.w3.org",
];

/// Whether a host speaks for those who make the thing.
pub(super) fn is_official(host: &str) -> bool {
    OFFICIAL_HOSTS.contains(&host)
}

/// An https address, as a pattern for editors.
pub(super) const ADDRESS: &str =
    r##"^https://[a-z0-9-]+(\.[a-z0-9-]+)+([/?#][^\s\u0000-\u001f\u007f-\u009f<>"]*)?$"##;

/// The host of an https address; `None` when the text is not one.
pub(super) fn https_host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let named = host.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-');
    let labels = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    let plain = !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'));
    (named && labels && plain).then_some(host)
}

/// A file of this repository and a piece of one of its lines, as a pattern for editors. A file may begin with a point,
/// but no folder is only points: nothing above or outside is meant.
pub(super) const ANCHOR: &str = r"^([A-Za-z0-9._-]*[A-Za-z0-9_-][A-Za-z0-9._-]*)(/[A-Za-z0-9._-]*[A-Za-z0-9_-][A-Za-z0-9._-]*)*#[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";

/// The file and the piece of a line of an anchor; `None` when the text is not one, which is what [`ANCHOR`] matches.
pub(super) fn anchor(text: &str) -> Option<(&str, &str)> {
    let named = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        part.bytes().all(plain) && part.bytes().any(|byte| byte != b'.')
    };
    let (path, piece) = text.split_once('#')?;
    (path.split('/').all(named) && !piece.trim().is_empty()).then(|| (path, piece.trim()))
}

/// An id, as a pattern for editors.
pub(super) const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// Whether a text is an id, which is what [`SLUG`] matches.
pub(super) fn is_slug(text: &str) -> bool {
    text.split('-').all(|part| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// The longest id: with what a button does and a day beside it, it stands in that button's id of 100 characters.
const LONGEST_ID: usize = 60;

/// Notes an id that is not one.
pub(super) fn slug(notes: &Notes, line: Option<usize>, name: &str, text: &str) {
    if text.len() > LONGEST_ID {
        let mend = format!("Give it at most {LONGEST_ID}.");
        notes.fault(line, format!("{name} has {} characters", text.len()), mend);
    } else if !is_slug(text) {
        let mend = "Use small letters, digits and single hyphens, as in `w08-image-size`.";
        notes.fault(line, format!("{name} is `{text}`, which is not an id"), mend);
    }
}

/// Notes a text that is too long; the length is counted in characters.
pub(super) fn within(notes: &Notes, line: usize, name: &str, text: &str, most: usize) {
    let length = text.chars().count();
    if length > most {
        let what = format!("{name} has {length} characters; at most {most} are allowed");
        notes.fault(line, what, format!("Cut {}.", length - most));
    }
}

/// More names than this are no help.
const MANY: usize = 20;

/// A remedy that offers the nearest of the known names, or all of them when none is near.
pub(super) fn nearest(text: &str, known: &[&str]) -> String {
    let small = text.to_lowercase();
    let near = known
        .iter()
        .map(|name| (distance(&small, &name.to_lowercase()), *name))
        .min()
        .filter(|(edits, name)| *edits <= 2.max(name.chars().count() / 3));
    match near {
        Some((_, name)) => format!("Did you mean `{name}`?"),
        None if known.is_empty() => "Remove it.".to_owned(),
        None if known.len() > MANY => {
            let mut nearest: Vec<&&str> = known.iter().collect();
            nearest.sort_by_cached_key(|name| distance(&small, name));
            let nearest: Vec<&str> = nearest.into_iter().take(3).copied().collect();
            format!("The nearest are {}.", nearest.join(", "))
        }
        None => format!("Known: {}.", known.join(", ")),
    }
}

/// How many letters must be put in, left out or changed to turn one word into the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().take(64).enumerate() {
        let mut corner = std::mem::replace(&mut row[0], index + 1);
        for (column, other) in to.iter().enumerate() {
            let changed = corner + usize::from(letter != *other);
            corner = row[column + 1];
            row[column + 1] = changed.min(corner + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}
