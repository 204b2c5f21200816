"""What people save: their answers in a file, and how a file of theirs is written.

Knows what is known and whose answers they are, and nothing of asking, printing or the terminal.
"""
