#!/usr/bin/env python3
"""The switch from one edition to the next: killed at each of its system calls, on a disk that fills, and under readers who never pause.

FERROTYPE_PUBLICATIONS=100 publishes so often under load (10 in `make test`); of calls that come by the hundred four are killed each,
with FERROTYPE_KILLS=40 so many, evenly spread, and with FERROTYPE_KILLS=all every one.
"""

import collections
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import web
from harness import PROGRAM, Scratch, SOURCE, bytes_of, check, equal, files_below, finish, git, must, need_sample, run, small_content

sample = need_sample()
if not web.have("nginx", "strace"):
    print("SKIP  nginx or strace is not there (infra/deps test)")
    sys.exit(77)
oldest = git(sample, "tag", "--list").decode().split()[0]
CHANGES = ("rename", "renameat2", "symlink", "unlink", "fsync", "syncfs", "flock", "rmdir", "mkdir", "unlinkat", "openat", "write", "close")


def broken(edition):
    listed = {line[66:]: line[:64] for line in (edition / "manifest.sha256").read_text().splitlines()}
    there = {name: sha(bytes_of(path)) for name, path in files_below(edition).items()}
    there.pop("manifest.sha256")
    return sorted(set(listed.items()) ^ set(there.items()))


def sha(data):
    return hashlib.sha256(data).hexdigest()


