from __future__ import annotations

import hashlib
import json
from pathlib import Path

from beffroi.cli.tests.commands import Home
from beffroi.language.weights import FILE

TABLE = "text\tlabel\nMerci, accueil parfait !\tpositive\nColis cassé, je suis déçu\tnegative\n"


def test_a_labelled_file_is_judged(home: Home, tmp_path: Path) -> None:
    table = tmp_path / "some.tsv"
    table.write_text(TABLE, encoding="utf-8")
    done = home.run("language", "evaluate", str(table), "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["texts"], figures["accuracy"], figures["macro_f1"]) == (2, 1.0, 1.0)


def test_weights_are_built_from_a_sample_and_used(home: Home, tmp_path: Path) -> None:
    weights, table = tmp_path / "weights.npz", tmp_path / "some.tsv"
    table.write_text(TABLE, encoding="utf-8")
    built = home.run(
        *("language", "train", "--data", str(tmp_path), "--every", "90", "--to", str(weights))
    )
    assert built.returncode == 0, built.stderr
    assert json.loads(built.stdout.splitlines()[-1])["bytes"] == weights.stat().st_size
    done = home.run("language", "evaluate", str(table), "--weights", str(weights), "--json")
    assert json.loads(done.stdout.splitlines()[-1])["texts"] == 2


def test_what_cannot_be_used_is_told(home: Home, tmp_path: Path) -> None:
    empty = tmp_path / "empty.tsv"
    empty.write_text("", encoding="utf-8")
    for arguments, why in (
        (("evaluate", str(empty)), "no row"),
        (("evaluate", str(tmp_path / "absent.tsv")), "absent.tsv"),
        (("train", "--data", str(empty)), "is not a folder"),
        (("train", "--data", str(tmp_path), "--to", "weights"), "must end in .npz"),
    ):
        done = home.run("language", *arguments)
        assert done.returncode == 1
        assert why in done.stderr
        assert "Traceback" not in done.stderr


def test_validation_measures_what_the_others_teach(home: Home, tmp_path: Path) -> None:
    done = home.run(
        *("language", "validate", "--data", str(tmp_path), "--every", "90", "--folds", "2"),
        "--json",
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert {"sentiment", "reviews_without_neutral", "intent", "urgent", "spam"} <= set(figures)
    assert 0 <= figures["urgent"]["recall"] <= 1


def test_the_exam_is_told(home: Home) -> None:
    done = home.run("language", "exam", "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["texts"] > 2000
    assert figures["urgent"]["recall"] > 0.8


def test_the_card_tells_the_checksum_of_the_weights(home: Home) -> None:
    done = home.run("language", "card")
    digest = hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert digest in done.stdout
