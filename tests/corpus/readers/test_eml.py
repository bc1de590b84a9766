"""E-mails: the text that is meant, who sent it and when, and attachments that are named, not read."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from bot.corpus.readers import read
from bot.model.documents import BlockKind, Document
from tests.corpus.build import document, of_kind, shown, unreadable

TEXT = "The ferry line will close in May, the Harbour Office said.\n\nForty sailors will lose their posts.\n"
PAGE = "<p>The ferry line will close in May, the Harbour Office said on Monday, and nobody was asked before.</p>"


def mail(text: str = TEXT, sender: str = "Jane Roe <jane.roe@lantern.example>", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "desk@newsroom.example"
    message["Subject"] = headers.pop("subject", "Ferry line to close")
    message["Date"] = headers.pop("date", "Wed, 4 Mar 2026 09:30:00 +0100")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def read_mail(message: EmailMessage) -> Document:
    return document(message.as_bytes(), "ferry.eml")


def test_the_subject_is_the_title_and_headers_give_author_and_date() -> None:
    article = read_mail(mail())
    reference = article.reference
    assert (reference.title, reference.authors, reference.outlet) == ("Ferry line to close", ("Jane Roe",), None)
    assert reference.published == "2026-03-04T09:30:00+01:00"
    assert shown(article) == [
        ("heading", "Ferry line to close"),
        ("paragraph", "The ferry line will close in May, the Harbour Office said."),
        ("paragraph", "Forty sailors will lose their posts."),
    ]


@pytest.mark.parametrize(
    ("sender", "authors", "outlet"),
    [
        ("Daily Lantern <ed@dailylantern.example>", (), "Daily Lantern"),
        ("The Daily Lantern <m@mail.daily-lantern.example>", (), "The Daily Lantern"),
        ("Harbour Wire <newsletter@quay.example>", (), "Harbour Wire"),
        ("Ida Brandt <ida@quay.example>", ("Ida Brandt",), None),
        ("ida@quay.example", (), None),
        ("admin <root@quay.example>", (), None),
    ],
)
def test_the_sender_is_an_author_or_an_outlet_where_that_is_plain(sender, authors, outlet) -> None:
    reference = read_mail(mail(sender=sender)).reference
    assert (reference.authors, reference.outlet) == (authors, outlet)


def test_an_organisation_and_an_archive_are_outlet_and_address() -> None:
    message = mail(Organization="Harbour Wire", Archived_At="<https://list.example/4>")
    reference = read_mail(message).reference
    assert (reference.outlet, reference.authors, reference.url) == (
        "Harbour Wire",
        ("Jane Roe",),
        "https://list.example/4",
    )


def test_the_plain_version_is_read_unless_it_is_only_a_stub() -> None:
    both = mail("word " * 60)
    both.add_alternative(PAGE * 20, subtype="html")
    assert "nobody was asked" not in read_mail(both).text
    stub = mail("Read this e-mail in your browser.")
    stub.add_alternative(PAGE * 2, subtype="html")
    assert "nobody was asked" in read_mail(stub).text
    assert "browser" not in read_mail(stub).text


def test_a_mail_of_html_alone_goes_through_the_reader_of_pages() -> None:
    message = mail()
    page = PAGE + "<p>It ran for forty years, and carried lorries and sailors on every day of them.</p>"
    message.set_content(page, subtype="html", charset="iso-8859-1")
    article = read_mail(message)
    assert of_kind(article, BlockKind.PARAGRAPH)[1].startswith("It ran for forty years")
    assert article.reference.title == "Ferry line to close"


def test_every_text_of_a_mail_is_read_and_attachments_are_named() -> None:
    message = mail()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="minutes of May.pdf")
    message.add_attachment("A second text of the same mail.\n", disposition="inline")
    message.add_attachment("Not read.", filename="notes.txt")
    message.add_attachment(mail(subject="An older mail"))
    article = read_mail(message)
    assert article.text.endswith("Forty sailors will lose their posts.\n\n\nA second text of the same mail.\n")
    assert "Not read." not in article.text
    assert article.details.attachments == ("minutes of May.pdf", "notes.txt", "An older mail")


def test_a_mail_of_attachments_alone_says_what_to_do() -> None:
    message = mail("")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="minutes.pdf")
    reason = unreadable(message.as_bytes(), "a.eml")
    assert reason == "holds no text apart from attachments (minutes.pdf); save them beside it as files."


def test_encodings_mean_what_browsers_take_them_for() -> None:
    for charset, codec in (("iso-8859-1", "cp1252"), ("utf-8", "utf-8"), ("koi8-r", "koi8-r")):
        text = "Паром закроют." if charset == "koi8-r" else "It costs €4.2 million, “no more”."
        head = f"Subject: Ferry\r\nFrom: a@b.example\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
        data = head.encode() + text.encode(codec)
        assert document(data, "a.eml").text == f"Ferry\n\n{text}"
    head = b"Subject: Ferry\nContent-Type: text/plain; charset=utf-8\n\n"
    assert "encoding" in unreadable(head + b"Caf\xe9", "a.eml")


def test_encoded_headers_and_bodies_are_decoded() -> None:
    data = (
        b"Subject: =?utf-8?q?F=C3=A4hre_h=C3=A4lt?=\nFrom: =?utf-8?b?SWRhIELDvGhs?= <ida@quay.example>\n"
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"The ferry stopped at the caf=C3=A9, and a long line of the report goes =\non here.\n"
    )
    article = document(data, "a.eml")
    assert (article.reference.title, article.reference.authors) == ("Fähre hält", ("Ida Bühl",))
    assert "café, and a long line of the report goes on here." in article.text


def test_soft_line_breaks_are_taken_out_and_signatures_are_boilerplate() -> None:
    message = mail("The ferry line \nwill close.\n\n-- \nJane Roe, Lantern\n+1 555 0100\n")
    message.set_param("format", "flowed")
    article = read_mail(message)
    assert "The ferry line will close." in article.text
    boilerplate = "\n".join(of_kind(article, BlockKind.BOILERPLATE))
    assert boilerplate == "--\nJane Roe, Lantern\n+1 555 0100"


@pytest.mark.parametrize("date", ["", "yesterday", "Wed, 99 Mar 2026 09:30:00 +0100", "\udcff"])
def test_a_broken_date_is_none(date: str) -> None:
    data = f"Subject: Ferry\nDate: {date}\n\nThe line will close.\n".encode("utf-8", "surrogateescape")
    assert document(data, "a.eml").reference.published is None


def test_what_cannot_be_read_is_said_in_one_sentence() -> None:
    assert unreadable(b"", "a.eml") == "is empty."
    assert "not an e-mail" in unreadable(b"Some words without any header at all.", "a.eml")
    assert "encrypted" in unreadable(
        b"Subject: x\nContent-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: "
        b"application/octet-stream\n\nxyz\n--b--\n",
        "a.eml",
    )
    assert unreadable(b"Subject: x\n\n", "a.eml") == "holds no text."


def test_a_mail_damaged_anywhere_ends_in_a_document_or_a_sentence() -> None:
    message = mail()
    message.add_alternative(PAGE, subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="minütes.pdf")
    whole = message.as_bytes()
    for place in range(0, len(whole), 31):
        for damaged in (whole[:place], whole[:place] + b'\xff\0:;=?"' + whole[place + 7 :]):
            (item,) = read(damaged, folder="desk", path="a.eml")
            assert isinstance(item, Document) or item.reason.endswith(".")


def test_parts_nested_without_end_are_a_document_or_a_sentence() -> None:
    data = b"Subject: x\n"
    for number in range(2_000):
        data += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
    (item,) = read(data + b"\nThe line will close.", folder="desk", path="a.eml")
    assert isinstance(item, Document) or item.reason.endswith(".")
