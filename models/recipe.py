"""The recipe of both readers: ``python -m models.recipe base|small --data DIR [--out DIR]``.

Base comes first: all-mpnet-base-v2's encoder with a new decoder. Small learns from the same rows
and from base. A command that is given again goes on where it was cut off, and passes over what is
done. Everything lies under ``--out``; models/README.md says what, and how to make it fast.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from models.training.settings import ClaimSettings, RowSettings, Settings, Size

NEWS = "made_news.jsonl.gz"
"""Questions made by rules over the news of the summaries; the recipe's first step."""
TOLD = "made_claims.jsonl.gz"
"""Claims made by rules over the same; its second, for base."""

ROWS = RowSettings(
    files=("qa_train.jsonl.gz", "qa_train_more.jsonl.gz", "qa_train_3.jsonl.gz"),
    # Sources near to a user's questions count most; stilted, short or noisy ones little.
    weights={
        "squad1.1-dev": 0.5,
        "squad2.0-dev": 1.0,
        "squad2.0-train-linked": 1.5,
        "squad2.0-train-slice": 1.5,
        "qed-train": 0.5,
        "nq-open-oracle": 0.7,
        "news-rules": 1.2,
        "nq-swap": 0.2,
        "squadshifts-new_wiki": 0.6,
        "squadshifts-reddit": 0.15,
        "squadshifts-amazon_reviews": 0.1,
        "fairytaleqa": 0.1,
        "qamr-wikinews": 0.15,
        "qamr-wikipedia": 0.03,
        "mrqa-duorc": 0.3,
        "tweetqa": 0.3,
        "covid-qa": 0.2,
        "bioasq-factoid": 0.3,
    },
    untitled=("qamr", "squadshifts-amazon", "squadshifts-reddit", "mrqa"),
    strangers=0.02,
    rivals=0.06,
)

CLAIMS = ClaimSettings(
    files=("grounding_train.jsonl.gz", "grounding_more.jsonl.gz", "yesno_train.jsonl.gz"),
    # Summaries of news judged by people count most; chats, and sets whose wording gives the label
    # away, little.
    weights={
        "defacto": 2,
        "fib": 1.5,
        "frank": 2.5,
        "xsumfaith": 2,
        "factcc-human": 2,
        "falke19": 3,
        "cliff": 3,
        "wice": 2,
        "vitaminc-sample": 3,
        "fever-symmetric": 2,
        "climate-fever": 0.25,
        "begin-wow": 0.25,
        "realsumm-scu": 0.5,
        "fib-edits": 0.5,
        "paws-wiki": 0.8,
        "cad-snli": 0.8,
        "fever-gold": 1.0,
        "mnli-dev": 1.5,
        "snli-dev": 0.8,
        "semiauto-wiki": 0.8,
        "breaking-nli": 0.25,
        "fever-docnli": 0.7,
        "scone-nli": 0.4,
        "factor-news": 0.25,
        "factcheck-gpt": 0.2,
        "dialfact": 0.2,
        "feverous-text": 0.3,
        "q2-wow": 0.3,
        "qa-feedback": 0.5,
        "condaqa": 0.5,
        "conjnli": 1.5,
        "fm2": 1.5,
        "boolq-train-slice": 1,
        "boolq-dev": 1,
        "news-told": 3,
    },
)

# Rows, not seconds, as a run that shares its machine would end having seen little.
BASE = Settings(
    size="base", rows=ROWS, claims=replace(CLAIMS, every=2), encoder_rate=4e-5, decoder_rate=1.5e-4,
    frozen=2, budget=3_600, total_rows=120_000, dropout=0.0,
)  # fmt: skip
SMALL = Settings(
    size="small", rows=ROWS, claims=replace(CLAIMS, every=0), encoder_rate=6e-5, decoder_rate=2e-4,
    frozen=2, budget=6_000, total_rows=200_000, taught=0.7, taught_every=2,
    dropout=0.0,
)  # fmt: skip
SETTINGS: dict[Size, Settings] = {"base": BASE, "small": SMALL}

