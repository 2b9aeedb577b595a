"""The grammar of the quick line: each rule reads its example, and whatever is typed has parts that lie inside it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.capture.rules.line.facts import Sort
from tracker.capture.rules.line.parts import RULES, parts_of
from tracker.capture.rules.line.saying import scope_of, statement_of, with_preposition
from tracker.promises.rules import ScopeKind

TIERS = {"key account": "key_account", "plus": "plus"}
WORDS = [rule.example for rule in RULES] + ["@", '"', "!", "#", "+", "bis", "morgen", "15:00", "Müller", "für"]


def said(line: str) -> dict[Sort, str]:
    return {part.sort: part.value for part in parts_of(line)}


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_a_rule_reads_its_example(rule):
    read = [part for part in parts_of(rule.example) if part.rule == rule.name]

    assert [part.sort for part in read] == [rule.sort]


def test_the_order_is_free():
    one = said("Rückruf @Sommer wegen Rechnung 4711 +okafor !")
    other = said("! +okafor Rechnung 4711 Rückruf @Sommer")

    assert {sort: one[sort] for sort in other} == other
    assert other[Sort.KIND] == "callback"
    assert other[Sort.REFERENCE] == "Rechnung 4711"
    assert other[Sort.OWNER] == "okafor"


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("Rechnung 4711", "Rechnung 4711"),
        ("rechnungsnr. 4711", "rechnungsnr. 4711"),
        ("Auftrag A-1093 verschickt", "Auftrag A-1093"),
        ("about invoice INV-2026/17, please", "invoice INV-2026/17"),
        ("#4711", "4711"),
        ("order no. 88123", "order no. 88123"),
        ("Angebot 35 € günstiger", None),
        ("Rechnung über 40 €", None),
        ("order 3 pm", None),
        ("Bestellung 17:30", None),
        ("Rechnung bis 15 Uhr", None),
        ("quote by 10 December", None),
        ("quote 10 December", None),
        ("Angebot bis 5.12.", None),
        ("Vertrag ab 1.1.2027", None),
        ("Bestellung 12.12. Dienstag", None),
        ("Angebot in 3 Tagen", None),
        ("the quote by 3pm Tuesday", None),
        ("order March 5", None),
        ("invoice by 5", None),
        ("Rechnung RE 4711", "Rechnung RE 4711"),
        ("Bestellung 7 am Montag", "Bestellung 7"),
    ],
)
def test_a_reference_is_a_number_and_neither_money_nor_time(line, reference):
    assert said(line).get(Sort.REFERENCE) == reference


@pytest.mark.parametrize(
    ("line", "sort"),
    [
        ('"morgen !" anrufen', Sort.URGENT),
        ('Rückruf "wegen gestern"', Sort.TOPIC),
        ("Preis!", Sort.URGENT),
        ("+49 421 1234", Sort.OWNER),
        ("mail an info@sommer.de", Sort.CUSTOMER),
        ("requested a reply", Sort.TOPIC),
    ],
)
def test_what_only_looks_like_a_part_is_none(line, sort):
    assert sort not in said(line)


def test_a_sign_goes_before_a_word():
    assert said("Rückruf wegen Lieferung #reparatur")[Sort.KIND] == "reparatur"


@pytest.mark.parametrize(
    ("line", "taken", "statement"),
    [
        ("Gutschrift 35 € an @müller bis fr 12", ["an @müller", "bis fr 12"], "Gutschrift 35 €"),
        ("send Mrs Okafor the catalogue, by friday", ["Mrs Okafor", "by friday"], "send the catalogue"),
        ('morgen "Sie bekommen zehn Prozent" @müller', ["morgen", "@müller"], "Sie bekommen zehn Prozent"),
        ('Ware "heute" abholen', [], "Ware heute abholen"),
        ("morgen 15:00 @müller", ["morgen 15:00", "@müller"], ""),
    ],
)
def test_the_statement_is_what_has_no_other_place(line, taken, statement):
    places = [(line.index(words), line.index(words) + len(words)) for words in taken]
    literals = [part.value for part in parts_of(line) if part.sort is Sort.LITERAL]

    assert statement_of(line, places, literals) == statement


def test_words_before_a_name_belong_to_it():
    line = "Lieferung an die Firma Sommer"

    assert line[with_preposition(line, line.index("Sommer")) :] == "an die Firma Sommer"


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("Key Accounts bis Jahresende", (ScopeKind.TIER, "key_account", 2)),
        ("Plus-Kunden", (ScopeKind.TIER, "plus", 1)),
        ("alle Kunden", (ScopeKind.EVERYONE, "", 2)),
        ("everyone", (ScopeKind.EVERYONE, "", 1)),
        ("diesen Kunden", (ScopeKind.CUSTOMER, "", 2)),
        ("ab 50.000 €", (ScopeKind.VOLUME, "50000", 3)),
        ("ab 10.000,50 €", (ScopeKind.VOLUME, "10000", 3)),
        ("Region Nord", (ScopeKind.REGION, "Nord", 2)),
        ("die Netten", None),
    ],
)
def test_a_scope_is_a_tier_a_volume_a_region_a_tag_or_everyone(words, scope):
    assert scope_of(words.split(), TIERS) == scope


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)))
def test_parts_lie_inside_the_line_each_sort_once(line):
    parts = parts_of(line)

    assert all(0 <= part.start < part.end <= len(line) for part in parts)
    assert all(one.end <= other.start for one, other in pairwise(parts))
    sorts = [part.sort for part in parts if part.sort is not Sort.LITERAL]
    assert len(sorts) == len(set(sorts))
