"""How good is it: skill with its uncertainty, coverage, residuals, backtest, days ahead."""
