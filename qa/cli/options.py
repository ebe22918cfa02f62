"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict, TypeVar, cast, get_args

import click

from qa.records import ReaderName

Function = TypeVar("Function", bound=Callable[..., Any])


class EmbedderOptions(TypedDict):
    """Which embedder to use, and where; keywords of ``Desk.open``."""

    embedder: str | None
    allow_download: bool
    device: str | None


class FilterOptions(TypedDict):
    """Which articles count; keywords of ``Desk.ask``."""

    source: str
    author: str
    language: str
    url: str
    since: str
    until: str


class ModelOptions(EmbedderOptions):
    """Which models to use, and where; keywords of ``Desk.open``."""

    model: str | None
    reader: ReaderName
    reranker: str | None
    dtype: str | None


class ReadingOptions(FilterOptions, ModelOptions):
    """What every command that reads articles with models takes."""


def split_options(options: ReadingOptions) -> tuple[FilterOptions, ModelOptions]:
    """Return which articles count, and which models are used."""
    parts = [
        {name: value for name, value in options.items() if name in kind.__annotations__}
        for kind in (FilterOptions, ModelOptions)
    ]
    return cast(FilterOptions, parts[0]), cast(ModelOptions, parts[1])


def library_option(function: Function) -> Function:
    """Add ``--library``."""
    return click.option(
        "--library",
        envvar="COPYDESK_LIBRARY",
        show_envvar=True,
        type=click.Path(dir_okay=True, path_type=Path),
        metavar="FILE",
        help="The library file, or milvus://HOST:PORT/NAME; by default a file in your user data "
        "folder.",
    )(function)


def filter_options(function: Function) -> Function:
    """Add what narrows the articles."""
    for name, metavar, words in (
        ("--until", "DATE", "Only articles of DATE or earlier."),
        ("--since", "DATE", "Only articles of DATE or later."),
        ("--url", "PART", "Only articles whose address contains PART."),
        ("--language", "CODE", "Only articles in this language: en, pt-BR ..."),
        ("--author", "NAME", "Only articles whose author's name contains NAME, in any case."),
        ("--source", "NAME", "Only articles whose source is NAME, in any case."),
    ):
        function = click.option(name, default="", metavar=metavar, help=words)(function)
    return function


def json_option(function: Function) -> Function:
    """Add ``--json``."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Write one JSON object to stdout, and only that."
    )(function)


def embedder_options(function: Function) -> Function:
    """Add what decides the embedder: all that adding needs."""
    options = (
        click.option(
            "--embedder",
            metavar="NAME",
            help="The model that makes vectors: a sentence-transformers folder or hub name. "
            "Default: all-MiniLM-L6-v2, built in.",
        ),
        click.option(
            "--allow-download",
            is_flag=True,
            help="Fetch a model from its hub if it is not on this disk.",
        ),
        click.option(
            "--device",
            metavar="NAME",
            help="Where models run: cpu, cuda, cuda:1, mps ... Default: the best there is.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def model_options(function: Function) -> Function:
    """Add ``--model``, ``--reader``, ``--reranker`` and what decides the embedder."""
    options = (
        click.option(
            "--model",
            metavar="NAME",
            help="The model that reads: a folder or hub name of transformers (seq2seq or chat), or "
            "a .gguf file. Default: a built-in reader.",
        ),
        click.option(
            "--reranker",
            metavar="NAME",
            help="A model that puts the best passages first: a cross-encoder's folder or hub name. "
            "Default: none.",
        ),
        click.option(
            "--dtype",
            metavar="NAME",
            help="The numbers of --model: float32, bfloat16, float16, or int8 on a CPU. Default: "
            "what suits the device.",
        ),
        click.option(
            "--reader",
            type=click.Choice(get_args(ReaderName)),
            default="auto",
            show_default=True,
            help="The built-in reader: small; base, larger and slower; cascade, where small reads "
            "all passages and base the best two again; auto, the cascade where base is installed.",
        ),
    )
    function = embedder_options(function)
    for option in reversed(options):
        function = option(function)
    return function
