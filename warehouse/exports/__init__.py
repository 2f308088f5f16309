"""What goes out to people: what leaders and analysts look at, feedback to the departments, blank templates for them.

Everything here reads a warehouse and writes files; who asks for it and when belongs elsewhere.
"""
