"""Composition root: builds store, index and services from the settings."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import time
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.desk.archiving.service import PageArchiving
from bot.desk.attachments import AttachmentService
from bot.desk.desk import Desk
from bot.desk.draft_checks.saved import SavedDraftChecks
from bot.desk.draft_checks.service import DraftCheckService
from bot.desk.flag_drafts import FlagDraftService
from bot.desk.greetings import GreetingService
from bot.desk.monitoring.question_watcher import QuestionWatcher
from bot.desk.monitoring.watcher import ArticleWatcher
from bot.desk.publication.feeds import SiteOptions
from bot.desk.publication.publisher import Publisher
from bot.desk.published_verdicts import PublishedVerdicts
from bot.desk.question_watches import QuestionWatches
from bot.desk.similarity.languages.detection import language_of
from bot.desk.similarity.search import SimilarClaims
from bot.desk.verdict_replies import VerdictReplies
from bot.desk.webhook.request import WebhookTarget
from bot.desk.webhook.service import WebhookService
from bot.desk.witness_delivery import WitnessDelivery
from bot.errors import IndexUnavailableError, UserError
from bot.library import sync
from bot.library.answer_feedback import FeedbackService
from bot.library.archive_opening import open_archive
from bot.library.attributions import AttributionService
from bot.library.data_folder import BACKUPS, DATABASE, LOCK, SUBMITTED, index_folders, refuse_damaged_desk
from bot.library.document_units import DocumentUnitsService
from bot.library.documents import DocumentService
from bot.library.draft_evidence import DraftEvidenceService
from bot.library.draft_reading import DraftReader
from bot.library.english_words import is_everyday
from bot.library.evidence import EvidenceService
from bot.library.examples import ExampleService
from bot.library.follow_ups import FollowUpService
from bot.library.health import HealthService
from bot.library.index_repair import RepairingIndex
from bot.library.indexed_draft import IndexedDrafts
from bot.library.judge_weights import load_judge
from bot.library.ocr import ocr_setting
from bot.library.process_memory import MemoryUse, resident_bytes
from bot.library.quarantine import QuarantineService
from bot.library.question_queue import OnWait, QuestionQueue
from bot.library.questions import QuestionService
from bot.library.quote_checks import LISTED, QuoteCheckService
from bot.library.reader_worker import ReadLimits
from bot.library.saved_answers import SavedAnswerService
from bot.library.scheduled_backups import ScheduledBackups
from bot.library.search import SearchResult, SearchService
from bot.library.sentence_encoder import OFF
from bot.library.sentence_vectors import SentenceVectorService
from bot.library.speakers import SpeakerService
from bot.library.submissions import SubmissionService
from bot.library.sync import OnProgress
from bot.library.sync_report import SyncReport
from bot.library.text_packing import TextPackingService
from bot.library.word_vectors import WordVectorService
from bot.model.answers import Answer
from bot.model.erasure import Erasure
from bot.model.page_copies import CopyKind
from bot.model.search import NO_FILTER, SearchFilter
from bot.model.submissions import Submission, SubmissionResult
from bot.quotecheck.model import QuoteCheckResult
from bot.search.index import Index
from bot.settings import Settings
from bot.store.archive import Archive
from bot.store.library.answer_feedback import pseudonym
from bot.store.passages.opening import open_index
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import Database, open_database
from bot.store.sqlite.process_lock import BusyError, locked

_log = logging.getLogger(__name__)

_LOCK_SECONDS = 30.0
_INTERACTIVE_TIMEOUT_S = 0.6  # maximum wait of an answer in Discord for attributions
_TERMINAL_TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class App:
    """All services of one running factdesk.

    `data` is the folder of database and index, `folders` are the folders of articles. `database` holds the desk,
    `archive` the articles and all that is derived from them.
    """

    settings: Settings
    data: Path
    folders: tuple[Path, ...]
    database: Database
    archive: Archive
    index: Index
    repairing_index: RepairingIndex
    index_prepared: asyncio.Event  # set once the index is checked and up to the database
    documents: DocumentService
    quarantine: QuarantineService
    text_packing: TextPackingService
    document_units: DocumentUnitsService
    sentence_vectors: SentenceVectorService | None  # None if the setting is off
    word_vectors: WordVectorService | None  # likewise
    attributions: AttributionService
    passage_search: SearchService
    evidence: EvidenceService
    questions: QuestionService
    question_queue: QuestionQueue
    quote_checks: QuoteCheckService
    draft_reader: DraftReader
    draft_checks: DraftCheckService
    speakers: SpeakerService
    examples: ExampleService
    desk: Desk
    similar_claims: SimilarClaims
    published_verdicts: PublishedVerdicts
    verdict_replies: VerdictReplies
    flag_drafts: FlagDraftService
    saved_draft_checks: SavedDraftChecks
    greetings: GreetingService
    attachments: AttachmentService
    article_watcher: ArticleWatcher
    question_watcher: QuestionWatcher
    question_watches: QuestionWatches
    saved_answers: SavedAnswerService
    feedback: FeedbackService
    submissions: SubmissionService
    follow_ups: FollowUpService
    health: HealthService
    backups: ScheduledBackups | None  # None if the setting is 0
    publisher: Publisher
    webhook: WebhookService | None  # None without the setting
    page_archiving: PageArchiving

    async def sync(self, on_progress: OnProgress = lambda _: None) -> SyncReport:
        """Synchronise store and index with the folders; return the report.

        The desk then checks the changed articles. Raises UserError if no folder is set, a folder is missing, or another
        process is indexing for more than 30 s.
        """
        if not self.folders:
            raise UserError("No folder of articles is set. Name one in FACTDESK_CORPUS, or on the command line.")
        submitted = self.submissions.folder
        has_submitted = await asyncio.to_thread(submitted.is_dir)
        return await self._sync([*self.folders, *([submitted] if has_submitted else [])], on_progress)

    async def index_submitted(self, kept: Sequence[SubmissionResult]) -> list[SubmissionResult]:
        """Index the files that `submissions.keep` has saved; return what became of each."""
        if not any(result.submission for result in kept):
            return list(kept)
        await self._sync_submitted()
        settled = await self.submissions.settle(kept)
        if any(before.submission and not after.submission for before, after in zip(kept, settled, strict=True)):
            await self._sync_submitted()  # forgets the deleted files
        return settled

    async def withdraw(self, submission: Submission) -> bool:
        """Delete an article handed in from Discord; return whether it is out of the index, too."""
        await self.submissions.delete(submission)
        return await self._sync_submitted()

    async def _sync_submitted(self) -> bool:
        """Synchronise the folder of articles handed in.

        False while another process indexes: the next run does it.
        """
        try:
            await self._sync([self.submissions.folder], lambda _: None)
        except BusyError:
            return False
        return True

    async def retry_quarantine(self) -> SyncReport:
        """Read all quarantined files again, with whatever else changed in their folders."""
        return await self._sync([Path(folder) for folder in await self.quarantine.release()], lambda _: None)

    async def _sync(self, folders: Sequence[Path], on_progress: OnProgress) -> SyncReport:
        started = time.monotonic()
        await self.index_prepared.wait()  # files that are damaged would be merged with the new ones
        async with locked(self.data / LOCK, seconds=_LOCK_SECONDS), self.archive.locked(seconds=_LOCK_SECONDS):
            await self._claim(folders)
            report = await sync.sync_folders(
                self.archive,
                self.index,
                folders,
                max_file_mb=self.settings.max_file_mb,
                follow_links=self.settings.follow_links,
                limits=_read_limits(self.settings),
                ocr=ocr_setting(self.settings.ocr, self.settings.ocr_seconds),
                on_progress=on_progress,
                on_repair=self.health.add_notice,
            )
        await self.article_watcher.scan()
        await self.question_watcher.scan()
        return replace(report, seconds=time.monotonic() - started)

    async def _claim(self, folders: Sequence[Path]) -> None:
        """Claim folders of a shared archive for this bot, which is known by the secret of its database."""
        if self.archive.is_shared:
            reader = await self.database.read(lambda connection: pseudonym(connection, 0))
            await self.archive.claim(await asyncio.to_thread(_real_paths, folders), reader)

    async def follow(self) -> None:
        """Index what another bot has changed in a shared archive; the desk then checks the changed articles."""
        await self.index_prepared.wait()
        if await sync.is_in_sync(self.archive, self.index):
            return
        with suppress(BusyError):  # this bot changes it itself
            async with locked(self.data / LOCK, seconds=0):
                await sync.catch_up(self.archive, self.index, self.health.add_notice)
            await self.article_watcher.scan()
            await self.question_watcher.scan()

    async def archive_problem(self) -> str | None:
        """Return why the articles can't be read at the moment, or None."""
        try:
            await self.archive.refuse_while_away()
        except UserError as error:
            return error.message
        return None

    async def purge_answers(self, before: datetime) -> None:
        """Delete the answers given before a moment, those from before an archive moved to a server included."""
        for archive in self._archives():
            # A bot whose clock is wrong would delete the answers of all bots.
            difference = await archive.now() - _now()
            await SavedAnswerService(archive).purge(before + difference)

    async def forget(self, user: int, texts: Collection[str] = ()) -> Erasure:
        """Erase a user from the archive and at every desk, with those of their texts whose ids are given.

        What a move of the archive to a server left in the data folder is erased as well.
        What was begun can be finished by the same call again.
        """
        for archive in self._archives():
            await SavedAnswerService(archive).forget(user)
        return await self.desk.forget(user, texts)

    async def feedback_of(self, user: int) -> int:
        """Count the feedback by a user and on answers to them; a move to a server leaves a copy behind."""
        services = [FeedbackService(archive, self.documents, _now) for archive in self._archives()]
        return max([await service.count_of(user) for service in services])

    def _archives(self) -> list[Archive]:
        """Return the archive, and what the data folder still holds of the one from before a move to a server."""
        return [self.archive, *([SqliteArchive(self.database)] if self.archive.is_shared else [])]

    async def ask(
        self,
        question: str,
        narrowing: SearchFilter = NO_FILTER,
        *,
        exact: bool = False,
        on_wait: OnWait | None = None,
    ) -> Answer:
        """Return the answer to `question`, possibly a refusal.

        Waits in the queue for its turn; after two seconds `on_wait` gets the number of questions ahead, and again at
        every change.
        """
        await self.archive.refuse_while_away()  # an index alone would say that it found nothing
        async with self.question_queue.turn(on_wait):
            return await self.questions.answer(question, narrowing, exact=exact)

    async def quote(self, text: str, speaker: str | None = None, *, most: int = LISTED) -> QuoteCheckResult:
        """Return the match level of `text`, its places in `most` articles with it, and its speakers."""
        await self.archive.refuse_while_away()
        return await self.quote_checks.check(text, speaker, most)

    async def finish(self, answer: Answer) -> Answer:
        """Answer again with the attributions of all pending documents."""
        return await self.questions.finish(answer)

    async def search(
        self,
        query: str,
        limit: int = 10,
        narrowing: SearchFilter = NO_FILTER,
        *,
        exact: bool = False,
        newest: bool = False,
    ) -> SearchResult:
        """Return the best `limit` passages for `query`, with their text."""
        await self.archive.refuse_while_away()
        return await self.passage_search.search(query, limit, narrowing, exact=exact, newest=newest)

    async def remove(self, folder: str) -> int:
        """Remove a folder from store and index; return its number of documents."""
        await self.index_prepared.wait()
        async with locked(self.data / LOCK, seconds=_LOCK_SECONDS), self.archive.locked(seconds=_LOCK_SECONDS):
            count = await sync.remove(self.archive, self.index, folder, self.health.add_notice)
        await self.article_watcher.scan()
        return count

    def memory(self) -> MemoryUse:
        """Return the memory of the process and how full the caches are."""
        caches = [
            *self.documents.caches(),
            *self.document_units.caches(),
            *self.attributions.caches(),
            *self.evidence.caches(),
        ]
        if self.sentence_vectors:
            caches += self.sentence_vectors.caches()
        if self.word_vectors:
            caches += self.word_vectors.caches()
        return MemoryUse(resident_bytes(), tuple(caches))

    @asynccontextmanager
    async def deriving(self) -> AsyncIterator[bool]:
        """Yield whether this bot may derive data from new documents; of a shared archive one bot does at a time."""
        async with AsyncExitStack() as held:
            try:
                await held.enter_async_context(self.archive.locked(seconds=0, work="deriving"))
            except UserError:  # another bot does it, or the server is away
                yield False
            else:
                yield True

    async def complete(self) -> None:
        """Pack plain texts, then compute units, word vectors, attributions and sentence vectors of all documents."""
        await self.text_packing.fill()
        await self.document_units.fill()
        if self.word_vectors:
            await self.word_vectors.fill()
        await self.attributions.fill()
        if self.sentence_vectors:
            await self.sentence_vectors.fill()

    async def check_index(self) -> None:
        """Read all files of the index, and rebuild it if one is damaged."""
        with suppress(BusyError):
            await asyncio.to_thread(self.repairing_index.check)

    async def catch_up(self) -> None:
        """Index the stored changes of an interrupted run.

        Another process that is indexing at the moment does this itself.
        """
        if not await sync.is_in_sync(self.archive, self.index):
            with suppress(BusyError):
                async with locked(self.data / LOCK, seconds=0):
                    await sync.catch_up(self.archive, self.index, self.health.add_notice)


