"""From the files of a rule base to values: a module for each part, all mistakes at once.

Knows what is known and nothing of inference, asking or printing.
"""
