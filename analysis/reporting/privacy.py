"""The tables of the page "what data we used, and why", from what a run holds."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

import pandas as pd

from analysis import quality
from analysis.config import Table
from analysis.config.columns import header_of
from analysis.quality.data_used import BIRTHS
from analysis.reporting.compose import Held, canonical
from analysis.store import Run

ALL = "(all)"  # columns that are read from no file, whatever file holds them


def data_used(run: Run, held: Held) -> pd.DataFrame:
    """The table `data_used`, written."""
    tables = {name: spec for name, spec in run.config.source.tables().items() if name in held.inputs}
    rows = [(name, *row) for name, spec in tables.items() for row in _columns(spec)]
    rows += [(ALL, header, header, "dropped") for header in run.config.privacy.drop]
    columns = pd.DataFrame(rows, columns=["table", "column", "header", "declared"]).drop_duplicates(["table", "column"])
    treated = [{"table": name, **asdict(one)} for name, found in held.inputs.items() for one in found.treated]
    known = quality.known_rows({name: one.path for name, one in held.inputs.items()})
    used = quality.data_used(
        columns,
        pd.DataFrame(treated, columns=["table", "column", "header", "action", "kind", "share", "rows"]),
        known,
        pseudonymised=run.config.privacy.pseudonymise,
    )
    return run.write_table("data_used", used)


def _columns(spec: Table) -> Iterator[tuple[str, str, str]]:
    """Canonical column, header and what client.yaml declares it to be."""
    for column, how in spec.columns.items():
        yield column, header_of(how), spec.attributes.get(column, "")
    for key, item in spec.items.items():
        yield key, item.column or item.question or "", "text" if item.role == "free_text" else "answer"
    for field, header in spec.contact.items():
        yield f"contact.{field}", header, "contact"


def sensitive_data(run: Run, held: Held, used: pd.DataFrame) -> pd.DataFrame:
    """The table `sensitive_data`, written; empty where nothing tells of any."""
    customers = canonical(run, "customers") if "customers" in held.inputs else None
    births = customers is not None and any(column in customers for column in BIRTHS)
    minors = quality.children(customers, as_of=held.dates.as_of) if births else 0
    return run.write_table("sensitive_data", quality.sensitive_data(used, industry=run.config.industry, minors=minors))


def consents(run: Run, held: Held, customers: Iterable[str]) -> pd.DataFrame:
    """The table `consent_overview` over the `customers` of the base, written; empty where no consent is held."""
    people, parts = list(customers), []
    if "consents" in held.inputs:
        states = quality.consent_states(canonical(run, "consents"), as_of=held.dates.as_of)
        parts.append(quality.consent_overview(states, people, held_in="consents"))
    headers = consent_attributes(run)
    attributes = canonical(run, "customers") if headers and "customers" in held.inputs else None
    if attributes is not None:
        states = quality.attribute_states(attributes, headers)
        asked = [key for key in quality.consents_among(headers) if key in attributes]
        table = quality.consent_overview(states, people, held_in="customers", channels=asked)
        parts.append(table.assign(channel=table["channel"].map(headers)))
    empty = quality.consent_overview(pd.DataFrame(columns=["customer_id", "purpose", "channel", "state"]), [], held_in="consents")
    return run.write_table("consent_overview", pd.concat(parts, ignore_index=True) if parts else empty)


def consent_attributes(run: Run) -> dict[str, str]:
    """Attributes declared as consent, with their header."""
    spec = run.config.source.customers
    if spec is None:
        return {}
    declared = [key for key, kind in spec.attributes.items() if kind == "consent"]
    return {key: header_of(spec.columns[key]) for key in declared}


@dataclass(frozen=True)
class Used:
    """The three tables of the page on what data were used, and why."""

    used: pd.DataFrame
    sensitive: pd.DataFrame
    consents: pd.DataFrame

    def told(self) -> dict[str, pd.DataFrame]:
        """What sentences are made of."""
        return {"used": self.used, "sensitive": self.sensitive, "consents": self.consents}


def privacy(run: Run, held: Held, features: pd.DataFrame | None) -> Used:
    """What was used and why, computed and written; consents are those of the customers in `features`, or on file."""
    used = data_used(run, held)
    on_file = canonical(run, "customers") if features is None and "customers" in held.inputs else features
    people = [] if on_file is None else on_file["customer_id"].dropna()
    return Used(used, sensitive_data(run, held, used), consents(run, held, people))
