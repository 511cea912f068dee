"""From rows to days: long, wide and gridded tables, several stations, several readings a day."""
