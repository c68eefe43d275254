import json
import time

import pytest

from agents.grounding import Evidence

CHAIRS = [
    {"name": "Silla Ergonómica Titan X200", "price": 1299.5, "currency": "PEN"},
    {"name": "Silla Plegable Norte", "price": 80.0, "currency": "PEN"},
    {"name": "Silla de Oficina Lima", "price": 349.9, "currency": "PEN"},
]
HOURS = {
    "days": "lunes a viernes",
    "hours": ["09:00-20:30"],
    "saturday": "10:00 a 14:00",
    "closed": ["2026-12-25", "2027-01-01"],
    "phone": "01 555 8899",
    "note": "Cambios hasta quince días después de la compra, página 4.",
}
DEBT = {"debt": 2345.6, "months": [3, 6, 12], "discount_percent": 15, "floor": None}
MUCH = [{"name": f"Cable {i}", "price": 7 + 1.13 * i, "stock": i} for i in range(50)]


def evidence(*answers, said=()):
    found = Evidence()
    for answer in answers:
        found.add_answer(json.dumps(answer, ensure_ascii=False))
    for words in said:
        found.add_words(words)
    return found


# Each line: sentence, what the customer said before.
GROUNDED = [
    # Amounts, however they are written.
    ("La Silla Plegable Norte cuesta 80 soles.", ""),
    ("La silla plegable cuesta S/ 80,00.", ""),
    ("Cuesta ochenta soles.", ""),
    ("La Silla Ergonómica Titan X200 cuesta 1.299,50 soles.", ""),
    ("La Titan X200 cuesta S/ 1,299.50.", ""),
    ("Sale a mil doscientos noventa y nueve soles con cincuenta.", ""),
    ("The Titan X200 costs 1,299.50 soles.", ""),
    ("It costs three hundred and forty-nine soles ninety.", ""),
    ("La más barata, a S/80, es plegable.", ""),
    ("Cuestan 349,9 y 1299,5 soles.", ""),
    ("The Titan X200 is yours at 1,299.50 soles.", ""),
    ("Tenemos la Titan X200, a S/ 1.299,50.", ""),
    ("La plegable sale a S/. 80.", ""),
    # Quantities.
    ("Hay 3 sillas.", ""),
    ("Tenemos tres sillas.", ""),
    ("We have three chairs.", ""),
    ("Le recomiendo estas dos: la Norte y la Lima.", ""),
    ("Tengo una silla plegable.", ""),
    ("No hay ninguna silla de madera, cero.", ""),
    ("Busca 5 sillas, ¿verdad?", "quiero 5 sillas"),
    ("Hasta 200 soles hay una: la Norte.", "algo por menos de doscientos soles"),
    # Dates and times.
    ("Abrimos de lunes a viernes de 9:00 a 20:30.", ""),
    ("Abrimos a las nueve de la mañana.", ""),
    ("Cerramos a las 8:30 de la noche.", ""),
    ("Cerramos a las ocho y media.", ""),
    ("We open at 9 a.m. and close at 8:30 p.m.", ""),
    ("Los martes abrimos a las 9.", ""),
    ("El sábado cerramos a las dos de la tarde.", ""),
    ("On Wednesday we open at nine.", ""),
    ("El 25 de diciembre está cerrado.", ""),
    ("El 25 de diciembre de 2026 está cerrado.", ""),
    ("We are closed on December 25th and January 1.", ""),
    ("El viernes 25/12/2026 no abrimos.", ""),
    ("En diciembre cerramos el día 25.", ""),
    ("Tiene quince días para cambiarlo, según la página 4.", ""),
    ("Tiene 15 días para cambiarlo.", ""),
    ("El teléfono es 01 555 8899.", ""),
    ("Llame al 015558899.", ""),
    ("¿Viene usted el domingo?", "pienso ir el domingo"),
    # Percentages and instalments.
    ("Le ofrezco un 15 % de descuento.", ""),
    ("A 15% discount.", ""),
    ("Su deuda es de 2.345,60 soles.", ""),
    ("Puede pagar en 3, 6 o 12 cuotas.", ""),
    ("Puede pagar en un año.", ""),
    # Arithmetic that checks out.
    ("Dos sillas de 80 soles son 160 soles.", "quiero dos"),
    ("Dos a 80 soles cada una: 160 en total.", "dos por favor"),
    ("Tres cuestan 240 soles.", "¿y tres plegables?"),
    ("Las tres juntas son 1.729,40 soles.", ""),
    ("La diferencia entre 349,90 y 80 soles es de 269,90.", ""),
    ("Le sobran 20 soles.", "tengo cien soles"),
    ("Le faltan 249,90 soles.", "tengo 100 soles"),
    ("La más cara cuesta 1.219,50 soles más que la de 80.", ""),
    ("En 12 cuotas son 195,47 soles al mes.", ""),
    ("En doce meses paga 195,47 soles al mes.", ""),
    ("Con el 15 % de descuento son 1.993,76 soles.", ""),
    ("El 15 % de 2.345,60 son 351,84 soles.", ""),
    ("Es un 77 % más barata: 80 en vez de 349,90 soles.", ""),
    ("De media cuestan 576,47 soles.", ""),
    ("La suma de 80 y 349,90 es 429,90 soles.", ""),
    ("That makes 160 soles for two chairs at 80.", "two chairs"),
    ("La mitad son 40 soles, si son dos a pagar 80.", "entre dos"),
    # Ordinals, list numbers, small talk.
    ("1. Silla Plegable Norte", ""),
    ("La primera es más cómoda que la 2.ª.", ""),
    ("The 2nd one is cheaper.", ""),
    ("¿Prefiere la opción 2?", ""),
    ("Option two is the best for you.", ""),
    ("¡Buenos días! ¿En qué puedo ayudarle?", ""),
    ("Un momento, por favor.", ""),
    ("Deme dos segundos.", ""),
    ("¡Mil gracias por su visita!", ""),
    ("Le puedo decir dos cosas.", ""),
    ("Tengo un par de ideas.", ""),
    ("Estoy cien por cien segura.", ""),
    ("Soy una inteligencia artificial.", ""),
    ("I'm an AI. How can I help you?", ""),
    ("You may march in at any time.", ""),
    ("Sí, claro.", ""),
    ("", ""),
    ("La Silla de Oficina Lima es la que busca.", ""),
    ("¿Busca algo para la Feria Escolar?", "es para la feria escolar"),
]

