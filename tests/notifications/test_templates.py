import pytest

from casework.notifications.templates import MESSAGES, UnknownMessage, body, message, neutral_path


@pytest.mark.parametrize("template", sorted(MESSAGES))
def test_a_message_says_more_than_that_something_waits(template):
    """AC 29."""
    text = f"{message(template).subject} {body(template, 'https://cases.example.org/', '/cases/QQ-A-0001')}".casefold()
    for word in (
        "asb",
        "marac",
        "panel a",
        "hate",
        "channel",
        "prevent",
        "risk",
        "victim",
        "police",
        "qq-",
        "case review",
    ):
        assert word not in text, word


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/actions/7f9b6a3c-1111-4222-8333-0123456789ab", "/actions/7f9b6a3c-1111-4222-8333-0123456789ab"),
        ("/questions", "/questions"),
        (
            "/meetings/7f9b6a3c-1111-4222-8333-0123456789ab/live/5",
            "/meetings/7f9b6a3c-1111-4222-8333-0123456789ab/live/5",
        ),
        ("/cases/QQ-A-0001", "/home"),
        ("/cases?name=Thistledown", "/home"),
        ("//evil.example.org", "/home"),
        ("https://evil.example.org", "/home"),
        ("/triage/QQ-A-0001", "/home"),
        ("/a\nBcc: x@example.org", "/home"),
        ("", "/home"),
    ],
)
def test_a_mail_links_to_more_than_a_plain_page(path, expected):
    assert neutral_path(path) == expected


def test_a_message_that_is_not_on_the_list_is_sent():
    with pytest.raises(UnknownMessage):
        message("Dear Mr Thistledown")
