"""Types every command of deploy/ecs.md as it is printed, one after the other in one shell, at a pretend AWS.

Docker is not there, so in its place stands a script that looks whether the files it is given are there, and gives the
registry an image when it is told to push. The bot is not built here either: its one command is looked up in the source.
"""

import os
import re
import select
import sqlite3
import subprocess
import textwrap

from ecs_rules import ROOT

PAGE = ROOT / "deploy/ecs.md"
# Seconds for one command; each takes one or two.
PATIENCE = 60
# What the pretend AWS cannot do, and what is seen of the command instead: (beginning, expected in its complaint).
NOT_PRETENDED = {
    "aws ecs list-service-deployments": "NotImplemented",
    "aws ecs stop-service-deployment": "NotImplemented",
}

DOCKER = """#!/usr/bin/env bash
# Docker for the page: knows the words that the page uses, and refuses others.
set -euo pipefail
case $1 in
    login) cat > /dev/null ;;
    build)
        shift
        while [ $# -gt 1 ]; do
            case $1 in
                --file) [ -e "$2" ] || { echo "no file $2" >&2; exit 1; }; shift 2 ;;
                --build-arg | --tag) shift 2 ;;
                *) echo "unknown: $1" >&2; exit 1 ;;
            esac
        done
        [ -d "$1" ] ;;
    push)
        name=${2#*/}
        manifest='{"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": {"digest": "sha256:0"}, "layers": []}'
        aws ecr put-image --repository-name "${name%:*}" --image-tag "${name#*:}" --image-manifest "$manifest" > /dev/null ;;
    *) echo "unknown: $1" >&2; exit 1 ;;
esac
"""

# Where nothing runs nothing becomes stable: waiting is asking once.
AWS = """#!/usr/bin/env bash
set -euo pipefail
if [ "$1 $2 $3" = "ecs wait services-stable" ]; then
    shift 3
    set -- ecs describe-services "$@"
fi
exec {aws} "$@"
"""

QUOTIDIAN = """#!/usr/bin/env bash
# The bot for the page: only `check`, of a database that is there.
[ "$1" = check ] && [ -s "${QUOTIDIAN_DATABASE_URL#sqlite://}" ]
"""


def commands(text):
    """Every command of the page's shell blocks with its line."""
    for match in re.finditer(r"(?ms)^( *)```sh\n(.*?)^ *```$", text):
        line = text[: match.start()].count("\n") + 2
        for number, command in enumerate(textwrap.dedent(match[2]).splitlines()):
            if command.strip():
                yield line + number, command.strip()


def prepare(check, aws):
    """A folder in which the page's files are found, and programs that are not those of this machine."""
    folder = check.work / "page"
    programs = folder / "programs"
    programs.mkdir(parents=True)
    aws_script = AWS.format(aws=(check.bin / "aws").absolute())
    for name, text in (("docker", DOCKER), ("quotidian", QUOTIDIAN), ("aws", aws_script)):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    # Of the two, only where S3 is differs from what the page prints.
    (programs / "litestream").write_text(
        f'#!/usr/bin/env bash\nlast=${{!#}}\nexec {check.wish.litestream} "${{@:1:$#-1}}" "$last?endpoint={aws.address}&forcePathStyle=true&region=eu-west-3"\n'
    )
    (programs / "litestream").chmod(0o755)
    (folder / "deploy").symlink_to(ROOT / "deploy")
    for name in ("Cargo.toml", "src", ".git"):
        (folder / name).symlink_to(ROOT / name)
    return folder, programs


def fill_bucket(check, aws, folder):
    """What the bot would have copied by now: without it there is no past to return to."""
    database = sqlite3.connect(folder / "made.db")
    database.execute("pragma journal_mode = wal")
    database.execute("create table asked (day text)")
    database.execute("insert into asked values ('2026-11-23')")
    database.commit()
    bucket = aws.call("cloudformation", "describe_stack_resource", StackName="quotidian", LogicalResourceId="BackupBucket")
    name = bucket["StackResourceDetail"]["PhysicalResourceId"]
    url = f"s3://{name}/quotidian?endpoint={aws.address}&forcePathStyle=true&region=eu-west-3"
    done = check.run(check.wish.litestream, "replicate", "-once", folder / "made.db", url, env=aws.environment)
    if done.returncode:
        check.say("page", "bucket", done.stderr + done.stdout)
    database.close()


def outcome(check, shell, command):
    """Runs one command in the shell that has run those before, and says how it ended."""
    shell.stdin.write(f"{{ {command}\n}} < /dev/null > out 2> err; echo $?\n")
    shell.stdin.flush()
    if not select.select([shell.stdout], [], [], PATIENCE)[0]:
        shell.kill()
        check.say("page", command[:80], f"it has not ended after {PATIENCE} seconds")
        return None
    return int(shell.stdout.readline())


def start_shell(aws, folder, programs):
    """One bash for the whole page, so that what is set is known further down. What it says itself is how commands ended."""
    environment = {**aws.environment, "PATH": f"{programs}:{os.environ['PATH']}"}
    return subprocess.Popen(["bash"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder, env=environment)


def type_out(check, aws, told, page=PAGE):
    text = page.read_text()
    folder, programs = prepare(check, aws)
    shell = start_shell(aws, folder, programs)
    typed = not_pretended = 0
    for line, command in commands(text):
        for name in ("token.txt", "database-url.txt"):
            (folder / name).write_text("not-a-secret")
        if command.startswith("MOMENT="):
            # The page's example is of its own day; here the copy was made just now.
            fill_bucket(check, aws, folder)
            command = "MOMENT=2099-01-01T00:00:00Z"
        known = next((sign for start, sign in NOT_PRETENDED.items() if start in command), None)
        ended = outcome(check, shell, command)
        if ended is None:
            break
        typed += 1
        complaint = (folder / "err").read_text() + (folder / "out").read_text()
        if known and known in complaint:
            not_pretended += 1
        elif ended or "Unknown options" in complaint:
            check.say("page", f"{page.name}:{line}", f"{command[:120]}: {complaint.strip()[-600:]}")
    shell.stdin.close()
    shell.wait()
    told.append(f"{typed} commands, of which {not_pretended} came as far as a call that is not pretended")
