"""What people do with promises. Each use case takes the session and the moment, and never commits."""
