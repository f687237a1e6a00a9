-- The day, where its organisation is, on which an answered complaint is erased by itself: null until that was
-- said beforehand to those who read complaints.
ALTER TABLE complaint ADD COLUMN erase_on TEXT;
