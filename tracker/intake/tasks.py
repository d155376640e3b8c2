"""The jobs of intake. Found by procrastinate, run by the worker."""

from .feeds import tasks as feeds
from .runs import tasks as runs

__all__ = ["feeds", "runs"]
