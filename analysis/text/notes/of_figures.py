"""Method notes of the figures and comparisons that every chapter uses."""

from analysis.text.message import Message
from analysis.text.notes.note import Note

FIGURES = (
    Note(
        "like_for_like",
        title=Message("Like-for-like days"),
        asks=Message("With which days is a period compared?"),
        how=Message(
            "As a rule with the same days of the year before. A fiscal period in weeks is compared with the days 52 weeks before; a short period around the Spring Festival with the days that lie as far from the festival. Festivals and promotions that fall into one of the two and not into the other are named."
        ),
        read=Message("Each comparison names its days. A change is a change of the client’s own sales between these days, no more."),
        misleads=Message(
            "One year is a single comparison: a closed store, a late delivery or another price then or now is in it. Comparing with the quarter before would mostly measure the season."
        ),
        source=Message("The kit’s own rule; lunar days by the Chinese calendar."),
        sections=("05_evaluation:target",),
        tables=("kpis",),
    ),
    Note(
        "refunds",
        title=Message("Orders, revenue and refunds"),
        asks=Message("What counts as an order, and what as revenue?"),
        how=Message(
            "Lines with one order number and one customer are one order; without order numbers, the lines of a customer on one day. Under “net” refunds are taken off, and an order paid back in full is no order; under “gross” sales count before refunds; under “drop” only lines that were paid and stand. A refund under a number of its own counts for its customer, but is no order."
        ),
        read=Message(
            "Which of the three applies stands under “What was this report made of?”. “Does it add up?” shows the way from the files to the revenue."
        ),
        misleads=Message(
            "Refunds of the last days are still to come, so those days look better than they will. Cancelled and unpaid orders count nowhere."
        ),
        source=Message("The kit’s own rule; refunds as client.yaml says."),
        sections=("01_data_profile:sound",),
        tables=("waterfall",),
    ),
    Note(
        "small_cells",
        title=Message("Small groups that are not shown"),
        asks=Message("Why does a segment, or a cell of a table, show no figure?"),
        how=Message(
            "A group of too few customers has no figures, because they could tell of single people. As one hidden figure could be worked out from a total, further ones are hidden until none is a sum or a difference of what is shown, over all ways of dividing and the reports of earlier periods together. A group is also hidden where one customer brings nearly all of its money."
        ),
        read=Message("A dash is not nought. Shares and totals still include the hidden customers."),
        misleads=Message(
            "A hidden group may be the most interesting one, and who it is can be looked up under data/ by those who may."
        ),
        source=Message("Cox (1980), JASA 75, 377–385; Hundepool et al. (2012), Statistical Disclosure Control."),
        tables=("shown_segments",),
    ),
    Note(
        "lens_comparison",
        title=Message("Which way of dividing to use"),
        asks=Message("Which way of dividing says most about what customers do next?"),
        how=Message(
            "Customers are divided as they stood when the period began, and it is measured how much of the differences in their later revenue lies between the segments. Beside that stand how many keep their segment and how small the smallest is. The recommendation takes the best among those with as many segments as a team can act on, and the simpler one where the difference could be chance."
        ),
        read=Message("Nothing would be 0%, full foresight 100%; people are hard to foresee, so small shares are usual."),
        misleads=Message(
            "What a way of dividing foretells is not what an action would change. It is measured over one period only."
        ),
        source=Message("Share of variance between groups (η²) on ranks; intervals by drawing customers anew."),
        sections=("02_segmentation:lens",),
        tables=("lens_comparison",),
    ),
    Note(
        "lifetime",
        title=Message("Lifetime value and the chance of being active"),
        asks=Message("How many orders will a customer still place, and what are they worth?"),
        how=Message(
            "The model assumes that customers order at a pace of their own until one day they stop, unseen. From number and age of the orders it works out who is probably still active, how many orders to expect, and from past order values what each will bring. Customers with one order are judged by how many like them ordered again."
        ),
        read=Message(
            "Before use it must foresee days that it has not seen, better than simple rules; the grade says how well. Sums carry a range that includes this error."
        ),
        misleads=Message(
            "It knows no season, price or campaign, and single customers can do anything. For contracts it is the wrong model."
        ),
        source=Message(
            "Fader, Hardie and Lee (2005), BG/NBD; Fader and Hardie (2013), Gamma-Gamma; ranges: Efron and Tibshirani (1993)."
        ),
        sections=("02_segmentation:clv", "02_segmentation:risk"),
        tables=("lifetime",),
    ),
    Note(
        "index",
        title=Message("Index (TGI)"),
        asks=Message("What is more common in a segment than among all customers?"),
        how=Message(
            "The share of a trait in the segment is divided by its share among all customers and multiplied by 100. Habits such as channel or weekday are counted order by order and held against the orders of others in the same months, so that the season is not taken for a taste."
        ),
        read=Message(
            "100 is as common as among all, 200 twice as common, 50 half as common. Read the share beside it: an index says what is typical, not what is frequent."
        ),
        misleads=Message(
            "A high index on a rare trait is still a small group. With few customers the index jumps by chance, which is why n and intervals are looked at first."
        ),
        source=Message("Target group index, common in media research; same months: direct standardisation, Cochran (1977)."),
        sections=("03_segment_profile:apart", "03_segment_profile:index", "03_segment_profile:buy"),
        tables=("segment_index",),
    ),
    Note(
        "differentiators",
        title=Message("What sets segments apart"),
        asks=Message("By which traits do the segments differ most?"),
        how=Message(
            "What a way of dividing is made of is left out with its near-copies, because it would come first by construction. The other traits are ranked by how strongly they go with the segments. How much chance alone could have done is worked out for all comparisons together."
        ),
        read=Message(
            "Look at the effect first: beyond chance can still be weak. Portraits are written from these traits; every figure in them can be looked up."
        ),
        misleads=Message(
            "A trait that goes with a segment need not be why customers are in it. Unknown values are left out, and those who left them blank may be different."
        ),
        source=Message("Benjamini and Hochberg (1995), Controlling the False Discovery Rate; effect sizes: Cohen (1988)."),
        sections=("03_segment_profile:apart", "03_segment_profile:who"),
        tables=("differentiators",),
    ),
)
