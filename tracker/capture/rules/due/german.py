"""How German says a moment: one rule a line, with an example that is run as a test."""

from tracker.capture.rules.due.facts import Facts, Link
from tracker.capture.rules.due.german_words import WORDS
from tracker.capture.rules.due.language import MASKS, NO_DATE, Language, Rule

DOCUMENTS = (
    r"(?:rück)?nachricht|mail|e-mail|schreiben|brief|anfrage|bestellung|rechnung|anruf|bescheid|auftrag|angebot|reklamation|"
    r"gespräch|telefonat|ticket|beschwerde|meldung|lieferung|besuch"
)
"""What was written or said on a day that is named behind it."""
MONTHS = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
PAST_DAYS = (
    rf"gestern|vorgestern|heute(?: morgen| früh)?|letzte\w* \w+|(?:mo|diens|donners|frei|sams|sonn)n?tag|mittwoch|"
    rf"\d\d?\. ?(?:\d\d?\.?(?:(?:19|20)?\d\d)?|(?:{MONTHS}|(?:jan|feb|mrz|apr|jun|jul|aug|sept?|okt|nov|dez)\b\.?)(?: (?:19|20)\d\d)?)(?!\d)"
)
"""How such a day is named."""
RULED_OUT = r"nicht(?: erst| schon| mehr)?|außer|ausser|(?:an)?statt|anstelle von"
"""What stands before a day on which nothing is to be done."""
_DAYS = (
    Rule("de.today", r"heute|am selben tag|heutigen tag|im laufe des tages", "heute", Facts(days=0)),
    Rule("de.tomorrow", r"morgen", "morgen", Facts(days=1)),
    Rule("de.tomorrow-early", r"morgen früh|morgen in der früh", "morgen früh", Facts(days=1, part="early")),
    Rule("de.day-after-tomorrow", r"übermorgen", "übermorgen", Facts(days=2)),
    Rule("de.yesterday", r"gestern", "gestern", Facts(days=-1)),
    Rule("de.day-before-yesterday", r"vorgestern", "vorgestern", Facts(days=-2)),
    Rule("de.next-day", r"(?:am )?(?:nächsten|folgenden) tag|tags darauf", "am nächsten Tag", Facts(days=1)),
    Rule("de.next-workday", r"(?:am )?(?:nächsten|folgenden|kommenden) (?:werk|arbeits)tag", "am nächsten Werktag",
         Facts(length=1, unit="workday", which=1)),
    Rule("de.second-workday", r"(?:am )?übernächsten (?:werk|arbeits)tag", "am übernächsten Werktag",
         Facts(length=2, unit="workday", which=2)),
    Rule("de.weekday", r"WEEKDAY\b\.?", "Donnerstag"),
    Rule("de.sunday", r"so\.?(?=,? ?\d)", "So 5.12.", Facts(weekday=6)),
    Rule("de.weekday-genitive", r"LONGDAYs", "freitags"),
    Rule("de.which-weekday", r"WHICH WEEKDAY\b\.?", "nächsten Mittwoch"),
    Rule("de.date", r"ONE\. ?TWO\. ?ANNO", "05.12.2026"),
    Rule("de.date-slashes", r"ONE/TWO[ /]ANNO", "05/12/2026"),
    Rule("de.date-hyphens", r"ONE-TWO-ANNO", "14-12-2026"),
    Rule("de.date-year-apart", r"ONE\. ?TWO YEAR", "24.11 2026"),
    Rule("de.date-iso", r"YEAR-MONTHNO-DAY", "2026-12-05"),
    Rule("de.day-month", r"ONE\. ?TWO\b\.?", "5.12."),
    Rule("de.day-month-slash", r"ONE/TWO", "29/05"),
    Rule("de.day-named-month", r"DAY(?:\.|ter|te|ten|th|st|nd|rd)? ?(?:of )?MONTH\b\.?(?: ANNO(?![:.]?\d| ?uhr|h))?", "2. Oktober 2026"),
    Rule("de.dayword-named-month", r"DAYWORD MONTH(?: YEAR)?", "fünfter Dezember"),
    Rule("de.dayword-monthword", r"DAYWORD MONTHORDINAL", "siebten vierten"),
    Rule("de.dayword-monthno", r"DAYWORD MONTHNO\.", "siebter 4."),
    Rule("de.named-month-day", r"MONTH\.? DAY(?:st|nd|rd|th|\.)?(?:,? YEAR)?", "Feb 18"),
    Rule("de.month-year", r"MONTH\.?(?: |/|, )YEAR", "März 2027"),
    Rule("de.month", r"MONTH", "März"),
    Rule("de.day", r"(?:(?<=am\s)|(?<=den\s)|(?<=dem\s)|(?<=zum\s)|(?<=bis\s)|(?<=vom\s)|(?<=ab\s))DAY\.(?!\d)", "am 18."),
    Rule("de.day-alone", r"DAY(?:\.|ter|te|ten|th)(?!\d|\s(?!bis\b|gegen\b|spät|früh|morgens|vormittag|mittag|nachmittag|abend|nacht|nächst|diese|jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez|zwischen)[a-zäöü]{4})", "18."),
    Rule("de.dayword", r"(?:den|dem|am|zum|vom) DAYWORD", "am fünften"),
    Rule("de.year", r"(?:(?:im jahre?|in) |(?<!\d-)(?<!\d-\s))YEAR", "im Jahr 2027"),
    Rule("de.holiday", r"HOLIDAY(?:s?tag)?(?: YEAR)?", "Karfreitag"),
    Rule("de.second-christmas-day", r"(?:zweite[rn]?|2\.) weihnachts(?:feier)?tag", "zweiter Weihnachtstag",
         Facts(holiday="second christmas day")),
    Rule("de.nth-weekday", r"NTH WEEKDAY", "erster Dienstag"),
    Rule("de.nth-day", r"DAYWORD tag", "dritter Tag"),
    Rule("de.nth-week", r"NTH woche", "erste Woche", Facts(unit="week")),
)  # fmt: skip

