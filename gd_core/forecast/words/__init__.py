"""From results to sentences and tables for people."""
