-- Whose sheet was typed in without a link: they take part, and nobody invited them. In an anonymous round, where a
-- sheet is in no figure, it stays 0.

ALTER TABLE participant ADD COLUMN without_link INTEGER NOT NULL DEFAULT 0;

UPDATE participant SET without_link = 1
 WHERE on_paper = 1 AND EXISTS (SELECT 1 FROM invitation i
                                 WHERE i.participant_id = participant.id AND i.expires_at = i.created_at);