_PERIODS = (
    Rule("de.period", r"SHIFT PERIOD", "nächste Woche"),
    Rule("de.week-alone", r"(?:am )?wochenende", "am Wochenende", Facts(period="weekend", shift=0)),
    Rule("de.edge", r"EDGE (?:der|des|dieser|dieses)? ?PERIOD", "Ende der Woche", Facts(shift=0)),
    Rule("de.edge-period", r"EDGE SHIFT PERIOD", "Anfang nächster Woche"),
    Rule("de.edge-month", r"EDGE (?:des )?MONTH(?: YEAR)?", "Mitte Dezember"),
    Rule("de.edge-word", r"wochenanfang", "Wochenanfang", Facts(edge="begin", period="week", shift=0)),
    Rule("de.month-end", r"monatsende", "Monatsende", Facts(edge="end", period="month", shift=0)),
    Rule("de.year-end", r"jahresende", "Jahresende", Facts(edge="end", period="year", shift=0)),
    Rule("de.rest", r"rest (?:der|dieser|des|dieses) PERIOD", "Rest der Woche", Facts(edge="rest", shift=0)),
    Rule("de.week", r"(?:ende )?(?:der )?(?:kw|kalenderwoche|woche) ?WEEK", "KW 50", Facts(period="week")),
    Rule("de.week-ordinal", r"(?:der )?WEEK\. ?(?:kw|kalenderwoche)", "53. Kalenderwoche", Facts(period="week")),
    Rule("de.quarter", r"q ?(?P<number>[1-4])|(?P<bare>[1-4])\. quartal", "Q2", Facts(period="quarter")),
    Rule("de.quarter-word", r"QUARTERWORD quartal", "drittes Quartal", Facts(period="quarter")),
    Rule("de.next-few", r"(?:die |der |den |in den )?(?:nächsten|kommenden) (?P<span>\d{1,3}) UNIT", "nächsten 3 Monate"),
    Rule("de.next-few-words", r"(?:die |der |den |in den )?(?:nächsten|kommenden) FEW UNIT", "nächsten zwei Tage"),
    Rule("de.one-night", r"(?:eine|1) (?:nacht|übernachtung)", "eine Nacht", Facts(span=1, unit="day")),
)  # fmt: skip

