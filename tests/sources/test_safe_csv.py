"""Lists that a spreadsheet opens without running anything, looked at with one."""

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.sources.safe_csv import safe_cell, safe_csv, write_safe_csv

PLANTED = (
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3", "\t=1+1", "\r=1+1", " =1+1", '"=1+1"', "'=1+1", "＝1+1", "+86-139-1234-5678", "+44 7700 SUM(A1)",
    'a";=1+1', "b,=1+1", "c;\"=1+1", "=HYPERLINK(\"x\")", "-1-2", "=cmd|'/C calc'!A0",
)  # fmt: skip


@pytest.mark.parametrize("cell", PLANTED)
def test_no_cell_begins_a_formula_in_any_reading(cell):
    """Neither as the cell, nor behind quotes, nor where a spreadsheet splits it at another separator."""
    safe = safe_cell(cell)

    for part in (safe, *safe.replace(",", ";").replace("|", ";").split(";")):
        assert not part.strip(" \"'").startswith(("=", "+", "-", "@", "＝")) or part.lstrip(' "').startswith("'"), safe
    assert not set("\t\r\n") & set(safe)


@pytest.mark.parametrize(
    "cell",
    [
        "王小明",
        "+8613912345678",
        "+44 7700 900123",
        "-12.50",
        "O'Neil, Ann-Marie",
        "020 7946 0000",
        "a@b.example",
        "",
        7,
        None,
        2.5,
    ],
)
def test_what_is_no_formula_stays_as_it_is(cell):
    assert cell == safe_cell(cell)


def test_headers_are_made_safe_and_the_file_says_its_encoding():
    content = safe_csv(pd.DataFrame({"=1+1": ["王"], "b": [None]}))

    assert content.startswith(b"\xef\xbb\xbf'=1+1,b\r\n")
    assert "王" in content.decode("utf-8-sig")


def test_a_file_is_for_its_owner_and_whole_or_not_there(tmp_path, monkeypatch):
    target = tmp_path / "a.csv"
    write_safe_csv(pd.DataFrame({"a": ["1"]}), target)
    before = target.read_bytes()
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))

    with pytest.raises(OSError, match="full"):
        write_safe_csv(pd.DataFrame({"a": ["2"]}), target)
    assert before == target.read_bytes()
    assert ["a.csv"] == [path.name for path in tmp_path.iterdir()]
    assert 0o600 == target.stat().st_mode & 0o777


needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def opened(source: Path, separator: str) -> tuple[list[list[str]], list[str]]:
    """The cells of a CSV as LibreOffice shows them, and the formulas it found, read with formulas allowed."""
    # separator, quote, UTF-8, from line 1, no column formats, language, quoted is not text, numbers told, …, formulas evaluated
    reading = f"CSV:{ord(separator)},34,76,1,,0,false,true,false,false,false,-1,true"
    command = ["soffice", f"-env:UserInstallation={source.parent.as_uri()}/profile", "--headless", f"--infilter={reading}",
               "--convert-to", "fods", "--outdir", str(source.parent), str(source)]  # fmt: skip
    subprocess.run(command, capture_output=True, text=True, timeout=180, check=True)
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    rows = [
        list(row.iter(f"{table}table-cell")) for row in ElementTree.parse(source.with_suffix(".fods")).iter(f"{table}table-row")
    ]
    words = [["".join(cell.itertext()).strip() for cell in row] for row in rows]
    return words, [formula for row in rows for cell in row if (formula := cell.get(f"{table}formula"))]


@needs_libreoffice
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_spreadsheet_opens_the_file_and_computes_nothing(tmp_path, separator):
    """At commas, and at semicolons as a German Excel would."""
    source = tmp_path / "list.csv"
    write_safe_csv(pd.DataFrame({"n": range(len(PLANTED)), "name": PLANTED, "phone": "+8613912345678"}), source)
    words, formulas = opened(source, separator)

    assert [] == formulas
    if separator == ",":
        assert ["n", "name", "phone"] == words[0][:3]
        assert [str(safe_cell(cell)).strip() for cell in PLANTED] == [row[1] for row in words[1 : len(PLANTED) + 1]]
        assert {"8613912345678"} == {row[2] for row in words[1 : len(PLANTED) + 1]}


@needs_libreoffice
def test_the_same_spreadsheet_runs_an_unsafe_file(tmp_path):
    """What the test above looks for is found where nothing was made safe."""
    source = tmp_path / "raw.csv"
    out = io.StringIO()
    csv.writer(out).writerows([["n", "name"], *([n, cell] for n, cell in enumerate(PLANTED))])
    source.write_text(out.getvalue(), encoding="utf-8")

    assert "of:=1+1" in opened(source, ",")[1]
