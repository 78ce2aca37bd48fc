"""What holds when a process is killed, a server is away, or an answer is lost."""
