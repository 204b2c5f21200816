"""Concluding: what the answers make known, what the rule engine finds, and the assessment of it.

Knows what is known and nothing of asking, printing or the terminal.
"""
