"""What a tab knows of a page: its elements and widgets, and what the widgets say to the server.

In: deltas, as they come. Out: the state of each widget, which goes with every change. Pictures are not drawn.
"""

from collections.abc import Callable, Iterable
from random import Random
from typing import Any, NamedTuple

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

Path = tuple[int, ...]
BUNDLED = ("Seattle", "Simulated station")  # records that ask for nothing more


class Node(NamedTuple):
    """An element, or a container with a state of its own: its kind, and when and by whom it was drawn."""

    kind: str
    proto: Any
    run: int
    fragment: str
    script: str


def _slider(widget: Any, state: WidgetState) -> None:
    if widget.type == widget.SELECT_SLIDER:
        chosen = [widget.options[int(place)] for place in widget.default]
        state.string_array_value.data[:] = list(widget.raw_value) if widget.set_value else chosen
    else:
        state.double_array_value.data[:] = widget.value if widget.set_value else widget.default


def _selectbox(widget: Any, state: WidgetState) -> None:
    if widget.set_value:
        state.string_value = widget.raw_value
    elif widget.options:
        state.string_value = widget.options[widget.default]


def _several(widget: Any, state: WidgetState) -> None:
    chosen = [widget.options[place] for place in widget.default]
    state.string_array_value.data[:] = list(widget.raw_values) if widget.set_value else chosen


def _buttons(widget: Any, state: WidgetState) -> None:
    chosen = [widget.options[place].content for place in widget.default]
    state.string_array_value.data[:] = list(widget.raw_values) if widget.set_value else chosen


def _number(widget: Any, state: WidgetState) -> None:
    if widget.set_value or widget.HasField("default"):
        state.double_value = widget.value if widget.set_value else widget.default


def _checkbox(widget: Any, state: WidgetState) -> None:
    state.bool_value = widget.value if widget.set_value else widget.default


def _text(widget: Any, state: WidgetState) -> None:
    state.string_value = widget.value if widget.set_value else widget.default


def _expander(widget: Any, state: WidgetState) -> None:
    state.bool_value = widget.expanded


FIRST: dict[str, Callable[[Any, WidgetState], None]] = {
    "slider": _slider,
    "selectbox": _selectbox,
    "multiselect": _several,
    "button_group": _buttons,
    "number_input": _number,
    "checkbox": _checkbox,
    "text_input": _text,
    "expandable": _expander,
}
"""Kind of a widget -> what it says before anybody has touched it."""


def other(kind: str, widget: Any, now: WidgetState, chance: Random) -> WidgetState:
    """What the widget says once its value was changed to another one, whichever ``chance`` gives."""
    state = WidgetState(id=widget.id)
    if kind in ("button", "file_uploader"):
        state.trigger_value = True
    elif kind == "slider" and widget.type != widget.SELECT_SLIDER:
        steps = min(round((widget.max - widget.min) / widget.step), 12)
        values = [widget.min + step * widget.step for step in range(steps + 1)]
        state.double_array_value.data.append(_another(values, now.double_array_value.data[:1], chance))
    elif kind == "slider":
        state.string_array_value.data.append(_another(widget.options, now.string_array_value.data, chance))
    elif kind == "selectbox":
        whole = widget.label != "Weather record"
        offered = [option for option in widget.options if (option in BUNDLED or whole) and option != "My own"]
        state.string_value = _another(offered, [now.string_value], chance)
    elif kind == "button_group":
        options = [option.content for option in widget.options]
        state.string_array_value.data.append(_another(options, now.string_array_value.data, chance))
    elif kind == "number_input":
        state.double_value = now.double_value + widget.step
    elif kind in ("checkbox", "expandable"):
        state.bool_value = not now.bool_value
    else:
        raise ValueError(f"Nobody has said how a {kind} is changed.")
    return state


def _another(values: Iterable[Any], now: Iterable[Any], chance: Random) -> Any:
    """One of the ``values`` that is not chosen ``now``."""
    return chance.choice([value for value in values if value not in list(now)])


class Shown:
    """The page as it stands in a tab."""

    def __init__(self) -> None:
        self.nodes: dict[Path, Node] = {}
        self.states: dict[str, WidgetState] = {}

    def draw(self, message: ForwardMsg, path: Path, script: str, run: int) -> None:
        """Take in one delta."""
        delta = message.delta
        part = delta.add_block if delta.WhichOneof("type") == "add_block" else delta.new_element
        kind = part.WhichOneof("type") or ""
        self.nodes[path] = Node(kind, getattr(part, kind, None), run, delta.fragment_id, script)
        widget = self.nodes[path].proto
        name = getattr(widget, "id", "")
        if kind in FIRST and name and (name not in self.states or getattr(widget, "set_value", False)):
            state = WidgetState(id=name)
            FIRST[kind](widget, state)
            self.states[name] = state

    def tidy(self, run: int, fragments: Iterable[str]) -> None:
        """A run is over: what it did not draw again goes; of a run of ``fragments``, only what was theirs."""
        fragments = set(fragments)
        gone = [
            path
            for path, node in self.nodes.items()
            if node.run != run and (not fragments or node.fragment in fragments)
        ]
        for path in gone:
            del self.nodes[path]
        alive = {getattr(node.proto, "id", "") for node in self.nodes.values()}
        self.states = {name: state for name, state in self.states.items() if name in alive}

    def find(self, label: str) -> Node | None:
        """The widget with this label that can be used, if there is one."""
        for node in self.nodes.values():
            if getattr(node.proto, "label", None) == label and getattr(node.proto, "id", ""):
                return None if getattr(node.proto, "disabled", False) else node
        return None

    def states_of(self, script: str) -> list[WidgetState]:
        """What the widgets of one script say."""
        names = {getattr(node.proto, "id", "") for node in self.nodes.values() if node.script == script}
        return [state for name, state in self.states.items() if name in names]

    def charts(self) -> int:
        """How many charts there are."""
        return sum(node.kind == "vega_lite_chart" for node in self.nodes.values())

    def text(self) -> str:
        """All prose and headings, for those who look whether a page is whole."""
        protos = [node.proto for node in self.nodes.values()]
        parts = [getattr(proto, name, "") for proto in protos for name in ("body", "text")]
        return "\n".join(part for part in parts if isinstance(part, str) and part)
