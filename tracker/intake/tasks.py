"""The jobs of intake. Found by procrastinate, run by the worker."""

from .runs import tasks as runs

__all__ = ["runs"]
