"""Uncertain dates: kept in words, as EDTF, and as bounds for sorting and search."""

from .bounds import BadDate
from .field import UncertainDateField, uncertain_date_constraints
from .find import find_dates, parse, resolve
from .forms import UncertainDateFormField
from .uncertain import UncertainDate

__all__ = [
    "BadDate",
    "UncertainDate",
    "UncertainDateField",
    "UncertainDateFormField",
    "find_dates",
    "parse",
    "resolve",
    "uncertain_date_constraints",
]
