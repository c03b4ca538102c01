"""Survey answers: which columns are items, what they measure, on which scale, and which codes mean 'not applicable'."""

import re
from collections.abc import Iterable

from analysis.sources.propose import patterns
from analysis.sources.propose.entry import Entry, free_name, named_columns, roles_in
from analysis.sources.propose.facts import Facts
from analysis.sources.propose.found import Found
from analysis.sources.propose.headers import is_chinese, role_of, slug
from analysis.sources.propose.remarks import Confidence, Why, decided
from analysis.sources.propose.words_answers import RESPONSES, header_scale, item_role, ranks, subject, yes_no
from analysis.sources.propose.words_orders import CUSTOMER_ID
from analysis.sources.propose.words_people import CUSTOMERS

SCALE_ENDS = (4, 5, 6, 7, 9, 10)  # highest answers of common scales
RARE_ZERO = 0.3  # share of zeroes up to which a zero below 1…n means 'not applicable'
BATTERY = 5  # columns of yes and no that make a survey where nothing else says what the file is
SIGNS = (";", "；", "|", "、")  # between the answers of a cell with several
MOST_REASONS = 40
NO_PREFIX = re.compile(r"^[^：:]{1,6}[：:]\s*")


def survey_items(found: Found, used: Iterable[str] = ()) -> dict[str, dict]:
    """{header: its item as client.yaml has it} of the columns whose header or values are those of answers."""
    used = set(used)
    named = {
        header: item
        for header, facts in found.facts.items()
        if header not in used and (role := item_role(header)) and (item := _item(header, facts, role)) is not None
    }
    rated = {
        header: _item(header, found.facts[header], item_role(header) or "attitude")
        for header in battery(found)
        if header not in used
    }
    worded = {
        header: _item(header, facts, item_role(header) or "satisfaction")
        for header, facts in found.facts.items()
        if facts.content == "text_number" and header not in used
    }
    said = {header: item for header, item in (named | rated | worded).items() if item}
    keyed = _has_key(found)
    ticks = _ticks(found, {*used, *said}, words=bool(worded) or not (said or keyed), numbers=bool(said) and not keyed)
    every = said | ticks
    return {header: every[header] for header in found.headers if header in every}


def battery(found: Found) -> list[str]:
    """Columns of ratings on one and the same scale, at least three; the most numerous scale of the table."""
    scales: dict[tuple[float, float], list[str]] = {}
    for header, facts in found.facts.items():
        if not facts.whole or facts.low is None or not facts.few or not 4 <= facts.distinct <= 11 or facts.content != "number":
            continue
        if 0 <= facts.low <= 1 and facts.high in SCALE_ENDS and facts.distinct >= facts.high - 1:
            scales.setdefault((1 if facts.low == 0 and _zero_share(facts) <= RARE_ZERO else facts.low, facts.high), []).append(
                header
            )
    best = max(scales.values(), key=len, default=[])
    return best if len(best) >= 3 else []


def long_form(found: Found) -> dict[str, str] | None:
    """The roles of a table with one answer a row; None for others."""
    roles = roles_in(found, RESPONSES | {"customer_id": CUSTOMER_ID})
    if not {"item", "answer"} <= set(roles) or not {"customer_id", "respondent_id"} & set(roles):
        return None
    facts = found.facts[roles["item"]]
    return roles if facts.few and facts.distinct <= 60 and facts.filled >= 2 * facts.distinct else None


def responses_entry(entry: Entry, roles: dict[str, str], *, month_first: bool) -> None:
    """Fill in the columns and the items of a survey."""
    found = entry.table
    if "customer_id" in roles:
        roles = {role: header for role, header in roles.items() if role != "respondent_id"}
    named_columns(entry, roles, month_first=month_first)
    if not {"customer_id", "respondent_id"} & set(entry.columns):
        entry.columns = {"respondent_id": {"row_number": True}, **entry.columns}
        entry.note(decided("{file}: no column says who answered; each row is a respondent."))
    if "item" in roles:
        _long_items(entry, roles)
        return
    for header, item in survey_items(found, roles.values()).items():
        name = free_name(entry, _item_name(header), ending="score")
        entry.items[name] = {"column": header, **item}
        why, confidence = _believed(header, found.facts[header], item)
        entry.use(header, f"responses.items.{name}", why, confidence)
    _pair_needs(entry)
    _say_codes(entry)


