"""The parts of a client: its canonical tables, filtered, one folder for each part.

Every row goes to one part at most.  Rows with a column of their own follow it: order lines their store, visits their
site.  Customers, consents and links follow the customer into every part where a row of theirs is.  What else belongs to
a customer (answers, events, balances …) goes to the part where most of their order lines are, of equal ones the later.
Where an attribute of the customers divides, everything follows the customer, and nobody stands in two parts.

A part with fewer customers than the minimum joins the others; so do the next smallest as long as the others are too few
to be shown.  Order lines without a value are no part's: they are kept apart, so that the sums can be checked.
"""

import hashlib
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.config.parts import FOLDER, OTHERS, REST, STAFF
from analysis.errors import ConfigError
from analysis.sources.door import Treated
from analysis.sources.held import FileRead, Input
from analysis.sources.pseudonyms import keep_private, write_private

VERSION = 1  # raise when the same rows would go to another part
OWN = {("store", "visits"): "site", ("consultant", "visits"): "adviser"}  # what divides a table beside the order lines
FOLLOWING = ("customers", "consents", "links")  # go wherever their customer has a row
LISTED, NOTE = "parts.parquet", "parts.json"  # which value is whose, for the client alone


@dataclass(frozen=True)
class Made:
    """One part as it lies on disk: its folder's name, what readers see, customers, share of revenue, tables without rows."""

    key: str
    label: str
    customers: int
    share: float
    without: tuple[str, ...] = ()


def part_key(column: str, value: str, *, secret: bytes = b"") -> str:
    """A folder's name: letters and digits of the value, and a hash that tells like ones apart.

    Where the values are persons nothing of them is in it, and the hash is keyed: it cannot be tried out with a list of names.
    """
    tag = hashlib.blake2b(f"{column}\n{value}".encode(), key=hashlib.blake2b(secret).digest(), digest_size=4).hexdigest()
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    slug = "" if column in STAFF else re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32]
    return f"{slug or column.replace('_', '-')}-{tag}"


def grouped(members: pd.DataFrame, *, minimum: int, least: int, small: Iterable[str] = ()) -> dict[str, str]:
    """The part of each value: the value itself, or `others`.

    From distinct pairs (customer_id, value).  Others are the values under `minimum` customers, those named as `small`,
    and the next smallest as long as others are fewer than `least`: alone, their figures would be the whole less what is
    shown.
    """
    sizes = members.groupby("value")["customer_id"].nunique().sort_values(kind="stable")
    small = [value for value in sizes.index if sizes[value] < minimum or value in set(small)]
    rest = [value for value in sizes.index if value not in small]
    while small and rest and members.loc[members["value"].isin(small), "customer_id"].nunique() < least:
        small.append(rest.pop(0))
    return {value: OTHERS if value in small else value for value in sizes.index}


def write_parts(
    inputs: Mapping[str, Input], folder: Path, *, place: tuple[str, str], minimum: int, least: int, secret: bytes
) -> list[Made]:
    """Write the canonical tables of every part below `folder`/children, largest first; nothing where they are as they should be.

    `place` is the input and the column that divide.  Raises ConfigError where the column holds no value.
    """
    children, stamp = folder / FOLDER, _stamp(inputs, place, minimum, least, secret)
    note = children / NOTE
    told = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}
    if told.get("stamp") == stamp:
        return [Made(**one | {"without": tuple(one["without"])}) for one in told["parts"]]
    lines = _lines(inputs, place)
    whose = grouped(_members(lines), minimum=minimum, least=least)
    keys = {value: OTHERS if part == OTHERS else part_key(place[1], value, secret=secret) for value, part in whose.items()}
    keep_private(children)
    parts = _written(inputs, lines.assign(part=lines["value"].map(keys)), children, place, keys, stamp)
    labels = {key: _label(place[1], value, key) for value, key in keys.items()}
    parts = [replace(one, label=labels[one.key]) for one in parts]
    _remove_others(children, {one.key for one in parts})
    listed = pd.DataFrame({"value": list(keys), "part": list(keys.values())}, dtype="str")
    write_private(listed, children / LISTED)
    note.write_text(json.dumps({"stamp": stamp, "parts": [asdict(one) for one in parts]}, ensure_ascii=False), encoding="utf-8")
    keep_private(children)
    return parts


