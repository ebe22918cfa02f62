"""One Milvus client: collections made, rows written, found and deleted, errors put into words."""

from __future__ import annotations

import functools
import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from qa.errors import LibraryError, MissingDependency
from qa.index.milvus.address import TOKEN_VARIABLE, Address
from qa.index.milvus.coding import MAX_BYTES

Row = dict[str, Any]
T = TypeVar("T")

# The constants of BM25 that SQLite's FTS5 has, so that scores of both are alike.
K1, B = 1.2, 0.75
MOST = 16_384
"""Rows that one search or query of Milvus returns at most."""
BATCH = 2_000
"""Rows written or listed by one call; a passage takes 3 to 4 KB of the 64 MB that one may have."""

INSTALL = "pip install 'copydesk[milvus]'"
INSTALL_LITE = "pip install 'copydesk[milvus-lite]'"
FILTER_FIELDS = ("source", "author", "date", "url", "language")


def _worded(function: Callable[..., T]) -> Callable[..., T]:
    """Return the method with what pymilvus raises as ``LibraryError``."""

    @functools.wraps(function)
    def call(self: Engine, *args: Any, **named: Any) -> T:
        from pymilvus.exceptions import MilvusException

        try:
            return function(self, *args, **named)
        except MilvusException as error:
            raise LibraryError(f"{self.shown}: Milvus refused ({_reason(error)})") from error

    return call


