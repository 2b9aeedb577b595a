"""What German lines say: one rule a line, its example beside it."""

from tracker.capture.rules.line.facts import Rule, Sort
from tracker.capture.rules.line.numbers import NUMBER

_NUMBER = (
    r"(?:-?\s?(?:nr\.?|nummer|no\.?))?\s*:?\s*#?\s?" + NUMBER + r"(?![\d.,]*\s?(?:€|euro|uhr|stück|prozent|%|:\d))"
)

# fmt: off
GERMAN = (
    Rule("de.reference", Sort.REFERENCE, r"\b(?:rechnung|auftrag|bestellung|ticket|vorgang|fall|angebot|lieferschein|reklamation|retoure|rma|vertrag|mahnung|störung|police|buchung|kundennummer|aktenzeichen)s?" + _NUMBER, "Rechnung 4711"),
    Rule("de.number", Sort.REFERENCE, r"\b(?:rechnungs|auftrags|bestell|ticket|vorgangs|angebots|vertrags|buchungs|kunden|schaden)(?:nr\.?|nummer)\s*:?\s*" + NUMBER, "Bestellnr. A-1093"),
    Rule("de.callback", Sort.KIND, r"\brück(?:ruf|meldung)\w*|\bzurück(?:zu)?rufen\b|\bruf\w*\b(?=.*\bzurück\b)|\banruf(?:en)?\b", "rufe Herrn Meier morgen zurück", "callback"),
    Rule("de.reply", Sort.KIND, r"\bantwort\w*|\bbescheid\b|\bstellungnahme\b|\bauskunft\b", "Antwort per Mail", "reply"),
    Rule("de.delivery", Sort.KIND, r"\b(?:nach|teil)?liefer(?:ung|n|t|e)\b|\bversand\b|\bversend\w+|\bverschick\w+|\bzustellung\b", "Lieferung der Ware", "delivery"),
    Rule("de.refund", Sort.KIND, r"\b(?:rück)?erstatt\w+|\brückzahlung\b|\bgeld zurück\b", "Rückerstattung 40 €", "refund"),
    Rule("de.replacement", Sort.KIND, r"\bersatz\w*|\bumtausch\w*|\baustausch\w*", "Ersatzgerät schicken", "replacement"),
    Rule("de.repair", Sort.KIND, r"\breparatur\w*|\breparier\w*|\binstandsetz\w*|\bentstör\w*", "Reparatur der Heizung", "repair"),
    Rule("de.appointment", Sort.KIND, r"\btermin\w*|\btechniker\w*|\bmonteur\w*|\bbesuch\w*|\bvor ort\b|\bbesichtigung\b", "Techniker kommt", "appointment"),
    Rule("de.credit", Sort.KIND, r"\bgutschrift\w*|\brabatt\w*|\bnachlass\b|\bskonto\b|\bgutschein\w*|\bkulanz\w*", "Gutschrift 35 €", "credit"),
    Rule("de.condition", Sort.KIND, r"\bsonder(?:kondition|preis|regelung)\w*|\bausnahme\w*", "Sonderpreis", "condition"),
    Rule("de.check-in", Sort.KIND, r"\bnachfass\w*|\bnachfrage\w*|\bnachhak\w*", "Nachfrage, ob alles läuft", "check_in"),
    Rule("de.urgent", Sort.URGENT, r"\bdringend\b|\beilig\b|\beilt\b", "eilt"),
    Rule("de.scope", Sort.SCOPE, r"\b(?:gilt )?nur für\s+(?=\S)|\bgilt für\s+(?=\S)", "nur für Key Accounts", is_open=True),
    Rule("de.titled", Sort.CUSTOMER, r"\b(?:herrn?|frau|familie|firma|fa\.|dr\.|prof\.)\s+(?:(?:dr|prof)\.?\s+)*(?=[^\W\d_])", "Herrn Meier", is_open=True),
    Rule("de.topic", Sort.TOPIC, r"\b(?:wegen|bzgl\.?|bezüglich|betreffs?|betr\.|re|zum thema|in sachen)\s*:?\s+(?=\S)", "wegen der Heizung", is_open=True),
)
# fmt: on
_SMALL = (
    "ab aber alle alles als am an auch auf aus bei bekommt bis bitte da dann das dass dem den der des die diese diesen "
    "dieser doch ein eine einem einen einer er erhält es für gegen geht hat heute ich ihm ihn ihr im in ist ja kann "
    "kommt kunde kundin mail mit mich nach nicht noch nochmal nur ob oder per post raus schicken sein senden sich sie "
    "sind so um und uns von vor war was wegen wenn wer wie wird wir wo zu zum zur zurück zusenden"
)
SMALL_WORDS = frozenset(_SMALL.split())
"""Words that name no customer."""
EVERYONE = ("alle", "alle kunden", "jeden", "jeden kunden", "alle kundinnen und kunden")
THIS_CUSTOMER = ("diesen kunden", "diese kundin", "den kunden", "die kundin", "ihn", "sie")
BEFORE_NAMES = "an|für|bei|mit|von|zu|der|die|dem|den|herrn?|frau|firma|fa\\.|kunde|kundin|kunden"
ARTICLES = (
    "der|die|das|den|dem|des|(?:k?ein|mein|dein|sein|ihr|unser|dies|jed|jen|manch|welch)(?:e[mnrs]?)?|eur?e[mnrs]?|"
    "im|ins|zum|zur"
)
"""With the prepositions that hold one; "beim" and "vom" are left out, which stand before people."""
BEFORE_RECIPIENTS = "an|bei|mit|von|zu"
"""Without "für", before which things stand as well: "Gutschrift für die Brötchen"."""
