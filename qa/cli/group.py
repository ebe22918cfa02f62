"""The command group: what is run, and how its failures end."""

from __future__ import annotations

import errno
import sys
from typing import Any

import click

from qa.cli import (
    accounts,
    adding,
    bulk,
    chatting,
    demonstration,
    evaluation,
    library,
    maintenance,
    questions,
    quoting,
    serving,
    tools,
)
from qa.cli.config import config_option
from qa.cli.interrupts import INTERRUPTED
from qa.cli.output import discard_stdout, one_line
from qa.errors import CopydeskError
from qa.version import __version__


class Group(click.Group):
    """Turns errors that a user can mend into one line on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command; flush inside, so that a full disk is reported, too."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except CopydeskError as error:
            raise click.ClickException(one_line(str(error))) from error
        except KeyboardInterrupt:
            click.echo("\nInterrupted: what the library held before is kept.", err=True)
            ctx.exit(INTERRUPTED)
        except OSError as error:
            if error.errno == errno.EPIPE:  # `| head` has read enough
                discard_stdout()
                ctx.exit()
            raise click.ClickException(one_line(str(error))) from error
        return result


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@config_option
@click.version_option(__version__, "-V", "--version", prog_name="copydesk")
def cli() -> None:
    """Ask questions of news articles, summarise and compare them, with local models.

    Every answer is quoted from the articles, with the place it was read in. Articles live in
    a library, one file: --library FILE, or $COPYDESK_LIBRARY, or your user data folder.
    """


for command in (
    adding.add,
    adding.sync,
    bulk.bulk,
    library.list_,
    library.show,
    library.remove,
    maintenance.export,
    maintenance.import_,
    maintenance.check,
    maintenance.reindex,
    questions.ask,
    chatting.chat,
    questions.summarize,
    questions.compare,
    questions.verify,
    quoting.quotes,
    serving.serve,
    accounts.user,
    accounts.token,
    tools.mcp,
    evaluation.evaluate,
    demonstration.demo,
):
    cli.add_command(command)
