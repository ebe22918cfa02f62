"""Real transformers checkpoints of a few thousand parameters, random or trained in seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from qa.neural.resources import models_dir
from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.loading import DEFAULT_MODEL
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration

SENTENCES = (
    "The council of Marrow Bay voted 7 to 4 on Tuesday to rebuild the swing bridge.",
    "Engineers put the cost at $1.2bn, up 2.5% from the figure given in March.",
    "Mayor Ines Calder said that work would begin in October and last three years.",
    "Fishermen fear that the harbour, which opened in 1931, will stay closed all winter.",
    "Read this and answer the question. If the passage does not contain the answer, reply: "
    "unanswerable",
    "question: What did the council decide? context: summarize: Summarize this article",
)
SPECIAL = ["<pad>", "<s>", "</s>", "<unk>", "<mask>"]
PAD, BOS, EOS = 0, 1, 2
WINDOW = 128

Maker = Callable[[Path], Path]
Encoder = Literal["bert", "mpnet"]


def tiny_tokenizer(**settings: Any) -> Any:
    """A byte-level BPE of some 400 tokens: any text goes in and comes out whole."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        SENTENCES,
        trainers.BpeTrainer(
            vocab_size=400,
            special_tokens=SPECIAL,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", EOS)]
    )
    names = {"pad": "<pad>", "bos": "<s>", "eos": "</s>", "unk": "<unk>", "mask": "<mask>"}
    fast: Any = transformers.PreTrainedTokenizerFast
    return fast(
        tokenizer_object=tokenizer,
        **{f"{kind}_token": token for kind, token in names.items()},
        **{"model_max_length": WINDOW, **settings},
    )


def make_t5(folder: Path, *, gated: bool = False, seed: int = 0, **settings: Any) -> Path:
    """Save a random T5 with its tokenizer in ``folder``; return the folder."""
    tokenizer = tiny_tokenizer(**settings)
    return _save(_t5(len(tokenizer), gated=gated, seed=seed), tokenizer, folder)


def make_flan(folder: Path, *, seed: int = 0) -> Path:
    """A T5 1.1, the shape of FLAN-T5, which is asked by instruction."""
    return make_t5(folder, gated=True, seed=seed)


def make_bart(folder: Path, *, seed: int = 0) -> Path:
    """Save a random BART with its tokenizer in ``folder``; return the folder."""
    return _save(*_bart_like(transformers.BartForConditionalGeneration, seed), folder)


def make_pegasus(folder: Path, *, seed: int = 0) -> Path:
    """Save a random Pegasus with its tokenizer in ``folder``; return the folder."""
    return _save(*_bart_like(transformers.PegasusForConditionalGeneration, seed), folder)


def make_mbart(folder: Path, *, seed: int = 0) -> Path:
    """Save a random mBART with its tokenizer in ``folder``; return the folder."""
    return _save(*_bart_like(transformers.MBartForConditionalGeneration, seed), folder)


def make_led(folder: Path, *, seed: int = 0) -> Path:
    """Save a random LED, which attends in windows, with its tokenizer; return the folder."""
    tokenizer = tiny_tokenizer()
    torch.manual_seed(seed)
    kind: Any = transformers.LEDConfig
    config = kind(
        vocab_size=len(tokenizer),
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        attention_window=[16],
        max_encoder_position_embeddings=WINDOW,
        max_decoder_position_embeddings=WINDOW,
        init_std=0.3,
        pad_token_id=PAD,
        bos_token_id=BOS,
        eos_token_id=EOS,
        decoder_start_token_id=EOS,
        forced_eos_token_id=EOS,
    )
    return _save(transformers.LEDForConditionalGeneration(config), tokenizer, folder)


def make_t5gemma(folder: Path, *, seed: int = 0, chat_template: str | None = None) -> Path:
    """Save a random T5Gemma with its tokenizer in ``folder``; return the folder."""
    tokenizer = tiny_tokenizer()
    tokenizer.chat_template = chat_template
    torch.manual_seed(seed)
    half = {
        "vocab_size": len(tokenizer),
        "hidden_size": 16,
        "intermediate_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "head_dim": 8,
        "max_position_embeddings": 96,
        "sliding_window": 32,
        "pad_token_id": PAD,
        "bos_token_id": BOS,
        "eos_token_id": EOS,
    }
    config = transformers.T5GemmaConfig(
        encoder=dict(half), decoder=dict(half), vocab_size=len(tokenizer)
    )
    return _save(transformers.T5GemmaForConditionalGeneration(config), tokenizer, folder)


