"""Telling: an assessment as a summary in the terminal, a document or a record."""
