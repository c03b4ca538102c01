"""Method notes of the ways of dividing that rest on attributes, events, answers and other lenses."""

from analysis.text.message import Message
from analysis.text.notes.note import Note

PEOPLE = (
    Note(
        "demographic",
        asks=Message("Who are the customers, by what the client’s own file says of them?"),
        how=Message(
            "Each attribute that is declared as demographic makes a way of dividing of its own. Words stay the client’s, numbers are put into bands, ages that cannot be true count as unknown, and who told nothing is a group of its own."
        ),
        read=Message(
            "Look at what groups bring per head with its interval, and at how large the unknown group is, before anything is read into a difference."
        ),
        misleads=Message(
            "Groups describe, they do not explain: two may differ because one lives elsewhere or came later. They are no ground for prices of their own."
        ),
        source=Message("The client’s customer file; bands are the kit’s own unless client.yaml says otherwise."),
        sections=("02_segmentation:who",),
    ),
    Note(
        "geographic",
        asks=Message("Where do the customers live, or where do they buy?"),
        how=Message(
            "Each place that is held makes a way of dividing of its own: city, region, store, and the tier of Chinese cities. The address in the customer file comes before the place of orders; a store computed from orders is the one of most orders in the window. The largest places keep their names, the rest stand together."
        ),
        read=Message(
            "Compare what places bring per head, with its interval. Customers without a place are shown, not spread over the others."
        ),
        misleads=Message("A difference between places mixes prices, rivals, stores and how long the first store has been open."),
        source=Message("The client’s files; the list of city tiers is shipped with the kit and can be replaced."),
        sections=("02_segmentation:who",),
    ),
    Note(
        "membership",
        asks=Message("Which membership level has the client given, and does it fit what customers do?"),
        how=Message(
            "The levels are taken as the client gives them, the highest first. Beside them stands the tier of loyalty or value that behaviour alone would give, and those whose level and behaviour part ways are counted."
        ),
        read=Message(
            "Customers whose level lags behind their behaviour are a reason to thank; those whose level runs ahead of it are a reason to ask what happened."
        ),
        misleads=Message(
            "A level is mostly granted for spending, so that it goes with revenue follows from its rule. Levels once given are often kept for years."
        ),
        source=Message("The client’s customer file."),
        sections=("02_segmentation:loyal",),
    ),
    Note(
        "risk_level",
        asks=Message("Which risk class has the bank, broker or insurer given a customer?"),
        how=Message(
            "A class from a regulated process is taken as it stands, lowest risk first. It is never computed here, and no other figure changes it."
        ),
        read=Message(
            "It decides what may be offered to whom: a product above the class is not offered, whatever else speaks for it. Check that the class is still valid on the day of the contact."
        ),
        misleads=Message(
            "It says nothing about who will leave, which is the risk of losing a customer and another way of dividing. An old class may no longer hold."
        ),
        source=Message("The client’s customer file."),
        sections=("02_segmentation:who",),
    ),
    Note(
        "engagement",
        asks=Message("Who is active on website and app, who is cooling off, and who looks without buying?"),
        how=Message(
            "Events that carry a customer’s number are read in three ways: how lately a customer was seen, on how many days, and which category was looked at most. Who browses again and again without ordering stands apart."
        ),
        read=Message(
            "Held against orders, it shows interest before it becomes a purchase. The share of browsers who ordered afterwards stands beside those who neither browsed nor bought."
        ),
        misleads=Message(
            "Only what is tracked is seen: whoever looks without logging in seems absent. Who browses without buying is no lost sale. The limits in days are conventions."
        ),
        source=Message("The kit’s own limits."),
        sections=("02_segmentation:online",),
    ),
    Note(
        "aipl",
        asks=Message("How far has each customer come, from awareness over interest and purchase to loyalty?"),
        how=Message(
            "The highest stage that holds wins: any contact is awareness, an active one such as a search or a view is interest, an order is purchase, and another order, or a good review after one, is loyalty. Each stage has a number of days after which it lapses."
        ),
        read=Message("It is a state on one day. How many moved up since the start of the period is shown beside it."),
        misleads=Message(
            "Only contacts with a customer’s number count, so awareness and interest are the least there is, and no share of a market. Buyers need never have been tracked as interested."
        ),
        source=Message("Stages and order: Alibaba’s consumer assets (AIPL); days and numbers are the kit’s own."),
        sections=("02_segmentation:online",),
    ),
    Note(
        "needs",
        asks=Message("What matters to whom, by what respondents say is important?"),
        how=Message(
            "Respondents with like answers are put together. The number of groups is the largest that comes back in other samples of the same answers; where none does, there are no groups. A short set of questions places later respondents, and how often it is right is printed."
        ),
        read=Message(
            "Read the items that set a group apart, then whether the groups also buy differently. Where they do not, the page says so."
        ),
        misleads=Message(
            "Stated importance is not paid for. Those who answer are not all customers; who answered is compared with who did not."
        ),
        source=Message("Dolnicar, Gruen and Leisch (2018), Market Segmentation Analysis, Springer."),
        sections=("02_segmentation:needs",),
    ),
    Note(
        "psychographic",
        asks=Message("Which attitudes and motives do customers share?"),
        how=Message(
            "Answers to items on attitudes and motives are grouped like those on needs: as many groups as come back in other samples, or none. A way of life that the client’s file gives is taken in the client’s own words."
        ),
        read=Message(
            "Attitudes help to word a message and to choose its tone. The link to what customers bought stands beside them."
        ),
        misleads=Message(
            "They describe answers, not persons, and are no licence to guess at anybody’s beliefs or health. Only respondents can be placed."
        ),
        source=Message("Dolnicar, Gruen and Leisch (2018), Market Segmentation Analysis, Springer."),
        sections=("02_segmentation:needs",),
    ),
    Note(
        "clusters",
        asks=Message("Do customers fall into groups by themselves, and if so, which?"),
        how=Message(
            "Several figures per customer are put on one footing, and groups are sought whose members lie close together (k-means). A number of groups counts only where other samples bring the same groups back, where they are clearly apart, and where the smallest is worth working with. A few plain limits restate the groups, with how often they agree."
        ),
        read=Message(
            "Groups are named by what stands out in them. “No natural groups” is an answer: the other ways of dividing then serve better."
        ),
        misleads=Message(
            "k-means draws groups through an even cloud as well, which is why stability is asked for. A group that the data suggest need not be one that a team can use."
        ),
        source=Message("Lloyd (1982), Least squares quantization in PCM; Arthur and Vassilvitskii (2007), k-means++."),
        sections=("02_segmentation:natural",),
    ),
    Note(
        "groups",
        asks=Message("Which few names can a team work with every day?"),
        how=Message(
            "Two other ways of dividing, life cycle and value, are put together by rule. Who has been silent for too long is dormant whatever the money; of the others the first tier of value is high-value, and the rest can grow."
        ),
        read=Message(
            "Use the groups for planning and reporting where more segments would be too many; use the ways of dividing behind them to decide what to do."
        ),
        misleads=Message(
            "A group says no more than its two parents. A dormant group mixes customers who once brought much with those who never did."
        ),
        source=Message("The kit’s own rule, after common practice of operations teams."),
        sections=("02_segmentation:own",),
    ),
    Note(
        "combined",
        asks=Message("What do two or three ways of dividing say together?"),
        how=Message(
            "The chosen ways of dividing are crossed, and each combination with enough buyers is a segment. Combinations of too few are put together, first those that differ in the last way only, then the rest. Which stand alone is decided once and kept."
        ),
        read=Message(
            "A combination narrows a group down, such as large customers who are going quiet. Read it beside the two it is made of."
        ),
        misleads=Message(
            "Crossing makes small groups quickly, and small groups differ by chance. What stands under “other combinations” is a mixture."
        ),
        source=Message("The kit’s own rule."),
        sections=("02_segmentation:own",),
    ),
    Note(
        "rules",
        asks=Message("How does the client itself divide its customers?"),
        how=Message(
            "The client’s conditions in client.yaml are asked in order, and the first that holds names the segment. Everything that is known of a customer can be asked, other ways of dividing included. Whom no condition takes is counted as such."
        ),
        read=Message(
            "The rules stand in the definition in the client’s own words. They are held against the same measures as every other way of dividing."
        ),
        misleads=Message(
            "A rule holds as long as its reason does: limits in money or days age. The order of the rules matters, as the first one wins."
        ),
        source=Message("The client’s own rules (settings.rules in client.yaml)."),
        sections=("02_segmentation:own",),
    ),
)
