"""The first start: steps that ask an owner what the kiosk must know, and check it.

In: what the owner answers. Out: their settings file, with its comments, and secrets in
files of their own. Each step is kept when it is answered, so that the wizard can be
left and taken up. No customer ever meets it.
"""
