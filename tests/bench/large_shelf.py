"""An index of any number of made-up passages, with words as frequent as in Spanish."""

import random
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from knowledge.index_fts import FileRecord, FtsIndex
from knowledge.passages import Passage

SYLLABLES = "ba ce di fo gu lla me ni po ru sa te vi zo cha ño que ja li tra".split()
ENDINGS = "r do ción s mente da ble nte l n".split()
REAL = (
    "horario tienda devolución plazo factura garantía entrega domingo festivo parada"
    " línea billete tarifa reserva entrada aparcamiento mascota taquilla cuota socio"
    " reparación presupuesto envío recogida piscina biblioteca préstamo multa carné"
).split()
FILLING = "de la que el en y a los se del las un por con no una su para es al".split()
VOCABULARY = 40_000
WORDS = 60
"""In a passage: some 400 characters."""
PASSAGES_IN_FILE = 500


def make_large_shelf(path: Path, count: int) -> FtsIndex:
    """Write `count` passages in files of 500; 1,000,000 take some minutes."""
    dice = random.Random(5)  # noqa: S311 the same shelf each time
    index = FtsIndex(path)
    words = vocabulary()
    weights = [1 / (rank + 2) for rank in range(len(words))]
    for number in range(0, count, PASSAGES_IN_FILE):
        size = min(PASSAGES_IN_FILE, count - number)
        file = f"documento-{number}.pdf"
        record = FileRecord(file, 1, 1, title=f"Documento {number}", pages=size)
        index.put(record, _passages(dice, words, weights, file, size))
    return index


def vocabulary() -> list[str]:
    """Give words by their frequency, the commonest first."""
    made = (
        "".join(parts) for parts in product(SYLLABLES, SYLLABLES, SYLLABLES, ENDINGS)
    )
    rest = list(made)
    random.Random(7).shuffle(rest)  # noqa: S311 as above
    return [*FILLING, *REAL, *rest][:VOCABULARY]


def questions(count: int) -> list[str]:
    """Give questions of two real words and one or two rarer ones."""
    dice = random.Random(9)  # noqa: S311 as above
    words = vocabulary()[len(FILLING) + len(REAL) :]
    return [
        " ".join(
            [
                *dice.sample(REAL, 2),
                *(words[int(dice.random() ** 3 * len(words))] for _ in range(2)),
            ]
        )
        for _ in range(count)
    ]


def _passages(
    dice: random.Random,
    words: Sequence[str],
    weights: Sequence[float],
    file: str,
    count: int,
) -> Iterator[Passage]:
    told = dice.choices(words, weights, k=count * WORDS)
    for page in range(count):
        text = " ".join(told[page * WORDS : (page + 1) * WORDS])
        heading = " ".join(told[page * WORDS + 3 : page * WORDS + 6])
        yield Passage(file, f"Documento {file}", page + 1, heading, text)
