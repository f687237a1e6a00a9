-- Which set of prompts somebody is asked, by its id in the guide of their round; empty where they have not said, or
-- where the guide has none.

ALTER TABLE participant ADD COLUMN prompt_set TEXT NOT NULL DEFAULT '';
