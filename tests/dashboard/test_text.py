"""Foreign text is shown, never obeyed."""

import string

from hypothesis import given
from hypothesis import strategies as st

from dashboard.text import excerpt, safe


@given(text=st.text(max_size=200))
def test_nothing_in_safe_text_is_markup(text):
    shown = safe(text, 50)
    assert "\n" not in shown and shown.isprintable()
    plain, i = [], 0
    while i < len(shown):
        if shown[i] == "\\":
            assert shown[i + 1] in string.punctuation
            i += 1
        else:
            assert shown[i] not in string.punctuation
        plain.append(shown[i])
        i += 1
    assert len(plain) <= 50


def test_ordinary_text_stays_readable():
    assert safe("Zürich Fluntern 2020") == "Zürich Fluntern 2020"
    assert safe("a\nb\x00c") == "a b c"
    assert safe("x" * 100, 10) == "x" * 9 + "…"


def test_an_excerpt_keeps_lines_but_nothing_unseen_or_endless():
    assert excerpt(["a,b\t*c*", "\u202ex\x1b", "9" * 300], 10) == "a,b\t*c*\n\ufffdx\ufffd\n9999999999…"
