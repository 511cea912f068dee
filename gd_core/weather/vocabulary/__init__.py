"""Words that files use, and nothing else: add a line to teach the reader another language or service.

`languages` (names of columns), `unsure` (those that say little), `codes` (those of services), `headerless`
(of services whose files have no header), `months` (and days of the week), `date_names`
(columns of dates, stations and elements), `missing` (words for a missing value). Each is imported by its own
name.
"""
