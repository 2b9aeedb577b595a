"""The colours of the stylesheet keep the contrast that the design asks for, in both themes."""

import re
from pathlib import Path

import pytest

STYLESHEET = Path(__file__).parents[3] / "tracker" / "static" / "app.css"
TOKEN = re.compile(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
STATES = ("open", "soon", "overdue", "kept", "broken", "reneg", "cancel")

BODY, TEXT, MARK = 7.0, 4.5, 3.0
PAIRS = [
    *[("ink", on, BODY) for on in ("bg", "surface", "surface-2", "surface-3", "accent-soft")],
    *[(text, on, TEXT) for text in ("ink-2", "ink-3", "accent") for on in ("bg", "surface", "surface-2")],
    ("accent-hover", "surface", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("accent", "accent-soft", TEXT),
    ("ink-2", "accent-soft", TEXT),
    ("ink-3", "accent-soft", TEXT),
    ("danger", "surface", TEXT),
    ("danger", "st-overdue-bg", TEXT),
    ("ok", "surface", TEXT),
    ("ink", "st-reneg-bg", TEXT),
    *[(f"st-{state}", f"st-{state}-bg", TEXT) for state in STATES],
    *[(f"st-{state}", on, TEXT) for state in STATES for on in ("surface", "bg", "surface-2")],
    ("st-overdue", "accent-soft", TEXT),
    ("st-soon", "accent-soft", TEXT),
    ("on-overdue-solid", "st-overdue-solid", TEXT),
    ("st-overdue-solid", "surface", MARK),
    *[("line-strong", on, MARK) for on in ("surface", "bg")],
    *[("focus", on, MARK) for on in ("bg", "surface", "surface-2", "accent-soft")],
    *[(f"chart-{part}", "surface", MARK) for part in ("kept", "broken", "reneg", "open")],
]


def colours(theme: int) -> dict[str, str]:
    return {name: both[theme] for name, *both in TOKEN.findall(STYLESHEET.read_text())}


def brightness(colour: str) -> float:
    """Return the relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground", "least"), PAIRS, ids=[f"{text} on {ground}" for text, ground, _ in PAIRS])
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_a_pair_of_colours_can_be_told_apart(theme: int, text: str, ground: str, least: float) -> None:
    shown = colours(theme)

    assert contrast(shown[text], shown[ground]) >= least


def test_the_stylesheet_uses_no_token_that_it_does_not_define() -> None:
    css = STYLESHEET.read_text()
    defined = set(re.findall(r"--([a-z0-9-]+):", css))
    used = set(re.findall(r"var\(--([a-z0-9-]+)", css))

    assert used <= defined


def test_colours_stand_only_in_tokens() -> None:
    css = STYLESHEET.read_text()
    after_tokens = css[css.index("@layer base {") : css.index("@media print")]

    assert re.findall(r":[^;{]*#[0-9a-f]{6}\b", after_tokens) == []
