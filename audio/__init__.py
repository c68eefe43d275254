"""Ears and mouth.

In: "listen until …", sentences to say. Out: blocks of sound, a `Transcript`, sound in
the air. The only room that knows sound devices, speech-to-text and text-to-speech. It
refuses to know what is being talked about.
"""
