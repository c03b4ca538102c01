"""Chapter 02 in sentences: NES, told by the purchase cycle, and activity by rules in days."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed, of_method, rate
from analysis.segmentations.lenses import STATES
from analysis.text import Message, Words, count, days, name, share

SUBTITLE = Message("Shares of known customers (grey) and of revenue (colour); share that came back, with its 95% range")
SLEEPING = ("nes_drowsy", "nes_half_asleep", "nes_asleep")


def cycle(sizes: pd.DataFrame, returns: pd.DataFrame | None, definition: pd.DataFrame, *, basis: Basis, followed: Followed) -> Words:  # fmt: skip
    """The purchase cycle, who buys in rhythm, and whether those who sleep longer come back less."""
    rows, rule = of_method(sizes, "nes"), definition.iloc[0]
    buyers = rows.drop(index=[*STATES], errors="ignore")["customers"]
    asleep = buyers.reindex(SLEEPING).sum()
    answer = [
        _cycle(str(rule["cycle_basis"]), float(rule["cycle_days"])),
        Message("{n} of {buyers} buyers, {part}, have been silent for longer than one cycle.", n=count(asleep), buyers=count(buyers.sum()), part=share(asleep / buyers.sum() if buyers.sum() else float("nan"))),
    ]  # fmt: skip
    title = Message("{part} of buyers are within one purchase cycle of {days} days", part=share(1 - asleep / buyers.sum() if buyers.sum() else float("nan")), days=days(rule["cycle_days"]))  # fmt: skip
    found = of_method(returns, "nes") if returns is not None else pd.DataFrame()
    awake, drowsy, gone = (rate(found, key) for key in ("nes_active", "nes_drowsy", "nes_asleep"))
    if awake is not None and drowsy is not None and gone is not None:
        facts = {"awake": share(awake["share"]), "drowsy": share(drowsy["share"]), "gone": share(gone["share"])}
        title = Message("{awake} came back in rhythm, {drowsy} after one cycle of silence, {gone} after three", **facts)
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=SUBTITLE,
        note=basis.history(
            Message("Limits at one, two and three cycles are a convention; first-time buyers beyond one cycle are counted as sleeping."),
            *(followed.note() if returns is not None else ()),
        ),
        alt=title,
    )  # fmt: skip


def _cycle(cycle_basis: str, cycle_days: float) -> Message:
    """What one cycle is, and where it comes from."""
    length = days(cycle_days)
    return {
        "curve": Message("The purchase cycle is {days} days: the mean time until the next order of those who come back, with intervals still open counted as “not yet”.", days=length),
        "given": Message("The purchase cycle is set to {days} days in client.yaml.", days=length),
        "fixed": Message("Too few orders were followed by another to tell a purchase cycle, so {days} days are used.", days=length),
    }[cycle_basis]  # fmt: skip


def activity(sizes: pd.DataFrame, returns: pd.DataFrame | None, definition: pd.DataFrame, *, basis: Basis, followed: Followed) -> Words:  # fmt: skip
    """The largest group by the rules in days, and between which rates the groups lie."""
    rows = of_method(sizes, "activity")
    buyers = rows.drop(index=[*STATES], errors="ignore")["customers"].dropna()
    if buyers.empty:
        title = Message("No group is large enough to be shown")
        return Words(answer=(title,), title=title, subtitle=SUBTITLE, note=basis.window(), alt=title)
    top = buyers.idxmax()
    largest = Message("The largest group is “{group}”: {n} buyers, {part}.", group=name("segment", top), n=count(buyers[top]), part=share(buyers[top] / buyers.sum()))  # fmt: skip
    title = Message("“{group}” holds {part} of buyers", group=name("segment", top), part=share(buyers[top] / buyers.sum()))
    found = of_method(returns, "activity") if returns is not None else pd.DataFrame()
    rates = {key: rate(found, key) for key in buyers.index}
    known = pd.Series({key: row["share"] for key, row in rates.items() if row is not None}, dtype="float64")
    if len(known) > 1:
        best, worst = known.idxmax(), known.idxmin()
        title = Message("“{best}”: {high} came back; “{worst}”: {low}", best=name("segment", best), high=share(known[best]), worst=name("segment", worst), low=share(known[worst]))  # fmt: skip
    scheme = {
        "fixed_days": Message("The limits in days are a convention and the same for everybody; the life cycle sets them by who comes back."),
        "amperity": Message("Repeat buyers by the probability that they are still active, others by days since the order; both limits are a convention."),
        "nlr": Message("By what was spent in the earlier and the later half of the window, after refunds."),
    }[str(definition["activity_scheme"].iloc[0])]  # fmt: skip
    return Words(
        answer=(largest,),
        title=title,
        subtitle=SUBTITLE,
        note=basis.window(scheme, *(followed.note() if returns is not None else ())),
        alt=title,
    )
