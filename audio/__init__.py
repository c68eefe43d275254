"""Ears and mouth.

In: "listen until …", sentences to say. Out: blocks of sound, a `Transcript`, sound in
the air. The only room that knows sound devices, speech-to-text and text-to-speech. It
refuses to know what is being talked about.

Importing this room loads no device, engine or service: `build_…` does.
"""

from audio.chime import read_chime, signal, trial_tone
from audio.device_thread import DeviceNotice, OnDevice
from audio.devices import SoundDevice, list_devices
from audio.errors import (
    AudioError,
    DeviceMissing,
    MicrophoneMuted,
    ServiceBroken,
    ServiceRefused,
    ServiceUnreachable,
    SpeechServiceError,
    UnknownBackend,
)
from audio.pause import Pauses
from audio.phrase_book import PhraseBook
from audio.player import Player, build_player
from audio.recorder import Recorder, build_recorder
from audio.sentences import split_sentences
from audio.servers import SERVERS, server_named
from audio.settings import AudioSettings, Signal, SpeechEndpoint
from audio.silence import has_speech, loud_frames
from audio.sound import Block, Clip, read_wav, write_wav
from audio.speaker import Speaker
from audio.stt import OnWords, Transcriber, Transcript, build_transcriber
from audio.tts import Synthesizer, build_synthesizer
from audio.whisper_model import fetch_model

__all__ = [
    "SERVERS",
    "AudioError",
    "AudioSettings",
    "Block",
    "Clip",
    "DeviceMissing",
    "DeviceNotice",
    "MicrophoneMuted",
    "OnDevice",
    "OnWords",
    "Pauses",
    "PhraseBook",
    "Player",
    "Recorder",
    "ServiceBroken",
    "ServiceRefused",
    "ServiceUnreachable",
    "Signal",
    "SoundDevice",
    "Speaker",
    "SpeechEndpoint",
    "SpeechServiceError",
    "Synthesizer",
    "Transcriber",
    "Transcript",
    "UnknownBackend",
    "build_player",
    "build_recorder",
    "build_synthesizer",
    "build_transcriber",
    "fetch_model",
    "has_speech",
    "list_devices",
    "loud_frames",
    "read_chime",
    "read_wav",
    "server_named",
    "signal",
    "split_sentences",
    "trial_tone",
    "write_wav",
]
