"""The front door: the server, and what it runs for every visitor: page, navigation, shared sidebar."""

import streamlit as st


def show() -> None:
    """The page that is asked for, with the sidebar where there is weather in it."""
    # Here, since these imports take two seconds: the server answers meanwhile (see dashboard/ahead.py).
    from dashboard import cache, sidebar

    st.set_page_config(
        page_title="Tomorrow's temperature by gradient descent",
        page_icon="dashboard/icon.svg",
        layout="wide",
        initial_sidebar_state=330,  # pixels: three choices fit side by side
    )
    cache.freeze_imports()
    of_the_weather = [
        st.Page("dashboard/pages/forecast.py", title="Forecast", default=True),
        st.Page("dashboard/pages/data.py", title="Data"),
        st.Page("dashboard/pages/loss_surface.py", title="Loss surface"),
        st.Page("dashboard/pages/learning_rates.py", title="Learning rates"),
    ]
    step_by_step = st.Page("dashboard/pages/step_by_step.py", title="Step by step")
    one_variable = st.Page("dashboard/pages/one_variable.py", title="One variable")
    page = st.navigation([*of_the_weather, step_by_step, one_variable], position="top")
    if page in of_the_weather:
        st.session_state["chosen"] = sidebar.draw()
    page.run()


# `streamlit run app.py` imports this file once, to find the server in it; the server then runs it as the main
# program, again and again.
if __name__ == "__main__":
    show()
else:
    from dashboard import ahead

    app = st.App(__file__, lifespan=ahead.lifespan)
