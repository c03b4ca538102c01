"""Settings of the life cycle: what can be chosen, and what is said where a choice cannot be."""

from analysis.errors import ConfigError


def check_stage_settings(
    loyal_orders: int, new_days: float | None, shares: tuple[float, float], reliable_gaps: int, personal_gaps: int
) -> None:
    """Raise ConfigError for a setting of the stages or of the curve that is out of range."""
    wrong = {
        "loyal_orders": (loyal_orders, loyal_orders < 2, "2 or more"),
        "new_days": (new_days, new_days is not None and not new_days > 0, "a number of days above 0"),
        "shares": (shares, not 0 < shares[0] < shares[1] < 1, "two rising shares between 0 and 1"),
        "reliable_gaps": (reliable_gaps, reliable_gaps < 1, "1 or more"),
        "personal_gaps": (personal_gaps, personal_gaps < 2, "2 or more"),
    }
    for setting, (given, out_of_range, allowed) in wrong.items():
        if out_of_range:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=allowed)


def check_cut_settings(first: float | None, second: float | None, category_gaps: int) -> None:
    """Raise ConfigError where the client's own days are not two rising ones."""
    if (first is None) != (second is None):
        raise ConfigError("'first_cut_days' and 'second_cut_days' belong together. Give both, or neither.")
    if first is not None and not 0 < first < second:
        raise ConfigError(
            "'first_cut_days' is {first} and 'second_cut_days' {second}. Choose two rising numbers of days above 0.",
            first=first,
            second=second,
        )
    if category_gaps < 0:
        raise ConfigError(
            "'{setting}' is {given}. Choose {allowed}.", setting="category_gaps", given=category_gaps, allowed="0 or more"
        )
