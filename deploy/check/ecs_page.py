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
import time

from ecs_rules import ROOT

PAGE = ROOT / "deploy/ecs.md"
# Seconds for one command; each takes one or two.
PATIENCE = 60
# Calls that the pretend AWS does not know: it says so only after the command line has accepted every flag. What the page
# would have learnt is said in their place.
NOT_PRETENDED = {
    "aws ecs list-service-deployments": "DEPLOYMENT=arn:aws:ecs:eu-west-3:123456789012:service-deployment/quotidian/quotidian/abc",
    "aws ecs stop-service-deployment": ":",
    # Its change sets stumble over resources that a condition leaves out; `create-stack`, tried beside this page, does not.
    "deploy --stack-name $STACK-postgres": ":",
    # So that stack says nothing of its group, nor does it know later what it was told at first.
    "--source-group $BOT_GROUP": ":",
    # Nor does the pretended update find a log group that it has made itself.
    "--parameter-overrides Image=$IMAGE": ":",
    # Nor does it know RetainExceptOnCreate: the key goes with the stack.
    "aws kms schedule-key-deletion --key-id $KEY": ":",
}

NOT_PRETENDED_SIGNS = (
    "Internal Server Error",
    "undefined resource LogGroup",
    "security group 'None' does not exist",
    "Missing parameter VpcId",
    "Key 'arn:aws:kms:",
)

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
    run)
        shift
        while [ "${1#--}" != "$1" ]; do
            case $1 in
                --rm) shift ;;
                --user | --volume) shift 2 ;;
                *) echo "unknown: $1" >&2; exit 1 ;;
            esac
        done
        shift
        exec quotidian "$@" ;;
    push)
        name=${2#*/}
        digest=$(sha256sum <<< "$name" | cut -d' ' -f1)
        manifest='{"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": {"digest": "sha256:0"}, "layers": [{"digest": "sha256:'$digest'"}]}'
        aws ecr put-image --repository-name "${name%:*}" --image-tag "${name#*:}" --image-manifest "$manifest" > /dev/null ;;
    *) echo "unknown: $1" >&2; exit 1 ;;
esac
"""

# Where nothing runs nothing becomes stable: waiting is asking once. And `logs tail` is of version 2, which PyPI has not.
AWS = r"""#!/usr/bin/env bash
set -euo pipefail
if [ "$1 $2 $3" = "ecs wait services-stable" ]; then
    shift 3
    set -- ecs describe-services "$@"
elif [ "$1 $2 $3" = "ecs wait tasks-stopped" ]; then
    shift 3
    set -- ecs describe-tasks "$@"
elif [ "$1 $2 ${4:-}" = "logs tail --since" ]; then
    set -- logs filter-log-events --log-group-name "$3"
fi
exec @AWS@ "$@"
"""

# The internet is not there. It has one thing that the page fetches, for the Region that was said.
CURL = """#!/usr/bin/env bash
[ "$1 $2 $4" = "--fail --output https://truststore.pki.rds.amazonaws.com/eu-west-3/eu-west-3-bundle.pem" ] && touch "$3"
"""

QUOTIDIAN = """#!/usr/bin/env bash
# The bot for the page: only `check`, of a database that has what was there at the moment returned to, and nothing later;
# and `copy` of the same, since the bot went on from there, seen from within a container, to an address that was told.
case $1 in
    check) file=${QUOTIDIAN_DATABASE_URL#sqlite://} ;;
    copy) file=${3#sqlite:///data/}; [ "$2 $4 $5" = "--from --to not-a-secret" ] ;;
    *) exit 2 ;;
esac && python3 - "$file" <<'END'
import sqlite3, sys
assert sqlite3.connect(sys.argv[1]).execute("select group_concat(day) from asked").fetchone() == ("before",)
END
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
    aws_script = AWS.replace("@AWS@", str((check.bin / "aws").absolute()))
    for name, text in (("docker", DOCKER), ("quotidian", QUOTIDIAN), ("curl", CURL), ("aws", aws_script)):
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
    """What the bot would have copied by now, before and after the moment that is then returned to."""
    made = aws.call("cloudformation", "describe_stack_resource", StackName="quotidian", LogicalResourceId="BackupBucket")
    bucket = made["StackResourceDetail"]["PhysicalResourceId"]
    url = f"s3://{bucket}/quotidian?endpoint={aws.address}&forcePathStyle=true&region=eu-west-3"
    database = sqlite3.connect(folder / "made.db")
    database.execute("pragma journal_mode = wal")
    database.execute("create table asked (day text)")
    moment = None
    for day in ("before", "after"):
        database.execute("insert into asked values (?)", (day,))
        database.commit()
        done = check.run(check.wish.litestream, "replicate", "-once", folder / "made.db", url, env=aws.environment)
        if done.returncode:
            check.say("page", "bucket", done.stderr + done.stdout)
        time.sleep(1.1)
        moment = moment or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        time.sleep(1.1)
    database.close()
    return moment


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
    environment = {**aws.environment, "PATH": f"{programs}:{os.environ['PATH']}", "AWS_MAX_ATTEMPTS": "1"}
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
            command = "MOMENT=" + fill_bucket(check, aws, folder)
        ended = outcome(check, shell, command)
        if ended is None:
            break
        typed += 1
        complaint = (folder / "err").read_text() + (folder / "out").read_text()
        instead = next((told for start, told in NOT_PRETENDED.items() if start in command), None)
        if instead and any(sign in complaint for sign in NOT_PRETENDED_SIGNS):
            not_pretended += 1
            outcome(check, shell, instead)
        elif ended or "Unknown options" in complaint:
            check.say("page", f"{page.name}:{line}", f"{command[:120]}: {complaint.strip()[-600:]}")
    shell.stdin.close()
    shell.wait()
    told.append(f"{typed} commands, of which {not_pretended} came as far as a call that is not pretended")
