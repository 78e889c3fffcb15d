"""What happens by itself: due items, jobs, and the forgetting of what has served its time."""
