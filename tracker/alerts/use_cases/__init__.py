"""Planning, firing and delivering alerts. Each use case takes the session and the moment, and never commits."""
