"""How English says a moment: one rule a line, with an example that is run as a test."""

from tracker.capture.rules.due.english_words import WORDS
from tracker.capture.rules.due.facts import Facts, Link
from tracker.capture.rules.due.language import MASKS, NO_DATE, Language, Rule

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
_DAYS = (
    Rule("en.today", r"today|the day|my day|current day|later (?:in )?today", "today", Facts(days=0)),
    Rule("en.tonight", r"(?:late )?(?:tonight|tonite)", "tonight", Facts(days=0, part="night")),
    Rule("en.tomorrow", r"tomorrow|tommorow|tommorrow|tomorow|tmrw|tmr|the (?:next|following) day|end of tomorrow", "tomorrow", Facts(days=1)),
    Rule("en.first-thing", r"first thing(?: in the morning)?", "first thing tomorrow", Facts(part="early")),
    Rule("en.day-after-tomorrow", r"(?:the )?day after tomorrow", "the day after tomorrow", Facts(days=2)),
    Rule("en.yesterday", r"yesterday", "yesterday", Facts(days=-1)),
    Rule("en.next-workday", r"(?:the )?next (?:business|working) day", "next business day", Facts(length=1, unit="workday")),
    Rule("en.weekday", r"WEEKDAY\b\.?", "Thursday"),
    Rule("en.which-weekday", r"(?:the )?WHICH WEEKDAY\b\.?", "next Wednesday"),
    Rule("en.weekday-week", r"WEEKDAY week", "Thursday week", Facts(length=1, unit="week", after_base=True)),
    Rule("en.week-on", r"a week on WEEKDAY", "a week on Friday", Facts(length=1, unit="week", after_base=True)),
    Rule("en.date", r"ONE ?/ ?TWO ?/ ?ANNO", "12/05/2026"),
    Rule("en.date-dots", r"ONE\. ?TWO\. ?ANNO", "5.12.2026"),
    Rule("en.date-hyphens", r"ONE ?- ?TWO ?- ?ANNO", "12-05-2026"),
    Rule("en.date-iso", r"YEAR[-/]MONTHNO[-/]DAY", "2026-12-05"),
    Rule("en.date-joined", r"YEAR(?P<monthno>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])", "20261205"),
    Rule("en.day-month", r"ONE ?/ ?TWO", "12/5"),
    Rule("en.day-month-dots", r"ONE\.TWO\b\.?", "5.12."),
    Rule("en.day-month-hyphen", r"(?:on |(?<![a-z]\s)(?<!\d-))ONE ?- ?TWO(?!\S| [a-z0-9])", "2-15"),
    Rule("en.day-named-month", r"(?:the )?DAY(?: ?(?:st|nd|rd|th)|\.)?(?: day)? ?(?:of |in )?MONTH\b\.?(?:(?:,? of |,? in |,? )YEAR)?",
         "5th of December 2026"),
    Rule("en.dayword-named-month", r"(?:the )?DAYWORD(?: day)? (?:of |in )?MONTH(?:,? YEAR)?", "first of March"),
    Rule("en.named-month-day", r"MONTH[. /-]?(?: ?the)? ?DAY ?(?:st|nd|rd|th)?(?:(?:,? |/)YEAR(?!\d))?(?![\d:])", "December 5th, 2026"),
    Rule("en.named-month-dayword", r"MONTH (?:the )?DAYWORD(?:,? YEAR)?",
         "March fifteenth"),
    Rule("en.named-month-daynumber", r"MONTH DAYNUMBER(?:,? YEAR)", "jan twenty two, 2018"),
    Rule("en.month-year", r"MONTH\b\.?(?:\s?[-/,]?\s?| of | in )YEAR", "December 2026"),
    Rule("en.year-month", r"YEAR ?[-/,]? ?MONTH", "2026 December"),
    Rule("en.year-monthno", r"YEAR\s?[-/]\s?MONTHNO(?![-/]\d)", "2026-12"),
    Rule("en.monthno-year", r"MONTHNO\s?[-/]\s?YEAR", "12/2026"),
    Rule("en.month", r"(?:in |during |by |until |till |for )?(?:the )?MONTH\b\.?", "March"),
    Rule("en.which-month", r"(?:this|next) MONTH", "next June"),
    Rule("en.day", r"(?:the )?DAY ?(?:st|nd|rd|th)", "the 18th"),
    Rule("en.the-day", r"the DAY(?![\d.:/])", "the 27"),
    Rule("en.on-day", r"on DAY\b(?![.:/-]?\d| ?(?:am|pm|%))", "on 15"),
    Rule("en.dayword", r"the DAYWORD(?: day)?(?!\s(?!and\b|or\b|to\b|at\b|by\b|until\b|in\b|this\b|next\b)[a-z])", "the twenty second"),
    Rule("en.late-dayword", r"LATEDAY", "seventeenth"),
    Rule("en.day-dot", r"(?<!.)DAY\.(?!.)", "25."),
    Rule("en.year", r"(?:in |(?<!\d-)(?<!\d-\s))YEAR(?!-\d\d?-\d)", "in 2027"),
    Rule("en.holiday", r"(?:next )?HOLIDAY(?: YEAR)?", "Easter Sunday"),
    Rule("en.nth-weekday", r"(?:the )?NTH WEEKDAY", "first Tuesday"),
    Rule("en.weekdays-from-now", r"COUNT WEEKDAY (?:from now|later|hence)", "two Sundays from now"),
    Rule("en.nth-week", r"(?:the )?NTH week", "the first week of October", Facts(unit="week")),
    Rule("en.day-of", r"DAY(?:st|nd|rd|th)?(?: day)? of(?= the| this| next)", "20 of next month"),
)  # fmt: skip

