"""Feeds that are subscribed to: the pages where that is done, and looking at them when they are due."""
