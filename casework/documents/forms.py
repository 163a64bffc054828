"""Forms of documents."""

from flask_wtf.file import FileField, FileRequired

from inputs import LineField, PageForm, TextField


class UploadField(FileField):
    """One file."""

    kind = "file"


class UploadForm(PageForm):
    """One file and what it is about."""

    upload = UploadField("File", [FileRequired("Choose a file")])
    about = LineField("What is it about?", hint="For example, letter from the landlord of 3 June", max_length=300)


class RemovalForm(PageForm):
    """Why a document is taken away."""

    reason = TextField("Why is it taken away?", required="Enter why the document is taken away", max_length=1_000)
