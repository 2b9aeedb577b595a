"""The expectation and promise tracker. Importing a rule must not import Flask: nothing happens here."""
