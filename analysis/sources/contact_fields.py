"""How to reach a customer: kept apart from all analysis, and given back for lists alone.

customers.contact names the columns.  They lie in one file of the client's data folder (mode 600), by pseudonym, and
never in a canonical table, a report or a notebook.
"""

from collections.abc import Sequence
from functools import reduce
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from analysis.config import Table
from analysis.engine import DataFrame, F, column_names, named, read_columns, to_pandas
from analysis.errors import ConfigError, MissingTableError, SourceError, listed
from analysis.sources.canonical import SOURCE_COLUMNS, check_present
from analysis.sources.pseudonyms import MAPPING, keep_private, write_private
from analysis.sources.safe_csv import write_safe_csv

FILE = "contact_fields.parquet"
FIELDS = ("name", "phone", "email", "address")
LISTS = "lists"


def contact_rows(spec: Table, files: Sequence[tuple[Path, str, DataFrame]]) -> DataFrame:
    """customer_id (the client's own), source_file, source_row and the contact fields of every row of the customer files.

    `files` are each file as read, its name, and its rows as canonical columns (ids still the client's own).
    Raises ConfigError for a column that a file does not have.
    """
    frames = []
    for parquet, file, frame in files:
        held = [name for name in column_names(parquet) if name not in SOURCE_COLUMNS]
        check_present("customers.contact", list(spec.contact.values()), held, file)
        wanted = {f"contact_{field}": header for field, header in spec.contact.items()}
        raw = named(read_columns(parquet, {"raw_file": "source_file", "raw_row": "source_row"} | wanted))
        rows = raw.select("raw_row", *(F.col(name).cast("string").alias(name) for name in wanted))
        ids = frame.where(~F.col("is_excluded")).select("customer_id", "source_file", "source_row")
        joined = named(ids).join(named(rows), F.col("source_row") == F.col("raw_row"))
        frames.append(named(joined.select("customer_id", "source_file", "source_row", *wanted)))
    return reduce(lambda left, right: left.unionByName(right), frames)


def write_contact_fields(folder: Path, rows: DataFrame, *, latest: bool = False) -> None:
    """One row per customer (pseudonym): of each field the first that is given, or the one of the `latest` file."""
    table = to_pandas(rows).dropna(subset="customer_id")
    table = table.sort_values(["source_file", "source_row"], ascending=[not latest, True], kind="stable")
    fields = {name: name.removeprefix("contact_") for name in table.columns if name.startswith("contact_")}
    table = table.rename(columns=fields)[["customer_id", *fields.values()]]
    blank = table.drop(columns="customer_id").apply(lambda column: column.str.strip().replace("", pd.NA))
    table = pd.concat([table[["customer_id"]], blank], axis=1).groupby("customer_id", sort=True).first().reset_index()
    write_private(table, folder / FILE)


def contacts_stand(folder: Path, spec: Table) -> bool:
    """Whether the contact fields on disk are those that client.yaml names; they are deleted where it names none."""
    if not spec.contact:
        (folder / FILE).unlink(missing_ok=True)
        return True
    return (folder / FILE).is_file()


def restore_contacts(
    folder: Path, customer_ids: Sequence[str], fields: Sequence[str] = FIELDS[1:2], *, target: Path | None = None
) -> pd.DataFrame:
    """client_id and contact fields of these customers (pseudonyms), in their order; written to `target` where one is given.

    `folder` is the client's data folder.  `target` is a .csv or .parquet file under its lists/ folders (lists/ itself
    or <period>/lists/), for its owner only.  Customers without a known number or field keep an empty cell.

    Raises ConfigError for a field that client.yaml does not name or a target anywhere else, MissingTableError where
    no contact fields are held.  Without `fields` the client's own numbers alone come back.
    """
    if target is not None:
        _check_target(folder, target)
    if fields and not (folder / FILE).is_file():
        raise MissingTableError(
            "No contact fields are held for {client}. Name them in client.yaml under source.customers.contact "
            "(such as phone: Mobile) and run strata check.",
            client=folder.name,
        )
    held = pd.read_parquet(folder / FILE) if fields else pd.DataFrame({"customer_id": pd.Series(dtype="str")})
    for field in fields:
        if field not in held:
            raise ConfigError(
                "Contact field '{given}' is not held for {client}. Held: {known}.",
                given=field,
                client=folder.name,
                known=listed(column for column in held if column != "customer_id"),
            )
    table = pd.DataFrame({"customer_id": list(customer_ids)}, dtype="str")
    if (folder / MAPPING).is_file():
        mapping = pd.read_parquet(folder / MAPPING).drop_duplicates("customer_id")
        table = table.merge(mapping, on="customer_id", how="left")
    else:
        table["client_id"] = table["customer_id"]
    table = table.merge(held[["customer_id", *fields]], on="customer_id", how="left")[["client_id", *fields]]
    if target is not None:
        _write_list(table, target)
    return table


def held_fields(folder: Path) -> tuple[str, ...]:
    """The contact fields that are held for a client; none where client.yaml names none."""
    if not (folder / FILE).is_file():
        return ()
    names = pq.read_schema(folder / FILE).names
    return tuple(field for field in FIELDS if field in names)


def _check_target(folder: Path, target: Path) -> None:
    inside = target.resolve().parent
    allowed = (
        inside.name == LISTS and inside.is_relative_to(folder.resolve()) and len(inside.relative_to(folder.resolve()).parts) <= 2
    )
    if not allowed or target.suffix not in (".csv", ".parquet"):
        raise ConfigError(
            "A list with contact fields can only be written as .csv or .parquet into lists/ of the client's data folder, "
            "not to {given}. Write it to {example}.",
            given=target,
            example=folder / LISTS / "calls.csv",
        )


def _write_list(table: pd.DataFrame, target: Path) -> None:
    keep_private(target.parent)
    if target.suffix == ".parquet":
        write_private(table, target)
        return
    try:
        write_safe_csv(table, target)
    except OSError:
        raise SourceError("{file} cannot be written. Close it in other programs and run again.", file=target) from None
