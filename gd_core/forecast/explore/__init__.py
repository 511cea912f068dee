"""What the teaching pages ask of a record.

In: a `Weather` or its `Rows`, `ExperimentSettings`, and what the page lets its reader choose. Out: records of
numbers and frames for charts: descents compared, the loss surface, one predictor, gaps filled on trial, the
climate, a published run, a forecast from values entered by hand.
"""
