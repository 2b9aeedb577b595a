"""Demo data: a company that has worked with the tracker for months, and bulk for benchmarks."""
