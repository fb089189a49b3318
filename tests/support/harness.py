"""What the test programs share: the program under test, a scratch folder, and checks that say what they compared."""

import atexit
import fcntl
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ.get("FERROTYPE_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])
BUILD = pathlib.Path(os.environ.get("FERROTYPE_BUILD_DIR") or SOURCE / "build")
PROGRAM = os.environ.get("FERROTYPE") or str(BUILD / "ferrotype")
SAMPLE = pathlib.Path(os.environ.get("FERROTYPE_SAMPLE") or SOURCE / "build" / "sample.git")

# Scratch folders lie in memory where there is room: sites of thousands of files by the dozen, each synced, would wait for every other
# program's writes on a disk. What is checked does not depend on where it lies.
if not os.environ.get("TMPDIR") and os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 4 << 30:
    tempfile.tempdir = "/dev/shm"

failures = []
checks = 0


def check(what, holds, detail=""):
    """Prints one line; a check that does not hold makes the program fail at its end."""
    global checks
    checks += 1
    print(f"{'ok  ' if holds else 'FAIL'}  {what}" + (f"\n      {detail}" if not holds and detail else ""))
    if not holds:
        failures.append(what)


def equal(what, got, wanted):
    check(what, got == wanted, f"got    {str(got)[:600]}\n      wanted {str(wanted)[:600]}")


def run(*arguments, env=None, cwd=None, timeout=250, program=PROGRAM):
    """The finished process of `ferrotype ARGUMENTS`, outside of any folder with a ferrotype.toml."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("FERROTYPE")}
    clean.update(env or {})
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL, env=clean,
                          cwd=cwd or tempfile.gettempdir(), timeout=timeout, check=False)


def must(*arguments, **options):
    """stdout of a run that has to succeed; anything else ends the test here."""
    done = run(*arguments, **options)
    if done.returncode != 0:
        print(f"FAIL  ferrotype {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr}")
        sys.exit(1)
    return done.stdout


def git(repository, *arguments, **options):
    return subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, check=True, **options).stdout


def need_sample():
    if not (SAMPLE / "HEAD").exists():
        print(f"FAIL  no sample of real kernels at {SAMPLE}: `make test` makes it (infra/kernels/sample)")
        sys.exit(1)
    return SAMPLE


def files_below(folder):
    """Every file in `folder` by its path from there. (pathlib takes three times as long over a site of thousands.)"""
    root = str(folder)
    return {os.path.join(at, name)[len(root) + 1:]: os.path.join(at, name) for at, _, names in os.walk(root) for name in names}


def bytes_of(path):
    with open(path, "rb") as file:
        return file.read()


@functools.cache
def _shared_home():
    """The folder of one run (tests/run makes it and takes it away), or of this process where a test runs alone."""
    if "FERROTYPE_TEST_SHARED" in os.environ:
        return pathlib.Path(os.environ["FERROTYPE_TEST_SHARED"])
    home = tempfile.mkdtemp(prefix="ferrotype-shared-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return pathlib.Path(home)


def _shared(name, make):
    """The folder `name`, made by whoever of a run asks first. All read it, none writes there."""
    folder, part = _shared_home() / name, _shared_home() / f"{name}.part"
    with open(_shared_home() / f"{name}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(part, ignore_errors=True)
            make(part)
            part.rename(folder)
    return folder


def sample_store(store):
    """`store` as `ferrotype analyze SAMPLE` leaves it: a copy of what is measured once in a run. For tests that are about what follows."""
    need_sample()
    shutil.copytree(_shared("store", lambda part: must("analyze", SAMPLE, "--store", part, "--quiet")), store)
    return store


def sample_site():
    """The site of all releases of the sample with our own content, rendered once in a run; to be read only."""
    def make(part):
        with Scratch() as scratch:
            must("render", "--store", sample_store(scratch / "store"), "--out", part / "site", "--content", SOURCE / "content",
                 "--templates", SOURCE / "site-templates", "--base-url", "https://example.org/f/", "--quiet")

    return _shared("site", make) / "site"


def small_content(folder):
    """A page in both languages and the words of the trade: enough for whole editions, of which tests make dozens."""
    for language, words in (("en", "About"), ("zh", "关于")):
        (folder / "pages/about").mkdir(parents=True, exist_ok=True)
        (folder / f"pages/about/{language}.md").write_text(f"---\ntitle: {words}\nsummary: {words}\n---\n{words}\n")
    shutil.copy(SOURCE / "content/glossary.yaml", folder)
    return folder


class Scratch:
    """A folder that is gone afterwards."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="ferrotype-test-"))
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def finish():
    if not checks:
        print("FAIL  nothing was checked")
        sys.exit(1)
    print(f"{checks - len(failures)} of {checks} checks hold")
    sys.exit(1 if failures else 0)