_PERIODS = (
    Rule("en.period", r"SHIFT PERIOD", "next week"),
    Rule("en.period-the", r"the PERIOD", "the weekend", Facts(shift=0)),
    Rule("en.month-after-next", r"the PERIOD after (?:the )?next", "the week after next", Facts(shift=2)),
    Rule("en.weekend", r"weekend", "weekend", Facts(period="weekend", shift=0)),
    Rule("en.edge", r"(?:the )?EDGE (?:of )?(?:the )?PERIOD", "end of the week", Facts(shift=0)),
    Rule("en.edge-period", r"(?:the )?EDGE (?:of )?(?:around )?SHIFT PERIOD", "beginning of next week"),
    Rule("en.edge-month", r"(?:the )?EDGE[ -](?:of )?MONTH", "end of April"),
    Rule("en.eow", r"(?:the )?eow", "EOW", Facts(edge="end", period="week", shift=0)),
    Rule("en.eom", r"(?:the )?eom", "EOM", Facts(edge="end", period="month", shift=0)),
    Rule("en.eoy", r"(?:the )?eoy", "EOY", Facts(edge="end", period="year", shift=0)),
    Rule("en.boy", r"(?:the )?boy", "BOY", Facts(edge="begin", period="year", shift=0)),
    Rule("en.bom", r"(?:the )?bom", "BOM", Facts(edge="begin", period="month", shift=0)),
    Rule("en.rest", r"rest (?:of )?(?:the |this |current )?PERIOD", "rest of the week", Facts(edge="rest", shift=0)),
    Rule("en.week", r"(?:(?:the )?end of )?(?:the )?(?:(?:calendar )?week|cw|kw) ?WEEK(?![\d:/-]|\.\d)", "week 50", Facts(period="week")),
    Rule("en.week-of", r"(?:the )?week (?:of|beginning|starting|commencing)(?: on)?", "week of April 10th", Facts(period="week")),
    Rule("en.quarter", r"q(?P<number>[1-4])(?:[ -]YEAR)?", "Q2 2027", Facts(period="quarter")),
    Rule("en.half-year", r"(?:YEAR[ -])?h(?P<number>[12])", "2027-H2", Facts(period="half")),
    Rule("en.half-year-after", r"h(?P<number>[12])[ -]YEAR", "H2 2027", Facts(period="half")),
    Rule("en.next-few", r"(?:the )?(?:next|coming|upcoming|following) (?P<span>\d{1,3}) UNIT", "next 3 days"),
    Rule("en.few-next", r"(?:the )?(?P<span>\d{1,3}) (?:next|coming|following) UNIT", "2 next days"),
    Rule("en.next-few-words", r"(?:the )?(?:next|coming|following) FEW UNIT", "next two days"),
    Rule("en.next-hour", r"(?:the )?next (?P<unit>hour|minute)", "next hour", Facts(span=1)),
)  # fmt: skip

