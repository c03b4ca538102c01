"""People and their answers: attributes, totals, survey items; and what may be shown of their values."""

import pytest

from analysis.config import load_client
from analysis.sources import read_inputs
from analysis.sources.propose import propose_client
from analysis.sources.propose.found import find_tables
from analysis.sources.propose.masks import shape
from analysis.sources.propose.patterns import number, shaped, text_number
from analysis.sources.propose.words_answers import header_scale, item_role, ranks


def proposed(tmp_path, head, rows, *, read=True):
    file = tmp_path / "a.csv"
    file.write_text("".join(",".join(map(str, row)) + "\n" for row in (head, *rows)), encoding="utf-8")
    proposal = propose_client("acme", [file], tmp_path / "acme")
    config = load_client(proposal.path)
    if read:
        read_inputs(config.source, folder=proposal.path.parent)
    return proposal, config


def facts(tmp_path, values):
    file = tmp_path / "values.csv"
    file.write_text("n,v\n" + "".join(f'{i},"{value}"\n' for i, value in enumerate(values)), encoding="utf-8")
    return find_tables([file], tmp_path / "cache")[0][0].facts["v"]


@pytest.mark.parametrize(
    ("values", "content"),
    [
        ([f"ann{i}@example.org" for i in range(20)], "email"),
        ([f"138{i:08d}" for i in range(20)], "phone"),
        ([f"+44 20 7946 {i:04d}" for i in range(20)], "phone"),
        ([f"11010519900{1 + i % 9}15{i:03d}X" for i in range(20)], "identity"),
        ([f"{name}{given}" for name in "王李张刘陈" for given in ("伟", "芳", "娜", "秀英")], "name"),
        ([f"{first} {last}" for first in ("Ann", "Bob", "Cleo", "Dan") for last in ("Lee", "Moor", "Webb", "Hart")], "name"),
        ([f"杭州市西湖区文三路{i}号" for i in range(20)], "address"),
        (["yes", "no"] * 10, "yes_no"),
        (["是", "否"] * 10, "yes_no"),
        (["red", "green", "blue"] * 10, "category"),
        (["3", "-2", "I love it!+5", "I hate it!-5"] * 5, "text_number"),
        (["00012", "00013"] + [f"0{i}" for i in range(1000, 1020)], "id"),
        (["£1,234.50", "12"] * 10, "number"),
        (["x"] * 20, "constant"),
        (["2024-01-05", "2024-02-06"] * 10, "date"),
        ([f"Delivery number {i} was late and cold" for i in range(20)], "text"),
    ],
)
def test_what_values_are_is_told_without_their_header(values, content, tmp_path):
    assert content == facts(tmp_path, values).content


def test_the_smallest_and_the_largest_number_are_found_among_many(tmp_path):
    """Every value is looked at, also where only a sample is read closely."""
    found = facts(tmp_path, [*range(2, 9_000), 777_777, -5])
    assert (-5, 777_777, True) == (found.low, found.high, found.whole)


def test_numbers_are_read_as_the_kit_reads_them():
    assert [1234.5, -12.0, 1234.5, None, None] == [
        number("£1,234.50"),
        number("(12)"),
        number("1.234,50", ","),
        number("12,50"),
        number("10-20"),
    ]
    assert [5, -5, 3, None] == [text_number(text) for text in ("I love it!+5", "I hate it!-5", "good 3", "7")]


def test_products_and_towns_are_no_names():
    assert 0.5 > shaped(["Bush Somerset Collection Bookcase", "WHITE METAL LANTERN", "Desk Lamp 40W"], "name")
    assert 0 == shaped(["20240115", "536365", "A-1001"], "phone")


