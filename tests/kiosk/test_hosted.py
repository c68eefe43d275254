"""What a model's code has made stays for the visit, and no longer."""

import pytest

from kiosk.events import Outcome
from tests.doubles.kiosk_inside import config_for, kiosk_inside
from tests.doubles.openai_scenarios import Hosted, Scenario

PLOT = Hosted("code_interpreter", "listo", "curva.png", b"\x89PNG")
QUESTION = "oiga, ¿me hace un gráfico de mis cuotas?"


@pytest.mark.parametrize("engine", ["responses", "responses,offline"])
async def test_a_file_is_kept_until_the_visit_ends(openai_server, tmp_path, engine):
    settings = {
        "KIOSK_AGENTS_ENGINE": engine,
        "KIOSK_AGENTS_CODE_INTERPRETER": "true",
        "KIOSK_AUDIO_TTS": "espeak",
    }
    config = config_for(tmp_path, tmp_path / "none.wav", openai_server, **settings)
    openai_server.think = lambda asked: Scenario("Aquí lo tiene.", hosted=(PLOT,))
    async with kiosk_inside(config) as kiosk:
        turn = await kiosk.ask(QUESTION)
        assert turn["turn_ended"][0].outcome is Outcome.ANSWERED
        assert [e.name for e in turn["tool_called"]] == ["code_interpreter"]
        (file,) = kiosk.host.visit.finding.files
        assert (file.name, file.data) == ("curva.png", PLOT.content)
        kiosk.host.end_visit()
        assert kiosk.host.visit.finding.files == ()
