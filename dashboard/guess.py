"""A question before the answer: the student guesses, and then sees what it is, with its numbers."""

from collections.abc import Sequence

import streamlit as st


def guess(question: str, answers: Sequence[str], right: str, numbers: str, *, about: str = "") -> str | None:
    """Ask, and after a guess say what is right: one of ``answers``, with its ``numbers`` (Markdown).

    A guess belongs to its question, its answers and to what it is ``about`` (such as the number of an
    update): with another of these, it is asked anew. It stands in no link: whoever opens one guesses, too.
    Returns the guess, or None as long as there is none.
    """
    key = f"guess {question} {' '.join(answers)} {about}"
    guessed = st.pills(f"**Guess first:** {question}", list(answers), key=key)
    if guessed == right:
        st.markdown(f":material/check: You guessed **{guessed}**, and so it is. {numbers}")
    elif guessed is not None:
        st.markdown(f":material/close: You guessed **{guessed}**; it is **{right}**. {numbers}")
    return guessed
