"""Where Whisper's models lie, and how one gets there."""

import tempfile
from importlib.util import find_spec
from pathlib import Path

from audio.errors import ServiceUnreachable, UnknownBackend

_NEEDED = ("config.json", "model.bin", "tokenizer.json")


def model_folder(model: str, cache_dir: Path) -> Path:
    """Give the folder of a model that is there.

    Args:
        model: The folder's path, or the name of a model that was fetched.
        cache_dir: Where fetched models lie.

    Raises:
        UnknownBackend: The extra `local` or a file of the model is missing.
    """
    _need_extra()
    folder = Path(model).expanduser() if "/" in model else _home(model, cache_dir)
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise UnknownBackend(
            f"no Whisper model in {folder} ({', '.join(missing)} missing); "
            "`kiosk fetch-whisper base` gets one, or name another folder in "
            "`[audio.stt_whisper] model`"
        )
    return folder


def fetch_model(name: str, cache_dir: Path) -> Path:
    """Download a model and give its folder, which is whole or not there.

    One that was there before stays until the new one is whole.

    Args:
        name: Its size, such as `base`, or its name at Hugging Face.
        cache_dir: Where fetched models lie.

    Raises:
        UnknownBackend: The extra `local` is missing, or there is no such model.
        ServiceUnreachable: It could not be downloaded.
    """
    _need_extra()
    home = _home(name, cache_dir)
    cache_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_dir, prefix="new-") as place:
        fresh = Path(place) / "model"
        fresh.mkdir()
        for file in _download(name, Path(place)).iterdir():
            file.resolve().rename(fresh / file.name)
        if home.is_dir():
            home.rename(Path(place) / "old")
        fresh.rename(home)
    return home


def _need_extra() -> None:
    """Make sure that the engine is installed.

    Raises:
        UnknownBackend: It is not.
    """
    if find_spec("faster_whisper") is None:
        raise UnknownBackend(
            "`whisper` needs the extra `local`, which is not installed: `make local`"
        )


def _home(name: str, cache_dir: Path) -> Path:
    return cache_dir / f"whisper-{name.replace('/', '-')}"


def _download(name: str, place: Path) -> Path:
    """Give a folder of links into `place`, as Hugging Face's library keeps files."""
    import httpx2
    from faster_whisper import download_model
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        return Path(download_model(name, cache_dir=str(place)))
    except (ValueError, RepositoryNotFoundError) as error:
        raise UnknownBackend(
            f"no Whisper model {name!r}: {_first_line(error)}"
        ) from error
    except (OSError, httpx2.HTTPError) as error:
        raise ServiceUnreachable(
            f"the model {name!r} could not be downloaded: {_first_line(error)}",
            code="unreachable",
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