_LENGTHS = (
    Rule("de.in", r"in COUNT ?UNIT", "in 3 Tagen"),
    Rule("de.in-about", r"in (?:etwa|ca\.?|circa|zirka|ungefähr|rund|spätestens) COUNT UNIT", "in etwa 2 Stunden"),
    Rule("de.in-decimal", r"in (?P<length>\d+[,.]\d) UNIT", "in 2,5 Stunden"),
    Rule("de.in-half", r"in (?:etwa |ca\.? |circa |zirka |ungefähr )?eine[rm] HALF UNIT", "in einer halben Stunde"),
    Rule("de.in-one-and-half", r"in (?:anderthalb|eineinhalb) UNIT", "in anderthalb Stunden", Facts(length=1.5)),
    Rule("de.in-quarter", r"in (?:einer|'?ner) (?:viertel ?stunde)", "in einer Viertelstunde", Facts(length=15, unit="minute")),
    Rule("de.in-two-units", r"in COUNT UNIT und (?P<more>\d+) MOREUNIT", "in 1 Tag und 5 Stunden"),
    Rule("de.within", r"(?:innerhalb|binnen|innert)(?: von| der nächsten| eines| einer| der kommenden)? COUNT ?UNIT",
         "innerhalb von 3 Werktagen", Facts(link=Link.WITHIN)),
    Rule("de.in-some", r"(?:in|innerhalb von|binnen|nach)? ?(?:(?P<least>\d{1,2})|ein|eine[rmn]?|zwei|drei|vier|fünf) ?(?:-|bis|oder) ?COUNT ?UNIT", "in 2-3 Tagen", Facts(link=Link.WITHIN)),
    Rule("de.within-one", r"(?:innerhalb|binnen) eine[sr] UNIT", "binnen einer Woche", Facts(link=Link.WITHIN, length=1)),
    Rule("de.within-days", r"(?:innerhalb|binnen) (?:von )?tagesfrist", "binnen Tagesfrist",
         Facts(link=Link.WITHIN, length=1, unit="day")),
    Rule("de.within-next-one", r"(?:innerhalb|binnen|im laufe|in) der (?:nächsten|kommenden) (?P<unit>stunde|minute)",
         "innerhalb der nächsten Stunde", Facts(link=Link.WITHIN, length=1)),
    Rule("de.takes", r"(?:dauert|dauern|brauchen|benötigen|lieferzeit|bearbeitungszeit|wartezeit|laufzeit)(?: (?:wir|uns|dafür|für sie|es|beträgt|von|"
         r"etwa|ca\.?|circa|ungefähr|rund|noch|maximal|höchstens))*:? COUNT UNIT", "Lieferzeit: 4 Werktage", Facts(link=Link.WITHIN)),
    Rule("de.max", r"(?:maximal|höchstens|spätestens(?: in| nach)|nach (?:spätestens|höchstens|maximal)) COUNT UNIT", "spätestens in 2 Tagen", Facts(link=Link.WITHIN)),
    Rule("de.ago", r"vor COUNT UNIT", "vor 3 Tagen", Facts(ago=True)),
    Rule("de.before-base", r"COUNT UNIT vor(?: dem| der| den)?(?! (?:feierabend|geschäftsschluss|dienstschluss|büroschluss))", "2 Tage vor Freitag",
         Facts(after_base=True, ago=True)),
    Rule("de.hours-from-now", r"(?<!bis\s)(?<!um\s)(?P<length>24|48|72)h", "24h", Facts(unit="hour", link=Link.WITHIN)),
    Rule("de.weekday-week", r"WEEKDAY über (?:acht|8) tage", "Montag über acht Tage", Facts(length=1, unit="week", after_base=True)),
    Rule("de.weekday-fortnight", r"WEEKDAY über (?:vierzehn|14) tage", "Montag über vierzehn Tage", Facts(length=2, unit="week", after_base=True)),
    Rule("de.in-the-next", r"in den (?:nächsten|kommenden) COUNT UNIT", "in den nächsten 2 Stunden", Facts(link=Link.WITHIN)),
    Rule("de.lasting", r"für (?P<span>\d{1,3}) UNIT", "für 30 Minuten", Facts(lasting=True)),
    Rule("de.two-weeks", r"in (?:vierzehn|14) tagen", "in vierzehn Tagen", Facts(length=14, unit="day")),
    Rule("de.in-eight-days", r"in acht tagen", "in acht Tagen", Facts(length=7, unit="day")),
)  # fmt: skip

