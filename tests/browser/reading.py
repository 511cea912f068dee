"""What the tests of several pages look at."""

import csv
import re
from pathlib import Path

CHART = '[data-testid="stVegaLiteChart"]'

# Controls that stick out of the window or of the box that clips them, and the page's own sideways scroll.
CLIPPED = """() => {
    const wide = document.querySelector('[data-testid="stMain"]');
    const faults = wide.scrollWidth - wide.clientWidth > 1 ? ['the page scrolls sideways'] : [];
    for (const chart of document.querySelectorAll('[data-testid="stVegaLiteChart"]'))
        if (chart.scrollWidth - chart.clientWidth > 1) faults.push('a chart is wider than its place');
    const inside = ['button', 'input', '.katex-html'].map((kind) => `[data-testid="stMain"] ${kind}`);
    for (const control of document.querySelectorAll([...inside, '[data-testid="stBottom"] button'].join())) {
        if (!control.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        if (control.closest('[data-testid="stElementToolbar"]')) continue;
        const box = control.getBoundingClientRect();
        if (box.width && (box.left < -1 || box.right > innerWidth + 1))
            faults.push('clipped: ' + (control.innerText || control.ariaLabel || control.type));
    }
    return faults;
}"""


def clipped(page) -> list[str]:
    """What does not fit into the window; empty is good."""
    return page.tab.evaluate(CLIPPED)


def not_in_view(page, **parts) -> list[str]:
    """Which of ``parts`` (name: locator) do not lie in the window as it is now; empty is good."""
    size = page.tab.viewport_size
    boxes = {name: part.bounding_box() for name, part in parts.items()}
    return [
        f"{name}: {box}"
        for name, box in boxes.items()
        if box is None
        or min(box["x"], box["y"]) < -1
        or box["x"] + box["width"] > size["width"] + 1
        or box["y"] + box["height"] > size["height"] + 1
    ]


def pixels(part) -> bytes:
    """What ``part`` (a locator) looks like, as a picture, with nothing pointed at."""
    part.page.mouse.move(5, 5)
    return part.screenshot(animations="disabled")


def contrast(page) -> float:
    """Contrast of the first heading with the page behind it, 1 to 21 (WCAG)."""
    colours = page.tab.evaluate(COLOURS)
    light = sorted(
        sum(weight * _linear(float(channel)) for weight, channel in zip(WEIGHTS, colour[:3], strict=True))
        for colour in colours
    )
    return (light[1] + 0.05) / (light[0] + 0.05)


COLOURS = """() => {
    const numbers = (colour) => colour.match(/[\\d.]+/g);
    const app = document.querySelector('[data-testid="stApp"]');
    return [numbers(getComputedStyle(document.querySelector('h1')).color),
        numbers(getComputedStyle(app).backgroundColor)];
}"""
WEIGHTS = (0.2126, 0.7152, 0.0722)


def _linear(channel: float) -> float:
    c = channel / 255
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def saved_data(page, number: int = 0) -> list[list[str]]:
    """The rows that the "Data" button ("Data of ...") of a chart saves, header first."""
    with page.tab.expect_download() as waiting:
        page.tab.get_by_role("button", name=re.compile(r"^Data\b")).nth(number).click()
    with Path(waiting.value.path()).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def saved_picture(page) -> bytes:
    """The picture that the bar above the first chart saves."""
    chart = page.tab.locator(CHART).first
    chart.scroll_into_view_if_needed()
    chart.hover()
    with page.tab.expect_download() as waiting:
        page.tab.locator('button[aria-label^="Download as PNG"]').first.dispatch_event("click")
    return Path(waiting.value.path()).read_bytes()
