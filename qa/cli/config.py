"""The file of settings: defaults for the options of every command, in TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import click

from qa.cli.output import one_line
from qa.errors import InputError

KEYS = {
    "library": str,
    "model": str,
    "reader": str,
    "embedder": str,
    "reranker": str,
    "device": str,
    "dtype": str,
    "allow_download": bool,
}
"""What a file may set, and of which type."""
LARGEST = 100_000


def config_option(function: Any) -> Any:
    """Add ``--config``, read before any command."""
    return click.option(
        "--config",
        envvar="COPYDESK_CONFIG",
        show_envvar=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        is_eager=True,
        expose_value=False,
        callback=_read,
        help="Defaults for --library, --model, --embedder, --reranker, --device, --dtype, in TOML; "
        "by default config.toml in your user configuration folder, if there is one.",
    )(function)


def read_config(path: Path) -> dict[str, Any]:
    """Return the settings of a file, checked.

    Raises:
        InputError: it cannot be read, is no TOML, or sets what there is not.
    """
    try:
        with path.open("rb") as file:
            content = tomllib.loads(file.read(LARGEST).decode("utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check --config") from None
    except ValueError as error:
        raise InputError(f"{path}: is no TOML ({error}); mend it, or leave it out") from None
    found = {key.replace("-", "_"): value for key, value in content.items()}
    for key, value in found.items():
        if key not in KEYS:
            raise InputError(f"{path}: {key!r} is no setting; use {', '.join(KEYS)}")
        if type(value) is not KEYS[key]:
            kind = "true or false" if KEYS[key] is bool else "a text in quotes"
            raise InputError(f"{path}: {key} = {value!r} is wrong; give {kind}")
    return found


def _read(ctx: click.Context, _: click.Parameter, path: Path | None) -> None:
    if path is None:
        from platformdirs import user_config_path

        path = user_config_path("copydesk", appauthor=False) / "config.toml"
        try:
            if not path.is_file():
                return
        except OSError:  # its folder may not be read
            return
    try:
        settings = read_config(path)
    except InputError as error:
        raise click.ClickException(one_line(str(error))) from None
    ctx.default_map = _defaults(ctx.command, settings)


def _defaults(command: click.Command, settings: dict[str, Any]) -> dict[str, Any]:
    """Return click's map of defaults: by command, then by parameter."""
    if isinstance(command, click.Group):
        return {name: _defaults(each, settings) for name, each in command.commands.items()}
    known = {parameter.name for parameter in command.params}
    return {key: value for key, value in settings.items() if key in known}
