"""Writing what another system's export tells: new promises, changed ones, and whatever they name."""
