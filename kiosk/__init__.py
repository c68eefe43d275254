"""Front of house.

In: button, keys, configuration, signals. Out: screen, lamps, log, exit code. The only
room that knows which parts are joined, and everything a customer sees. Nobody imports
it.
"""
