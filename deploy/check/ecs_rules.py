"""What must hold of the recipes and the template, beyond what the tools know: each rule is a sentence and its test."""

import pathlib
import re

import ecs_bucket

ROOT = pathlib.Path(__file__).resolve().parents[2]
USER = "65532:65532"


def instructions(text):
    """A Dockerfile's instructions, as (word, rest), with lines that go on put together."""
    joined = re.sub(r"\\\n(\s*#.*\n)*", " ", text)
    for line in joined.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            word, _, rest = line.strip().partition(" ")
            yield word.upper(), re.sub(r"\s+", " ", rest).strip()


def last_stage(text):
    stage = []
    for word, rest in instructions(text):
        stage = [(word, rest)] if word == "FROM" else stage + [(word, rest)]
    return stage


def said(stage, word):
    return [rest for kind, rest in stage if kind == word]


def recipe_faults(name, text):
    """(rule, sentence) for each rule that a Dockerfile breaks."""
    stage = last_stage(text)
    derived = name == "with-authority.Dockerfile"
    bases = [rest.split("=", 1)[1] for word, rest in instructions(text) if word == "ARG" and "=" in rest and re.search(r"[:@]", rest)]
    named = set(re.findall(r"\$\{(\w+)\}", " ".join(rest for word, rest in instructions(text) if word == "FROM")))
    if len(bases) < len(named) or any(base.endswith(":latest") for base in bases):
        yield "base-by-version", "every base comes by an ARG that names a version, so that it can be handed in by digest"
    if said(stage, "USER")[-1:] != [USER]:
        yield "numeric-user", f"the last stage has to say USER {USER}: a name cannot be verified, and the volume's owner is that number"
    if derived:
        return
    if not stage[0][1].startswith("scratch"):
        yield "from-scratch", "the last stage starts FROM scratch: no shell, no package manager"
    if not any(rest.startswith("[") for rest in said(stage, "ENTRYPOINT")):
        yield "entrypoint-list", "ENTRYPOINT is a list, so that no shell stands between SIGTERM and the program"
    if said(stage, "VOLUME") != ["/data"]:
        yield "volume-owner", "VOLUME /data has to be declared, or Fargate gives the folder to root"
    if not any("--chown=65532:65532" in rest and rest.endswith(" /") for rest in said(stage, "COPY")):
        yield "volume-owner", "/data has to come with its owner, by COPY --chown=65532:65532"
    if any(re.search(r"(?i)(token|secret|password|key)\w*=", rest) for rest in said(list(instructions(text)), "ARG") + said(stage, "ENV")):
        yield "secret-in-image", "ARG and ENV stay readable in the image; secrets come when it runs"
    if name == "Dockerfile":
        if not said(stage, "HEALTHCHECK"):
            yield "healthcheck", "the bot can ask itself, so the image says how"
        channel = re.search(r'channel = "([^"]+)"', (ROOT / "rust-toolchain.toml").read_text())[1]
        if not any(re.search(rf"rust:{re.escape(channel)}(-|$)", base) for base in bases):
            yield "same-rust", f"the image is built with the Rust of rust-toolchain.toml, {channel}"
        order = [rest for word, rest in instructions(text) if word in ("COPY", "RUN")]
        first_build = next((i for i, rest in enumerate(order) if "cargo build" in rest), len(order))
        first_source = next((i for i, rest in enumerate(order) if re.match(r"(src|\.) ", rest)), -1)
        if first_source < first_build:
            yield "dependencies-first", "dependencies are built before sources are copied, or each edit builds them again"


def containers(made):
    return made["TaskDefinition"]["Properties"]["ContainerDefinitions"]


def template_faults(made, case):
    """(rule, sentence) for each rule that the resolved resources break."""
    service, task = made["Service"]["Properties"], made["TaskDefinition"]["Properties"]
    strategy = service["DeploymentConfiguration"]
    if (strategy.get("MinimumHealthyPercent"), strategy.get("MaximumPercent")) != (0, 100):
        yield "one-at-a-time", "the old task stops before the new one starts: MinimumHealthyPercent 0, MaximumPercent 100"
    if service.get("AvailabilityZoneRebalancing") != "DISABLED":
        yield "one-at-a-time", "AvailabilityZoneRebalancing is DISABLED, or ECS starts a second task to even zones out"
    if service["DesiredCount"] not in (0, 1) or strategy.get("Strategy", "ROLLING") != "ROLLING":
        yield "one-at-a-time", "there is one task, and it is rolled: other strategies run two"
    if not all(strategy.get(net, {}).get("Enable") and strategy[net].get("Rollback") for net in ("DeploymentCircuitBreaker", "Alarms")):
        yield "rolls-back", "circuit breaker and alarms both take a bad deployment back"
    if service.get("EnableExecuteCommand"):
        yield "no-exec", "ECS Exec needs a writable root and gives root: it stays off"
    for thing in containers(made):
        yield from container_faults(thing)
    yield from order_faults(made, case)
    if made["SecurityGroup"]["Properties"].get("SecurityGroupIngress"):
        yield "no-inbound", "nobody calls the bot: the security group lets nothing in"
    for rule in made["SecurityGroup"]["Properties"].get("SecurityGroupEgress", []):
        if rule["IpProtocol"] == "-1" or rule["FromPort"] != rule["ToPort"]:
            yield "narrow-outbound", "ways out are named by their port"
    if task["Cpu"] != "256" or task["Memory"] != "512":
        yield "smallest-size", "0.25 vCPU and 0.5 GB are enough; another size needs its cost worked out anew"
    yield from role_faults(made)
    if case == "sqlite":
        for sentence in judged_bucket(made)[1]:
            yield "bucket-policy", sentence
    yield from watch_faults(made)
    for name in ("Key", "BackupBucket"):
        kept = name not in made or made[name].get("DeletionPolicy") in ("Retain", "RetainExceptOnCreate")
        if not kept or name in made and made[name].get("UpdateReplacePolicy") != "Retain":
            yield "kept", f"{name} outlives the stack: DeletionPolicy and UpdateReplacePolicy are Retain"
    if service.get("ForceNewDeployment", {}).get("ForceNewDeploymentNonce") != f"count-{service['DesiredCount']}":
        yield "start-watched", "a start by DesiredCount is a deployment (ForceNewDeployment), or nothing takes it back when it fails"


