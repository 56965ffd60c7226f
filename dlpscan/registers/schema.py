"""The tables, and the numbered steps that lead to them.

The migrations are a list of our own: two dialects, a handful of tables and steps that only ever add do not
need Alembic, which would bring a templating engine, a folder of scripts and an environment to configure. A
step is written once and never changed; a test compares what the steps make with the tables that the queries
use. Both databases have transactional DDL, so a step is done wholly or not at all.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Date, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

meta = Table(
    "dlpscan_meta",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
migration = Table(
    "dlpscan_migration",
    metadata,
    Column("number", BigInteger, primary_key=True),
    Column("title", Text, nullable=False),
    Column("applied", String(32), nullable=False),
)
subject = Table(
    "dlpscan_subject",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("pseudonym", String(34), nullable=False),
)
identifier = Table(
    "dlpscan_identifier",
    metadata,
    Column("token", LargeBinary, primary_key=True),
    Column("subject_id", BigInteger, primary_key=True),
    Column("entity_type", String(64), nullable=False),
)
consent = Table(
    "dlpscan_consent",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("subject_id", BigInteger, nullable=False),
    Column("categories", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("recipient_token", LargeBinary),
    Column("purpose", Text, nullable=False),
    Column("form", String(32), nullable=False),
    Column("evidence", Text, nullable=False),
    Column("evidence_hash", String(64), nullable=False),
    Column("granted", Date, nullable=False),
    Column("expires", Date),
    Column("withdrawn", Date),
    Column("digest", LargeBinary, nullable=False),
)
agreement = Table(
    "dlpscan_agreement",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("party", Text, nullable=False),
    Column("domains", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("scope", Text, nullable=False),
    Column("categories", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("evidence_hash", String(64), nullable=False),
    Column("signed", Date, nullable=False),
    Column("expires", Date),
    Column("withdrawn", Date),
    Column("digest", LargeBinary, nullable=False),
)
agreement_domain = Table(
    "dlpscan_agreement_domain",
    metadata,
    Column("domain", Text, primary_key=True),
    Column("agreement_id", BigInteger, primary_key=True),
)
qualification = Table(
    "dlpscan_qualification",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("recipient", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("granted", Date, nullable=False),
    Column("expires", Date),
    Column("withdrawn", Date),
    Column("digest", LargeBinary, nullable=False),
)
approval = Table(
    "dlpscan_approval",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("rule", String(128), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("justification", Text, nullable=False),
    Column("granted", Date, nullable=False),
    Column("expires", Date, nullable=False),
    Column("withdrawn", Date),
    Column("digest", LargeBinary, nullable=False),
)
event = Table(
    "dlpscan_event",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("time", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("register", String(32), nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
)


class Migration(NamedTuple):
    """One step: its number is its place in the list, from 1. `{id}` and `{bytes}` differ by database."""

    title: str
    statements: tuple[str, ...]


DIALECTS = {
    "sqlite": {"id": "INTEGER", "bytes": "BLOB", "clustered": " WITHOUT ROWID"},
    "postgresql": {"id": "BIGINT", "bytes": "BYTEA", "clustered": ""},
}

BOOKKEEPING = (
    "CREATE TABLE IF NOT EXISTS dlpscan_migration ("
    "number {id} PRIMARY KEY, title TEXT NOT NULL, applied VARCHAR(32) NOT NULL)"
)

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "the four registers",
        (
            "CREATE TABLE dlpscan_meta (name VARCHAR(64) PRIMARY KEY, value TEXT NOT NULL)",
            "CREATE TABLE dlpscan_subject (id {id} PRIMARY KEY, pseudonym VARCHAR(34) NOT NULL UNIQUE)",
            (
                "CREATE TABLE dlpscan_identifier (token {bytes} NOT NULL, "
                "subject_id {id} NOT NULL REFERENCES dlpscan_subject (id), entity_type VARCHAR(64) NOT NULL, "
                "PRIMARY KEY (token, subject_id)){clustered}"
            ),
            "CREATE INDEX dlpscan_identifier_subject ON dlpscan_identifier (subject_id)",
            (
                "CREATE TABLE dlpscan_consent (id {id} PRIMARY KEY, "
                "subject_id {id} NOT NULL REFERENCES dlpscan_subject (id), categories TEXT NOT NULL, "
                "recipient TEXT NOT NULL, recipient_token {bytes}, purpose TEXT NOT NULL, "
                "form VARCHAR(32) NOT NULL, evidence TEXT NOT NULL, evidence_hash VARCHAR(64) NOT NULL, "
                "granted DATE NOT NULL, expires DATE, withdrawn DATE, digest {bytes} NOT NULL UNIQUE)"
            ),
            "CREATE INDEX dlpscan_consent_subject ON dlpscan_consent (subject_id)",
            "CREATE INDEX dlpscan_consent_expires ON dlpscan_consent (expires)",
            (
                "CREATE TABLE dlpscan_agreement (id {id} PRIMARY KEY, party TEXT NOT NULL, "
                "domains TEXT NOT NULL, kind VARCHAR(32) NOT NULL, scope TEXT NOT NULL, "
                "categories TEXT NOT NULL, evidence TEXT NOT NULL, evidence_hash VARCHAR(64) NOT NULL, "
                "signed DATE NOT NULL, expires DATE, withdrawn DATE, digest {bytes} NOT NULL UNIQUE)"
            ),
            "CREATE INDEX dlpscan_agreement_party ON dlpscan_agreement (party)",
            (
                "CREATE TABLE dlpscan_agreement_domain (domain VARCHAR(255) NOT NULL, "
                "agreement_id {id} NOT NULL REFERENCES dlpscan_agreement (id), "
                "PRIMARY KEY (domain, agreement_id))"
            ),
            (
                "CREATE TABLE dlpscan_qualification (id {id} PRIMARY KEY, recipient TEXT NOT NULL, "
                "evidence TEXT NOT NULL, granted DATE NOT NULL, expires DATE, withdrawn DATE, "
                "digest {bytes} NOT NULL UNIQUE)"
            ),
            "CREATE INDEX dlpscan_qualification_recipient ON dlpscan_qualification (recipient)",
            (
                "CREATE TABLE dlpscan_approval (id {id} PRIMARY KEY, rule VARCHAR(128) NOT NULL, "
                "recipient TEXT NOT NULL, approver TEXT NOT NULL, justification TEXT NOT NULL, "
                "granted DATE NOT NULL, expires DATE NOT NULL, withdrawn DATE, "
                "digest {bytes} NOT NULL UNIQUE)"
            ),
            "CREATE INDEX dlpscan_approval_rule ON dlpscan_approval (rule)",
            (
                "CREATE TABLE dlpscan_event (id {id} PRIMARY KEY, time VARCHAR(32) NOT NULL, "
                "actor TEXT NOT NULL, register VARCHAR(32) NOT NULL, "
                "first {id} NOT NULL, last {id} NOT NULL, what TEXT NOT NULL)"
            ),
            "CREATE INDEX dlpscan_event_entry ON dlpscan_event (register, last)",
        ),
    ),
)
