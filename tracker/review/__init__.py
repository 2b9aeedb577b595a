"""Going through promises one at a time: what is overdue, or what is due before somebody is away; and the minutes."""
