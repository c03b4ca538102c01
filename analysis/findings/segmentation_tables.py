"""Chapter 02 in sentences: the words around tables that only spell out what a section has said."""

import pandas as pd

from analysis.text import Message, Words, count


def differences(table: pd.DataFrame) -> Words:
    """How many lenses of people and places differ in what customers bring."""
    clear = int((table["verdict"] == "clear").sum())
    return Words(
        title=Message(
            "{clear} of {all} lenses of people and places differ beyond chance", clear=count(clear), all=count(len(table))
        ),
        subtitle=Message("Share of the differences in revenue that lies between the groups of each lens"),
    )


def groups() -> Words:
    """Every group of people and places."""
    return Words(
        title=Message("All groups of people and places"),
        subtitle=Message("Customers, revenue per customer with its 95% range, and index: 100 is the mean of all customers"),
    )


def holdout(table: pd.DataFrame) -> Words:
    """The model beside simple rules on days that it had not seen."""
    return Words(
        title=Message("The model beside simple rules"),
        subtitle=Message("Predicted for days held out, and what then happened"),
        note=(Message("n = {n} customers known before these days.", n=count(table["customers"].max())),)
        if "customers" in table
        else (),
    )
