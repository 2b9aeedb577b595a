"""Sixteen situations to start with, in both languages.

Revision ID: 0051
Revises: 0050
"""

import json
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

NUMBER, YES_OR_NO = "number", "bool"
TIER, VOLUME = "tier_rank", "annual_volume"

Factor = tuple[str, str, int, str, str, str]
"""Name, kind, direction (1: more of it speaks for granting), German, English, unit."""

ITEM_VALUE = ("item_value", NUMBER, -1, "Warenwert", "Value of the item", "€")
ORDER_VALUE = ("order_value", NUMBER, 1, "Bestellwert", "Value of the order", "€")
DEFECT: Factor = ("is_defective", YES_OR_NO, 1, "Ware defekt?", "Is the item defective?", "")

SITUATIONS: tuple[tuple[str, str, str, tuple[Factor, ...], dict[str, object]], ...] = (
    (
        "expired_coupon",
        "Abgelaufener Gutschein",
        "Expired coupon",
        (
            ("days_past_expiry", NUMBER, -1, "Tage abgelaufen", "Days past expiry", ""),
            ("basket_value", NUMBER, 1, "Wert des Einkaufs", "Value of the purchase", "€"),
        ),
        {},
    ),
    (
        "refund_no_receipt",
        "Erstattung ohne Beleg",
        "Refund without receipt",
        (
            ITEM_VALUE,
            ("has_card_record", YES_OR_NO, 1, "Kartenzahlung auffindbar?", "Card payment on record?", ""),
            ("days_since_purchase", NUMBER, -1, "Tage seit dem Kauf", "Days since the purchase", ""),
        ),
        {},
    ),
    (
        "late_return",
        "Verspätete Rückgabe",
        "Late return",
        (
            ("days_over", NUMBER, -1, "Tage nach Fristende", "Days after the deadline", ""),
            ("is_unused", YES_OR_NO, 1, "Ware unbenutzt?", "Is the item unused?", ""),
            ITEM_VALUE,
        ),
        {},
    ),
    (
        "special_delivery",
        "Besondere Lieferbedingungen",
        "Special delivery terms",
        (("order_quantity", NUMBER, 1, "Bestellmenge", "Order quantity", ""),),
        {"customer_fields": f"{TIER},{VOLUME}"},
    ),
    (
        "early_boarding",
        "Vorab-Einstieg mit Kindern",
        "Early boarding with children",
        (
            ("child_age", NUMBER, -1, "Alter des jüngsten Kindes", "Age of the youngest child", ""),
            ("children", NUMBER, 1, "Anzahl der Kinder", "Number of children", ""),
        ),
        {},
    ),
    (
        "fee_reversal",
        "Erlass einer Gebühr",
        "Fee reversal",
        (
            ("fee", NUMBER, -1, "Gebühr", "Fee", "€"),
            ("earlier_reversals", NUMBER, -1, "Erlasse in zwölf Monaten", "Reversals in twelve months", ""),
            ("is_our_fault", YES_OR_NO, 1, "Unser Fehler?", "Our fault?", ""),
        ),
        {"has_amount": True, "amount_basis": "fee"},
    ),
    (
        "price_match",
        "Preisanpassung",
        "Price match",
        (
            ("price", NUMBER, -1, "Unser Preis", "Our price", "€"),
            ("is_same_item", YES_OR_NO, 1, "Genau derselbe Artikel?", "Exactly the same item?", ""),
            ("is_in_stock_there", YES_OR_NO, 1, "Dort lieferbar?", "In stock there?", ""),
        ),
        {"has_amount": True, "amount_basis": "price"},
    ),
    (
        "goodwill_voucher",
        "Kulanzgutschein nach Verspätung",
        "Goodwill voucher for a delay",
        (("delay_days", NUMBER, 1, "Tage Verspätung", "Days of delay", ""), ORDER_VALUE),
        {"has_amount": True, "amount_basis": "order_value"},
    ),
    (
        "cancellation_fee",
        "Erlass der Stornogebühr",
        "Cancellation fee waiver",
        (
            ("hours_before", NUMBER, 1, "Stunden vorher abgesagt", "Hours of notice", ""),
            ("is_ill", YES_OR_NO, 1, "Krankheit?", "Illness?", ""),
        ),
        {},
    ),
    (
        "free_shipping",
        "Versand erlassen",
        "Shipping waived",
        (ORDER_VALUE, ("is_late", YES_OR_NO, 1, "Lieferung verspätet?", "Is the delivery late?", "")),
        {},
    ),
    (
        "replacement_after_warranty",
        "Ersatz nach der Garantie",
        "Replacement after the warranty",
        (
            ("months_over", NUMBER, -1, "Monate nach Garantieende", "Months after the warranty", ""),
            ITEM_VALUE,
            ("is_known_fault", YES_OR_NO, 1, "Bekannter Serienfehler?", "A known fault?", ""),
        ),
        {},
    ),
    (
        "payment_deferral",
        "Zahlungsaufschub",
        "Payment deferral",
        (
            ("days_asked", NUMBER, -1, "Gewünschte Tage", "Days asked for", ""),
            ("invoice_value", NUMBER, -1, "Rechnungsbetrag", "Value of the invoice", "€"),
            ("late_payments", NUMBER, -1, "Verspätete Zahlungen im Jahr", "Late payments in a year", ""),
        ),
        {},
    ),
    (
        "bulk_discount",
        "Mengenrabatt",
        "Bulk discount",
        (("quantity", NUMBER, 1, "Menge", "Quantity", ""), ORDER_VALUE),
        {"has_amount": True, "amount_basis": "order_value", "customer_fields": f"{TIER},{VOLUME}"},
    ),
    (
        "express_for_free",
        "Express ohne Aufpreis",
        "Express at no charge",
        (
            ("days_late", NUMBER, 1, "Tage Verspätung", "Days late", ""),
            ORDER_VALUE,
            ("is_our_fault", YES_OR_NO, 1, "Unser Fehler?", "Our fault?", ""),
        ),
        {},
    ),
    (
        "upgrade",
        "Höhere Klasse ohne Aufpreis",
        "Upgrade at no charge",
        (
            ("price_difference", NUMBER, -1, "Preisunterschied", "Difference in price", "€"),
            ("is_free", YES_OR_NO, 1, "Platz frei?", "Is a place free?", ""),
            ("had_trouble", YES_OR_NO, 1, "Gab es Ärger?", "Was there trouble?", ""),
        ),
        {},
    ),
    (
        "partial_refund",
        "Teilerstattung nach Reklamation",
        "Partial refund after a complaint",
        (DEFECT, ITEM_VALUE, ("days_since_delivery", NUMBER, -1, "Tage seit Lieferung", "Days since delivery", "")),
        {"has_amount": True, "amount_basis": "item_value"},
    ),
)


def upgrade() -> None:
    """Plant the starter set, but for what is there from before."""
    columns = ("key", "title_de", "title_en", "factors", "customer_fields", "has_amount", "amount_basis", "position")
    target = sa.table("situation", *(sa.column(name) for name in columns))
    known = set(op.get_bind().scalars(sa.select(target.c.key)))
    rows = [
        {
            "key": key,
            "title_de": german,
            "title_en": english,
            "factors": _written(factors),
            "position": 10 * place,
            "customer_fields": TIER,
            "has_amount": False,
            "amount_basis": None,
            **others,
        }
        for place, (key, german, english, factors, others) in enumerate(SITUATIONS, 1)
        if key not in known
    ]
    op.bulk_insert(target, rows)


def downgrade() -> None:
    """Leave it: decisions may hang on it, and the migration before takes the table away."""


def _written(factors: Iterable[Factor]) -> str:
    """Return the factors in the form in which they are stored."""
    return json.dumps(
        [
            {
                "name": name,
                "kind": kind,
                "direction": direction,
                "material": True,
                "tol": None,
                "unit": unit,
                "label_de": german,
                "label_en": english,
                "options": [],
            }
            for name, kind, direction, german, english, unit in factors
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
