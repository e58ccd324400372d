"""Renders the chart in every way of ci/ and holds the result to rules, schemas, policies and its own page.

Started by `deploy/check/kubernetes`, which installs what this needs.
"""

import argparse
import contextlib
import copy
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

import kubernetes_validate
import yaml

import kubernetes_page
from findings import Check, hold_against, step, unused_skips_said
from kubernetes_rules import ROOT, RULES, UPGRADE, at, name_of, upgrade_keeps

CHART = ROOT / "deploy/helm/quotidian"
HERE = ROOT / "deploy/check"
BROKEN = HERE / "broken/kubernetes"
# From the oldest that Chart.yaml allows to the newest that has a schema.
VERSIONS = [f"1.{minor}" for minor in range(29, 38)]
# Kinds of other projects, of which Kubernetes has no schema.
FOREIGN = {"ServiceMonitor", "PrometheusRule", "ExternalSecret"}
# The longest name that Helm gives a release.
LONG = "a-release-with-a-name-as-long-as-helm-lets-it-be-x-53"


class ChartCheck(Check):
    """The check, and Helm with which it renders."""

    def helm(self, major, *arguments):
        return self.run((self.wish.helm3 if major == 3 else self.wish.helm4) / "helm", *arguments)

    def render(self, values, release="quotidian", major=4, chart=CHART, more=()):
        """The objects of one rendering, or Helm's refusal as text."""
        done = self.helm(major, "template", release, chart, "--namespace", "bots", "--values", values, *more)
        if done.returncode:
            return done.stderr
        return [thing for thing in yaml.safe_load_all(done.stdout) if thing]


def cases(chart=CHART):
    return sorted((chart / "ci").glob("*-values.yaml"))


def readme(check, chart=CHART):
    """The script is run where it stands, beside the chart."""
    done = check.run(sys.executable, chart.parents[2] / "scripts/chart-readme", "--check")
    if done.returncode:
        check.say("chart-readme", "deploy/helm/quotidian", done.stderr.strip())


def lint(check, chart=CHART):
    for major in (3, 4):
        for values in cases(chart):
            done = check.helm(major, "lint", "--strict", "--quiet", chart, "--values", values)
            if done.returncode:
                check.say("lint", f"Helm {major}, {values.name}", done.stdout + done.stderr)


def render_all(check, chart=CHART):
    """Every case by both Helms, which have to agree; with the long name as well."""
    rendered = {}
    for values in cases(chart):
        things, older = check.render(values, chart=chart), check.render(values, major=3, chart=chart)
        if isinstance(things, str) or isinstance(older, str):
            check.say("render", values.name, things if isinstance(things, str) else older)
            continue
        if things != older:
            check.say("render", values.name, "Helm 3 and Helm 4 make different things of it")
        rendered[values.name] = things
    return rendered


def hold_to_rules(check, things, place):
    for name, rule in RULES.items():
        for sentence in rule(things):
            check.say(name, place, sentence)


def rules(check, rendered):
    for values in cases():
        hold_to_rules(check, rendered[values.name], values.name)
        hold_to_rules(check, check.render(values, release=LONG), f"{values.name} with a long name")


def next_version(check):
    """The chart as a later version of it would be."""
    chart = check.work / "next"
    subprocess.run(["cp", "-r", CHART, chart], check=True)
    text = (chart / "Chart.yaml").read_text()
    (chart / "Chart.yaml").write_text(re.sub(r'(?m)^(version|appVersion): .*$', r'\1: 9.9.9', text))
    return chart


def upgrades(check, rendered):
    chart = next_version(check)
    changed = ("--set", "resources.limits.memory=256Mi", "--set", "podLabels.team=another", "--set", "config.log=debug")
    for values in cases():
        for sentence in upgrade_keeps(rendered[values.name], check.render(values, chart=chart, more=changed)):
            check.say(UPGRADE, values.name, sentence)


