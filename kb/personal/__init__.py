"""What counts as personal data in a ticket: rules for numbers, names and addresses.

`kb.masking.mask` applies them; nothing else needs to know them.
"""
