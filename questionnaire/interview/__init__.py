"""Asking: which question comes next, what counts as an answer, and how it is put to a person."""
