"""What tabs share that change something: forms, the commands that these give, timelines, linked views."""
