"""What is sent is what was written, without its layout."""

from tracker.web.compression import without_layout


def test_a_script_loses_its_layout_and_nothing_else() -> None:
    script = '/* What it is.\n   More. */\nlet a = 1;\n\n  /* why */\n  say("/* kept */");  \n'

    assert without_layout(script) == 'let a = 1;\nsay("/* kept */");  \n'
