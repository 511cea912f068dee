"""A question before the answer."""

import pytest
from streamlit.testing.v1 import AppTest

ASK = """
import streamlit as st
from dashboard.lesson.guess import guess
about = st.text_input("About", "1")
st.write(repr(guess("Up or down?", ("up", "down"), "down", "From 2 to 1.", about=about)))
"""


@pytest.fixture
def asked():
    return AppTest.from_string(ASK).run()


def said(at):
    assert not at.exception
    return " ".join(part.value for part in at.markdown)


def choose(at, answer):
    at.get("button_group")[0].set_value(answer)
    return at.run()


def test_nothing_is_told_before_a_guess(asked):
    assert "From 2 to 1" not in said(asked) and "None" in said(asked)
    assert asked.get("button_group")[0].label.endswith("Up or down?")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("up", "You guessed **up**; it is **down**. From 2 to 1."),
        ("down", "You guessed **down**, and so it is. From 2 to 1."),
    ],
)
def test_the_answer_comes_with_its_numbers_in_place_of_the_question(asked, answer, words):
    at = choose(asked, answer)
    assert words in said(at) and not at.get("button_group")
    assert repr(answer) in said(at)


def test_it_is_asked_anew_about_something_else_and_stands_in_no_link(asked):
    choose(asked, "up")
    assert not asked.query_params
    asked.text_input[0].set_value("2").run()
    assert "From 2 to 1" not in said(asked)
