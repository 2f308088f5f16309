"""The formats that departments send, a module each: bytes become sheets of cells, or are refused with the reason.

Which of them a file has is decided in ``sources.workbook``.
"""
