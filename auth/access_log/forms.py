"""Forms of the auditor."""

from inputs import DateField, LineField, PageForm


class SearchForm(PageForm):
    """One box for a reference or a member of staff. It is posted, so that no name stands in an address."""

    what = LineField(
        "Case reference, person reference or member of staff",
        hint="For staff, a name or an e-mail address. Names of people in cases cannot be looked up here",
        required="Enter a case reference, a person reference or a member of staff",
        max_length=120,
    )


class DatesForm(PageForm):
    """Two days, both included."""

    class Meta:
        """A question changes nothing, so it needs no token."""

        csrf = False

    once = None  # type: ignore[assignment]
    version = None  # type: ignore[assignment]
    first = DateField("First day", required="Enter the first day")
    last = DateField("Last day", required="Enter the last day")