_LENGTHS = (
    Rule("en.in", r"in (?:about |around |approximately |roughly )?COUNT ?UNIT(?:'s?)?(?: time)?", "in 3 days"),
    Rule("en.in-half", r"in (?:about )?HALF UNIT", "in half an hour"),
    Rule("en.in-quarter", r"in 1/4 ?UNIT", "in 1/4h", Facts(length=0.25)),
    Rule("en.in-three-quarters", r"in 3/4 ?(?:of an )?UNIT", "in 3/4 h", Facts(length=0.75)),
    Rule("en.in-quarter-word", r"(?:in |within )?a quarter of an (?P<unit>hour)", "in a quarter of an hour", Facts(length=0.25)),
    Rule("en.in-one-and-a-half", r"in (?:about )?(?:an?|one|1) (?P<unit>hour|day|week|month|year) and a half", "in an hour and a half",
         Facts(length=1.5)),
    Rule("en.takes", r"(?:takes?(?: us)?|needs?|give (?:me|us)|allow(?: us)?) (?:about |around |another |up to |no more than )?COUNT UNIT", "it takes us 4 business days",
         Facts(link=Link.WITHIN)),
    Rule("en.at-most", r"(?:in |within )?(?:no more than|not more than|at most|up to|under|less than) COUNT UNIT", "in no more than 3 days",
         Facts(link=Link.WITHIN)),
    Rule("en.in-half-digits", r"in 1/2 ?UNIT", "in 1/2 hour", Facts(length=0.5)),
    Rule("en.in-and-a-half", r"in (?:about )?(?P<length>\d+[.,]\d) UNIT", "in 2.5 hours"),
    Rule("en.from-now", r"COUNT UNIT (?:from now|hence|later|from today|after today)", "3 weeks from now"),
    Rule("en.half-from-now", r"HALF UNIT (?:from now|later)", "half an hour from now"),
    Rule("en.and-a-half-from-now", r"(?P<length>\d+[.,]\d) UNIT (?:from now|later)", "2.5 hours from now"),
    Rule("en.after-base", r"(?<!for\s)COUNT UNIT (?:after|from|following)", "two days from tomorrow", Facts(after_base=True)),
    Rule("en.in-two-units", r"(?:in )?COUNT UNIT (?:and )?(?P<more>\d+) MOREUNIT(?: later| from now)?", "in 1 day and 5 hours"),
    Rule("en.within", r"(?:within|inside(?: of)?|in under) (?:the )?(?:next )?COUNT ?UNIT(?: (?:from now|from today))?",
         "within 3 business days", Facts(link=Link.WITHIN)),
    Rule("en.within-the-unit", r"within the (?P<unit>hour|day|week|month|year)", "within the hour", Facts(link=Link.WITHIN, length=1)),
    Rule("en.in-some", r"(?:in|within|after)? ?(?:(?P<least>\d{1,2})|one|two|three|four|five) ?(?:-|to|or) ?COUNT UNIT", "in 2-3 days", Facts(link=Link.WITHIN)),
    Rule("en.within-half", r"within HALF UNIT", "within half an hour", Facts(link=Link.WITHIN)),
    Rule("en.within-two-units", r"within COUNT UNIT (?:and )?(?P<more>\d+) MOREUNIT", "within 1 day and 5 hours", Facts(link=Link.WITHIN)),
    Rule("en.in-minutes", r"in (?P<length>\d{1,2})(?:'|(?!\S| [a-z]))", "in 15'", Facts(unit="minute")),
    Rule("en.ago", r"COUNT UNIT ago", "3 days ago", Facts(ago=True)),
    Rule("en.lasting", r"for (?P<span>\d{1,3}) UNIT(?:,? from today)?", "for 30 minutes", Facts(lasting=True)),
    Rule("en.week-starting", r"(?:for )?a (?P<unit>week) (?:starting|beginning|from)(?: on)?", "a week starting tomorrow", Facts(span=1, lasting=True)),
    Rule("en.fortnight-later", r"(?:in )?a fortnight(?: later| from now|['’]s time)?", "a fortnight later", Facts(length=14, unit="day")),
)  # fmt: skip

