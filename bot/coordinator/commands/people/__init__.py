"""Commands about who is invited: links, the list of people, replies given on paper."""
