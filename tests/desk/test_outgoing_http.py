"""Which addresses are private."""

from __future__ import annotations

import pytest

from bot.desk import outgoing_http


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1", "fd00::1", "fe80::1%eth0",
     "::ffff:127.0.0.1", "100.64.0.1", "224.0.0.1", "64:ff9b::a01:203",
     "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:f5fe:fefd"],
)  # fmt: skip
def test_addresses_of_private_networks_are_known(address: str) -> None:
    assert outgoing_http._is_private(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07::1", "172.32.0.1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_public_addresses_are_not_private(address: str) -> None:
    assert not outgoing_http._is_private(address)
