#!/usr/bin/env python3
"""Every claim and assertion of the site's own content, turned: each is told, where it stands. And edits of form tell nothing."""

import json
import os
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import SOURCE, Scratch, check, equal, finish, run, sample_store

FALSE = ("A001", "A002", "A004")
CLAIM = re.compile(r"\{claim\}`([^`]+)`")
ASSERT = re.compile(r"^([ >]*)```\{assert\} *(.+)$", re.M)
TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==", "has": "lacks", "lacks": "has", "grew": "shrank", "shrank": "grew"}
COMPARE = re.compile(r" (<=|>=|==|!=|<|>) ")


def place(text, at):
    """Line and column of a character, as diagnostics count them."""
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def turn_claim(words, way):
    """The claim with another value: far above, or far below what was measured."""
    if "expect=false" in words:
        return re.sub(r"; *expect=false", "", words) if way == 0 else None
    value = re.search(r"value=(-?[0-9.]+)", words)
    if not value or "expect=unmeasured" in words:
        return None
    number = float(value.group(1))
    if way == 0:
        other = int(number * 3 + 1000)
    elif way == 1:
        other = int(number * 2 + 7) if "within=" not in words or int(re.search(r"within=(\d+)", words).group(1)) < 40 else None
    elif way == 2:
        other = int(number / 5) if number >= 5 else None
    elif way == 3:
        other = int(number * 10 + 12345)
    else:
        other = -int(number) - 1
    if other is None or other == number:
        return None
    return words[:value.start(1)] + str(other) + words[value.end(1):]


def turn_assertion(condition, way):
    """The opposite, or what no kernel will ever hold."""
    compare = COMPARE.search(condition)
    if compare:
        left, sign, right = condition[:compare.start()], compare.group(1), condition[compare.end():]
        if way == 0:
            return f"{left} {TURNED[sign]} {right}"
        if way == 1:
            return {">": f"{left} > {right} + 9999999999", ">=": f"{left} >= {right} + 9999999999", "<": f"{left} + 9999999999 < {right}",
                    "<=": f"{left} + 9999999999 <= {right}", "==": f"{left} == {right} + 1"}.get(sign)
        if way == 2:
            return f"{left} == {right} + 123456789" if sign != "!=" else None
        if way == 3:
            return f"{right} > {left} + 7777777777"
        return f"{left} + 7777777777 < {right}"
    if way != 0:
        return None
    words = condition.split(" ")
    # "has x since v7.2" says two things: that it is there, and that it was not before. The opposite is its absence.
    for i, word in enumerate(words):
        if word in TURNED:
            words[i] = TURNED[word]
            if word == "has" and "since" in words:
                words = words[:words.index("since")]
            return " ".join(words)
    return None


def statements(text):
    """(beginning of what is checked, its end, where it is told to stand, turn) for each."""
    for match in CLAIM.finditer(text):
        yield match.start(1), match.end(1), match.start(1), turn_claim
    for match in ASSERT.finditer(text):
        yield match.start(2), match.end(2), match.end(1), turn_assertion


def without_examples(text):
    """Blanks where fences of four backticks show how a text is written."""
    return re.sub(r"^````.*?^````$", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.M | re.S)


def other_form(text):
    """The same words drawn in another way: emphasis, lists, blank lines."""
    head, body = re.match(r"(---\n.*?\n---\n)(.*)", text, re.S).groups()
    out, fenced = [], ""
    for line in body.split("\n"):
        mark = re.match(r"[ >]*(`{3,}|~{3,})", line)
        if mark and (not fenced or mark.group(1).startswith(fenced)):
            fenced = "" if fenced else mark.group(1)
        elif not fenced:
            line = re.sub(r"^(\s*)- ", r"\1* ", line)
            line = re.sub(r"(?<=[ (])\*([A-Za-z]+)\*(?=[ ,.)])", r"_\1_", line)
            if line == "":
                out.append("")
        out.append(line)
    return head + "\n".join(out)


with Scratch() as scratch:
    store = pathlib.Path(os.environ.get("FERROTYPE_WHOLE_STORE", scratch / "store"))
    if "FERROTYPE_WHOLE_STORE" not in os.environ:
        sample_store(store)
    content = scratch / "content"
    shutil.copytree(SOURCE / "content", content)
    texts = {p: p.read_text() for p in sorted(content.rglob("*.md")) if len(p.relative_to(content).parts) == 3}

    def told():
        made = run("check", "--store", store, "--content", content, "--templates", SOURCE / "site-templates", "--format", "json", "--quiet")
        return json.loads(made.stdout)["diagnostics"]

    def false_places(diagnostics):
        return {(d["path"], d["line"], d["column"]) for d in diagnostics if d["code"] in FALSE}

    before = told()
    # What this store can't tell, or what doesn't hold there (a sample of a tree has little C), can't be turned.
    open_or_false = {(d["path"], d["line"], d["column"]) for d in before if d["code"] in (*FALSE, "A003")}
    turned, missed = 0, []
    for way in range(5):
        expected = {}
        for path, text in texts.items():
            shown, made, shift = without_examples(text), text, 0
            for begin, end, at, turn in sorted(statements(shown)):
                if (str(path), *place(text, at)) in open_or_false:
                    continue
                other = turn(text[begin:end], way)
                if other is None:
                    continue
                made = made[:begin + shift] + other + made[end + shift:]
                expected[(str(path), begin + shift, at + shift)] = other
                shift += len(other) - (end - begin)
            path.write_text(made)
        places = {(p, *place(pathlib.Path(p).read_text(), at)): words for (p, _, at), words in expected.items()}
        found = false_places(told())
        turned += len(places)
        missed += [f"{p[0]}:{p[1]}:{p[2]}: {words}" for p, words in sorted(places.items()) if p not in found]
    check(f"each of {turned} turned statements is told where it stands", not missed, "\n".join(missed[:20]))
    least = 200 if "FERROTYPE_WHOLE_STORE" in os.environ else 100
    check(f"there were at least {least} of them", turned >= least, str(turned))

    for path, text in texts.items():
        path.write_text(other_form(text))
    changed = sum(other_form(text) != text for text in texts.values())
    check("most texts were drawn in another form", changed * 2 > len(texts), f"{changed} of {len(texts)}")
    kinds = lambda diagnostics: sorted((d["path"], d["code"], d["message"]) for d in diagnostics)
    equal("edits of form tell nothing new", kinds(told()), kinds(before))

finish()