_CLOCKS = (
    Rule("en.clock-padded", r"(?P<hour>0\d)[:.]MINUTE(?: ?h)?(?![:.]?\d| ?[ap]\.?m)", "08:30", Facts(sure=True)),
    Rule("en.clock", r"HOUR[:.]MINUTE(?: ?h)?(?![:.]?\d)", "14:30"),
    Rule("en.clock-at", r"(?:at|around|about|by|until|till|before) HOUR\.MINUTE(?!\.?\d| ?[ap]\.?m)", "at 2.30"),
    Rule("en.clock-apart", r"at HOUR MINUTE(?!\S|\s[a-z0-9])", "at 3 15"),
    Rule("en.clock-seconds", r"HOUR:MINUTE:SECOND", "8:00:31"),
    Rule("en.clock-meridiem", r"HOUR(?:[:.]MINUTE(?::SECOND)?)?[ .]?MERIDIEM(?! (?:day|week|month))", "3:30 pm"),
    Rule("en.in-the-meridiem", r"HOUR in the MERIDIEM", "3 in the AM"),
    Rule("en.clock-h", r"HOUR ?h(?: ?MINUTE)?(?: ?MERIDIEM)?", "9h30"),
    Rule("en.clock-joined-meridiem", r"(?P<hour>0?[1-9]|1[0-2])MINUTE ?MERIDIEM", "1120pm"),
    Rule("en.oclock", r"HOURNUM ?o['’ ]?clock", "seven o'clock"),
    Rule("en.word-meridiem", r"HOURWORD(?: MINUTETEN)? MERIDIEM", "seven thirty p.m."),
    Rule("en.word-minutes", r"HOURWORD MINUTETEN(?: MERIDIEM)?", "eight forty"),
    Rule("en.at-word", r"(?:at|around|about|by|until|till) HOURWORD(?! (?:am|pm|days|weeks|hours|minutes|months))", "at seven"),
    Rule("en.at", r"(?:at|around|about|approximately|@)(?: around| about)? ?HOURNUM(?![.:/-]?\d| ?[ap]\.?m| ?%|\.\d| (?:days|weeks|hours|minutes|months|euros?|people))",
         "at 7"),
    Rule("en.by-number", r"(?:(?<=by\s)|(?<=until\s)|(?<=till\s))HOUR(?!\S|\s(?!today\b|tomorrow\b|on\b)[a-z0-9])", "by 7"),
    Rule("en.at-joined", r"(?:at|around|approximately|by|on) (?P<hour>[01]\d|2[0-4])MINUTE(?!\d)", "at 1030"),
    Rule("en.digits-after-weekday", r"WEEKDAY (?P<hour>[01]\d|2[0-3])MINUTE(?!\d)", "Sunday 1925"),
    Rule("en.digits-after-day", r"(?:(?<=tomorrow\s)|(?<=today\s))(?P<hour>[01]\d|2[0-3])MINUTE(?!\d)", "tomorrow 1700", Facts(sure=True)),
    Rule("en.digits-after-month", r"DAY(?:st|nd|rd|th)? ?MONTH (?P<hour>0\d|2[1-3])MINUTE(?!\d)", "1 Dec 0710"),
    Rule("en.digits-range", r"(?P<hour>[01]\d|2[0-4])MINUTE(?= ?- ?[0-2]\d[0-5]\d)", "0645-0750"),
    Rule("en.digits-end", r"(?<=\d\d\d\d-)(?P<hour>[01]\d|2[0-4])MINUTE", "0645-0750"),
    Rule("en.ish", r"HOUR ?-?ish", "11-ish"),
    Rule("en.half-past", r"half (?:past )?HOURNUM(?: o['’]?clock)?", "half past seven", Facts(minute=30)),
    Rule("en.quarter-past", r"(?:a )?quarter (?:past|after) HOURNUM(?: o['’]?clock)?(?: ?MERIDIEM)?", "quarter past eight", Facts(minute=15)),
    Rule("en.quarter-to", r"(?:a )?quarter (?:to|of|before|till) HOURNUM(?: ?MERIDIEM)?", "a quarter to seven", Facts(minute=-15)),
    Rule("en.three-quarters", r"three quarters past HOURNUM(?: ?MERIDIEM)?", "three quarters past 9", Facts(minute=45)),
    Rule("en.minutes-past", r"MINUTEWORD(?: min| mins| minutes)? (?:past|after) HOURNUM(?: ?h| ?MERIDIEM)?(?: o['’]?clock)?", "10 past 9"),
    Rule("en.minutes-to", r"(?:MINUTEWORD min(?:s|utes)?|(?P<minute>10|20|25)) (?:to|before|till) HOURNUM(?![:.]?\d)(?: ?MERIDIEM)?", "20 minutes to 2pm", Facts(until_hour=True)),
    Rule("en.part", r"(?:(?:in|at|during) )?(?:the )?(?:early |late |later )?PART", "evening"),
    Rule("en.lunch", r"(?:at|over|during|around|by|until|for) lunch(?! with)|(?:at |around )?(?:lunchtime|lunch time|lunch-time)|(?<=day\s)lunch|(?<=tomorrow\s)lunch", "at lunch", Facts(part="lunch")),
    Rule("en.next-night", r"(?:the )?next night", "next night", Facts(days=1, part="night")),
    Rule("en.this-part", r"(?:late |later |early )?this PART", "this evening", Facts(days=0)),
    Rule("en.early-hours", r"(?:in the )?early (?:hours of the |in the )?morning|early", "early in the morning", Facts(part="early")),
    Rule("en.late", r"late", "late", Facts(part="evening")),
    Rule("en.after-lunch", r"after (?:lunch|lunchtime)", "after lunch", Facts(part="after lunch")),
    Rule("en.before-lunch", r"before (?:lunch|lunchtime)", "before lunch", Facts(part="before lunch")),
    Rule("en.after-work", r"after work", "after work", Facts(part="evening")),
    Rule("en.close", r"(?:the )?(?:eod|cob|end of (?:the )?(?:business |working )?day|close of (?:business|play)|end of business|closing time)",
         "EOD", Facts(part="close")),
    Rule("en.now", r"now|right now|just now|immediately|at the (?:moment|minute)", "now", Facts(now=True)),
    Rule("en.this-time", r"at this time", "at this time", Facts(now=True)),
)  # fmt: skip

