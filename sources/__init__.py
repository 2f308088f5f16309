"""What departments send, read into records.

This package opens a spreadsheet safely, finds the tables in it and reads their cells into rows of a declared record
type. It knows no database and no scheduler.
"""
