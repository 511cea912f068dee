"""One regression over all records: what each tells (`moments`), and what all of them know (`pooled`)."""
