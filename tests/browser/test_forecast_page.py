"""The Forecast page in a real browser: first paint, an upload, a changed rate, dark mode, a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

DATA = Path(__file__).resolve().parents[2] / "data"
CHARTS = '[data-testid="stVegaLiteChart"]'


def heading(page):
    return page.tab.get_by_role("heading", level=2).first


def test_the_first_paint_is_complete_with_nothing_to_click(open_page):
    page = open_page()
    expect(heading(page)).to_have_text("5.6 °C on Friday, 1 January 2016")
    expect(page.tab.get_by_text("agree to 8 significant digits in every coefficient")).to_be_visible()
    expect(page.tab.get_by_test_id("stMetric")).to_have_count(3)
    expect(page.tab.locator(CHARTS)).to_have_count(2)
    page.screenshot("forecast")


def test_an_uploaded_file_is_forecast(open_page, tmp_path):
    lines = (DATA / "synthetic_station.csv").read_text().splitlines()
    file = tmp_path / "my station.csv"
    file.write_text("\n".join([lines[0], *lines[-800:]]))
    page = open_page("?data=My+own+file")
    expect(page.tab.get_by_text("Drop the file of a weather station here")).to_be_visible()
    with page.rerun():
        page.tab.locator('input[type="file"]').set_input_files(file)
    expect(heading(page)).to_contain_text("on Monday, 1 January 2024")
    expect(page.tab.get_by_text("my station.csv · tmax")).to_be_visible()
    expect(page.tab).to_have_url(re.compile("file=my"))


def test_a_broken_file_is_refused_and_the_page_goes_on(open_page, tmp_path):
    file = tmp_path / "picture.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page = open_page("?data=My+own+file")
    with page.rerun():
        page.tab.locator('input[type="file"]').set_input_files(file)
    expect(page.tab.get_by_role("alert")).to_contain_text("PNG")
    expect(page.tab.locator('input[type="file"]')).to_have_count(1)  # for another one


def test_a_changed_learning_rate_is_drawn_and_stands_in_the_link(open_page):
    page = open_page("?auto=false&epochs=20")
    outcome = page.tab.get_by_text("Gradient descent ran all 20 epochs at a learning rate of")
    expect(outcome).to_contain_text("of 0.1 ")
    loss = page.tab.locator(f"{CHARTS} .mark-line path").nth(1)
    before = loss.get_attribute("d")
    with page.rerun():
        rate = page.tab.get_by_role("spinbutton", name="Learning rate")
        rate.fill("0.123456")
        rate.press("Enter")
    expect(outcome).to_contain_text("of 0.123 ")
    expect(rate).to_have_value("0.123456")
    expect(page.tab).to_have_url(re.compile("rate=0.123456"))
    expect(loss).not_to_have_attribute("d", before)
    again = open_page(page.tab.url.split("/", 3)[3])
    expect(again.tab.get_by_role("spinbutton", name="Learning rate")).to_have_value("0.123456")
    expect(again.tab.get_by_text("Gradient descent ran all 20 epochs")).to_contain_text("of 0.123 ")


def test_hostile_column_names_draw_every_chart_and_call_nobody(open_page, tmp_path):
    lines = (DATA / "seattle_weather.csv").read_text().splitlines()
    names = ["date", '"a.b[0]: ""x"""', "temp_max", '"![](http://127.0.0.1:9/x.png)"', r"w\i'nd", "weather"]
    file = tmp_path / "![](http:x).csv"
    file.write_text("\n".join([",".join(names), *lines[1:]]))
    page = open_page("?data=My+own+file")
    with page.rerun():
        page.tab.locator('input[type="file"]').set_input_files(file)
    expect(page.tab.locator(CHARTS)).to_have_count(2)
    assert page.tab.locator("section img").count() == 0


@pytest.mark.parametrize("path", ["", "verdict", "data?data=Simulated+station"])
@pytest.mark.thorough
def test_pages_hold_in_the_dark_and_on_a_phone(open_page, path):
    page = open_page(path, color_scheme="dark")
    background = page.tab.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == "rgb(17, 23, 27)"
    for width in (1400, 390):
        page.resize(width)
        main = page.tab.get_by_test_id("stMain")
        assert main.evaluate("box => box.scrollWidth - box.clientWidth") <= 1
        page.screenshot(f"{path.split('?')[0] or 'forecast'} {width}")


def chosen_predictors(page):
    box = page.tab.locator('[data-testid="stMultiSelect"]', has_text="Predictors")
    if not box.is_visible():
        with page.rerun():
            page.tab.locator("summary", has_text="Model").click()
    return box.inner_text()


