"""What the people of the demo company say: statements by kind, and words for everything that follows."""

from collections.abc import Mapping

from tracker.demo.sayings import STATEMENTS, THINGS, Sayings

__all__ = ["STATEMENTS", "THINGS", "Sayings"]

CONDITIONS: Sayings = {
    "de": ("Nur wenn die Rücksendung bis Freitag bei uns ist.", "Gilt für Nachbestellungen bis 500 €."),
    "en": ("Provided the return reaches us by Friday.", "Applies to repeat orders up to £500."),
}
GRANTED: Mapping[str, Sayings] = {
    "credit": {
        "de": (
            "Wir lösen Ihren Gutschein noch ein, der Betrag ist bis dahin gutgeschrieben.",
            "Den Gutschein nehmen wir aus Kulanz an und ziehen ihn von Ihrer Rechnung ab.",
        ),
        "en": (
            "We still take your voucher, the amount will be credited by then.",
            "As a gesture of goodwill we accept the voucher and take it off your invoice.",
        ),
    },
    "refund": {
        "de": (
            "Wir nehmen die Ware noch zurück und erstatten Ihnen den Kaufpreis.",
            "Sie können die Ware zurücksenden, das Geld ist bis dahin auf Ihrem Konto.",
        ),
        "en": (
            "We take the goods back and refund what you paid.",
            "Please send the goods back, the money will be in your account by then.",
        ),
    },
}
"""What is promised where a request was granted."""
DONE: Sayings = {
    "de": (
        "",
        "",
        "Erledigt, Kunde ist zufrieden.",
        "Persönlich gesprochen.",
        "Auf die Mailbox und per Mail bestätigt.",
    ),
    "en": (
        "",
        "",
        "Done, the customer is happy.",
        "Spoke to them in person.",
        "Left a message and confirmed by email.",
    ),
}
EVIDENCE: Sayings = {
    "de": ("", "", "Lieferschein unterschrieben von Frau Brandt", "Mail des Kunden: „Danke, ist da.“"),
    "en": ("", "", "Delivery note signed by Mrs Doyle", "Email from the customer: “Got it, thanks.”"),
}
NEW_DATE_REASONS: Sayings = {
    "de": (
        "Der Lieferant hat den Liefertermin verschoben.",
        "Das Ersatzteil war falsch, wir haben neu bestellt.",
        "Der Monteur ist krank, Vertretung kommt nächste Woche.",
        "Die Buchhaltung wartet noch auf den Kontoauszug.",
    ),
    "en": (
        "The supplier has moved the delivery date.",
        "The wrong part arrived, a new one is on order.",
        "The engineer is off sick, cover comes next week.",
        "Accounts are still waiting for the bank statement.",
    ),
}
TOLD: Sayings = {
    "de": (
        "Es dauert leider länger als gedacht. Morgen wissen wir mehr.",
        "Wir sind dran, den nächsten Stand bekommen Sie morgen.",
        "Der Termin ist in Gefahr, bis heute Abend geben wir Bescheid.",
    ),
    "en": (
        "It takes longer than we thought. We will know more tomorrow.",
        "We are on it, the next update comes tomorrow.",
        "The date is in danger, you will hear from us by tonight.",
    ),
}
ATTEMPTS: Sayings = {
    "de": (
        "Niemand abgenommen.",
        "Besetzt.",
        "Nur die Mailbox.",
        "In einer Besprechung, soll es nach 14 Uhr versuchen.",
    ),
    "en": ("No answer.", "Engaged.", "Voicemail only.", "In a meeting, try again after two."),
}
NOTES: Sayings = {
    "de": (
        "Kunde war beim letzten Mal schon verärgert, bitte behutsam.",
        "Lager sagt: Ware steht in Halle 3.",
        "Durchwahl der Schichtleitung steht im Kundenkonto.",
    ),
    "en": (
        "They were upset last time already, please be gentle.",
        "The warehouse says it is in bay 3.",
        "The shift leader's extension is on the customer's page.",
    ),
}
HAND_OVER_WORDS: Sayings = {
    "de": ("Du kennst die Anlage besser.", "Bin ab morgen im Urlaub.", "Liegt bei euch, der Kunde sitzt in London."),
    "en": ("You know the site better.", "I'm away from tomorrow.", "This one is yours, they are based in Hamburg."),
}
DECLINED_WORDS: Sayings = {
    "de": ("Ich bin heute selbst voll.", "Das muss die Buchhaltung beantworten."),
    "en": ("I'm full up today.", "That is one for accounts."),
}
MISSING: Sayings = {
    "de": ("Zwei von zwölf Kartons fehlen noch.", "Die Gutschrift ist da, die Versandkosten noch nicht."),
    "en": ("Two of the twelve boxes are still missing.", "The credit is there, the delivery charge is not yet."),
}
BROKEN_WORDS: Sayings = {
    "de": ("Das Modell wird nicht mehr hergestellt.", "Vom Hersteller endgültig abgelehnt."),
    "en": ("The model is not made any more.", "The manufacturer has turned it down for good."),
}
WITHDRAWN_WORDS: Sayings = {
    "de": ("Kunde hat sich selbst geholfen.", "Bestellung wurde storniert.", "Hat sich durch die Lieferung erledigt."),
    "en": ("The customer has sorted it out.", "The order was cancelled.", "Settled by the delivery."),
}
APOLOGIES: Sayings = {
    "de": ("Am Telefon um Entschuldigung gebeten, wurde angenommen.", "Karte und eine Tüte Kaffee geschickt."),
    "en": ("Said sorry on the phone, they took it well.", "Sent a card and a bag of coffee."),
}
MAKING_GOOD: Sayings = {
    "de": (
        "Als Ausgleich übernehmen wir die Versandkosten der nächsten Bestellung.",
        "Ich rufe Sie nächste Woche an und frage, ob jetzt alles in Ordnung ist.",
    ),
    "en": (
        "To make up for it we pay the delivery of your next order.",
        "I'll ring you next week to ask whether everything is right now.",
    ),
}
REOPENED: Sayings = {
    "de": ("Kunde sagt, es ist nichts angekommen.", "War der falsche Auftrag."),
    "en": ("The customer says nothing has arrived.", "It was the wrong order."),
}
UNCLEAR_WHOM: Sayings = {
    "de": ("Herr Lehmann, wohl von der Werft, ruft wieder an", "Frau vom Hotel an der Promenade"),
    "en": ("A Mr Lowe, from one of the schools, will ring again", "The lady from the hotel on the pier"),
}
DRAFTS: Sayings = {
    "de": (
        "Rückruf wegen der Rechnung, Betrag unklar",
        "Will ein Angebot, Menge noch offen",
        "Lieferung vorziehen, Termin klären",
    ),
    "en": (
        "Call back about an invoice, amount unclear",
        "Wants a quote, quantity still open",
        "Bring the delivery forward, date to be settled",
    ),
}
