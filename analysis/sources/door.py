"""Direct identifiers stop at the door: which columns hold them is read off their content, not off their names alone.

Every text column of an input table is measured as a whole in the engine: the share of its values that are telephone
numbers, addresses, names …  A column of identifiers is left out, one that holds a few is masked.  What was done is
returned as rows for the page that tells which data were used, never with a value.

Columns of a fixed meaning (category, store, doctor) may hold names of staff, brands and places, so only numbers and
addresses of persons are looked for there; open columns (attributes) may be anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from analysis.config import Table
from analysis.config.columns import StartsWith, header_of, source_columns
from analysis.engine import Column, DataFrame, F, named, to_pandas, try_cast
from analysis.errors import ConfigError, listed
from analysis.schema import CANONICAL
from analysis.sources.identifiers import KINDS, UNDER_HEADER, header_kind, really
from analysis.sources.masking import holds_identifier, masked, masked_surely, portable

PEOPLE = ("customer_id", "entity_id", "respondent_id")  # hashed in any case
VERSION = 1  # raise when the same column would be treated in another way
MOST = 0.5  # share of a column's values from which it counts as one of identifiers
SOME = 0.2  # the same where its header says so too
DISTINCT = 0.2  # names are many: fewer distinct values than this share are categories that look like them
LONG = 25  # characters from which a value is a text
SAMPLED = 2000  # first rows of each file whose check digits are tried
CODES = ("product", "order_id")  # a bare number here is a code
# Kinds that are looked for in columns of a fixed meaning beside numbers of persons.  A store's address is the client's own.
BESIDES = {"order_id": ("name",), "city": ("address",), "region": ("address",), "country": ("address",)}


@dataclass(frozen=True)
class Treated:
    """What the door did with one column: how (left_out, masked, hashed), and why.

    kind     a key of `identifiers.KINDS`; text: long texts; some: a few identifiers among other words; same_as_key: what
             the customer's number is made of
    share    fraction of its values that are of this kind
    rows     rows with a value
    """

    column: str
    header: str
    action: str
    kind: str
    share: float
    rows: int

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class _Asked:
    """A column under examination."""

    column: str
    header: str
    open: bool
    number: bool

    @property
    def says(self) -> str | None:
        """The kind that its header or its canonical name speaks of."""
        return header_kind(*self.header.split(" + "), self.column) if self.open else None


def check_settings(tables: Mapping[str, Table], *, drop: Iterable[str], keep: Iterable[str]) -> None:
    """Raise ConfigError where client.yaml reads a column that privacy.drop leaves at the door, or keeps one that it never reads."""
    reads = [
        (header, f"source.{name}.{key}")
        for name, spec in tables.items()
        for key, header in [
            *((f"columns.{column}", header) for column, how in spec.columns.items() for header in source_columns(how)),
            *((f"items.{key}", item.column) for key, item in spec.items.items()),
            *((f"contact.{field}", header) for field, header in spec.contact.items()),
        ]
        if header
    ]
    dropped = set(drop)
    for header, key in reads:
        if header in dropped:
            raise ConfigError(
                "client.yaml: privacy.drop lists '{header}', but {key} reads it. Take it out of one of the two.",
                header=header,
                key=key,
            )
    known = {header for header, _ in reads} | {column for spec in tables.values() for column in (*spec.columns, *spec.items)}
    for header in keep:
        if header not in known:
            raise ConfigError(
                "client.yaml: privacy.keep lists '{header}', which no input table reads. Read: {known}.",
                header=header,
                known=listed(sorted(known)),
            )


def looked_at(name: str, frame: DataFrame, spec: Table, types: Mapping[str, str], *, keep: Sequence[str] = ()) -> list[Treated]:
    """What is to be done with the columns of an input table; nothing is executed on the frame itself.

    `types` are the canonical types of the columns that client.yaml maps; `keep` names columns, by header or canonical
    name, that stay as they are.
    """
    keys = _key_headers(spec)
    asked = [
        one for one in _asked(name, frame, spec, types) if one.column not in keep and not set(one.header.split(" + ")) & set(keep)
    ]
    counts = _counted(frame, asked)
    told = []
    for one in asked:
        count = counts[one.column]
        if not count["rows"]:
            continue
        same = bool(keys & set(one.header.split(" + ")))
        kind, share = ("same_as_key", 1.0) if same else _found(frame, one, count)
        action = _action(one, kind, count)
        if action:
            inside = "text" if _long(one, count) else "some"
            told.append(Treated(one.column, one.header, action, kind or inside, round(share, 4), count["rows"]))
    return told


def applied(frame: DataFrame, told: Iterable[Treated]) -> DataFrame:
    """The frame without the columns left out, with the others masked (`hashed` is left to whoever holds the key)."""
    by_column = {one.column: one for one in told if one.column in frame.columns}
    if not by_column:
        return frame
    kept = [name for name in frame.columns if name not in by_column or by_column[name].action != "left_out"]
    return named(frame.select(*(_treated(name, by_column.get(name)) for name in kept)))


def _treated(name: str, how: Treated | None) -> Column:
    if how is None or how.action != "masked":
        return F.col(name)
    if how.kind == "text":
        return masked(F.col(name)).alias(name)
    sure = masked_surely(F.col(name))
    bare = F.col(name).rlike("^[A-Za-z0-9._/-]+$")
    return (F.when(bare, F.col(name)).otherwise(sure) if name in CODES else sure).alias(name)


def _key_headers(spec: Table) -> set[str]:
    """The file's columns that make up a person's number: they must not come in by another way."""
    return {header for column in PEOPLE if column in spec.columns for header in source_columns(spec.columns[column])}


def _asked(name: str, frame: DataFrame, spec: Table, types: Mapping[str, str]) -> list[_Asked]:
    fixed = {column.name: column for column in CANONICAL[name].columns}
    found = []
    for column, how in spec.columns.items():
        header = header_of(how)
        declared = fixed.get(column)
        number = types[column] == "float" and declared is None
        if column not in frame.columns or not header or not (number or types[column] == "string"):
            continue
        if isinstance(how, StartsWith):
            continue  # one of two words of client.yaml
        # Ids are hashed in any case, words of a fixed list are checked, comments are masked already.
        if column in PEOPLE or (declared and declared.values) or (name, column) == ("feedback", "text"):
            continue
        found.append(_Asked(column, header, declared is None or column == "answer", number))
    return found


def _counted(frame: DataFrame, asked: Sequence[_Asked]) -> dict[str, dict[str, int]]:
    """For each column its values, those with an identifier inside and, of open columns, those of every kind: one pass."""
    if not asked:
        return {}
    texts, sums, keys = [], [], []
    for place, one in enumerate(asked):
        texts.append(_as_text(one).alias(f"c{place}"))
        value = F.col(f"c{place}")
        wanted = {"inside": holds_identifier(value)}
        wanted |= {kind: value.rlike(_whole(KINDS[kind])) for kind in (KINDS if one.open else BESIDES.get(one.column, ()))}
        if one.open:
            wanted["long"] = value.rlike(f"^[\\s\\S]{{{LONG}}}")
            wanted["under_header"] = value.rlike(_whole(UNDER_HEADER[one.says])) if one.says in UNDER_HEADER else F.lit(False)
            sums.append(F.countDistinct(value).alias(f"c{place}_distinct"))
            keys.append((one.column, place, "distinct"))
        sums.append(F.count(value).alias(f"c{place}_rows"))
        sums += [F.sum(F.when(holds, F.lit(1)).otherwise(F.lit(0))).alias(f"c{place}_{key}") for key, holds in wanted.items()]
        keys += [(one.column, place, key) for key in ("rows", *wanted)]
    row = to_pandas(named(frame.select(*texts)).agg(*sums)).fillna(0).iloc[0]
    counts: dict[str, dict[str, int]] = {}
    for column, place, key in keys:
        counts.setdefault(column, {})[key] = int(row[f"c{place}_{key}"])
    return counts


def _as_text(one: _Asked) -> Column:
    """The column's text; a number as text where it is whole, so that telephone numbers among figures are seen."""
    if not one.number:
        return F.col(one.column)
    if one.says == "coordinates":
        return F.col(one.column).cast("string")
    whole = try_cast(F.col(one.column), "int")
    return F.when(F.col(one.column) == whole.cast("double"), whole.cast("string"))


