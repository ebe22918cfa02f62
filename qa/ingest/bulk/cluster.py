"""Ray, behind one function: files in, embedded parts out, in the order of the files."""

from __future__ import annotations

import importlib.util
import logging
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from qa.errors import InputError, MissingDependency
from qa.ingest.bulk.parts import Embed, FileTask, Part, pack, read_files, unpack
from qa.protocols import Embedder
from qa.sources.parsers import Limits

INSTALL = "pip install 'copydesk[cluster]'"
READING = 0.25
"""Part of a core that reading files takes, beside the embedder that has the rest of it."""
BLOCK_BYTES = 64_000
"""A block of Ray's is one part, or a worker would embed a whole archive alone."""


def embedded_parts(
    tasks: Sequence[FileTask],
    load: Callable[[], Embedder],
    name: str,
    metadata: Mapping[str, str],
    *,
    workers: int | None,
    address: str | None,
    max_mb: float,
    limits: Limits | None,
) -> Generator[Part, None, None]:
    """Yield the parts of every file, embedded, in the order of the files and of their items.

    Raises:
        MissingDependency: Ray is not installed.
        InputError: there is no cluster at ``address``.
    """
    _require_ray()
    with lent_cluster(workers, address) as cores:
        import ray.data

        context = ray.data.DataContext.get_current().copy()
        context.target_max_block_size = BLOCK_BYTES
        context.target_min_block_size = 1
        context.enable_progress_bars = False
        context.execution_options.preserve_order = True
        context.execution_options.verbose_progress = False
        with ray.data.DataContext.current(context):
            files = ray.data.from_items(
                [pack(task) for task in tasks], override_num_blocks=len(tasks)
            )
            parts = files.map_batches(
                partial(read_files, max_mb=max_mb, limits=limits),
                batch_size=1,
                num_cpus=READING,
            ).map(
                Embed,
                fn_constructor_args=(load, name, dict(metadata)),
                compute=ray.data.ActorPoolStrategy(size=workers or cores),
                num_cpus=1 - READING,
            )
            for row in parts.iter_rows():
                yield unpack(row)


def _require_ray() -> None:
    if importlib.util.find_spec("ray") is None:
        raise MissingDependency(f"adding by several workers needs Ray; install it with `{INSTALL}`")


@contextmanager
def lent_cluster(workers: int | None, address: str | None) -> Iterator[int]:
    """Lend a cluster, and say how many cores it has; one that was there before stays."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # it writes to the terminal
    import ray
    import ray.data

    for each in ("ray", "ray.data"):  # after the import, which sets them
        logging.getLogger(each).setLevel(logging.ERROR)
    ours = not ray.is_initialized()
    if ours:
        options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        if address is None:
            options |= {"num_cpus": workers or os.cpu_count(), "include_dashboard": False}
        try:
            ray.init(address=address or "local", **options)
        except Exception as error:  # Ray raises its own, gRPC's, and bare ones
            reason = str(error).strip().partition("\n")[0]
            where = f"no Ray cluster answers at {address}" if address else "Ray cannot be started"
            raise InputError(f"{where} ({reason}); try again, or use `copydesk add`") from error
    try:
        yield int(ray.cluster_resources().get("CPU", 1))
    finally:
        if ours:
            ray.shutdown()
