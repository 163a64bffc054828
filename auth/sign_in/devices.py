"""Which browser and which kind of device a sign-in came from, in the words its owner would use. Pure.

Read from the User-Agent header, which anybody can write as they like: it helps an owner to tell sign-ins apart and
decides nothing.
"""

# The first that is found counts: most browsers also name the ones they descend from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
UNKNOWN = "A browser that did not say what it is"


def described(user_agent: str) -> str:
    """For example "Firefox on Windows"."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or UNKNOWN


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((words for mark, words in known if mark in text), "")
