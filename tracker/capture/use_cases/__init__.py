"""What people type becomes drafts and promises."""
