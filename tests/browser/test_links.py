"""A link shows what its sender saw: every page, changed, and opened by another visitor.

Exceptions: guesses and answers of the quiz, which whoever opens a link has to give; where a film stands,
which is moved in the browser alone; and a file of one's own, which stays with its owner (the page says
which one it is).
"""

import pytest

STATES = {
    "": "horizon=3&auto=false&rate=0.02&epochs=50&target=temp_min&degrees=°F",
    "verdict": "horizon=2&level=80",
    "data": "degrees=°F&target=temp_min",
    "one_variable": "a=2.0&b=1.0&x0=3.0&eta=0.1",
    "step_by_step": "noise=1.0&lr=0.3&at=5",
    "loss_surface": "runs=Update+rules",
    "learning_rates": "compare=Update+rules",
    "stations": "over=As+today&seen=Latitude&least=5&find=Simulated+1",
}
SEEN = """() => {
    const told = 'h1, h2, h3, [data-testid="stMarkdown"], [data-testid="stMetric"]';
    const marks = '.mark-symbol path, .mark-line path, .mark-rect path, .mark-rule line, .mark-area path';
    const drawn = [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg.marks')].map((chart) =>
        [...chart.querySelectorAll(marks)].map((mark) =>
            ['d', 'transform', 'fill', 'stroke'].map((name) => mark.getAttribute(name)).join()).join());
    return { words: [...document.querySelectorAll(told)].map((part) => part.innerText), drawn };
}"""


def seen(page):
    """Words and marks of the page."""
    return page.tab.evaluate(SEEN)


@pytest.mark.thorough
@pytest.mark.parametrize("path", STATES)
def test_a_link_shows_another_visitor_the_same(open_page, path):
    sender = open_page(f"{path}?{STATES[path]}")
    link = sender.tab.url.split("/", 3)[3]
    assert link.count("=") == STATES[path].count("=")  # nothing of the state was refused
    shown, plain = seen(open_page(link)), seen(open_page(path))
    assert shown == seen(sender)
    assert shown["drawn"] and shown != plain
