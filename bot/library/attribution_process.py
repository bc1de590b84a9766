"""Attribution process: computes the attributions of articles in the background, beside the bot.

The attribution worker runs `main` with a file descriptor and the name of a spaCy model. The process has a low priority,
so that questions go first.
"""

from __future__ import annotations

import gc
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from bot.attribution.pipeline import attribute
from bot.attribution.syntax.parser import load
from bot.errors import UserError
from bot.library.child_process import connect
from bot.library.parser_memory import parser_zone
from bot.library.process_memory import limit_allocator
from bot.library.speaker_rows import speaker_rows
from bot.model.attribution import Attribution
from bot.model.documents import Document
from bot.store.library.speakers import SpeakerRow

if TYPE_CHECKING:
    from spacy.language import Language

_NICENESS = 10
# Seconds of CPU time: an article takes 0.03 milliseconds a character.
_LEAST_SECONDS = 60.0
_SECONDS_PER_CHARACTER = 0.001


@dataclass(frozen=True, slots=True)
class ModelLoaded:
    """The process takes documents."""


@dataclass(frozen=True, slots=True)
class ModelFault:
    """The language model can't be loaded; `message` says why and what to do."""

    message: str


@dataclass(frozen=True, slots=True)
class DocumentAttributions:
    """The attributions of one document, and its speakers as rows of the store."""

    attributions: tuple[Attribution, ...]
    speakers: tuple[SpeakerRow, ...]


@dataclass(frozen=True, slots=True)
class AttributionFault:
    """An exception of the rules, with its traceback for the log."""

    detail: str


AttributionMessage = ModelLoaded | ModelFault | DocumentAttributions | AttributionFault


def main() -> None:
    """Answer one document after the other until the connection is closed."""
    connection: Connection[AttributionMessage, Document] = connect()
    os.nice(_NICENESS)
    limit_allocator()
    _limit_cpu_time(_LEAST_SECONDS)
    with suppress(ConnectionError):
        try:
            nlp = load(sys.argv[2])
        except UserError as error:
            connection.send(ModelFault(error.message))
            return
        except Exception as error:  # noqa: BLE001 - its own output goes nowhere
            connection.send(ModelFault(f"The process that attributes articles can't load the language model: {error}."))
            return
        gc.freeze()  # a collection need not look at the model
        connection.send(ModelLoaded())
        for document in _received(connection):
            connection.send(_answer(document, nlp))


def _received(connection: Connection[AttributionMessage, Document]) -> Iterator[Document]:
    """Yield the documents that come; they are taken at once, so that the bot never waits in the middle of one."""
    inbox: queue.SimpleQueue[Document | None] = queue.SimpleQueue()

    def receive() -> None:
        try:
            while True:
                inbox.put(connection.recv())
        except (EOFError, OSError):
            return
        finally:
            inbox.put(None)  # also behind a document of another version: the bot was updated while it ran

    threading.Thread(target=receive, daemon=True).start()
    while (document := inbox.get()) is not None:
        yield document


def _answer(document: Document, nlp: Language) -> DocumentAttributions | AttributionFault:
    _limit_cpu_time(_LEAST_SECONDS + _SECONDS_PER_CHARACTER * len(document.text))
    try:
        with parser_zone(nlp):
            attributions = tuple(attribute(document, nlp))
        return DocumentAttributions(attributions, tuple(speaker_rows(attributions)))
    except Exception:  # noqa: BLE001 - one document is left out and no other
        return AttributionFault(traceback.format_exc())


def _limit_cpu_time(seconds: float) -> None:
    """Let SIGPROF end the process after so many seconds of CPU time from now."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
