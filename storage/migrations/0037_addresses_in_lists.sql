-- The e-mail address that a list says for somebody who is invited; empty where it says none. It is kept and erased
-- with the name. In an anonymous round it stays empty.

ALTER TABLE invitation ADD COLUMN mail TEXT NOT NULL DEFAULT '';
