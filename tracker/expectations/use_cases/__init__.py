"""Writing down what customers expect, answering it, and naming the topics."""
