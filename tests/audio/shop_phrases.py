"""A phrase book such as a shop has it."""

from audio import PhraseBook

SPANISH = PhraseBook(
    "es",
    (
        "[me dices] cuál es el (producto | artículo) más (caro | barato | económico)",
        "cuál es la <thing> más (cara | barata)",
        "(dame | muéstrame | enséñame | quiero ver) [<number>] <things>",
        "(dame | muéstrame) <number> productos baratos [de <family>]",
        "(dame | muéstrame) un ejemplo de <family>",
        "(tienen | hay | venden) <things> [por menos de <amount> soles]",
        "cuánto (cuesta | vale) (la | una) <thing>",
        "cuántos productos (hay | tienen) [en <family>]",
        "qué (tienen | venden) en <family>",
        "zapatillas deportivas",
        "(hola | buenos días | gracias | sí | no | para | repite | otra vez)",
        "a qué hora (abren | cierran)",
    ),
    {
        "thing": (*"laptop cámara consola licuadora mochila cartera silla".split(),),
        "things": (*"laptops celulares tablets monitores cámaras zapatillas".split(),),
        "family": (*"electrónica hogar oficina deportes accesorios".split(),),
        "number": (*"dos tres cuatro cinco seis siete ocho nueve diez".split(),),
        "amount": ("cincuenta", "cien", "quinientos", "mil", "dos mil"),
    },
)
ENGLISH = PhraseBook(
    "en",
    (
        "what is the (most expensive | cheapest) (product | <thing>) [in the store]",
        "(show me | give me) [<number>] (cheap products | <things>)",
        "do you (have | sell) <things>",
        "how much is (the | a) <thing>",
        "how many products (do you have | are there) [in <family>]",
        "(hello | thank you | yes | no | stop | repeat)",
    ),
    {
        "thing": (*"laptop phone tablet monitor camera blender chair".split(),),
        "things": (*"laptops phones tablets shoes lamps chairs".split(),),
        "family": (*"electronics home office sports accessories".split(),),
        "number": (*"two three four five six seven eight nine ten".split(),),
    },
)
BOOK = (SPANISH, ENGLISH)

INSIDE = (
    ("es", "cuál es el producto más caro"),
    ("es", "dame tres productos baratos"),
    ("es-419", "muéstrame un ejemplo de electrónica"),
    ("es-419", "zapatillas deportivas"),
    ("es", "dame laptops"),
    ("es-419", "tienen celulares por menos de quinientos soles"),
    ("es", "cuántos productos hay en oficina"),
    ("en-us", "what is the most expensive product"),
    ("en-us", "show me three cheap products"),
    ("en-us", "how much is the blender"),
)
OUTSIDE = (
    ("es", "qué tiempo hace hoy en Madrid"),
    ("es-419", "me gusta mucho el fútbol y la pizza"),
    ("es", "necesito llamar a mi madre por teléfono"),
    ("es-419", "mañana voy a la playa con mis amigos"),
    ("en-us", "my neighbour's dog barks all night"),
    ("en-us", "tell me a very funny joke"),
)
