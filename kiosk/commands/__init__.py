"""The commands, a file for each group.

Every file has `add_to`, which declares its commands to argparse. A command parses,
calls one function, prints, gives an exit code; what is heavy is imported inside it,
so that no command waits for another's libraries.
"""
