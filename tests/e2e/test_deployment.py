#!/usr/bin/env python3
"""What infra/ gives to those who run a cluster: compose file, image, manifests, settings; each by the best checker there is here.

Nothing is started in a container: there is no Docker daemon and no Kubernetes where tests run. What is checked: schemas,
kustomize's build, hadolint, the packages an image needs, and that each command line and settings file is one the program takes.
"""

import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import PROGRAM, Scratch, SOURCE, check, equal, finish, run

INFRA = SOURCE / "infra"
COMPOSE = INFRA / "compose/compose.yaml"


def ran(*command, **options):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **options)


def by_schemas(scratch):
    fetched = ran(INFRA / "validators/fetch")
    if fetched.returncode != 0:
        print(f"SKIPPED: schemas of compose files, Kubernetes and KEDA, and hadolint, can't be had here: {fetched.stderr.strip()[-300:]}")
        return
    tools = pathlib.Path(fetched.stdout.strip()) / "bin"
    if shutil.which("kubectl"):
        for overlay in ("base", "overlays/example"):
            built = ran("kubectl", "kustomize", INFRA / "kubernetes" / overlay)
            check(f"kustomize builds {overlay}", built.returncode == 0, built.stderr)
            (scratch / "manifests.yaml").write_text(built.stdout)
            told = ran(tools / "python", SOURCE / "tests/support/manifests.py", COMPOSE, scratch / "manifests.yaml")
            equal(f"schemas take the compose file and {overlay}: {told.stderr.strip()}", (told.returncode, told.stdout), (0, ""))
    else:
        print("SKIPPED: kubectl is not here: Kustomize builds nothing, and each manifest is checked as it stands")
        parts = sorted((INFRA / "kubernetes/base").glob("*.yaml")) + [INFRA / "kubernetes/components/keda/analyzer.yaml"]
        text = "\n---\n".join(path.read_text() for path in parts if path.name != "kustomization.yaml")
        (scratch / "manifests.yaml").write_text(text)
        told = ran(tools / "python", SOURCE / "tests/support/manifests.py", COMPOSE, scratch / "manifests.yaml")
        equal(f"schemas take the compose file and the base: {told.stderr.strip()}", (told.returncode, told.stdout), (0, ""))
    text = (scratch / "manifests.yaml").read_text().replace("readOnlyRootFilesystem", "readOnly").replace("lagThreshold", "lag").replace(
        "claimName", "claim")
    (scratch / "wrong.yaml").write_text(text)
    check("the schemas refuse manifests with wrong keys",
          ran(tools / "python", SOURCE / "tests/support/manifests.py", COMPOSE, scratch / "wrong.yaml").returncode == 1)
    linted = ran(tools / "hadolint", INFRA / "compose/Dockerfile")
    equal("hadolint takes the Dockerfile", (linted.returncode, linted.stdout), (0, ""))


def packages_of_image():
    """What the program is linked with is what the image installs."""
    if not shutil.which("dpkg-query") or 'VERSION_ID="12"' not in pathlib.Path("/etc/os-release").read_text():
        print("SKIPPED: packages of the image are Debian 12's, and this is another system")
        return
    needed = re.findall(r"NEEDED\s+(\S+)", ran("objdump", "-p", PROGRAM).stdout)
    check("the program is linked with shared libraries", len(needed) > 5)
    text = (INFRA / "compose/Dockerfile").read_text().partition("debian:12-slim")[2]
    missing = []
    for library in needed:
        owners = {line.split(":")[0] for line in ran("dpkg-query", "--search", f"*/{library}").stdout.splitlines()}
        owners = {owner for owner in owners if not owner.endswith("-dev")}
        if not owners:
            missing.append(f"{library} (of no package)")
        owners -= {"libc6", "libgcc-s1", "libstdc++6"}  # every Debian has these
        if owners and not any(re.search(rf"(?<!\S){re.escape(owner)}(?!\S)", text) for owner in owners):
            missing.append(f"{library} ({', '.join(sorted(owners))})")
    equal("the image installs every library of the program", missing, [])


def command_lines():
    """Every command line of ours that something in infra/ starts, and where it stands."""
    for unit in sorted((INFRA / "systemd").glob("*.service")):
        for words in re.findall(r"^ExecStart=/usr/bin/ferrotype (.*)$", unit.read_text(), re.MULTILINE):
            yield unit.name, words.split()
    for words in re.findall(r'^ +command: \[(.*)\]$', COMPOSE.read_text(), re.MULTILINE):
        yield "compose.yaml", [word.strip().strip('"') for word in words.split(",")]
    for manifest in sorted((INFRA / "kubernetes/base").glob("*.yaml")):
        for words in re.findall(r'^ +args: \[(.*)\]$', manifest.read_text(), re.MULTILINE):
            yield manifest.name, [word.strip().strip('"') for word in words.split(",")]


def entry_points(scratch):
    helps = {}
    lines = list(command_lines())
    verbs = {words[0] for _, words in lines}
    check("units, compose file and manifests start each service", verbs >= {"planner", "analyzer", "aggregator", "publisher", "watch"}, verbs)
    for place, words in lines:
        told = helps.setdefault(words[0], run(words[0], "--help"))
        unknown = [word for word in words[1:] if word.startswith("--") and word not in told.stdout]
        known = f"ferrotype {words[0]} [" in told.stdout
        check(f"{place}: ferrotype {' '.join(words)}", told.returncode == 0 and known and not unknown, f"unknown: {unknown} {told.stderr}")
    settings = [INFRA / "compose/ferrotype.toml", *sorted((INFRA / "kubernetes").rglob("ferrotype.toml"))]
    equal("settings files found", len(settings), 3)
    for path in settings:
        # A store that isn't there is the surroundings' or the argument's fault; wrong settings are usage (2).
        told = run("list", "releases", "--store", scratch / "none", env={"FERROTYPE_CONFIG": str(path)})
        check(f"the program takes {path.relative_to(SOURCE)}", told.returncode != 2, told.stderr)
    (scratch / "wrong.toml").write_text(settings[0].read_text().replace("brokers", "broker"))
    told = run("list", "releases", env={"FERROTYPE_CONFIG": str(scratch / "wrong.toml")})
    check("and refuses a wrong key", told.returncode == 2 and "broker" in told.stderr, told.stderr)


def web_server():
    own = (INFRA / "web/nginx.conf").read_text()
    theirs = (INFRA / "kubernetes/base/default.conf").read_text().partition("\n")[2]
    equal("nginx has one set of settings", theirs, own.replace("listen 80;", "listen 8080;").replace("listen [::]:80;", "listen [::]:8080;"))


def alerts():
    rules = (INFRA / "prometheus/ferrotype.rules.yaml").read_text()
    page = (SOURCE / "docs/operators-cluster.md").read_text()
    names = set(re.findall(r"\bferrotype_[a-z_]+", re.sub(r"#.*", "", rules)))
    equal("alerts ask for numbers that services tell", sorted(name for name in names if f"`{name}`" not in page), [])
    equal("each alert has its row, each row its alert", sorted(re.findall(r"^ *- alert: (\w+)$", rules, re.MULTILINE)),
          sorted(re.findall(r"^\| `(Ferrotype\w+)` ", page, re.MULTILINE)))


with Scratch() as folder:
    by_schemas(folder)
    packages_of_image()
    entry_points(folder)
    web_server()
    alerts()
finish()
