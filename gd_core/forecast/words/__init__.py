"""From numbers to sentences, titles of charts and tables for people; a file for each thing that is told.

In: a `Result`, or what `judge` and `explore` found. Out: text, and frames with readable names. `phrases` has
what all of them share: degrees, percent, lists. Names from files are not made safe for any markup here.
"""
