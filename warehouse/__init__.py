"""The DuckDB warehouse: load what was read, check it, build the models, publish, and answer questions.

This package knows how files are read and what the models are; it knows nothing of who runs it.
"""
