"""Which places may be spoken to: none on this machine, none in the network around it, whatever they are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Settings
from tracker.kernel.places import Gate, NotAllowed, check_form, is_public, resolved

PUBLIC = "93.184.216.34"
GATE = Gate()


def place(url: str, *addresses: str, gate: Gate = GATE):
    return gate.place(url, lambda _host, _port: addresses or (PUBLIC,))


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "0x7f000001",
        "2130706433",
        "0177.0.0.1",
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
    ],
)
def test_this_machine_is_refused_in_every_spelling(host: str):
    with pytest.raises(NotAllowed):
        GATE.place(f"http://{host}/", resolved)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "100.64.0.1", "64:ff9b::a9fe:a9fe"),
        *("2002:7f00:1::", "2001:0:7f00:1::", "224.0.0.1", "192.0.0.8", "fec0::1", "::127.0.0.1", "fe80::1", "fd00::1"),
        *("10.1.2.3", "172.16.0.1", "192.168.0.1", "198.18.0.1", "240.0.0.1", "255.255.255.255", "0.0.0.0", "ff02::1"),
        *("64:ff9b:1::1", "100::1", "2001:db8::1", "3fff::1", "192.88.99.1", "203.0.113.9", "::"),
    ],
)
def test_what_is_not_public_is_refused_even_beside_a_public_address(address: str):
    with pytest.raises(NotAllowed):
        place("https://example.com/", PUBLIC, address)


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::5"])
def test_what_is_public_is_allowed(address: str):
    assert place("https://example.com/a?b=c", address).addresses == (address,)


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "//example.com/", "example.com", ""),
        *("http://", "http:///path", "http://example.com:0/", "http://example.com:99999/", "http://[::1", "https:x"),
        *("http://me:word@example.com/", "http://good.example@127.0.0.1/", "http://exa mple.com/", "http://a\tb.com"),
        *("http://example.com\r\nHost: x/", "http://example.com\\@127.0.0.1/", "http://[fe80::1%25eth0]/"),
        *("http://" + "a" * 70 + ".com/", "https://example.com/" + "a" * 2000),
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str):
    with pytest.raises(NotAllowed):
        check_form(url)


@pytest.mark.parametrize("port", [22, 25, 5432, 8080])
def test_other_ports_than_those_of_the_web_are_refused(port: int):
    with pytest.raises(NotAllowed):
        place(f"http://example.com:{port}/")


def test_a_place_that_the_operator_vouches_for_may_be_private_and_on_its_own_port():
    gate = Gate.of(Settings(development=False, outbound_allow=("chat.internal:8443",)))

    allowed = place("https://CHAT.internal:8443/", "10.0.0.7", gate=gate)

    assert (allowed.host, allowed.port, allowed.addresses) == ("chat.internal", 8443, ("10.0.0.7",))
    with pytest.raises(NotAllowed):
        place("https://chat.internal/", "10.0.0.7", gate=gate)
    with pytest.raises(NotAllowed):
        place("https://other.internal:8443/", "10.0.0.7", gate=gate)


def test_only_while_developing_a_receiver_may_run_on_the_same_machine():
    developing, real = Gate.of(Settings()), Gate.of(Settings(development=False))

    assert place("http://localhost:8025/", "127.0.0.1", gate=developing).port == 8025
    with pytest.raises(NotAllowed):
        place("http://localhost:8025/", "127.0.0.1", gate=real)
    with pytest.raises(NotAllowed):
        place("http://localhost/", "127.0.0.1", "10.0.0.1", gate=developing)


def test_a_name_in_another_script_is_asked_for_in_ascii():
    assert place("https://bücher.example/").host == "xn--bcher-kva.example"


@given(st.ip_addresses(v=4))
def test_an_address_is_never_more_public_than_python_thinks(address):
    assert not is_public(address) or (address.is_global and not address.is_multicast)


@given(st.ip_addresses(v=6))
def test_the_same_for_the_new_addresses(address):
    assert not is_public(address) or (address.is_global and not address.is_multicast)