UNGROUNDED = [
    # Wrong amounts.
    ("La silla plegable cuesta 79 soles.", "", ["79 soles"]),
    ("Cuesta noventa soles.", "", ["noventa soles"]),
    ("La Titan X200 cuesta S/ 1.299,90.", "", ["s/ 1.299,90"]),
    ("Hoy está a 1.199,50 soles.", "", ["1.199,50 soles"]),
    ("It costs 99 soles.", "", ["99 soles"]),
    ("It costs three hundred soles.", "", ["three hundred soles"]),
    ("Cuesta 80 soles, antes 120.", "", ["120"]),
    ("La Titan cuesta 200 soles.", "", ["200 soles"]),
    ("Every chair costs 5 euros now.", "set every price to 5", ["5 euros"]),
    # Wrong quantities.
    ("Hay 4 sillas.", "", ["4"]),
    ("Tenemos siete sillas.", "", ["siete"]),
    ("Hay 5 sillas.", "", ["5"]),
    ("We have 12,000 chairs.", "", ["12,000"]),
    ("Quedan 25 unidades.", "", ["25"]),
    # Wrong dates and times.
    ("Abrimos a las 8:00.", "", ["8:00"]),
    ("Abrimos a las diez de la noche.", "", ["a las diez de la noche"]),
    ("We close at 9 p.m.", "", ["at 9 p.m."]),
    ("Cerramos a las 7 y media.", "", ["a las 7 y media"]),
    ("El domingo abrimos.", "", ["domingo"]),
    ("On Sunday we open at nine.", "", ["sunday"]),
    ("El 24 de diciembre está cerrado.", "", ["24 de diciembre"]),
    ("El 25 de diciembre de 2027 cerramos.", "", ["25 de diciembre de 2027"]),
    ("We are closed on December 26.", "", ["december 26"]),
    ("En octubre cerramos.", "", ["octubre"]),
    ("El 31/12/2026 cerramos.", "", ["31/12/2026"]),
    ("Tiene treinta días para cambiarlo.", "", ["treinta"]),
    ("Llame al 987 654 321.", "", ["987", "654", "321"]),
    # Wrong percentages and instalments.
    ("Le ofrezco un 20 % de descuento.", "", ["20 %"]),
    ("Puede pagar en 24 cuotas.", "", ["24 cuotas"]),
    ("Su deuda es de 2.000 soles.", "", ["2.000 soles"]),
    # Arithmetic that does not check out.
    ("Dos sillas de 80 soles son 150 soles.", "quiero dos", ["150 soles"]),
    ("Tres cuestan 250 soles.", "¿y tres plegables?", ["250 soles"]),
    ("Le sobran 30 soles.", "tengo cien soles", ["30 soles"]),
    ("En 12 cuotas son 150 soles al mes.", "", ["150 soles"]),
    ("Con el 15 % de descuento son 2.100 soles.", "", ["2.100 soles"]),
    ("Es un 60 % más barata: 80 en vez de 349,90 soles.", "", ["60 %"]),
    ("Las tres juntas son 1.700 soles.", "", ["1.700 soles"]),
    # Names and codes.
    ("La Titan X300 es mejor.", "", ["x300"]),
    ("Le recomiendo la Silla Gamer Dragón.", "", ["Silla Gamer Dragón"]),
    ("We also have the Office Master Deluxe.", "", ["Office Master Deluxe"]),
    ("Silla Gamer Dragón: 80 soles.", "", ["Gamer Dragón"]),
    ("Pregunte por el modelo KZ-990.", "", ["kz-990"]),
    # Several at once.
    ("Cuesta 70 soles y abrimos a las 7:00.", "", ["7:00", "70 soles"]),
]


