"""What always holds for the rendered chart, as rules with names. A server of Kubernetes checks some of it, a schema none.

Each rule is handed the objects of one rendering and says, a sentence for each, where it is broken.
"""

import ipaddress
import pathlib
import re
from decimal import Decimal

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RULES = {}
# Volumes that Pod Security `restricted` allows.
VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}
WORKLOADS = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"}
# How long the bot may take to stop, and Litestream's last copy: src/run.rs and templates/_litestream.tpl.
STOPPING, LAST_COPY = 10, 20


def rule(name):
    """Enters a function into RULES under its name; its docstring is the sentence that people are told."""

    def enter(function):
        RULES[name] = function
        return function

    return enter


def at(node, *path, default=None):
    """What stands at a path, or the default."""
    for step in path:
        node = node.get(step) if isinstance(node, dict) else None
        if node is None:
            return default
    return node


def name_of(thing):
    return f"{thing['kind']} {thing['metadata']['name']}"


def of_kind(things, *kinds):
    return [thing for thing in things if thing["kind"] in kinds]


def pods(things):
    """Every pod, as (who makes it, its labels, its spec)."""
    for thing in of_kind(things, *WORKLOADS):
        template = at(thing, "spec", "template", default={})
        yield thing, at(template, "metadata", "labels", default={}), at(template, "spec", default={})
    for thing in of_kind(things, "Pod"):
        yield thing, at(thing, "metadata", "labels", default={}), thing["spec"]


def containers(spec):
    return spec.get("initContainers", []) + spec.get("containers", [])


def bot(things):
    """The workload and its bot's container."""
    for thing, _, spec in pods(of_kind(things, "Deployment", "StatefulSet")):
        for container in spec["containers"]:
            if container["name"] == "bot":
                return thing, spec, container
    return None, {}, {}