with Scratch() as scratch:
    store, content, to = scratch / "store", scratch / "content", scratch / "srv"
    must("analyze", f"{sample}@{oldest}", "--store", store)
    # A page of its own: what editors write leads to other texts, and makes each of the many publications slower.
    small_content(content)
    about = content / "pages/about/en.md"
    text = about.read_text()
    styles = SOURCE / "site-templates"

    def command(verb, templates=styles):
        if verb == "rollback":
            return [PROGRAM, "rollback", "--to", to, "--quiet"]
        return [PROGRAM, "publish", "--to", to, "--store", store, "--content", content, "--templates", templates, "--keep", "3",
                "--base-url", "https://example.org/", "--jobs", "1", "--quiet"]

    environment = {k: v for k, v in os.environ.items() if not k.startswith("FERROTYPE")}

    def do(verb, prefix=(), **options):
        return subprocess.run([*prefix, *command(verb, **options)], env=environment, cwd=tempfile.gettempdir(), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)

    def change(number):
        about.write_text(f"{text}\nEdition {number}.\n")

    def current():
        return os.readlink(to / "current")

    # --- Nothing is renamed before it is on the disk
    change(-1)
    must(*command("publish")[1:])
    change(-2)
    do("publish", ("strace", "-f", "-o", scratch / "order", "-e", "trace=openat,fsync,syncfs,rename,renameat2,symlink"))
    order = (scratch / "order").read_text().splitlines()

    def place(pattern, first=True):
        found = [i for i, line in enumerate(order) if re.search(pattern, line)]
        return (found[0] if first else found[-1]) if found else -1

    steps = [place(r'openat\(.*/editions/\w+\.tmp/.*O_CREAT', False), place(r"syncfs\("), place(r"renameat2\(.*\.tmp"), place(r"symlink\("),
             place(r'rename\(.*/current"'), place(r'openat\(.*ledger\.jsonl.*O_CREAT')]
    check(f"files, syncfs, rename, link, switch, ledger, in this order: lines {steps}", min(steps) >= 0 and steps == sorted(set(steps)))
    synced = [i for i, line in enumerate(order) if "fsync(" in line and "= 0" in line]
    check("folders are synced after the edition's rename and after the switch",
          any(steps[2] < i < steps[3] for i in synced) and any(steps[4] < i < steps[5] for i in synced), str(synced))

    # --- Killed
    kills = os.environ.get("FERROTYPE_KILLS", "4")

    def calls(verb):
        done = do(verb, ("strace", "-f", "-c", "-S", "name", "-U", "name,calls", "-e", "trace=" + ",".join(CHANGES), "-o", scratch / "calls"))
        if done.returncode != 0:
            print(f"SKIP  strace can't trace here: {done.stderr[:200]}")
            sys.exit(77)
        rows = [line.split() for line in (scratch / "calls").read_text().splitlines()]
        return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[0] in CHANGES and row[1].isdigit()}

    change(0)
    must(*command("publish")[1:])
    number = 1
    killed, outcomes = 0, collections.Counter()
    for verb in ("publish", "rollback"):
        change(number := number + 1)
        if verb == "rollback":
            must(*command("publish")[1:])
        counts = calls(verb)
        check(f"{verb} changes the disk by {sum(counts.values())} calls", counts.get("rename", 0) >= 1 and counts.get("symlink") == 1, str(counts))
        for call, count in sorted(counts.items()):
            # Those that come by the hundred write and remove single files: a few of them stand for all, the last ones among them.
            most = count if kills == "all" else int(kills)
            spread = {1 + i * (count - 1) // max(1, most - 2) for i in range(most - 1)} | {count - 1}
            for k in range(1, count + 1) if count <= max(6, most) else sorted(spread):
                change(number := number + 1)
                if verb == "rollback":
                    must(*command("publish")[1:])
                before = current()
                done = do(verb, ("strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={k}"))
                killed += done.returncode != 0
                after = current()
                outcomes[verb, "old" if after == before else "new"] += 1
                if (found := broken(to / after)):
                    check(f"{verb} killed at {call} {k}: the edition that is served is whole", False, str(found[:5]))
                if not (to / after).is_dir() or (to / "current").is_dir() is False:
                    check(f"{verb} killed at {call} {k}: there is a site", False)
                if verb == "publish":
                    done = do("publish")
                    if done.returncode != 0:
                        check(f"{verb} killed at {call} {k}: the same command goes on", False, done.stderr)
                    if "Edition " + str(number) not in (to / "current/en/about/index.html").read_text():
                        check(f"{verb} killed at {call} {k}: and publishes what was to be published", False)
    check(f"killed {killed} times at calls that change the disk: {dict(outcomes)}; each time whole, old or new", killed > 30 and len(outcomes) == 4)
    change(number + 1)
    must(*command("publish")[1:])
    equal("nothing of the killed is left", sorted(p.name for p in to.rglob("*") if p.name.endswith(".tmp")), [])
    check("and no more than three editions", len(list((to / "editions").iterdir())) <= 3)

    # --- A disk that fills
    other = scratch / "templates"
    shutil.copytree(styles, other)
    (other / "site.css").write_text((other / "site.css").read_text() + "\n/* the other */\n")
    small = scratch / "small"
    small.mkdir()

    def shell(templates):
        words = [*command("publish", templates=templates)]
        words[words.index(to)] = small / "site"
        return " ".join(f"'{word}'" for word in words)

    # Every page names the style sheet, so every page is another file in the second edition.
    script = f"""mount -t tmpfs -o size=1g none {small} && {shell(styles)} || exit 9; before=$(readlink {small}/site/current)
        mount -o remount,size=$(($(du -sk {small} | cut -f1) + 256))k {small}
        {shell(other)}; echo exit $?; [ "$(readlink {small}/site/current)" = "$before" ] && echo old
        ls {small}/site/editions | wc -l; cd {small}/site/current && sha256sum --quiet -c manifest.sha256 && echo whole
        mount -o remount,size=1g {small}; {shell(other)}; echo exit $?; grep -c 'the other' {small}/site/current/assets/site.*.css | grep -c ':1'"""
    done = subprocess.run(["unshare", "--mount", "--map-root-user", "bash", "-c", script], env=environment, capture_output=True, text=True, check=False)
    if "mount" in done.stderr and "exit" not in done.stdout:
        print(f"not tried: a file system of our own can't be mounted here ({done.stderr.strip()[:100]})")
    else:
        equal("a disk that fills: exit 4, the old edition whole and alone; with room the same command goes on", done.stdout.split(),
              "exit 4 old 1 whole exit 0 1".split())
        check("and it is said", "no space left" in done.stderr, done.stderr)

    # --- Readers who never pause
    publications = int(os.environ.get("FERROTYPE_PUBLICATIONS", "10"))
    pages = ("/en/", "/zh/about/index.html", "/en/about/", f"/en/releases/{oldest}/", "/zh/metrics/")
    known = collections.defaultdict(set)

    def learn():
        for edition in (to / "editions").iterdir():
            for page in pages:
                path = edition / page.strip("/") / ("" if page.endswith("html") else "index.html")
                known[page].add(sha(path.read_bytes()))

    def turn(i):
        about.write_text(f"{text}\n{'Odd' if i % 2 else 'Even'}.\n")
        done = do("publish", templates=other if i % 2 else styles)
        if done.returncode != 0:
            check(f"publication {i}", False, done.stderr)
        learn()

    seen, faults, counted = collections.defaultdict(set), [], collections.Counter()
    over = threading.Event()

    def read(port):
        while not over.is_set():
            for page in pages:
                status, _, body = web.get(port, page)
                counted["pages"] += 1
                seen[page].add(sha(body))
                if status != 200:
                    faults.append((page, status))
                base = page if page.endswith("/") else page[: page.rfind("/") + 1]
                for asset in re.findall(rb'(?:href|src)="([^"]*assets/[^"]+)"', body):
                    path = os.path.normpath(base + asset.decode())
                    status, _, body = web.get(port, path)
                    counted["assets"] += 1
                    if status != 200 or sha(body)[:12] not in path:
                        faults.append((page, path, status))

    for i in range(4):
        turn(i)
    with web.nginx(scratch / "nginx", SOURCE / "infra/web/nginx.conf", to / "current") as port:
        readers = [threading.Thread(target=read, args=(port,)) for _ in range(2)]
        for reader in readers:
            reader.start()
        switches = set()
        for i in range(publications):
            turn(i)
            switches.add((i % 2, current()))
        over.set()
        for reader in readers:
            reader.join()
    equal(f"{publications} publications of two editions in turn are two editions", len(switches), 2)
    equal(f"{counted['pages']} pages and {counted['assets']} assets read meanwhile: none is missing", faults[:5], [])
    mixed = {page: found - known[page] for page, found in seen.items() if found - known[page]}
    equal("and no page is of two editions", mixed, {})
    check("readers met both", all(len(found) >= 2 for page, found in seen.items() if "about" in page), str({p: len(s) for p, s in seen.items()}))

finish()
