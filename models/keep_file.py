"""Let one file of a model's old weights stay as it is in the new ones.

``python -m models.keep_file OLD NEW FILE`` writes folder NEW anew: FILE is that of OLD to the byte,
the other files hold what NEW has, and ``model-newer.safetensors`` what FILE has other values of.
Weights that training froze are the same, and a landing may only add and remove so much.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from qa.neural.seq2seq.shards import INDEX, REINSTALL, read_stored

NEWER = "model-newer.safetensors"
_NOTHING = np.zeros(0)


def keep_file(old: Path, new: Path, kept: str) -> list[str]:
    """Write ``new`` anew, and return the names of the tensors in ``NEWER``.

    Raises:
        ModelError: a folder has no index, or a damaged file.
        KeyError: ``old`` has no file of that name.
    """
    after = read_stored(new, REINSTALL)
    index = json.loads((old / INDEX).read_text(encoding="utf-8"))
    where: dict[str, str] = index["weight_map"]
    if kept not in where.values() or not (old / kept).is_file():
        raise KeyError(kept)
    # What OLD has in a newer file is not what FILE holds.
    own = load_file(old / kept)
    held = [part for part, file in where.items() if file == kept]
    newer = [part for part in held if not np.array_equal(own.get(part, _NOTHING), after[part])]
    where |= dict.fromkeys(newer, NEWER)
    shutil.copyfile(old / kept, new / kept)
    for file in sorted(set(where.values()) - {kept}):
        some = {part: after[part] for part in where if where[part] == file}
        save_file(some, new / file, {"format": "pt"})
    index["metadata"]["sha256"] = {
        file: hashlib.sha256((new / file).read_bytes()).hexdigest()
        for file in sorted(set(where.values()))
    }
    (new / INDEX).write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
    return newer


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("file", help="as model-00001-of-00003.safetensors")
    arguments = parser.parse_args()
    made = keep_file(arguments.old, arguments.new, arguments.file)
    print(f"{len(made)} tensors in {NEWER}")  # noqa: T201


if __name__ == "__main__":
    main()
