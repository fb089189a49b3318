#!/usr/bin/env python3
"""What operators install: units that systemd takes, settings that web servers take, a ferrotype.toml that the program takes; https."""

import http.server
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hosts
from harness import Scratch, SOURCE, check, equal, finish, git, need_sample, run, small_content

sample = need_sample()
INFRA = SOURCE / "infra"


def found(program):
    path = shutil.which(program) or f"/usr/sbin/{program}"
    if os.path.exists(path):
        return path
    print(f"not tried: {program} is not here")
    return None


def ran(*command, **options):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **options)


def read(site, url):
    path = site / url / "index.html" if url.endswith("/") or url == "" else site / url
    return (200, "text/html" if path.suffix == ".html" else "", path.read_bytes()) if path.is_file() else (404, "", b"")


class GitOverHttp(http.server.BaseHTTPRequestHandler):
    """git http-backend, as a web server would run it."""

    root = ""

    def answer(self):
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        environment = dict(os.environ, GIT_PROJECT_ROOT=self.root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path, QUERY_STRING=query,
                           REQUEST_METHOD=self.command, CONTENT_TYPE=self.headers.get("Content-Type", ""), GIT_CONFIG_COUNT="1",
                           GIT_CONFIG_KEY_0="safe.directory", GIT_CONFIG_VALUE_0="*", REMOTE_ADDR="127.0.0.1",
                           CONTENT_LENGTH=str(len(body)))
        done = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=False)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        status = next((int(value.split()[0]) for name, value in lines if name == "Status"), 200)
        self.send_response(status)
        for name, value in lines:
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


