"""Types every command of deploy/kubernetes.md as it is printed.

Where a command makes objects it is rendered; where it speaks to a cluster it is sent to an address at which nobody
answers. A command that comes so far has no misspelt flag, and the objects that it names have to be of the rendering.
"""

import json
import os
import re
import shlex
import textwrap

import kubernetes_validate
import yaml

from kubernetes_rules import ROOT, hardened, name_of, no_cluster_token, no_service_links, pod_restricted, request_within_limit, resources_said

PAGE = ROOT / "deploy/kubernetes.md"
NOBODY = "http://127.0.0.1:9"
# Flags of install and upgrade that template does not have.
NOT_IN_TEMPLATE = {"--install", "--create-namespace", "--reset-then-reuse-values", "--wait", "--rollback-on-failure"}
REACHED = ("connection refused", "was refused", "cluster unreachable", "unreachable")
KINDS = {"pvc": "persistentvolumeclaim", "po": "pod", "svc": "service", "sts": "statefulset", "deploy": "deployment"}


def blocks(text, language):
    """The fenced parts of a language, each with the line it begins at."""
    for match in re.finditer(rf"(?ms)^( *)```{language}\n(.*?)^ *```$", text):
        yield text[: match.start()].count("\n") + 2, match[2]


def commands(text):
    """Every command with its line; one that goes on behind a backslash is one."""
    for line, block in blocks(text, "sh"):
        for number, command in enumerate(block.replace("\\\n", " ").splitlines()):
            command = command.split(" #")[0].strip()
            if command and not command.startswith("#"):
                yield line + number, re.sub(r"\s+", " ", command)


def files_of_page(text, folder):
    """Files that the page tells to write: yaml whose first line is `# NAME`, json after `NAME`, and those with secrets."""
    for _, block in blocks(text, "yaml"):
        if name := re.match(r"\s*# (\S+\.yaml)", block):
            (folder / name[1]).write_text(textwrap.dedent(block))
    for name, block in re.findall(r"(?s)`([\w-]+\.json)`[^`]*(?:`[^`]+`[^`]*)?```json\n(.*?)```", text):
        (folder / name).write_text(json.dumps(json.loads(block)))
    for name in ("token.txt", "database-url.txt"):
        (folder / name).write_text("not-a-secret")


def objects(check, text, folder):
    """What the page's own values make, in both shapes, by kind and name in lower case; and what makes no sense of them."""
    made, faults = set(), []
    for values in sorted(folder.glob("*-values.yaml")):
        things = check.render(values)
        if isinstance(things, str):
            faults.append((values.name, things))
            continue
        for thing in things:
            name = thing["metadata"]["name"]
            made.add((thing["kind"].lower(), name))
            if thing["kind"] == "StatefulSet":
                made |= {("pod", f"{name}-0"), ("persistentvolumeclaim", f"data-{name}-0")}
    # What the page has people apply is held to what the chart's own pods are held to.
    for file in sorted(set(folder.glob("*.yaml")) - set(folder.glob("*-values.yaml"))):
        thing = yaml.safe_load(file.read_text())
        made.add((thing["kind"].lower(), thing["metadata"]["name"]))
        try:
            if "snapshot.storage.k8s.io" not in thing["apiVersion"]:
                kubernetes_validate.validate(thing, "1.37", strict=True)
        except kubernetes_validate.ValidationError as error:
            faults.append((file.name, f"{name_of(thing)}: {error.message[:300]}"))
        for held in (hardened, no_cluster_token, no_service_links, pod_restricted, request_within_limit, resources_said):
            faults += [(file.name, sentence) for sentence in held([thing])]
    # Names that the page has people make, and the chart only refers to.
    made |= {("secret", name) for name in re.findall(r"create secret generic (\S+)", text)}
    made |= {("namespace", name) for name in re.findall(r"create namespace (\S+)", text)}
    return made, faults


def named(words):
    """The objects that a kubectl command names."""
    for word in words[1:]:
        if match := re.fullmatch(r"([a-z]+)/([a-z0-9-]+)", word):
            yield KINDS.get(match[1], match[1]), match[2]
    for kind, name in zip(words, words[1:]):
        kind = KINDS.get(kind, kind)
        if kind in ("statefulset", "deployment", "persistentvolumeclaim", "pod", "service", "job"):
            if not name.startswith("-"):
                yield kind, name


