-- Which set of prompts a list says for somebody who is invited, by its id in the guide of the round; empty where it
-- says none. It becomes theirs as they come in, and they can change it. In an anonymous round it stays empty.

ALTER TABLE invitation ADD COLUMN prompt_set TEXT NOT NULL DEFAULT '';
