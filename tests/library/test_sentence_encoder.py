"""Sentence embeddings: near in meaning, independent of batches, off with one warning."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.errors import SetupError
from bot.library.sentence_encoder import SentenceEncoder, load_encoder, open_encoder
from tests.conftest import ROOT
from tests.library.tiny_model import PIECES, write_model


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return open_encoder("minilm")


def test_the_model_leaves_nothing_in_the_home_folder_and_reports_nothing(tmp_path: Path) -> None:
    # onnxruntime writes a device id and a queue of reports for Microsoft there, unless it is told not to.
    code = "from bot.library.sentence_encoder import open_encoder; open_encoder('minilm').encode(['Yes.'])"
    env = {name: value for name, value in os.environ.items() if name not in {"ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"}}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env | {"HOME": str(tmp_path)}, check=True)
    assert list(tmp_path.rglob("*")) == []


def test_vectors_have_length_one_and_the_order_of_the_texts(encoder: SentenceEncoder) -> None:
    texts = [
        "The ferry line will close in May.",
        "Yes.",
        "A long report on trams, bridges and roads came out on Monday.",
    ]
    vectors = encoder.encode(texts)
    assert vectors.shape == (3, encoder.dimensions) == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert np.allclose(encoder.encode([text])[0], vector, atol=1e-4)


def test_other_words_for_the_same_are_nearer_than_another_matter(encoder: SentenceEncoder) -> None:
    question, paraphrase, unrelated = encoder.encode(
        ["was the shop robbed", "Burglars broke into the store.", "The tram is new."]
    )
    assert question @ paraphrase > question @ unrelated + 0.2


def test_the_vectors_of_many_sentences_do_not_depend_on_their_batch(encoder: SentenceEncoder) -> None:
    texts = [f"The ferry number {number} sank" + " again" * (number % 7) + "." for number in range(30)]
    backwards = encoder.encode(texts[::-1])[::-1]
    assert np.allclose(encoder.encode(texts), backwards, atol=1e-4)


def test_a_text_counts_up_to_128_word_pieces(encoder: SentenceEncoder) -> None:
    full = "ferry " * 126  # and the two marks around them
    whole, longer, shorter = encoder.encode([full, full + "tram " * 50, "ferry " * 125 + "tram"])
    assert np.allclose(whole, longer, atol=1e-4)
    assert not np.allclose(whole, shorter, atol=1e-4)


def test_no_text_and_an_empty_text_are_no_fault(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert np.isfinite(encoder.encode([""])).all()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Naïve ZÜRICH", [15743, 10204]),
        ("unaffordable", [14477, 4246, 8551, 3085]),
        ("北京!", [1781, 1755, 999]),
        ("x" * 101, [100]),
        ("a\x00b\u200b c\td", [11113, 1039, 1040]),
    ],
)
def test_text_is_cut_as_the_model_was_trained(encoder: SentenceEncoder, text: str, pieces: list[int]) -> None:
    assert encoder._tokenizer.encode(text).ids == [101, *pieces, 102]


def test_the_vocabulary_is_whole(encoder: SentenceEncoder) -> None:
    assert encoder._tokenizer.get_vocab_size() == 30_522


def test_a_folder_may_hold_another_model(tmp_path: Path) -> None:
    encoder = open_encoder(str(write_model(tmp_path / "ours")))
    assert encoder.dimensions == 4
    assert encoder.model_id.startswith("ours-")
    ferry, tram = encoder.encode(["ferry", "tram"])
    assert not np.allclose(ferry, tram)


def test_a_folder_may_hold_its_tokenizer_as_json(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "ours")
    before = open_encoder(str(folder))
    before._tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "vocab.txt").unlink()
    text = ["the ferry sank ."]
    assert np.array_equal(open_encoder(str(folder)).encode(text), before.encode(text))


def test_another_file_is_another_model(tmp_path: Path) -> None:
    first, second = (open_encoder(str(write_model(tmp_path / str(seed) / "ours", seed=seed))) for seed in (1, 2))
    again = open_encoder(str(tmp_path / "1" / "ours"))
    assert first.model_id == again.model_id != second.model_id


def _truncated(folder: Path) -> None:
    file = write_model(folder) / "model.onnx"
    file.write_bytes(file.read_bytes()[:100])


def _of_other_inputs(folder: Path) -> None:
    write_model(folder, inputs=("pixels", "mask"))


def _of_one_vector_a_text(folder: Path) -> None:
    write_model(folder, operation="Identity")


def _with_too_few_rows(folder: Path) -> None:
    write_model(folder, rows=len(PIECES) - 1)


def _with_half_a_vocabulary(folder: Path) -> None:
    (write_model(folder) / "vocab.txt").write_text("ferry\ntram\n")


def _with_a_vocabulary_that_is_no_text(folder: Path) -> None:
    (write_model(folder) / "vocab.txt").write_bytes(b"\xff\xfe\x00")


def _with_a_broken_tokenizer(folder: Path) -> None:
    (write_model(folder) / "tokenizer.json").write_text("{")


def _without_a_vocabulary(folder: Path) -> None:
    (write_model(folder) / "vocab.txt").unlink()


FAULTS = {
    lambda folder: None: "can't be read (No such file",
    _truncated: "can't be used",
    _of_other_inputs: "has the inputs mask, pixels",
    _of_one_vector_a_text: "gives an output of shape",
    _with_too_few_rows: "does not run",
    _with_half_a_vocabulary: "lacks [PAD]",
    _with_a_vocabulary_that_is_no_text: "The tokenizer in",
    _with_a_broken_tokenizer: "The tokenizer in",
    _without_a_vocabulary: "vocab.txt",
}


@pytest.mark.parametrize(("spoil", "message"), FAULTS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_an_unusable_model_is_logged_once_in_a_sentence(spoil, message, tmp_path: Path, caplog) -> None:
    spoil(tmp_path)
    with pytest.raises(SetupError) as raised:
        open_encoder(str(tmp_path))
    assert message in raised.value.message
    assert "\n" not in raised.value.message
    assert raised.value.message.endswith(".")
    assert load_encoder(str(tmp_path)) is None
    assert load_encoder(str(tmp_path)) is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert raised.value.message in caplog.text


def test_off_is_no_fault(caplog) -> None:
    assert load_encoder("off") is None
    assert not caplog.records
