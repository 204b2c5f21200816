"""What is known: the rule base as one immutable value, the language of its conditions, its checks.

Knows nothing of asking, of the rule engine or of the terminal.
"""
