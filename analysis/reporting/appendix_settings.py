"""What a report was made with: its settings in force, and the fingerprints of what went in."""

from collections.abc import Mapping
from typing import Any

from analysis.reporting.compose import recalled_dates, told_definitions
from analysis.store import Run
from analysis.text import Text, count, day, share

_OWN = ("client", "period")  # parameters that the report's title says


def settings(run: Run, made: Mapping[str, Any], text: Text) -> list[tuple[str, str]]:
    """(setting, value) as they were in force."""
    config, dates = run.config, recalled_dates(run)
    given = {key: value for key, value in made["parameters"].items() if key not in _OWN}
    overrides = len(run.read_table("overrides_applied")) if run.has_table("overrides_applied") else 0
    return [
        (text("Period"), text("{first} to {last}").format(first=text.show(day(dates.start)), last=text.show(day(dates.as_of)))),
        (text("Window"), text("{n} months before the end of the period").format(n=text.show(count(given.get("window") or config.window_months)))),
        (text("Refunds"), text.name("setting", given.get("refunds") or config.refunds)),
        (text("Who counts"), text("{a}: {b}").format(a=text.name("setting", config.entity), b=text(", ").join(text.name("role", role) for role in config.roles))),
        (text("Silence is counted from"), text.name("setting", config.recency_of)),
        (text("Limits of the segments"), _definitions(given.get("definitions") or told_definitions(run), text)),
        (text("Changes of segments by hand"), text.show(count(overrides))),
        (text("Smallest group shown"), text("{n} customers").format(n=text.show(count(config.privacy.minimum_cell)))),
        (text("Held out of each play"), text.show(share(given.get("hold_out") or config.strategy.hold_out))),
        (text("Currency, time zone"), text("{a}, {b}").format(a=config.currency, b=config.timezone)),
        (text("Parameters given to the command"), text(", ").join(f"{key}={value}" for key, value in sorted(given.items()))),
        (text("Version, status"), text("{a}, {b}").format(a=config.brand.version, b=config.brand.status) if config.brand.status else config.brand.version),
    ]  # fmt: skip


def _definitions(told: str | Mapping[str, str], text: Text) -> str:
    """Set anew, set anew under earlier numbers of groups, those of a period, or of a period by lens."""
    by_lens = {"": told} if isinstance(told, str) else told
    words = [(text.name("lens", lens), _limits(period, text)) for lens, period in sorted(by_lens.items())]
    return text(", ").join(text("{a}: {b}").format(a=lens, b=of) if lens else of for lens, of in words)


def _limits(period: str, text: Text) -> str:
    if period == "refit":
        return text.name("setting", period)
    if period.startswith("match "):
        return text("set anew, groups numbered as in {period}").format(period=period.removeprefix("match ").strip())
    return text("those of {period}").format(period=period)


def fingerprints(made: Mapping[str, Any], text: Text) -> dict[str, str]:
    """Hashes by what they are of: the inputs, the kit's code, the definitions that segments are measured by."""
    return dict(made["inputs"]) | {text("the kit’s code"): made["code"], text("definitions of the segments"): made["definitions"]}
