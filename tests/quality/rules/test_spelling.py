"""Which spellings are one, and which are not."""

import pytest
import yaml

from analysis.quality import value_maps, value_maps_yaml
from analysis.quality.rules.spelling import fold, one_edit, proposals, rare_values
from tests.quality.rules.conftest import canonical


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"Kitchen": 9, "KITCHEN": 2, "kitchen ": 1}, {"KITCHEN": "Kitchen", "kitchen ": "Kitchen"}),
        ({"Toys & Games": 9, "Toys and Games": 1, "Ｔｏｙｓ＆Ｇａｍｅｓ": 1}, {"Toys and Games": "Toys & Games", "Ｔｏｙｓ＆Ｇａｍｅｓ": "Toys & Games"}),
        ({"E-mail": 9, "email": 2, "e mail": 1}, {"email": "E-mail", "e mail": "E-mail"}),
        ({"New South Wales": 90, "NSW": 30, "Victoria": 50}, {"NSW": "New South Wales"}),
        ({"United States of America": 90, "USA": 30}, {"USA": "United States of America"}),
        ({"Female": 500, "Male": 480, "F": 20, "M": 30, "Femal": 2}, {"F": "Female", "M": "Male", "Femal": "Female"}),
        ({"Yes": 50, "No": 60, "Y": 2, "N": 1}, {"Y": "Yes", "N": "No"}),
        ({"广东省": 100, "广东": 3, "上海": 50, "上海市": 2}, {"广东": "广东省", "上海市": "上海"}),
        ({"Manchester": 100, "Leeds": 80, "Mancester": 1, "Manchetser": 2}, {"Mancester": "Manchester", "Manchetser": "Manchester"}),
        ({"Surburban": 450, "Urban": 400, "Rural": 150}, {"Surburban": "Suburban"}),
        # nothing to merge
        ({"A": 5, "AB": 7, "B": 9, "O": 8}, {}),
        ({"A+": 5, "A-": 6, "A": 7}, {}),
        ({"18-24": 9, "1824": 1, "1.5": 4, "15": 4}, {}),
        ({"S": 50, "M": 50, "L": 30, "XL": 9}, {}),
        ({"Office Supplies": 100, "Furniture": 90, "O": 3}, {}),
        ({"Clinton": 50, "Clifton": 30, "Milford": 20, "Medford": 20}, {}),
        ({"Cable": 100, "Cables": 1, "Size A": 100, "Size B": 1, "2 pack": 90, "3 pack": 1}, {}),
        ({"江苏省": 9, "江西省": 1, "河南": 9, "河北": 1}, {}),
        ({"Married": 864, "Single": 480, "Divorced": 232, "Widow": 77}, {}),
    ],
)  # fmt: skip
def test_proposals(rows, expected):
    assert expected == {one.value: one.proposed for one in proposals(rows)}


def test_products_are_only_put_together_by_capitals_and_blanks():
    rows = {"Lamp stand": 100, "LAMP STAND": 1, "Lamp stend": 1}

    assert ["LAMP STAND"] == [one.value for one in proposals(rows, alike_only=True)]


def test_every_proposal_ends_at_a_value_that_stays():
    """female -> Female, and Femal -> Female through it."""
    rows = {"female": 3, "Female": 500, "femal": 1, "FEMALE": 2, "fe": 1}
    found = {one.value: one.proposed for one in proposals(rows)}

    assert {"female", "femal", "FEMALE", "fe"} == found.keys()
    assert {"Female"} == set(found.values())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("cat", "cart", True), ("form", "from", True), ("cat", "car", True), ("cat", "cats", True), ("cat", "dog", False), ("cat", "cat", False)],
)  # fmt: skip
def test_one_edit(one, other, expected):
    assert expected == one_edit(one, other) == one_edit(other, one)


def test_folding_keeps_what_tells_categories_apart():
    assert fold("E-Mail ") == fold("e mail") == fold("ＥＭＡＩＬ")
    assert 4 == len({fold("A+"), fold("A-"), fold("1.5"), fold("15")})


def test_values_of_a_handful_of_rows():
    counts = {"Married": 864, "Together": 580, "Single": 480, "Divorced": 232, "Widow": 77, "Alone": 3, "Absurd": 2, "YOLO": 2}

    assert ["Absurd", "YOLO", "Alone"] == rare_values(counts)
    assert [] == rare_values({"Web": 500, "Shop": 400, "Phone": 20})  # rare, but no handful
    assert [] == rare_values({"Web": 50, "Shop": 40, "Phone": 1})  # too few rows to tell


def test_the_proposal_can_be_pasted(tmp_path):
    columns = {"customer_id": [f"c{i}" for i in range(100)], "sex": ["Female"] * 60 + ["Male"] * 35 + ["F"] * 4 + ["male"]}
    maps = value_maps({"customers": canonical(tmp_path, "customers", columns)})

    assert [("F", "Female", 4, "prefix"), ("male", "Male", 1, "spelling")] == list(
        maps[["value", "proposed", "rows", "why"]].itertuples(index=False, name=None)
    )
    pasted = yaml.safe_load(value_maps_yaml(maps))
    assert {"sex": {"Female": ["F"], "Male": ["male"]}} == pasted["source"]["customers"]["values"]
    assert "" == value_maps_yaml(maps.iloc[:0])
