"""The mood of comments without a rating, learnt from the client's own rated ones, and how far that can be trusted.

Two questions are asked of a text, each by its own logistic regression on pieces of two to four letters (one to three
Chinese signs): is it negative or not, is it positive or not.  A question is graded on comments that the model has not
seen, copies of one text always in the same fold, and used only from `LEAST_ACCURACY` and `LEAST_AUC` on.

What it is bad at: irony, and texts of another kind than the rated ones.  So free answers of a survey, which mostly say what
is wished for, are not read, nor is a text of which the rated ones know less than half of the words; and because a model that errs shifts a share, the share of negatives among the
texts it read is corrected by its own error rates.

Forman (2008), Quantifying counts and costs via classification (adjusted count).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.profiles.comment_words import is_han, key_of, words
from analysis.profiles.comments import NEGATIVE, NEUTRAL, POSITIVE, REVIEW

LEAST_RATED, LEAST_CLASS = 100, 30  # rated comments, and of each of the two answers
LEAST_ACCURACY, LEAST_AUC = 0.75, 0.80  # balanced accuracy: half the way from lot (0.5) to never wrong
LEAST_KNOWN = 0.5  # share of a text's words that rated comments hold
MOST_READ = 20_000  # rated comments that are learnt from; more add minutes, not grade
FOLDS, DRAWS = 5, 400
NOTHING_SEEN = pd.DataFrame(columns=["question", "comment", "truth", "said"])
GRADE = ["question", "n", "share", "accuracy", "low", "high", "auc", "majority", "hit", "false_alarm", "used", "reason"]


@dataclass(frozen=True)
class Moods:
    """`grade`: one row per question.  `placed`: the comments with mood, placed_by (rating, model, or missing)."""

    placed: pd.DataFrame
    grade: pd.DataFrame
    unseen: pd.DataFrame  # question, comment, truth, said: answers on comments that were held back

    @cached_property
    def used(self) -> bool:
        """Whether the model says which comments are negative."""
        return bool(self.grade.loc[self.grade["question"] == NEGATIVE, "used"].any())


def placed_moods(comments: pd.DataFrame, *, seed: int) -> Moods:
    """The mood of every comment that has one by its rating, or by a model that is good enough.

    From `comment_table` to the same rows with `mood` filled in and `placed_by`; `grade`, one row per question:

        question   negative | positive
        n          int    rated comments it was tried on
        share      float  of them, those for which the answer is yes
        accuracy   float  balanced accuracy on unseen comments, with low and high (95 %, over texts)
        auc        float  area under the ROC curve
        majority   float  accuracy of always giving the more frequent answer (its balanced accuracy is 0.5)
        hit, false_alarm  float  shares of yes said of those that are, and of those that are not
        used       bool   good enough to place comments
        reason     str    '', idle (no comment waits for a mood, so nothing is learnt), few (too few rated), weak (below the grade)
    """
    own = comments[~comments["repeat"]]
    rated = own[own["mood"].notna()]
    if len(rated) > MOST_READ:
        rated = rated.sample(MOST_READ, random_state=seed)
    waiting = own[own["mood"].isna() & own["origin"].eq(REVIEW)]
    asked = waiting[_known(waiting, rated)]
    rows, unseen, said = [], [], {}
    for question in (NEGATIVE, POSITIVE):
        grade, answers = _graded(rated, question, seed) if len(waiting) else ({"used": False, "reason": "idle"}, NOTHING_SEEN)
        rows.append({"question": question} | grade)
        unseen.append(answers.assign(question=question))
        if grade["used"] and len(asked):
            model = _model(rated["text"]).fit(rated["text"], rated["mood"].eq(question))
            said[question] = pd.Series(model.predict_proba(asked["text"])[:, 1], index=asked.index)
    mood = comments["mood"].copy()
    if NEGATIVE in said:
        mood.loc[asked.index] = _moods(said)
    by = np.select([comments["mood"].notna(), mood.notna()], ["rating", "model"], "")
    placed = comments.assign(mood=mood, placed_by=pd.Series(by, index=comments.index, dtype="str").replace("", None))
    return Moods(placed, pd.DataFrame(rows, columns=GRADE), pd.concat(unseen, ignore_index=True))


def adjusted_share(said: float, *, hit: float, false_alarm: float) -> float:
    """The share that a model with these error rates must have met to say yes to the share `said`; within 0 to 1."""
    return float(np.clip((said - false_alarm) / (hit - false_alarm), 0.0, 1.0))


def negative_shares(moods: Moods, *, seed: int, level: float = 0.95) -> pd.DataFrame:
    """The share of negatives among comments with a rating, among those the model read, and of both together.

    One row per part (rated, model, all): n, counted (share of negatives as counted), value (corrected by adjusted count;
    the same where nothing is modelled), low, high.  The interval draws comments, and the answers that were held back, anew.
    """
    own = moods.placed[~moods.placed["repeat"] & moods.placed["mood"].notna()]
    negative, by = own["mood"].eq(NEGATIVE).to_numpy(), own["placed_by"].to_numpy()
    counts = {part: (int(negative[by == part].sum()), int((by == part).sum())) for part in ("rating", "model")}
    tried = moods.unseen[moods.unseen["question"] == NEGATIVE]
    rng = np.random.default_rng(seed)
    tail = 100 * (1 - level) / 2
    drawn = {part: rng.binomial(n, (yes + 0.5) / (n + 1), DRAWS) / n for part, (yes, n) in counts.items() if n}
    value = {part: yes / n for part, (yes, n) in counts.items() if n}
    if "model" in value:
        rates = [_rates(tried)] + [_rates(tried.iloc[rng.integers(len(tried), size=len(tried))]) for _ in range(DRAWS)]
        adjust = [lambda said, pair=pair: adjusted_share(said, hit=pair[0], false_alarm=pair[1]) for pair in rates]
        value["model"] = adjust[0](value["model"])
        drawn["model"] = np.array([adjust[i + 1](one) for i, one in enumerate(drawn["model"])])
    rows = []
    for part, name in (("rating", "rated"), ("model", "model")):
        if part in value:
            low, high = np.percentile(drawn[part], [tail, 100 - tail])
            rows.append((name, counts[part][1], counts[part][0] / counts[part][1], value[part], low, high))
    total = sum(n for _, n in counts.values())
    if total:
        weight = {part: n / total for part, (_, n) in counts.items() if n}
        both = sum(weight[part] * drawn[part] for part in weight)
        low, high = np.percentile(both, [tail, 100 - tail])
        rows.append(("all", total, float(negative.mean()), sum(weight[part] * value[part] for part in weight), low, high))
    return pd.DataFrame(rows, columns=["part", "n", "counted", "value", "low", "high"])


def _graded(rated: pd.DataFrame, question: str, seed: int) -> tuple[dict, pd.DataFrame]:
    """The grade of one question, and its answers on comments held back."""
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedGroupKFold

    truth = rated["mood"].eq(question).to_numpy()
    known = {"n": len(rated), "share": truth.mean() if len(rated) else np.nan}
    if len(rated) < LEAST_RATED or min(truth.sum(), (~truth).sum()) < LEAST_CLASS:
        return known | {"used": False, "reason": "few"}, NOTHING_SEEN
    groups = pd.factorize(rated["text"].map(key_of))[0]
    scores = np.zeros(len(rated))
    for learnt, held in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(scores, truth, groups):
        model = _model(rated["text"]).fit(rated["text"].iloc[learnt], truth[learnt])
        scores[held] = model.predict_proba(rated["text"].iloc[held])[:, 1]
    answers = pd.DataFrame({"comment": rated["comment"].to_numpy(), "truth": truth, "said": scores > 0.5})
    hit, alarm = _rates(answers)
    said = answers["said"].to_numpy()
    accuracy, auc = (said[truth].mean() + 1 - said[~truth].mean()) / 2, roc_auc_score(truth, scores)
    low, high = _interval(answers, groups, seed)
    used = accuracy >= LEAST_ACCURACY and auc >= LEAST_AUC
    return known | {
        "accuracy": accuracy, "low": low, "high": high, "auc": auc, "majority": max(truth.mean(), 1 - truth.mean()),
        "hit": hit, "false_alarm": alarm, "used": used, "reason": "" if used else "weak",
    }, answers  # fmt: skip


def _model(texts: pd.Series):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    han = texts.map(is_han).mean() > 0.5
    pieces = {"analyzer": "char", "ngram_range": (1, 3)} if han else {"analyzer": "char_wb", "ngram_range": (2, 4)}
    return make_pipeline(
        TfidfVectorizer(sublinear_tf=True, **pieces), LogisticRegression(C=4.0, class_weight="balanced", max_iter=500)
    )


def _rates(answers: pd.DataFrame) -> tuple[float, float]:
    """Share of yes said of those that are, and of those that are not; neither 0 nor 1 for sure."""
    truth, said = answers["truth"].to_numpy(bool), answers["said"].to_numpy(bool)
    return (said[truth].sum() + 0.5) / (truth.sum() + 1), (said[~truth].sum() + 0.5) / ((~truth).sum() + 1)


def _interval(answers: pd.DataFrame, groups: np.ndarray, seed: int) -> tuple[float, float]:
    """Of balanced accuracy: texts drawn anew, all copies of one together."""
    truth, said = answers["truth"].to_numpy(bool), answers["said"].to_numpy(bool)
    cells = np.zeros((groups.max() + 1, 4))
    np.add.at(cells, (groups, truth * 2 + (truth == said)), 1)
    drawn = np.random.default_rng(seed).multinomial(len(cells), np.full(len(cells), 1 / len(cells)), size=DRAWS) @ cells
    with np.errstate(invalid="ignore"):
        accuracy = (drawn[:, 1] / (drawn[:, 0] + drawn[:, 1]) + drawn[:, 3] / (drawn[:, 2] + drawn[:, 3])) / 2
    low, high = np.nanpercentile(accuracy, [2.5, 97.5])
    return float(low), float(high)


def _known(waiting: pd.DataFrame, rated: pd.DataFrame) -> np.ndarray:
    """Whether at least half of a text's words occur in rated comments."""
    vocabulary = {word for text in rated["text"] for word in words(text)} if len(waiting) else set()
    return np.array([_part(words(text), vocabulary) >= LEAST_KNOWN for text in waiting["text"]], dtype=bool)


def _part(own: list[str], vocabulary: set[str]) -> float:
    return sum(word in vocabulary for word in own) / len(own) if own else 0.0


def _moods(said: dict[str, pd.Series]) -> pd.Series:
    negative = said[NEGATIVE]
    positive = said.get(POSITIVE, pd.Series(0.0, index=negative.index))
    mood = np.select([(negative > 0.5) & (negative >= positive), positive > 0.5], [NEGATIVE, POSITIVE], NEUTRAL)
    if POSITIVE not in said:
        mood = np.where(negative > 0.5, NEGATIVE, None)  # what is not negative may be anything
    return pd.Series(mood, index=negative.index, dtype="str")
