"""Asking: how each question is put to a person, and what comes back."""