def _whole(pattern: str) -> str:
    return portable(f"^({pattern})$")


def _found(frame: DataFrame, one: _Asked, count: Mapping[str, int]) -> tuple[str | None, float]:
    """The kind that a column holds, and the share of its values that are of it; None where it holds none."""
    enough = MOST * count["rows"]
    besides = BESIDES.get(one.column, ())
    if not one.open:
        if max(count["inside"], *(count[kind] for kind in besides), 0) < enough:
            return None, 0.0
        count = _counted(frame, [_Asked(one.column, one.header, True, one.number)])[one.column]
    said = one.says
    if said and (count[said] >= SOME * count["rows"] or count["under_header"] >= enough):
        return said, max(count[said], count["under_header"]) / count["rows"]
    numbers = ("telephone", "identity_number", "bank_card") if one.column == "product" else ()  # codes, there
    for kind in [
        kind for kind in KINDS if kind not in numbers and (one.open or kind not in ("name", "address") or kind in besides)
    ]:
        many = kind != "name" or count["distinct"] >= max(5, DISTINCT * count["rows"])
        if many and count[kind] >= enough and really(kind, _sample(frame, one, kind)):
            return kind, count[kind] / count["rows"]
    return None, 0.0


def _sample(frame: DataFrame, one: _Asked, kind: str) -> list[str]:
    values = frame.where(F.col("source_row") <= F.lit(SAMPLED)).select(_as_text(one).alias("value"))
    values = named(values).where(F.col("value").rlike(_whole(KINDS[kind]))).groupBy("value").agg(F.count(F.lit(1)).alias("rows"))
    return sorted(to_pandas(values)["value"])


def _action(one: _Asked, kind: str | None, count: Mapping[str, int]) -> str | None:
    if one.column == "order_id":
        return "hashed" if kind else None
    if kind:
        return "left_out"
    if one.number:
        return None
    return "masked" if _long(one, count) or count["inside"] else None


def _long(one: _Asked, count: Mapping[str, int]) -> bool:
    return one.open and count["long"] >= MOST * count["rows"]
