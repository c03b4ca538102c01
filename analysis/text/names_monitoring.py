"""Display names of scheduled runs, of rules for attention and of periods side by side."""

NAMES: dict[str, dict[str, str]] = {
    "due_state": {
        "nothing": "nothing is due",
        "planned": "would run",
        "renew": "would be made again: newer files say something else of its days",
        "waiting": "waiting",
        "busy": "another run is at work",
        "done": "done",
        "failed": "failed",
    },
    "alert_status": {
        "crossed": "crossed",
        "within_chance": "crossed, but within chance",
        "kept": "kept",
        "not_held": "not held, or too few",
    },
    "timeline_figure": {
        "size": "Customers",
        "money": "Revenue in the window",
    },
}
