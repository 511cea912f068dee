"""From what a user gives to text in UTF-8: opened, unpacked within limits, decoded."""
