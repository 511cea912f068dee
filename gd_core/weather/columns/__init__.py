"""What each column means: its role, its unit, whether it predicts, and which one is forecast."""
