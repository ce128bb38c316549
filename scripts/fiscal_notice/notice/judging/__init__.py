"""A notice judged: what its rules read, the rules as pandera checks, findings against errata."""
