"""The portraits of chapter 03 as cards: name, size, facts, what is more and less common than elsewhere."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment

from analysis.tables.method_link import method_link
from analysis.text import Message, Text
from analysis.text.names_segment_profile import CLUSTER, head_value, segment_value

_TEMPLATE = """{% if method %}<p class="src">{{ method }}</p>{% endif %}{%- for card in cards -%}
<div class="card" style="--seg:{{ card.colour }}"><h3>{{ card.name }}</h3><p class="sub">{{ card.sub }}</p>
{% if card.lead %}<p class="lead">{{ card.lead }}</p>{% endif %}
<dl class="facts">{% for label, figure, beside in card.facts %}<div><dt>{{ label }}</dt><dd>{{ figure }}<small>{{ beside }}</small></dd></div>{% endfor %}</dl>
<div class="cols">{% for heading, lines in card.lists %}<div><h4>{{ heading }}</h4><ul>
{%- for what, figures in lines %}<li>{{ what }} <span class="muted">{{ figures }}</span></li>{% else %}<li class="muted">{{ nothing }}</li>{% endfor -%}
</ul></div>{% endfor %}</div></div>
{%- endfor -%}{% if by_rule %}<p class="src">{{ by_rule }}</p>{% endif %}"""


def portrait_cards(portraits: Sequence[Any], *, text: Text, method: str = "") -> str:
    """A card per portrait (see findings.segment_profile_cards.Portrait); everything escaped.

    `method` is the lens of the segments: its note is linked above the cards.
    """
    cards = [
        {
            "name": _name(one.segment, text),
            "colour": f"var(--c-{'no_order' if one.segment == 'none' else one.segment})",
            "sub": text.say(one.sub),
            "lead": text.say_all(tuple(said.says for said in one.says.get("lead", ()))),
            "facts": [(text.say(fact.label), text.show(fact.figure), text.say(fact.beside)) for fact in one.facts],
            "lists": [
                (text("More common than elsewhere"), _lines(one.more, text)),
                (text("Less common than elsewhere"), _lines(one.less, text)),
                *_advised(one.says, text),
            ],
        }
        for one in portraits
    ]
    said = method_link((method,), text=text) if method else ""
    advised = any(one.says.get(part) for one in portraits for part in ("do", "avoid"))
    by_rule = text("Do and don’t follow by rule from the same figures: test them before you rely on them.") if advised else ""
    return _template().render(cards=cards, nothing=text("Nothing beyond chance."), method=said, by_rule=by_rule)


def _advised(says: Mapping[str, Sequence[Any]], text: Text) -> list[tuple[str, list[tuple[str, str]]]]:
    """The columns of do and don't, of those that the figures have something for."""
    columns = ((text("Do"), says.get("do", ())), (text("Don’t"), says.get("avoid", ())))
    return [(heading, _advice(said, text)) for heading, said in columns if said]


def _advice(said: Sequence[Any], text: Text) -> list[tuple[str, str]]:
    return [(text.say(one.says), text.say(one.reason)) for one in said]


def _name(segment: str, text: Text) -> str:
    """The segment's name, after its number where columns have only that."""
    said, short = text.show(segment_value(segment)), text.show(head_value(segment))
    return said if short in said or not segment.startswith(CLUSTER) else text("{group}: {traits}").format(group=short, traits=said)


def _lines(lines: Sequence[tuple[Message, Message]], text: Text) -> list[tuple[str, str]]:
    return [(text.say(what), text.say(figures)) for what, figures in lines]


@cache
def _template():
    return Environment(autoescape=True).from_string(_TEMPLATE)
