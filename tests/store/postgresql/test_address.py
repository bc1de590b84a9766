"""Addresses of an archive, which may hold a password."""

from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict

from bot.errors import SetupError
from bot.store.postgresql.address import archive_address


def test_a_password_from_a_file_comes_first_and_is_never_named() -> None:
    address = archive_address("postgresql://ada:old@db.example:6432/news", "new")
    assert conninfo_to_dict(address.conninfo)["password"] == "new"
    assert address.place == "ada@db.example:6432/news"


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://ada@db.example/news", "require"),
        ("postgresql://ada@db.example/news?sslmode=disable", "disable"),
        ("postgresql://ada@127.0.0.1/news", None),
        ("postgresql://ada@[::1]/news", None),
        ("postgresql://ada@localhost/news", None),
        ("postgresql://ada@/news?host=/run/postgresql", None),
    ],
)
def test_another_machine_is_reached_by_tls(url: str, mode: str | None) -> None:
    assert conninfo_to_dict(archive_address(url).conninfo).get("sslmode") == mode


@pytest.mark.parametrize(
    "url",
    [
        *("", "news", "mysql://ada:secret@host/news", "postgresql://ada:secret@/news", "postgresql://ada:secret@host"),
        *("postgresql://ada:secret%zz@host/news", "postgresql://ada:secret@host:port/news"),
        *("postgresql://ada:secret@host/news?sslmod=require", "postgresql://ada:secret@host/news?connect_timeout=soon"),
    ],
)
def test_no_address_of_a_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SetupError, match="is not the address of a PostgreSQL database") as refused:
        archive_address(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("password", ["se@cret", "12/cret", "12/se@cret", "?se@cret"])
def test_no_part_of_an_unescaped_password_is_named_as_the_host(password: str) -> None:
    with pytest.raises(SetupError, match="Write %40 for an @") as refused:
        archive_address(f"postgresql://ada:{password}@host/news")
    assert "cret" not in str(refused.value)
    assert archive_address("postgresql://ada:se%40cret@host/news").place == "ada@host:5432/news"


def test_an_address_may_set_what_is_set_for_it_otherwise() -> None:
    address = archive_address("postgresql://ada@host/news?connect_timeout=20&application_name=north")
    given = conninfo_to_dict(address.conninfo)
    assert (given["connect_timeout"], given["application_name"], given["keepalives_idle"]) == ("20", "north", "15")