@asynccontextmanager
async def open_app(
    settings: Settings, *, corpus: Sequence[Path] | None = None, interactive: bool = False
) -> AsyncIterator[App]:
    """Yield the app over `settings.corpus`, or over private folders.

    The index of the folders `corpus` is kept in the cache folder. With `interactive` (the bot) attributions are
    computed for the ranges of a question first; otherwise (the terminal) for whole documents. Raises SetupError if the
    data folder or the database can't be used.
    """
    folders = settings.corpus if corpus is None else tuple(corpus)
    data = settings.data if corpus is None else settings.cache / "corpora" / _digest(folders)
    if corpus is not None:
        settings = settings.model_copy(update={"database": None})  # what is private stays on this machine
    async with (
        open_database(data / DATABASE, "FACTDESK_DATA" if corpus is None else "FACTDESK_CACHE") as database,
        open_archive(settings, database, waits_for_server=interactive) as archive,
    ):
        index = open_index(index_folders(data, archive), settings if corpus is None else None)
        documents = DocumentService(archive)
        health = HealthService(database, data, _now)
        repairing = RepairingIndex(index, archive, data / LOCK, health.add_notice)
        units = DocumentUnitsService(archive, documents)
        vectors = _sentence_vectors(settings, archive, documents, units)
        word_vectors = WordVectorService(archive, repairing, vectors.thread) if vectors else None
        attributions = AttributionService(archive, documents, settings.spacy_model)
        timeout_s = _INTERACTIVE_TIMEOUT_S if interactive else _TERMINAL_TIMEOUT_S
        searching = SearchService(repairing, documents)
        judge = load_judge()
        evidence = EvidenceService(searching, documents, units, attributions, vectors, word_vectors, judge)
        questions = QuestionService(
            searching, documents, units, attributions, evidence, judge, timeout_s=timeout_s, whole=not interactive
        )
        quote_checks = QuoteCheckService(repairing, documents, attributions, timeout_s=timeout_s)
        # Without vectors: the sentences of a draft would be encoded one by one, a second each.
        unencoded = EvidenceService(searching, documents, units, attributions, None, None, judge)
        draft_questions = QuestionService(
            searching, documents, units, attributions, unencoded, judge, timeout_s=_INTERACTIVE_TIMEOUT_S, whole=False
        )
        draft_evidence = DraftEvidenceService(searching, documents, attributions, quote_checks, draft_questions)
        speakers = SpeakerService(archive, documents, repairing)
        desk = Desk(database, _now, _witness_delivery(settings))
        similar_claims = SimilarClaims(database, attributions.run_with_parser)
        published_verdicts = PublishedVerdicts(database, similar_claims, attributions.run_with_parser)
        app = App(
            settings=settings,
            data=data,
            folders=folders,
            database=database,
            archive=archive,
            index=index,
            repairing_index=repairing,
            index_prepared=asyncio.Event(),
            documents=documents,
            quarantine=QuarantineService(archive),
            text_packing=TextPackingService(database),
            document_units=units,
            sentence_vectors=vectors,
            word_vectors=word_vectors,
            attributions=attributions,
            passage_search=searching,
            evidence=evidence,
            questions=questions,
            question_queue=QuestionQueue(),
            quote_checks=quote_checks,
            draft_reader=_draft_reader(settings, data, IndexedDrafts(quote_checks, documents)),
            draft_checks=DraftCheckService(draft_evidence, published_verdicts),
            speakers=speakers,
            examples=ExampleService(speakers, documents),
            desk=desk,
            similar_claims=similar_claims,
            published_verdicts=published_verdicts,
            verdict_replies=VerdictReplies(database, published_verdicts, _now),
            flag_drafts=FlagDraftService(database),
            saved_draft_checks=SavedDraftChecks(database, _now, timedelta(hours=settings.draft_hours)),
            greetings=GreetingService(database, _now),
            attachments=AttachmentService(database, _now, settings.attachment_mb << 20),
            article_watcher=ArticleWatcher(database, documents, partial(searching.parse, exact=True), _now),
            question_watcher=QuestionWatcher(
                database,
                documents,
                units,
                partial(searching.parse, exact=True),
                lambda word: searching.vocabulary().frequency(word),
                questions.answer_from,
                _now,
            ),
            question_watches=QuestionWatches(database, _now, settings.watches, searching.refusal, documents.generation),
            saved_answers=SavedAnswerService(archive),
            feedback=FeedbackService(archive, documents, _now),
            submissions=SubmissionService(database, archive, data / SUBMITTED, _now, settings.max_file_mb),
            follow_ups=FollowUpService(archive, partial(searching.in_thread, searching.vocabulary)),
            health=health,
            backups=_scheduled_backups(settings, data),
            publisher=_publisher(settings, database, desk),
            webhook=_webhook(settings, database, desk),
            page_archiving=PageArchiving(database, _now, _copy_kinds(settings), _read_limits(settings)),
        )
        try:
            await asyncio.to_thread(app.draft_reader.remove_leftovers)
            async with _index_prepared(app, interactive=interactive):
                yield app
        finally:
            await draft_questions.close()
            await unencoded.close()
            await questions.close()
            await evidence.close()
            await searching.close()
            await quote_checks.close()
            await attributions.close()
            if vectors:
                await vectors.close()
            if word_vectors:
                await word_vectors.close()
            await units.close()
            index.close()