def _pair_needs(entry: Entry) -> None:
    """A satisfaction with the very thing whose importance was asked stands for that need (`of`); where two would do, neither."""
    about: dict[str, dict[str, list[str]]] = {"need": {}, "satisfaction": {}}
    for name, item in entry.items.items():
        said = subject(item["column"]) if item["role"] in about else ""
        if said:
            about[item["role"]].setdefault(said, []).append(name)
    for said, names in about["satisfaction"].items():
        needs = about["need"].get(said, [])
        if len(names) == len(needs) == 1:
            entry.items[names[0]]["of"] = needs[0]
            entry.note(
                decided(
                    "{file}, {column}: satisfaction with what {need} asks the importance of; the two are held against each other.",
                    column=entry.items[names[0]]["column"], need=entry.items[needs[0]]["column"],
                )
            )  # fmt: skip


def _say_codes(entry: Entry) -> None:
    """Say aloud which codes are read as 'not applicable', once for all items that share them."""
    said: dict[tuple, list[str]] = {}
    for item in entry.items.values():
        if codes := item.get("not_applicable"):
            said.setdefault((tuple(codes), tuple(item["scale"])), []).append(item["column"])
    for (codes, (low, high)), headers in said.items():
        entry.note(
            decided(
                "{file}: {codes} stands outside the scale {low}–{high} and is read as 'not applicable', never averaged ({columns}).",
                codes=", ".join(map(str, codes)),
                low=low,
                high=high,
                columns=", ".join(headers),
            )
        )


def _believed(header: str, facts: Facts, item: dict) -> tuple[Why, Confidence]:
    if item_role(header):
        return ("both", "sure") if item.get("scale") or item["role"] == "free_text" else ("header", "likely")
    return ("content", "likely" if facts.content in ("number", "text_number") else "guess")


def _long_items(entry: Entry, roles: dict[str, str]) -> None:
    facts, answers = entry.table.facts[roles["item"]], entry.table.facts[roles["answer"]]
    for question in sorted(facts.values):
        item: dict[str, object] = {"question": question, "role": item_role(question) or "attitude"}
        scale = header_scale(question) or (
            (answers.low, answers.high) if answers.low is not None and answers.high in SCALE_ENDS else None
        )
        if scale and item["role"] != "free_text":
            item["scale"] = [int(scale[0]), int(scale[1])]
        entry.items[free_name(entry, _item_name(question), ending="score")] = item


def _item(header: str, facts: Facts, role: str) -> dict | None:
    """One item, or None where the values are no answers."""
    if role == "free_text":
        return {"role": role} if facts.content in ("text", "category", "name", "address") and facts.filled else None
    if role == "reason":
        return _reasons(facts)
    if facts.content == "text_number":
        return _worded_numbers(facts, role)
    if item_role(header) and facts.few and {patterns.number(value) for value in facts.values} == {0, 1}:
        return {"role": role, "scale": [0, 1]}
    if facts.low is not None and facts.content != "constant":
        return _scored(header, facts, role)
    if not facts.few or facts.distinct > 11:
        return None
    scores = ranks(facts.values)
    if scores is None:
        return None
    if set(scores.values()) == {1, 2}:
        scores = {word: score - 1 for word, score in scores.items()}
    return {"role": role, "values": scores, "scale": [min(scores.values()), max(scores.values())]}


def _reasons(facts: Facts) -> dict | None:
    """Why somebody left: one answer of few, each with a number of its own, or several in a cell with a sign between them."""
    if not facts.filled or facts.low is not None or facts.date is not None:
        return None
    for sign in SIGNS:
        parts = [part.strip() for value in facts.sample for part in value.split(sign)]
        if any(sign in value for value in facts.sample) and 2 * len(set(parts)) <= len(parts) and len(set(parts)) <= MOST_REASONS:
            return {"role": "reason", "several": sign}
    if not facts.few or not 2 <= facts.distinct <= MOST_REASONS:
        return None
    return {"role": "reason", "values": {word: place for place, word in enumerate(sorted(facts.values), start=1)}}


