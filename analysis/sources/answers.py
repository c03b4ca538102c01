"""Survey answers: from what the file says to one score per item, and how many answers that left out.

    score         a number · the number client.yaml gives the text (values) · the one at the text's end
    missing       not answered · does not apply · outside the scale · no number at all

A text's end counts only where each answer of the item is a number or ends in one ("I love it!+5" beside 4, 3, …).
Answers in long form (one row per answer) become one row per respondent, and per day where answers carry their time.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.config import Item
from analysis.engine import Column, DataFrame, F, Window, first_of, named, to_pandas, try_cast
from analysis.errors import ConfigError
from analysis.sources.choices import AnswerOption, with_options
from analysis.sources.expressions import number_of
from analysis.sources.masking import masked

OTHER = "(other)"  # questions of the long form that client.yaml declares no item for
NUMBER, STATE = "__number", "__state"  # behind an item's key: columns that are there while answers are read
_SOURCE = ("source_file", "source_row")
_PEOPLE = ("respondent_id", "customer_id")
_END = r"[^0-9.,]([+-]?[0-9]+([.][0-9]+)?)$"
_SCORED = ("satisfaction", "recommendation")


@dataclass(frozen=True)
class AnswerCount:
    """What became of the answers to one item; `rows` are respondents (answers, for the item '(other)')."""

    item: str
    rows: int
    answered: int = 0
    not_applicable: int = 0
    outside_scale: int = 0
    unreadable: int = 0


def check_items(table: str, items: Mapping[str, Item], columns: Sequence[str]) -> None:
    """Raise ConfigError for an item whose settings do not go together."""
    for key, item in items.items():
        problem = None
        if item.reversed and item.scale is None:
            problem = "reversed needs the scale; write scale: [lowest, highest]"
        elif item.question is not None and not {"item", "answer"} <= set(columns):
            problem = f"question needs the columns of the long form; map item and answer under source.{table}.columns"
        elif item.several is not None and item.role in _SCORED:
            problem = "several answers make no score; choose the role attitude, motive or need"
        elif item.role == "reason" and item.several is None and not item.values:
            problem = "a reason needs its words; write values: {word: 1, other word: 2}, or several: the sign between them"
        elif item.several == "":
            problem = "several is empty; write the sign between the answers, such as ';'"
        elif item.of is not None and item.role != "satisfaction":
            problem = "of goes with the role satisfaction: it names the need that the satisfaction is about"
        elif item.of is not None and (item.of not in items or items[item.of].role != "need"):
            known = ", ".join(key for key, one in items.items() if one.role == "need") or "none yet"
            problem = f"of names '{item.of}', which is no item with the role need; those there are: {known}"
        if problem:
            raise ConfigError("client.yaml, source.{table}.items.{item}: {problem}.", table=table, item=key, problem=problem)


def scored(
    frame: DataFrame, items: Mapping[str, Item], *, table: str
) -> tuple[DataFrame, tuple[AnswerCount, ...], tuple[AnswerOption, ...]]:
    """The table with scores in place of answers, what became of the answers, and the options of multi-select items.

    `frame` holds the text of each item under its key (wide), or the columns item and answer (long), which are left out then.
    Free text stays text, masked.  A multi-select item becomes one column of 0 and 1 per option: see `choices`.

    Raises ConfigError for items whose settings do not go together, and for a question that the file does not ask.
    """
    check_items(table, items, frame.columns)
    several = {key: item for key, item in items.items() if item.several is not None}
    asked = {key: item for key, item in items.items() if item.question is not None}
    strange = 0
    if asked:
        strange = _check_asked(frame, asked, table)
        frame = named(_spread(frame, asked))
    frame, options = with_options(frame, several)
    if asked:
        flags = [option.column for option in options]
        frame = named(_gathered(frame, [*items, *flags]))
    single = {key: item for key, item in items.items() if key not in several and item.role != "free_text"}
    frame = _with_states(frame, single)
    states = {key: F.col(f"{key}{STATE}") for key in single} | {key: _chosen(key, options) for key in several}
    counts = _counted(frame, states)
    if strange:
        counts = (*counts, AnswerCount(OTHER, strange))
    made = {key: _score(key, item) for key, item in single.items()}
    made |= {key: masked(F.col(key)) for key, item in items.items() if item.role == "free_text"}
    left_out = {*several, *_SOURCE, *(key + end for key in single for end in (NUMBER, STATE))}
    kept = [name for name in frame.columns if name not in left_out] + list(_SOURCE)
    return frame.select(*(made[name].alias(name) if name in made else F.col(name) for name in kept)), counts, options


def _columns(frame: DataFrame) -> list[Column]:
    """All columns, as columns: the name alone of an item called 'like' is no name to SQLFrame."""
    return [F.col(name) for name in frame.columns]


def _score(key: str, item: Item) -> Column:
    value = F.col(f"{key}{NUMBER}")
    score = F.lit(float(sum(item.scale))) - value if item.reversed else value
    return F.when(F.col(f"{key}{STATE}") == F.lit("answered"), score)


def _with_states(frame: DataFrame, single: Mapping[str, Item]) -> DataFrame:
    """The frame with the number of each item's answer, and what the answer counts as (missing where there is none)."""
    # Step by step: an expression that holds another one several times over would be copied as often.
    frame = named(frame.select(*_columns(frame), *(_number(key, item).alias(f"{key}{NUMBER}") for key, item in single.items())))
    at_ends = _read_at_ends(frame, single)
    if at_ends:
        columns = {name: F.col(name) for name in frame.columns}
        for key in at_ends:
            columns[f"{key}{NUMBER}"] = F.coalesce(F.col(f"{key}{NUMBER}"), _number_at_end(F.col(key)))
        frame = named(frame.select(*(value.alias(name) for name, value in columns.items())))
    return named(frame.select(*_columns(frame), *(_state(key, item).alias(f"{key}{STATE}") for key, item in single.items())))


