"""Stored files: chart pictures, rendered documents, refused rows. Local folder or S3-compatible.

Names are made by the application, never by a person: letters, digits, dots, dashes and slashes.
What is only waited for stands in a folder of `KEPT` and goes by itself; everything else stays.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from flask import current_app

from liaison import clock
from liaison.config import Settings
from liaison.errors import NotFound

_NAME = re.compile(r"[a-z0-9][a-z0-9._/-]*")
IMPORTS = "imports/"  # files people brought, and the rows refused: they may name anybody
RENDERED = "rendered/"  # documents drawn for one person, drawn anew in seconds
KEPT = {IMPORTS: timedelta(days=7), RENDERED: timedelta(days=7)}


@dataclass(frozen=True)
class StoredFile:
    """A file and when it was last written."""

    name: str
    written_at: datetime


class Store(Protocol):
    """Where files are kept."""

    def write(self, name: str, content: bytes) -> None: ...
    def read(self, name: str) -> bytes:
        """Raises NotFound."""

    def exists(self, name: str) -> bool: ...
    def delete(self, name: str) -> None: ...
    def list_below(self, folder: str) -> Iterator[StoredFile]:
        """All files in a folder, which ends in a slash, and in those inside it."""


class LocalFolder:
    """Files below one folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name) or ".." in name:
            raise ValueError(f"not a name of a stored file: {name!r}")
        return self.folder / name

    def write(self, name: str, content: bytes) -> None:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        # a name of its own: two processes may write the same file at once
        unfinished = path.with_name(f"{uuid.uuid4()}.part")
        unfinished.write_bytes(content)
        unfinished.replace(path)

    def read(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise NotFound from None

    def exists(self, name: str) -> bool:
        return self._path(name).exists()

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def list_below(self, folder: str) -> Iterator[StoredFile]:
        for path in sorted(self._path(folder).rglob("*")):
            with suppress(FileNotFoundError):  # deleted since it was listed
                if path.is_file():
                    written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                    yield StoredFile(path.relative_to(self.folder).as_posix(), written_at)


class S3Bucket:
    """Files in one bucket of an S3-compatible store; keys come from the usual AWS settings."""

    def __init__(self, bucket: str, client: Any) -> None:
        self.bucket = bucket
        self.client = client

    def write(self, name: str, content: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=name, Body=content)

    def read(self, name: str) -> bytes:
        try:
            found: bytes = self.client.get_object(Bucket=self.bucket, Key=name)["Body"].read()
        except self.client.exceptions.NoSuchKey:
            raise NotFound from None
        return found

    def exists(self, name: str) -> bool:
        listed = self.client.list_objects_v2(Bucket=self.bucket, Prefix=name, MaxKeys=1)
        return any(entry["Key"] == name for entry in listed.get("Contents", []))

    def delete(self, name: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=name)

    def list_below(self, folder: str) -> Iterator[StoredFile]:
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket, Prefix=folder):
            for entry in page.get("Contents", []):
                yield StoredFile(entry["Key"], entry["LastModified"])


@cache
def _s3(bucket: str, endpoint: str) -> S3Bucket:
    import boto3  # noqa: PLC0415  # 40 MB that only a scaled-out city needs

    return S3Bucket(bucket, boto3.client("s3", endpoint_url=endpoint or None))


def open_store(settings: Settings) -> Store:
    """The store the settings name."""
    if settings.s3_bucket:
        return _s3(settings.s3_bucket, settings.s3_endpoint)
    return LocalFolder(settings.data_dir / "files")


def store() -> Store:
    """The running application's store."""
    found: Store = current_app.extensions["liaison.files"]
    return found


def delete_expired() -> dict[str, int]:
    """Delete what is past its time; returns how many files went, by folder."""
    now, shelf, counts = clock.now(), store(), {}
    for folder, kept in KEPT.items():
        past = [file for file in shelf.list_below(folder) if file.written_at < now - kept]
        for file in past:
            shelf.delete(file.name)
        if past:
            counts[folder.rstrip("/")] = len(past)
    return counts
