"""A registry on this machine, with the kind of sign-in that public registries have, and what scripts/pin makes of it."""

import base64
import contextlib
import hashlib
import http.client
import http.server
import json
import os
import pathlib
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def compact(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def digest_of(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


class Registry:
    """Debian's docker-registry, which takes nobody in without a token, and who gives tokens out."""

    def __init__(self, program, work):
        self.work, self.port, self.door = pathlib.Path(work), free_port(), free_port()
        self.key, self.certificate = self.work / "key.pem", self.work / "certificate.pem"
        self.asked = []
        self.run_openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=pretend", "-keyout", self.key, "-out", self.certificate)
        settings = {
            "version": 0.1,
            "log": {"level": "error", "accesslog": {"disabled": True}},
            "storage": {"filesystem": {"rootdirectory": str(self.work / "storage")}},
            "http": {"addr": f"127.0.0.1:{self.port}"},
            "auth": {
                "token": {
                    "realm": f"http://127.0.0.1:{self.door}/token",
                    "service": "pretend",
                    "issuer": "pretend",
                    "rootcertbundle": str(self.certificate),
                }
            },
        }
        # JSON is YAML.
        (self.work / "registry.yml").write_text(json.dumps(settings))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.door), self.door_keeper())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.process = subprocess.Popen(
            [program, "serve", self.work / "registry.yml"], stdout=subprocess.DEVNULL, stderr=(self.work / "registry.log").open("w")
        )
        self.wait()

    def wait(self):
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise SystemExit(f"docker-registry does not start: {(self.work / 'registry.log').read_text()[-500:]}")

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.server.shutdown()

    def run_openssl(self, *arguments, data=None):
        return subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True, check=True).stdout

    def token(self, repository, actions):
        """What the registry believes, by https://distribution.github.io/distribution/spec/auth/jwt/."""
        chain = "".join(self.certificate.read_text().splitlines()[1:-1])
        now = int(time.time())
        claims = {
            "iss": "pretend", "sub": "", "aud": "pretend", "iat": now, "nbf": now - 60, "exp": now + 300, "jti": str(time.monotonic_ns()),
            "access": [{"type": "repository", "name": repository, "actions": actions}],
        }
        text = ".".join(compact(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "RS256", "x5c": [chain]}, claims))
        return text + "." + compact(self.run_openssl("dgst", "-sha256", "-sign", self.key, data=text.encode()))

    def door_keeper(self):
        registry = self

        class Door(http.server.BaseHTTPRequestHandler):
            """Gives tokens to anybody; and is, below /v2/, a registry that says another digest than the bytes have."""

            def do_GET(self):
                address = urllib.parse.urlsplit(self.path)
                if address.path == "/token":
                    scope = urllib.parse.parse_qs(address.query)["scope"][0]
                    registry.asked.append(scope)
                    _, repository, actions = scope.split(":")
                    body, kind = json.dumps({"token": registry.token(repository, actions.split(","))}).encode(), "application/json"
                else:
                    body, kind = json.dumps({"manifests": []}).encode(), INDEX
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Docker-Content-Digest", "sha256:" + "0" * 64)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Door

    def ask(self, method, path, repository, data=b"", kind="application/octet-stream"):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, path, data, {"Authorization": "Bearer " + self.token(repository, ["pull", "push"]), "Content-Type": kind, "Accept": MANIFEST})
        answer = line.getresponse()
        body = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"docker-registry answers {answer.status} to {method} {path}: {body[:300]}")
        return answer.headers

    def push_blob(self, repository, data):
        place = urllib.parse.urlsplit(self.ask("POST", f"/v2/{repository}/blobs/uploads/", repository)["Location"])
        self.ask("PUT", f"{place.path}?{place.query}&digest={urllib.parse.quote(digest_of(data))}", repository, data)
        return {"digest": digest_of(data), "size": len(data)}

    def push(self, name, platforms, note=""):
        """An image for each platform, and a list of them; without a list when there is one platform and no tuple."""
        repository, tag = name.split("/", 1)[1].rsplit(":", 1)
        listed = []
        for platform in [platforms] if isinstance(platforms, str) else platforms:
            system, architecture = platform.split("/")
            settings = json.dumps({"os": system, "architecture": architecture, "rootfs": {"type": "layers", "diff_ids": []}, "comment": note})
            one = {"schemaVersion": 2, "mediaType": MANIFEST, "layers": []}
            one["config"] = {"mediaType": "application/vnd.oci.image.config.v1+json", **self.push_blob(repository, settings.encode())}
            data = json.dumps(one).encode()
            where = tag if isinstance(platforms, str) else digest_of(data)
            self.ask("PUT", f"/v2/{repository}/manifests/{where}", repository, data, MANIFEST)
            listed.append({"mediaType": MANIFEST, "digest": digest_of(data), "size": len(data), "platform": {"os": system, "architecture": architecture}})
        if isinstance(platforms, str):
            return listed[0]["digest"]
        data = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": listed}).encode()
        self.ask("PUT", f"/v2/{repository}/manifests/{tag}", repository, data, INDEX)
        return digest_of(data)


