"""Names: how they sort, and when two of them are likely to mean the same customer."""

import re

from tracker.kernel.folding import fold

LONGEST_NAME = 120
WORD = re.compile(r"[^\W_]+")
DOTTED = re.compile(r"\b(?:\w\.\s?){2,}")
"""Letters with a dot behind each, like G. m. b. H. or e. K."""
FORMS = (
    "ab ag as bv co company corp corporation eg ek ev gbr gesellschaft ggmbh gmbh haftungsbeschrankt inc incorporated "
    "kg kgaa limited llc llp ltd mbh nv ohg oy partg plc pty sa sarl sas se spa srl ug and und the"
)
COMPANY_FORMS = frozenset(FORMS.split())
EXPANDED_UMLAUT = re.compile(r"([aou])e")


def sort_key(name: str) -> str:
    """Return the key by which customers are sorted, and in which short searches look."""
    return fold(name)[:LONGEST_NAME]


def alike_key(name: str) -> str:
    """Return what spellings of one name have in common.

    Company forms and signs are left out, the order of words does not matter, and Mueller is Müller.
    A name of nothing but such words (The Company Ltd) keeps them.
    """
    folded = DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match[0]) + " ", fold(name))
    words = WORD.findall(folded)
    telling = [word for word in words if word not in COMPANY_FORMS] or words
    return " ".join(sorted(EXPANDED_UMLAUT.sub(r"\1", word) for word in telling))[:LONGEST_NAME]