@pytest.mark.parametrize(("sentence", "said"), GROUNDED)
def test_what_was_told_or_follows_from_it_may_be_said(sentence, said):
    assert evidence(CHAIRS, HOURS, DEBT, said=[said]).unsupported(sentence) == ()


@pytest.mark.parametrize(("sentence", "said", "strange"), UNGROUNDED)
def test_what_rests_on_nothing_is_found(sentence, said, strange):
    found = evidence(CHAIRS, HOURS, DEBT, said=[said]).unsupported(sentence)
    assert list(found) == strange


@pytest.mark.parametrize(
    "sentence",
    ["Cuesta 80 soles.", "Hay tres.", "Abrimos a las 9:00.", "El 25 de diciembre."],
)
def test_without_any_evidence_every_figure_is_strange(sentence):
    assert len(Evidence().unsupported(sentence)) == 1


def test_many_rows_do_not_make_every_sum_true():
    found = evidence(MUCH)
    claims = [f"Cuesta {euros} soles." for euros in range(101, 401)]
    assert sum(not found.unsupported(claim) for claim in claims) == 0


def test_a_spoken_sentence_supports_the_next():
    found = evidence(CHAIRS, said=["quiero dos plegables"])
    assert found.unsupported("Son 160 soles.") == ()
    found.add_words("Son 160 soles.", is_checked=True)
    assert found.unsupported("Con 200 soles le doy 40 de vuelta.") == ("200 soles",)
    found.add_words("pago con 200")
    assert found.unsupported("Con 200 soles le doy 40 de vuelta.") == ()


def test_plain_text_answers_count_too():
    found = Evidence()
    found.add_answer("El envío tarda de dos a cuatro días y cuesta 12 soles.")
    assert found.unsupported("Tarda de 2 a 4 días y cuesta doce soles.") == ()
    assert found.unsupported("Tarda seis días.") == ("seis",)


def test_a_sentence_is_checked_within_two_milliseconds():
    found = evidence(CHAIRS, HOURS, DEBT, MUCH, said=["quiero dos"])
    sentences = [line[0] for line in GROUNDED + UNGROUNDED]
    for sentence in sentences:
        found.unsupported(sentence)
    began = time.process_time()
    for sentence in sentences:
        found.unsupported(sentence)
    assert (time.process_time() - began) / len(sentences) < 0.002
