"""What people type and write becomes drafts of promises: the grammar of dues, the promises in a text."""
