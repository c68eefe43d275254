"""What is wired to the Raspberry Pi's pins: button, lamp, volume, the room's things."""

from kiosk.gpio.lamps import COLOURS, Lamp, light
from kiosk.gpio.pins import wired
from kiosk.gpio.things import things_on

__all__ = ["COLOURS", "Lamp", "light", "things_on", "wired"]
