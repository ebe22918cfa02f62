"""What adding and following did, in lines or as JSON, and the exit code that says so."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

import click

from qa.cli.interrupts import INTERRUPTED
from qa.cli.output import (
    emit_json,
    emit_json_line,
    one_line,
    stderr_console,
    stdout_console,
)
from qa.records import AddReport

# Of thousands of articles that are as they were, the count says enough.
UNCHANGED_NAMED = 20
NOTES_NAMED = 20
KINDS_NAMED = 5
"""Suffixes of skipped files that are named."""


def write_and_exit(ctx: click.Context, report: AddReport, *, as_json: bool) -> None:
    """Write a report; exit with 130 after Ctrl-C, and with 1 if nothing but failures came."""
    write_report(report, as_json=as_json)
    kept = len(report.added) + len(report.replaced)
    if report.interrupted:
        ctx.exit(INTERRUPTED)
    if report.failed and not (kept or report.unchanged or report.removed):
        ctx.exit(1)


def write_report(report: AddReport, *, as_json: bool, many: bool = False) -> None:
    """Write a report; ``many`` follow each other, in JSON on a line each.

    One line per article that is new, replaced or removed, one per note and failure, and a line of
    counts where there were several.
    """
    from qa.cli import listing

    if as_json and many:
        emit_json_line(report.to_dict())
    elif as_json:
        emit_json(report.to_dict())
    else:
        listing.write_outcomes(stdout_console(), "added", report.added)
        listing.write_outcomes(stdout_console(), "replaced", report.replaced)
        listing.write_outcomes(stdout_console(), "removed", report.removed)
        if len(report.unchanged) <= UNCHANGED_NAMED:
            listing.write_outcomes(stdout_console(), "unchanged", report.unchanged)
    listing.write_failures(stderr_console(), report.notes[:NOTES_NAMED], notes=True)
    if len(report.notes) > NOTES_NAMED:
        click.echo(f"and {len(report.notes) - NOTES_NAMED:,} more notes; --json has all", err=True)
    listing.write_failures(stderr_console(), report.failed)
    results = (*report.added, *report.replaced, *report.removed, *report.unchanged, *report.failed)
    if not as_json and (len(results) > 1 or report.skipped):
        click.echo(count_outcomes(report), err=True)
    if report.interrupted:
        kept = len(report.added) + len(report.replaced)
        click.echo(f"Interrupted: {kept} added and kept; the same command adds the rest.", err=True)


def count_outcomes(report: AddReport) -> str:
    """Return "2 added, 1 unchanged, 0 replaced, 1 failed"; removed and skipped if there are any."""
    parts = {
        "added": report.added,
        "unchanged": report.unchanged,
        "replaced": report.replaced,
        "removed": report.removed,
        "failed": report.failed,
    }
    named = {name: len(part) for name, part in parts.items() if part or name != "removed"}
    counts = ", ".join(f"{number:,} {name}" for name, number in named.items())
    if not report.skipped:
        return counts
    kinds = Counter(PurePath(path).suffix.lower() or "no suffix" for path in report.skipped)
    shown = ", ".join(one_line(kind) for kind, _ in kinds.most_common(KINDS_NAMED))
    more = ", ..." if len(kinds) > KINDS_NAMED else ""
    return f"{counts}, {len(report.skipped):,} skipped, of kinds that are not read: {shown}{more}"
