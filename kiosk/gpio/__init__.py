"""What is wired to the Raspberry Pi's pins: button, lamp, volume."""

from kiosk.gpio.lamps import COLOURS, Lamp, light
from kiosk.gpio.pins import wired

__all__ = ["COLOURS", "Lamp", "light", "wired"]
