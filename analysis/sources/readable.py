"""Whether the columns that a table rests on can be read as client.yaml declares them.

A few values that cannot be read become missing and are counted.  A column that cannot be read as
a whole is another matter: it was declared wrongly, and every figure below would be wrong or empty.
"""

from collections.abc import Mapping

from analysis.config import Table
from analysis.config.columns import ColumnSpec, FromColumn, source_columns
from analysis.engine import DataFrame, F, to_pandas
from analysis.errors import SourceError, listed
from analysis.schema import CANONICAL

LOOKED_AT = 100_000  # first rows of a file whose numbers are looked at
FIRST = 5_000  # rows that mostly suffice to find a value
TELLING = 0.05  # share of the values from which they are no slips
# Numbers that have one meaning only: 12,50 and 1.234,56 against 12.50 and 1,234.56.  1,234 may be either.
COMMA = r"^[^0-9]*[0-9]+([.][0-9]{3})*,([0-9]{1,2}|[0-9]{4,})[^0-9.,]*$"
POINT = r"^[^0-9]*[0-9]+(,[0-9]{3})*[.]([0-9]{1,2}|[0-9]{4,})[^0-9.,]*$"


def check_decimals(raw: DataFrame, numbers: Mapping[str, tuple[str, str]], *, file: str) -> None:
    """Raise SourceError where many numbers of a text column have another decimal mark than is declared.

    `raw` holds trimmed texts and `source_row`; `numbers` is {column of the file: (its name in raw, decimal mark)}.
    """
    if not numbers:
        return
    counts = []
    for at, (short, _) in enumerate(numbers.values()):
        text = F.col(short)
        forms = {"rows": text != F.lit(""), "commas": text.rlike(COMMA), "points": text.rlike(POINT)}
        counts += [F.sum(F.when(form, F.lit(1)).otherwise(F.lit(0))).alias(f"{kind}_{at}") for kind, form in forms.items()]
    found = to_pandas(raw.where(F.col("source_row") <= F.lit(LOOKED_AT)).agg(*counts)).fillna(0).iloc[0]
    for at, (column, (_, mark)) in enumerate(numbers.items()):
        rows, commas, points = (int(found[f"{kind}_{at}"]) for kind in ("rows", "commas", "points"))
        wrong, right = (commas, points) if mark == "." else (points, commas)
        if not wrong or wrong < TELLING * rows:
            continue
        if right:
            raise SourceError(
                "{file}, column '{column}': {commas} numbers are written like 1.234,56 and {points} like 1,234.56. "
                "Ask for one decimal mark, or split the file so that each part has one.",
                file=file,
                column=column,
                commas=commas,
                points=points,
            )
        raise SourceError(
            "{file}, column '{column}': {wrong} of {rows} numbers have the decimal mark '{other}'. "
            "Say it in client.yaml: {{column: {column}, decimal: '{other}'}}.",
            file=file,
            column=column,
            wrong=wrong,
            rows=rows,
            other="," if mark == "." else ".",
        )


def text_numbers(
    columns: Mapping[str, ColumnSpec], types: Mapping[str, str], short: Mapping[str, str], kinds: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """The columns of a file that are read as numbers from text, for `check_decimals`."""
    found: dict[str, tuple[str, str]] = {}
    for column, how in columns.items():
        if types[column] in ("int", "float", "money"):
            mark = (how.decimal if isinstance(how, FromColumn) else None) or "."
            found |= {name: (short[name], mark) for name in source_columns(how) if kinds[name] == "text"}
    return found


def check_required(name: str, spec: Table, frame: DataFrame, *, files: list[str]) -> None:
    """Raise SourceError where a column that the table `name` cannot do without has no value in any row.

    Raises SourceError, too, where the files hold no row at all.
    """
    required = [one.name for one in CANONICAL[name].columns if one.required and one.name in spec.columns]
    standing = frame.where(~F.col("is_excluded"))
    counts = [F.count(F.lit(1)).alias("rows"), *(F.count(column).alias(f"held_{at}") for at, column in enumerate(required))]
    found = to_pandas(standing.where(F.col("source_row") <= F.lit(FIRST)).agg(*counts)).iloc[0]
    if not found["rows"] and not _rows(frame):
        raise SourceError(
            "{files}: a header, but no rows below it. Ask for the file again, or take source.{table} out of client.yaml.",
            files=listed(files),
            table=name,
        )
    if any(not found[f"held_{at}"] for at in range(len(required))):
        found = to_pandas(standing.agg(*counts)).iloc[0]
    for at, column in enumerate(required):
        if found["rows"] and not found[f"held_{at}"]:
            raise SourceError(
                "{files}: none of {rows} rows has a value for {column} that can be read, and {table} cannot do without it. "
                "Look at {given} in the file; then correct source.{table}.columns.{column}, or ask for the file again.",
                files=listed(files),
                rows=int(found["rows"]),
                column=column,
                table=name,
                given=listed(f"'{one}'" for one in source_columns(spec.columns[column])) or "the columns",
            )


def _rows(frame: DataFrame) -> int:
    return int(to_pandas(frame.agg(F.count(F.lit(1)).alias("rows")))["rows"][0])