def quantity(text):
    """A number as Kubernetes writes them: 50m, 128Mi, 1."""
    number, unit = re.fullmatch(r"([0-9.]+)([A-Za-z]*)", str(text)).groups()
    factors = {"": 1, "m": Decimal("0.001"), "k": 1000, "M": 10**6, "G": 10**9, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
    return Decimal(number) * factors[unit]


@rule("selector-matches")
def selector_matches(things):
    """Whoever selects pods by labels finds some."""
    labelled = [labels for _, labels, _ in pods(things)]
    services = [at(thing, "metadata", "labels", default={}) for thing in of_kind(things, "Service")]
    for thing in things:
        selects, among = None, labelled
        match thing["kind"]:
            case "Deployment" | "StatefulSet":
                selects = at(thing, "spec", "selector", "matchLabels", default={})
                among = [at(thing, "spec", "template", "metadata", "labels", default={})]
            case "Service":
                selects = at(thing, "spec", "selector", default={})
            case "PodDisruptionBudget":
                selects = at(thing, "spec", "selector", "matchLabels", default={})
            case "NetworkPolicy":
                selects = at(thing, "spec", "podSelector", "matchLabels", default={})
            case "ServiceMonitor":
                selects, among = at(thing, "spec", "selector", "matchLabels", default={}), services
        if selects is None:
            continue
        # An empty selector selects everything, which is never meant.
        if not selects or not any(selects.items() <= labels.items() for labels in among):
            yield f"{name_of(thing)} selects {selects}, and nothing has these labels"


@rule("one-bot")
def one_bot(things):
    """One pod of the bot at most, and nothing that makes more."""
    workloads = of_kind(things, *WORKLOADS)
    if [thing["kind"] for thing in workloads] not in (["Deployment"], ["StatefulSet"]):
        yield f"there is not one workload but these: {', '.join(map(name_of, workloads))}"
    for thing in workloads:
        if at(thing, "spec", "replicas", default=1) not in (0, 1):
            yield f"{name_of(thing)} has {thing['spec']['replicas']} replicas"
    for thing in of_kind(things, "HorizontalPodAutoscaler", "VerticalPodAutoscaler", "ScaledObject"):
        yield f"{name_of(thing)} changes how many there are, or starts them anew"


@rule("old-stops-first")
def old_stops_first(things):
    """The old pod is gone before the new one starts."""
    for thing in of_kind(things, "Deployment"):
        if at(thing, "spec", "strategy", "type") != "Recreate":
            yield f"{name_of(thing)} runs old and new beside each other for a moment: set strategy Recreate"
    for thing in of_kind(things, "StatefulSet"):
        if at(thing, "spec", "podManagementPolicy") != "Parallel":
            yield f"{name_of(thing)} would wait for a pod that never gets ready, also in a rollback: set Parallel"


@rule("request-within-limit")
def request_within_limit(things):
    """No container asks for more than it may use; a server refuses that, a schema does not."""
    for thing, _, spec in pods(things):
        for container in containers(spec):
            limits = at(container, "resources", "limits", default={})
            for what, asked in at(container, "resources", "requests", default={}).items():
                if what in limits and quantity(asked) > quantity(limits[what]):
                    yield f"{name_of(thing)}, {container['name']}: asks for {asked} of {what}, and may use {limits[what]}"


@rule("resources-said")
def resources_said(things):
    """Every container says what it needs, and how much memory is too much."""
    for thing, _, spec in pods(things):
        for container in containers(spec):
            for where, what in (("requests", "cpu"), ("requests", "memory"), ("limits", "memory")):
                if not at(container, "resources", where, what):
                    yield f"{name_of(thing)}, {container['name']}: no {what} in {where}"


@rule("hardened")
def hardened(things):
    """Every container is held as tight as Pod Security `restricted` asks, with a root that cannot be written."""
    for thing, _, spec in pods(things):
        for container in containers(spec):
            held = container.get("securityContext", {})
            wanted = {
                "allowPrivilegeEscalation": held.get("allowPrivilegeEscalation") is False,
                "readOnlyRootFilesystem": held.get("readOnlyRootFilesystem") is True,
                "runAsNonRoot": held.get("runAsNonRoot") is True,
                "runAsUser": isinstance(held.get("runAsUser"), int) and held["runAsUser"] > 0,
                "privileged": not held.get("privileged"),
                "capabilities": held.get("capabilities") == {"drop": ["ALL"]},
                "seccompProfile": at(held, "seccompProfile", "type") == "RuntimeDefault",
                "hostPort": not any(port.get("hostPort") for port in container.get("ports", [])),
            }
            for what in (what for what, is_held in wanted.items() if not is_held):
                yield f"{name_of(thing)}, {container['name']}: {what} is not as it has to be"


@rule("pod-restricted")
def pod_restricted(things):
    """Every pod keeps to itself: nothing of the node's, and no kind of volume that reaches it."""
    for thing, _, spec in pods(things):
        for what in ("hostNetwork", "hostPID", "hostIPC"):
            if spec.get(what):
                yield f"{name_of(thing)} shares the node's: {what}"
        held = spec.get("securityContext", {})
        if held.get("runAsNonRoot") is not True or at(held, "seccompProfile", "type") != "RuntimeDefault":
            yield f"{name_of(thing)}: the pod's own securityContext leaves runAsNonRoot or seccompProfile open"
        for volume in spec.get("volumes", []):
            if foreign := set(volume) - {"name"} - VOLUMES:
                yield f"{name_of(thing)}: the volume {volume['name']} is of a kind that is not allowed: {', '.join(foreign)}"


@rule("no-cluster-token")
def no_cluster_token(things):
    """No pod is handed a token of the cluster."""
    for thing, _, spec in pods(things):
        if spec.get("automountServiceAccountToken") is not False:
            yield f"{name_of(thing)}: automountServiceAccountToken is not false"
    for thing in of_kind(things, "ServiceAccount"):
        if thing.get("automountServiceAccountToken") is not False:
            yield f"{name_of(thing)}: automountServiceAccountToken is not false"
    for thing in of_kind(things, "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"):
        yield f"{name_of(thing)} gives a right in the cluster, and the bot needs none"


@rule("no-service-links")
def no_service_links(things):
    """Other services do not become variables: the bot refuses those that begin like its own."""
    for thing, _, spec in pods(things):
        if spec.get("enableServiceLinks") is not False:
            yield f"{name_of(thing)}: enableServiceLinks is not false"


@rule("names-fit")
def names_fit(things):
    """Names and labels fit into 63 characters, also with what Kubernetes puts behind them."""
    for thing in things:
        # A StatefulSet's name, a hyphen and ten letters become a label of its pods.
        longest = 52 if thing["kind"] == "StatefulSet" else 63
        name = thing["metadata"]["name"]
        if len(name) > longest:
            yield f"{name_of(thing)} has {len(name)} characters, and may have {longest}"
        if not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", name):
            yield f"{name_of(thing)} is no name for the DNS"
        for key, value in at(thing, "metadata", "labels", default={}).items():
            if len(value) > 63 or not re.fullmatch(r"([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?", value):
                yield f"{name_of(thing)}: the label {key} is too long or not allowed: {value}"


@rule("drain-passes")
def drain_passes(things):
    """A budget for disruptions lets the only pod go."""
    for thing in of_kind(things, "PodDisruptionBudget"):
        if thing["spec"].get("maxUnavailable") not in (1, "100%") or "minAvailable" in thing["spec"]:
            yield f"{name_of(thing)} would hold up a drain for ever"
        if thing["spec"].get("unhealthyPodEvictionPolicy") != "AlwaysAllow":
            yield f"{name_of(thing)} would hold up a drain while the pod is not ready"


@rule("three-questions")
def three_questions(things):
    """Whether it came up, whether it turns and whether it can work are asked apart, and a failing Discord restarts nobody."""
    thing, _, container = bot(things)
    if thing is None:
        return
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        if not at(container, probe, "httpGet", "path"):
            yield f"{name_of(thing)}: no {probe}"
    for probe, path in (("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")):
        if (said := at(container, probe, "httpGet", "path", default=path)) != path:
            yield f"{name_of(thing)}: {probe} asks {said} instead of {path}"
    start = container.get("startupProbe", {})
    if start and start.get("periodSeconds", 10) * start.get("failureThreshold", 3) < 120:
        yield f"{name_of(thing)}: a long migration would be killed half-way; give startupProbe two minutes or more"


@rule("time-to-stop")
def time_to_stop(things):
    """A pod that is stopped has time to end what it does."""
    thing, spec, _ = bot(things)
    if thing is None:
        return
    needed = STOPPING + LAST_COPY * any(container["name"] == "litestream" for container in containers(spec))
    if spec.get("terminationGracePeriodSeconds", 30) < needed:
        yield f"{name_of(thing)} is killed after {spec['terminationGracePeriodSeconds']} s, and may need {needed}"


@rule("volume-kept")
def volume_kept(things):
    """The data outlives the release, and one pod has it."""
    for thing in of_kind(things, "StatefulSet"):
        kept = at(thing, "spec", "persistentVolumeClaimRetentionPolicy", default={})
        if kept != {"whenDeleted": "Retain", "whenScaled": "Retain"}:
            yield f"{name_of(thing)} lets its volume go: {kept}"
        for claim in thing["spec"].get("volumeClaimTemplates", []):
            if at(claim, "spec", "accessModes") not in (["ReadWriteOncePod"], ["ReadWriteOnce"]):
                yield f"{name_of(thing)}: several may write to its volume"
    for thing in of_kind(things, "Deployment"):
        if any("persistentVolumeClaim" in volume for volume in thing["spec"]["template"]["spec"].get("volumes", [])):
            yield f"{name_of(thing)} has a volume: a Deployment may have two pods for a moment when a node is lost"


@rule("copy-in-order")
def copy_in_order(things):
    """Where Litestream runs, it restores before the bot starts, and copies until after it has stopped."""
    thing, spec, _ = bot(things)
    if not any(name_of(other).endswith("-litestream") for other in of_kind(things, "ConfigMap")):
        return
    order = [(container["name"], container.get("restartPolicy")) for container in spec.get("initContainers", [])]
    if order != [("restore", None), ("litestream", "Always")]:
        yield f"{name_of(thing)}: before the bot come {order}"
    restore = next((container for container in spec.get("initContainers", []) if container["name"] == "restore"), {})
    if "-if-db-not-exists" not in restore.get("args", []):
        yield f"{name_of(thing)}: the restore would write over a database that is there"


@rule("network-closed")
def network_closed(things):
    """Where there are policies, each pod is under one of both directions, and no way leads to all ports or to the node."""
    policies = of_kind(things, "NetworkPolicy")
    if not policies:
        return
    for thing, labels, _ in pods(things):
        over = [policy["spec"] for policy in policies if policy["spec"]["podSelector"]["matchLabels"].items() <= labels.items()]
        if not any(set(spec.get("policyTypes", [])) == {"Ingress", "Egress"} for spec in over):
            yield f"{name_of(thing)}: no policy closes both directions"
    # Where a node's role is to be had, by each family.
    metadata = [ipaddress.ip_address(address) for address in ("169.254.169.254", "fd00:ec2::254")]
    for policy in policies:
        for direction, peers in (("egress", "to"), ("ingress", "from")):
            for way in policy["spec"].get(direction, []):
                if not way.get("ports") or not way.get(peers):
                    yield f"{name_of(policy)}: a way of {direction} is open to all ports or to everyone"
                for block in filter(None, (peer.get("ipBlock") for peer in way.get(peers, []))):
                    net = ipaddress.ip_network(block["cidr"])
                    excepted = [ipaddress.ip_network(cidr) for cidr in block.get("except", [])]
                    for address in metadata:
                        if address in net and not any(address in other for other in excepted):
                            yield f"{name_of(policy)}: {block['cidr']} leads to the node's role at {address}"


@rule("secret-stays")
def secret_stays(things):
    """A secret's value is in a Secret and nowhere else."""
    values = [value for thing in of_kind(things, "Secret") for value in at(thing, "stringData", default={}).values()]
    for thing in things:
        text = str(thing)
        if thing["kind"] != "Secret" and any(value in text for value in values):
            yield f"{name_of(thing)} shows the value of a secret"
    for thing, _, spec in pods(things):
        for container in containers(spec):
            for variable in container.get("env", []):
                is_file = variable["name"].endswith("_FILE")
                secret = re.search(r"TOKEN|PASSWORD|SECRET|_KEY", variable["name"]) and "value" in variable
                if secret and not is_file:
                    yield f"{name_of(thing)}, {container['name']}: {variable['name']} stands there as text"


@rule("image-fixed")
def image_fixed(things):
    """Every image is named by a digest or a version."""
    for thing, _, spec in pods(things):
        for container in containers(spec):
            image = container["image"]
            is_digest = re.search(r"@sha256:[0-9a-f]{64}$", image)
            is_version = re.search(r":v?\d+(\.\d+)+([.-]\w+)*$", image)
            if not (is_digest or is_version):
                yield f"{name_of(thing)}, {container['name']}: nobody can say later what {image} was"


@rule("known-to-the-bot")
def known_to_the_bot(things):
    """The chart says nothing to the bot that the bot's own sources do not know."""
    keys = re.findall(r"^# (\w+) = ", (ROOT / "config.example.toml").read_text(), re.M)
    variables = {f"QUOTIDIAN_{key.upper()}" for key in keys}
    tasks = set(re.findall(r"^    ([A-Z]\w+)\b[^:]*?(?:,| \{|\()", (ROOT / "src/cli.rs").read_text(), re.M))
    pages = set(re.findall(r'route\("(/\w+)"', (ROOT / "src/ops.rs").read_text()))
    for thing, _, spec in pods(things):
        for container in (one for one in spec["containers"] if one["name"] in ("bot", "healthcheck")):
            for variable in container.get("env", []):
                if variable["name"].startswith("QUOTIDIAN_") and variable["name"] not in variables:
                    yield f"{name_of(thing)}: the bot does not know {variable['name']}"
            if (task := container["args"][0]).capitalize() not in tasks:
                yield f"{name_of(thing)}: the bot does not know the task {task}"
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                if (page := at(container, probe, "httpGet", "path")) and page not in pages:
                    yield f"{name_of(thing)}: the bot has no page {page}"


@rule("known-figures")
def known_figures(things):
    """Alerts name figures that the bot keeps."""
    known = set(re.findall(r'"(quotidian_\w+)"', (ROOT / "src/metrics.rs").read_text()))
    for thing in of_kind(things, "PrometheusRule"):
        for group in thing["spec"]["groups"]:
            for alert in group["rules"]:
                for figure in set(re.findall(r"quotidian_\w+", alert["expr"])) - known:
                    yield f"{name_of(thing)}, {alert['alert']}: the bot keeps no figure {figure}"


@rule("references-held")
def references_held(things):
    """What is named is there: volumes, ports, and the chart's own ConfigMaps and Secrets."""
    for thing, _, spec in pods(things):
        claims = [claim["metadata"]["name"] for claim in at(thing, "spec", "volumeClaimTemplates", default=[])]
        volumes = [volume["name"] for volume in spec.get("volumes", [])] + claims
        ports = [port["name"] for container in containers(spec) for port in container.get("ports", [])]
        for container in containers(spec):
            mounted = [mount["name"] for mount in container.get("volumeMounts", [])]
            for name in set(mounted) - set(volumes):
                yield f"{name_of(thing)}, {container['name']}: there is no volume {name}"
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                if (port := at(container, probe, "httpGet", "port")) and port not in ports:
                    yield f"{name_of(thing)}, {container['name']}: {probe} asks at a port {port} that is not there"
        made = {thing["metadata"]["name"] for thing in of_kind(things, "ConfigMap")}
        for volume in spec.get("volumes", []):
            name = at(volume, "configMap", "name")
            if name and name.endswith("-litestream") and name not in made:
                yield f"{name_of(thing)}: there is no ConfigMap {name}"
    numbers = {port["containerPort"] for _, _, spec in pods(things) for one in containers(spec) for port in one.get("ports", [])}
    for thing in of_kind(things, "Service"):
        # By name in ordinary containers, since an older server does not find those of a sidecar; by number in all.
        there = {port["name"] for _, _, spec in pods(things) for one in spec["containers"] for port in one.get("ports", [])}
        for port in thing["spec"]["ports"]:
            if port["targetPort"] not in there | numbers:
                yield f"{name_of(thing)} leads to a port {port['targetPort']} that no pod has"
    for thing in of_kind(things, "NetworkPolicy"):
        opened = {port["port"] for way in thing["spec"].get("ingress", []) for port in way.get("ports", [])}
        for port in opened - numbers:
            yield f"{name_of(thing)} lets in to a port {port} that no pod has"
    served = {port["name"] for thing in of_kind(things, "Service") for port in thing["spec"]["ports"]}
    for thing in of_kind(things, "ServiceMonitor"):
        for endpoint in thing["spec"]["endpoints"]:
            if endpoint["port"] not in served:
                yield f"{name_of(thing)} scrapes a port {endpoint['port']} that no Service has"


@rule("one-namespace")
def one_namespace(things):
    """Everything is made in the release's namespace, and says so."""
    for thing in things:
        if thing["metadata"].get("namespace") != "bots":
            yield f"{name_of(thing)} is in {thing['metadata'].get('namespace')}"


def unchangeable(thing):
    """What Kubernetes lets nobody change once the object is there."""
    spec = thing.get("spec", {})
    match thing["kind"]:
        case "StatefulSet":
            free = {"replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "minReadySeconds"}
            free.add("persistentVolumeClaimRetentionPolicy")
            return {key: value for key, value in spec.items() if key not in free}
        case "Deployment":
            return spec.get("selector")
        case "Service":
            return spec.get("clusterIP")
        case _:
            return None


def upgrade_keeps(before, after):
    """An upgrade changes nothing that cannot be changed, and leaves no object behind or without its name."""
    later = {name_of(thing): thing for thing in after}
    for thing in before:
        if name_of(thing) not in later:
            yield f"{name_of(thing)} would be removed by an upgrade"
        elif unchangeable(thing) != unchangeable(later[name_of(thing)]):
            yield f"{name_of(thing)} would be refused in an upgrade: a part of it that cannot be changed differs"


UPGRADE = "upgrade-keeps"
