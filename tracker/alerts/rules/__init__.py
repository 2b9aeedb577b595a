"""When alerts go out, which of them count, and what becomes of a delivery. Pure: facts in, decisions out."""