def test_customers_with_attributes_and_totals(tmp_path):
    head = [
        "ID",
        "Gender",
        "Year_Birth",
        "Income (k$)",
        "City",
        "Joined",
        "MntWine",
        "MntFish",
        "NumWebPurchases",
        "NumStorePurchases",
        "Recency",
        "Z_Cost",
        "E-mail",
        "SMS consent",
    ]
    rows = [
        [
            5000 + i,
            "FM"[i % 2],
            1950 + i % 40,
            30 + i,
            f"Town {i % 4}",
            f"2023-01-{1 + i % 28:02d}",
            i,
            2 * i,
            i % 3,
            i % 4,
            i % 99,
            3,
            f"a{i}@b.org",
            ["yes", "no"][i % 2],
        ]
        for i in range(90)
    ]
    proposal, config = proposed(tmp_path, head, rows)
    people, sums = config.source.customers, config.source.summaries
    kinds = {
        "sex": "demographic",
        "birth_year": "metric",
        "income": "metric",
        "city": "geographic",
        "joined_at": "membership",
        "sms_consent": "consent",
    }
    assert kinds == {column: kind for column, kind in people.attributes.items() if column in kinds}
    assert "metric" == people.attributes["mnt_wine"]
    assert {"Z_Cost", "E-mail", "Recency"} & {getattr(how, "column", None) for how in people.columns.values()} == set()
    assert ("MntWine", "MntFish") == sums.columns["revenue"].add
    assert ("NumWebPurchases", "NumStorePurchases") == sums.columns["orders"].add
    assert "Recency" == sums.columns["recency"].column
    assert ("E-mail",) == config.privacy.drop
    assert "contact: {email: E-mail}" in proposal.path.read_text(encoding="utf-8")


def test_a_length_of_time_in_months(tmp_path):
    """The header does not say so, but the file bills by the month."""
    rows = [[f"{i:04d}-AB", i % 72, 20.5, 20.5 * (i % 72), ["Yes", "No"][i % 2]] for i in range(80)]
    config = proposed(tmp_path, ["customerID", "tenure", "MonthlyCharges", "TotalCharges", "Churn"], rows)[1]
    assert "months" == config.source.summaries.columns["tenure"].unit
    assert "outcome" == config.source.customers.attributes["churn"]


def test_who_left_and_for_how_long_make_contracts(tmp_path):
    """The words for yes are those of the file; without a length of time, or with a third word, nothing is said."""
    rows = [[f"{i:04d}-AB", i % 72, 20.5 * (i % 72), ["Monthly", "Yearly"][i % 2], ["是", "否"][i % 2]] for i in range(80)]
    proposal, config = proposed(tmp_path, ["customerID", "tenure", "TotalCharges", "Contract", "是否流失"], rows, read=False)
    contract = config.settings["lifetime"]["contract"]
    line = next(line for line in proposal.path.read_text(encoding="utf-8").splitlines() if line.startswith("settings:"))

    assert (["是"], "contract") == (contract["gone"], contract["group"])
    assert contract["left"] in config.source.customers.attributes
    assert line.endswith("# a guess: check it")


