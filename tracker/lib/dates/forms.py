"""One text input for an uncertain date: words or EDTF."""

from datetime import date
from typing import Any

from django import forms

from .bounds import BadDate
from .find import parse
from .uncertain import UncertainDate


class UncertainDateFormField(forms.CharField):
    """Takes EDTF or words ("early January"); gives an UncertainDate, or None when empty.

    `reference` is the day words are resolved against; a form sets it when it knows the report. Below the input stands
    how what is in it was understood.
    """

    def __init__(self, *, reference: date | None = None, **kwargs: Any):
        self.reference = reference
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> UncertainDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse(text, self.reference)
        except BadDate as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, UncertainDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        bound = super().get_bound_field(form, field_name)
        if understood := self._understood(bound.value()):
            bound.help_text = understood
        return bound

    def _understood(self, text: Any) -> str:
        """What the words in the input mean; "" where there are none, or no meaning, or they are EDTF already."""
        try:
            read = parse(text, self.reference)
        except (BadDate, AttributeError):
            return ""
        return f"Understood as {read} ({read.edtf})" if read.words else ""


def written(value: UncertainDate) -> str:
    """What to show in the input: the words if they still lead to the same date, else the EDTF."""
    if value.words and value.reference:
        try:
            if parse(value.words, value.reference).edtf == value.edtf:
                return value.words
        except BadDate:
            pass
    return value.edtf
