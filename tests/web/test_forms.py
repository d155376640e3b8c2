"""Every form is drawn the same way: label, what is optional, help, error, all tied to the field for screen readers."""

from django import forms


class Sample(forms.Form):
    title = forms.CharField(help_text="As printed.")
    note = forms.CharField(required=False)
    seen = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_label_help_and_error_belong_to_the_field():
    html = Sample({"kind": "a"})["title"].as_field_group()
    assert '<label for="id_title">Title</label>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert "This field is required." in html


def test_what_is_optional_says_so():
    form = Sample()
    assert "optional" in form["note"].as_field_group()
    assert "optional" not in form["title"].as_field_group()


def test_a_checkbox_stands_before_its_label():
    html = Sample()["seen"].as_field_group()
    assert "field-check" in html
    assert html.index("<input") < html.index("<label")


def test_choices_are_a_fieldset_with_a_legend():
    html = Sample()["kind"].as_field_group()
    assert "<fieldset" in html
    assert "<legend" in html


def test_hidden_fields_have_no_label_and_come_once():
    html = str(Sample())
    assert html.count('name="token"') == 1
    assert "id_token</label>" not in html


def test_errors_of_the_whole_form_come_first():
    form = Sample({"title": "x", "kind": "a"})
    form.add_error(None, "These two do not go together.")
    html = str(form)
    assert html.index("These two do not go together.") < html.index("<label")


def test_what_was_typed_is_escaped():
    assert "<script>" not in Sample({"title": "<script>"})["title"].as_field_group()
