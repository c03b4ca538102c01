"""segments.yaml, overrides.csv, frozen definitions: what they may say, and how a mistake in them is told."""

from datetime import date

import pytest

from analysis.config import all_refit, frozen_periods, load_segments, read_overrides
from analysis.config.client import ClientConfig
from analysis.config.respect import demeaning
from analysis.errors import ConfigError
from analysis.text import Text

FULL = """\
rfm:
  name: {en: Purchase groups, zh: 购买分群}
  names:
    champions: {en: Regulars, zh: 熟客}
    lost: Long away
  merge: {champions: [loyal, potential_loyalist]}
  colours: {champions: "#0F766E"}
  order: [lost, champions]
value:
  names: {a: {zh: 头部}}
"""


@pytest.fixture
def own(tmp_path):
    def load(text):
        path = tmp_path / "segments.yaml"
        path.write_text(text, encoding="utf-8")
        return load_segments(path)

    return load


def test_names_merges_colours_and_order_are_read(own):
    found = own(FULL)
    words = found.words()

    assert ("Regulars", "熟客") == (words["segment", "champions", "en"], words["segment_short", "champions", "zh"])
    assert "Long away" == words["segment", "lost", "zh"]
    assert "头部" == words["tier", "a", "en"]
    assert "购买分群" == words["lens", "rfm", "zh"]
    assert {"rfm": {"champions": ("loyal", "potential_loyalist")}} == found.merges()
    assert {"champions": "#0f766e"} == found.colours()
    assert (("lost", "champions"), ()) == (found.order("rfm"), found.order("value"))


def test_the_clients_names_come_before_the_kits_in_every_context(own):
    words = own(FULL).words()
    english, chinese = Text("en", own=words), Text("zh", own=words)

    assert ["Regulars", "Regulars", "At Risk"] == [
        english.name("segment", "champions"),
        english.name("segment_cell", "champions"),
        english.name("segment", "at_risk"),
    ]
    assert ["熟客", "购买分群"] == [chinese.name("segment", "champions"), chinese.name("lens", "rfm")]
    assert "Regulars × Loyal" == english.name("segment", "rfm=champions|lifecycle=loyal")
    assert "Champions" == Text("en").name("segment", "champions")