_CLOCKS = (
    Rule("de.clock", r"(?:(?:um|gegen|ca\.?) )?HOUR[:.]MINUTE(?![:.]?\d)(?: ?uhr| ?h)?", "14:30 Uhr", Facts(sure=True)),
    Rule("de.clock-seconds", r"(?:um )?HOUR:MINUTE:SECOND(?: ?uhr)?", "8:00:31", Facts(sure=True)),
    Rule("de.clock-uhr", r"HOUR ?(?:uhr|h)", "15 Uhr"),
    Rule("de.clock-ampm", r"HOUR(?:[:.]MINUTE)? ?MERIDIEM(?! (?:\d|vor|nach|abend|morgen|mo|di|mi|do|fr|sa|so|ende|anfang))", "7:00 PM"),
    Rule("de.clock-uhr-minute", r"(?<![:.])HOUR ?(?:uhr|h)(?: und)? ?MINUTE(?![:.]\d| ?uhr)", "18 Uhr 12", Facts(sure=True)),
    Rule("de.clock-word", r"(?:um |gegen )?HOURWORD uhr", "drei Uhr"),
    Rule("de.clock-word-at", r"(?:um|gegen) HOURWORD", "um sieben"),
    Rule("de.clock-word-until", r"(?<=bis\s)HOURWORD(?=[.,!?]|$| (?:haben|hat|sind|ist|liegt|bei|fertig|wird|werden|heute|morgen|spätestens|nachmittags|abends))", "bis fünf"),
    Rule("de.clock-at", r"(?:um|gegen|ca\. um|so um) HOUR(?![.:/-]?\d| ?%| (?:tage|stunden|minuten|wochen|euro))", "um 15"),
    Rule("de.clock-joined", r"(?P<hour>[01]\d|2[0-4])MINUTE(?: ?uhr| ?h)", "1430 Uhr", Facts(sure=True)),
    Rule("de.clock-after-month", r"DAY\. ?MONTH HOUR\.MINUTE(?!\.?\d)", "6. August 11.05", Facts(sure=True)),
    Rule("de.clock-digits-after-day", r"(?:(?<=morgen\s)|(?<=heute\s))(?P<hour>[01]\d|2[0-3])MINUTE(?!\d)", "morgen 1700", Facts(sure=True)),
    Rule("de.clock-digits-range", r"(?P<hour>[01]\d|2[0-4])MINUTE(?= ?- ?[0-2]\d[0-5]\d\b)", "0645-0750"),
    Rule("de.clock-digits-end", r"(?<=\d{4}-)(?P<hour>[01]\d|2[0-4])MINUTE", "0645-0750"),
    Rule("de.half-to", r"halb HOURNUM", "halb drei", Facts(minute=-30)),
    Rule("de.quarter-past", r"viertel nach HOURNUM(?: uhr)?", "Viertel nach drei", Facts(minute=15)),
    Rule("de.quarter-to", r"viertel vor HOURNUM(?: uhr)?", "Viertel vor sechs", Facts(minute=-15)),
    Rule("de.three-quarters", r"(?:dreiviertel|drei viertel) HOURNUM", "dreiviertel acht", Facts(minute=-15)),
    Rule("de.minutes-past", r"MINUTEWORD(?: minuten)? nach HOURNUM(?: uhr)?", "zwanzig nach drei"),
    Rule("de.minutes-to", r"MINUTEWORD(?: minuten)? vor HOURNUM(?: uhr)?", "zehn vor acht", Facts(until_hour=True)),
    Rule("de.just-about", r"kurz (?:vor|nach) HOURNUM(?![.:]?\d)(?: uhr)?", "kurz nach neun", Facts(link=Link.ABOUT)),
    Rule("de.part", r"(?:am |in der |zu |zum |gegen )?(?:frühen |späten |späteren |später )?PART", "abends"),
    Rule("de.early", r"(?:am |in der )?(?:früh ?morgens|früh am morgen|früh morgens|ziemlich früh|morgens früh|morgens so früh)",
         "früh morgens", Facts(part="early")),
    Rule("de.morning", r"(?:am|in diesem|diesen|dieser|jeden|den|der) (?:frühen )?morgen", "am Morgen", Facts(part="morning")),
    Rule("de.this-part", r"(?:heute |diesen |dieser |diesem )morgen", "heute Morgen", Facts(days=0, part="morning")),
    Rule("de.this-day-part", r"(?:diesen|dieser|diesem|diese) PART", "dieser Abend", Facts(days=0)),
    Rule("de.coming-night", r"(?:kommende|nächste) nacht", "kommende Nacht", Facts(days=0, part="night")),
    Rule("de.weekday-morning", r"LONGDAY ?morgen", "Dienstagmorgen", Facts(part="morning")),
    Rule("de.weekday-part", r"LONGDAY(?:)PART", "Montagnachmittag"),
    Rule("de.late", r"(?:spät|sehr spät)(?! am| als)", "spät", Facts(part="evening")),
    Rule("de.after-lunch", r"nach dem (?:mittagessen|mittag)", "nach dem Mittagessen", Facts(part="after lunch")),
    Rule("de.close", r"feierabend|geschäftsschluss|dienstschluss|büroschluss|eod|cob|(?:zum )?ende des tages|tagesende|ende des "
         r"(?:arbeits|werk)tag(?:e)?s", "Feierabend", Facts(part="close")),
    Rule("de.now", r"jetzt|genau jetzt|gerade eben|sofort|jetzt gleich", "jetzt", Facts(now=True)),
    Rule("de.this-time", r"zu dieser zeit", "zu dieser Zeit", Facts(days=0)),
)  # fmt: skip