@asynccontextmanager
async def _index_prepared(app: App, *, interactive: bool) -> AsyncIterator[None]:
    """Bring the index up to the database: before the block in the terminal, during it in the bot.

    The bot connects meanwhile, and checks the index first. An index in a cluster is left to the bot's upkeep.
    """
    if not interactive:
        await _catch_up(app)
    if not interactive or app.settings.index:
        app.index_prepared.set()
        yield
        return
    preparing = asyncio.create_task(_check_and_catch_up(app))
    try:
        await asyncio.sleep(0)  # from its first step on look-ups wait
        yield
    finally:
        preparing.cancel()
        await asyncio.gather(preparing, return_exceptions=True)


async def _check_and_catch_up(app: App) -> None:
    try:
        with app.repairing_index.held():
            await app.check_index()
            await _catch_up(app)
    except UserError as error:  # a look-up says it again
        _log.warning("%s", error.message)
    except Exception:  # noqa: BLE001 - the desk goes on without the articles
        _log.exception("the search index could not be checked")
    finally:
        app.index_prepared.set()


async def _catch_up(app: App) -> None:
    try:
        await app.catch_up()
    except IndexUnavailableError as error:  # what needs no index goes on; the next run catches up
        _log.warning("%s", error.message)


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[tuple[Desk, SimilarClaims]]:
    """Yield the claims desk and its search alone, without index; the parser is loaded if claims need it.

    Raises SetupError if the database can't be used.
    """
    async with open_database(settings.data / DATABASE) as database:
        await refuse_damaged_desk(database)
        archive = SqliteArchive(database)  # never read: only the parser is used
        attributions = AttributionService(archive, DocumentService(archive), settings.spacy_model)
        try:
            yield Desk(database, _now), SimilarClaims(database, attributions.run_with_parser)
        finally:
            await attributions.close()


