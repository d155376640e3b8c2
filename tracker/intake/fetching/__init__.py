"""The only door to the network: one address in, its bytes out. No other module of Parley opens a connection.

Addresses come from people and from feeds, so none is trusted: see `addresses` for what may be connected to, `fetch` for
how much and how long. Tests that need a server on this machine pass a Policy of their own; nothing in Parley does.
"""

from .addresses import Policy
from .fetch import Busy, Fetched, fetch

__all__ = ["Busy", "Fetched", "Policy", "fetch"]
