"""How long customers under contract stay: who has left is known, so survival is counted, not guessed."""

import numpy as np
import pandas as pd

from analysis.errors import SchemaError
from analysis.lifetime.product_limit import survival

ALL = "(all)"
RELIABLE = 30  # customers under whom the curve is not read


def contracts(record: pd.DataFrame, *, tenure: str, left: str, gone: tuple[str, ...], group: str = "") -> pd.DataFrame:
    """From columns of the record to customer_id, tenure, left (bool), group; customers without a tenure are left out.

    tenure  column with the time as a customer, in the unit in which the client counts (months)
    left    column that says whether the customer left; `gone` are the words that mean yes
    group   column to compare by, or nothing
    """
    missing = [column for column in ("customer_id", tenure, left, *([group] if group else [])) if column not in record.columns]
    if missing:
        raise SchemaError(
            "Retention needs the column '{column}'. Columns found: {found}.", column=missing[0], found=", ".join(record.columns)
        )
    words = record[left].astype("str").str.strip().str.lower()
    held = pd.DataFrame(
        {
            "customer_id": record["customer_id"].array,
            "tenure": pd.to_numeric(record[tenure], errors="coerce").astype("float64").array,
            "left": words.isin([word.lower() for word in gone]).array,
            "group": record[group].astype("str").array if group else ALL,
        }
    )
    return held[held["tenure"].notna() & record[left].notna().to_numpy()].reset_index(drop=True)


def retention_curve(held: pd.DataFrame) -> pd.DataFrame:
    """The table `retention_curve`, from customer_id, tenure (whole units), left (bool), group.

        group      str    `(all)` first, then each group where there are several, by name
        time       int    units since the contract began
        at_risk    float  customers whose tenure reached that unit
        events     float  of these, left in it
        retained   float  product-limit share still a customer after it; low, high its 95 % interval (Greenwood)
        remaining  float  further units expected of a customer who has come so far, as far as the curve is read
                          (until fewer than 30 were at risk): a lower bound of the whole

    Raises SchemaError where a column is missing or a tenure is negative.
    """
    missing = [column for column in ("tenure", "left", "group") if column not in held.columns]
    if missing:
        raise SchemaError(
            "Retention needs the column '{column}'. Columns found: {found}.", column=missing[0], found=", ".join(held.columns)
        )
    if (held["tenure"] < 0).any() or held["tenure"].isna().any():
        raise SchemaError("Retention: {rows} tenures are missing or negative.", rows=int((~(held["tenure"] >= 0)).sum()))
    groups = [key for key in sorted(held["group"].unique()) if key != ALL]
    parts = {ALL: held} | ({key: held[held["group"] == key] for key in groups} if len(groups) > 1 else {})
    return pd.concat([_curve(part).assign(group=key) for key, part in parts.items()], ignore_index=True)[
        ["group", "time", "at_risk", "events", "retained", "low", "high", "remaining"]
    ]


def retention_summary(curve: pd.DataFrame) -> pd.DataFrame:
    """One row per group: group, customers, left, retained (at its reach), reach, median (missing: not reached), remaining.

    remaining  units expected of a customer who begins, up to `reach`: the last unit with 30 customers at risk
    """
    rows = []
    for key, part in curve.groupby("group", sort=False):
        read = part[part["at_risk"] >= RELIABLE]
        last = read.iloc[-1] if len(read) else part.iloc[0]
        below = read.loc[read["retained"] <= 0.5, "time"]
        rows.append(
            {
                "group": key,
                "customers": int(part["at_risk"].iloc[0]),
                "left": int(part["events"].sum()),
                "retained": last["retained"],
                "low": last["low"],
                "high": last["high"],
                "reach": int(last["time"]),
                "median": float(below.min()) if len(below) else np.nan,
                "remaining": part["remaining"].iloc[0],
            }
        )
    return pd.DataFrame(rows)


def _curve(held: pd.DataFrame) -> pd.DataFrame:
    """One group.  Of who stays beyond unit t, the share S(u) / S(t) lives unit u + 1 as well: these add up to what remains."""
    curve = survival(held["tenure"].to_numpy(), held["left"].to_numpy()).rename(columns={"survived": "retained"})
    retained, read = curve["retained"].to_numpy(), (curve["at_risk"] >= RELIABLE).to_numpy()
    lived = np.where(read, retained, 0.0)
    further = lived[::-1].cumsum()[::-1] - (retained[read][-1] if read.any() else 0.0)
    return curve.assign(remaining=np.divide(further, retained, out=np.full(len(curve), np.nan), where=read & (retained > 0)))
