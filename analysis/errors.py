"""The few errors a user of the kit can meet.

Every message names the thing (file, column or key), what was given, and the way out.
An error keeps its English template and its values apart, so that the command can say it
in the user's language; values never hold a client's raw identifiers.
"""

from collections.abc import Iterable


class AnalysisError(Exception):
    """A mistake the user can mend; shown without a traceback.

    `template` is an English sentence with named fields, `values` fill them.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(**values) if values else template)

    def __reduce__(self):
        # Errors cross process borders in the pool of reports; keyword arguments need help there.
        return (_rebuild, (type(self), self.template, self.values))


def _rebuild(kind: type, template: str, values: dict) -> AnalysisError:
    return kind(template, **values)


class ConfigError(AnalysisError):
    """client.yaml, a parameter or an option says something the kit cannot accept."""


class SourceError(AnalysisError):
    """A file or a warehouse table cannot be read as declared."""


class SchemaError(AnalysisError):
    """A table lacks a column, holds a wrong type, or breaks its key."""


class MissingTableError(AnalysisError):
    """A table that an earlier step writes is not there yet."""


class NotebookError(AnalysisError):
    """A notebook of the report stopped; the message carries the cell's source."""


def listed(names: Iterable[object]) -> str:
    """Names in order, separated by commas, for the 'choose one of' part of a message."""
    return ", ".join(str(name) for name in names)


def unknown_choice(what: str, given: object, choices: Iterable[object]) -> ConfigError:
    """The one place that words 'no such …; choose one of …'."""
    return ConfigError(
        "Unknown {what} '{given}'. Choose one of: {choices}.",
        what=what,
        given=given,
        choices=listed(sorted(str(choice) for choice in choices)),
    )
