"""Display names of the purchase cycle, of activity by rules in days, and of engagement on website and app."""

NAMES: dict[str, dict[str, str]] = {
    "method": {
        "nes": "NES (purchase cycle)",
        "activity": "Activity by rules in days",
        "engagement": "Engagement online",
        "aipl": "AIPL (awareness, interest, purchase, loyalty)",
    },
    "lens": {
        "nes": "NES (purchase cycle)",
        "activity": "Activity by rules in days",
        "engagement": "Engagement online",
        "engagement.state": "Engagement online: how lately",
        "engagement.frequency": "Engagement online: how often",
        "engagement.category": "Engagement online: what is looked at",
        "aipl": "AIPL (awareness, interest, purchase, loyalty)",
    },
    "segment": {
        "nes_new": "N: new, one order",
        "nes_active": "E0: ordering in rhythm",
        "nes_drowsy": "S1: drowsy",
        "nes_half_asleep": "S2: half asleep",
        "nes_asleep": "S3: asleep",
        "activity_active": "Active",
        "activity_continuing": "Continuing",
        "activity_new": "New by days",
        "activity_returning": "Returning",
        "activity_cooling": "Cooling down",
        "activity_sleeping": "Sleeping",
        "activity_at_risk": "At risk by rule",
        "activity_high_risk": "Highly at risk",
        "activity_lost": "Lost by rule",
        "nlr_repeating": "Spent in both halves",
        "nlr_new": "Spent in the later half only",
        "nlr_lapsed": "Spent in the earlier half only",
        "nlr_neither": "Spent in neither half",
        "online_active": "Active online",
        "online_browsing": "Browsing without buying",
        "online_cooling": "Cooling off online",
        "online_away": "Long not seen online",
        "online_unseen": "Never seen online",
        "usage_heavy": "Heavy use",
        "usage_medium": "Medium use",
        "usage_light": "Light use",
        "usage_none": "No use in 90 days",
        "aipl_loyal": "L: loyal",
        "aipl_purchase": "P: bought",
        "aipl_interest": "I: interested",
        "aipl_aware": "A: aware",
        "aipl_none": "No recent contact",
        "(missing)": "Not known",
        "(other)": "Others",
    },
    "segment_short": {
        "nes_active": "E0: in rhythm",
        "nes_new": "N: new",
        "nlr_repeating": "Both halves",
        "nlr_new": "Later half only",
        "nlr_lapsed": "Earlier half only",
        "nlr_neither": "Neither half",
        "online_browsing": "Browses, no order",
        "online_cooling": "Cooling off",
        "online_away": "Long not seen",
        "online_unseen": "Never seen",
    },
    "contact_kind": {
        "view": "view",
        "click": "click",
        "search": "search",
        "save": "save",
        "skip": "skip",
        "cart": "cart",
        "login": "log-in",
        "trial": "trial",
        "share": "share",
        "use": "use",
        "follow": "follow",
        "other": "other",
    },
    "lacking": {
        "no_events": (
            "No event on website or app carries a customer number. Send the events with customer number, time and kind; "
            "category and device where they are held."
        ),
        "no_order_days": (
            "The orders are not held day by day, so no rhythm can be told. Send the order lines with customer number and date."
        ),
        "no_lifetime": (
            "The probability that a customer is still active could not be estimated. A longer history of orders, with more "
            "customers who ordered twice, would allow it."
        ),
    },
}
