"""The plays as cards: for whom, why, what, how, what it must not do, and from what lift it pays."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
from jinja2 import Environment

from analysis.charts.palette import css_colour, segment_colour
from analysis.text import Message, Text, count
from analysis.text.formats import is_missing
from analysis.text.names_strategy import segment_value

_TEMPLATE = """{% for card in cards %}<div class="card" style="--seg:{{ card.colour }}"><h3>{{ card.title }}
{%- for chip in card.chips %} <span class="chip{{ ' illus' if chip.dashed }}">{{ chip.text }}</span>{% endfor %}</h3>
<p class="sub"><span class="dot" style="--seg:{{ card.colour }}"></span>{{ card.segment }}</p><dl class="play">
{%- for name, said in card.rows %}<dt>{{ name }}</dt><dd>{{ said }}</dd>{% endfor -%}
</dl></div>{% endfor %}"""


def play_cards(
    cards: pd.DataFrame,
    playbook: Any,
    *,
    why: Mapping[str, tuple[Message, ...]],
    pays: Mapping[str, Message],
    text: Text,
) -> str:
    """One card per row of `cards` (play, method, segment, customers …), with the playbook's words in the reader's language."""
    plays = {play.key: play for play in playbook.plays}
    shown = [_card(row, plays[row.play], why[row.play], pays[row.play], text) for row in cards.itertuples()]
    return _template().render(cards=shown)


def _card(row: Any, play: Any, why: tuple[Message, ...], pays: Message, text: Text) -> dict[str, Any]:
    segment = text("{lens}: {segment}, {n} customers").format(
        lens=text.name("lens_name", row.method), segment=text.show(segment_value(row.method, row.segment)), n=text.show(count(row.customers))
    )  # fmt: skip
    return {
        "title": _words(play.title, text),
        "colour": css_colour(segment_colour(row.segment)),
        "segment": segment,
        "chips": _chips(row, play, text),
        "rows": [
            (text("Why"), text.say_all(why)),
            (text("Goal"), _words(play.goal, text)),
            (text("Offer"), _words(play.offer, text)),
            (text("Message"), text("“{message}”").format(message=_words(play.message, text))),
            (text("Channel"), text.name("contact_channel", row.channel)),
            (text("Cadence"), _words(play.cadence, text)),
            (text("Measure"), _words(play.kpi, text)),
            (text("Guardrail"), _words(play.guardrail, text)),
            (text("Leave out"), text(", ").join(text.name("exclusion", key) for key in play.exclusions)),
            (text("For everyone"), _words(play.non_personalised_option, text)),
            (text("Pays from"), text.say(pays)),
            (text("In the totals"), _counted(row, text)),
        ],
    }


def _chips(row: Any, play: Any, text: Text) -> list[dict[str, Any]]:
    """Dashed: not measured.  Solid: how far it is approved."""
    chips = [{"text": text.name("evidence", row.evidence), "dashed": row.evidence == "to_be_tested"}]
    chips.append({"text": text.name("play_status", row.status), "dashed": False})
    if play.legal_review == "required" and row.status == "proposed":
        chips.append({"text": text("Legal check first"), "dashed": True})
    return chips


def _counted(row: Any, text: Text) -> str:
    if row.evidence == "to_be_tested":
        return text("No: the effect is neither sourced nor tested.")
    return text("Yes.") if not is_missing(row.margin_at_stake) else text("No: nobody can be contacted on record.")


def _words(both: Any, text: Text) -> str:
    return getattr(both, text.language)


@cache
def _template():
    return Environment(autoescape=True).from_string(_TEMPLATE)
