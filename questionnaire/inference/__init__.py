"""Concluding: what the answers make known, what the rule engine finds, and the assessment of it.

Knows the knowledge base and nothing of asking, printing or the terminal.
"""
