"""When two customers look alike."""

from tracker.customers.rules.contacts import Contact, contact_in
from tracker.customers.rules.details import Details
from tracker.customers.rules.likeness import Likeness, Traits, likenesses


def traits(name: str, *contacts: str, region: str = "") -> Traits:
    points: tuple[Contact, ...] = tuple(map(contact_in, contacts))
    return Details(name=name, contacts=points, region=region).traits()


def test_the_same_mail_address_is_the_strongest_sign() -> None:
    one, other = traits("A", "a@b.de", "030 123456"), traits("B", "A@B.de", "+49 30 123456")

    assert likenesses(one, other) == (Likeness.MAIL, Likeness.PHONE)


def test_the_same_name_counts_in_one_region_and_in_unknown_ones() -> None:
    one = traits("Anna Schmidt", region="Bremen")

    assert likenesses(one, traits("Schmidt, Anna", region="BREMEN")) == (Likeness.NAME,)
    assert likenesses(one, traits("Schmidt, Anna")) == (Likeness.NAME,)
    assert likenesses(one, traits("Schmidt, Anna", region="München")) == ()


def test_the_extension_of_a_switchboard_is_no_sign() -> None:
    assert likenesses(traits("A", "12345"), traits("B", "12345")) == ()


def test_likeness_goes_both_ways() -> None:
    one, other = traits("Sommer", "030 123456"), traits("Sommer", "0049 30 123456", region="Bremen")

    assert likenesses(one, other) == likenesses(other, one) == (Likeness.PHONE, Likeness.NAME)