_LINKS = (
    Rule("de.until", r"bis(?: spätestens)?(?: zum| zur| ca\.?)?|- bis", "bis Freitag", Facts(link=Link.TO)),
    Rule("de.until-time", r"(?:bis )?(?:zum )?spätesten?s?|nicht später als|allerspätestens|(?:bis )?längstens", "spätestens Freitag",
         Facts(link=Link.BY)),
    Rule("de.until-before", r"(?:noch )?vor|bis vor", "vor Freitag", Facts(link=Link.BEFORE)),
    Rule("de.range-on", r"(?:auf|zum)(?: den| dem)?", "vom 4. auf den 5. Mai", Facts(link=Link.AND)),
    Rule("de.and", r"und(?: dem| den)?|oder", "zwischen dem 4. und dem 5. Mai", Facts(link=Link.AND)),
    Rule("de.between", r"zwischen(?: dem| den)?", "zwischen 4 und 5 Uhr", Facts(link=Link.BETWEEN)),
    Rule("de.from", r"vo[nm]|ab|seit", "ab Montag", Facts(link=Link.FROM)),
    Rule("de.earliest", r"frühestens|nicht vor", "frühestens Montag", Facts(link=Link.EARLIEST)),
    Rule("de.after", r"nach", "nach dem 5. Mai", Facts(link=Link.AFTER)),
    Rule("de.bare", r"BARE(?![\d%€])(?![.,:/]\d)", "13 bis 15 Juli"),
    Rule("de.bare-word", r"BAREWORD", "von fünf bis sieben"),
)  # fmt: skip

_VAGUE = (
    Rule("de.vague", r"zeitnah|schnellst(?:möglich|mögliche|ens)|so (?:schnell|bald|früh) wie (?:möglich|es geht)|baldmöglichst|"
         r"umgehend|asap|in kürze|in bälde|demnächst|bald|baldigst|unverzüglich|die tage|in den nächsten tagen|gleich|nachher|später|"
         r"irgendwann|rechtzeitig|frühestmöglich", "zeitnah", Facts(vague="soon")),
)  # fmt: skip

GERMAN = Language(
    code="de",
    words=WORDS,
    rules=(*_DAYS, *_PERIODS, *_LENGTHS, *_CLOCKS, *_LINKS, *_VAGUE),
    filler=r"am|an|at|on|the|of|um|im|in|den|dem|der|des|die|das|ca|circa|zirka|ungefähr|etwa|gegen|so|uhr|h|erster|erste|ersten|letzte|letzten|"
    r"noch|dann|also|genau|ist|dieser|diesen|für|anreise|abreise|von|irgendwann",
    masks=(
        r"gute[nr]? (?:morgen|tag|abend|nacht|mittag)",
        r"\b(?:herrn?|frau|familie|dr|kollegen?|kollegin)\.? [^\W\d_]+",
        rf"\b(?:{MONTHS})-?(?:rechnung|abrechnung|miete|gehalt|beitrag|rate|ausgabe|heft)\w*",
        r"\b(?:modell|baujahr|jahrgang|version|ausgabe) (?:19|20)\d\d\b",
        r"\b(?:zimmer|raum|tisch|platz|gleis|halle|tor|fach|regal|schalter|wohnung|haus|stand|box|filiale) \d{1,4}\b\.?(?! ?uhr|[:.]\d)",
        r"\b(?:hatten?|habe|haben|hat|war|waren) (?:\w+ ){0,2}heute (?:morgen|früh|vormittag)\b",
        *MASKS,
        r"(?:rechnung|bestellung|auftrag|angebot|ticket|vorgang|vertrag|lieferschein|kunden?nummer|artikel|nummer|nr\.?) ?(?:nr\.?|nummer)? ?#?"
        + NO_DATE
        + r"\d[\d/-]*",
    ),
    spoken_of=(
        rf"\b(?:{DOCUMENTS}) vo[nm] (?:{PAST_DAYS})",
        r"\bnicht [^,;]{1,30}(?=,? sondern\b)",
        rf"\b(?:{RULED_OUT}) (?:am |an |den |dem |diesen |nächsten |kommenden ){{0,2}}(?:{PAST_DAYS}|heute|morgen|übermorgen)\b",
    ),
    about=r"gegen|ca|circa|zirka|ungefähr|etwa|rund|so um",
    literal_hours=True,
)
