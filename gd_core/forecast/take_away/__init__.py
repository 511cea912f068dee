"""What a user takes home: tables, the model as a file, the run as a script."""
