"""The address and the secret of the webhook."""

from __future__ import annotations

from bot.desk.webhook import request


def test_neither_the_address_nor_the_secret_is_shown() -> None:
    shown = repr(request.WebhookTarget("https://a.example/token", "hush"))
    assert "token" not in shown
    assert "hush" not in shown