def test_reset_goes_back_in_the_browser_too(open_page):
    page = open_page("?horizon=3&epochs=50&target=temp_min&ridge=0.1")
    expect(heading(page)).to_contain_text("3 January 2016")
    with page.rerun():
        page.tab.get_by_role("button", name="Back to the defaults").click()
    expect(heading(page)).to_have_text("5.6 °C on Friday, 1 January 2016")
    expect(page.tab).not_to_have_url(re.compile("horizon|epochs|target|ridge"))


def test_another_record_brings_its_columns_into_the_boxes(open_page):
    page = open_page("?target=temp_min&predictors=wind")
    for record, target, predictor in (("Simulated station", "tmax", "rain"), ("Seattle", "temp_max", "wind")):
        page.tab.get_by_role("combobox", name="Weather record").click()
        with page.rerun():
            page.tab.get_by_role("option", name=record).click()
        box = page.tab.locator('[data-testid="stSelectbox"]', has_text="Target")
        expect(box.locator("input").first).to_have_value(target)
        assert predictor in chosen_predictors(page)
        expect(page.tab.locator(CHARTS)).to_have_count(2)


def test_a_second_upload_brings_its_columns(open_page, tmp_path):
    lines = (DATA / "seattle_weather.csv").read_text().splitlines()
    page = open_page("?data=My+own+file")
    for number, header in enumerate(["date,rain,tmax,tmin,wind,text", "day,nass,thigh,tlow,wind2,text"]):
        header = header.replace("thigh", "temp_high").replace("tlow", "temp_low")
        file = tmp_path / f"file {number}.csv"
        file.write_text("\n".join([header, *lines[1:]]))
        if number:
            page.tab.get_by_role("button", name="Another file").click()
        with page.rerun():
            page.tab.locator('input[type="file"]').set_input_files(file)
        expect(page.tab.get_by_role("dialog")).to_have_count(0)
        expect(heading(page)).to_have_text("5.6 °C on Friday, 1 January 2016")
        page.settle()
        assert header.split(",")[2] in chosen_predictors(page)


def test_the_report_opens_without_a_network(open_page, chromium, tmp_path):
    page = open_page()
    page.tab.get_by_text("Take it away").click()
    with page.tab.expect_download() as saved:
        page.tab.get_by_role("button", name="Report").click()
    file = tmp_path / "report.html"
    saved.value.save_as(file)
    context = chromium.new_context(offline=True, viewport={"width": 390, "height": 844})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    tab = context.new_page()
    tab.goto(file.as_uri())
    expect(tab.get_by_role("heading", level=1)).to_have_text("5.6 °C on Friday, 1 January 2016")
    assert tab.evaluate("[...document.images].filter(image => image.naturalWidth > 300).length") == 14
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert {url.split(":")[0] for url in asked} <= {"file", "data"}
    context.close()


def test_values_by_hand_are_answered_at_once(open_page):
    page = open_page()
    answer = page.tab.get_by_text("2016, most likely between")
    before = answer.inner_text()
    box = page.tab.get_by_role("spinbutton", name=re.compile("max.*°C"))
    box.fill("12")
    with page.rerun():
        box.press("Enter")
    expect(answer).not_to_have_text(before)
    expect(answer).to_contain_text("against the forecast from the record")
    expect(page.tab).to_have_url(re.compile("what_if=temp_max%3A12|what_if=temp_max:12"))
    told = answer.inner_text()
    again = open_page(page.tab.url.split("/", 3)[3])
    expect(again.tab.get_by_text("against the forecast from the record")).to_have_text(told)
    with again.rerun():
        again.tab.get_by_role("button", name="Back to the day's own values").click()
    expect(again.tab).not_to_have_url(re.compile("what_if"))
    expect(again.tab.get_by_role("spinbutton", name=re.compile("max.*°C"))).to_have_value("5.6")


def test_a_record_of_ones_own_is_brought_beside_the_headline(open_page, tmp_path):
    lines = (DATA / "synthetic_station.csv").read_text().splitlines()
    file = tmp_path / "my station.csv"
    file.write_text("\n".join([lines[0], *lines[-800:]]))
    page = open_page()
    page.tab.get_by_role("button", name="Use my own record").click()
    window = page.tab.get_by_role("dialog")
    for words in ("Drop the file", "one row a day", "Meteostat"):
        expect(window.get_by_text(words)).to_be_visible()
    expect(window.get_by_role("button", name="A sample file")).to_be_visible()
    with page.rerun():
        window.locator('input[type="file"]').set_input_files(file)
    expect(window).to_have_count(0)
    expect(heading(page)).to_contain_text("on Monday, 1 January 2024")
    expect(page.tab).to_have_url(re.compile("file=my"))