@pytest.mark.parametrize("words", [("Yes", "No"), (1, 0), ("是", "否")])
@pytest.mark.parametrize("header", ["Churn", "churned", "是否流失", "流失"])
def test_a_yes_or_no_of_leaving_is_the_outcome(header, words, tmp_path):
    rows = [[f"C{i:04d}", ["f", "m"][i % 2], words[i % 3 // 2]] for i in range(80)]

    assert "outcome" in proposed(tmp_path, ["customerID", "gender", header], rows)[1].source.customers.attributes.values()


def test_0_and_1_of_what_is_a_question_are_read_as_no_and_yes(tmp_path):
    rows = [[f"C{i:04d}", i % 2, i % 2] for i in range(80)]
    people = proposed(tmp_path, ["customerID", "SeniorCitizen", "z"], rows)[1].source.customers

    assert {"senior": {"1": "yes", "0": "no"}} == {key: one.wanted for key, one in people.values.items()}


def test_of_two_such_columns_the_first_is_the_outcome(tmp_path):
    rows = [[f"C{i:04d}", ["f", "m"][i % 2], ["Yes", "No"][i % 2], ["Yes", "No"][i % 3 // 2]] for i in range(80)]
    kinds = proposed(tmp_path, ["customerID", "gender", "Churn", "Exited"], rows)[1].source.customers.attributes

    assert ("outcome", "membership") == (kinds["churn"], kinds["exited"])


@pytest.mark.parametrize("words", [["Yes", "No", "Maybe"], ["2024-01-05", "2024-02-06"]])
def test_other_words_under_such_a_header_are_no_outcome(words, tmp_path):
    rows = [[f"C{i:04d}", ["f", "m"][i % 2], words[i % len(words)]] for i in range(80)]

    assert "outcome" not in proposed(tmp_path, ["customerID", "gender", "Churn"], rows)[1].source.customers.attributes.values()


@pytest.mark.parametrize(("length", "words"), [("Shoe size", ["Yes", "No"]), ("tenure", ["Yes", "No", "Maybe"])])
def test_half_of_it_makes_no_contracts(tmp_path, length, words):
    rows = [[f"{i:04d}-AB", i % 72, 20.5 * (i % 72), words[i % len(words)]] for i in range(80)]

    assert "lifetime" not in proposed(tmp_path, ["customerID", length, "TotalCharges", "Churn"], rows, read=False)[1].settings


def test_rows_without_any_id_are_customers_where_they_can_be(tmp_path):
    rows = [[1 + i % 2, 1 + i % 3, 1000 + 37 * i % 997, 5 * i, i % 71] for i in range(80)]
    proposal, config = proposed(tmp_path, ["Channel", "Region", "Fresh", "Milk", "Frozen"], rows)
    people = config.source.customers
    assert people.columns["customer_id"].row_number
    assert {
        "channel": "demographic",
        "region": "geographic",
        "fresh": "metric",
        "milk": "metric",
        "frozen": "metric",
    } == people.attributes
    assert 2 == sum("codes without their meaning" in str(one) for one in proposal.remarks)


def test_the_order_of_levels_is_proposed_where_their_words_tell_it(tmp_path):
    """How often somebody comes has an order, a colour has none, and a number needs none."""
    often = ["Never", "Once a year", "Once a month", "More than once a week"]
    rows = [(f"K{i:03d}", often[i % 4], ("red", "green", "blue")[i % 3], i % 3) for i in range(60)]

    _, config = proposed(tmp_path, ("customer_id", "visit_frequency", "colour", "children"), rows)

    assert {"visit_frequency": tuple(often)} == config.source.customers.levels


def test_a_list_of_products_is_no_list_of_customers(tmp_path):
    file = tmp_path / "prices.csv"
    file.write_text("Product,Department,Price\n" + "".join(f"Thing {i},D{i % 3},{i}\n" for i in range(90)), encoding="utf-8")
    proposal = propose_client("acme", [file], tmp_path / "acme")
    assert {} == proposal.tables
    assert any("prices.csv is not recognised" in str(one) for one in proposal.remarks)


def test_words_that_are_the_engines_own_are_no_names_of_columns(tmp_path):
    rows = [[i, 1 + i % 5, "FM"[i % 2], ["a", "b"][i % 2]] for i in range(60)]
    config = proposed(tmp_path, ["Customer ID", "Age", "Sex", "Group"], [*rows])[1]
    assert "group_given" in config.source.customers.columns


def test_a_survey_in_columns(tmp_path):
    """9 stands outside 1–5 and 0 is rare below it: neither is an answer."""
    head = [
        "Customer No",
        "Answered",
        "Satisfaction (1-5)",
        "Recommend (0-10)",
        "Important: price",
        "Important: range",
        "Anything else?",
    ]
    rows = [
        [100 + i, "2024-05-05", 1 + i % 5, i % 11, [1, 2, 3, 4, 5, 9][i % 6], i % 12 % 6, f"Comment number {i} of mine"]
        for i in range(120)
    ]
    _proposal, config = proposed(tmp_path, head, rows)
    items = config.source.responses.items
    assert {
        "satisfaction": "satisfaction",
        "recommend": "recommendation",
        "important_price": "need",
        "important_range": "need",
        "comment": "free_text",
    } == {key: item.role for key, item in items.items()}
    assert ((1, 5), (0, 10)) == (items["satisfaction"].scale, items["recommend"].scale)
    assert ((9,), (0,)) == (items["important_price"].not_applicable, items["important_range"].not_applicable)


def test_ratings_on_one_scale_are_a_survey(tmp_path):
    head = ["id", "Seat", "Food", "Crew", "Class", "satisfaction"]
    rows = [
        [
            7000 + 13 * i,
            1 + i % 5,
            [0, 1, 2, 3, 4, 5, 5, 5][i % 8],
            1 + i * 3 % 5,
            ["Eco", "Business"][i % 2],
            ["satisfied", "neutral or dissatisfied"][i % 2],
        ]
        for i in range(120)
    ]
    source = proposed(tmp_path, head, rows)[1].source
    assert "id" == source.responses.columns["respondent_id"].column
    assert (0,) == source.responses.items["food"].not_applicable
    assert {"satisfied": 1, "neutral or dissatisfied": 0} == source.responses.items["satisfaction"].values
    assert {"class": "membership"} == source.responses.attributes


def test_a_battery_of_yes_and_no_with_a_worded_scale(tmp_path):
    head = ["yummy", "fast", "cheap", "greasy", "healthy", "Like", "Age"]
    rows = [
        [*(["Yes", "No"][(i + k) % 2] for k in range(5)), ["I love it!+5", "+2", "0", "-3", "I hate it!-5"][i % 5], 18 + i % 50]
        for i in range(100)
    ]
    source = proposed(tmp_path, head, rows, read=False)[1].source
    responses = source.responses
    assert responses.columns["respondent_id"].row_number
    assert {"Yes": 1, "No": 0} == responses.items["yummy"].values
    like = responses.items["like_score"]
    assert ("satisfaction", (-5, 5), {"I love it!+5": 5, "I hate it!-5": -5}) == (like.role, like.scale, like.values)


@pytest.mark.parametrize(
    ("need", "satisfied"),
    [
        ("Important: price", "How satisfied are you with the price?"),
        ("Importance of price (1-5)", "Satisfaction with price (1-5)"),
        ("看重：价格", "对价格的满意度"),
        ("价格重要性", "价格满意度"),
    ],
)
def test_satisfaction_with_what_is_important_stands_for_that_need(need, satisfied, tmp_path):
    head = ["respondent id", "Overall satisfaction", need, satisfied, "Important: parking"]
    rows = [[i, 1 + i % 5, 1 + i * 2 % 5, 1 + i * 3 % 5, 1 + i * 4 % 5] for i in range(80)]
    items = proposed(tmp_path, head, rows)[1].source.responses.items
    paired = {item.column: items[item.of].column for item in items.values() if item.of}

    assert {satisfied: need} == paired


def test_two_questions_on_one_need_are_not_paired(tmp_path):
    head = ["respondent id", "Important: price", "Satisfied with price", "Price satisfaction"]
    rows = [[i, 1 + i % 5, 1 + i * 2 % 5, 1 + i * 3 % 5] for i in range(80)]

    assert [None] * 3 == [item.of for item in proposed(tmp_path, head, rows)[1].source.responses.items.values()]


@pytest.mark.parametrize("header", ["Reason for leaving", "churn_reason", "流失原因", "为什么离开"])
def test_why_somebody_left_is_a_reason_one_of_few(header, tmp_path):
    words = ["Too dear", "Moved", "Bad service", ""]
    rows = [[f"C{i:03d}", f"2024-01-{1 + i % 28:02d}", 1 + i % 5, words[i % 4]] for i in range(80)]
    items = proposed(tmp_path, ["Customer ID", "answered at", "Satisfaction", header], rows)[1].source.responses.items
    reason = next(item for item in items.values() if item.role == "reason")

    assert {"Bad service": 1, "Moved": 2, "Too dear": 3} == reason.values


def test_several_reasons_in_a_cell(tmp_path):
    words = ["Too dear; Moved", "Moved", "Bad service; Too dear", "Bad service"]
    rows = [[f"C{i:03d}", f"2024-01-{1 + i % 28:02d}", 1 + i % 5, words[i % 4]] for i in range(80)]
    items = proposed(tmp_path, ["Customer ID", "answered at", "Satisfaction", "Reason for leaving"], rows)[1].source.responses.items
    reason = next(item for item in items.values() if item.role == "reason")

    assert (";", {}) == (reason.several, reason.values)


def test_reasons_in_their_own_words_are_no_item(tmp_path):
    rows = [[f"C{i:03d}", f"2024-01-{1 + i % 28:02d}", 1 + i % 5, f"I went because of thing {i}"] for i in range(80)]
    items = proposed(tmp_path, ["Customer ID", "answered at", "Satisfaction", "Reason for leaving"], rows)[1].source.responses.items

    assert "reason" not in [item.role for item in items.values()]


def test_items_of_0_and_1_where_the_header_or_the_survey_around_says_so(tmp_path):
    head = ["respondent id", "Important: price", "yummy", "fast", "cheap", "greasy", "healthy", "Satisfaction", "Age"]
    rows = [[i, i % 2, *((i + k) % 3 // 2 for k in range(5)), 1 + i % 5, 18 + i % 50] for i in range(80)]
    items = proposed(tmp_path, head, rows)[1].source.responses.items

    assert {(0, 1)} == {items[key].scale for key in ("important_price", "yummy", "fast", "cheap", "greasy", "healthy")}
    assert ("need", "attitude") == (items["important_price"].role, items["yummy"].role)


def test_flags_of_0_and_1_beside_a_customer_number_are_the_clients_own(tmp_path):
    head = ["Customer ID", "answered at", "Satisfaction", "a1", "a2", "a3", "a4", "a5"]
    rows = [[f"C{i:03d}", f"2024-01-{1 + i % 28:02d}", 1 + i % 5, *((i + k) % 2 for k in range(5))] for i in range(80)]

    assert ["satisfaction"] == list(proposed(tmp_path, head, rows)[1].source.responses.items)


def test_answers_one_a_row_are_the_long_form(tmp_path):
    rows = [[100 + i // 2, ["Satisfaction (1-5)", "态度：价格合理"][i % 2], 1 + i % 5] for i in range(80)]
    items = proposed(tmp_path, ["Respondent ID", "Question", "Answer"], rows, read=False)[1].source.responses.items
    assert {"Satisfaction (1-5)", "态度：价格合理"} == {item.question for item in items.values()}


def test_what_an_item_measures_is_in_its_header():
    headers = ["Overall satisfaction", "NPS", "看重：隐私", "动机：悦己", "态度：自然比明显更重要", "您的建议", "Height"]
    assert ["satisfaction", "recommendation", "need", "motive", "attitude", "free_text", None] == [
        item_role(one) for one in headers
    ]
    assert [(1, 5), (0, 10), None] == [header_scale(one) for one in ("满意度（1-5）", "Recommend (0 to 10)", "Income (k$)")]
    assert {"Satisfied": 3, "Neutral": 2, "Unsatisfied": 1} == ranks(["Satisfied", "Neutral", "Unsatisfied"])


def test_an_outcome_of_a_mailing_is_a_metric(tmp_path):
    """A control without a contact of its own; no customer numbers; the channel is the customers' own."""
    head = ["history", "zip_code", "channel", "segment", "visit", "conversion", "spend"]
    rows = [
        [
            10.5 * i,
            ["Urban", "Rural"][i % 2],
            ["Web", "Phone"][i % 2],
            ["Mens E-Mail", "No E-Mail"][i % 2],
            i % 2,
            i % 3 // 2,
            5.5 * (i % 3 // 2),
        ]
        for i in range(60)
    ]
    contacts = proposed(tmp_path, head, rows)[1].source.contacts
    assert {"No E-Mail": "control"} == contacts.values["arm"].wanted
    assert {
        "visit": "metric",
        "ordered": "metric",
        "revenue": "metric",
        "history": "metric",
        "area_type": "geographic",
        "usual_channel": "demographic",
    } == contacts.attributes


def test_examples_never_say_who(tmp_path):
    """Of keys, names and addresses the shape alone is shown; a category as it is."""
    head = ["Customer No", "Full Name", "Mobile", "E-mail", "Birth Date", "Sex", "Occupation"]
    rows = [
        [
            f"CX{4711 + i}",
            f"Zelda Quux{chr(97 + i % 26)}",
            f"139{i:08d}",
            f"zelda{i}@secret.org",
            f"1980-01-{1 + i % 28:02d}",
            "FM"[i % 2],
            ["cook", "clerk"][i % 2],
        ]
        for i in range(60)
    ]
    proposal, _ = proposed(tmp_path, head, rows)
    told = " ".join(guess.examples for guess in proposal.guesses)
    assert not [secret for secret in ("4711", "Quux", "elda", "secret", "139", "-01-") if secret in told]
    assert {"F, M", "cook, clerk", "19••-••-••"} <= {
        part for guess in proposal.guesses for part in (guess.examples, guess.examples.split(", ")[0])
    }
    assert not [secret for secret in ("Quux", "4711", "139000") if secret in proposal.path.read_text(encoding="utf-8")]


def test_a_shape_shows_how_long_a_value_is():
    assert ["17••• (5)", "••• (3)", "A••• (7)", "z•••@•••"] == [shape(value) for value in ("17850", "536", "AB-1234", "z@x.org")]