def _witness_delivery(settings: Settings) -> WitnessDelivery:
    webhook = settings.witness_webhook.get_secret_value() if settings.witness_webhook else None
    return WitnessDelivery(settings.witness_file, webhook)


@asynccontextmanager
async def open_publisher(settings: Settings) -> AsyncIterator[Publisher]:
    """Yield the publisher of verdicts alone, without models and index.

    Raises SetupError if the database can't be used.
    """
    async with open_database(settings.data / DATABASE) as database:
        await refuse_damaged_desk(database)
        yield _publisher(settings, database, Desk(database, _now))


def _publisher(settings: Settings, database: Database, desk: Desk) -> Publisher:
    options = SiteOptions(
        title=settings.publish_title,
        address=settings.publish_url or "",
        publisher=settings.publish_author,
        with_people=settings.publish_people,
        linked_only=settings.publish_verdicts == "linked",
    )
    return Publisher(database, desk, options, settings.publish_server)


def _webhook(settings: Settings, database: Database, desk: Desk) -> WebhookService | None:
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    url, secret = settings.webhook_url.get_secret_value(), settings.webhook_secret.get_secret_value()
    return WebhookService(database, desk, WebhookTarget(url, secret, settings.webhook_private), _now)


def _copy_kinds(settings: Settings) -> frozenset[CopyKind]:
    permitted = {CopyKind.TEXT: settings.fetch_pages, CopyKind.INTERNET_ARCHIVE: settings.internet_archive}
    return frozenset(kind for kind, is_on in permitted.items() if is_on)


