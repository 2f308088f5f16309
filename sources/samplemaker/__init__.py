"""Makes the sample workbooks of ``sources/samples/`` from a text source that can be reviewed.

Here belong the text source of a year, the layouts of its sheets and the writing of the files. Nothing that reads
departments' files belongs here, and the reader never sees the text source.
"""