BOTH = ("linux/amd64", "linux/arm64")


def pin_faults(registry, tree):
    """Sentences about what scripts/pin does wrong; `tree` is a copy of the repository that may be changed."""
    lock = tree / "deploy/bases.lock"
    lock.unlink(missing_ok=True)
    here = f"docker.io=http://127.0.0.1:{registry.port}"

    def pin(*arguments):
        return subprocess.run([tree / "scripts/pin", *arguments], capture_output=True, text=True)

    def refused(what, needle, *arguments):
        before = lock.read_bytes() if lock.exists() else None
        done = pin(*arguments)
        after = lock.read_bytes() if lock.exists() else None
        if done.returncode == 0 or needle not in done.stderr or done.stderr.count("\n") != 1:
            yield f"{what}: expected one sentence with {needle!r}, and got {done.returncode}, {done.stdout + done.stderr!r}"
        if before != after:
            yield f"{what}: {lock.name} was changed all the same"

    yield from refused("no network", "cannot be reached", "--registry", f"docker.io=http://127.0.0.1:{free_port()}")
    yield from refused("nothing pushed yet", "there is no such tag", "--registry", here)
    yield from refused("no lock yet", "There is no deploy/bases.lock", "--check")
    names = {"RUST": None, "LITESTREAM": None, "FILES": None, "BUILDKIT": None, "SBOM": None}
    found = pin("--list").stdout.split()
    if sorted(row.split("=")[0] for row in found) != sorted(names):
        yield f"expected to be asked about {sorted(names)}, and it is {found}"
        return
    images = dict(row.split("=", 1) for row in found)
    digests = {name: registry.push(image, BOTH, name) for name, image in images.items()}

    done = pin("--registry", here)
    if done.returncode:
        yield f"with every tag there: {done.stderr}"
        return
    for name, image in images.items():
        if f" {name}={image}@{digests[name]}\n" not in lock.read_text():
            yield f"{name} is not pinned to its list of platforms, {digests[name]}: {lock.read_text()}"
    if not registry.asked or any(not scope.endswith(":pull") for scope in registry.asked):
        yield f"asked for more than reading: {registry.asked}"
    if pin("--check").returncode:
        yield f"its own lock does not fit: {pin('--check').stderr}"
    for recipe, wanted in (("deploy/Dockerfile", ["RUST"]), ("deploy/litestream/Dockerfile", ["LITESTREAM", "FILES"])):
        expected = [f"--build-arg={name}={images[name]}@{digests[name]}" for name in wanted]
        if pin("--build-args", recipe).stdout.splitlines() != expected:
            yield f"the build of {recipe} is handed {pin('--build-args', recipe).stdout!r} and not {expected}"
    if pin("--image", "BUILDKIT").stdout.strip() != f"{images['BUILDKIT']}@{digests['BUILDKIT']}":
        yield f"BuildKit is {pin('--image', 'BUILDKIT').stdout!r}"

    yield from refused("a registry that lies", "another digest", "--registry", f"docker.io=http://127.0.0.1:{registry.door}")
    registry.push(images["FILES"], "linux/amd64")
    yield from refused("an image for one platform", "for one platform", "--registry", here)
    registry.push(images["FILES"], BOTH[:1])
    yield from refused("a list without ARM", "not there for linux/arm64", "--registry", here)
    moved = registry.push(images["FILES"], BOTH, "moved")
    if pin("--registry", here).returncode or moved not in lock.read_text() or digests["FILES"] in lock.read_text():
        yield "a tag that moved is not followed"

    recipe = tree / "deploy/Dockerfile"
    said = recipe.read_text()
    recipe.write_text(said.replace(images["RUST"], images["RUST"].replace("bookworm", "trixie")))
    yield from refused("a recipe that changed since", "deploy/Dockerfile RUST", "--check")
    yield from refused("a release of a recipe that changed since", "other tags", "--build-args", "deploy/Dockerfile")
    recipe.write_text(said)
    lock.write_text(lock.read_text().replace(digests["RUST"], digests["RUST"][:20]))
    yield from refused("a digest cut short by hand", "does not write", "--check")


