"""One look for every form: Django's own field groups, drawn by our templates."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Named by FORM_RENDERER: `{{ form }}` and `{{ form.name.as_field_group }}` draw label, help, field, error."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
