"""Running the service: settings, the embedded servers, connecting, logging. Knows nothing of cases."""
