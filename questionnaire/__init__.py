"""Asks about symptoms, infers possible contributing factors, and says when to see a doctor."""