_LINKS = (
    Rule("en.until", r"until|untill|till|through|thru|to", "until Friday", Facts(link=Link.TO)),
    Rule("en.by", r"by|no later than|not later than|at the latest|on or before|<=|latest", "by Friday", Facts(link=Link.BY)),
    Rule("en.before", r"before|prior to|earlier than|ahead of|but before", "before Friday", Facts(link=Link.BEFORE)),
    Rule("en.and", r"and|or|&", "between 4 and 5", Facts(link=Link.AND)),
    Rule("en.between", r"between", "between 4 and 5", Facts(link=Link.BETWEEN)),
    Rule("en.from", r"from|starting(?: on)?|as of|since", "from Monday", Facts(link=Link.FROM)),
    Rule("en.earliest", r"at the earliest|(?:not|no) earlier than", "Thursday at the earliest", Facts(link=Link.EARLIEST)),
    Rule("en.after", r"after|later than|not before", "after 5 May", Facts(link=Link.AFTER)),
    Rule("en.bare", r"BARE(?![\d%€$])(?![.,:/]\d)", "13 to 15 July"),
    Rule("en.bare-word", r"BAREWORD", "between four and five"),
)  # fmt: skip

_VAGUE = (
    Rule("en.vague", r"asap|a\.s\.a\.p\.?|as soon as (?:possible|we can|i can|practicable)|soon|shortly|promptly|in due course|"
         r"at (?:your|our) earliest convenience|in a (?:bit|while|moment)|momentarily|sometime|eventually|in no time|in the near future|"
         r"later(?! on)|straight away|right away|(?:in|over|within) the (?:coming|next few|next couple of) (?:days|weeks)", "asap", Facts(vague="soon")),
)  # fmt: skip

ENGLISH = Language(
    code="en",
    words=WORDS,
    rules=(*_DAYS, *_PERIODS, *_LENGTHS, *_CLOCKS, *_LINKS, *_VAGUE),
    filler=r"at|on|in|of|the|around|about|approximately|for|sometime|some time|this|that|next|is|a|ca|h|circa|roughly|flight|first|exactly|during",
    masks=(
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
        *MASKS,
        r"(?:invoice|order|ticket|case|contract|quote|account|item|number|no\.|room|flight no\.?) (?:no\.?|number)? ?#?"
        + NO_DATE
        + r"\d[\d/-]*",
        r"\bmay (?=[a-z]*\b(?<!of)(?<!the))(?!(?:the|and|or|to|through|until|next|this|twenty|thirty|\w*(?:first|second|third|th))\b)",
        r"\d+:\d+ aspect|\b1:1\b|p\.s\.",
    ),
    spoken_of=(
        rf"\b(?:{DOCUMENTS}) (?:of|from|dated) (?:the )?(?:{PAST_DAYS})",
        r"\bnot (?!later|before|until|after)[^,;]{1,30}?(?=,? but\b)",
        rf"\b(?:not|except(?: for)?|instead of|rather than) (?:on |for )?(?:the |this |next )?(?:{PAST_DAYS}|today|tonight|tomorrow)\b",
    ),
    about=r"around|about|approximately|roughly|circa|ca",
    literal_hours=False,
)
