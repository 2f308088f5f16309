"""Telling the office's people how a refresh ended: over webhooks and by e-mail, when they have asked for it."""