def container_faults(thing):
    name = thing["Name"]
    if thing.get("User") != USER:
        yield "numeric-user", f"{name} runs as {USER}, whatever its image says"
    if thing.get("ReadonlyRootFilesystem") is not True:
        yield "read-only-root", f"{name} has a read-only root"
    if thing.get("LinuxParameters", {}).get("Capabilities") != {"Drop": ["ALL"]}:
        yield "no-capabilities", f"{name} drops all capabilities and adds none"
    if not re.search(r"@sha256:[0-9a-f]{64}$", thing["Image"]):
        yield "image-by-digest", f"{name} is named by digest"
    for variable in thing.get("Environment", []):
        if re.search(r"TOKEN|PASSWORD|SECRET|_KEY", variable["Name"]) or "postgres://" in str(variable["Value"]):
            yield "secret-by-reference", f"{variable['Name']} comes by Secrets, not in the open"
    options = thing.get("LogConfiguration", {}).get("Options", {})
    if options.get("mode") not in ("blocking", "non-blocking") or "awslogs-group" not in options:
        yield "log-mode", f"{name} says where its log goes and what happens when that is full: the default is the account's"
    if thing.get("StopTimeout", 30) > 120:
        yield "stop-timeout", f"{name}: Fargate waits 120 seconds at most"


def order_faults(made, case):
    things = {thing["Name"]: thing for thing in containers(made)}
    bot = things["quotidian"]
    waits = {told["ContainerName"]: told["Condition"] for told in bot.get("DependsOn", [])}
    if bot.get("HealthCheck", {}).get("Command") != ["CMD", "/quotidian", "healthcheck"]:
        yield "healthcheck", "the bot is asked by its own program, without a shell; ECS looks at no HEALTHCHECK of an image"
    if bot.get("StopTimeout", 0) < 10:
        yield "stop-timeout", "the bot gets its 8 seconds and some to spare"
    if case == "sqlite":
        if waits != {"restore": "SUCCESS", "litestream": "START"}:
            yield "restore-first", "the bot waits for the restore's success and for Litestream's start"
        if not things["restore"].get("StartTimeout"):
            yield "restore-ends", "a restore that gets no answer is given up: StartTimeout, or no task starts and none is said to fail"
        if not things["litestream"]["Essential"]:
            yield "copied-or-stopped", "a bot whose answers are not copied does not go on"
    elif waits or len(things) != 1:
        yield "restore-first", "with PostgreSQL there is no Litestream"


def role_faults(made):
    for name in ("TaskRole", "ExecutionRole"):
        role = made[name]["Properties"]
        if "Condition" not in role["AssumeRolePolicyDocument"]["Statement"][0]:
            yield "role-for-us", f"{name} is taken for this account alone (aws:SourceAccount)"
        if role.get("ManagedPolicyArns"):
            yield "role-narrow", f"{name} has what it needs written out; a managed policy has more"
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                if any("*" in action for action in actions):
                    yield "role-narrow", f"{name}, {policy['PolicyName']}: actions are named one by one"
                if statement["Resource"] == "*" and actions != ["ecr:GetAuthorizationToken"]:
                    yield "role-narrow", f"{name}, {policy['PolicyName']}: {', '.join(actions)} names its resource"


def judged_bucket(made):
    """How many requests to the bucket of copies were judged by both policies, and what is wrong."""
    thing = next(thing for thing in containers(made) if thing["Name"] == "litestream")
    told = {variable["Name"]: variable["Value"] for variable in thing["Environment"]}
    return ecs_bucket.bucket_faults(
        made["TaskRole"]["Properties"]["Policies"][0]["PolicyDocument"],
        made["BackupBucketPolicy"]["Properties"]["PolicyDocument"],
        f"arn:aws:s3:::{told['LITESTREAM_BUCKET']}",
        told["LITESTREAM_PATH"],
        "123456789012",
    )


def watch_faults(made):
    quiet = made["QuietAlarm"]["Properties"]
    if quiet.get("TreatMissingData") != "breaching":
        yield "dead-man", "an alarm on nothing happening treats missing data as breaching"
    if not (quiet["EvaluationPeriods"] == quiet["DatapointsToAlarm"] >= 74):
        yield "quiet-weekend", "a new group is asked on weekdays: the alarm waits 74 hours, or it cries each Saturday"
    group = made["LogGroup"]["Properties"]
    if not group.get("RetentionInDays") or not group.get("KmsKeyId"):
        yield "log-kept", "the log has a retention and a key"
    # That the program writes such lines, and when, tests/it/process/alarms.rs sees.
    pattern = made["QuestionsInLog"]["Properties"]["FilterPattern"]
    if pattern != '{ $.message = "Posted question *" }':
        yield "log-shape", f"{pattern} counts another line than that of a question that stands, Posted question …"
    if made["ErrorsInLog"]["Properties"]["FilterPattern"] != '{ $.level = "ERROR" }':
        yield "log-shape", "errors are lines of the level ERROR"
