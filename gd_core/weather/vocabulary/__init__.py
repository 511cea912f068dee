"""The words and codes that weather files use. Data only: to teach the reader a word, add it here."""
