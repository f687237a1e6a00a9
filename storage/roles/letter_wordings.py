"""An organisation's own wording of the letters around a round, each in one language."""

from storage.engine.database import Transaction


def own_wording(tx: Transaction, organisation_id: str, letter: str, language: str) -> str | None:
    """The text that an organisation has for a letter, None where it uses ours."""
    row = tx.row(
        "SELECT text FROM letter_wording"
        " WHERE organisation_id = :id AND letter = :letter AND language = :language",
        {"id": organisation_id, "letter": letter, "language": language},
    )
    return str(row[0]) if row else None


def keep_own_wording(
    tx: Transaction, organisation_id: str, letter: str, language: str, text: str | None
) -> None:
    """Keep a text for a letter; with None the organisation uses ours again."""
    values = {"id": organisation_id, "letter": letter, "language": language}
    tx.run(
        "DELETE FROM letter_wording"
        " WHERE organisation_id = :id AND letter = :letter AND language = :language",
        values,
    )
    if text is not None:
        tx.run(
            "INSERT INTO letter_wording (organisation_id, letter, language, text)"
            " VALUES (:id, :letter, :language, :text)",
            {**values, "text": text},
        )
