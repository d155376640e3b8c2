"""Selections of a timeline that a person keeps under a name."""