def part_inputs(folder: Path, names: Iterable[str]) -> dict[str, Input]:
    """The tables of a part as `write_parts` left them.  Raises ConfigError where it has not run."""
    found = {}
    for name in names:
        path = folder / "canonical" / f"{name}.parquet"
        if not path.is_file():
            continue
        note = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        files = tuple(FileRead(**one) for one in note["files"])
        found[name] = Input(name, path, files, treated=tuple(Treated(**one) for one in note["treated"]))
    if "transactions" not in found:
        raise ConfigError("{folder} holds no tables. Run the report of the whole client first.", folder=folder.name)
    return found


def _lines(inputs: Mapping[str, Input], place: tuple[str, str]) -> pd.DataFrame:
    """Every order line: customer_id, ordered_at, whether it can be analysed, value (missing where nothing says whose part)."""
    table, column = place
    path = inputs["transactions"].path
    names = ["customer_id", "ordered_at", "amount", "fate"]
    if column not in pq.read_schema(inputs[table].path).names:
        raise ConfigError(
            "client.yaml: split_by is '{column}', but the column is left out at the door because it holds identifiers of persons.",
            column=column,
        )
    lines = pq.read_table(path, columns=[*names, *([column] if table == "transactions" else [])]).to_pandas()
    if table == "transactions":
        lines = lines.rename(columns={column: "value"})
    else:
        people = pq.read_table(inputs[table].path, columns=["customer_id", column]).to_pandas().dropna(subset="customer_id")
        lines["value"] = lines["customer_id"].map(people.drop_duplicates("customer_id").set_index("customer_id")[column])
    text = lines["value"].astype("str").str.strip()
    lines["value"] = text.where(lines["value"].notna() & (text != ""), None)
    if lines["value"].isna().all():
        raise ConfigError("client.yaml: split_by is '{column}', but no order line has a value there.", column=column)
    return lines.assign(analysed=lines["fate"].eq("ok"))


def _members(lines: pd.DataFrame) -> pd.DataFrame:
    return lines.loc[lines["analysed"], ["customer_id", "value"]].dropna().drop_duplicates()


def _homes(lines: pd.DataFrame) -> pd.Series:
    """The part of each customer: where most of their order lines are, of equal ones the later, then the first by name."""
    counted = lines.dropna(subset=["customer_id", "part"]).groupby(["customer_id", "part"])
    table = counted.agg(lines=("part", "size"), last=("ordered_at", "max")).reset_index()
    table = table.sort_values(["lines", "last", "part"], ascending=[False, False, True], kind="stable")
    return table.drop_duplicates("customer_id").set_index("customer_id")["part"]


def _written(
    inputs: Mapping[str, Input], lines: pd.DataFrame, children: Path, place: tuple[str, str], keys: Mapping[str, str], stamp: str
) -> list[Made]:
    """All tables of all parts, table by table so that each is read once."""
    found = list(dict.fromkeys(keys.values()))
    by_people = place[0] == "customers"
    homes = _every_home(inputs, place, keys) if by_people else _homes(lines)
    people = {key: set() for key in found}
    without: dict[str, list[str]] = {key: [] for key in found}
    ordered = sorted(inputs, key=lambda name: (name in FOLLOWING, name != "transactions"))
    for name in ordered:
        table = pq.read_table(inputs[name].path)
        whose = _whose(name, table, place, lines["part"], keys, homes, by_people)
        for key in found:
            if name in FOLLOWING and not by_people:
                mask = _any_in(table, people[key])
            else:
                mask = None if whose is None else whose.eq(key).to_numpy(dtype=bool)
            own = None if mask is None else table.filter(pa.array(mask))
            if own is None or not own.num_rows:
                without[key].append(name)
                (children / key / "canonical" / f"{name}.parquet").unlink(missing_ok=True)
                continue
            people[key] |= set(own.column("customer_id").to_pylist()) - {None} if name in ("transactions", "visits") else set()
            _write(children / key, inputs[name], own, stamp)
        if name == "transactions":
            _write(children / REST, inputs[name], table.filter(pa.array(whose.isna().to_numpy())), stamp)
    good = lines[lines["analysed"]]
    sizes, sums = good.groupby("part")["customer_id"].nunique(), good.groupby("part")["amount"].sum().astype(float)
    whole = float(good["amount"].sum()) or 1.0
    made = [Made(key, "", int(sizes[key]), round(float(sums[key]) / whole, 6), tuple(sorted(without[key]))) for key in found]
    return sorted(made, key=lambda one: (one.key == OTHERS, -one.customers, one.key))


