"""Finding promises in what somebody wrote or said: tables of cues per language, each with its weight and an example."""
