"""``flask --app wsgi jobs run``: everything that time brings about. Run it every few minutes.

The features above bring their own jobs; :func:`bind` is told of them by the application that puts the house together.
"""

from collections.abc import Callable, Sequence

import click
from flask import Flask
from flask.cli import AppGroup

from casework.notifications.delivery import send_waiting

Job = Callable[[], str]
"""Does its work in units of its own and says in one line, without content, what it did."""


def bind(app: Flask, jobs: Sequence[Job] = (), long_jobs: Sequence[Job] = ()) -> None:
    """Add the commands to ``app``; ``jobs`` run in order, then the outbox is sent, and after that ``long_jobs``, which
    may take minutes and keep nobody's mail waiting."""
    group = AppGroup("jobs", help="What time brings about: reviews, late actions, mail.")

    @group.command("run")
    def run() -> None:
        """Let reviews fall due, tell who must know of late actions, and send waiting mail."""
        faults = [name for name in (_run(app, job) for job in (*jobs, _send, *long_jobs)) if name]
        if faults:
            raise click.ClickException(f"Not finished: {', '.join(faults)}. The others were done.")

    app.cli.add_command(group)


def _send() -> str:
    """Send the outbox."""
    done = send_waiting()
    return f"Mail: {done.sent} sent, {done.failed} failed, {done.parked} parked."


def _run(app: Flask, job: Job) -> str | None:
    """Run one job; the name of it if it failed, so that one fault does not keep the others from running."""
    try:
        click.echo(job())
    except Exception as fault:
        # The type only: a message may hold what somebody typed.
        app.logger.error("Job %s failed: %s", job.__name__, type(fault).__name__)
        return job.__name__
    return None
