"""From cells to numbers: what stands for a missing value becomes one."""
