"""nginx and git daemon for tests: on loopback, in a scratch folder, gone with the test."""

import contextlib
import http.client
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"nothing listens on port {port}")


@contextlib.contextmanager
def stopped_after(process):
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def nginx(folder, snippet, root):
    """nginx with the settings that infra/web ships (`snippet`), serving `root`. Yields the port."""
    folder = pathlib.Path(folder)
    folder.mkdir()
    port = free_port()
    server = pathlib.Path(snippet).read_text().replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
    server = server.replace("/srv/ferrotype/current", str(root))
    temp = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temp}{server}\n}}\n")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with stopped_after(process):
        wait_for(port)
        yield port


@contextlib.contextmanager
def git_daemon(folder):
    """git daemon over the repositories below `folder`. Yields the port."""
    port = free_port()
    process = subprocess.Popen(["git", "-c", "safe.directory=*", "daemon", "--export-all", f"--base-path={folder}", "--listen=127.0.0.1",
                                f"--port={port}", "--reuseaddr", str(folder)], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    with stopped_after(process):
        wait_for(port)
        yield port


def get(port, path):
    """(status, headers, body)"""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def have(*programs):
    return all(shutil.which(p) or pathlib.Path("/usr/sbin", p).exists() for p in programs)
