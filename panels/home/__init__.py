"""What needs me today, and the navigation of each kind of user."""
