"""From a daily table to rows for a regression: which terms are known on a day, and what came of it."""
