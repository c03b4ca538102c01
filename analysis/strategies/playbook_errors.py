"""What is wrong in a playbook file, said so that its author can mend it.

The checks come from pydantic and PyYAML; their own words are for programmers.  Here the first
finding becomes one sentence: file, play, field, what was given, way out.
"""

import yaml
from pydantic import ValidationError

from analysis.errors import ConfigError

_WHERE = "{file}: play '{play}', field '{field}': "
_TEMPLATES = {
    "missing": "not given. Add it; playbooks/general.yaml shows every field.",
    "extra_forbidden": "no such field. Correct its name or remove it; playbooks/general.yaml shows every field.",
    "literal_error": "{given} is not allowed. Choose one of: {allowed}.",
    "greater_than_equal": "{given} is too small. Give {minimum} or more.",
    "too_short": "empty. Give at least one entry.",
    "string_too_short": "empty. Write the text.",
    "value_error": "{reason}.",
}
_PATTERNS = {
    "zh": "{given} holds no Chinese. Write the Chinese text here.",
    "key": "{given} is no key. Use small letters, digits and underscores, beginning with a letter.",
    "name": "{given} is no key. Use small letters, digits and underscores, beginning with a letter.",
    "currency": "{given} is no currency. Use three capital letters, e.g. CNY.",
}
_NO_PRICE = "must be false. Prices follow openly published rules, never the segment."
_OTHER = "{given} was given. Write {wanted} here."
# Every sentence that can be said of a field: for the catalogue of another language.
FIELD_TEMPLATES = tuple(dict.fromkeys(_WHERE + tail for tail in (*_TEMPLATES.values(), *_PATTERNS.values(), _NO_PRICE, _OTHER)))
_KINDS = {
    "string_type": "a text",
    "float_type": "a number",
    "int_type": "a whole number",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "entries of the form key: value",
    "model_type": "entries of the form key: value",
}


class StrictLoader(yaml.SafeLoader):
    """Plain YAML in which a key may stand only once: the usual loader would keep the last one silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{key.value}' stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def unreadable(error: yaml.YAMLError | UnicodeDecodeError, *, file: str) -> ConfigError:
    """Why a file is no YAML, with the line."""
    if isinstance(error, UnicodeDecodeError):
        return ConfigError("{file}: not written in UTF-8. Save it as UTF-8.", file=file)
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    return ConfigError(
        "{file}, line {line}: not valid YAML ({problem}). Check indentation, colons and quotes there.",
        file=file,
        line=mark.line + 1 if mark else 1,
        problem=problem or "unreadable",
    )


def wrong_field(error: ValidationError, *, file: str, content: object) -> ConfigError:
    """The first problem that pydantic found; `content` is what the file held, to name the play by its key."""
    found = error.errors(include_url=False)[0]
    play, path = _place(found["loc"], content)
    context = found.get("ctx", {})
    template = _WHERE + _way_out(found["type"], path[-1] if path else "")
    details = {
        "given": _shown(found["input"]),
        "wanted": _KINDS.get(found["type"], "a value as in general.yaml"),
        "allowed": context.get("expected"),
        "minimum": context.get("ge"),
        "reason": str(context.get("error")),
    }
    used = {name: value for name, value in details.items() if f"{{{name}}}" in template}
    return ConfigError(template, file=file, play=play, field=".".join(path) or "plays", **used)


def _way_out(kind: str, field: str) -> str:
    if kind == "literal_error" and field == "personalised_price":
        return _NO_PRICE
    if kind == "string_pattern_mismatch":
        return _PATTERNS[field]
    return _TEMPLATES.get(kind, _OTHER)


def _shown(given: object) -> str:
    return f"'{given}'" if isinstance(given, str | int | float | bool) else f"a {type(given).__name__}"


def _place(location: tuple, content: object) -> tuple[str, list[str]]:
    """The play meant, by key, else by its number from the top; '(playbook)' outside the plays.  And the field in it."""
    if location[:1] != ("plays",) or len(location) < 2:
        return "(playbook)", [str(part) for part in location]
    play = content["plays"][location[1]]
    key = play.get("key") if isinstance(play, dict) else None
    return key if isinstance(key, str) else f"#{location[1] + 1}", [str(part) for part in location[2:]]
