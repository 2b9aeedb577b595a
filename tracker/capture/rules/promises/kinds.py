"""Which kind of promise whole sentences make: words of both languages, beside those that a quick line knows.

A line names its kind ("Rückruf"), a sentence says what will be done ("ich melde mich").
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Words that make a promise one of a kind, with an example that is run as a test."""

    kind: str
    pattern: str
    example: str


# fmt: off
KINDS = (
    Words("callback", r"\bruf\w* [^.!?]*\b(?:an|zurück)\b|\b(?:ruft|rufe|rufen|ruf) (?:er |sie )?(?:sie|dich|euch|ihnen)\b|\bmelde?t?n? (?:mich|uns|sich)\b|\bmeld\w* [^.!?]*\b(?:bei ihnen|bei dir)\b|\bhör\w* [^.!?]*\bvon (?:mir|uns)\b|\bam apparat\b|\bzu erreichen\b|\bverständig\w+", "ich melde mich morgen"),
    Words("callback", r"\b(?:tele)?phone you\b|\bgive you a (?:buzz|ring|bell|call|shout)\b|\bhear (?:back )?from (?:me|us)\b|\bbe in touch\b", "you'll hear from me by five"),
    Words("reply", r"\bmaile?n?\b|\bschreib\w*|\bbestätigung\b|\binformier\w+|\bbenachrichtig\w+|\bim postfach\b|\bkomme? [^.!?]*\b(?:unaufgefordert|darauf) zurück\b|\bzeig\w* (?:ihnen|dir|euch)\b", "ich schreibe Ihnen morgen"),
    Words("reply", r"\be-?mail\w*\b|\bmail (?:you|the|it|that)\b|\bwrite to you\b|\bpost an update\b|\bkeep you (?:posted|updated|informed)\b|\blet you know\b|\bforward the\b|\bin your inbox\b|\bbe answered\b", "I'll let you know"),
    Words("delivery", r"\bbring\w*\b|\bgebracht\b|\bkurier\b|\bpaket\w*|\bpalette\b|\beintreffen\b|\btrifft [^.!?]*\bein\b|\bkommt [^.!?]*\ban\b|\bgeliefert\b|\b(?:unser|das) lager\b|\b(?:geht|gehen) [^.!?]*\braus\b", "der Kurier bringt es"),
    Words("delivery", r"\barrives?\b|\bbring(?:ing|s)?\b|\bcourier\b|\bparcel\b|\bdispatched\b|\breach you\b|\bdrop [^.!?]*\boff\b|\bwith you by\b|\bout for delivery\b", "it will reach you by Wednesday"),
    Words("refund", r"\büberweis\w+|\bgeld\b|\bkaution\b|\b(?:zurück|rück)(?:gezahlt|zahl\w+|erstatt\w+)|\b(?:flug|kauf|fahr)preis [^.!?]*\bzurück\b", "wir überweisen Ihnen den Betrag"),
    Words("refund", r"\brefund\w*|\bdeposit\b|\bmoney\b|\b(?:full )?(?:fare|price|amount) back\b", "we're refunding the charge"),
    Words("replacement", r"\btausch\w+|\bersetz\w+|\bneue[ns]? (?!termin)[a-zäöüß]+", "wir tauschen die Teile aus"),
    Words("replacement", r"\bexchang\w+|\breplac\w+|\bbrand new\b|\banother (?:one|kettle|unit|set|pair)\b|\ba new one\b", "the batch will be exchanged"),
    Words("repair", r"\bwieder (?:ans |zum )?lauf\w*|\bläuft(?:'s| es)? wieder\b|\bupdate\b|\bhaustechnik\w*|\bdicht\w* ab\b", "dann läuft es wieder"),
    Words("repair", r"\brunning again\b|\bfixed\b|\bmaintenance\b|\bsort (?:that|the|your|this) \w+ out\b", "we'll get the boiler running again"),
    Words("appointment", r"\b(?:ist|sind|habe) [^.!?]*\b(?:reserviert|eingetragen|gebucht|vorgemerkt)\b|\bkomm\w* [^.!?]*\bvorbei\b", "der Tisch ist für Sie reserviert"),
    Words("appointment", r"\bcome (?:by|over|round)\b|\bbooked (?:you )?in\b|\bslot\b|\bdrop in\b", "I'll come by on Thursday"),
    Words("credit", r"\bzieh\w* [^.!?]*\bab\b|\bnehm\w* [^.!?]*\braus\b|\bgutgeschrieben\b|\bübernehmen wir\b", "den Aufpreis ziehe ich ab"),
    Words("credit", r"\bcredit\w*|\badding [^.!?]*\b(?:miles|points)\b", "we're adding points to your account"),
    Words("condition", r"\brabatt auf\b|\btarif\b|\bbestehen bleib\w*|\bbehalten\b(?! sie)|\bkostet (?:sie )?nichts\b", "der alte Tarif bleibt"),
    Words("condition", r"\b(?:rate|price|tariff) stays\b|\brebate\b|\b(?:won't|will not) charge\b|\bno extra (?:cost|charge)\b|\byou can keep\b", "the old rate stays in place"),
    Words("check_in", r"\berkundig\w+|\bwie es (?:ihnen|dir) geht\b|\bob alles (?:läuft|passt|gut)\b", "ich erkundige mich nach einem Monat"),
    Words("check_in", r"\btouch base\b|\bcheck back\b|\bsee how (?:you|it|things)\b|\bholding up\b", "I'll touch base in a fortnight"),
)
# fmt: on
