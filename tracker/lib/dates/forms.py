"""One text input for an uncertain date: words or EDTF."""

from datetime import date

from django import forms

from .bounds import BadDate
from .find import parse
from .uncertain import UncertainDate


class UncertainDateFormField(forms.CharField):
    """Takes EDTF or words ("early January"); gives an UncertainDate, or None when empty.

    `reference` is the day words are resolved against; a form sets it when it knows the report.
    """

    def __init__(self, *, reference: date | None = None, **kwargs):
        self.reference = reference
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def clean(self, value) -> UncertainDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse(text, self.reference)
        except BadDate as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value) -> str:
        return written(value) if isinstance(value, UncertainDate) else value

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def written(value: UncertainDate) -> str:
    """What to show in the input: the words if they still lead to the same date, else the EDTF."""
    if value.words and value.reference:
        try:
            if parse(value.words, value.reference).edtf == value.edtf:
                return value.words
        except BadDate:
            pass
    return value.edtf
