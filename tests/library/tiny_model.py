"""ONNX files of a few hundred bytes, usable and unusable ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

PIECES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "ferry", "tram", "bridge", "sank", "the", ".")
_FLOAT, _INT64 = 1, 7


def write_model(
    folder: Path,
    *,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    seed: int = 1,
    rows: int = len(PIECES),
    width: int = 4,
    operation: str = "Gather",
) -> Path:
    """Write a model with `rows` vectors per word piece, and its vocabulary."""
    folder.mkdir(parents=True, exist_ok=True)
    table = np.random.default_rng(seed).normal(size=(rows, width)).astype(np.float32)
    tensor = (
        _number(1, rows) + _number(1, width) + _number(2, _FLOAT) + _bytes(8, b"table") + _bytes(9, table.tobytes())
    )
    given = [b"table", inputs[0].encode()] if operation == "Gather" else [b"table"]
    node = b"".join(_bytes(1, name) for name in given) + _bytes(2, b"hidden") + _bytes(4, operation.encode())
    graph = _bytes(1, node) + _bytes(2, b"tiny") + _bytes(5, tensor)
    graph += b"".join(_bytes(11, _value(name, _INT64, "batch", "sequence")) for name in inputs)
    dimensions = ("batch", "sequence", "width") if operation == "Gather" else ("rows", "width")
    graph += _bytes(12, _value("hidden", _FLOAT, *dimensions))
    model = _number(1, 8) + _bytes(7, graph) + _bytes(8, _number(2, 15))
    (folder / "model.onnx").write_bytes(model)
    (folder / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    return folder


def _value(name: str, kind: int, *dimensions: str) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, dimension.encode())) for dimension in dimensions)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out) + bytes([number])
