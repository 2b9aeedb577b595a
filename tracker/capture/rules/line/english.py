"""What English lines say: one rule a line, its example beside it."""

from tracker.capture.rules.line.facts import Rule, Sort
from tracker.capture.rules.line.numbers import NUMBER

_NUMBER = (
    r"(?:\s?(?:no\.?|nr\.?|number))?\s*:?\s*#?\s?" + NUMBER + r"(?![\d.,]*\s?(?:€|£|\$|euro|pounds?|%|pm\b|am\b|:\d))"
)

# fmt: off
ENGLISH = (
    Rule("en.reference", Sort.REFERENCE, r"\b(?:invoice|order|ticket|case|quote|return|rma|contract|policy|booking|claim|complaint|incident|customer number|delivery note)" + _NUMBER, "invoice 4711"),
    Rule("en.callback", Sort.KIND, r"\bcall(?:ing)?[ -]?back\b|\bcallbacks?\b|\bcall\b|\bring\b|\bphone\b", "call back", "callback"),
    Rule("en.reply", Sort.KIND, r"\brepl(?:y|ies)\b|\banswers?\b|\bget back to\b|\brespon(?:d|se)\b|\blet (?:them|him|her) know\b", "reply by mail", "reply"),
    Rule("en.delivery", Sort.KIND, r"\bdeliver(?:y|s|ed)?\b|\bship(?:s|ping|ment)?\b|\bdispatch\b", "delivery of the chairs", "delivery"),
    Rule("en.refund", Sort.KIND, r"\brefunds?\b|\bmoney back\b|\breimburse\w*", "refund 40 €", "refund"),
    Rule("en.replacement", Sort.KIND, r"\breplace(?:ment|s)?\b|\bexchange\b|\bswap\b", "replacement kettle", "replacement"),
    Rule("en.repair", Sort.KIND, r"\brepairs?\b|\bfix(?:es)?\b", "repair the boiler", "repair"),
    Rule("en.appointment", Sort.KIND, r"\bappointments?\b|\btechnician\b|\bengineer\b|\bvisits?\b|\bon[ -]site\b|\bsurvey\b", "engineer visit", "appointment"),
    Rule("en.credit", Sort.KIND, r"\bcredit(?: note)?\b|\bdiscount\b|\bvoucher\b|\bgoodwill\b", "credit note 35 €", "credit"),
    Rule("en.condition", Sort.KIND, r"\bspecial (?:condition|price|terms?)\b|\bexception\b", "special price", "condition"),
    Rule("en.check-in", Sort.KIND, r"\bcheck[ -]?in\b|\bfollow[ -]?up\b", "check in", "check_in"),
    Rule("en.urgent", Sort.URGENT, r"\burgent(?:ly)?\b", "urgent"),
    Rule("en.scope", Sort.SCOPE, r"\bonly for\s+(?=\S)|\bapplies (?:only )?to\s+(?=\S)", "only for key accounts", is_open=True),
    Rule("en.titled", Sort.CUSTOMER, r"\b(?:mr|mrs|ms|miss|mx|dr|prof)\.?\s+(?=[^\W\d_])", "Mrs Okafor", is_open=True),
    Rule("en.topic", Sort.TOPIC, r"\b(?:about|re|regarding|concerning|because of)\s*:?\s+(?=\S)", "about the boiler", is_open=True),
)
# fmt: on
_SMALL = (
    "a about after again all an and any are as at be before but by can come for from get gets give go has have he her "
    "him his how i if in is it its mail me my no not of on or our out please post send she so that the their them then "
    "they this to today up us was we what when who will with you your customer"
)
SMALL_WORDS = frozenset(_SMALL.split())
"""Words that name no customer."""
EVERYONE = ("everyone", "everybody", "all", "all customers", "every customer")
THIS_CUSTOMER = ("this customer", "the customer", "them", "him", "her")
BEFORE_NAMES = "to|for|with|from|of|at|the|mr\\.?|mrs\\.?|ms\\.?|customer"
ARTICLES = "the|a|this|these|those|his|her|its|our|their|your|my|some|any|each|every|another|both"
"""Without "an", which is a German "to", and "that", behind which names stand: "tell them that acme …"."""
ADJECTIVES = (
    "broken|corrected|damaged|defective|final|first|fresh|full|good|last|missing|new|next|old|open|other|remaining|"
    "right|same|second|signed|small|spare|third|whole|wrong"
)
"""What often stands between an article and its noun, which English does not tell by endings."""
