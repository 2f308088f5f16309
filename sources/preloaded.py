"""What every worker would work out for itself, worked out once: imported by the server that workers are forked from."""

from sources.headers import lexicon

lexicon()
