"""What looks like a moment in English and is none, and days that are only spoken of."""

from tracker.capture.rules.due.language import MASKS, NO_DATE, SpokenOf

DOCUMENTS = (
    r"messages?|e-?mails?|letters?|orders?|requests?|invoices?|complaints?|notes?|tickets?|enquir(?:y|ies)|inquir(?:y|ies)|"
    r"voicemails?|visits?|purchases?|forms?|claims?"
)
"""What was written or said on a day that is named behind it."""
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
MONTH = rf"(?:{MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
PAST_DAYS = (
    rf"yesterday|last \w+|this morning|(?:mon|tues|wednes|thurs|fri|satur|sun)day|{MONTH}\.? \d\d?(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?|"
    rf"\d\d?(?:st|nd|rd|th)? (?:of )?{MONTH}(?:\.? (?:19|20)\d\d)?|\d\d?/\d\d?(?:/(?:19|20)?\d\d)?"
)
"""How such a day is named."""
_DAYS = rf"{PAST_DAYS}|today|tonight|tomorrow"
_OTHERWISE = r"(?=[^.!?]*\b(?:but|so|then|instead|however)\b)"
"""What will be done instead is said behind."""
UNREAD = (
    r"good (?:morning|afternoon|evening|night|day)",
    r"\$[a-z]+",
    r"\b(?:mr|mrs|ms|dr)\.? [a-z]+",
    r"\b(?:i|he|she|we|they|you|who) sat\b|\bsat (?:on|in|through) (?:it|that|this|the|my|your|our)\b|\bthe sun\b",
    r"\b(?:will|'ll|to|and) march\b|\bmarch (?:over|into|up|down|back|off|straight|right)\b",
    rf"\b(?:{MONTHS}) (?:invoice|bill|statement|rent|payment|payslip|salary|fee|issue|edition)s?\b",
    r"\b(?:model|series|edition|version|year) (?:19|20)\d\d\b",
    r"\b(?:put|connect|transfer|refer)\w* (?:you|him|her|them)(?: through| over)? to [a-z]+",
    r"\bfor \w+ years?\b",
    r"\b(?:called|rang|wrote|emailed|ordered|visited|spoke) (?:\w+ ){0,2}(?:this morning|earlier today)\b",
    r"\b(?!h)[a-z]{1,2}-\d{1,3}\b",
    r"\b(?:platform|gate|table|bay|unit|flat|floor|track|aisle|desk|box|line|counter) \d{1,4}\b(?!:| ?[ap]\.?m)",
    r"\bfor (?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)(?= (?:at|on|people|guests|persons)\b|\s*[.!]?$)",
    *MASKS,
    r"(?:invoice|order|ticket|case|contract|quote|account|item|number|no\.|room|flight no\.?) (?:no\.?|number)? ?#?"
    + NO_DATE
    + r"\d[\d/-]*",
    r"\bmay (?=[a-z]*\b(?<!of)(?<!the))(?!(?:the|and|or|to|through|until|next|this|twenty|thirty|\w*(?:first|second|third|th))\b)",
    r"(?<!\d)\d++:\d+ aspect|\b1:1\b|p\.s\.",
)

# fmt: off
SPOKEN_OF = (
    SpokenOf(rf"\b(?:{DOCUMENTS}) (?:of|from|dated) (?:the )?(?:{PAST_DAYS})", "the letter of 12 November"),
    SpokenOf(r"\bnot (?!later|before|until|till|after)[^,;]{1,30}?(?=,? but\b)", "not on Friday but"),
    SpokenOf(rf"\b(?:not|except(?: for)?|instead of|rather than) (?:on |for )?(?:the |this |next )?(?:{_DAYS}|this (?:week|month)|next (?:week|month))\b", "not today"),
    SpokenOf(rf"\b(?:back|away|out|off|on (?:holiday|leave|vacation)|out of (?:the )?office|sick|travelling)(?: in(?: the office)?| again)? (?:on |until |till |from )?(?:{_DAYS})\b(?=[^.!?]*\b(?:i|i'll|and|will|then|but|so|we'll)\b)", "away until Thursday and"),
    SpokenOf(rf"\b(?:can't|cannot|can not|won't|couldn't|unable to)(?: (?!before\b|until\b|till\b)[a-z]+){{1,4}}? (?:on |for )?(?:the |this |next )?(?:{_DAYS})\b" + _OTHERWISE, "I can't do today, but"),
    SpokenOf(rf"\b(?:{_DAYS})(?:'s| is| was)? (?:no good|out|doesn't work|won't work|not possible|(?:fully )?booked|full|impossible|a holiday|too (?:early|soon|late)|closed)\b", "tomorrow is no good"),
    SpokenOf(rf"\b(?:close|closed|closing|shut|finish|leave|open|in the office|available|on duty)s? (?:at|until|till|from) \d\d?(?::\d\d)?(?: ?[ap]m)?(?: (?:{_DAYS}))?(?=[^.!?]*\b(?:but|so|then|i'll|we'll|i will|we will)\b)", "we close at 5 today but"),
    SpokenOf(rf"\b(?:shut|closed|away|fully booked|on holiday|off) (?:on |all )?(?:{_DAYS})\b" + _OTHERWISE, "we're closed on Saturday, so"),
)
# fmt: on
"""Days on which something was written, and on which nothing will be done."""
