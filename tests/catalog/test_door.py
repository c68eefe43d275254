import catalog


def test_everything_the_door_promises_is_behind_it():
    assert [name for name in catalog.__all__ if not hasattr(catalog, name)] == []
