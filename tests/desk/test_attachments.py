"""Attachments of flagged messages: kept with their hash, found again, moved, erased."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing

import pytest

from bot.desk.attachments import AttachmentService
from bot.model.attachments import Attachment, EarlierFile, FileState, KeptFile, Likeness
from bot.model.claim_input import NewEvidence
from bot.model.claims import Author, EvidenceKind, FlagSource
from bot.model.notifications import OutboxKind
from tests.desk.conftest import BEN, GUILD, MARIA, OTHER_GUILD, READER, STRANGER, DeskNewsroom
from tests.desk.tampering import tampered
from tests.pictures import MP4, PDF, jpeg, photo, png, text_page

PHOTO, OTHER_PHOTO = png(photo(1)), png(photo(2))
SIZE = 1 << 20


@pytest.fixture
def service(room: DeskNewsroom) -> AttachmentService:
    return AttachmentService(room.database, room.clock, SIZE)


def attached(name: str = "ferry.png", media_type: str = "image/png", size: int = 100) -> Attachment:
    return Attachment(name, media_type, size, f"https://cdn.example/attachments/3/4/{name}?ex=1")


def message(*attachments: Attachment, author: int = 99) -> FlagSource:
    link = "https://discord.com/channels/500/3/4"
    return FlagSource(link, Author(author, "Zoe"), None, "Look at this!", attachments or (attached(),))


async def flagged(
    room: DeskNewsroom, service: AttachmentService, *contents: bytes, text: str = "It sank.", author: int = 99
) -> int:
    """Flag a message with these files, and fetch them."""
    names = [attached(f"file-{place}.png") for place, _ in enumerate(contents)]
    number = await room.flagged(text, origin=message(*names, author=author))
    await fetched(room, service, number, *contents)
    return number


async def fetched(room: DeskNewsroom, service: AttachmentService, number: int, *contents: bytes) -> None:
    waiting = [file for file in await files(room, number) if file.state is FileState.WAITING]
    for file, content in zip(waiting, contents, strict=True):
        await service.keep(room.guild, number, file, content)


async def files(room: DeskNewsroom, number: int) -> tuple[KeptFile, ...]:
    return (await room.desk.file(room.guild, number)).files


async def log_fault(room: DeskNewsroom) -> str | None:
    [check] = await room.desk.verify_log()
    return str(check.bad) if check.bad else None


def contents(room: DeskNewsroom) -> int:
    with closing(sqlite3.connect(room.database.path)) as connection:
        [count] = connection.execute("SELECT count(*) FROM file_contents").fetchone()
        return int(count)


async def test_a_flag_names_its_attachments_at_once_and_its_card_is_sent_before_they_are_fetched(
    room: DeskNewsroom,
) -> None:
    number = await room.flagged(origin=message(attached("one.png"), attached("two.pdf", "application/pdf", 7)))
    assert [(file.flag, file.position, file.name, file.state) for file in await files(room, number)] == [
        (1, 1, "one.png", FileState.WAITING),
        (1, 2, "two.pdf", FileState.WAITING),
    ]
    assert [message.kind for message in await room.sent()] == [OutboxKind.FILES]


async def test_a_message_without_attachments_has_nothing_fetched(room: DeskNewsroom) -> None:
    await room.flagged(origin=FlagSource("https://discord.com/channels/500/3/4"))
    assert await room.sent() == []


async def test_a_fetched_file_is_kept_byte_for_byte_with_its_sha256_and_real_type(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    content = jpeg(photo(1))
    number = await flagged(room, service, content)
    [file] = await files(room, number)
    assert (file.state, file.media_type, file.size) == (FileState.KEPT, "image/jpeg", len(content))
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert file.kept == room.clock.now
    assert await service.content(room.guild, file.sha256) == content
    assert await room.happened(number) == ["flagged", "attachment kept"]
    assert await log_fault(room) is None


async def test_a_file_that_is_no_picture_whatever_it_says_is_not_kept_and_the_others_are(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    number = await flagged(room, service, b"<html>", PHOTO, PDF, MP4)
    assert [(file.state, file.media_type) for file in await files(room, number)] == [
        (FileState.OTHER_TYPE, "image/png"),
        (FileState.KEPT, "image/png"),
        (FileState.KEPT, "application/pdf"),
        (FileState.KEPT, "video/mp4"),
    ]
    assert contents(room) == 3
    assert await log_fault(room) is None


@pytest.mark.parametrize(("more", "state"), [(0, FileState.KEPT), (1, FileState.TOO_LARGE)])
async def test_a_file_over_the_setting_is_not_kept_though_it_was_said_to_be_small(
    room: DeskNewsroom, more: int, state: FileState
) -> None:
    service = AttachmentService(room.database, room.clock, len(PHOTO) - more)
    number = await flagged(room, service, PHOTO)
    assert [(file.state, file.size) for file in await files(room, number)] == [(state, len(PHOTO))]


async def test_what_is_said_to_be_too_large_or_of_another_type_is_not_even_fetched(service: AttachmentService) -> None:
    assert service.refusal("image/png", SIZE) is None
    assert service.refusal("image/png", SIZE + 1) is FileState.TOO_LARGE
    assert service.refusal("application/zip", 1) is FileState.OTHER_TYPE


async def test_the_same_file_is_kept_once_and_says_where_it_was_flagged_before(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    first = await flagged(room, service, PHOTO)
    second = await flagged(room, service, PHOTO, text="It burnt.")
    assert [file.earlier for file in await files(room, first)] == [None]
    assert [file.earlier for file in await files(room, second)] == [EarlierFile(first, Likeness.SAME_FILE)]
    assert contents(room) == 1


async def test_a_copy_of_a_picture_looks_the_same_and_is_never_called_the_same_file(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    first = await flagged(room, service, PHOTO)
    copy = await flagged(room, service, jpeg(photo(1).resize((200, 150)), 40), text="It burnt.")
    other = await flagged(room, service, OTHER_PHOTO, text="It rose.")
    assert [file.earlier for file in await files(room, copy)] == [EarlierFile(first, Likeness.SAME_PICTURE)]
    assert [file.earlier for file in await files(room, other)] == [None]


async def test_the_same_file_goes_before_a_picture_that_looks_the_same(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    await flagged(room, service, PHOTO)
    copy = jpeg(photo(1), 40)
    second = await flagged(room, service, copy, text="It burnt.")
    third = await flagged(room, service, copy, text="It rose.")
    assert [file.earlier for file in await files(room, third)] == [EarlierFile(second, Likeness.SAME_FILE)]


async def test_a_claim_is_no_earlier_one_of_itself(room: DeskNewsroom, service: AttachmentService) -> None:
    number = await flagged(room, service, PHOTO, jpeg(photo(1), 50))
    await room.by(BEN).add_flag(number, "", message())
    await fetched(room, service, number, PHOTO)
    assert [file.earlier for file in await files(room, number)] == [None, None, None]


async def test_two_screenshots_of_posts_are_not_taken_for_one(room: DeskNewsroom, service: AttachmentService) -> None:
    await flagged(room, service, png(text_page("The ferry sank on Friday.")))
    second = await flagged(room, service, png(text_page("The bridge fell on Monday.")), text="It fell.")
    assert [file.earlier for file in await files(room, second)] == [None]


async def test_a_message_is_looked_up_before_anything_is_flagged(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    number = await flagged(room, service, PHOTO)
    assert await service.find_earlier(GUILD, PHOTO) == EarlierFile(number, Likeness.SAME_FILE)
    assert await service.find_earlier(GUILD, jpeg(photo(1), 50)) == EarlierFile(number, Likeness.SAME_PICTURE)
    assert await service.find_earlier(GUILD, OTHER_PHOTO) is None
    assert await service.find_earlier(GUILD, b"no picture") is None


async def test_no_server_sees_or_finds_the_files_of_another(room: DeskNewsroom, service: AttachmentService) -> None:
    await flagged(room, service, PHOTO)
    elsewhere = DeskNewsroom(room.database, room.clock, OTHER_GUILD)
    assert await service.find_earlier(OTHER_GUILD, PHOTO) is None
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    assert await service.content(OTHER_GUILD, sha256) is None
    number = await flagged(elsewhere, service, PHOTO)
    assert [file.earlier for file in await files(elsewhere, number)] == [None]
    assert contents(room) == 2
    assert await service.content(OTHER_GUILD, sha256) == PHOTO


async def test_a_merge_moves_files_with_their_flags_fetched_or_not(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    kept = await flagged(room, service, PHOTO)
    merged = await room.flagged("It burnt.", by=STRANGER, origin=message(attached("a.png"), attached("b.png")))
    first = (await files(room, merged))[0]
    await service.keep(room.guild, merged, first, OTHER_PHOTO)
    await room.sent()
    await room.by(MARIA).merge(merged, kept)
    assert [(file.flag, file.name, file.state) for file in await files(room, kept)] == [
        (1, "file-0.png", FileState.KEPT),
        (2, "a.png", FileState.KEPT),
        (2, "b.png", FileState.WAITING),
    ]
    assert await files(room, merged) == ()
    waiting = [(message.claim, message.kind) for message in await room.sent() if message.kind is OutboxKind.FILES]
    assert waiting == [(kept, OutboxKind.FILES)]
    assert await log_fault(room) is None


async def test_a_file_of_two_merged_claims_was_not_flagged_before_in_the_claim_that_it_is_in(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    kept = await flagged(room, service, PHOTO)
    merged = await room.flagged("It burnt.", by=STRANGER, origin=message())
    await fetched(room, service, merged, PHOTO)
    await room.by(MARIA).merge(merged, kept)
    assert [file.earlier for file in await files(room, kept)] == [None, None]


async def test_a_file_fetched_for_a_claim_that_its_flag_left_meanwhile_is_left_out(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    kept = await room.flagged()
    merged = await room.flagged("It burnt.", by=STRANGER, origin=message())
    [waiting] = await files(room, merged)
    await room.by(MARIA).merge(merged, kept)
    await service.keep(room.guild, merged, waiting, PHOTO)
    assert contents(room) == 0
    assert "attachment kept" not in await room.happened(merged)


async def test_a_split_moves_the_files_of_the_flags_that_go(room: DeskNewsroom, service: AttachmentService) -> None:
    number = await flagged(room, service, PHOTO)
    await room.by(BEN).add_flag(number, "", message(attached("ben.png")))
    await fetched(room, service, number, OTHER_PHOTO)
    split = (await room.by(MARIA).split(number, "It burnt.", [2])).claim.number
    assert [file.name for file in await files(room, number)] == ["file-0.png"]
    assert [file.name for file in await files(room, split)] == ["ben.png"]
    assert await log_fault(room) is None


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE file_contents SET content = x'00'", "the content of “file-0.png” (flag 1 of #1) is not the one"),
        ("DELETE FROM file_contents", "the content of “file-0.png” (flag 1 of #1) is not the one"),
        ("UPDATE kept_files SET sha256 = 'ab'", "`sha256` of kept_files 1/1/1"),
        ("UPDATE kept_files SET name = 'another.png'", "`name` of kept_files 1/1/1"),
        ("DELETE FROM kept_files", "adds kept_files 1/1/1, which is missing"),
    ],
)
async def test_whoever_changes_a_kept_file_with_a_sqlite_shell_is_found_out(
    room: DeskNewsroom, service: AttachmentService, statement: str, named: str
) -> None:
    await flagged(room, service, PHOTO)
    tampered(room, statement)
    fault = await log_fault(room)
    assert fault is not None
    assert named in fault or named.replace("`sha256`", "another `sha256`") in fault


async def test_the_attachments_of_a_forgotten_author_are_listed_and_in_no_byte_of_the_file(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    number = await flagged(room, service, PHOTO, author=READER.user)
    listed = [text for text in await room.desk.personal_texts(READER.user) if text.is_always_erased]
    assert [(text.id, text.text) for text in listed] == [("500/1/attachment-101", "file-0.png")]
    assert PHOTO[100:140] in room.database.path.read_bytes() + _wal(room)
    erased = await room.desk.forget(READER.user)
    assert erased.texts == 1
    written = b"".join(path.read_bytes() for path in room.database.path.parent.iterdir())
    for trace in (PHOTO[100:140], b"file-0.png", hashlib.sha256(PHOTO).hexdigest().encode()):
        assert trace not in written
    [file] = await files(room, number)
    assert (file.state, file.sha256, file.picture_hash, file.url) == (FileState.ERASED, None, None, None)
    assert await log_fault(room) is None


async def test_a_file_that_another_author_posted_as_well_stays_with_that_one(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    await flagged(room, service, PHOTO, author=READER.user)
    other = await flagged(room, service, PHOTO, text="It burnt.", author=77)
    await room.desk.forget(READER.user)
    assert [file.state for file in await files(room, other)] == [FileState.KEPT]
    assert await service.content(room.guild, hashlib.sha256(PHOTO).hexdigest()) == PHOTO
    assert await log_fault(room) is None


async def test_of_more_than_ten_attachments_the_first_ten_are_kept(room: DeskNewsroom) -> None:
    number = await room.flagged(origin=message(*(attached(f"{place}.png") for place in range(12))))
    assert [file.name for file in await files(room, number)] == [f"{place}.png" for place in range(10)]


async def test_a_second_flag_brings_its_own_attachments(room: DeskNewsroom, service: AttachmentService) -> None:
    number = await flagged(room, service, PHOTO)
    await room.sent()
    await room.by(BEN).add_flag(number, "", message(attached("ben.png")))
    assert [(file.flag, file.name) for file in await files(room, number)] == [(1, "file-0.png"), (2, "ben.png")]
    assert [message.kind for message in await room.sent()] == [OutboxKind.FILES]


def _wal(room: DeskNewsroom) -> bytes:
    wal = room.database.path.with_name(f"{room.database.path.name}-wal")
    return wal.read_bytes() if wal.exists() else b""


def file_evidence(content: bytes, name: str = "log.pdf") -> NewEvidence:
    sha256 = hashlib.sha256(content).hexdigest()
    return NewEvidence(EvidenceKind.NOTE, "The log says 30.", sha256=sha256, title=name, content=content)


async def test_a_file_that_is_evidence_is_kept_once_and_goes_along_with_a_merge(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    number = await flagged(room, service, PHOTO)
    for content in (PDF, PHOTO):
        await room.by(MARIA).add_evidence(number, [file_evidence(content)])
    assert contents(room) == 2
    into = await room.flagged("It burnt.", by=STRANGER)
    await room.by(MARIA).merge(number, into)
    copied = (await room.desk.file(room.guild, into)).evidence
    assert [await service.content(room.guild, piece.sha256 or "") for piece in copied] == [PDF, PHOTO]
    assert await service.content(OTHER_GUILD, copied[0].sha256 or "") is None
    assert await log_fault(room) is None


async def test_a_changed_file_that_is_evidence_is_found_out(room: DeskNewsroom) -> None:
    number = await room.flagged()
    await room.by(MARIA).add_evidence(number, [file_evidence(PDF)])
    tampered(room, "UPDATE file_contents SET content = x'00'")
    assert "the file “log.pdf” (evidence 1 of #1) is not the one that was kept" in str(await log_fault(room))


async def test_a_file_goes_with_the_erased_evidence_and_stays_where_an_attachment_is_the_same(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    number = await flagged(room, service, PHOTO)
    await room.by(MARIA).add_evidence(number, [file_evidence(PDF), file_evidence(PHOTO, "photo.png")])
    assert MARIA.user is not None
    listed = await room.desk.personal_texts(MARIA.user)
    await room.desk.forget(MARIA.user, [text.id for text in listed])
    assert await service.content(room.guild, hashlib.sha256(PDF).hexdigest()) is None
    assert await service.content(room.guild, hashlib.sha256(PHOTO).hexdigest()) == PHOTO
    assert await log_fault(room) is None


async def test_an_attachment_that_is_erased_leaves_the_file_that_is_evidence(
    room: DeskNewsroom, service: AttachmentService
) -> None:
    number = await flagged(room, service, PHOTO, author=READER.user)
    await room.by(MARIA).add_evidence(number, [file_evidence(PHOTO)])
    await room.desk.forget(READER.user)
    assert await service.content(room.guild, hashlib.sha256(PHOTO).hexdigest()) == PHOTO
