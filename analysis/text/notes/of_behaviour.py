"""Method notes of the ways of dividing that rest on orders, visits, money and time."""

from analysis.text.message import Message
from analysis.text.notes.note import Note

BEHAVIOUR = (
    Note(
        "rfm",
        asks=Message("When did a customer last order, how often, and for how much?"),
        how=Message(
            "Every buyer gets three scores, the highest being best, and the three together name the segment. Most schemes cut the client’s own buyers into equal parts; equal values always get equal scores. Where most have ordered once, fixed numbers of orders apply instead."
        ),
        read=Message(
            "The name says what a customer has done. That segments with a high money score bring much money follows from the rule; what they do next does not."
        ),
        misleads=Message(
            "In slow businesses a good buyer of one order a year looks dormant. Money counts sales, not margin. The scores know nothing of the future that the last order does not say."
        ),
        source=Message(
            "Hughes (1994), Strategic Database Marketing; the scheme’s own rule stands under “How is each segment defined?”."
        ),
        sections=("02_segmentation:rfm", "02_segmentation:sizes"),
    ),
    Note(
        "lifecycle",
        asks=Message("Is a customer new, loyal, going quiet, gone, or back again?"),
        how=Message(
            "The time since the last order, or visit where visits are counted, is held against how long customers usually stay away before they come back. Customers with gaps of their own are held against their own rhythm, others against that of their favourite category or of the client. Those who have not come back yet count as “not yet”, not as “never”."
        ),
        read=Message(
            "Beside each stage stands the share that ordered again. Stages whose intervals overlap may not differ at all."
        ),
        misleads=Message(
            "With a short history both limits come too early, because nobody has had time to return. Churned is a convention: some of these customers come back."
        ),
        source=Message(
            "Kaplan and Meier (1958), Nonparametric estimation from incomplete observations; the limits are the kit’s own."
        ),
        sections=("02_segmentation:lifecycle", "02_segmentation:interval"),
    ),
    Note(
        "value",
        asks=Message("Who brings in the money?"),
        how=Message(
            "Customers stand in order of their revenue in the window, and lines are drawn through that order: in the Pareto reading where the first four fifths of revenue are reached, in others after a fixed share of customers. The lines are kept as sums of money, so that equal revenue is equal tier and the next period is measured alike."
        ),
        read=Message(
            "The tier says what a customer has brought. How few bring how much is the finding; that the first tier brings most is not."
        ),
        misleads=Message(
            "Past revenue is not future value: a customer who has left can stand in the first tier. One large purchase can lift anybody."
        ),
        source=Message(
            "ABC analysis, a common convention without one source; other schemes as ORS, Amperity and Dynamics 365 define them."
        ),
        sections=("02_segmentation:value",),
    ),
    Note(
        "clv",
        asks=Message("Who will bring the money of the next year?"),
        how=Message(
            "For each customer the lifetime model expects a number of orders and a value per order; their product, discounted, is the predicted value. Customers are put into six tiers by it, from the first hundredth to the lower half, with limits kept as sums of money."
        ),
        read=Message(
            "A tier says what is expected of customers like this one if they go on as before. The range around a tier’s sum is part of the figure."
        ),
        misleads=Message(
            "It is as good as the model: read the grade first. A prediction is no promise, and it does not say what an action would change."
        ),
        source=Message("Shares of the tiers: Amperity; the model: see “Lifetime value and the chance of being active”."),
        sections=("02_segmentation:clv",),
    ),
    Note(
        "risk",
        asks=Message("How likely is it that a customer will not order again?"),
        how=Message(
            "The chance of another order is read where it is known best: for repeat buyers from the lifetime model, for customers with one order from how many others ordered a second time after waiting as long, otherwise from the time since the last order against the limits of the life cycle. Fixed limits of the chance make four bands."
        ),
        read=Message(
            "Read the band together with what is at stake in it, and with what came of each band before. A new customer is rightly at high risk: most never order twice."
        ),
        misleads=Message(
            "The three ways of reading are not one scale. Risk says who may leave, not who would stay if somebody called."
        ),
        source=Message("The kit’s own limits, over the models named in “Lifetime value and the chance of being active”."),
        sections=("02_segmentation:risk",),
    ),
    Note(
        "growth",
        asks=Message("Who orders less often, or from fewer categories, than comparable customers do?"),
        how=Message(
            "Comparable are buyers who have been customers about as long and like the same category best. Where the upper quarter of them begins is the mark. A customer whose own number is at most half the mark has room to grow, in orders, in categories, or in both."
        ),
        read=Message("Read it as a choice of lever: with whom to work on more orders, with whom on more categories."),
        misleads=Message(
            "Somebody always lies below the upper quarter, so the size of these segments is no finding and no forecast. Whoever stands out to one side tends to be less far out later."
        ),
        source=Message("The kit’s own rule."),
        sections=("02_segmentation:risk",),
    ),
    Note(
        "nes",
        asks=Message("How many purchase cycles has a customer been away?"),
        how=Message(
            "The cycle is the mean number of days until the next order of those who come back, with gaps that are still open counted as “not yet”. First-time buyers within one cycle are new, repeat buyers within one are active; after one, two and three cycles a customer sleeps more and more deeply. Customers with a rhythm of their own have a cycle of their own."
        ),
        read=Message("The tiers are easy to explain and to count from month to month. What came of each is printed beside it."),
        misleads=Message(
            "The multiples are a convention and say nothing about who returns from behind them; the life cycle sets its limits by that."
        ),
        source=Message("NES scheme of Chinese retail practice; the cycle by Kaplan and Meier (1958)."),
        sections=("02_segmentation:lifecycle",),
    ),
    Note(
        "activity",
        asks=Message("Who is active and who is slipping away, by rules in days that many systems share?"),
        how=Message(
            "The chosen scheme is applied as it is published: by the chance of buying again for repeat buyers and days for others; by fixed days since the last order; or by money spent in the two halves of the window."
        ),
        read=Message(
            "Use it where the client’s own systems count in the same way, so that both speak of the same customers. The days stand in the definition."
        ),
        misleads=Message(
            "Fixed days know nothing of the client’s rhythm: what is late for groceries is early for furniture. “New” may mean new in the window, not in the customer’s life."
        ),
        source=Message(
            "Amperity’s predicted lifecycle status; ORS (new, repeat, lapsed); the activity scheme common in Chinese software."
        ),
        sections=("02_segmentation:lifecycle",),
    ),
    Note(
        "loyalty",
        asks=Message("Who keeps coming back, for how long, how regularly, and for how much of what is sold?"),
        how=Message(
            "Repeat buyers get points for four things: orders in the window, time from the first order to the last, how even their gaps are, and in how many categories they buy. The mean of the points makes the tier. Buyers of one order stand apart."
        ),
        read=Message(
            "A tier ranks customers of this client against one another. Beside the membership level it shows whose level and behaviour part ways."
        ),
        misleads=Message(
            "It says how customers behave, not how they feel. A client without loyal customers has a top third, too. What they buy elsewhere cannot be seen."
        ),
        source=Message(
            "Breadth of categories after Reinartz and Kumar (2003), Journal of Marketing 67, 77–99; points and tiers are the kit’s own."
        ),
        sections=("02_segmentation:loyal",),
    ),
    Note(
        "preference",
        asks=Message("Which category, channel or time of day does a customer choose, and who waits for a bargain?"),
        how=Message(
            "A first choice counts as a preference only where the customer has made enough choices and it is nearly certain that the first leads, seen against what all customers choose. For bargains and weekends the own share must lie clearly above or below that of all. Days on which everything was reduced say nothing about bargains."
        ),
        read=Message(
            "“No clear preference” is a result, not a gap. Speak to those with a clear one about it; leave the others with the common offer."
        ),
        misleads=Message(
            "Tastes change, and the window is taken as one. What a customer looks for and does not find leaves no trace in orders."
        ),
        source=Message("The kit’s own rule: Bayesian comparison with the mix of all customers as the starting point."),
        sections=("02_segmentation:prefer",),
    ),
    Note(
        "replenishment",
        asks=Message("Whose next purchase is due, overdue, or has lapsed?"),
        how=Message(
            "For each category the usual time until the next purchase is read off all gaps, those still open included. A customer is placed by the most pressing category, so that nobody is called twice: overdue before due, due before not due, and lapsed only where every category has."
        ),
        read=Message(
            "“Due” is a reason to remind, at a time when a reminder is welcome. The share that buys in time without one is printed beside it."
        ),
        misleads=Message(
            "It is weak for things bought by occasion rather than used up. Purchases in larger packs come later without being late."
        ),
        source=Message("The kit’s own rule, over the curve of Kaplan and Meier (1958)."),
        sections=("02_segmentation:due",),
    ),
    Note(
        "occasion",
        asks=Message("Does a customer buy for the own table, for gifts, for banquets, or in bulk?"),
        how=Message(
            "Each order is given its occasion by quantity, time before a festival and place of delivery, or none where it cannot be told. A customer has an occasion where enough orders can be told and most of these are of one kind."
        ),
        read=Message(
            "The occasion decides what to offer and when: gifts before a festival, banquets by appointment. Unclassified means that the orders do not tell."
        ),
        misleads=Message(
            "Where quantities and places are not held, little can be told. A large order can be a stock for the year as well as a banquet."
        ),
        source=Message("The kit’s own rule; festivals by the client’s calendar."),
        sections=("02_segmentation:prefer",),
    ),
)
