"""segments.yaml: the client's own words for segments; one entry per lens, all of it optional.

    rfm:
      name: {en: Purchase groups, zh: 购买分群}              # of the lens
      names: {champions: {en: Regulars, zh: 熟客}}            # of segments; one text serves both languages
      merge: {champions: [loyal, potential_loyalist]}         # these go into champions; a merge keeps the key of a member
      colours: {champions: "#0f766e"}                         # read on white and on dark
      order: [champions, new]                                 # shown first, in this order

A name belongs to the key, wherever it stands: `loyal` of two lenses is one word in the whole report.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from analysis.config.columns import KeyPathError, Strict
from analysis.config.load import read_yaml
from analysis.config.respect import check_respect
from analysis.errors import ConfigError

FILE = "segments.yaml"
SEGMENT_CONTEXTS = ("segment", "segment_short", "segment_cell", "tier", "membership_level")  # of display names
LENS_CONTEXTS = ("lens", "method")


class OwnName(Strict):
    """A name in the report's languages."""

    en: str | None = None
    zh: str | None = None

    @model_validator(mode="after")
    def _said_with_respect(self) -> "OwnName":
        given = [name for name in (self.en, self.zh) if name is not None]
        if not given or not all(name.strip() for name in given):
            raise ValueError("write a name, or names by language such as {en: Regulars, zh: 熟客}")
        for name in given:
            check_respect(name)
        return self

    def in_language(self, language: str) -> str:
        """The name in a language; the other's where there is none."""
        return getattr(self, language) or self.en or self.zh


def _name(given: Any) -> Any:
    return {"en": given, "zh": given} if isinstance(given, str) else given


Name = Annotated[OwnName, BeforeValidator(_name)]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class OwnLens(Strict):
    """What the client calls a lens and its segments, what is put together, in which colour and order it is shown."""

    name: Name | None = None
    names: dict[str, Name] = {}
    merge: dict[str, tuple[str, ...]] = {}
    colours: dict[str, Colour] = {}
    order: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _merges_once(self) -> "OwnLens":
        gone: dict[str, str] = {}
        for kept, olds in self.merge.items():
            for old in (one for one in olds if one != kept):
                if old in gone:
                    raise KeyPathError(("merge", kept), f"'{old}' goes into '{gone[old]}' already; leave it out of one of the two")
                gone[old] = kept
        for kept in self.merge:
            if kept in gone:
                raise KeyPathError(("merge", kept), f"'{kept}' itself goes into '{gone[kept]}'; put all of them there")
        for part in ("names", "colours", "order"):
            if lost := [key for key in getattr(self, part) if key in gone]:
                raise KeyPathError((part,), f"'{lost[0]}' goes into '{gone[lost[0]]}' and is not shown; leave it out here")
        return self

    @model_validator(mode="after")
    def _told_apart(self) -> "OwnLens":
        if len(set(self.order)) < len(self.order):
            raise KeyPathError(("order",), "a segment stands there twice; name each once")
        for language in ("en", "zh"):
            said = [name.in_language(language) for name in self.names.values()]
            if len(set(said)) < len(said):
                raise KeyPathError(("names",), "two segments have one name; give each its own, or merge them")
        return self

    def keys(self) -> Iterator[tuple[str, str]]:
        """(key of the file, segment) of every segment that is named, for a check against the lens."""
        yield from (("names", segment) for segment in self.names)
        yield from (("merge", segment) for kept, olds in self.merge.items() for segment in (kept, *olds))
        yield from (("colours", segment) for segment in self.colours)
        yield from (("order", segment) for segment in self.order)


@dataclass(frozen=True)
class OwnSegments:
    """The client's own words for the segments of all lenses; empty where there is no file."""

    lenses: Mapping[str, OwnLens] = field(default_factory=dict)

    def words(self) -> dict[tuple[str, str, str], str]:
        """(context, key, language) -> the client's word, for `Text`."""
        found: dict[tuple[str, str, str], str] = {}
        for lens, own in self.lenses.items():
            named = {(SEGMENT_CONTEXTS, key): name for key, name in own.names.items()}
            named |= {} if own.name is None else {(LENS_CONTEXTS, lens): own.name}
            for (contexts, key), name in named.items():
                found |= {(context, key, language): name.in_language(language) for context in contexts for language in ("en", "zh")}
        return found

    def merges(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """lens -> segment kept -> segments that it takes in."""
        return {lens: dict(own.merge) for lens, own in self.lenses.items() if own.merge}

    def colours(self) -> dict[str, str]:
        """segment -> colour, in small letters."""
        return {key: colour.lower() for own in self.lenses.values() for key, colour in own.colours.items()}

    def order(self, lens: str) -> tuple[str, ...]:
        """The segments that the client puts first."""
        return self.lenses[lens].order if lens in self.lenses else ()


def load_segments(path: Path) -> OwnSegments:
    """The checked segments.yaml of a client; empty where there is none.

    Raises ConfigError that names the file, the line, the key, what was given and the way out.
    """
    if not path.is_file():
        return OwnSegments()
    given = read_yaml(path)
    if given is None:
        return OwnSegments()
    try:
        lenses = TypeAdapter(dict[str, OwnLens]).validate_python(given)
    except ValidationError as error:
        raise _explained(path, given, error) from None
    _agree(path, lenses)
    return OwnSegments(lenses)


def _agree(path: Path, lenses: Mapping[str, OwnLens]) -> None:
    """One key, one name and one colour, whichever lens gives it."""
    for part in ("names", "colours"):
        seen: dict[str, tuple[str, Any]] = {}
        for lens, own in lenses.items():
            for key, given in getattr(own, part).items():
                if key in seen and seen[key][1] != given:
                    raise _fault(path, (lens, part, key), given, f"{seen[key][0]} says otherwise of '{key}', which is one segment in the whole report")  # fmt: skip
                seen.setdefault(key, (lens, given))


def _explained(path: Path, given: Any, error: ValidationError) -> ConfigError:
    """The first fault by file, line and key."""
    fault = error.errors()[0]
    below = fault.get("ctx", {}).get("error")
    loc = (*fault["loc"], *below.path) if isinstance(below, KeyPathError) else fault["loc"]
    if fault["type"] == "extra_forbidden":
        return _fault(path, loc, None, "there is no such key; write name, names (en, zh), merge, colours or order")
    problems = {
        "string_pattern_mismatch": "write a colour as #rrggbb, such as '#0f766e', in quotes",
        "tuple_type": "write a list, such as [loyal, new]",
        "model_type": "write keys and values below it",
        "dict_type": "write keys and values below it",
        "string_type": "write text; put a number in quotes",
    }
    value = given
    for part in loc:
        value = value.get(part) if isinstance(value, Mapping) else value
    return _fault(path, loc, value, problems.get(fault["type"], fault["msg"].removeprefix("Value error, ")))


def _fault(path: Path, loc: tuple, value: Any, problem: str) -> ConfigError:
    key = ".".join(str(part) for part in loc) or "the file"
    shown = value if isinstance(value, str) else ""
    return ConfigError(
        "{file}, line {line}: '{key}'{value}: {problem}.",
        file=path.name,
        line=_line(path, loc),
        key=key,
        value=f" is '{shown}'" if shown else "",
        problem=problem,
    )


def _line(path: Path, loc: tuple) -> int:
    """The line of a key; of the nearest one above it where it is not written."""
    node, line = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader), 1
    for part in loc:
        if not isinstance(node, yaml.MappingNode):
            break
        found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line