def _sentence_vectors(
    settings: Settings, archive: Archive, documents: DocumentService, units: DocumentUnitsService
) -> SentenceVectorService | None:
    if settings.sentence_model == OFF:
        return None
    return SentenceVectorService(archive, documents, units, settings.sentence_model)


def _scheduled_backups(settings: Settings, data: Path) -> ScheduledBackups | None:
    if not settings.backup_hours:
        return None
    folder = settings.backup_folder or data / BACKUPS
    return ScheduledBackups(data / DATABASE, folder, hours=settings.backup_hours, keep=settings.backup_keep)


def _draft_reader(settings: Settings, data: Path, indexed_drafts: IndexedDrafts) -> DraftReader:
    return DraftReader(
        data,
        _read_limits(settings),
        ocr_setting(settings.ocr, settings.ocr_seconds),
        partial(language_of, is_everyday=is_everyday),
        indexed_drafts.is_indexed,
        most_mb=settings.max_file_mb,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _real_paths(folders: Sequence[Path]) -> list[str]:
    return [os.path.realpath(folder) for folder in folders]


def _digest(folders: Sequence[Path]) -> str:
    """Return a short name for a set of folders, in any order."""
    paths = sorted({str(folder.resolve()) for folder in folders})
    return hashlib.sha256("\0".join(paths).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _read_limits(settings: Settings) -> ReadLimits:
    return ReadLimits(settings.read_seconds, settings.read_memory_mb, settings.read_processes)
