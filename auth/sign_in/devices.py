"""Which browser and which kind of device a sign-in came from, in the words its owner would use. Pure.

Read from the User-Agent header, which anybody can write as they like: it helps an owner to tell sign-ins apart, and
it lets nobody in. A session that goes on in another kind of browser than it began in ends.
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
AND = " on "
UNKNOWN = "A browser that did not say what it is"


def described(user_agent: str) -> str:
    """For example "Firefox on Windows"."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser}{AND}{system}"
    return browser or system or UNKNOWN


def is_another(began: str, present: str) -> bool:
    """Whether both say which browser on which kind of device they are, and not the same. A newer version is the same;
    whatever else fetches for a browser (its player, its downloads) says less, and is not another."""
    return began != present and all(AND in one for one in (began, present))


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((words for mark, words in known if mark in text), "")
