"""Posting the admin site's forms as a browser does: everything that stands in them."""


def values(response) -> dict:
    """What the browser would send back if the editor changed nothing."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {name: value for form in forms for name, value in _sent(form)}


def add_row(response, data: dict, prefix: str, **fields) -> dict:
    """Add a row to an inline of the page, as its “add another” does."""
    [formset] = [
        inline.formset
        for inline in response.context["inline_admin_formsets"]
        if inline.formset.prefix == prefix
    ]
    number = data[f"{prefix}-TOTAL_FORMS"]
    row = {
        name.replace("__prefix__", str(number)): value for name, value in _sent(formset.empty_form)
    }
    row |= {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return data | row | {f"{prefix}-TOTAL_FORMS": number + 1}


def errors(response) -> str:
    """Everything the page complains about, in one string."""
    found = [str(response.context["errors"])]
    for inline in response.context["inline_admin_formsets"]:
        found += [str(form.errors) for form in inline.formset.forms]
    return " ".join(found)


def _sent(form):
    for field in form:
        value = field.value()
        if value is True:
            yield field.html_name, "on"
        elif value is not None and value is not False:
            yield field.html_name, value
