"""The thread of the teaching pages: their questions and order, guesses before answers, and steps to press.

In: the page that is shown and where its visitor stands. Out: `course.head` and `course.way_on` around a page,
`guess.guess` and `step_bar` within it.
"""
