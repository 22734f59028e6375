"""The cases of scripts/hostile, a module for each family."""