def _state(key: str, item: Item) -> Column:
    text, value = F.col(key), F.col(f"{key}{NUMBER}")
    outside = F.lit(False) if item.scale is None else (value < F.lit(item.scale[0])) | (value > F.lit(item.scale[1]))
    return (
        F.when(text.isNull(), F.lit(None).cast("string"))
        .when(_applies_not(text, value, item), F.lit("not_applicable"))
        .when(value.isNull(), F.lit("unreadable"))
        .when(outside, F.lit("outside_scale"))
        .otherwise(F.lit("answered"))
    )


def _number(key: str, item: Item) -> Column:
    """The number of an answer, or the one that client.yaml gives the text."""
    value = number_of(key, "float", typed=False)
    for score in sorted(set(item.values.values())):
        words = [word.strip() for word, to in item.values.items() if to == score]
        value = F.when(F.col(key).isin(*words), F.lit(float(score))).otherwise(value)
    return value


def _applies_not(text: Column, value: Column, item: Item) -> Column:
    if not item.not_applicable:
        return F.lit(False)
    words = text.isin(*(str(code) for code in item.not_applicable))
    numbers = [float(code) for code in item.not_applicable if isinstance(code, int | float)]
    return words | F.coalesce(value.isin(*numbers), F.lit(False)) if numbers else words


def _number_at_end(text: Column) -> Column:
    return F.when(text.rlike(_END), try_cast(F.regexp_extract(text, _END, 1), "float"))


def _read_at_ends(frame: DataFrame, single: Mapping[str, Item]) -> set[str]:
    """The items that have answers with a number at their end, and besides only numbers."""
    if not single:
        return set()
    sums = []
    for i, (key, item) in enumerate(single.items()):
        value = F.col(f"{key}{NUMBER}")
        known = F.col(key).isNotNull() & ~_applies_not(F.col(key), value, item)
        ended = value.isNull() & _number_at_end(F.col(key)).isNotNull()
        kinds = {"numbers": value.isNotNull(), "ended": ended, "words": value.isNull() & ~ended}
        sums += [F.sum(F.when(known & which, F.lit(1)).otherwise(F.lit(0))).alias(f"{kind}_{i}") for kind, which in kinds.items()]
    found = to_pandas(frame.agg(*sums)).fillna(0).iloc[0]
    return {
        key
        for i, key in enumerate(single)
        if found[f"ended_{i}"] and found[f"numbers_{i}"] and not found[f"words_{i}"]
    }  # fmt: skip


def _chosen(key: str, options: Sequence[AnswerOption]) -> Column:
    """What a multi-select answer counts as."""
    flags = F.coalesce(F.lit(None).cast("double"), *(F.col(option.column) for option in options if option.item == key))
    return F.when(flags.isNotNull(), F.lit("answered")).when(F.col(key).isNotNull(), F.lit("not_applicable"))


