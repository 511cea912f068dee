"""Real weather files: what comes out of them is what two independent routes have computed.

`python -m tests.corpus_report FOLDER` prints the same file by file.
"""

import pytest

from tests.corpus_report import Verdict, judge_folder

AT_LEAST = 55


@pytest.fixture(scope="module")
def verdicts(shared) -> list[Verdict]:
    return list(judge_folder(shared / "corpus"))


def test_nearly_all_files_are_read_right_or_refused_for_the_right_reason(verdicts):
    wrong = [verdict.line() for verdict in verdicts if verdict.differences]
    assert len(verdicts) == 59
    assert len(verdicts) - len(wrong) >= AT_LEAST, "\n".join(wrong)


def test_no_file_ends_in_a_traceback(verdicts):
    assert not [v.line() for v in verdicts if any("traceback" in words for words in v.differences)]
