"""Let situations say in which words they are asked for, so that they are found by them from the first day.

Revision ID: 0107
Revises: 0101
"""

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0101"
branch_labels = None
depends_on = None

WORDS = {
    "expired_coupon": (
        "Gutschein ist abgelaufen, kann ich ihn noch einlösen?",
        "Coupon nicht mehr gültig, Rabattcode verfallen",
        "my coupon has expired, can I still redeem it?",
        "voucher or discount code no longer valid",
    ),
    "refund_no_receipt": (
        "Geld zurück ohne Kassenbon, Beleg verloren",
        "Quittung nicht mehr da, Rechnung fehlt, Erstattung",
        "lost the receipt, money back without a receipt",
        "refund, no proof of purchase, invoice missing",
    ),
    "late_return": (
        "Rückgabe nach Ablauf der Frist, zu spät zurückgeschickt",
        "Umtausch nach mehr als 30 Tagen, Rücksendung verspätet",
        "return after the deadline, sent back too late",
        "exchange outside the return period",
    ),
    "special_delivery": (
        "Lieferung frei Haus wie beim Großhandel, eigene Lieferkonditionen",
        "Zustellung an einem festen Wochentag, Wunschtermin, abends liefern",
        "wholesale delivery terms, delivery on a fixed weekday",
        "deliver in the evening, special terms of delivery",
    ),
    "early_boarding": (
        "mit Kleinkind früher einsteigen, Familien zuerst ins Flugzeug",
        "Boarding mit Kinderwagen und Baby vorziehen",
        "board early with small children, families first",
        "priority boarding with a baby and a stroller",
    ),
    "fee_reversal": (
        "Mahngebühr erlassen, Bearbeitungsgebühr zurückbuchen",
        "Kontogebühr stornieren, Gebühr falsch berechnet",
        "waive the late fee, reverse the service charge",
        "refund the account fee, charged by mistake",
    ),
    "price_match": (
        "woanders billiger, anderer Händler günstiger, Preis angleichen",
        "nach dem Kauf im Angebot, Preisgarantie, Bestpreis",
        "cheaper elsewhere, match the price of a competitor",
        "on sale the day after, price guarantee",
    ),
    "goodwill_voucher": (
        "Entschädigung für die Verspätung, Gutschein als Wiedergutmachung",
        "lange gewartet, Lieferung kam zu spät, kleine Aufmerksamkeit",
        "compensation for the delay, voucher as an apology",
        "waited for hours, delivered late, something to make up for it",
    ),
    "cancellation_fee": (
        "Storno ohne Kosten, Buchung absagen, Stornierung wegen Krankheit",
        "Termin abgesagt, Rücktritt kostenfrei, Stornokosten",
        "cancel free of charge, cancelled because of illness",
        "called off the booking, cancellation costs",
    ),
    "free_shipping": (
        "Versandkosten erlassen, portofrei, keine Lieferkosten",
        "Porto unter dem Mindestbestellwert, kostenloser Versand",
        "waive the postage, no delivery charge",
        "ship it for free although below the minimum order",
    ),
    "replacement_after_warranty": (
        "Gerät kurz nach Garantieende kaputt, Austausch auf Kulanz",
        "Gewährleistung abgelaufen, defekt, Ersatzgerät, Reparatur umsonst",
        "broke just after the warranty ended, replacement",
        "out of guarantee, faulty, repair for free",
    ),
    "payment_deferral": (
        "später zahlen, Rechnung stunden, Zahlungsziel verlängern",
        "Ratenzahlung, Raten, kann gerade nicht bezahlen",
        "pay later, defer the invoice, extend the term of payment",
        "pay in instalments, short of money this month",
    ),
    "bulk_discount": (
        "Rabatt bei großer Menge, Nachlass ab 100 Stück, Staffelpreis",
        "Großbestellung günstiger, Mengenpreis",
        "discount for a large quantity, price break from 100 pieces",
        "cheaper when buying in bulk, volume price",
    ),
    "express_for_free": (
        "Expressversand ohne Zuschlag, schneller liefern, eilt",
        "bis morgen da sein, Eilzustellung gratis",
        "express without a surcharge, needed by tomorrow",
        "ship faster for free, urgent, overnight",
    ),
    "upgrade": (
        "besseres Zimmer, erste Klasse, größerer Wagen zum selben Preis",
        "kostenloses Upgrade, Suite, Business",
        "better room, first class, larger car for the same price",
        "free upgrade to a suite, business class",
    ),
    "partial_refund": (
        "Teil des Geldes zurück, Preisminderung wegen Mangel, Kratzer",
        "beschädigt angekommen, behalten mit Nachlass",
        "part of the money back, scratched or damaged on arrival",
        "keep it for less, reduction because of a defect",
    ),
}
"""How customers ask for the situations of the starter set, a text a line."""


def upgrade() -> None:
    """Add the column, and fill it for the starter set."""
    op.add_column("situation", sa.Column("words", sa.Text(), server_default="", nullable=False))
    situation = sa.table("situation", sa.column("key"), sa.column("words"))
    for key, lines in WORDS.items():
        op.execute(situation.update().where(situation.c.key == key).values(words="\n".join(lines)))


def downgrade() -> None:
    """Take the words away."""
    op.drop_column("situation", "words")
