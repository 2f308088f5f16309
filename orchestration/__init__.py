"""Dagster assets, checks, schedule and sensor, and the command line: thin, over sources, transforms and warehouse."""
