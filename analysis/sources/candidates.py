"""The tables found in a client's files, and what each of them seems to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow.parquet as pq

from analysis.errors import SourceError
from analysis.sources.files import sniff_text
from analysis.sources.files.choice import sheet_tables
from analysis.sources.files.workbook import is_workbook
from analysis.sources.synonyms import CUSTOMERS, TRANSACTIONS, best_headers, key_header, lists_returns

Kind = Literal["transactions", "customers", "returns", "unknown"]


@dataclass(frozen=True)
class Candidate:
    """One table of a file: a text or parquet file, or a sheet of a workbook that holds several.

    sheet   None where the file holds one table only
    roles   {canonical column: header}
    """

    path: Path
    sheet: str | None
    headers: tuple[str, ...]
    kind: Kind
    roles: dict[str, str]

    @property
    def label(self) -> str:
        """The file's name, with the sheet where there are several."""
        return self.path.name if self.sheet is None else f"{self.path.name} [{self.sheet}]"


def candidates(path: Path) -> list[Candidate]:
    """The tables of a file, in its order.  SourceError where it cannot be read."""
    if not path.is_file():
        raise SourceError("There is no file {file}.", file=path)
    if path.suffix.lower() in (".parquet", ".pq"):
        return [_candidate(path, None, pq.read_schema(path).names)]
    if is_workbook(path):
        return [_candidate(path, sheet, headers) for sheet, headers in sheet_tables(path)]
    return [_candidate(path, None, sniff_text(path).columns)]


def _candidate(path: Path, sheet: str | None, headers: Sequence[str]) -> Candidate:
    lines = _with_key(best_headers(headers, TRANSACTIONS), headers)
    people = _with_key(best_headers(headers, CUSTOMERS), headers)
    if "ordered_at" in lines and ("amount" in lines or {"quantity", "unit_price"} <= set(lines)):
        return Candidate(path, sheet, tuple(headers), "transactions", lines)
    if "order_id" in lines and lists_returns(" ".join([path.stem, sheet or "", *headers])):
        return Candidate(path, sheet, tuple(headers), "returns", {"order_id": lines["order_id"]})
    if "customer_id" in people:
        return Candidate(path, sheet, tuple(headers), "customers", people)
    return Candidate(path, sheet, tuple(headers), "unknown", lines)


def _with_key(roles: dict[str, str], headers: Sequence[str]) -> dict[str, str]:
    """The roles, with a telephone number or e-mail address for the customer where there is no number."""
    key = key_header(headers)
    return roles if "customer_id" in roles or key is None else {"customer_id": key, **roles}
