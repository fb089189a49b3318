#!/usr/bin/env python3
"""The Rust, C and header fixtures of this folder, as files, counted by cloc and by us: no row may differ.

`make check-oracles` does the same with whole kernels; this is the sample that every test run has. The fixtures hold each
corner of cloc's rule on purpose. Their `= cloc` lines must say what cloc says, too.
"""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ORACLE = HERE.parents[1] / "oracles" / "cloc.py"
ENDINGS = (".rs", ".c", ".h")


def main():
    counts_program = pathlib.Path(os.environ["FERROTYPE_BUILD_DIR"]) / "tests" / "line_counts"
    expected = {}
    with tempfile.TemporaryDirectory() as directory:
        tree = pathlib.Path(directory) / "tree"
        tree.mkdir()
        for fixture in sorted(HERE.glob("*.lines")):
            name = fixture.name.removesuffix(".lines")
            if not name.endswith(ENDINGS):
                continue
            lines = fixture.read_text(encoding="utf-8").splitlines()
            text = "".join(line[2:] + "\n" for line in lines if line[1:2] == "|")
            stem, _, ending = name.rpartition(".")
            # As it is, without its last newline, and as other systems write lines.
            (tree / name).write_bytes(text.encode())
            (tree / f"{stem}-open.{ending}").write_bytes(text[:-1].encode())
            (tree / f"{stem}-crlf,and a comma.{ending}").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
            for line in lines:
                if line.startswith("= cloc "):
                    expected[name] = tuple(line.split()[2:])
        counts = pathlib.Path(directory) / "counts.csv"
        counts.write_bytes(subprocess.run([counts_program, tree], stdout=subprocess.PIPE, check=True).stdout)
        status = subprocess.run([ORACLE, counts, tree], check=False).returncode
        with open(counts, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                counted = (row["cloc_code"], row["cloc_comment"], row["cloc_blank"])
                if expected.pop(row["path"], counted) != counted:
                    print(f"{row['path']}: its fixture expects something else than {counted}")
                    status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
