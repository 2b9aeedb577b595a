"""What looks like a moment in German and is none, and days that are only spoken of."""

from tracker.capture.rules.due.language import MASKS, NO_DATE, SpokenOf

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
_DAYS = rf"{PAST_DAYS}|heute|morgen|übermorgen"
_OTHERWISE = r"(?=[^.!?]*\b(?:aber|dafür|dann|also|sondern|stattdessen)\b)"
"""What will be done instead is said behind."""
UNREAD = (
    r"gute[nr]? (?:morgen|tag|abend|nacht|mittag)",
    r"\b(?:herrn?|frau|familie|dr|kollegen?|kollegin)\.? [^\W\d_]+",
    rf"\b(?:{MONTHS})-?(?:rechnung|abrechnung|miete|gehalt|beitrag|rate|ausgabe|heft)\w*",
    r"\b(?:modell|baujahr|jahrgang|version|ausgabe) (?:19|20)\d\d\b",
    r"\b(?:zimmer|raum|tisch|platz|gleis|halle|tor|fach|regal|schalter|wohnung|haus|stand|box|filiale) \d{1,4}\b\.?(?! ?uhr|[:.]\d)",
    r"\b(?:hatten?|habe|haben|hat|war|waren) (?:\w+ ){0,2}heute (?:morgen|früh|vormittag)\b",
    r"\b\d\d?\. (?:mal|advent|stock|og|etage|platz|rang|versuch|anlauf|mahnung|rate|person|geburtstag)\w*\b",
    r"\bfür (?:\d{1,2}|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)(?= (?:um|am|ab|personen|leute|gäste|mann)\b)",
    *MASKS,
    r"(?:rechnung|bestellung|auftrag|angebot|ticket|vorgang|vertrag|lieferschein|kunden?nummer|artikel|nummer|nr\.?) ?(?:nr\.?|nummer)? ?#?"
    + NO_DATE
    + r"\d[\d/-]*",
)

# fmt: off
SPOKEN_OF = (
    SpokenOf(rf"\b(?:{DOCUMENTS}) vo[nm] (?:{PAST_DAYS})", "der Brief vom 12. November"),
    SpokenOf(r"\bnicht [^,;]{1,30}(?=,? sondern\b)", "nicht am Freitag, sondern"),
    SpokenOf(rf"\b(?:{RULED_OUT}) (?:am |an |den |dem |diesen |nächsten |kommenden ){{0,2}}(?:{_DAYS}|diese woche|diesen monat|nächste woche)\b", "nicht heute"),
    SpokenOf(rf"\b(?:erst |bis |bis zum |ab |am |den )*(?:{_DAYS}|zum \d\d?\.)(?: (?:noch|wieder))? (?:im urlaub|da|im (?:haus|büro)|krank|außer haus|unterwegs|abwesend|auf reisen)\b(?=[^.!?]*\b(?:ich|und|dann|aber|wir)\b)", "bis Donnerstag im Urlaub und"),
    SpokenOf(rf"(?<!und )(?<!und dem )(?<!bis )(?<!bis zum )\b(?:{_DAYS})(?: (?:leider|wohl|bestimmt|sicher|jetzt|es|das|ich|wir|geht|passt|klappt|wird))* nicht(?: mehr)?\b(?! (?:vor|später|erst|nur|mehr|länger|ab)\b)", "heute nicht mehr"),
    SpokenOf(rf"\b(?:{_DAYS})(?: \w+){{1,5}} (?:nicht|nichts|keine?n?)(?: mehr)?\b" + _OTHERWISE, "heute schaffe ich das nicht mehr, aber"),
    SpokenOf(rf"\b(?:(?:{_DAYS}|montags bis (?:freitags|samstags)) )?(?:von |ab |um |bis )\d\d?(?:[:.]\d\d)?(?: uhr)?(?: (?:bis|und) \d\d?(?:[:.]\d\d)? uhr)?(?: (?:ist|sind|bin)(?: bei uns| wir| ich)?)? (?:schluss|dienst|geöffnet|offen|besetzt|erreichbar|geschlossen|sprechstunde)\b", "ab 9 Uhr erreichbar"),
    SpokenOf(rf"\b(?:{_DAYS})(?: \w+){{0,3}} (?:zu|geschlossen|ausgebucht|voll|belegt|schluss)(?=[,;.])", "am Samstag ist zu,"),
)
# fmt: on
"""Days on which something was written, and on which nothing will be done."""