def _whose(
    name: str,
    table: pa.Table,
    place: tuple[str, str],
    of_lines: pd.Series,
    keys: Mapping[str, str],
    homes: pd.Series,
    by_people: bool,
) -> pd.Series | None:
    """The part of each row; None where no column of the table tells."""
    if name == "transactions":
        return of_lines
    own = OWN.get((place[1], name))
    if not by_people and own in table.column_names:
        return table.column(own).to_pandas().map(keys)
    return table.column("customer_id").to_pandas().map(homes) if "customer_id" in table.column_names else None


def _every_home(inputs: Mapping[str, Input], place: tuple[str, str], keys: Mapping[str, str]) -> pd.Series:
    """The part of every customer on file, also of those who never ordered."""
    people = pq.read_table(inputs["customers"].path, columns=["customer_id", place[1]]).to_pandas().dropna()
    people = people.drop_duplicates("customer_id").set_index("customer_id")[place[1]]
    return people.astype("str").str.strip().map(keys).dropna()


def _any_in(table: pa.Table, people: set[str]) -> object:
    columns = [name for name in ("customer_id", "entity_id") if name in table.column_names]
    return pd.concat([table.column(name).to_pandas().isin(people) for name in columns], axis=1).any(axis=1).to_numpy()


def _write(folder: Path, whole: Input, own: pa.Table, stamp: str) -> None:
    """A table of a part and its note, for their owner only; counts are those of the part."""
    canonical = folder / "canonical"
    keep_private(canonical)
    target = canonical / f"{whole.name}.parquet"
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    pq.write_table(own, partial, compression="zstd")
    os.replace(partial, target)
    rows = own.column("source_file").to_pandas().value_counts() if "source_file" in own.column_names else pd.Series(dtype=int)
    files = [asdict(replace(one, rows=int(rows.get(one.file, 0)), rejects=0)) for one in whole.files]
    held = {name: own.num_rows - own.column(name).null_count for name in own.column_names}
    treated = [asdict(replace(one, rows=held.get(one.column, 0))) for one in whole.treated]
    note = {"stamp": f"{stamp}:{folder.name}", "files": [one for one in files if one["rows"]], "treated": treated}
    target.with_suffix(".json").write_text(json.dumps(note, ensure_ascii=False) + "\n", encoding="utf-8")
    keep_private(canonical)


def _label(column: str, value: str, key: str) -> str:
    """What readers see of a part: its value, or the code of a person; nothing for the others, which are named elsewhere."""
    return "" if key == OTHERS else key.rpartition("-")[2] if column in STAFF else value


def _remove_others(children: Path, keys: set[str]) -> None:
    """Tables and settings of parts that are no more; comments written for them stay."""
    for path in children.iterdir():
        if path.is_dir() and path.name not in {*keys, REST}:
            shutil.rmtree(path / "canonical", ignore_errors=True)
            (path / "client.yaml").unlink(missing_ok=True)


def _stamp(inputs: Mapping[str, Input], place: tuple[str, str], minimum: int, least: int, secret: bytes) -> str:
    notes = [json.loads(one.path.with_suffix(".json").read_text(encoding="utf-8"))["stamp"] for one in inputs.values()]
    parts = [str(VERSION), *place, str(minimum), str(least), hashlib.blake2b(secret).hexdigest(), *inputs, *notes]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
