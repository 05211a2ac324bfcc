"""The commands of `faultkb`; each module holds one click command named `command`."""
