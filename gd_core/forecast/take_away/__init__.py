"""What a user takes home.

In: a `Result` and its `Weather`. Out: files, as bytes: the run as a script that needs nothing of this project
(`script`), the model as JSON, which can be loaded and applied again (`model_file`), tables as CSV (`export`).
"""
