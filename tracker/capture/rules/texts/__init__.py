"""Texts that somebody pastes or uploads: mails, chats, transcripts. Who said what in them, in which language."""