CHAT_TEMPLATE = (
    "{% for message in messages %}<s>{{ message.role }}: {{ message.content }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant: {% endif %}"
)


def make_llama(folder: Path, *, seed: int = 0, chat: bool = True, window: int = 512) -> Path:
    """Save a random Llama with its tokenizer in ``folder``; return the folder."""
    tokenizer = tiny_tokenizer(model_max_length=window)
    tokenizer.chat_template = CHAT_TEMPLATE if chat else None
    torch.manual_seed(seed)
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=window,
        initializer_range=0.3,
        pad_token_id=PAD,
        bos_token_id=BOS,
        eos_token_id=EOS,
    )
    return _save(transformers.LlamaForCausalLM(config), tokenizer, folder)


def make_gpt2(folder: Path, *, seed: int = 0) -> Path:
    """Save a random GPT-2, which has no chat template, in ``folder``; return the folder."""
    tokenizer = tiny_tokenizer()
    torch.manual_seed(seed)
    config = transformers.GPT2Config(
        vocab_size=len(tokenizer),
        n_embd=32,
        n_layer=2,
        n_head=4,
        n_positions=WINDOW,
        initializer_range=0.3,
        pad_token_id=PAD,
        bos_token_id=BOS,
        eos_token_id=EOS,
    )
    return _save(transformers.GPT2LMHeadModel(config), tokenizer, folder)


def make_copydesk(
    folder: Path, encoder: Encoder = "bert", *, seed: int = 0, **settings: Any
) -> Path:
    """The shipped architecture with either encoder and the shipped tokenizer."""
    torch.manual_seed(seed)
    config = CopydeskConfig(
        encoder_type=encoder,
        hidden_size=32,
        intermediate_size=64,
        num_attention_heads=4,
        num_hidden_layers=2,
        initializer_range=0.3,
        salience_hidden=8,
        **settings,
    )
    tokenizer = transformers.AutoTokenizer.from_pretrained(models_dir() / DEFAULT_MODEL)
    return _save(CopydeskForConditionalGeneration(config), tokenizer, folder)


def make_trained_flan(
    folder: Path, examples: Sequence[tuple[str, str]], *, steps: int = 150
) -> Path:
    """A T5 that has learnt by heart to give each prompt its target."""
    tokenizer = tiny_tokenizer()
    model = _t5(len(tokenizer), gated=True, seed=0)
    prompts, targets = zip(*examples, strict=True)
    batch = tokenizer(list(prompts), padding=True, return_tensors="pt")
    labels = tokenizer(list(targets), padding=True, return_tensors="pt")["input_ids"]
    labels[labels == PAD] = -100
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    model.train()
    for _ in range(steps):
        loss = model(
            input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], labels=labels
        ).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return _save(model.eval(), tokenizer, folder)


def _t5(vocabulary: int, *, gated: bool, seed: int) -> Any:
    torch.manual_seed(seed)
    kind: Any = transformers.T5Config
    config = kind(
        vocab_size=vocabulary,
        d_model=32,
        d_kv=8,
        d_ff=64,
        num_layers=1,
        num_heads=4,
        dropout_rate=0.0,
        feed_forward_proj="gated-gelu" if gated else "relu",
        tie_word_embeddings=not gated,
        pad_token_id=PAD,
        eos_token_id=EOS,
        decoder_start_token_id=PAD,
    )
    return transformers.T5ForConditionalGeneration(config)


def _bart_like(kind: Any, seed: int) -> tuple[Any, Any]:
    tokenizer = tiny_tokenizer()
    torch.manual_seed(seed)
    config = kind.config_class(
        vocab_size=len(tokenizer),
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=WINDOW,
        init_std=0.3,
        pad_token_id=PAD,
        bos_token_id=BOS,
        eos_token_id=EOS,
        decoder_start_token_id=EOS,
        forced_eos_token_id=EOS,
    )
    return kind(config), tokenizer


def _save(model: Any, tokenizer: Any, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
