-- Which version of the guide before a draft was made from, as its document says; 0 where that does not say.
ALTER TABLE own_guide ADD COLUMN made_from INTEGER NOT NULL DEFAULT 0;

-- Whether somebody said that a draft is a guide of its own, so that they are not asked again.
ALTER TABLE own_guide ADD COLUMN is_own INTEGER NOT NULL DEFAULT 0;
