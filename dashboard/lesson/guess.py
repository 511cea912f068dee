"""A question before the answer: the student guesses, and then sees what it is, with its numbers."""

from collections.abc import Sequence

import streamlit as st


def guess(question: str, answers: Sequence[str], right: str, numbers: str, *, about: str = "") -> str | None:
    """Ask, and after a guess say what is right: one of ``answers``, with its ``numbers`` (Markdown).

    Returns the guess, or None as long as there is none.
    """
    guessed = ask(question, answers, about=about)
    if guessed is not None:
        tell(guessed, right, numbers)
    return guessed


def ask(question: str, answers: Sequence[str], *, about: str = "") -> str | None:
    """Ask, and return the guess, or None as long as there is none.

    A guess belongs to its question, its answers and to what it is ``about`` (such as the learning rate): with
    another of these, it is asked anew. It stands in no link: whoever opens one guesses, too.
    """
    key = f"guess {question} {' '.join(answers)} {about}"
    guessed: str | None = st.session_state.get(f"{key} made")
    if guessed is None:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"**Guess:** {question}", width="content")
            st.pills(
                question,
                list(answers),
                key=key,
                on_change=_keep,
                args=(key,),
                label_visibility="collapsed",
                width="content",
                wrap=True,  # else they would run over the edge of a phone
            )
    return guessed


def tell(guessed: str, right: str, numbers: str) -> None:
    """Say whether it is ``right``, with the ``numbers`` (Markdown)."""
    if guessed == right:
        st.markdown(f":material/check: You guessed **{guessed}**, and so it is. {numbers}")
    else:
        st.markdown(f":material/close: You guessed **{guessed}**; it is **{right}**. {numbers}")


def _keep(key: str) -> None:
    """Once it is made, the answer takes the place of the question."""
    st.session_state[f"{key} made"] = st.session_state[key]
