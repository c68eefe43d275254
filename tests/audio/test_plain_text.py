from audio.plain_text import _UNUSUAL, _is_for_eyes


def test_what_is_taken_for_usual_is_never_left_out():
    usual = [chr(code) for code in range(0x3000) if not _UNUSUAL.search(chr(code))]
    assert len(usual) > 200
    assert not [character for character in usual if _is_for_eyes(character)]
