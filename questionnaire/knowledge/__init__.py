"""What is known: the rule base as one immutable value, and the language of its conditions.

Knows nothing of reading files, of asking, of the rule engine or of the terminal.
"""
