"""Method notes of what chapter 03 tells of segments beyond their figures: comments, leaving, needs, trends, parts."""

from analysis.text.message import Message
from analysis.text.notes.note import Note

PROFILES = (
    Note(
        "comments",
        title=Message("Mood and themes of comments"),
        asks=Message("What do customers write about, and in what mood?"),
        how=Message(
            "The mood is that of the rating. Where none was given, a model that has learnt from the client’s own rated comments may tell it, if it was right often enough on comments it had not seen; shares are corrected by its known errors. Themes are found by lists of words, the client’s own first, and where no list fits by words that come together."
        ),
        read=Message(
            "A theme says what is written about; the share of negative comments says how. Figures with few comments are grey."
        ),
        misleads=Message(
            "Irony is not understood. Who writes is not everybody, and mostly those who are very pleased or very cross."
        ),
        source=Message(
            "Forman (2008), Quantifying counts and costs via classification; Monroe, Colaresi and Quinn (2008), Fightin’ Words."
        ),
        sections=("03_segment_profile:said",),
        tables=("feedback_themes",),
    ),
    Note(
        "leaving",
        title=Message("Signs before the silence"),
        asks=Message("What had changed before customers fell silent?"),
        how=Message(
            "Each customer who fell silent is set beside others who were at the same point, with a similar history, and did come back. In the same days around that point it is asked of both whether a sign was there, such as a bad rating, a refund or a smaller basket."
        ),
        read=Message(
            "A sign to the right of the line was more common before leaving. Signs beyond chance are worth watching while the customer is still there."
        ),
        misleads=Message(
            "A sign need not be the cause: both may follow from something that these data do not hold. Only a test tells whether acting on it helps."
        ),
        source=Message("Matched comparison after Mantel and Haenszel (1959); false discoveries: Benjamini and Hochberg (1995)."),
        sections=("03_segment_profile:left",),
        tables=("leaving_signs",),
    ),
    Note(
        "unmet",
        title=Message("Unmet needs"),
        asks=Message("What do customers want and not get?"),
        how=Message(
            "Several traces are read side by side: importance against satisfaction in the survey, what was searched and not bought or is not sold, wishes in comments, and hours and places at which customers come in vain. A need counts where its share unmet lies beyond that of the other needs by more than chance."
        ),
        read=Message(
            "What customers say or search for comes first, what is inferred from behaviour after it. Each row is an idea for a test, not an order to buy stock."
        ),
        misleads=Message(
            "Who searches and who answers is not everybody. A need can be real and still too small to pay for a product."
        ),
        source=Message("Ulwick (2005), What Customers Want, for the opportunity score; the other traces are the kit’s own."),
        sections=("03_segment_profile:missing", "04_strategy:missing_product"),
        tables=("unmet_needs", "need_gaps"),
    ),
    Note(
        "trends",
        title=Message("Rising and falling categories"),
        asks=Message("Which categories rise, which fall?"),
        how=Message(
            "Each category is held against the days of the year before that are like the period. The changes in money add up to the change of all orders. How far chance may carry a figure is told by drawing the customers anew many times."
        ),
        read=Message("Only what lies beyond chance is called rising or falling; everything else is left as it is."),
        misleads=Message(
            "These are the client’s own orders, not the market: a category that falls here may rise elsewhere. Stock, price and promotions are in the change."
        ),
        source=Message("Efron and Tibshirani (1993), An Introduction to the Bootstrap; Benjamini and Hochberg (1995)."),
        sections=("03_segment_profile:trends",),
        tables=("category_trends",),
    ),
    Note(
        "parts",
        title=Message("Parts at the same mix of customers"),
        asks=Message("Do stores, regions or brands differ once their customers are alike?"),
        how=Message(
            "A store with more loyal customers brings more per head without doing anything better. So each part is held against all parts segment by segment, and the differences are added up at the mix of the whole. Small parts are drawn towards the mean as far as chance explains them."
        ),
        read=Message(
            "Compare the figure as found with the figure at the same mix: what is left after it is what the part itself may do differently."
        ),
        misleads=Message("It says where parts differ, not why. Rent, rivals and opening years are not in the data."),
        source=Message("Fleiss, Levin and Paik (2003), ch. 19; Efron and Morris (1975) for drawing estimates together."),
        sections=("03_segment_profile:parts",),
        tables=("part_kpis",),
    ),
)
