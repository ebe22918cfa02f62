"""Trains the sentence-salience head on a frozen encoder: ``python -m models.salience FOLDER``.

A sentence's target is how much of the reference summary it holds: the mean of ROUGE-1 and
ROUGE-2 F1 against the reference, standardised within the article, so that lists of any
length weigh the same. Trained by a listwise cross-entropy (Cao et al. 2007, ListNet) against
the softmax of those targets. Articles with CNN/DM references count ``--news-weight`` times:
BBC's "summaries" are long extracts. Afterwards run ``python -m models.tune_summaries``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import random
import sys
from pathlib import Path
from typing import Any

import torch
from rouge_score.rouge_scorer import RougeScorer
from safetensors.torch import load_file, save_file
from torch import Tensor

from qa.neural.seq2seq.copydesk import CopydeskGenerator, load_copydesk
from qa.neural.seq2seq.layers import SalienceHead
from qa.neural.seq2seq.sentence_states import SUMMARY_WINDOW, sentence_states
from qa.sources.articles import article_from_text
from qa.summary.paragraph import source_sentences

log = logging.getLogger("salience")

Example = tuple[Tensor, Tensor, Tensor, Tensor]
"""(N, H) states, (N,) token counts, (N,) wanted probabilities, (N,) targets in [0, 1]."""
SHARPNESS = 1.5
"""Divides the standardised targets' softmax: higher looks only at the best sentence."""
MAX_SENTENCES = 60
"""Longer articles are cut for training; their summaries come from the front."""


def load(path: Path, kinds: list[str], limit: int, seed: int) -> list[tuple[list[str], str, str]]:
    """Return (sentences, reference, source) of the chosen sources' articles, news first."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row["source"].startswith(tuple(kinds))]
    random.Random(seed).shuffle(rows)
    rows.sort(key=lambda row: not is_news(row["source"]))  # kept whatever the limit
    pairs = []
    for row in rows[:limit]:
        article = article_from_text(row["document"], title="-")
        sentences = [s.text for s in source_sentences(article)][:MAX_SENTENCES]
        if len(sentences) >= 4:
            pairs.append((sentences, row["summary"], row["source"]))
    return pairs


def is_news(source: str) -> bool:
    """Say whether a row's reference is a written summary of CNN or Daily Mail, no extract."""
    return source.startswith("frank")


def encode(
    generator: CopydeskGenerator, sentences: list[str], reference: str, scorer: Any
) -> Example:
    """Return one article's states, token counts, wanted distribution and targets."""
    ids = generator._tokens.ids(sentences, SUMMARY_WINDOW // 2)
    states = torch.from_numpy(sentence_states(generator._network, generator._tokens, ids))
    aims = torch.tensor(targets(sentences, reference, scorer))
    wanted = torch.softmax((aims - aims.mean()) / (aims.std() + 1e-3) * SHARPNESS, 0)
    return states, torch.tensor([len(i) for i in ids]), wanted, aims


def targets(sentences: list[str], reference: str, scorer: Any) -> list[float]:
    """Return each sentence's mean of ROUGE-1 and ROUGE-2 F1 with the reference, in [0, 1]."""
    made = []
    for sentence in sentences:
        scores = scorer.score(reference, sentence)
        made.append((scores["rouge1"].fmeasure + scores["rouge2"].fmeasure) / 2)
    return made


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=1200)
    parser.add_argument("--news-weight", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--sources", nargs="+", default=["bbc", "frank"])
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(asctime)s %(message)s")
    generator = load_copydesk(arguments.folder, name="salience")
    scorer = RougeScorer(["rouge1", "rouge2"], use_stemmer=True)
    examples: list[Example] = []
    articles = load(arguments.data / "sum_train.jsonl.gz", arguments.sources, arguments.limit, 0)
    random.Random(0).shuffle(articles)
    weights_of: list[int] = []
    for number, (sentences, reference, source) in enumerate(articles):
        examples.append(encode(generator, sentences, reference, scorer))
        weights_of.append(arguments.news_weight if is_news(source) else 1)
        if number % 100 == 99:
            log.info("encoded %d of %d articles", number + 1, len(articles))
    cut = len(examples) // 8
    held = examples[:cut]
    training = [e for e, n in zip(examples[cut:], weights_of[cut:], strict=True) for _ in range(n)]
    best = fit(generator._config, training, held, arguments.epochs)
    path = arguments.folder / "model.safetensors"
    weights = load_file(path)
    kept = {f"salience.{k}": v.to(torch.float16).contiguous() for k, v in best.items()}
    weights.update(kept)
    save_file(weights, path, metadata={"format": "pt"})


def fit(config: Any, training: list[Any], held: list[Any], epochs: int) -> dict[str, Tensor]:
    """Return the head's weights that did best on held-out articles."""
    torch.manual_seed(0)
    head = SalienceHead(config)
    optimizer = torch.optim.AdamW(head.parameters(), lr=1e-3, weight_decay=0.05)
    rng, best, kept = random.Random(0), -1.0, {}
    for epoch in range(epochs):
        rng.shuffle(training)
        head.train()
        for first in range(0, len(training), 16):
            losses = []
            for states, lengths, wanted, _ in training[first : first + 16]:
                noisy = states * (torch.rand_like(states) > 0.2) / 0.8
                losses.append(-(wanted * torch.log_softmax(head(noisy, lengths), 0)).sum())
            loss: Any = torch.stack(losses).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        gain = quality(head, held)
        if gain > best:
            best, kept = gain, {k: v.clone() for k, v in head.state_dict().items()}
        log.info("epoch %d loss %.4f held-out share of the best three %.4f (lead %.4f)",
                 epoch, loss.item(), gain, lead(held))  # fmt: skip
    return kept


@torch.no_grad()
def quality(head: SalienceHead, held: list[Any]) -> float:
    """Return the chosen three sentences' targets over those of the best three in hindsight."""
    head.eval()
    shares = []
    for states, lengths, _, aims in held:
        chosen = head(states, lengths).topk(min(3, len(aims))).indices
        shares.append(float(aims[chosen].sum() / aims.topk(min(3, len(aims))).values.sum()))
    return sum(shares) / len(shares)


def lead(held: list[Any]) -> float:
    """Return the same for the first three sentences."""
    shares = [float(a[:3].sum() / a.topk(min(3, len(a))).values.sum()) for *_, a in held]
    return sum(shares) / len(shares)


if __name__ == "__main__":
    main()
