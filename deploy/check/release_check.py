"""Holds the workflows, the pins, the tag's agreement with the files and the notes to tools and rules.

Started by `deploy/check/release`, which installs what this needs.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import ruamel.yaml

import release_registry

ROOT = pathlib.Path(__file__).resolve().parents[2]
BROKEN = ROOT / "deploy/check/broken/release"
WORKFLOWS = ROOT / ".github/workflows"
BIN = pathlib.Path(sys.executable).parent
# Shell that people and workflows start, and what it reads. Everything else under scripts/ is Python.
SHELL = (
    *("scripts/release-images", "scripts/advisories", "scripts/install-test-tools", ".ci/run", ".ci/in-debian"),
    *(f"deploy/check/{name}" for name in ("all", "release", "ecs", "kubernetes", "image", "python-tools", "kubernetes-tools")),
)
ACTION = re.compile(r"^\s*(?:-\s+)?uses:\s*(\S+)(?:\s+#\s*(.*))?$", re.MULTILINE)
FAULTS = []


@contextlib.contextmanager
def step(title):
    """Says what was looked at, how long it took, and what was found."""
    before, started, told = len(FAULTS), time.monotonic(), []
    yield told
    new = FAULTS[before:]
    print(f"{time.monotonic() - started:6.1f} s  {f'{len(new)} found' if new else 'ok':>9}  {title}{': ' + ', '.join(told) if told else ''}", flush=True)
    for line in new:
        print(f"           {line}", flush=True)


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def zizmor(files):
    # Offline: what the tool could look up besides is what `make advisories` and Dependabot ask for.
    done = run(BIN / "zizmor", "--offline", "--persona", "pedantic", "--format", "json", "--quiet", *files)
    if not done.stdout.strip():
        raise SystemExit(f"zizmor says nothing: {done.stderr}")
    for fault in json.loads(done.stdout):
        primary = next((place for place in fault["locations"] if place["symbolic"]["kind"] == "Primary"), fault["locations"][0])
        local = primary["symbolic"]["key"]["Local"]
        line = primary["concrete"]["location"]["start_point"]["row"] + 1
        yield pathlib.Path(local["verbatim_path"]).name, fault["ident"], f"line {line}: {fault['desc']}"


def schema(files):
    for kind, wanted in (("vendor.dependabot", True), ("vendor.github-workflows", False)):
        those = [file for file in files if file.name.startswith("dependabot") is wanted]
        if not those:
            continue
        done = run(BIN / "check-jsonschema", "--builtin-schema", kind, "--output-format", "json", *those)
        report = json.loads(done.stdout)
        for fault in report["errors"] + report.get("parse_errors", []):
            yield pathlib.Path(fault["filename"]).name, "schema", f"{fault.get('path', '')}: {fault['message']}"


def shellcheck(name, text):
    command = (BIN / "shellcheck", "--external-sources", "--shell", "bash", "--severity", "style", "--format", "json", "-")
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, cwd=ROOT)
    for fault in json.loads(done.stdout):
        yield name, f"SC{fault['code']}", f"line {fault['line']}: {fault['message']}"


def steps_of(job):
    return job.get("steps") or []


def ahead_of(jobs, name):
    """Every job that is finished before this one starts."""
    needs = jobs[name].get("needs") or []
    direct = [needs] if isinstance(needs, str) else needs
    return set(direct).union(*(ahead_of(jobs, other) for other in direct))


def own(file):
    """What must hold of a workflow beyond what the tools know: (rule, sentence)."""
    text = file.read_text()
    made = ruamel.yaml.YAML(typ="safe", pure=True).load(text)
    jobs = made["jobs"]
    for action, comment in ACTION.findall(text):
        if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", action) or not re.fullmatch(r"v\d+\.\d+\.\d+", comment):
            yield "uses-by-commit", f"{action} # {comment}: an action is named by its whole commit, with its version behind it for people and Dependabot"
    if made.get("permissions") != {}:
        yield "nothing-by-default", "`permissions: {}` at the top, so that each job says all that it may do"
    if re.search(r"(?m)^(?!\s*#).*(rustup|toolchain|\b1\.\d{2}\.\d\b)", text):
        yield "rust-of-the-file", "the Rust is that of rust-toolchain.toml, by .ci/in-debian; a workflow names none"
    for name, job in jobs.items():
        if "timeout-minutes" not in job:
            yield "has-an-end", f"{name} has no timeout-minutes, and would hang for six hours"
        for one in steps_of(job):
            if "${{" in one.get("run", ""):
                yield "no-text-in-scripts", f"{name}: what comes from outside reaches a script by `env` and never by its text"
    if "v*" in str((made.get("on") or {}).get("push", {}).get("tags", "")):
        yield from own_release(jobs)


def own_release(jobs):
    """What must hold of the workflow that a tag starts."""
    scripts = {name: "\n".join(one.get("run", "") for one in steps_of(job)) for name, job in jobs.items()}
    gates = [name for name, script in scripts.items() if re.search(r"scripts/release check", script)]
    tests = [name for name, script in scripts.items() if re.search(r"make check test advisories", script)]
    for name, job in jobs.items():
        if name not in gates and not set(gates) & ahead_of(jobs, name):
            yield "tag-first", f"{name} does not wait for the look at the tag"
        writes = [what for what, how in (job.get("permissions") or {}).items() if how == "write"]
        if writes and not set(tests) & ahead_of(jobs, name):
            yield "tests-first", f"{name} may write {' and '.join(writes)}, and does not wait for `make check test advisories`"
        if "cosign sign" in scripts[name] and ":$" in scripts[name].split("cosign sign")[1]:
            yield "sign-the-bytes", f"{name} signs a tag; a signature is for a digest"


def workflow_faults(files):
    """(file, rule, sentence) of all tools and rules."""
    workflows = [file for file in files if not file.name.startswith("dependabot")]
    yield from zizmor(files)
    yield from schema(files)
    for file in workflows:
        yield from ((file.name, *fault) for fault in own(file))
        for name, job in ruamel.yaml.YAML(typ="safe", pure=True).load(file.read_text())["jobs"].items():
            for one in steps_of(job):
                for _, rule, sentence in shellcheck(file.name, one.get("run", "")):
                    yield file.name, rule, f"{name}, {sentence}"


def look_at_workflows():
    files = [*sorted(WORKFLOWS.glob("*.y*ml")), ROOT / ".github/dependabot.yml"]
    with step("the workflows: zizmor, schema, ShellCheck and our own rules") as told:
        told.append(f"{len(files)} files")
        FAULTS.extend(f"[{rule}] {file}: {sentence}" for file, rule, sentence in workflow_faults(files))
        for name in SHELL:
            FAULTS.extend(f"[{rule}] {file}: {sentence}" for file, rule, sentence in shellcheck(name, (ROOT / name).read_text()))
    with step("the workflows call what people call"):
        for file, wanted in (("test.yml", [".ci/run", "make check"]), ("advisories.yml", ["make advisories"]), ("release.yml", ["make check test advisories"])):
            text = (WORKFLOWS / file).read_text()
            FAULTS.extend(f"[same-targets] {file}: nothing runs `{command}`" for command in wanted if f"run: .ci/in-debian {command}\n" not in text)
        if "exec make test" not in (ROOT / ".ci/run").read_text():
            FAULTS.append("[same-targets] .ci/run: is not `make test`")


def look_at_broken():
    """Each broken file has to be caught by what its first line says, and by nothing else."""
    files = sorted(BROKEN.glob("*.yml"))
    found = {file.name: set() for file in files}
    with step("broken files are each caught") as told:
        for file, rule, _ in workflow_faults(files):
            found[file].add(rule)
        for file in files:
            wanted = set(re.match(r"# caught by: (.+)", file.read_text())[1].split())
            if found[file.name] != wanted:
                FAULTS.append(f"[not-caught] {file.name}: expected {', '.join(sorted(wanted))}, found {', '.join(sorted(found[file.name])) or 'nothing'}")
        told.append(f"{len(files)} files")


def edited(tree, file, old, new):
    text = (tree / file).read_text()
    changed = re.sub(old, new, text, count=1, flags=re.MULTILINE)
    if changed == text:
        raise SystemExit(f"{file} has no {old!r}, so the check would test nothing")
    (tree / file).write_text(changed)


# What a maintainer forgets, and the words that have to say so.
FORGOTTEN = [
    ("deploy/helm/quotidian/Chart.yaml", r"^version: .*", "version: 9.9.9", "Chart.yaml: says 9.9.9"),
    ("deploy/helm/quotidian/Chart.yaml", r"^appVersion: .*", 'appVersion: "9.9.9"', "Chart.yaml: says 9.9.9"),
    ("deploy/Dockerfile", r"^ARG VERSION=.*", "ARG VERSION=9.9.9", "Dockerfile: says 9.9.9"),
    ("CHANGELOG.md", r"^Tables: .*", "Tables: 0001", "has to have the line `Tables: "),
    ("CHANGELOG.md", r"^## 0.*", "## Unreleased", "Unreleased becomes it"),
    ("Cargo.toml", r"^version = .*", 'version = "9.9.9"', "Cargo.toml says 9.9.9"),
    ("deploy/bases.lock", r"bookworm@", "trixie@", "other tags than the recipes"),
]


def look_at_the_tag(work):
    """scripts/release, on a copy in which a version was made ready."""
    with step("the files agree about the version, and about the newest tables"):
        done = run(ROOT / "scripts/release", "check")
        FAULTS.extend(f"[agree] {line}" for line in done.stderr.splitlines())
        if (ROOT / "deploy/bases.lock").exists():
            FAULTS.extend(f"[agree] {line}" for line in run(ROOT / "scripts/pin", "--check").stderr.splitlines())
    tree = release_registry.copy_tree(ROOT, pathlib.Path(work) / "tagged")
    version = re.search(r'^version = "(.+)"$', (tree / "Cargo.toml").read_text(), re.MULTILINE)[1]
    listed = run(tree / "scripts/pin", "--list").stdout.split()
    places = {"RUST": "deploy/Dockerfile", "LITESTREAM": "deploy/litestream/Dockerfile", "FILES": "deploy/litestream/Dockerfile"}
    rows = [row.split("=", 1) for row in listed]
    (tree / "deploy/bases.lock").write_text("".join(f"{places.get(name, 'release')} {name}={image}@sha256:{'a' * 64}\n" for name, image in rows))
    text = (tree / "CHANGELOG.md").read_text()
    if "## Unreleased" in text:
        (tree / "CHANGELOG.md").write_text(text.replace("## Unreleased", f"## {version} - 2026-11-23", 1))
    with step("a tag is refused for each thing that is forgotten") as told:
        done = run(tree / "scripts/release", "check", f"v{version}")
        if (done.returncode, done.stdout) != (0, version + "\n"):
            FAULTS.append(f"[tag] all is ready, and yet: {done.stdout}{done.stderr}")
        for tag in (version, "v9.9.9", f"v{version}-rc1", f"v{version}\n"):
            if run(tree / "scripts/release", "check", tag).returncode == 0:
                FAULTS.append(f"[tag] {tag!r} is taken for {version}")
        for file, old, new, needle in FORGOTTEN:
            before = (tree / file).read_text()
            edited(tree, file, old, new)
            done = run(tree / "scripts/release", "check", f"v{version}")
            if done.returncode == 0 or needle not in done.stderr:
                FAULTS.append(f"[tag] {file} with {new!r} is not refused with {needle!r}: {done.stdout}{done.stderr}")
            (tree / file).write_text(before)
        told.append(f"{len(FORGOTTEN)} things")
    look_at_notes(tree, version)


def look_at_a_registry(work):
    """What talks to registries, at a real one on this machine."""
    tree = release_registry.copy_tree(ROOT, pathlib.Path(work) / "pinned")
    registry = release_registry.Registry(wish.registry, work)
    try:
        with step("make pin, at a registry that wants tokens"):
            FAULTS.extend(f"[pin] {fault}" for fault in release_registry.pin_faults(registry, tree))
        with step("the chart is packed, pushed, and fetched by its digest"):
            FAULTS.extend(f"[chart] {fault}" for fault in release_registry.chart_faults(registry, wish.helm, tree, "7.8.9"))
    finally:
        registry.close()


def look_at_notes(tree, version):
    """The notes say whether the version migrates, from the numbers of the two newest sections."""
    os.environ.update(GITHUB_SERVER_URL="https://github.com", GITHUB_REPOSITORY="Someone/Quotidian")
    image, litestream, chart = (f"ghcr.io/someone/{name}@sha256:{'b' * 64}" for name in ("quotidian", "quotidian-litestream", "charts/quotidian"))
    newest = re.search(r"^Tables: (\d{4})$", (tree / "CHANGELOG.md").read_text(), re.MULTILINE)[1]
    with step("the notes say whether a version migrates"):
        for before, needle in ((None, "The first release"), (newest, "leaves the database as it is"), ("0001", f"(migration 0001 to {newest})")):
            text = (ROOT / "CHANGELOG.md").read_text().split("\n## ")[0] + f"\n## {version} - 2026-11-23\n\nTables: {newest}\n\n### Fixed\n\n- A thing.\n"
            text += f"\n## 0.0.9 - 2026-11-01\n\nTables: {before}\n\n- An old thing.\n" if before else ""
            (tree / "CHANGELOG.md").write_text(text)
            done = run(tree / "scripts/release", "notes", version, image, litestream, chart)
            signer = f"--certificate-identity https://github.com/Someone/Quotidian/.github/workflows/release.yml@refs/tags/v{version} "
            wrong = [word for word in (needle, "- A thing.", image, litestream, signer) if word not in done.stdout]
            if wrong or "An old thing" in done.stdout or "Tables:" in done.stdout or done.returncode:
                FAULTS.append(f"[notes] with tables {before} before: lacks {wrong}: {done.stdout}{done.stderr}")
        if run(tree / "scripts/release", "notes", "8.8.8", image, litestream, chart).returncode == 0:
            FAULTS.append("[notes] a version without a section gets notes")


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--registry", required=True, help="the program docker-registry")
parser.add_argument("--helm", required=True, help="the program helm")
wish = parser.parse_args()
with tempfile.TemporaryDirectory(prefix="quotidian-release-") as folder:
    look_at_workflows()
    look_at_broken()
    look_at_the_tag(folder)
    look_at_a_registry(folder)
if FAULTS:
    sys.exit(f"{len(FAULTS)} found")
# The last line is what deploy/check/all repeats.
print(f"All well: {len(list(BROKEN.glob('*.yml')))} broken files caught, {len(FORGOTTEN)} forgotten things refused.")
