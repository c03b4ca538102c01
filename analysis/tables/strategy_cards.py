"""The plays as cards: for whom, why, what, how, what it must not do, and from what lift it pays."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import pandas as pd
from jinja2 import Environment

from analysis.charts.palette import css_colour, lone_colour
from analysis.tables.method_link import method_link
from analysis.text import Message, Text, count
from analysis.text.names_strategy import NAMES, segment_value

EXCLUSIONS = tuple(NAMES["exclusion"])
_TEMPLATE = """{% for card in cards %}<div class="card" style="--seg:{{ card.colour }}"><h3>{{ card.title }}
{%- for chip in card.chips %} <span class="chip{{ ' illus' if chip.dashed }}">{{ chip.text }}</span>{% endfor %}</h3>
<p class="sub"><span class="dot" style="--seg:{{ card.colour }}"></span>{{ card.segment }} {{ card.method }}</p><dl class="play">
{%- for name, said in card.rows %}<dt>{{ name }}</dt><dd>{{ said }}</dd>{% endfor -%}
</dl></div>{% endfor %}{% if always %}<p class="src">{{ always }}</p>{% endif %}"""


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
    common = [key for key in EXCLUSIONS if all(key in plays[row.play].exclusions for row in cards.itertuples())]
    shown = [_card(row, plays[row.play], why[row.play], pays[row.play], common, text) for row in cards.itertuples()]
    return _template().render(
        cards=shown,
        always=text("Left out of every play: {listed}.").format(
            listed=text(", ").join(text.name("exclusion", key) for key in common)
        )
        if common
        else "",
    )


def _card(row: Any, play: Any, why: tuple[Message, ...], pays: Message, common: Collection[str], text: Text) -> dict[str, Any]:
    segment = text("{lens}: {segment}, {n} customers").format(
        lens=text.name("lens_name", row.method), segment=text.show(segment_value(row.method, row.segment)), n=text.show(count(row.customers))
    )  # fmt: skip
    rows = [
        (text("Why"), text.say_all(why)),
        (text("Goal"), _words(play.goal, text)),
        (text("Lever"), text.name("lever", play.lever)),
        (text("Offer"), _words(play.offer, text)),
        (text("For everyone"), _words(play.non_personalised_option, text)),
        (text("Message"), text("“{message}”").format(message=_words(play.message, text))),
        (text("Channel, cadence"), text("{channel}. {cadence}").format(channel=text.name("contact_channel", row.channel), cadence=_words(play.cadence, text))),
        (text("Who, effort"), text("{owner}. {effort}").format(owner=text.name("owner", play.owner), effort=text.name("effort", play.effort))),
        (text("Measure"), _words(play.kpi, text)),
        (text("Guardrail"), _words(play.guardrail, text)),
        (text("Leave out too"), _listed([key for key in play.exclusions if key not in common], text)),
        (text("Pays from"), text.say(pays)),
        (text("Law"), _words(play.legal_note, text) if play.legal_note else ""),
    ]  # fmt: skip
    return {
        "title": _words(play.title, text),
        "colour": css_colour(lone_colour(row.segment)),
        "segment": segment,
        "method": method_link((row.method, "break_even"), text=text),
        "chips": _chips(row, play, text),
        "rows": [row for row in rows if row[1]],
    }


def _chips(row: Any, play: Any, text: Text) -> list[dict[str, Any]]:
    """Dashed: not measured.  Solid: how far it is approved."""
    chips = [{"text": text.name("evidence", row.evidence), "dashed": row.evidence == "to_be_tested"}]
    chips.append({"text": text.name("play_status", row.status), "dashed": False})
    if play.legal_review == "required" and row.status == "proposed":
        chips.append({"text": text("Legal check first"), "dashed": True})
    return chips


def _listed(keys: Collection[str], text: Text) -> str:
    listed = text(", ").join(text.name("exclusion", key) for key in keys)
    return listed[:1].upper() + listed[1:]


def _words(both: Any, text: Text) -> str:
    return getattr(both, text.language)


@cache
def _template():
    return Environment(autoescape=True).from_string(_TEMPLATE)
