"""What is promised in the demo company, in the words that were used, by kind and language."""

from collections.abc import Mapping

Sayings = Mapping[str, tuple[str, ...]]

THINGS: Sayings = {
    "de": ("Auftrag 40{n}", "Rechnung RE-2{n}", "Lieferschein LS-7{n}", "Ticket T-5{n}", "Bestellung B-1{n}"),
    "en": ("order 40{n}", "invoice INV-2{n}", "delivery note DN-7{n}", "ticket T-5{n}", "order B-1{n}"),
}
STATEMENTS: Mapping[str, Sayings] = {
    "callback": {
        "de": (
            "Ich rufe Sie zurück, sobald ich mit dem Lager über {thing} gesprochen habe.",
            "Ich kläre das mit der Buchhaltung und melde mich telefonisch bei Ihnen.",
            "Frau Möller ruft Sie persönlich an und bespricht die Preise für das nächste Jahr.",
            "Ich frage beim Fahrer nach, wo die Sendung steckt, und rufe Sie gleich wieder an.",
            "Sie hören heute noch von mir, auch wenn ich bis dahin keine Antwort habe.",
            "Ich spreche mit der Technik über das Geräusch am Verdichter und rufe Sie zurück.",
            "Ich rufe Sie an, bevor der Monteur losfährt.",
        ),
        "en": (
            "I'll call you back as soon as the warehouse has looked at {thing}.",
            "I'll check with accounts why you were charged twice and ring you back.",
            "Oliver will phone you himself to go through the new rates.",
            "I'll find out where the driver is and call you straight back.",
            "You'll hear from me today, even if I have no answer by then.",
            "I'll ring you before the engineer sets off.",
        ),
    },
    "reply": {
        "de": (
            "Sie bekommen die Antwort auf Ihre Beschwerde schriftlich, mit einer Begründung zu {thing}.",
            "Ich schicke Ihnen das Angebot mit beiden Varianten per Mail.",
            "Wir bestätigen Ihnen die geänderte Lieferadresse schriftlich.",
            "Ich sende Ihnen die Prüfprotokolle der letzten Wartung zu.",
            "Ich lasse Ihnen die korrigierte Fassung von {thing} zukommen.",
        ),
        "en": (
            "We'll answer your complaint in writing and explain what happened with {thing}.",
            "I'll email you the quote with both options.",
            "You'll have the corrected copy of {thing} in your inbox.",
            "I'll send you the certificates from the last inspection.",
            "We'll confirm the new delivery address by email.",
        ),
    },
    "delivery": {
        "de": (
            "Die restlichen zwölf Kartons zu {thing} kommen mit der nächsten Tour.",
            "Ihre Ware ist bis dahin bei Ihnen, ohne Aufpreis für den Express.",
            "Wir liefern {thing} vor der Eröffnung, auf jeden Fall vormittags.",
            "Die Ersatzteile gehen heute raus und sind bis dahin in der Werkstatt.",
            "Die Palette wird so angeliefert, dass keiner von Ihnen abladen muss.",
        ),
        "en": (
            "The remaining twelve boxes of {thing} will be on the next van.",
            "Your order will be with you by then, and we won't charge for express.",
            "We'll deliver {thing} before you open, in the morning at the latest.",
            "The spare parts leave today and will be at the workshop by then.",
            "The pallet comes with a tail lift, so nobody on your side has to unload.",
        ),
    },
    "refund": {
        "de": (
            "Die 84,90 € zu {thing} sind bis dahin wieder auf Ihrem Konto.",
            "Wir überweisen Ihnen den Rest aus {thing} zurück, Sie müssen nichts weiter einreichen.",
            "Wir erstatten Ihnen den doppelt abgebuchten Betrag.",
            "Sie bekommen die Versandkosten zurück, die hätten gar nicht berechnet werden dürfen.",
            "Die Anzahlung überweisen wir vollständig zurück.",
        ),
        "en": (
            "The £64.50 for {thing} will be back in your account by then.",
            "We'll refund the amount that was taken twice.",
            "You'll get the delivery charge back, it should never have been on there.",
            "We'll return the whole of your deposit.",
            "We'll pay back what is left of {thing}, there is nothing more to send in.",
        ),
    },
    "replacement": {
        "de": (
            "Sie bekommen ein neues Gerät, das alte nimmt der Fahrer gleich mit.",
            "Wir tauschen die gesprungenen Platten aus {thing} kostenlos aus.",
            "Ich schicke Ihnen die richtige Größe, die falsche können Sie behalten.",
            "Wir ersetzen die beschädigte Ware aus {thing}, Fotos brauche ich keine mehr.",
            "Bis Ihr Gerät zurück ist, bekommen Sie ein Leihgerät.",
        ),
        "en": (
            "You'll get a new unit, and the driver takes the old one away.",
            "We'll replace the cracked panels from {thing} free of charge.",
            "I'll send the right size, and you may keep the wrong one.",
            "We'll replace the damaged goods from {thing}, I need no more photos.",
            "You'll have a loan unit until yours is back.",
        ),
    },
    "repair": {
        "de": (
            "Der Monteur stellt die Kühlzelle noch vor dem Wochenende wieder her.",
            "Wir reparieren die Pumpe in unserer Werkstatt und bringen sie Ihnen zurück.",
            "Die Tür schließt bis dahin wieder, und zwar ohne zu klemmen.",
            "Wir kommen noch einmal wegen {thing} und arbeiten nach, ohne Berechnung.",
            "Die Anlage läuft bis dahin im Notbetrieb, danach wieder voll.",
        ),
        "en": (
            "The engineer will have the cold room running again before the weekend.",
            "We'll mend the pump in our workshop and bring it back to you.",
            "The door will close again by then, without sticking.",
            "We'll come again about {thing} and put it right, at no charge.",
            "The system will be back to full power by then.",
        ),
    },
    "appointment": {
        "de": (
            "Herr Weiß kommt zum Aufmaß und bringt die Muster mit.",
            "Unser Techniker ist um diese Zeit bei Ihnen, Sie brauchen nur aufzuschließen.",
            "Wir besprechen das gemeinsam am Telefon, ich wähle Sie dazu.",
            "Die Einweisung für Ihre Leute findet bei Ihnen im Haus statt.",
            "Wir gehen {thing} mit Ihrer Buchhaltung Punkt für Punkt durch.",
        ),
        "en": (
            "Priya will come to measure up and bring the samples along.",
            "Our engineer will be with you at that time; somebody just has to open the door.",
            "We'll go through it together on the phone, and I'll set up the call.",
            "The training for your staff takes place at your premises.",
            "We'll go through {thing} line by line with your accounts team.",
        ),
    },
    "credit": {
        "de": (
            "Sie erhalten eine Gutschrift von zehn Prozent auf {thing}.",
            "Den Preisunterschied schreiben wir Ihrem Kundenkonto gut.",
            "Für die verspätete Lieferung erlassen wir Ihnen die Fracht auf {thing}.",
            "Die Mahngebühr buchen wir wieder aus.",
        ),
        "en": (
            "We'll credit ten per cent of {thing}.",
            "The difference in price goes onto your account as a credit.",
            "We'll waive the carriage on {thing} because it came late.",
            "The late fee will be taken off again.",
        ),
    },
    "condition": {
        "de": (
            "Für dieses Quartal gilt weiter der alte Kilopreis.",
            "Sie können den abgelaufenen Gutschein bei der nächsten Bestellung noch einlösen.",
            "Bis dahin liefern wir auch unter dem Mindestbestellwert frei Haus.",
        ),
        "en": (
            "The old price per kilo stands for this quarter.",
            "You can still use the expired voucher on your next order.",
            "Until then we deliver free of charge below the minimum order, too.",
        ),
    },
    "other": {
        "de": (
            "Ich lasse Sie aus dem Werbeverteiler nehmen.",
            "Wir legen für Ihre Filiale ein zweites Kundenkonto an.",
            "Ich gebe Ihr Lob an das Lager weiter und sage Ihnen, was sie geantwortet haben.",
        ),
        "en": (
            "I'll have you taken off the mailing list.",
            "We'll open a second account for your branch.",
            "I'll pass your praise on to the warehouse and tell you what they said.",
        ),
    },
}
