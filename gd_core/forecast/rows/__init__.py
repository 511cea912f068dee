"""From a daily table to rows for a regression.

In: a `Weather` and `ExperimentSettings`. Out: `rows.prepare` gives `Rows`, what is known on each day and what
came of it, split into parts. `features` holds every feature there is, `references` the forecasts that need no
regression, `split` the parts.
"""
