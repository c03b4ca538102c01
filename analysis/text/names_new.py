"""Display names of what `strata new` says about columns: why a role was given, how sure it is, what became of the rest."""

NAMES: dict[str, dict[str, str]] = {
    "why": {
        "header": "by its name",
        "both": "by its name and values",
        "content": "by its values",
        "derived": "part of a computed column",
        "person": "names a person: left at the door",
        "unknown": "not recognised",
        "detail": "known, not needed",
        "empty": "empty",
        "constant": "the same in every row",
        "index": "row numbers",
        "other_table": "its table is left aside",
    },
    "confidence": {
        "sure": "sure",
        "likely": "likely",
        "guess": "a guess",
    },
    "remark": {
        "decided": "What was decided, and from what",
        "warning": "Look at these first",
        "left": "Left aside",
        "ask": "To ask the client for",
    },
}
