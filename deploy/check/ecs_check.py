"""Holds the images' recipes, the template for ECS, its plain files and its page to tools, rules and a pretend AWS.

Started by `deploy/check/ecs`, which installs what this needs.
"""

import argparse
import copy
import importlib.machinery
import importlib.util
import json
import pathlib
import re
import sys

import botocore.session
import botocore.validate

import ecs_aws
import ecs_copies
import ecs_page
from ecs_rules import ROOT, recipe_faults, template_faults
from findings import Check, hold_against, step, unused_skips_said

HERE = ROOT / "deploy/check"
BROKEN = HERE / "broken/ecs"
TEMPLATE = ROOT / "deploy/ecs/quotidian.yaml"
RECIPES = [ROOT / "deploy/Dockerfile", ROOT / "deploy/litestream/Dockerfile", ROOT / "deploy/ecs/with-authority.Dockerfile"]


def load_plain():
    """deploy/ecs/plain, which has no ending since people start it."""
    loader = importlib.machinery.SourceFileLoader("plain", str(ROOT / "deploy/ecs/plain"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("plain", loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


plain = load_plain()


class EcsCheck(Check):
    """The check, and where the programs are that came with its Python."""

    bin = pathlib.Path(sys.executable).parent


def short(file):
    """The name that skips and messages use: enough to tell two Dockerfiles apart."""
    file = pathlib.Path(file)
    return f"litestream/{file.name}" if file.parent.name == "litestream" else file.name


def hadolint(check, files):
    done = check.run(check.wish.hadolint, "--format", "json", *files)
    return [(fault["code"], short(fault["file"]), str(fault["line"]), fault["message"]) for fault in json.loads(done.stdout or "[]")]


def cfn_lint(check, file):
    done = check.run(check.bin / "cfn-lint", "--format", "json", file)
    if done.stderr:
        check.say("cfn-lint", file.name, done.stderr)
    for fault in json.loads(done.stdout or "[]"):
        path = "/".join(str(part) for part in fault["Location"].get("Path") or [])
        place = path.removeprefix("Parameters/").removesuffix("/Default") if path.startswith("Parameters/") else path
        yield fault["Rule"]["Id"], file.name, place, fault["Message"]


def checkov(check, folder):
    """Checkov over a folder, as template and as Dockerfiles."""
    done = check.run(
        check.wish.checkov, "--skip-download", "--output", "json", "--framework", "cloudformation", "dockerfile", "--directory", folder,
        cwd=check.work,
    )
    reports = json.loads(done.stdout)
    for report in reports if isinstance(reports, list) else [reports]:
        if not report["summary"]["passed"] or report["summary"]["parsing_errors"]:
            check.say("checkov", report["check_type"], f"it did not look at the files: {report['summary']}")
        for fault in report["results"]["failed_checks"]:
            yield fault["check_id"], short(fault["file_path"]), fault["resource"].rsplit(".", 1)[-1] or "*", fault["check_name"]


def resolved(template, case):
    """The template's resources as one of the two cases makes them."""
    resolver = plain.Resolver(template, plain.EXAMPLE | plain.CASES[case])
    made = {}
    for name, resource in template["Resources"].items():
        if "Condition" not in resource or resolver.holds(template["Conditions"][resource["Condition"]]):
            made[name] = resolver.resolve(resource)
    return made


def by_rules(template):
    return {fault for case in plain.CASES for fault in template_faults(resolved(template, case), case)}


def call_faults(call, operation):
    """What AWS's own model of the call has against it: names and types by botocore, and values of its lists by us."""
    shape = botocore.session.Session().get_service_model("ecs").operation_model(operation).input_shape
    report = botocore.validate.ParamValidator().validate(call, shape)
    if report.has_errors():
        yield "call-shape", report.generate_report()
        return
    yield from enum_faults(call, shape, operation)


def enum_faults(value, shape, place):
    if shape.type_name == "structure":
        for key, told in value.items():
            yield from enum_faults(told, shape.members[key], f"{place}.{key}")
    elif shape.type_name == "list":
        for told in value:
            yield from enum_faults(told, shape.member, place)
    elif shape.type_name == "string" and getattr(shape, "enum", None) and value not in shape.enum:
        yield "call-value", f"{place} is {value}; there are {', '.join(shape.enum)}"


OPERATIONS = {"task-definition": "RegisterTaskDefinition", "service": "CreateService"}


def plain_files(check):
    done = check.run(sys.executable, ROOT / "deploy/ecs/plain", "--check")
    if done.returncode:
        check.say("drift", "deploy/ecs", done.stderr.strip())
    for file in sorted((ROOT / "deploy/ecs").glob("*.json")):
        operation = OPERATIONS[file.name.rsplit("-", 1)[0]]
        for rule, sentence in call_faults(json.loads(file.read_text()), operation):
            check.say(rule, file.name, sentence)


def changed(template, told):
    """The template with what a broken file changes: `at` is a path, `to` the value; without it, the thing is taken away."""
    template = copy.deepcopy(template)
    for change in told["changes"]:
        *way, last = change["at"]
        thing = template
        for part in way:
            thing = thing[part]
        if "to" in change:
            thing[last] = change["to"]
        else:
            del thing[last]
    return template


def broken_rules(check, template, file):
    """Which rules catch a broken file."""
    if file.suffix == ".Dockerfile":
        text = file.read_text()
        like = "with-authority.Dockerfile" if "like: with-authority" in text else "Dockerfile"
        return {rule for rule, _ in recipe_faults(like, text)} | {fault[0] for fault in hadolint(check, [file])}
    told = plain.load(file)
    if "Resources" in told:
        return {fault[0] for fault in cfn_lint(check, file)}
    if "call" in told:
        return {rule for rule, _ in call_faults(told["call"], told["operation"])}
    if "drift" in told:
        folder = check.work / file.stem
        folder.mkdir()
        for name, text in plain.plain(template).items():
            (folder / name).write_text(text.replace(*told["drift"]))
        done = check.run(sys.executable, ROOT / "deploy/ecs/plain", "--check", "--into", folder)
        return set(re.findall(r"\[([\w-]+)\]", done.stderr))
    return {rule for rule, _ in by_rules(changed(template, told))}


def broken(check, template):
    """Each broken file names in its first line the rule that has to catch it, and each rule of ours has one."""
    shown = set()
    files = [file for file in sorted(BROKEN.iterdir()) if file.suffix in (".yaml", ".Dockerfile")]
    for file in files:
        wanted = re.match(r"# caught by: ([\w-]+)", file.read_text())
        if not wanted:
            check.say("broken", file.name, "its first line does not say which rule catches it")
            continue
        shown.add(wanted[1])
        if not wanted[1].startswith("CKV") and wanted[1] not in (caught := broken_rules(check, template, file)):
            check.say("broken", file.name, f"{wanted[1]} does not catch it; caught by {', '.join(sorted(caught)) or 'nothing'}")
    ours = "".join((HERE / name).read_text() for name in ("ecs_rules.py", "ecs_check.py"))
    for rule in sorted(set(re.findall(r'yield "([\w-]+)"', ours)) - shown):
        check.say("broken", "deploy/check/broken/ecs", f"no file shows that {rule} catches anything")
    return len(files)


def policies(check, findings, told):
    """Checkov over all of deploy/, and over the broken files that it has to catch."""
    findings += list(checkov(check, ROOT / "deploy/ecs")) + list(checkov(check, recipes_alone(check)))
    caught = {(fault[1], fault[0]) for fault in checkov(check, BROKEN)}
    for file in BROKEN.iterdir():
        wanted = re.match(r"# caught by: (CKV\w+)", file.read_text())
        if wanted and (file.name, wanted[1]) not in caught:
            check.say("broken", file.name, f"{wanted[1]} does not catch it")
    told.append(f"{len(findings)} findings")


def recipes_alone(check):
    """The Dockerfiles in a folder without the broken ones beside them."""
    folder = check.work / "recipes"
    (folder / "litestream").mkdir(parents=True)
    for file in RECIPES[:2]:
        target = folder / short(file)
        target.write_text(file.read_text())
    (folder / "empty.yaml").write_text("Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {KmsMasterKeyId: alias/x}\n")
    return folder


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--hadolint", required=True, type=pathlib.Path)
    arguments.add_argument("--checkov", required=True, type=lambda text: pathlib.Path(text).absolute())
    arguments.add_argument("--litestream", required=True, type=lambda text: pathlib.Path(text).absolute())
    arguments.add_argument("--quick", action="store_true", help="without Checkov, for while you write")
    check = EcsCheck(arguments.parse_args())
    template, findings, ran = plain.load(TEMPLATE), [], ("DL", "SC", "W", "E", "I")
    with step(check, "recipes by rules and hadolint"):
        for file in RECIPES:
            for rule, sentence in recipe_faults(short(file), file.read_text()):
                check.say(rule, short(file), sentence)
        findings += hadolint(check, RECIPES)
    with step(check, "template by cfn-lint"):
        findings += cfn_lint(check, TEMPLATE)
    with step(check, "template by our rules, with SQLite and with PostgreSQL"):
        for rule, sentence in sorted(by_rules(template)):
            check.say(rule, TEMPLATE.name, sentence)
    with step(check, "plain files: drift, names, types and values"):
        plain_files(check)
    if not check.wish.quick:
        with step(check, "Checkov") as told:
            policies(check, findings, told)
        ran += ("CKV",)
    with step(check, "list of skips") as told:
        told.append(f"{hold_against(check, HERE / 'ecs.skips', findings, ran)} skips")
        unused_skips_said(check, BROKEN / "unused.skips", findings)
    with step(check, "broken files") as told:
        told.append(f"{broken(check, template)} files, each caught by its rule")
    with ecs_aws.pretend(check) as aws:
        with step(check, "the page, typed as printed against a pretend AWS") as told:
            ecs_page.type_out(check, aws, told)
            inner = EcsCheck(check.wish)
            ecs_page.type_out(inner, aws, [], BROKEN / "page-flag-misspelt.md")
            if not any("Unknown options" in line for line in inner.found):
                check.say("broken", "page-flag-misspelt.md", f"page does not catch it, only {inner.found}")
        with step(check, "stacks made from the template") as told:
            ecs_aws.make_stacks(check, aws, plain, template, told)
            inner = EcsCheck(check.wish)
            ecs_aws.make_stacks(inner, aws, plain, changed(template, plain.load(BROKEN / "another-cluster.stack")), [], "broken")
            if not any("[stack]" in line for line in inner.found):
                check.say("broken", "another-cluster.stack", "stack does not catch it")
        with step(check, "Litestream: the file is lost") as told:
            ecs_copies.lose_and_restore(check, aws, resolved(template, "sqlite"), told)
            inner = EcsCheck(check.wish)
            ecs_copies.lose_and_restore(inner, aws, resolved(template, "sqlite"), [], BROKEN / "copies-too-late.yml")
            if not any("[rows-restored]" in line for line in inner.found):
                check.say("broken", "copies-too-late.yml", f"rows-restored does not catch it, only {inner.found}")
        with step(check, "who may do what in the bucket of copies") as told:
            ecs_aws.try_bucket(check, aws, resolved(template, "sqlite"), told)
    return check.end([f"{len(findings)} findings left with a reason", f"{len(list(BROKEN.iterdir()))} broken files caught"])


if __name__ == "__main__":
    sys.exit(main())
