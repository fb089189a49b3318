#!/usr/bin/env python3
"""The commands as people and scripts use them: forms, columns, exit codes, suggestions (docs/contract.md)."""

import csv
import io
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import Scratch, check, equal, finish, git, must, need_sample, run

sample = need_sample()

with Scratch() as scratch:
    store = scratch / "store"
    must("analyze", f"{sample}@v7.*", "--store", store)
    names = [r["name"] for r in json.loads(must("list", "releases", "--store", store, "--format", "json"))]
    newest = names[-1]
    tags = git(sample, "tag", "--list", "v7.*").decode().split()
    equal("a glob selects tags", sorted(names), sorted(tags))

    rows = list(csv.DictReader(io.StringIO(must("list", "files", newest, "--store", store, "--format", "csv"))))
    equal("list files has the contract's columns", list(rows[0]),
          "path,oid,language,owner,lines,code,comment,blank,cloc_code,cloc_comment,cloc_blank,unsafe".split(","))
    entries = [line.split(b"\t") for line in git(sample, "ls-tree", "-r", "-z", newest).split(b"\0") if line]
    files = {path.decode(): meta.split()[2].decode() for meta, path in entries if meta.startswith(b"100")}
    equal("list files lists exactly git's files with git's oids", {r["path"]: r["oid"] for r in rows}, files)
    equal("paths are sorted as git sorts them", [r["path"] for r in rows], [path.decode() for meta, path in entries if meta.startswith(b"100")])
    check("code + comment + blank = lines in every file", all(int(r["code"]) + int(r["comment"]) + int(r["blank"]) == int(r["lines"]) for r in rows))
    check("every Rust file has an owner, no other has", all((r["language"] == "rust") == bool(r["owner"]) for r in rows))

    metrics = json.loads(must("query", newest, "--store", store, "--format", "json"))
    values = {m["metric"]: m["value"] for m in metrics}
    rust = [r for r in rows if r["language"] == "rust"]
    equal("rust.lines.code is the sum of its files", values["rust.lines.code"], sum(int(r["code"]) for r in rust))
    equal("files counts them", values["files"], len(rows))
    equal("authored + vendored + generated = all",
          values["rust.authored.lines.code"] + values["rust.vendored.lines.code"] + values["rust.generated.lines.code"], values["rust.lines.code"])
    for by in ("owner", "directory", "subsystem"):
        parts = json.loads(must("query", newest, "rust.lines.code", "--by", by, "--store", store, "--format", "json"))
        parts = [p for p in parts if by != "directory" or "/" not in p[by]]
        equal(f"rust.lines.code by {by} sums to the whole", sum(p["value"] for p in parts), values["rust.lines.code"])
    for metric in ("lines.code", "files"):
        for by in ("language", "subsystem"):
            parts = json.loads(must("query", newest, metric, "--by", by, "--store", store, "--format", "json"))
            equal(f"{metric} by {by} sums to the whole", sum(p["value"] for p in parts), values[metric])

    pattern = json.loads(must("query", "v7.2.*", "rust.lines.code", "--store", store, "--format", "json"))
    equal("v7.2.* means the newest measured", pattern[0]["value"], values["rust.lines.code"])
    if len(names) > 1:
        difference = {d["metric"]: d for d in json.loads(must("diff", names[0], newest, "--store", store, "--format", "json"))}
        d = difference["rust.lines.code"]
        check("diff: change = to - from", d["change"] == d["to"] - d["from"] and d["to"] == values["rust.lines.code"], str(d))

    def refused(what, exit_code, words, *arguments):
        done = run(*arguments)
        check(what, done.returncode == exit_code and words in done.stderr and done.stdout == "", f"exit {done.returncode}: {done.stderr.strip()}")

    refused("an unknown verb suggests the nearest", 2, "did you mean analyze?", "analyse")
    refused("an unknown flag suggests the nearest", 2, "did you mean --format?", "list", "metrics", "--fromat", "json")
    refused("an unknown metric suggests the nearest", 3, 'did you mean "rust.lines.code"?', "query", newest, "rust.line.code", "--store", store)
    refused("an unknown release suggests the nearest", 3, f"did you mean {newest}?", "query", newest[:-1] + "x", "--store", store)
    refused("a dimension that a metric lacks is refused", 3, "not measured by owner", "query", newest, "lines.code", "--by", "owner", "--store", store)
    refused("list files needs a release", 2, "needs a release", "list", "files", "--store", store)
    refused("a wrong date is refused", 3, "2026-02-30", "analyze", sample, "--date", "2026-02-30", "--store", scratch / "none")
    refused("no store is said so", 3, "there is none", "list", "releases", "--store", scratch / "none")
    check("and none was made", not (scratch / "none").exists())

    config = scratch / "ferrotype.toml"
    config.write_text('store = "s"\nstroe = "x"\n')
    done = run("list", "metrics", cwd=scratch)
    check("an unknown key in ferrotype.toml names place and nearest", done.returncode == 2 and 'ferrotype.toml:2:1: unknown key "stroe"; did you mean "store"?' in done.stderr, done.stderr)
    config.write_text(f'store = "{store}"\n')
    check("ferrotype.toml sets the store", run("list", "releases", cwd=scratch).returncode == 0)
    check("the environment comes before it", run("list", "releases", cwd=scratch, env={"FERROTYPE_STORE": str(scratch / "none")}).returncode == 3)
    check("a flag comes before both", run("list", "releases", "--store", store, cwd=scratch, env={"FERROTYPE_STORE": str(scratch / "none")}).returncode == 0)

    for verb in ("analyze", "list", "query", "diff", "render", "serve", "verify"):
        done = run(verb, "--help")
        check(f"{verb} --help has an example", done.returncode == 0 and "Example:" in done.stdout, done.stderr)

finish()
