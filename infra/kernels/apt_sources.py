"""The machine's own apt sources, and an apt configuration beside the system's that also reads other suites.

Nothing here changes the system: state, cache and sources of the private configuration lie in a folder of its own. It
uses the machine's mirror, proxy settings and keyrings, so apt checks signatures as it always does.
"""

import glob
import os
import re
import shlex
import subprocess
from dataclasses import dataclass, field


@dataclass
class Source:
    """One `deb` source: where, which suites, and the options that say who may sign it."""

    uris: list
    suites: list
    components: list
    options: dict = field(default_factory=dict)  # deb822 names: Signed-By, Trusted, ...; a value may have many lines


def parse_one_line(text):
    """Sources of a *.list file: `deb [signed-by=/x] URI SUITE COMPONENT...`."""
    for line in text.splitlines():
        match = re.match(r"\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)", line)
        if match is None:
            continue
        options = {}
        for option in shlex.split(match.group(1) or ""):
            key, _, value = option.partition("=")
            # one-line keys are written small: signed-by, arch, trusted
            options["-".join(part.capitalize() for part in key.split("-"))] = value.replace(",", " ")
        yield Source([match.group(2)], [match.group(3)], match.group(4).split(), options)


def parse_deb822(text):
    """Sources of a *.sources file: paragraphs of `Key: value`, continued on lines that begin with a space."""
    for paragraph in re.split(r"\n[ \t]*\n", text):
        fields, key = {}, None
        for line in paragraph.splitlines():
            if line.startswith("#"):
                continue
            if line[:1] in (" ", "\t") and key is not None:
                fields[key] += "\n" + line
            elif ":" in line:
                key, _, value = line.partition(":")
                key = key.strip().title()
                fields[key] = value.strip()
        if "deb" not in fields.get("Types", "").split() or fields.get("Enabled", "yes").lower() in ("no", "false", "0"):
            continue
        wanted = ("Signed-By", "Trusted", "Check-Valid-Until", "Architectures")
        yield Source(fields.get("Uris", "").split(), fields.get("Suites", "").split(),
                     fields.get("Components", "").split(), {k: fields[k] for k in wanted if k in fields})


def read_machine_sources(root="/etc/apt"):
    """Every enabled `deb` source of the machine, in the order apt reads them."""
    found = []
    lists = [os.path.join(root, "sources.list")] + sorted(glob.glob(os.path.join(glob.escape(root), "sources.list.d/*")))
    for path in lists:
        if not os.path.isfile(path):
            continue
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if path.endswith(".list"):
            found.extend(parse_one_line(text))
        elif path.endswith(".sources"):
            found.extend(parse_deb822(text))
    return found


def sources_of_distribution(sources, codename):
    """Those that belong to the distribution itself: their suites are its code name or a `stable` and what hangs on it."""
    names = (codename, "stable", "oldstable", "testing", "unstable")
    result = []
    for source in sources:
        suites = [s for s in source.suites if re.split(r"[-/]", s)[0] in names and not s.endswith("/")]
        if suites:
            result.append(Source(source.uris, suites, source.components, source.options))
    return result


def main_archive(sources, codename):
    """The source that carries the release itself (not updates or security), whose mirror has the other suites too."""
    for source in sources:
        if any(suite in (codename, "stable", "oldstable", "testing", "unstable") for suite in source.suites):
            if "main" in source.components:
                return source
    return None


def render(source):
    """The source as a deb822 paragraph."""
    lines = ["Types: deb", "URIs: " + " ".join(source.uris), "Suites: " + " ".join(source.suites),
             "Components: " + " ".join(source.components)]
    lines += [f"{key}: {value}" for key, value in source.options.items()]
    return "\n".join(lines) + "\n"


# Hooks of the machine's configuration are for its own package cache: one that containers carry empties that cache at
# every update, of any configuration, also under an apt that is installing beside us. So none of them runs for ours.
_CONFIGURATION = '''\
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
#clear DPkg::Pre-Install-Pkgs;
#clear Acquire::IndexTargets::deb::DEP-11;
#clear Acquire::IndexTargets::deb::DEP-11-icons-small;
#clear Acquire::IndexTargets::deb::DEP-11-icons;
#clear Acquire::IndexTargets::deb::DEP-11-icons-hidpi;
#clear Acquire::IndexTargets::deb::DEP-11-icons-large;
#clear Acquire::IndexTargets::deb::DEP-11-icons-large-hidpi;
Dir::Etc::sourcelist "{root}/sources.sources";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "-";
Dir::Etc::preferencesparts "-";
Dir::State "{root}/state";
Dir::State::status "/dev/null";
Dir::Cache "{root}/cache";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Sandbox::User "root";
'''


class PrivateApt:
    """apt-get and apt-cache over sources of our own, in `root`."""

    def __init__(self, root, sources):
        self.root = root
        for folder in ("state/lists/partial", "cache/archives/partial"):
            os.makedirs(os.path.join(root, folder), exist_ok=True)
        with open(os.path.join(root, "sources.sources"), "w", encoding="utf-8") as file:
            file.write("\n".join(render(source) for source in sources))
        self.configuration = os.path.join(root, "apt.conf")
        with open(self.configuration, "w", encoding="utf-8") as file:
            file.write(_CONFIGURATION.format(root=root))

    def run(self, program, *arguments, cwd=None):
        """The finished process with both of its outputs as text."""
        environment = dict(os.environ, LC_ALL="C.UTF-8")
        return subprocess.run((program, "-c", self.configuration, "-q", *arguments), cwd=cwd, env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=False)

    def update(self):
        """Brings the indexes of all sources. Returns what apt complained of; suites that failed have no packages then."""
        result = self.run("apt-get", "update")
        return [line for line in (result.stdout + result.stderr).splitlines() if re.match(r"[EW]:|Err:", line)]

    def packages(self, pattern):
        """[{Package, Version, SHA256, ...}] of every version on offer of packages whose whole name matches."""
        names = [name for name in self.run("apt-cache", "pkgnames").stdout.split() if re.fullmatch(pattern, name)]
        if not names:
            return []
        found = []
        for record in self.run("apt-cache", "show", *sorted(names)).stdout.split("\n\n"):
            fields = dict(re.findall(r"^([A-Za-z0-9-]+): (.*)$", record, re.MULTILINE))
            if "SHA256" in fields and fields.get("Package") in names:
                found.append(fields)
        return found

    def download(self, package, version, folder):
        """Downloads one package into the folder; returns apt's complaint or None. apt itself checks it by its index."""
        result = self.run("apt-get", "download", f"{package}={version}", cwd=folder)
        return None if result.returncode == 0 else result.stderr.strip()
