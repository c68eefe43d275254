"""A Whisper model of the real form, tiny, made here, that hears the same every time.

Its weights are dice, but for the decoder's positions: the position of each token points
to the token that is to come next.
"""

from pathlib import Path

import numpy as np

_MELS, _SIZE = 80, 32
_LANGUAGES = ("en", "es", "gl")
_MULTILINGUAL = ""
"""A token of models that know more than English; CTranslate2 goes by it."""
_SPECIAL = [
    "<|endoftext|>",
    "<|startoftranscript|>",
    *(f"<|{language}|>" for language in _LANGUAGES),
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
    *(f"<|{step * 0.02:.2f}|>" for step in range(1501)),
]
_PROMPT = 3
"""Tokens before the first that is decoded: start, language, task."""


def make_whisper_model(
    folder: Path, says: str, language: str = "es", *, is_multilingual: bool = True
) -> Path:
    """Make a model that hears `says` in whatever it is given, spoken in `language`."""
    from ctranslate2.specs import WhisperSpec
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    split = pre_tokenizers.ByteLevel(add_prefix_space=False)
    letters = sorted(split.alphabet())
    words = dict.fromkeys(word for word, _ in split.pre_tokenize_str(says))
    plain = [*dict.fromkeys([*letters, *words])] + [_MULTILINGUAL] * is_multilingual
    ids = {token: place for place, token in enumerate([*plain, *_SPECIAL])}
    known = {token: ids[token] for token in plain}
    tokenizer = Tokenizer(models.BPE(known, [], ignore_merges=True))
    tokenizer.pre_tokenizer = split
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True) for token in _SPECIAL]
    )

    spec = WhisperSpec(1, 2, 1, 2)
    first = ids[f"<|{language}|>"]
    told = [
        ids["<|0.00|>"],
        *tokenizer.encode(says).ids,
        ids["<|1.00|>"],
        ids["<|endoftext|>"],
    ]
    _fill(spec, len(ids), {0: first, **dict(enumerate(told, _PROMPT - 1))})
    spec.register_vocabulary(list(ids))
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [ids["<|endoftext|>"]]
    spec.config.lang_ids = [ids[f"<|{name}|>"] for name in _LANGUAGES]
    spec.validate()
    folder.mkdir(parents=True)
    spec.save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def _fill(spec, vocabulary: int, next_tokens: dict[int, int]) -> None:
    """Draw all weights, and let positions point to tokens."""
    dice = np.random.default_rng(7)

    def drawn(*shape, spread=0.01):
        return dice.normal(0, spread, shape).astype(np.float32)

    def linear(layer, wide, narrow):
        layer.weight, layer.bias = drawn(wide, narrow), drawn(wide)

    def norm(layer):
        layer.gamma = np.ones(_SIZE, np.float32)
        layer.beta = np.zeros(_SIZE, np.float32)

    def feed_forward(layer):
        norm(layer.layer_norm)
        linear(layer.linear_0, 4 * _SIZE, _SIZE)
        linear(layer.linear_1, _SIZE, 4 * _SIZE)

    def attention(layer, *widths):
        norm(layer.layer_norm)
        for part, wide in zip(layer.linear, widths, strict=True):
            linear(part, wide, _SIZE)

    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = drawn(_SIZE, _MELS, 3), drawn(_SIZE)
    encoder.conv2.weight, encoder.conv2.bias = drawn(_SIZE, _SIZE, 3), drawn(_SIZE)
    encoder.position_encodings.encodings = drawn(1500, _SIZE)
    tokens = drawn(vocabulary, _SIZE, spread=1)
    tokens *= 8 / np.linalg.norm(tokens, axis=1, keepdims=True)
    positions = drawn(448, _SIZE)
    for place, token in next_tokens.items():
        positions[place] = 10 * tokens[token]
    decoder.position_encodings.encodings = positions
    decoder.embeddings.weight = decoder.projection.weight = tokens
    for side in (encoder, decoder):
        norm(side.layer_norm)
        attention(side.layer[0].self_attention, 3 * _SIZE, _SIZE)
        feed_forward(side.layer[0].ffn)
    attention(decoder.layer[0].attention, _SIZE, 2 * _SIZE, _SIZE)
