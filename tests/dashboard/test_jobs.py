"""What is quick waits for nothing long; what is long waits in line; who goes gives the place back."""

import threading
from types import SimpleNamespace

import pytest

from dashboard import jobs
from dashboard.jobs import Job, Line, Visitor

PATIENCE = 30  # seconds; nothing takes them unless it is broken


@pytest.fixture
def line(monkeypatch):
    """One place, and all work is long from its first report on."""
    line = Line(1)
    monkeypatch.setattr(jobs, "LINE", line)
    monkeypatch.setattr(jobs, "QUICK", -1.0)
    return line


class Held:
    """A job that reports once, waits to be let go once it has a place, and reports again."""

    def __init__(self, name: object = None, is_here=lambda: True):
        self.began, self.go_on, self.asked = threading.Event(), threading.Event(), threading.Event()
        visitor = Visitor(name or self, lambda: (self.asked.set(), is_here())[1])
        self.job = Job(self.work, 2, visitor)

    def work(self, progress):
        if progress(1, 2):
            return "ended in line"
        self.began.set()
        assert self.go_on.wait(PATIENCE)
        return "ended inside" if progress(2, 2) else "done"

    def in_line(self) -> "Held":
        """Itself, once it waits in line, where it looks whether its visitor is still here."""
        assert self.asked.wait(PATIENCE)
        while not self.job.ahead:  # between that look and the line
            pass
        return self

    def let_go(self) -> str:
        self.go_on.set()
        assert self.job.wait(PATIENCE)
        return self.job.result()


@pytest.fixture
def inside(line):
    """A job that has the only place."""
    held = Held()
    assert held.began.wait(PATIENCE)
    yield held
    held.go_on.set()


def test_quick_work_does_not_wait_for_long_work(inside):
    many = [Job(lambda progress: "quick", 1) for _ in range(2 * jobs.AT_ONCE)]
    assert all(job.wait(PATIENCE) for job in many)
    assert not inside.job.wait(0) and not inside.job.ahead


def test_long_work_waits_in_line_and_says_behind_how_many(inside):
    second = Held().in_line()
    third = Held().in_line()
    assert (second.job.ahead, third.job.ahead) == (1, 2)
    third.go_on.set()
    assert inside.let_go() == "done" and second.began.wait(PATIENCE)
    assert (second.job.ahead, third.job.ahead) == (0, 1)
    assert second.let_go() == "done" and third.let_go() == "done"


def test_what_waits_can_be_stopped(inside):
    second = Held().in_line()
    second.job.stop()
    assert second.job.wait(PATIENCE) and second.job.result() == "ended in line"
    assert not second.job.cut_short and not inside.job.wait(0)


@pytest.mark.parametrize("has_place", [True, False])
def test_a_closed_page_gives_its_place_back(line, monkeypatch, has_place):
    closed: list[str] = []
    first = Held(is_here=lambda: "first" not in closed)
    assert first.began.wait(PATIENCE)
    second = Held(is_here=lambda: "second" not in closed).in_line()
    closed.append("first" if has_place else "second")
    monkeypatch.setattr(jobs, "AWAY", 0.0)
    if has_place:
        assert first.let_go() == "ended inside" and first.job.cut_short
        assert second.began.wait(PATIENCE) and second.let_go() == "done"
    else:
        assert second.job.wait(PATIENCE) and second.job.result() == "ended in line"
        assert second.job.cut_short and first.let_go() == "done"


def test_a_visitor_has_one_place_and_others_go_first(line, monkeypatch):
    monkeypatch.setattr(jobs, "LINE", Line(2))
    first = Held("greedy")
    assert first.began.wait(PATIENCE)
    again = Held("greedy").in_line()
    other = Held("other")
    assert other.began.wait(PATIENCE)  # though it came later
    assert again.job.ahead == 2
    assert first.let_go() == "done" and again.began.wait(PATIENCE)
    assert other.let_go() == "done" and again.let_go() == "done"


def test_work_on_a_page_that_was_left_makes_way_for_the_next_of_the_same_visitor(line, monkeypatch):
    monkeypatch.setattr(jobs, "LEFT", -1.0)
    first = Held("me")
    assert first.began.wait(PATIENCE)
    again = Held("me").in_line()
    assert first.let_go() == "ended inside" and first.job.cut_short
    assert again.began.wait(PATIENCE) and again.let_go() == "done"


def test_work_that_fails_gives_its_place_back(line):
    def fails(progress):
        progress(1, 1)
        raise ValueError("It failed.")

    for _ in range(2):
        job = Job(fails, 1)
        assert job.wait(PATIENCE)
        with pytest.raises(ValueError, match="It failed"):
            job.result()


def test_a_closed_tab_ends_its_job_well_within_three_seconds(monkeypatch):
    """A reload takes a moment, too, and ends nothing."""
    now = [0.0]
    monkeypatch.setattr(jobs, "time", SimpleNamespace(monotonic=lambda: now[0]))
    here = [True]
    job = jobs.Job(None, 1, jobs.Visitor(is_here=lambda: here[0]))
    ended = {}
    for now[0] in (1.0, 1.5, 2.0, 3.0):  # the tab is closed after the first look
        ended[now[0]] = job.is_to_end()
        here[0] = False
    assert ended == {1.0: False, 1.5: False, 2.0: False, 3.0: True}
