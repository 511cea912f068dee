"""A short signature for cells written alike: what the runs of digits and letters in them are.

The width stands for each run of digits ("2" for "07"), a letter for each run of letters (M a month, W a day
of the week, A a half of the day, T the ISO sign before a time, z the ISO sign for UTC, X any other), and
signs stand for themselves. So "Mon, 05-Jan-2020 7:00 PM" is "W, 2-M-4 1:2 A".
"""

import re
from dataclasses import dataclass

import numpy as np

from gd_core.weather.table.patterns import DIGIT, LETTER, Group
from gd_core.weather.vocabulary.months import AFTER_NOON, BEFORE_NOON, is_weekday, month_of, plain_word

WIDTHS = "0123456789abcdefghijklmnop"  # a run of digits by its width
NO_DIGIT = "(?![0-9a-p])"  # in a regular expression over signatures: not followed by another number


@dataclass(frozen=True)
class Run:
    """What a character of a signature stands for: its places in the cells, and for letters the word of each
    row (its number) and the words."""

    start: int
    stop: int
    codes: np.ndarray | None = None
    spelled: tuple[str, ...] = ()

    def number(self, group: Group) -> np.ndarray:
        """The digits as whole numbers (rows,)."""
        return group.number(self.start, self.stop)

    def months(self) -> np.ndarray:
        """The words as months, 0 where they are none (rows,)."""
        return np.array([month_of(word) for word in self.spelled])[self.codes]

    def afternoon(self) -> np.ndarray:
        """Whether the words say that it is after noon (rows,)."""
        return np.array([plain_word(word) in AFTER_NOON for word in self.spelled])[self.codes]


def signature_of(group: Group) -> tuple[str, list[Run]]:
    """The signature of the cells, and what each of its characters stands for."""
    letters: list[str] = []
    runs: list[Run] = []
    for match in re.finditer(rb"0+|a+|[^0a]", group.classes):
        start, stop = match.span()
        codes: np.ndarray | None = None
        spelled: list[str] = []
        if group.classes[start] == DIGIT:
            letters.append(WIDTHS[min(stop - start, len(WIDTHS) - 1)])
        elif group.classes[start] == LETTER:
            codes, spelled = group.words(start, stop)
            letters.append(_kind_of_word(codes, spelled))
        else:
            letters.append(chr(group.classes[start]))
        runs.append(Run(start, stop, codes, tuple(spelled)))
    signature = "".join(letters)
    if signature.count("M") > 1:  # "mar. 3 mars": a Tuesday
        signature = signature.replace("M", "W", 1)
    return signature, runs


def _kind_of_word(codes: np.ndarray, spelled: list[str]) -> str:
    usual = spelled[int(np.bincount(codes).argmax())]
    if usual in ("T", "t"):
        return "T"
    if usual in ("Z", "z"):
        return "z"
    if month_of(usual) or 2 * sum(month_of(word) > 0 for word in spelled) > len(spelled):
        return "M"
    if is_weekday(usual):
        return "W"
    return "A" if plain_word(usual) in BEFORE_NOON | AFTER_NOON else "X"
