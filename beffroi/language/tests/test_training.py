from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from beffroi.language import card, evaluating, plans, sources, training, weights
from beffroi.language.features import extract
from beffroi.language.fitting import Examples, fit, importance_of
from beffroi.language.second import Second
from beffroi.language.weights import Weights, probabilities

NOTHING = Second(np.zeros((0, 0), np.float32), np.zeros(0, np.float32))
OWN = Path(__file__).resolve().parents[3] / "language"
MESSAGES, EXAM = OWN / "messages", OWN / "exam"


@pytest.fixture(scope="module")
def sample() -> list[sources.Text]:
    return list(sources.messages(MESSAGES))[::48]


@pytest.fixture(scope="module")
def learned(sample: list[sources.Text]) -> Weights:
    return training.train(sample, about={"texts": len(sample)})


def test_the_messages_are_as_many_as_their_card_says() -> None:
    found = list(sources.messages(MESSAGES))
    french = [text for text in found if text.labels["language"] == "fr"]
    assert (len(found), len(french)) == (24937, 19557)
    trades = {row["trade"] for path in MESSAGES.glob("*.tsv") for row in sources.rows(path)}
    assert len(trades) == 1934
    assert len({text.group for text in found if text.labels["source"] == "review"}) < len(trades)


def test_the_exam_has_as_many_texts_as_its_card_says_and_none_that_teaches() -> None:
    exam = [_plain(text.text) for text in sources.messages(EXAM)]
    assert len(exam) == 2619
    assert not {_plain(text.text) for text in sources.messages(MESSAGES)}.intersection(exam)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower())) or text.strip()


@pytest.mark.parametrize("folder", [MESSAGES, EXAM])
def test_every_label_of_the_messages_is_known(folder: Path) -> None:
    known = {view.taught_by: set(view.labels) for view in plans.VIEWS}
    for text in sources.messages(folder):
        assert all(label in known[head] for head, label in text.labels.items()), text.text


def test_the_same_texts_give_the_same_bytes(
    sample: list[sources.Text], learned: Weights, tmp_path: Path
) -> None:
    weights.save(learned, tmp_path / "once.npz")
    weights.save(training.train(sample, about={"texts": len(sample)}), tmp_path / "twice.npz")
    assert (tmp_path / "once.npz").read_bytes() == (tmp_path / "twice.npz").read_bytes()


def test_what_was_saved_is_read_back(learned: Weights, tmp_path: Path) -> None:
    weights.save(learned, tmp_path / "kept.npz")
    kept = weights.load(tmp_path / "kept.npz")
    texts = ["Très bon accueil", "jamais reçu ma commande"]
    assert kept.heads == learned.heads
    assert np.allclose(kept.scores(texts), learned.scores(texts))


def test_a_head_learns_what_it_was_told(sample: list[sources.Text], learned: Weights) -> None:
    truth = [text.labels["sentiment"] for text in sample]
    columns = learned.columns("sentiment")
    said = learned.scores([text.text for text in sample])[:, columns].argmax(axis=1)
    right = [sources.SENTIMENTS[k] == label for k, label in zip(said, truth, strict=True)]
    assert np.mean(right) > 0.7


def test_rounding_hardly_moves_a_score() -> None:
    features = extract(["bon accueil", "mauvais accueil", "bon prix", "mauvais prix"] * 3)
    wanted = np.eye(2, dtype=np.float32)[[0, 1] * 6]
    importance = importance_of(features)
    mood = plans.View("mood", ("good", "bad"), "mood")
    fitted = fit(
        Examples(features, wanted, np.ones_like(wanted)), importance=importance, views=(mood,)
    )
    rounded = training.rounded((), fitted, importance, second=NOTHING, about={})
    exact = np.add.reduceat(fitted.rows[features.buckets], features.starts[:-1], axis=0)
    exact = exact / rounded.norms(features)[:, None] + fitted.bias
    assert np.abs(rounded.first(features) - exact).max() < 0.05
    assert (rounded.first(features).argmax(axis=1) == wanted.argmax(axis=1)).all()


def test_what_does_not_teach_a_question_leaves_it_alone() -> None:
    features = extract(["bon accueil", "mauvais accueil", "bon prix", "mauvais prix"] * 3)
    wanted = np.eye(2, dtype=np.float32)[[0, 1] * 6]
    counts = np.repeat(np.array([1, 1, 0, 0] * 3, np.float32)[:, None], 2, axis=1)
    turned = wanted.copy()
    turned[counts == 0] = 1 - turned[counts == 0]
    importance = importance_of(features)
    mood = plans.View("mood", ("good", "bad"), "mood", smoothing=0.1)
    once, twice = (
        fit(Examples(features, one, counts), importance=importance, views=(mood,))
        for one in (wanted, turned)
    )
    assert np.array_equal(once.rows, twice.rows)


