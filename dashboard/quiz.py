"""A quiz on the page. Its answers stand in no link: whoever opens one has the questions to themselves."""

from collections.abc import Iterable

import streamlit as st

from gd_core.descent.lesson.quiz import Question


def show(questions: Iterable[Question]) -> None:
    """The questions, each with what is to be said about the chosen answer."""
    for number, question in enumerate(questions, start=1):
        with st.container(border=True):
            chosen = st.radio(
                f"{number}. {question.text}",
                list(question.answers),
                index=None,
                # With the question in its key, a new question begins without an answer.
                key=f"quiz {number} {question.text} {' '.join(question.answers)}",
            )
            if chosen == question.right:
                st.success(question.answers[chosen], icon=":material/check:")
            elif chosen is not None:
                st.warning(question.answers[chosen], icon=":material/close:")