def test_without_a_file_nothing_is_renamed(tmp_path, own):
    assert {} == load_segments(tmp_path / "none.yaml").words()
    assert {} == own("# nothing yet\n").merges()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rfm:\n  nmaes: {}\n", r"segments\.yaml, line 2: 'rfm\.nmaes': there is no such key; write name, names"),
        ("rfm:\n  names:\n    lost: {fr: Perdu}\n", r"line 3: 'rfm\.names\.lost\.fr': there is no such key"),
        ("rfm:\n  names:\n    lost: Worthless\n", r"line 3: 'rfm\.names\.lost' is 'Worthless': 'worthless' is no name for people .* 'no revenue yet'"),
        ("rfm:\n  names:\n    lost: {zh: 羊毛党}\n", r"line 3: .*'羊毛党' is no name for people .*'促销敏感客户'"),
        ("rfm:\n  names:\n    lost: {}\n", r"line 3: 'rfm\.names\.lost': write a name"),
        ("rfm:\n  colours:\n    lost: red\n", r"line 3: 'rfm\.colours\.lost' is 'red': write a colour as #rrggbb"),
        ("rfm:\n  order: lost\n", r"line 2: 'rfm\.order' is 'lost': write a list"),
        ("rfm:\n  merge:\n    a: [b]\n    c: [b]\n", r"line 4: 'rfm\.merge\.c': 'b' goes into 'a' already"),
        ("rfm:\n  merge:\n    a: [b]\n    b: [c]\n", r"line 4: 'rfm\.merge\.b': 'b' itself goes into 'a'"),
        ("rfm:\n  merge: {a: [b]}\n  names: {b: Buyers}\n", r"line 3: 'rfm\.names': 'b' goes into 'a' and is not shown"),
        ("rfm:\n  names: {a: Buyers, b: Buyers}\n", r"line 2: 'rfm\.names': two segments have one name"),
        ("rfm:\n  order: [a, a]\n", r"line 2: 'rfm\.order': a segment stands there twice"),
        ("rfm:\n  names: {loyal: Friends}\nlifecycle:\n  names:\n    loyal: Regulars\n", r"line 5: 'lifecycle\.names\.loyal': rfm says otherwise of 'loyal'"),
        ("rfm:\n  - a\n", r"line 1: 'rfm': write keys and values below it"),
        ("rfm: [a\n", r"segments\.yaml, line \d: .* Mend the YAML"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_key_and_the_way_out(own, text, said):
    with pytest.raises(ConfigError, match=said):
        own(text)


@pytest.mark.parametrize(
    "name", ["Dormant", "Poorly reached by post", "Deadline buyers", "Whalers", "沉睡客户", "低频客户", "穷游客户"]
)
def test_plain_names_pass(name):
    assert demeaning(name) is None


@pytest.mark.parametrize("name", ["JUNK", "Poor customers", "the bottom feeders", "Low-class", "僵尸客户", "低端人群"])
def test_demeaning_names_are_found_in_any_form(name):
    assert demeaning(name)[1]


@pytest.fixture
def lines(tmp_path):
    def read(text, encoding="utf-8"):
        path = tmp_path / "overrides.csv"
        path.write_bytes(text.encode(encoding))
        return read_overrides(path)

    return read


HEAD = "customer,method,segment,reason,by,until\n"


def test_lines_are_read_with_their_numbers(lines):
    found = lines(HEAD + '0100,rfm,champions,"moved, comes back",Li,2025-06-30\n\n200,value,a,signed a contract,Li,\n')

    assert [2, 4] == list(found["line"])
    assert ["0100", "200"] == list(found["customer"])
    assert "moved, comes back" == found["reason"][0]
    assert date(2025, 6, 30) == found["until"][0].date()
    assert found["until"].isna()[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_heads_may_be_chinese_in_the_encodings_of_office_programs(lines, encoding):
    found = lines("客户编号,划分方式,分群,原因,负责人,有效期至,备注\n100,rfm,loyal,老客户,李,2025/6/30,x\n", encoding)

    assert ("loyal", "老客户") == (found["segment"][0], found["reason"][0])


def test_no_file_or_an_empty_one_has_no_lines(tmp_path, lines):
    assert read_overrides(tmp_path / "none.csv").empty
    assert lines("").empty
    assert lines(HEAD).empty


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("customer,method\n1,rfm\n", "line 1: the heads segment, reason, by, until are missing"),
        (HEAD + "77001,rfm,a,b\n", "line 2: 4 fields, but the head has 6"),
        (HEAD + "77001,rfm,,why,Li,\n", "line 2: segment is blank"),
        (HEAD + "77001,rfm,a,why,Li,soon\n", "line 2: until is 'soon'. Write a day as 2025-06-30"),
        (
            HEAD.replace("until", "until,from") + "77001,rfm,a,why,Li,2025-01-01,2025-02-01\n",
            "line 2: until is 2025-01-01, before from, 2025-02-01",
        ),
        (HEAD.replace("until", "until,from") + "77001,rfm,a,why,Li,,soon\n", "line 2: from is 'soon'"),
        (HEAD + "77001,rfm,a,why,Li,2025-02-30\n", "line 2: until is '2025-02-30'"),
        (HEAD + "77001,rfm,a,call 77001 first,Li,\n", "line 2: the reason or the name repeats"),
        (HEAD + '77001,rfm,a,"why,Li,\n', "the quotes do not match"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_without_the_id(lines, text, said):
    with pytest.raises(ConfigError, match=said) as caught:
        lines(text)
    assert "77001" not in str(caught.value)


def client(**more):
    return {"name": "x", "currency": "GBP", "source": {"customers": {"files": "a.csv", "columns": {"customer_id": "id"}}}, **more}


def config(**more):
    return ClientConfig.model_validate(client(**more))


def test_definitions_are_refit_one_period_or_a_period_by_lens():
    assert {} == frozen_periods(config().definitions, ["rfm", "value"])
    assert {"rfm": "2024", "value": "2024"} == frozen_periods(config(definitions=2024).definitions, ["rfm", "value"])
    by_lens = config(definitions={"rfm": "2024-Q4", "demographic": 2024, "value": "refit"}).definitions

    assert {"rfm": "2024-Q4", "demographic.age": "2024"} == frozen_periods(by_lens, ["rfm", "value", "demographic.age", "loyalty"])


@pytest.mark.parametrize(
    ("given", "free"), [("refit", True), ("2024-Q4", False), ({"rfm": "refit"}, True), ({"rfm": "2024"}, False)]
)
def test_periods_may_run_in_any_order_where_everything_is_refitted(given, free):
    assert free == all_refit(config(definitions=given).definitions)


@pytest.mark.parametrize("given", [None, [], {}, True, {"rfm": None}, {"rfm": ["2024"]}])
def test_other_definitions_are_refused(given):
    with pytest.raises(ValueError, match=r"write refit|period"):
        config(definitions=given)


def test_rules_may_be_the_list_itself_and_name_nobody_badly():
    rule = {"name": "VIP", "when": {"revenue": {">=": 1}}}

    assert {"rules": {"rules": [rule]}} == config(settings={"rules": [rule]}).settings
    assert {"rules": {"rules": [rule]}} == config(settings={"rules": {"rules": [rule]}}).settings
    with pytest.raises(ValueError, match="'junk' is no name for people"):
        config(settings={"rules": [rule | {"name": "Junk"}]})