def chart_faults(registry, helm, tree, version):
    """Sentences about what scripts/release-images does wrong with the chart."""
    told = pathlib.Path(registry.work) / "told"
    surroundings = {
        **os.environ,
        "PATH": f"{pathlib.Path(helm).resolve().parent}:{os.environ['PATH']}",
        "HOME": str(registry.work),
        "REGISTRY": f"127.0.0.1:{registry.port}",
        "GITHUB_REPOSITORY": "Someone/Quotidian",
        "GITHUB_OUTPUT": str(told),
    }
    done = subprocess.run([tree / "scripts/release-images", "chart", version], capture_output=True, text=True, env=surroundings)
    said = dict(line.split("=", 1) for line in told.read_text().splitlines()) if told.exists() else {}
    if done.returncode or "chart-digest" not in said:
        yield f"the chart cannot be pushed: {done.stdout}{done.stderr}"
        return
    name, kept = "someone/charts/quotidian", registry.ask("HEAD", f"/v2/someone/charts/quotidian/manifests/{version}", "someone/charts/quotidian", kind=MANIFEST)
    if said["chart"] != f"127.0.0.1:{registry.port}/{name}@{kept['Docker-Content-Digest']}" or said["chart-name"] + "@" + said["chart-digest"] != said["chart"]:
        yield f"says that the chart is {said}, and the registry has {kept['Docker-Content-Digest']}"
    shown = subprocess.run([helm, "show", "chart", "oci://" + said["chart"], "--plain-http"], capture_output=True, text=True, env=surroundings)
    if f"\nversion: {version}\n" not in shown.stdout or f"appVersion: {version}" not in shown.stdout:
        yield f"what is fetched by that digest is not the chart of {version}: {shown.stdout}{shown.stderr}"
    half = subprocess.run([tree / "scripts/release-images", "name", "quotidian", version, said["chart-digest"], ""], capture_output=True, text=True, env=surroundings)
    if half.returncode == 0 or "an architecture is missing" not in half.stderr:
        yield f"a version without one of its architectures gets a name: {half.stdout}{half.stderr}"


def copy_tree(root, place):
    """What scripts/pin and scripts/release read, where it may be changed."""
    for folder in ("scripts", "migrations", "deploy/helm"):
        shutil.copytree(root / folder, place / folder)
    for file in ("Cargo.toml", "CHANGELOG.md", "deploy/Dockerfile", "deploy/litestream/Dockerfile"):
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / file, place / file)
    return place
