"""Settings of the lenses on events: what can be chosen, and what is said where a choice cannot be."""

from analysis.errors import ConfigError, unknown_choice

SEEN = ("event", "login")


def check_settings(
    *,
    seen: str,
    days: tuple[float, float],
    browsing_days: int,
    buying_days: float,
    usage_shares: tuple[float, float],
    usage_limits: tuple[float, float] | None,
    categories: int,
    minimum_customers: int,
) -> None:
    """Raise ConfigError for a setting of `engagement` that is out of range."""
    if seen not in SEEN:
        raise unknown_choice("sign of being seen", seen, SEEN)
    if not 0 < days[0] < days[1]:
        raise ConfigError(
            "'active_days' is {active} and 'quiet_days' {quiet}. Choose two rising numbers of days above 0.",
            active=days[0],
            quiet=days[1],
        )
    wrong = {
        "browsing_days": (browsing_days, not 1 <= browsing_days <= 30, "1 to 30"),
        "buying_days": (buying_days, not buying_days > 0, "a number of days above 0"),
        "usage_shares": (usage_shares, not 0 < usage_shares[0] < usage_shares[1] < 1, "two rising shares between 0 and 1"),
        "usage_limits": (
            usage_limits,
            usage_limits is not None and not 1 <= usage_limits[0] < usage_limits[1],
            "two rising numbers of days from 1",
        ),
        "categories": (categories, categories < 1, "1 or more"),
        "minimum_customers": (minimum_customers, minimum_customers < 1, "1 or more"),
    }
    check_ranges(wrong)


def check_ranges(wrong: dict[str, tuple[object, bool, str]]) -> None:
    """Raise ConfigError for the first setting, by name (given, whether it is out of range, what is allowed)."""
    for setting, (given, out_of_range, allowed) in wrong.items():
        if out_of_range:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=allowed)