def _scored(header: str, facts: Facts, role: str) -> dict | None:
    stated = header_scale(header) or ((0, 10) if role == "recommendation" and 5 < (facts.high or 0) <= 10 else None)
    if stated is None:
        stated = _scale_of(facts)
    if stated is None:
        return None
    outside = [
        int(size)
        for value in facts.values
        if (size := patterns.number(value, facts.decimal)) is not None and not stated[0] <= size <= stated[1]
    ]
    if not facts.few and (facts.low < stated[0] or facts.high > stated[1]):
        return None
    item: dict[str, object] = {"role": role, "scale": list(stated)}
    return item | ({"not_applicable": sorted(set(outside))} if outside else {})


def _scale_of(facts: Facts) -> tuple[int, int] | None:
    """The scale that the answers themselves show: 1–5 where 0 is rare or 9 stands apart."""
    low, high = facts.low, facts.high
    if low is None or high is None:
        return None
    if not facts.whole:  # averages of stars
        return next(((start, end) for start, end in ((1, 5), (0, 10)) if low >= start and high <= end), None)
    if not facts.few:
        return None
    numbers = sorted(size for value in facts.values if (size := patterns.number(value)) is not None)
    if len(numbers) > 3 and numbers[-1] - numbers[-2] >= 3:
        numbers = numbers[:-1]
    if numbers[0] == 0 and len(numbers) > 3 and _zero_share(facts) <= RARE_ZERO and numbers[-1] < 10:
        numbers = numbers[1:]
    if len(numbers) < 3 or numbers[-1] > 10 or numbers[0] < -5:
        return None
    return int(min(1, numbers[0])), int(next((end for end in (5, 7, 10) if numbers[-1] <= end), numbers[-1]))


def _zero_share(facts: Facts) -> float:
    return next((count for value, count in facts.top if patterns.number(value) == 0), 0) / max(facts.filled, 1)


def _worded_numbers(facts: Facts, role: str) -> dict | None:
    """Numbers with words at the ends of the scale: 'I love it!+5'."""
    if not facts.few:
        return None
    worded = {
        value: score
        for value in facts.values
        if patterns.number(value) is None and (score := patterns.text_number(value)) is not None
    }
    numbers = [size for value in facts.values if (size := patterns.number(value)) is not None]
    if all(size >= 0 for size in numbers):
        worded = {value: abs(score) for value, score in worded.items()}  # 'Very good-5': a hyphen, no sign
    ends = [*worded.values(), *numbers]
    return {"role": role, "values": worded, "scale": [int(min(ends)), int(max(ends))]}


def _ticks(found: Found, used: set[str], *, words: bool, numbers: bool) -> dict[str, dict]:
    """A battery of yes and no, in `words` or in `numbers`: 0 and 1, which elsewhere are as likely flags of the client's own."""
    ticks = {}
    for header, facts in found.facts.items():
        if header in used or role_of(header, CUSTOMERS):
            continue
        if words and facts.content == "yes_no" and facts.low is None:
            ticks[header] = {"role": "attitude", "values": yes_no(facts.values), "scale": [0, 1]}
        elif numbers and facts.whole and (facts.low, facts.high, facts.distinct) == (0, 1, 2):
            ticks[header] = {"role": "attitude", "scale": [0, 1]}
    return ticks if len(ticks) >= BATTERY else {}


def _has_key(found: Found) -> bool:
    return "customer_id" in roles_in(found, {"customer_id": CUSTOMER_ID})


def _item_name(header: str) -> str:
    name = slug(NO_PREFIX.sub("", header)) if is_chinese(header) else slug(header)
    return {"总体满意度": "satisfaction", "推荐意愿": "recommend", "您的建议": "suggestion", "anything_else": "comment"}.get(
        name, name
    )
