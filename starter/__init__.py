"""The doors to the service: the gateway and its relay, the command line, the scenario player."""
