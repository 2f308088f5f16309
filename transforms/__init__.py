"""SQL models, one file a table and a folder a layer, and the small loader that finds their order.

This package knows the SQL and nothing of how it is run: no connection is opened here.
"""
