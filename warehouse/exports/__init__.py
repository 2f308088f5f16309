"""What goes out to people: feedback workbooks to the departments and blank templates for them to fill.

Everything here reads a warehouse and writes files; who asks for it and when belongs elsewhere.
"""
