"""The course: stops in order, each with a question, linked to the one before and the next."""

import pytest

from dashboard.lesson import course


def test_every_stop_is_a_page_with_a_question_and_something_to_try():
    assert [stop.page for stop in course.STOPS] == [
        "one_variable",
        "step_by_step",
        "loss_surface",
        "learning_rates",
    ]
    for stop in course.STOPS:
        assert stop.question.endswith("?") and stop.sentence.endswith(".") and stop.to_try.endswith(".")
        assert stop.own


@pytest.mark.parametrize("stop", course.STOPS, ids=lambda stop: stop.page)
def test_links_lead_back_and_on_and_to_ones_own_station(stop, monkeypatch):
    links = []
    monkeypatch.setattr(course.st, "page_link", lambda page, **look: links.append((page, look)))
    course.way_on(stop.page)
    ring = ["forecast", *(each.page for each in course.STOPS), "forecast"]
    here = ring.index(stop.page)
    pages = [page.removeprefix("dashboard/pages/").removesuffix(".py") for page, _ in links]
    assert pages == [ring[here + 1], ring[here - 1], stop.own_page or stop.page]
    assert [look["query_params"] for _, look in links] == [{}, {}, stop.own]
