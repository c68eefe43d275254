"""The local HTTP door: talk button, typed questions, events, health."""
