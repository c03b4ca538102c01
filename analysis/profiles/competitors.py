"""Comments that speak of another shop: by name (feedback.competitors in client.yaml), or in general ("elsewhere", 别家).

A comparison in a comment that is positive speaks for the client, in a negative one against; who compares without a mood
takes no side.  A name that is also a common word ("Apple", 美丽) brings false alarms: write it in full.
"""

import re
from collections.abc import Iterable

import pandas as pd

from analysis.profiles.comment_words import HAN
from analysis.profiles.comments import NEGATIVE, POSITIVE

OTHERS = "(others)"  # no name is said
SIDES = {POSITIVE: "for", NEGATIVE: "against"}
_PLACE = r"(?:shop|store|clinic|salon|company|retailer|brand|website|site|place|provider|hospital|supermarket)s?"
_HAN_PLACE = "(?:家|店|医院|机构|诊所|品牌|平台|商家|门店|院)"
GENERAL = (
    rf"\b(?:an?other|other|different|rival|competing)\s+{_PLACE}\b|\b(?:elsewhere|(?:any|some)where\s+else)\b|\bcompetitors?\b|"
    r"\bswitch(?:ed|ing)?\s+to\b|"
    rf"别家|别的{_HAN_PLACE}|别人家|其他{_HAN_PLACE}|其它{_HAN_PLACE}|另一?家|另外一?家|隔壁(?:家|店)?|同行|竞品|对家|换了?(?:一)?家|外面(?:的)?(?:店|机构|诊所|医院)"
)
COLUMNS = ["comment", "customer_id", "mention"]
SUMMARY = ["mention", "n", "customers", "for", "against", "no_side"]


def mentions(comments: pd.DataFrame, *, names: Iterable[str] = ()) -> pd.DataFrame:
    """One row per comment and competitor that it speaks of: comment, customer_id, mention.

    `comments` holds comment, customer_id and text; `mention` is a name as given, or '(others)' where no name is said.
    Names are found in any capitals, Latin ones as whole words, Chinese ones anywhere.
    """
    texts = comments["text"].fillna("").astype(str)
    parts, named = [], pd.Series(False, index=comments.index)
    for name in dict.fromkeys(one.strip() for one in names if one.strip()):
        held = texts.str.contains(_pattern(name), regex=True)
        named |= held
        parts.append(comments.loc[held, ["comment", "customer_id"]].assign(mention=name))
    general = texts.str.contains(re.compile(GENERAL, re.IGNORECASE), regex=True) & ~named
    parts.append(comments.loc[general, ["comment", "customer_id"]].assign(mention=OTHERS))
    return pd.concat(parts, ignore_index=True).sort_values(["comment", "mention"], kind="stable", ignore_index=True)[COLUMNS]


def mention_table(comments: pd.DataFrame, found: pd.DataFrame, *, minimum: int = 10) -> pd.DataFrame:
    """One row per competitor: n comments, known customers, for, against, no_side (comments); most first.

    From comments (comment, mood) and `mentions`.  Names below `minimum` comments are put together as '(others)'.
    """
    often = found["mention"].map(found["mention"].value_counts()) >= minimum
    own = found.assign(mention=found["mention"].where(often, OTHERS)).drop_duplicates(["comment", "mention"])
    own = own.merge(comments[["comment", "mood"]], on="comment", how="left", validate="m:1")
    own = own.assign(side=own["mood"].map(SIDES).fillna("no_side"))
    rows = [
        {"mention": name, "n": len(rows), "customers": rows["customer_id"].nunique()}
        | {side: int((rows["side"] == side).sum()) for side in SUMMARY[3:]}
        for name, rows in own.groupby("mention", sort=False)
    ]
    return pd.DataFrame(rows, columns=SUMMARY).sort_values(["n", "mention"], ascending=[False, True], ignore_index=True)


def _pattern(name: str) -> re.Pattern[str]:
    plain = re.escape(name)
    return re.compile(plain if re.search(f"[{HAN}]", name) else rf"\b{plain}\b", re.IGNORECASE)
