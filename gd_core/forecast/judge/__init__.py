"""How good is the forecast, and is that chance?

In: the predictions of a `Result`, or a `Weather` and `ExperimentSettings` where everything is fitted anew.
Out: tables of numbers: skill with its uncertainty (`skill`), how often the interval held (`coverage`),
residuals (`diagnostics`), years of refits (`backtest`), days ahead (`horizons`). `words` says what they mean.
"""