def test_groups_stay_whole_and_parts_are_as_large(sample: list[sources.Text]) -> None:
    fold = training.folds_of(sample, folds=4)
    for group in {text.group for text in sample}:
        assert (
            len({part for part, text in zip(fold, sample, strict=True) if text.group == group}) == 1
        )
    sizes = np.bincount(fold)
    assert sizes.max() - sizes.min() < len(sample) / 10


def test_figures_are_measured_apart_and_kept(sample: list[sources.Text], learned: Weights) -> None:
    figures = training.validate(sample, folds=training.FOLDS)
    assert learned.about["apart"] == figures
    tone = figures["sentiment"]
    assert isinstance(tone, dict)
    assert 0.4 < tone["messages_fr"]["accuracy"] < 0.95


def test_probabilities_sum_to_one_and_cool_down() -> None:
    scores = np.array([[5.0, 1.0, -2.0], [1000.0, 0.0, -1000.0]], np.float32)
    sharp, soft = probabilities(scores), probabilities(scores, temperature=4)
    assert np.allclose(sharp.sum(axis=1), 1)
    assert sharp[0].max() > soft[0].max()
    assert np.isfinite(sharp).all()


def test_the_order_and_the_company_of_texts_change_no_score(learned: Weights) -> None:
    texts = ["merci", "", "scandaleux !!", "x" * 5000, "devis pour 40 couverts"]
    alone = np.concatenate([learned.scores([text]) for text in texts])
    assert np.allclose(alone, learned.scores(texts), atol=1e-4)
    assert learned.scores([]).shape == (0, alone.shape[1])


def test_figures_of_a_file(learned: Weights, tmp_path: Path) -> None:
    table = tmp_path / "some.tsv"
    table.write_text("text\tlabel\nmerci bravo\tpositive\nc'est nul\tnegative\n", encoding="utf-8")
    known = learned.head("sentiment").labels
    labelled = evaluating.read(table, head="sentiment", known=known)
    assert labelled.labels == ("negative", "positive")
    figures = evaluating.evaluate(learned, labelled, head="sentiment")
    assert figures["texts"] == 2
    assert figures["accuracy"] in {0.0, 0.5, 1.0}
    assert set(figures) >= {"macro_f1", "per_class", "calibration", "confusion", "sure"}


@pytest.mark.parametrize("words", [("yes", "no"), ("1", "0"), ("oui", "non"), ("health", "no")])
def test_urgency_is_judged_in_the_words_of_the_file(
    learned: Weights, tmp_path: Path, words: tuple[str, str]
) -> None:
    table = tmp_path / "urgent.tsv"
    table.write_text(f"text\turgent\nil y a le feu\t{words[0]}\nbonjour\t{words[1]}\n", "utf-8")
    labelled = evaluating.read(table, head="urgent", known=learned.head("urgent").labels)
    figures = evaluating.evaluate(learned, labelled, head="urgent")
    assert {"recall", "false_alarms"} <= set(figures)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("", "no row"),
        ("text\tlabel\n", "no row"),
        ("words\tlabel\na\tpositive\n", "columns"),
        ("text\tlabel\na\thappy\n", "happy"),
        ("text\tlabel\na\n", "some.tsv:2"),
    ],
)
def test_a_file_that_is_no_table_is_told(
    learned: Weights, tmp_path: Path, table: str, why: str
) -> None:
    path = tmp_path / "some.tsv"
    path.write_text(table, "utf-8")
    with pytest.raises(sources.Unreadable, match=why):
        evaluating.read(path, head="sentiment", known=learned.head("sentiment").labels)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "some.tsv"
    path.write_bytes(b"text\tlabel\n\xff\xfe\tpositive\n")
    with pytest.raises(sources.Unreadable, match="UTF-8"):
        sources.rows(path)


def test_the_card_of_the_shipped_weights_is_written_from_them() -> None:
    kept = (MESSAGES.parent / "WEIGHTS.md").read_text(encoding="utf-8")
    assert kept == card.written(weights.shipped(), data=weights.FILE.read_bytes())
    sources_of = weights.shipped().about["sources"]
    assert isinstance(sources_of, list)
    assert len(sources_of) >= 16
    assert all(row["sha256"] in kept for row in sources_of)
