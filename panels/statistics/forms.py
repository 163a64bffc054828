"""Forms of the statistics pages."""

from inputs import DateField, PageForm


class OwnPeriodForm(PageForm):
    """Days of one's own."""

    from_on = DateField("First day", required="Enter the first day")
    to_on = DateField("Last day", required="Enter the last day")


class PublishForm(PageForm):
    """Publish what is shown."""
