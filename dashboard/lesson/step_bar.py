"""What moves a walk: Back, Forward and Run in one row above its pictures, and a slider further down."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.address import bound


def step_bar(
    key: str,
    last: int,
    *,
    slider: tuple[DeltaGenerator, str],
    run: tuple[str, int],
    place: Callable[[int], int],
) -> tuple[int, DeltaGenerator]:
    """Draw the row; how many of the ``last`` steps have been made (the parameter ``key``), and the row's end.

    ``slider``: where it stands, and its label. ``run``: the label of the button, and the largest number that
    can be typed beside it; ``place`` gives the step that a number stands for.
    """
    at = min(st.session_state.get(key, 0), last)
    if key in st.session_state:
        st.session_state[key] = at
    where, label = slider
    with where:
        at = bound(
            st.slider, label, 0, max(last, 1), 0, key=key, disabled=last == 0, help="Where the walk stands."
        )
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"step bar {key}"):
        for name, to, shortcut in (("Back", max(at - 1, 0), "Left"), ("Forward", min(at + 1, last), "Right")):
            st.button(name, on_click=_go, args=(key, to), shortcut=shortcut, disabled=to == at)
        _run_to(key, *run, place)
        return min(at, last), st.container(key=f"{key} stands")


def _run_to(key: str, name: str, most: int, place: Callable[[int], int]) -> None:
    """The button that runs, and the field beside it with how far."""
    field, call = f"{key} to", (key, place)
    if st.session_state.get(field, 0) > most:  # of a longer walk
        st.session_state[field] = most
    st.button(name, on_click=_run, args=call, shortcut="End")
    st.number_input(
        name, 0, most, most, key=field, on_change=_run, args=call, label_visibility="collapsed", width=76
    )


def _go(key: str, step: int) -> None:
    st.session_state[key] = step


def _run(key: str, place: Callable[[int], int]) -> None:
    _go(key, place(st.session_state[f"{key} to"]))
