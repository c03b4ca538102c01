"""Method notes of what chapter 05 measures: movement, why revenue changed, whether the ruler still fits."""

from analysis.text.message import Message
from analysis.text.notes.note import Note

RESULTS = (
    Note(
        "migration",
        title=Message("Movement between segments, and chance"),
        asks=Message("Who moved to another segment, and is that more than chance?"),
        how=Message(
            "Both days are read with the same limits, so that customers moved and not the ruler. Then the period is replayed many times with customers who order at the pace of before: the movement in the replays is what chance brings."
        ),
        read=Message("A dot outside the bar is movement that chance does not explain. Inside it, nothing needs an explanation."),
        misleads=Message(
            "A replay knows no season, no growth and nobody who leaves for good, so a move beyond chance says that something changed, not what. Standing still moves a customer, too: days since the last order grow by themselves."
        ),
        source=Message("Replays drawn from each customer’s history before the period; the kit’s own method."),
        sections=("05_evaluation:moved", "05_evaluation:chance"),
        tables=("migration",),
    ),
    Note(
        "revenue_change",
        title=Message("Why revenue changed"),
        asks=Message("More customers, more orders each, or larger orders?"),
        how=Message(
            "Revenue is customers times orders per customer times money per order. The change is divided among the three so that nothing is left over and none is favoured for being named first: each gets its effect averaged over all orders in which the three could have changed."
        ),
        read=Message("The bars add up to the whole change. The largest says where to look first."),
        misleads=Message(
            "It describes, it does not explain: a price rise shows as larger orders and may be why there are fewer customers."
        ),
        source=Message("Shapley (1953); Sun (1998), Accounting for the changes in energy consumption."),
        sections=("05_evaluation:change",),
        tables=("revenue_change",),
    ),
    Note(
        "drift",
        title=Message("Whether the segmentation still holds"),
        asks=Message("Do customers still look as they did when the segments were defined?"),
        how=Message(
            "For each figure it is compared how customers spread over tenths of it then and now. The index is nought where both are alike and grows as they part; a figure counts as moved only where a test of the same tenths finds the days different as well."
        ),
        read=Message(
            "Where a figure that makes the segments has moved, the old limits no longer cut where they were meant to: define anew, or say why not."
        ),
        misleads=Message(
            "With few customers the index is high by chance; the test guards against that. Customers can change in ways that no single figure shows."
        ),
        source=Message(
            "Siddiqi (2006), Credit Risk Scorecards; Yurdakul and Naranjo (2020), Statistical properties of the population stability index."
        ),
        sections=("05_evaluation:drift",),
        tables=("drift",),
    ),
    Note(
        "model_health",
        title=Message("Whether the models still hold"),
        asks=Message("Did what was predicted before the period come?"),
        how=Message(
            "The model of the report before is laid on what was known on the eve of the period, and its forecast is held against what customers did: in total, by tenths, and by who came at all. Where no report left a forecast, a model is fitted on the orders before the period, and that is called a back-test."
        ),
        read=Message(
            "A total near one can be planned with. A model that tells no more than past spend or days since the last order is not worth its trouble."
        ),
        misleads=Message(
            "One period has one season, which the model does not know. Customers who were contacted because of the forecast behave otherwise than it said."
        ),
        source=Message(
            "Fader, Hardie and Lee (2005), Marketing Science 24; DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44; grades are the kit’s own."
        ),
        sections=("05_evaluation:models",),
        tables=("model_health",),
    ),
    Note(
        "refit",
        title=Message("Whether new limits are called for"),
        asks=Message("Would limits learned today divide otherwise, and is that more than luck?"),
        how=Message(
            "The definition is learned again on today’s customers and both are laid on them: what differs is the ruler. Then limits are learned on customers drawn anew with replacement. New limits are called for where a figure that makes the segments has shifted, or where they would put more customers elsewhere than the limit allows and than redrawing does."
        ),
        read=Message(
            "Small changes are luck: keep the definitions, and customers move instead of the ruler. Segments that most redraws do not leave alone are too many, or too fine."
        ),
        misleads=Message(
            "Limits that have not moved may still be the wrong ones; whether segments tell who comes is a question of its own."
        ),
        source=Message(
            "Hennig (2007), Cluster-wise assessment of cluster stability, Computational Statistics and Data Analysis 52; the limits are the kit’s own."
        ),
        sections=("05_evaluation:refit",),
        tables=("separation",),
    ),
)
