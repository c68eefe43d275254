"""Units of measure and abbreviations as they are said."""

import re

from audio.spoken_numbers import NUMBER, decimal

_UNITS = {
    "es": {
        "kg": ("kilo", "kilos"), "g": ("gramo", "gramos"), "gr": ("gramo", "gramos"),
        "mg": ("miligramo", "miligramos"), "lb": ("libra", "libras"),
        "km/h": ("kilómetro por hora", "kilómetros por hora"),
        "km": ("kilómetro", "kilómetros"), "m²": ("metro cuadrado", "metros cuadrados"),
        "m2": ("metro cuadrado", "metros cuadrados"), "m": ("metro", "metros"),
        "cm": ("centímetro", "centímetros"), "mm": ("milímetro", "milímetros"),
        "ml": ("mililitro", "mililitros"), "mL": ("mililitro", "mililitros"),
        "l": ("litro", "litros"), "L": ("litro", "litros"), "lt": ("litro", "litros"),
        "oz": ("onza", "onzas"),
        "MB": ("mega", "megas"), "GB": ("giga", "gigas"), "TB": ("tera", "teras"),
        "MHz": ("megahercio", "megahercios"), "GHz": ("gigahercio", "gigahercios"),
        "Hz": ("hercio", "hercios"), "MP": ("megapíxel", "megapíxeles"),
        "mAh": ("miliamperio hora", "miliamperios hora"),
        "kW": ("kilovatio", "kilovatios"), "W": ("vatio", "vatios"),
        "V": ("voltio", "voltios"), "A": ("amperio", "amperios"),
        "°C": ("grado", "grados"), "ºC": ("grado", "grados"),
        "min": ("minuto", "minutos"), "seg": ("segundo", "segundos"),
        "ud.": ("unidad", "unidades"), "uds.": ("unidad", "unidades"),
        "und.": ("unidad", "unidades"), "pza.": ("pieza", "piezas"),
        "pulg.": ("pulgada", "pulgadas"), '"': ("pulgada", "pulgadas"),
        "”": ("pulgada", "pulgadas"),
    },
    "en": {
        "kg": ("kilo", "kilos"), "g": ("gram", "grams"),
        "mg": ("milligram", "milligrams"),
        "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"),
        "km/h": ("kilometer per hour", "kilometers per hour"),
        "km": ("kilometer", "kilometers"), "m²": ("square meter", "square meters"),
        "m2": ("square meter", "square meters"), "m": ("meter", "meters"),
        "cm": ("centimeter", "centimeters"), "mm": ("millimeter", "millimeters"),
        "ml": ("milliliter", "milliliters"), "mL": ("milliliter", "milliliters"),
        "l": ("liter", "liters"), "L": ("liter", "liters"), "oz": ("ounce", "ounces"),
        "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"),
        "TB": ("terabyte", "terabytes"), "MHz": ("megahertz", "megahertz"),
        "GHz": ("gigahertz", "gigahertz"), "Hz": ("hertz", "hertz"),
        "MP": ("megapixel", "megapixels"), "mAh": ("milliamp hour", "milliamp hours"),
        "kW": ("kilowatt", "kilowatts"), "W": ("watt", "watts"), "V": ("volt", "volts"),
        "A": ("amp", "amps"), "°C": ("degree", "degrees"), "ºC": ("degree", "degrees"),
        "min": ("minute", "minutes"), "sec": ("second", "seconds"),
        "pcs.": ("piece", "pieces"), "ft": ("foot", "feet"), "in.": ("inch", "inches"),
        '"': ("inch", "inches"), "”": ("inch", "inches"),
    },
}  # fmt: skip
"""Unit → what one and what several of it are called."""

_BY = {"es": "por", "en": "by"}
_BETWEEN = re.compile(rf"({NUMBER})\s?[x×]\s?(?={NUMBER})")

_WORDS: dict[str, dict[str, str]] = {
    "es": {
        r"\bSras\.": "señoras", r"\bSra\.": "señora", r"\bSres\.": "señores",
        r"\bSr\.": "señor", r"\bDra\.": "doctora", r"\bDr\.": "doctor",
        r"\bIng\.": "ingeniero", r"\bLic\.": "licenciado", r"\bProf\.": "profesor",
        r"\bAv(?:da)?\.": "avenida", r"\bJr\.": "jirón", r"\bPsje\.": "pasaje",
        r"\bUrb\.": "urbanización", r"\bMz\.": "manzana", r"\bLt\.": "lote",
        r"\bDpto\.": "departamento",
        r"\b[Nn](?:úm|ro|\.?[º°])\.?(?=\s?\d)": "número",
        r"\b[Tt]el[eé]?f?\.": "teléfono", r"\b[Cc]el\.": "celular",
        r"\b[Pp]ágs\.": "páginas", r"\b[Pp]ág\.": "página",
        r"\betc\.": "etcétera", r"\bp\. ?ej\.": "por ejemplo",
        r"\baprox\.": "aproximadamente", r"\bmáx\.": "máximo", r"\bmín\.": "mínimo",
        r"\bincl\.": "incluido", r"\b[Rr]ef\.": "referencia", r"\b[Cc]ód\.": "código",
        r"\bc/u\b\.?": "cada uno", r"\bs/n\b": "sin número",
        r"\bEE\. ?UU\.": "Estados Unidos",
        r"\bS\. ?A\. ?C\.": "S A C", r" & ": " y ",
    },
    "en": {
        r"\bMrs\.": "missis", r"\bMr\.": "mister", r"\bMs\.": "miss",
        r"\bDr\.": "doctor", r"\bProf\.": "professor", r"\bAve\.": "avenue",
        r"\bSt\.(?= |$)": "street", r"\bApt\.": "apartment",
        r"\bNo\. ?(?=\d)": "number ", r"\b[Tt]el\.": "telephone",
        r"\bpp\. ?(?=\d)": "pages ", r"\bp\. ?(?=\d)": "page ",
        r"\betc\.": "et cetera", r"\be\.g\.": "for example", r"\bi\.e\.": "that is",
        r"\bapprox\.": "approximately", r"\bmax\.": "maximum", r"\bmin\.": "minimum",
        r"\bincl\.": "including", r"\b[Rr]ef\.": "reference", r"\bvs\.": "versus",
        r" & ": " and ",
    },
}  # fmt: skip


def _unit_of(language: str) -> re.Pattern[str]:
    units = sorted(_UNITS[language], key=len, reverse=True)
    names = "|".join(re.escape(unit) for unit in units)
    return re.compile(rf"(?<![\w.,-])({NUMBER})\s?({names})(?![\w/²])")


_UNIT = {language: _unit_of(language) for language in _UNITS}
_WORD = {
    language: [(re.compile(written), said) for written, said in words.items()]
    for language, words in _WORDS.items()
}


def say_units(text: str, language: str) -> str:
    """Say units behind a number in full, and "10 x 15" as "10 por 15"."""
    text = _BETWEEN.sub(rf"\1 {_BY[language]} ", text)
    return _UNIT[language].sub(lambda m: _measure(m, language), text)


def say_words(text: str, language: str) -> str:
    """Say abbreviations in full."""
    for written, said in _WORD[language]:
        text = written.sub(said, text)
    return text


def _measure(found: re.Match[str], language: str) -> str:
    one, many = _UNITS[language][found[2]]
    return f"{decimal(found[1], language)} {one if found[1] == '1' else many}"