class Engine:
    """A client of one database, whose collections begin with one name; shared by threads."""

    def __init__(self, address: Address) -> None:
        """Connect.

        Raises:
            MissingDependency: pymilvus, or for a file Milvus Lite, is not installed.
            LibraryError: nobody answers there.
        """
        self.shown = address.shown
        self.name = address.name
        self._client = _connect(address)
        self._closed = False
        self._loaded: set[str] = set()
        self._lock = threading.Lock()

    @property
    def client(self) -> Any:
        """Return the open client."""
        if self._closed:
            raise LibraryError(f"{self.shown}: is closed; open it again")
        return self._client

    def close(self) -> None:
        """Release the connection."""
        with self._lock:
            closed, self._closed = self._closed, True
        if not closed:
            self._client.close()

    @_worded
    def has(self, collection: str) -> bool:
        """Say whether a collection is there."""
        return bool(self.client.has_collection(self._full(collection)))

    @_worded
    def make_table(self, collection: str, texts: Mapping[str, int], numbers: Sequence[str]) -> None:
        """Make a collection of rows that are looked up, not searched for.

        ``texts`` holds the fields' lengths, the first is the key.
        """
        schema = self._schema(texts, numbers)
        # Milvus has no collection without a vector.
        self._make(collection, schema, {"dummy": ("FLAT", "L2", {})}, {"dummy": 2})

    @_worded
    def make_passages(self, collection: str, dimension: int) -> None:
        """Make a collection of passages with vectors and words to be searched for."""
        from pymilvus import DataType, Function, FunctionType

        schema = self._schema(
            {"pk": 128, "article": 64, **dict.fromkeys(FILTER_FIELDS, MAX_BYTES)},
            ("number", "position", "first", "last"),
        )
        schema.add_field(
            "words", DataType.VARCHAR, max_length=MAX_BYTES, enable_analyzer=True,
            analyzer_params={"type": "standard"},
        )  # fmt: skip
        schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
        kind = FunctionType.BM25
        schema.add_function(Function("bm25", kind, ["words"], ["sparse"]))
        bm25 = {"bm25_k1": K1, "bm25_b": B}
        indexes = {
            "dense": ("AUTOINDEX", "IP", {}),
            "sparse": ("SPARSE_INVERTED_INDEX", "BM25", bm25),
        }
        self._make(collection, schema, indexes, {"dense": dimension})

    @_worded
    def drop(self, collection: str) -> None:
        """Delete a collection and all of it."""
        self._loaded.discard(collection)
        self.client.drop_collection(self._full(collection))

    @_worded
    def put(self, collection: str, rows: Sequence[Row]) -> None:
        """Write rows in place of those with the same keys."""
        for start in range(0, len(rows), BATCH):
            self.client.upsert(self._ready(collection), list(rows[start : start + BATCH]))

    @_worded
    def delete(self, collection: str, expression: str) -> None:
        """Delete the rows that pass."""
        self.client.delete(self._ready(collection), filter=expression)

    @_worded
    def rows(self, collection: str, expression: str, fields: Sequence[str]) -> list[Row]:
        """Return the rows that pass, at most ``MOST``, in no order."""
        found = self.client.query(
            self._ready(collection), filter=expression, output_fields=list(fields), limit=MOST
        )
        return [dict(row) for row in found]

    @_worded
    def any(self, collection: str, field: str) -> bool:
        """Say whether a collection has any row."""
        return bool(self.client.query(self._ready(collection), output_fields=[field], limit=1))

    def all_rows(self, collection: str, expression: str, fields: Sequence[str]) -> Iterator[Row]:
        """Yield every row that passes, however many, in no order."""
        iterator = self._iterator(collection, expression, fields)
        try:
            while batch := self._next(iterator):
                yield from batch
        finally:
            iterator.close()

    @_worded
    def nearest(
        self, collection: str, field: str, query: Any, limit: int, expression: str = ""
    ) -> list[Row]:
        """Return the best rows for a vector or for words, with their ``score``, best first."""
        found = self.client.search(
            self._ready(collection),
            data=[query],
            anns_field=field,
            limit=min(limit, MOST),
            filter=expression,
            search_params={"metric_type": "BM25" if field == "sparse" else "IP"},
            output_fields=["article", "number", "position", "first", "last"],
        )
        # Milvus Lite gives BM25 with a minus.
        bm25 = field == "sparse"
        return [
            {
                **hit["entity"],
                "pk": hit["pk"],
                "score": abs(hit["distance"]) if bm25 else hit["distance"],
            }
            for hit in found[0]
        ]

    @_worded
    def _iterator(self, collection: str, expression: str, fields: Sequence[str]) -> Any:
        return self.client.query_iterator(
            self._ready(collection), batch_size=BATCH, filter=expression, output_fields=list(fields)
        )

    @_worded
    def _next(self, iterator: Any) -> list[Row]:
        return [dict(row) for row in iterator.next()]

    def _full(self, collection: str) -> str:
        return f"{self.name}_{collection}"

    def _ready(self, collection: str) -> str:
        """Return the full name of a collection, which is loaded from now on."""
        client, full = self.client, self._full(collection)
        if collection not in self._loaded:
            client.load_collection(full)
            self._loaded.add(collection)
        return full

    def _schema(self, texts: Mapping[str, int], numbers: Sequence[str]) -> Any:
        from pymilvus import DataType

        schema = self.client.create_schema(auto_id=False, enable_dynamic_field=False)
        for place, (name, length) in enumerate(texts.items()):
            schema.add_field(name, DataType.VARCHAR, max_length=length, is_primary=place == 0)
        for name in numbers:
            schema.add_field(name, DataType.INT64)
        return schema

    def _make(
        self,
        collection: str,
        schema: Any,
        indexes: Mapping[str, tuple[str, str, Mapping[str, float]]],
        vectors: Mapping[str, int],
    ) -> None:
        from pymilvus import DataType

        for name, dimension in vectors.items():
            schema.add_field(name, DataType.FLOAT_VECTOR, dim=dimension)
        params = self.client.prepare_index_params()
        for name, (kind, metric, values) in indexes.items():
            params.add_index(name, index_type=kind, metric_type=metric, params=dict(values))
        full = self._full(collection)
        # Strong: what one process has written every other sees with its next call.
        self.client.create_collection(full, schema=schema, consistency_level="Strong")
        # Loading waits for the indexes; to wait for each of them costs half a second more.
        self.client.create_index(full, params, sync=False)
        self.client.load_collection(full)


def _connect(address: Address) -> Any:
    # Its pings are too many for Milvus Lite, which gRPC tells on stderr.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        from pymilvus import MilvusClient
        from pymilvus.exceptions import MilvusException
    except ImportError:
        raise MissingDependency(
            f"{address.shown}: a library in Milvus needs pymilvus; {INSTALL_HINT[address.lite]}"
        ) from None
    # It tells of each error that it raises, and of a clock that Milvus Lite does not have.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    try:
        return MilvusClient(address.uri, token=os.environ.get(TOKEN_VARIABLE, ""), timeout=10)
    except MilvusException as error:
        if "milvus-lite is required" in str(error) or "milvus_lite" in str(error):
            raise MissingDependency(
                f"{address.shown}: a library in a file of Milvus needs milvus-lite; "
                f"{INSTALL_HINT[True]}"
            ) from None
        raise LibraryError(
            f"{address.shown}: cannot be reached ({_reason(error)}); check that Milvus runs there"
        ) from error


INSTALL_HINT = {False: f"install it with `{INSTALL}`", True: f"install it with `{INSTALL_LITE}`"}


def _reason(error: Exception) -> str:
    return " ".join(str(getattr(error, "message", error)).split())[:200]