def notes(check, rendered, chart=CHART):
    """What Helm says after an install: it warns of secrets by value, and never shows one."""
    for values in cases(chart):
        options = ("--namespace", "bots", "--dry-run=client", "--values", values)
        done = check.helm(4, "install", "quotidian", chart, *options)
        said = done.stdout.partition("NOTES:")[2]
        if done.returncode or not said:
            check.say("notes", values.name, done.stderr or "there are none")
        secrets = [thing["stringData"] for thing in rendered[values.name] if thing["kind"] == "Secret"]
        if any(value in said for data in secrets for value in data.values()):
            check.say("notes", values.name, "they show a secret")
        if bool(secrets) != ("by value" in said):
            check.say("notes", values.name, "they warn of a secret by value where there is none, or do not where there is")


def schema_faults(thing, version):
    try:
        kubernetes_validate.validate(thing, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        return [f"Kubernetes {version}, {name_of(thing)}: {'.'.join(map(str, error.path))}: {error.message[:300]}"]
    except kubernetes_validate.SchemaNotFoundError:
        if thing["kind"] not in FOREIGN:
            return [f"Kubernetes {version} knows no {thing['kind']} of {thing['apiVersion']}"]
    return []


def schemas(check, rendered):
    """Every object once for each version, since most are the same in several cases."""
    seen = set()
    for case, things in rendered.items():
        for thing in things:
            text = json.dumps(thing, sort_keys=True)
            if text in seen:
                continue
            seen.add(text)
            for version in VERSIONS:
                for sentence in schema_faults(thing, version):
                    check.say("schema", case, sentence)
    return len(seen)


def litestream_faults(check, things):
    """Litestream itself reads what the chart writes for it."""
    for thing in things:
        for name, text in thing.get("data", {}).items() if thing["kind"] == "ConfigMap" else ():
            file = check.work / name
            file.write_text(text)
            done = check.run(check.wish.litestream, "databases", "-config", file)
            if done.returncode or "/data/quotidian.db" not in done.stdout:
                yield f"{name}: {done.stdout}{done.stderr}".strip()


def litestream(check, rendered):
    for case, things in rendered.items():
        for sentence in litestream_faults(check, things):
            check.say("litestream", case, sentence)
        for thing in things:
            for container in at(thing, "spec", "template", "spec", "initContainers", default=[]):
                if container["name"] == "restore":
                    for sentence in lost_and_found(check, things, thing):
                        check.say("litestream", case, sentence)


def lost_and_found(check, things, workload):
    """Plays the pod with its own arguments, but copies to a folder: written, stopped, the volume lost, and restored."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=check.work))
    database = folder / "quotidian.db"
    settings = next(thing["data"] for thing in things if thing["kind"] == "ConfigMap")
    for name, text in settings.items():
        said = yaml.safe_load(text) | {"addr": "127.0.0.1:0"}
        said["dbs"] = [{"path": str(database), "replica": {"type": "file", "path": str(folder / "copy")}}]
        (folder / name).write_text(yaml.safe_dump(said))
    started = {}
    for container in workload["spec"]["template"]["spec"]["initContainers"]:
        moved = [text.replace("/etc/litestream", str(folder)) for text in container["args"]]
        moved = [str(database) if text == "/data/quotidian.db" else text for text in moved]
        # Of the past that is asked for there is nothing in a history that begins now.
        if "-timestamp" in moved:
            moved[moved.index("-timestamp") + 1] = "2100-01-01T00:00:00Z"
        started[container["name"]] = [str(check.wish.litestream), *moved]
    first = check.run(*started["restore"])
    if first.returncode or database.exists():
        return [f"a restore where there is no copy: {first.stdout}{first.stderr}"]
    copying = subprocess.Popen(started["litestream"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as bot:
        bot.execute("pragma journal_mode = wal")
        bot.execute("create table answer (id integer)")
        # The copy has begun; the last row is written a moment before the pod is stopped.
        deadline = time.monotonic() + 30
        while not list(folder.glob("copy/**/*.ltx")) and time.monotonic() < deadline:
            time.sleep(0.1)
        bot.execute("insert into answer values (1)")
    copying.terminate()
    copying.wait(timeout=30)
    for file in [*folder.glob("quotidian.db*"), *folder.glob(".quotidian.db*")]:
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    second = check.run(*started["restore"])
    if second.returncode or not database.exists():
        return [f"a restore of what was lost: {second.stdout}{second.stderr}"]
    with contextlib.closing(sqlite3.connect(database)) as restored:
        rows = restored.execute("select id from answer").fetchall()
    return [] if rows == [(1,)] else [f"restored is {rows}, and the last row was 1"]


def alert_faults(check, things):
    """Prometheus' own tool reads the alerts."""
    for thing in (thing for thing in things if thing["kind"] == "PrometheusRule"):
        file = check.work / "one.rules"
        file.write_text(yaml.safe_dump(thing["spec"]))
        done = check.run(check.wish.promtool, "check", "rules", file)
        if done.returncode:
            yield (done.stdout + done.stderr).strip()
        # Litestream has no list of its figures, but each stands in it by its name.
        for figure in sorted(set(re.findall(r"\blitestream_\w+", file.read_text()))):
            if figure.encode() not in check.wish.litestream.read_bytes():
                yield f"Litestream keeps no figure {figure}"


def alerts(check, rendered, chart=CHART):
    """The alerts are read, and raised when they are meant to be."""
    for case, things in rendered.items():
        for sentence in alert_faults(check, things):
            check.say("alerts", case, sentence)
    tests = HERE / "kubernetes_alerts.yaml"
    more = "prometheusRule.enabled=true,litestream.enabled=true,litestream.s3.bucket=example,litestream.s3.region=eu-west-3"
    rules = check.render(chart / "ci/default-values.yaml", chart=chart, more=("--set", more))
    spec = next(thing["spec"] for thing in rules if thing["kind"] == "PrometheusRule")
    (check.work / "alerts.rules").write_text(yaml.safe_dump(spec))
    (check.work / "tests.yaml").write_text(tests.read_text())
    done = check.run(check.wish.promtool, "test", "rules", "tests.yaml", cwd=check.work)
    if done.returncode:
        check.say("alerts", tests.name, done.stdout + done.stderr)
    untried = {alert["alert"] for group in spec["groups"] for alert in group["rules"]} - set(
        re.findall(r"alertname: (\w+)", tests.read_text())
    )
    for alert in untried:
        check.say("alerts", tests.name, f"nothing shows when {alert} is raised")


def policies(check, rendered, broken, told):
    """Checkov over every rendering and over the chart itself. What is left is listed with its reason."""
    folder = check.work / "rendered"
    folder.mkdir()
    for case, things in (rendered | broken).items():
        (folder / case).write_text(yaml.safe_dump_all(things))
    helm_first = {**os.environ, "PATH": f"{check.wish.helm4}:{os.environ['PATH']}"}
    checkov = (check.wish.checkov / "bin/checkov", "--skip-download", "--output", "json")
    found = []
    for kind, where in (("kubernetes", folder), ("helm", CHART.parent)):
        done = check.run(*checkov, "--framework", kind, "--directory", where, env=helm_first, cwd=check.work)
        report = json.loads(done.stdout)
        report = report[0] if isinstance(report, list) else report
        if report["summary"]["passed"] == 0 or report["summary"]["parsing_errors"]:
            check.say("checkov", kind, f"it did not look at the files: {report['summary']}")
        for fault in report["results"]["failed_checks"]:
            file = pathlib.PurePath(fault["file_path"]).name
            kind_of, _, name = fault["resource"].split(".", 2)
            place = f"{'ci' if kind == 'kubernetes' else 'helm'}:{file}"
            found.append((fault["check_id"], place, f"{kind_of}/{name}", fault["check_name"]))
    # What the broken files are caught for is no reason to keep a skip.
    caught, ours = {}, []
    for fault in found:
        if (broken_file := fault[1].removeprefix("ci:")) in broken:
            caught.setdefault(broken_file, set()).add(fault[0])
        else:
            ours.append(fault)
    count = hold_against(check, HERE / "kubernetes.skips", ours)
    unused_skips_said(check, BROKEN / "unused.skips", ours)
    told.append(f"{count} skips, each used")
    return caught


def merged(old, new):
    """A JSON merge patch, but for lists of things with names, which are merged one by one."""
    if isinstance(old, dict) and isinstance(new, dict):
        result = {key: value for key, value in old.items() if new.get(key, value) is not None}
        for key, value in new.items():
            if value is not None:
                result[key] = merged(old[key], value) if key in old else value
        return result
    if isinstance(old, list) and isinstance(new, list) and all(isinstance(item, dict) and "name" in item for item in new):
        by_name = {item["name"]: item for item in new}
        kept = [merged(item, by_name.pop(item.get("name"))) if item.get("name") in by_name else item for item in old]
        return kept + list(by_name.values())
    return new


def patched(things, patches):
    """The objects with each patch applied to the one of its kind and name, or added where there is none."""
    things = copy.deepcopy(things)
    for patch in patches:
        wanted = (patch["kind"], patch["metadata"]["name"])
        for number, thing in enumerate(things):
            if (thing["kind"], thing["metadata"]["name"]) == wanted:
                things[number] = merged(thing, {**patch, "metadata": merged(thing["metadata"], patch["metadata"])})
                break
        else:
            things.append(patch)
    return things


def headers(file):
    """What a broken file says of itself: `# caught-by: RULE`, `# on: CASE`, `# says: TEXT`, `# in: FILE`…"""
    return dict(re.findall(r"(?m)^# (caught-by|on|says|in|from|to|release): (.+)$", file.read_text()))


def broken_renderings(check, rendered):
    """Every broken file laid over the rendering it is about."""
    made = {}
    for file in sorted(BROKEN.glob("*.yaml")):
        if not file.name.startswith("values-"):
            on = headers(file).get("on", "default-values.yaml")
            made[file.name] = patched(rendered[on], [patch for patch in yaml.safe_load_all(file.read_text()) if patch])
    return made


def edit_caught(check, file):
    """What finds something in a copy of the chart, with few cases, in which one text was put in another's place."""
    said = headers(file)
    root = check.work / file.stem
    chart = root / "deploy/helm/quotidian"
    shutil.copytree(CHART, chart)
    shutil.copytree(ROOT / "scripts", root / "scripts")
    for values in cases(chart):
        if values.name not in ("default-values.yaml", said.get("on")):
            values.unlink()
    text = (chart / said["in"]).read_text()
    if said["from"] not in text:
        check.say("broken", file.name, f"{said['in']} has no {said['from']!r} any more")
    (chart / said["in"]).write_text(text.replace(said["from"], said["to"], 1))
    inner = ChartCheck(check.wish)
    readme(inner, chart)
    lint(inner, chart)
    rendered = render_all(inner, chart)
    notes(inner, rendered, chart)
    alerts(inner, rendered, chart)
    if said["caught-by"] == "lint" and not all(any(f"Helm {major}" in line for line in inner.found) for major in (3, 4)):
        check.say("broken", file.name, "has to be caught by both Helms")
    return {line[1 : line.index("]")] for line in inner.found}


def broken_caught(check, rendered, broken, by_checkov):
    """Each broken file is caught by the rule that it names; and each rule is shown to catch something."""
    shown = set()
    for file in sorted(BROKEN.glob("*.yaml")):
        said = headers(file)
        rule = said.get("caught-by", "")
        shown.add(rule)
        if file.name.startswith("values-"):
            refusal = check.render(file, release=said.get("release", "quotidian"))
            if not isinstance(refusal, str):
                check.say("broken", file.name, "the chart takes these values")
            elif said["says"] not in " ".join(refusal.split()):
                check.say("broken", file.name, f"the refusal does not say {said['says']!r}, but: {refusal}")
            continue
        things = broken[file.name]
        before = rendered[said.get("on", "default-values.yaml")]
        caught = {name for name, one in RULES.items() if any(one(things))}
        caught |= {"litestream"} if any(litestream_faults(check, things)) else set()
        caught |= {"alerts"} if any(alert_faults(check, things)) else set()
        caught |= {"schema"} if any(schema_faults(thing, VERSIONS[-1]) for thing in things) else set()
        if rule == UPGRADE:
            caught |= {UPGRADE} if any(upgrade_keeps(before, things)) else set()
        if rule.startswith("CKV"):
            if by_checkov is not None and rule not in by_checkov.get(file.name, ()):
                check.say("broken", file.name, f"Checkov does not find {rule}, but {by_checkov.get(file.name)}")
        elif caught != {rule}:
            check.say("broken", file.name, f"has to be caught by {rule} alone, and is by {', '.join(caught) or 'none'}")
    for file in sorted(BROKEN.glob("*.edit")):
        shown.add(headers(file)["caught-by"])
        if (caught := edit_caught(check, file)) != {headers(file)["caught-by"]}:
            check.say("broken", file.name, f"has to be caught by its rule alone, and is by {', '.join(caught) or 'none'}")
    for file in sorted(BROKEN.glob("*.md")):
        shown.add(headers(file)["caught-by"])
        faults = [sentence for _, sentence in kubernetes_page.faults(check, file)[1]]
        if len(faults) != 1 or headers(file)["says"] not in faults[0]:
            check.say("broken", file.name, f"has to be caught once, for {headers(file)['says']!r}, and is for {faults}")
    for rule in set(RULES) | {UPGRADE, "chart-readme", "lint", "render", "schema", "values", "notes", "litestream", "alerts", "page"}:
        if rule not in shown:
            check.say("broken", "deploy/check/broken/kubernetes", f"no file shows that {rule} catches anything")
    return len(list(BROKEN.glob("*.*")))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for tool in ("helm3", "helm4", "promtool", "checkov", "litestream"):
        arguments.add_argument(f"--{tool}", required=True, type=lambda text: pathlib.Path(text).absolute())
    arguments.add_argument("--quick", action="store_true", help="without Checkov, for while you write")
    check = ChartCheck(arguments.parse_args())
    with step(check, "README and schema say what values.yaml says"):
        readme(check)
    with step(check, "helm lint --strict, with Helm 3 and 4") as told:
        lint(check)
        told.append(f"{len(cases())} sets of values")
    with step(check, "rendered alike by Helm 3 and 4"):
        rendered = render_all(check)
    if check.found:
        return check.end([])
    with step(check, "our rules") as told:
        rules(check, rendered)
        told.append(f"{len(RULES)} rules, also with the longest name")
    with step(check, "an upgrade keeps what cannot be changed"):
        upgrades(check, rendered)
    with step(check, "schemas of Kubernetes") as told:
        told.append(f"{schemas(check, rendered)} objects, {VERSIONS[0]} to {VERSIONS[-1]}")
    with step(check, "notes warn, and show no secret"):
        notes(check, rendered)
    with step(check, "Litestream reads its settings, and brings back what was lost"):
        litestream(check, rendered)
    with step(check, "Prometheus reads and raises the alerts"):
        alerts(check, rendered)
    with step(check, "every command of deploy/kubernetes.md") as told:
        count, faults = kubernetes_page.faults(check, kubernetes_page.PAGE)
        for place, sentence in faults:
            check.say("page", place, sentence)
        told.append(f"{count} commands")
    broken, by_checkov = broken_renderings(check, rendered), None
    if not check.wish.quick:
        with step(check, "Checkov, over every rendering and the chart") as told:
            by_checkov = policies(check, rendered, broken, told)
    with step(check, "broken files are caught") as told:
        caught = broken_caught(check, rendered, broken, by_checkov)
        told.append(f"{caught} files")
    return check.end([f"{len(cases())} sets of values", f"{caught} broken files caught"])


if __name__ == "__main__":
    sys.exit(main())
