"""How a descent ended, and the words for it."""

from enum import StrEnum


class Status(StrEnum):
    """Members equal their names as plain text, so that ``status == "converged"`` holds.

    ``words`` tell people what happened; ``ending`` is the verb of "... after 10 steps".
    """

    words: str
    ending: str

    def __new__(cls, name: str, words: str, ending: str) -> "Status":
        """The member called ``name``."""
        member = str.__new__(cls, name)
        member._value_, member.words, member.ending = name, words, ending
        return member

    CONVERGED = "converged", "converged", "converged"
    MAX_ITER = "max_iter", "ran all epochs", "ended"
    DIVERGED = "diverged", "diverged", "diverged"
    STOPPED = "stopped", "stopped", "stopped"