def _counted(frame: DataFrame, states: Mapping[str, Column]) -> tuple[AnswerCount, ...]:
    if not states:
        return ()
    told = ("answered", "not_applicable", "outside_scale", "unreadable")
    sums = [
        F.sum(F.when(state == F.lit(word), F.lit(1)).otherwise(F.lit(0))).alias(f"{word}_{i}")
        for i, state in enumerate(states.values())
        for word in told
    ]
    found = to_pandas(frame.agg(F.count(F.lit(1)).alias("rows"), *sums)).fillna(0).iloc[0]
    return tuple(
        AnswerCount(key, int(found["rows"]), **{word: int(found[f"{word}_{i}"]) for word in told}) for i, key in enumerate(states)
    )


def _check_asked(frame: DataFrame, asked: Mapping[str, Item], table: str) -> int:
    """Raise ConfigError for a question that is nowhere in the file; the number of answers to questions not declared."""
    counts = to_pandas(frame.groupBy("item").agg(F.count(F.lit(1)).alias("rows"))).dropna(subset="item")
    for key, item in asked.items():
        if len(counts) and item.question.strip() not in set(counts["item"]):
            close = difflib.get_close_matches(item.question, counts["item"], n=1, cutoff=0.6)
            raise ConfigError(
                "client.yaml, source.{table}.items.{item}: no row asks '{question}'.{hint} Write the question as the file "
                "has it; it asks {number} of them.",
                table=table,
                item=key,
                question=item.question,
                hint=f" Did you mean '{close[0]}'?" if close else "",
                number=len(counts),
            )
    declared = {item.question.strip() for item in asked.values()}
    return int(counts.loc[~counts["item"].isin(declared), "rows"].sum())


def _spread(frame: DataFrame, asked: Mapping[str, Item]) -> DataFrame:
    """Long form with a column per item: its answer in the rows that give it, the latest one where there are several.

    Of a multi-select item every row counts: such files have one row per option.
    """
    frame = _with_group(frame)
    blank = F.when(F.col("answer").isNull(), F.lit(1)).otherwise(F.lit(0))
    frame = named(frame.withColumn("is_blank", blank))
    times = [F.col("answered_at").desc()] if "answered_at" in frame.columns else []
    latest = Window.partitionBy(*_group(frame), "item", "is_blank").orderBy(
        *times, F.col("source_file").desc(), F.col("source_row").desc()
    )
    ranked = named(frame.withColumn("place", F.row_number().over(latest)))
    columns = {
        key: F.when(
            (F.col("item") == F.lit(item.question.strip())) & ((F.col("place") == F.lit(1)) | F.lit(item.several is not None)),
            F.col("answer"),
        )
        for key, item in asked.items()
    }
    kept = [name for name in frame.columns if name not in ("item", "answer", "is_blank", *columns)]
    return ranked.select(*(F.col(name) for name in kept), *(value.alias(key) for key, value in columns.items()))


def _group(frame: DataFrame) -> list[str]:
    return [name for name in (*_PEOPLE, "answer_day", "nobody") if name in frame.columns]


def _with_group(frame: DataFrame) -> DataFrame:
    """The rows with what makes a respondent: ids, the day, and for answers of nobody the row itself."""
    people = [F.col(name).isNotNull() for name in _PEOPLE if name in frame.columns]
    row = F.concat(F.col("source_file"), F.lit(":"), F.col("source_row").cast("string"))
    nobody = row
    for known in people:
        nobody = F.when(~known, nobody)
    frame = frame.withColumn("nobody", nobody)
    if "answered_at" in frame.columns:
        frame = frame.withColumn("answer_day", F.col("answered_at").cast("date"))
    return frame


def _gathered(frame: DataFrame, answers: Sequence[str]) -> DataFrame:
    """One row per respondent (and day) from the rows of the answers; it carries the name and number of its first row."""
    by = _group(frame)
    rest = [name for name in frame.columns if name not in (*by, *_SOURCE)]
    measures = [F.max(F.col(name)).alias(name) for name in rest]
    first = first_of("source_row", F.col("source_file"), F.col("source_row")).alias("source_row")
    wide = frame.groupBy(*by).agg(*measures, F.min("source_file").alias("source_file"), first)
    ids = [name for name in by if name in _PEOPLE]
    plain = [name for name in rest if name not in answers]
    return wide.select(*(F.col(name) for name in (*ids, *plain, *(n for n in rest if n in answers), *_SOURCE)))
