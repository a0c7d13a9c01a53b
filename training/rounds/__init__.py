"""Rounds: somebody sees a person at work against a few clauses, and says what they saw."""