def try_helm(check, words, folder):
    if words[1] in ("install", "upgrade"):
        kept = [word for word in words[2:] if word not in NOT_IN_TEMPLATE]
        words = ["helm", "template"] + [str(ROOT / word) if word.startswith("deploy/") else word for word in kept]
        done = check.run(check.wish.helm4 / "helm", *words[1:], cwd=folder)
        return None if done.returncode == 0 else done.stderr
    done = check.run(check.wish.helm4 / "helm", *words[1:], cwd=folder, env={**os.environ, "HELM_KUBEAPISERVER": NOBODY})
    return None if any(sign in done.stderr for sign in REACHED) else done.stderr or done.stdout or "it did nothing"


def try_kubectl(check, command, folder):
    """What a pipe hands on is handed on here as well."""
    environment, handed = {**os.environ, "KUBECONFIG": "/dev/null"}, None
    for part in command.split(" | "):
        kubectl = (check.wish.helm4 / "kubectl", f"--server={NOBODY}")
        done = check.run(*kubectl, *shlex.split(part)[1:], cwd=folder, env=environment, timeout=60, input=handed)
        handed = done.stdout
    return None if any(sign in done.stderr for sign in REACHED) else done.stderr or done.stdout or "it did nothing"


# Run where botocore is: the one that Checkov brings, which knows what each call takes.
CALL = """
import sys, botocore.session, botocore, botocore.validate
service, operation, given = sys.argv[1].replace('s3api', 's3'), sys.argv[2], sys.argv[3:]
model = botocore.session.Session().get_service_model(service)
calls = {botocore.xform_name(name, '-'): name for name in model.operation_names}
if operation not in calls:
    sys.exit(f'{service} has no {operation}')
shape = model.operation_model(calls[operation]).input_shape
members = {'--' + botocore.xform_name(name, '-'): name for name in shape.members}
if unknown := [flag for flag in given[::2] if flag not in members]:
    sys.exit('unknown: ' + ', '.join(unknown))
told = {members[flag]: value for flag, value in zip(given[::2], given[1::2])}
# A structure is written NAME=VALUE,NAME=VALUE.
for name, value in told.items():
    if shape.members[name].type_name == 'structure':
        told[name] = dict(part.split('=') for part in value.split(','))
sys.exit(botocore.validate.ParamValidator().validate(told, shape).generate_report() or None)
"""


def try_aws(check, words, folder):
    """Compares a call with what AWS takes; nothing is sent."""
    for word in words:
        if word.startswith("file://") and not (folder / word.removeprefix("file://")).exists():
            return f"the page has no file {word.removeprefix('file://')}"
    done = check.run(check.wish.checkov / "bin/python", "-c", CALL, *words[1:])
    return None if done.returncode == 0 else done.stderr


def try_docker(words, images):
    """Compares a build with its file, and what is built and pushed with what the page's values name."""
    wrong = [word for word in words if word.startswith("registry.") and word not in images]
    if words[1] == "build":
        told = dict(zip(words, words[1:]))
        file = ROOT / told["--file"]
        known = re.findall(r"(?m)^ARG (\w+)", file.read_text()) if file.exists() else []
        given = [value.split("=")[0] for flag, value in zip(words, words[1:]) if flag == "--build-arg"]
        wrong += [told["--file"]] * (not file.exists()) + [name for name in given if name not in known]
    return f"the page or the image knows no {', '.join(wrong)}" if wrong else None


def images_of(folder):
    """The images that the page's values name."""
    said = [yaml.safe_load(values.read_text()).get("image", {}) for values in folder.glob("*-values.yaml")]
    return {f"{image['repository']}:{image['tag']}" for image in said if image}


def faults(check, page):
    """Tries every command of a page: how many there are, and what is wrong, each with its place."""
    text = page.read_text()
    folder = check.work / page.stem
    folder.mkdir()
    files_of_page(text, folder)
    made, wrong = objects(check, text, folder)
    tried = list(commands(text))
    for line, command in tried:
        words, place = shlex.split(command), f"{page.name}:{line}"
        match words[0]:
            case "helm":
                fault = try_helm(check, words, folder)
            case "kubectl":
                fault = try_kubectl(check, command, folder)
                wrong += [(place, f"there is no {kind} {name}") for kind, name in named(words) if (kind, name) not in made]
            case "aws":
                fault = try_aws(check, words, folder)
                accounts = [name for flag, name in zip(words, words[1:]) if flag == "--service-account"]
                wrong += [(place, f"there is no account {name}") for name in accounts if ("serviceaccount", name) not in made]
            case "docker":
                fault = try_docker(words, images_of(folder))
            case _:
                fault = f"this check does not know how to try {words[0]}"
        if fault:
            wrong.append((place, f"{command}: {fault.strip()[:300]}"))
    if not tried:
        wrong.append((page.name, "there is no command in it"))
    return len(tried), wrong
