"""Gradient descent to look at: one variable, a line among points, each step with its numbers."""
