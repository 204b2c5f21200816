"""Checking: what is wrong with a rule base, proved by reasoning about it and by its own cases."""
