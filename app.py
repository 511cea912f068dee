"""The front door: the server, and what it runs for every visitor: page, navigation, shared sidebar."""

from pathlib import Path

import streamlit as st

LOOK = Path(__file__).parent / "dashboard"


def show() -> None:
    """The page that is asked for, with the sidebar where there is weather in it."""
    # Here, since these imports take two seconds: the server answers meanwhile (see dashboard/ahead.py).
    from dashboard import cache, running, sidebar
    from dashboard.lesson import course
    from dashboard.record import record_list
    from dashboard.record.decisions import Decisions

    st.set_page_config(
        page_title="Tomorrow's temperature by gradient descent",
        page_icon="dashboard/icon.svg",
        layout="wide",
        initial_sidebar_state=270,  # pixels: three choices fit side by side
    )
    cache.freeze_imports()
    presenting = st.query_params.get("present") == "1"
    st.html(LOOK / "look.css")
    if presenting:
        st.html(LOOK / "present.css")
    forecast = st.Page("dashboard/pages/forecast.py", title="Forecast", default=True)
    verdict = st.Page("dashboard/pages/verdict.py", title="Verdict")
    data = st.Page("dashboard/pages/data.py", title="Data")
    stops = {stop.page: st.Page(f"dashboard/pages/{stop.page}.py", title=stop.name) for stop in course.STOPS}
    stations = st.Page("dashboard/pages/stations.py", title="Stations")
    pages = [forecast, verdict, data, *stops.values(), stations]
    page = st.navigation(pages, position="hidden" if presenting else "top")
    if page in (stops["one_variable"], stops["step_by_step"], stations):  # no sidebar, or their own
        record_list.stay()
    else:
        st.session_state["decisions"] = Decisions() if page is data else None
        st.session_state["chosen"] = chosen = sidebar.draw(st.session_state["decisions"])
        if chosen.refused:
            running.show_refused(chosen)
            return
    page.run()


# `streamlit run app.py` imports this file once, to find the server in it; the server then runs it as the main
# program, again and again.
if __name__ == "__main__":
    show()
else:
    import sys

    from dashboard import ahead, server
    from dashboard.record import given_files

    given_files.take(sys.argv[1:])
    app = st.App(__file__, lifespan=ahead.lifespan, middleware=server.MIDDLEWARE, routes=server.ROUTES)
