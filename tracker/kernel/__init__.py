"""What every room stands on: clock, errors, storage, database access, mail, logs."""
