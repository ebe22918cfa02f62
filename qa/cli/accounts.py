"""Commands on who may call a server: user, token."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.cli.options import Function, json_option
from qa.cli.output import emit_json, one_line

if TYPE_CHECKING:
    from qa.api.accounts import Accounts

SCOPES = ("read", "write")


def auth_option(function: Function) -> Function:
    """Add ``--auth-file``."""
    return click.option(
        "--auth-file",
        envvar="COPYDESK_AUTH_FILE",
        show_envvar=True,
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The file of users and tokens that `copydesk serve` takes.",
    )(function)


def scope_option(function: Function) -> Function:
    """Add ``--scope``."""
    return click.option(
        "--scope",
        "scopes",
        multiple=True,
        type=click.Choice(SCOPES),
        help="What is allowed: read, write. May be repeated. Default: both.",
    )(function)


def _open(path: Path) -> Accounts:
    from qa.api.accounts import Accounts

    return Accounts.open(path, create=True)


@click.group()
def user() -> None:
    """Say who may call a server: add, list, remove."""


@user.command("add")
@click.argument("name")
@scope_option
@auth_option
def add_user(name: str, scopes: tuple[str, ...], auth_file: Path) -> None:
    """Add the user NAME, or give it a new password.

    The password is asked for, or is the first line of stdin where that is no terminal. Only a
    hash of it is kept.
    """
    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    accounts = _open(auth_file)
    accounts.add_user(name, password, scopes or SCOPES)
    accounts.save()
    click.echo(f"{name}: may {' and '.join(accounts.users[name].scopes)}.", err=True)


@user.command("list")
@auth_option
@json_option
def list_users(auth_file: Path, as_json: bool) -> None:
    """List the users and what they may do."""
    users = _open(auth_file).users.values()
    if as_json:
        emit_json({"users": [{"name": u.name, "scopes": list(u.scopes)} for u in users]})
        return
    for each in users:
        click.echo(f"{each.name}\t{' '.join(each.scopes)}")


@user.command("remove")
@click.argument("name")
@auth_option
def remove_user(name: str, auth_file: Path) -> None:
    """Remove the user NAME and all its tokens."""
    accounts = _open(auth_file)
    accounts.remove_user(name)
    accounts.save()


@click.group()
def token() -> None:
    """Make keys for programs: create, list, revoke."""


@token.command("create")
@click.option("--user", "name", required=True, metavar="NAME", help="Whose token it is.")
@click.option("--note", default="", metavar="TEXT", help="What it is for.")
@scope_option
@auth_option
def create_token(name: str, note: str, scopes: tuple[str, ...], auth_file: Path) -> None:
    """Make a token and write it to stdout, once: only a hash of it is kept."""
    accounts = _open(auth_file)
    made = accounts.add_token(name, scopes or SCOPES, note)
    accounts.save()
    click.echo(made)


@token.command("list")
@auth_option
@json_option
def list_tokens(auth_file: Path, as_json: bool) -> None:
    """List the tokens by their ids, without what they are."""
    tokens = _open(auth_file).tokens.values()
    if as_json:
        shown = [
            {"id": t.id, "user": t.user, "scopes": list(t.scopes), "made": t.made, "note": t.note}
            for t in tokens
        ]
        emit_json({"tokens": shown})
        return
    for each in tokens:
        words = (each.id, each.user, " ".join(each.scopes), each.made, one_line(each.note))
        click.echo("\t".join(words))


@token.command("revoke")
@click.argument("token_id", metavar="ID")
@auth_option
def revoke_token(token_id: str, auth_file: Path) -> None:
    """Make the token ID worthless."""
    accounts = _open(auth_file)
    accounts.revoke(token_id)
    accounts.save()
