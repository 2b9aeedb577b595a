"""What the number of an invoice or order looks like, and what beside such a word is a date or an hour instead."""

from tracker.capture.rules.due.language import NO_DATE

_WORDS = (
    "a ab about am an as at auf aus bei beim bis by ca cw das dated dem den der des die ein eine einen early eod es "
    "etwa for from für gegen halb her heute his how im in is ist kw last late mit my nach next noch not nur of on only "
    "or our over past q rund seit since so spät statt the this til till to today über um und uns unter until up von "
    "vom vor wegen week zu zum zur ende end mitte "
    "mo di mi do fr sa so mon tue tues wed thu thur thurs fri sat sun "
    "jan feb mar march mär märz apr april may mai jun june juni jul july juli aug sep sept oct okt nov dec dez"
)
"""Words of up to five letters that begin no number: behind them stands when or how much."""
NUMBER = rf"(?:(?!q[1-4]\b)(?!(?:{'|'.join(dict.fromkeys(_WORDS.split()))})\s)[a-z]{{1,5}}[-/ ]?)?{NO_DATE}\d[\w/-]*+"
"""Not "by 10", nor the 12 of "12.12.": a due that is cut at its day is wrong without anybody seeing it."""