Step = tuple[list[str], Path]
"""A module with its arguments, and the file that is there once it has been run."""


def before(size: Size, data: Path, out: Path) -> Iterator[Step]:
    """Yield what is made before training: questions, and for a size that reads claims these."""
    made_of_news = [("questions", NEWS)]
    if SETTINGS[size].claims.every:
        made_of_news.append(("made_claims", TOLD))
    for module, name in made_of_news:
        made = out / name
        yield [f"models.training.{module}", "--data", str(data), "--out", str(made)], made


def after(size: Size, data: Path, trained: Path, target: Path) -> Iterator[Step]:
    """Yield what makes a model's folder of trained weights: packing, salience, calibration."""
    done, weights = trained.parent, "model.safetensors"
    given = ["--data", str(data)]
    if size == "base":
        packing = ["models.package_base", str(target), str(trained / weights)]
        yield packing, target / f"{weights}.index.json"
        few = str(target), "--data", str(data / ROWS.files[0]), str(data / ROWS.files[2])
        claims = [str(data / name) for name in CLAIMS.files if name.startswith("grounding")]
        cascade, judged = target / "cascade.json", target / "claims.json"
        yield ["models.calibrate", str(target), *given], done / "calibrated.done"
        yield ["models.calibrate_claims", str(target), "--data", *claims], judged
        yield ["models.calibrate_cascade", *few], cascade
    else:
        yield ["models.salience", str(trained), *given, "--limit", "450"], done / "salience.done"
        yield ["models.package", str(trained), str(target)], target / f"{weights}.index.json"
        yield ["models.calibrate", str(target), *given], done / "calibrated.done"


def perform(steps: Iterator[Step]) -> None:
    """Run the steps whose results are not there; end with the code of one that fails."""
    for (module, *rest), result in steps:
        if result.exists():
            continue
        sys.stdout.write(f"== {module} {' '.join(rest)}\n")
        sys.stdout.flush()
        done = subprocess.run([sys.executable, "-m", module, *rest], check=False)
        if done.returncode:
            sys.exit(done.returncode)
        result.touch()


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and make one size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("size", choices=tuple(SETTINGS))
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="default: runs")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--seconds", type=float, help="length of all sittings together")
    length.add_argument("--rows", type=int, help="to train on, in all sittings together")
    parser.add_argument(
        "--start", type=Path, nargs="+", default=[], help="a model's folder, or .safetensors files"
    )
    parser.add_argument("--seed", type=int, default=1, help="another order of rows: default 1")
    parser.add_argument(
        "--teacher",
        type=Path,
        help="small's folder, as models/copydesk-base; default: OUT/base/average",
    )
    parser.add_argument("--no-news", action="store_true", help="make nothing of news by rules")
    parser.add_argument("--train-only", action="store_true", help="stop when trained")
    options = parser.parse_args(arguments)
    lacking = [f for f in (*ROWS.files, *CLAIMS.files) if not (options.data / f).exists()]
    if lacking:
        parser.error(f"{options.data} lacks {', '.join(lacking)}")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # spinning threads slow all other work
    options.out.mkdir(parents=True, exist_ok=True)
    settings = replace(SETTINGS[options.size], seed=options.seed)
    if options.seconds or options.rows:
        settings = replace(settings, seconds=options.seconds, total_rows=options.rows)
    rows, claims = settings.rows, settings.claims
    if not options.no_news:
        perform(before(options.size, options.data, options.out))
        rows = replace(rows, files=(*rows.files, str((options.out / NEWS).resolve())))
        if claims.every:
            claims = replace(claims, files=(*claims.files, str((options.out / TOLD).resolve())))
    settings = replace(settings, rows=rows, claims=claims)
    # torch reads the variable above when it is imported, and the producer of batches needs none.
    from models.training.run import train_size

    teacher = options.teacher or options.out / "base" / "average"
    trained = train_size(settings, options.data, options.out, options.start, teacher)
    if not options.train_only:
        target = options.out / f"copydesk-{options.size}"
        perform(after(options.size, options.data, trained, target))


if __name__ == "__main__":
    main()
