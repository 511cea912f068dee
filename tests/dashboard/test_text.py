"""Foreign text is shown, never obeyed."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.text import excerpt, safe, safe_label, shortened


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


@pytest.mark.parametrize(
    "text", ["see https://a.example/x", "(www.a.example)", "WWW.a.example", "me@a.example"]
)
def test_addresses_are_read_as_such_by_people_only(text):
    shown = safe(text).replace("\\", "")
    assert shown != text and len(shown) == len(text)
    assert not re.search(r"://|www\.|@", shown, re.IGNORECASE)


@pytest.mark.parametrize("text", [":streamlit:", "a :streamlit: b", ":+1:", ":material/home:"])
def test_no_word_between_colons_becomes_a_picture_even_after_escapes(text):
    shown = safe(text).replace("\\", "")
    assert len(shown) == len(text) and not re.search(r":\S+:", shown)


@given(text=st.text(alphabet="aZ9_*.-/ ()°%,:@!wé[]<>$&`~#+=|\\", max_size=30))
def test_nothing_in_a_label_is_markup_and_nothing_is_escaped(text):
    shown = safe_label(text)
    assert not re.search(r"[*:@`$<>&~\\]|www\.|\b_|_\b|--|\]\(|\[\^|^[-.#+=>|!0-9]+\.? ", shown)
    assert not re.match(r"[-+#=|]", shown)


@pytest.mark.parametrize("name", ["T [°C]", "Temp. max: air", "dew*point", "_tmax_", "a -- b"])
def test_a_label_looks_and_is_read_as_the_name(name):
    shown = safe_label(name).replace("\N{WORD JOINER}", "")
    assert len(shown) == len(name) and "\\" not in shown
    letters = [c for c in name if c.isalnum()]
    assert [c for c in shown if c.isalnum() and c.isascii()] == [c for c in letters if c.isascii()]


def test_a_long_name_keeps_what_tells_it_apart():
    names = [f"Mean daily air temperature at two metres above ground, station {k}" for k in "AB"]
    first, second = (shortened(name, 30) for name in names)
    assert max(len(first), len(second)) <= 30 and first != second
    assert first.startswith("Mean daily air") and first.endswith("station A")
    assert shortened("short", 30) == "short"


@pytest.mark.parametrize(
    "name", ["temp_max", "Intercept", "temp_max (°C)", "wind, 7-day mean", "season, sine 1"]
)
def test_ordinary_names_are_labels_as_they_are(name):
    assert safe_label(name) == name