with Scratch() as scratch:
    # Units
    if (analyze := found("systemd-analyze")):
        program = scratch / "ferrotype"
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        units = []
        for unit in sorted((INFRA / "systemd").iterdir()):
            text = unit.read_text().replace("/usr/bin/ferrotype", str(program))
            (scratch / unit.name).write_text(text)
            units.append(scratch / unit.name)
        done = ran(analyze, "verify", "--man=no", *units)
        words = [line for line in done.stderr.splitlines() if "ferrotype" in line]
        equal(f"systemd takes {len(units)} units", (done.returncode, words), (0, []))
        for unit in units:
            if unit.suffix == ".service":
                done = ran(analyze, "security", "--offline=true", "--threshold=20", unit)
                check(f"{unit.name} is hardened: {done.stdout.strip().splitlines()[-1][:80] if done.stdout else done.stderr}", done.returncode == 0)

    # Web servers
    site = scratch / "srv/current"
    site.mkdir(parents=True)
    if (apache := found("apache2")) and pathlib.Path("/usr/lib/apache2/modules").is_dir():
        modules = "".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so\n" for m in
                          ("mpm_event", "authz_core", "mime", "dir", "headers", "filter", "deflate", "rewrite", "setenvif", "env"))
        text = (INFRA / "web/apache.conf").read_text().replace("/srv/ferrotype/current", str(site)).replace("/srv/ferrotype", str(site.parent))
        (scratch / "apache.conf").write_text(f"ServerRoot {scratch}\nServerName localhost\nPidFile {scratch}/pid\nErrorLog {scratch}/log\n"
                                             f"TypesConfig /etc/mime.types\n{modules}{text}")
        done = ran(apache, "-t", "-f", scratch / "apache.conf")
        check("Apache httpd takes its settings", "Syntax OK" in done.stderr, done.stderr)
    if (caddy := found("caddy")):
        done = ran(caddy, "validate", "--config", INFRA / "web/Caddyfile", "--adapter", "caddyfile", env=dict(os.environ, HOME=str(scratch)))
        check("Caddy takes its settings", done.returncode == 0, done.stderr[-600:])

    # Settings
    done = run("list", "metrics", cwd=SOURCE)
    equal("the program takes ferrotype.toml", (done.returncode, done.stderr), (0, ""))
    commented = [line.removeprefix("# ").strip() for line in (SOURCE / "ferrotype.toml").read_text().splitlines() if " = " in line]
    every = [line for line in commented if line.split(" = ")[0].replace("-", "").isalpha()]
    (scratch / "ferrotype.toml").write_text("\n".join(dict((line.split(" = ")[0], line) for line in every).values()) + "\n")
    done = run("list", "metrics", cwd=scratch)
    equal(f"and each of its {len(every)} lines that is a setting, also those it shows as comments", (done.returncode, done.stderr), (0, ""))

    for verb in ("publish", "rollback", "watch"):
        done = run(verb, "--help")
        check(f"{verb} --help has an example", done.returncode == 0 and "Example:" in done.stdout, done.stderr)

    def refused(what, text, words):
        (scratch / "ferrotype.toml").write_text(text)
        answer = run("list", "metrics", cwd=scratch)
        check(what, answer.returncode == 2 and words in answer.stderr, answer.stderr)

    refused("an unknown key names the nearest", 'source = ["x"]\n', 'did you mean "sources"?')
    refused("a name that is none", 'name = 3\n', "name must be a text of one line")
    refused("a name in no language", '[name]\nenglish = "x"\n', '"english" is no language')
    refused("languages that are no list", 'languages = "en"\n', "languages must be a list of texts")
    refused("a list that is none", 'sources = "x"\n', "sources must be a list of texts")
    refused("a list of other things", "retired = [1]\n", "retired must be a list of texts")
    refused("too few editions", "keep = 1\n", "keep must be a number from 2 to 1000")
    refused("a target without a folder", "[targets.main]\nkeep = 3\n", 'target main needs its folder: to = "..."')
    refused("a target with a key that is not its own", '[targets.main]\nstores = "x"\n', 'a target has no key "stores"; known: to')
    refused("a target with a slip in a key", '[targets.main]\nbase-uri = "x"\n', 'did you mean "base-url"?')
    refused("a target that is none", 'targets = "x"\n', "targets are tables")
    refused("a target with a name that could be a path", '[targets."a/b"]\nto = "x"\n', "a target can't be called")
    (scratch / "ferrotype.toml").unlink()

    content = small_content(scratch / "content")
    # https, with a certificate that only SSL_CERT_FILE knows
    if found("openssl"):
        key, certificate = scratch / "key.pem", scratch / "cert.pem"
        ran("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", key, "-out", certificate)
        (scratch / "git").mkdir()
        served = scratch / "git/linux.git"
        tag = git(sample, "tag", "--list").decode().split()[0]
        ran("git", "init", "-q", "--bare", served)
        git(served, "fetch", "-q", "--no-tags", str(sample), f"refs/tags/{tag}:refs/tags/{tag}")
        GitOverHttp.root = str(scratch / "git")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), GitOverHttp)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        arguments = ("watch", f"https://localhost:{server.server_port}/linux.git", "--once", "--to", scratch / "to", "--store", scratch / "store",
                     "--base-url", "https://example.org/", "--content", content, "--templates", SOURCE / "site-templates")
        done = run(*arguments)
        check("a certificate that nobody vouches for is refused, 4", done.returncode == 4 and "certificate" in done.stderr.lower(), f"{done.returncode} {done.stderr}")
        done = run(*arguments, env={"SSL_CERT_FILE": str(certificate)})
        check("by https, with one that is known", done.returncode == 0 and (scratch / f"to/current/en/releases/{tag}/index.html").exists(), done.stderr)
        server.shutdown()

        # Several targets
        targets = f'''store = "{scratch}/store"
content = "{content}"
templates = "{SOURCE}/site-templates"
base-url = "https://example.org/"
[targets.main]
to = "{scratch}/main"
[targets.preview]
to = "{scratch}/preview"
base-url = "https://preview.example.org/"
'''
        (scratch / "ferrotype.toml").write_text(targets)

        def address(folder):
            text = (scratch / folder / "current/build.json").read_text()
            return "https://preview.example.org/" if "https://preview.example.org/" in text else "https://example.org/"

        done = run("publish", "--to", "preveiw", cwd=scratch)
        check("a slip in a target's name makes no folder", done.returncode == 3 and "did you mean preview?" in done.stderr
              and not (scratch / "preveiw").exists(), f"{done.returncode} {done.stderr}")
        done = run("publish", "--to", "preview", cwd=scratch)
        check("one target", done.returncode == 0 and address("preview") == "https://preview.example.org/" and not (scratch / "main").exists(), done.stderr)
        done = run("publish", cwd=scratch)
        check("all targets", done.returncode == 0 and address("main") == "https://example.org/"
              and "no file touched" in done.stderr, done.stderr)
        done = run("publish", "--to", "preview", "--base-url", "https://other.example.org/", cwd=scratch)
        check("a flag comes before the target's value", done.returncode == 0
              and "https://other.example.org/" in (scratch / "preview/current/build.json").read_text(), done.stderr)
        done = run("rollback", cwd=scratch)
        check("rollback wants one of several", done.returncode == 3 and "main, preview" in done.stderr, f"{done.returncode} {done.stderr}")
        # A site of one language, under a name of its own
        def site(languages, more=""):
            (scratch / "ferrotype.toml").write_text(f'''store = "{scratch}/store"
content = "{content}"
templates = "{SOURCE}/site-templates"
base-url = "https://example.org/"
to = "{scratch}/one"
languages = {languages}
name = {{ en = "Iron", zh = "铁" }}
{more}''')
            return run("publish", cwd=scratch)

        done = site('["fr", "zh"]')
        check("a language without a catalogue is refused with what is there", done.returncode == 3 and '"fr" has no catalogue' in done.stderr
              and "there are en, zh" in done.stderr, f"{done.returncode} {done.stderr}")
        done = site('["zh"]')
        one = scratch / "one/current"
        check("one language is published", done.returncode == 0 and not (one / "en").exists() and "· 铁</title>" in (one / "zh/index.html").read_text(), done.stderr)
        check("its front page leads on", "url=zh/index.html" in (one / "index.html").read_text())
        urls, broken = hosts.crawl(lambda url: read(one, url), "index.html")
        equal(f"each of the {len(urls)} files that it leads to is there", broken, [])
        check("and none of them is in another language", not [url for url in urls if url.startswith("en/")])
        check("without a feed of both", (one / "feeds/all.zh.atom").exists() and not list(one.glob("feeds/*both*")))
        done = site('["zh", "en"]')
        check("a second language is published", done.returncode == 0 and (one / "en/index.html").exists() and (one / "feeds/all.both.atom").exists(), done.stderr)
        done = site('["en"]')
        check("one that was published can't go", done.returncode == 3 and 'Put "zh" into `languages`' in done.stderr, f"{done.returncode} {done.stderr}")
        (scratch / "ferrotype.toml").write_text(targets)
        done = run("rollback", "--to", "preview", cwd=scratch)
        check("rollback of a target", done.returncode == 0 and address("preview") == "https://preview.example.org/", done.stderr)

finish()
