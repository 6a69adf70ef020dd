"""Check a proof written by readout. Needs nothing but Python 3.9 or later.

    python3 verify.py             the folder that this file is in
    python3 verify.py FILE.zip    a proof that is not unpacked (or another folder)

Ends with 0 if everything holds, with 1 if something does not, and says what.
Whoever made the proof wrote this file too: a copy from elsewhere checks it just as well.
"""

import gzip
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

Files = dict[str, bytes]
SUMS = "SHA256SUMS"
DOUBT = "\u2060\u200b"  # stands where a PDF's hyphen at a line's end is in doubt
SAID = ("kind", "change", "before", "after", "edits", "flags")  # of a passage, in both files
SHA256_OID = bytes.fromhex("608648016503040201")


def main(arguments: list[str]) -> int:
    """Check, say what was found; the exit code."""
    place = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    files: Files = {}
    holds = attempt(f"reading {place}", lambda: files.update(read(place)))
    for what, check in CHECKS if holds else ():
        holds = attempt(what, partial(check, files)) and holds
    good = "Everything holds. What that shows, and what it does not: README.txt."
    say(good if holds else "This proof does not hold: see what is WRONG above.")
    return 0 if holds else 1


def attempt(what: str, check: Callable[[], Any]) -> bool:
    """Whether a check finds nothing wrong; what it has to say is said."""
    try:
        lines = check()
    except Exception as error:
        say(f"WRONG  {what}: {error if type(error) is ValueError else repr(error)}")
        return False
    say(f"ok     {what}")
    for line in lines or []:
        say(f"         {line}")
    return True


def say(line: str) -> None:
    """Print a line that no terminal obeys, in letters that every one has."""
    plain = re.sub(r"[\x00-\x1f\x7f]", "?", line).encode("ascii", "backslashreplace")
    sys.stdout.write(plain.decode() + "\n")


def read(place: Path) -> Files:
    """The members of a proof by name."""
    if place.is_dir():
        found = [one for one in place.iterdir() if one.is_file() and one.name[0] != "."]
        return {one.name: one.read_bytes() for one in found}
    with zipfile.ZipFile(place) as packed:
        return {one.filename: packed.read(one) for one in packed.infolist()}


def hold(true: object, what: str) -> None:
    """Raise if something does not hold."""
    if not true:
        raise ValueError(what)


def need(files: Files, name: str) -> bytes:
    """The bytes of a member."""
    hold(name in files, f"{name} is missing")
    return files[name]


def sha256(data: bytes) -> str:
    """As hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON as the hashes were made of it: sorted keys, no spaces, characters as they are."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def facts(files: Files) -> Any:
    """What is to be checked."""
    return json.loads(need(files, "proof.json"))


def check_sums(files: Files) -> list[str]:
    """Every member is listed, and is what it was when the list was made."""
    sums = need(files, SUMS).decode("ascii", "replace")
    well = re.fullmatch(r"(?:[0-9a-f]{64}  [A-Za-z0-9._-]+\n)+", sums)
    hold(well, f"{SUMS} was altered: not each line is a SHA-256 and a name")
    listed = {line[66:]: line[:64] for line in sums.splitlines()}
    faults = [f"{name} is listed in {SUMS}, and missing" for name in listed if name not in files]
    for name in sorted(set(files) - {SUMS}):
        if name not in listed:
            faults.append(f"{name} is not listed in {SUMS}")
        elif sha256(files[name]) != listed[name]:
            faults.append(f"{name} was altered: its SHA-256 is not the one in {SUMS}")
    hold(not faults, "; ".join(faults))
    return [f"{len(listed)} files"]


def chain(files: Files) -> dict[int, Any]:
    """The rows by position, each with its link recomputed."""
    start = facts(files)["segment"]
    before = bytes.fromhex(start["link_before"] or "")
    position, rows = start["after"], {}
    for line in need(files, "chain.jsonl").decode("utf-8", "surrogatepass").split("\n")[:-1]:
        row, position = json.loads(line), position + 1
        hold(row["position"] == position, f"chain.jsonl: row {position} is not in its place")
        content = hashlib.sha256(canonical(row["content"])).digest()
        before = hashlib.sha256(before + content).digest()
        hold(before.hex() == row["link"], f"chain.jsonl: the link of row {position} is another")
        rows[position] = row
    return rows


def check_chain(files: Files) -> list[str]:
    """Each link follows from the row's content and the link before it."""
    rows = chain(files)
    sent = [one for one in (row["content"] for row in rows.values()) if "message_id" in one]
    return [
        f"rows {min(rows)} to {max(rows)}, {len(rows)} links recomputed",
        *(f"message {one['message_id']} to {one['channel']}, {one['sent_at']}" for one in sent),
        "the CHAIN HEAD that a message shows is the link of an earlier row",
    ]


def row_of(files: Files, kind: str, key: str, value: int) -> Any:
    """The row of evidence of that kind and id."""
    for row in chain(files).values():
        if row["content"]["kind_of_row"] == kind and row["content"][key] == value:
            return row
    raise ValueError(f"chain.jsonl holds no {kind} {value}")


def records(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The records of a WARC file: the type of each, and its block."""
    data = gzip.decompress(data)
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode("utf-8").split("\r\n")[1:])
        length = int(headers["Content-Length"])
        hold(rest[length : length + 4] == b"\r\n\r\n", "a record is longer than it says")
        yield headers["WARC-Type"], rest[:length]
        data = rest[length + 4 :]


def check_captures(files: Files) -> list[str]:
    """What the WARC files hold is what the chain says of the captures."""
    said = []
    for version in facts(files)["versions"]:
        name, body, known = version["capture"], b"", None
        for kind, block in records(need(files, name)):  # redirects first, the answer last
            if kind == "metadata":
                known = block
            else:
                body = block.partition(b"\r\n\r\n")[2] if kind == "response" else block
        row = row_of(files, "capture", "capture_id", version["capture_id"])["content"]
        hold(known == canonical(row), f"{name}: its metadata is not what chain.jsonl says")
        hold(sha256(body) == row["body_sha256"], f"{name}: its body is not that of chain.jsonl")
        said.append(f"{name}: {len(body)} bytes from {row['final_url']}, {row['ended_at']}")
    return said


def blocks(files: Files, version: Any) -> list[str]:
    """The blocks of a version's text: its headline, if it stands apart, and the others."""
    headline, rest = json.loads(need(files, version["text"]))
    return ([headline] if headline else []) + [text for _, text in rest]


def check_texts(files: Files) -> list[str]:
    """The texts are those the chain names."""
    said = []
    for version in facts(files)["versions"]:
        row = row_of(files, "version", "version_id", version["version_id"])["content"]
        text, shown = version["text"], version["shown"]
        same = sha256(need(files, text)) == row["text_sha256"]
        hold(same, f"{text}: its SHA-256 is not the one in chain.jsonl")
        same = [row["number"], row["capture_id"]] == [version["number"], version["capture_id"]]
        hold(same, "proof.json: a version is not what chain.jsonl says")
        plain = "\n\n".join(blocks(files, version)).replace(DOUBT, "") + "\n"
        same = need(files, shown) == plain.encode("utf-8", "surrogatepass")
        hold(same, f"{shown}: is not the text of {text}")
        said.append(f"version {row['number']}: first seen {row['first_seen']}")
    return said


def squeezed(text: str, *, doubtful: bool) -> str:
    """Without white space; and without hyphens, where one in the whole text is in doubt."""
    if doubtful:
        text = text.replace(DOUBT, "").replace("-", "")
    return "".join(text.split())


def check_edits(files: Files) -> list[str]:
    """The edits rebuild the passages, and the passages stand in the texts."""
    told, diff = facts(files), json.loads(need(files, "diff.json"))
    if told["change_id"] is not None:
        row = row_of(files, "change", "change_id", told["change_id"])["content"]
        ends = [row["from_version_id"], row["to_version_id"]]
        same = ends == [version["version_id"] for version in told["versions"]]
        hold(same, "proof.json: the change is one of other versions")
        sides = ([[one[key] for key in SAID] for one in of["passages"]] for of in (row, diff))
        same = next(sides) == next(sides)
        hold(same, "diff.json: its passages are not those in chain.jsonl")
    for mark, side, version in zip("-+", ("before", "after"), told["versions"]):
        whole = "".join(blocks(files, version))
        doubtful = DOUBT in whole
        whole = squeezed(whole, doubtful=doubtful)
        for number, passage in enumerate(diff["passages"], 1):
            named = f"diff.json, passage {number}, '{side}'"
            built = "".join(text for op, text in passage["edits"] if op in "=" + mark)
            hold(built == passage[side], f"{named}: the edits give something else")
            for line in passage[side].splitlines():
                stands = squeezed(line, doubtful=doubtful) in whole
                hold(stands, f"{named}: does not stand in {version['text']}")
    return [f"passages: {len(diff['passages'])}"]


def check_stamps(files: Files) -> list[str]:
    """Each stamp covers the root, and the root the chain."""
    told, said = facts(files), []
    links = {told["segment"]["after"]: told["segment"]["link_before"]}
    links.update({position: row["link"] for position, row in chain(files).items()})
    for stamp in told["stamps"]:
        name, root = stamp["name"], need(files, stamp["name"] + ".root")
        leaf = f"{stamp['slug']} {links[stamp['position']]}".encode()
        node = hashlib.sha256(b"\0" + leaf).digest()
        for side, other in stamp["path"]:
            pair = (bytes.fromhex(other), node) if side == "left" else (node, bytes.fromhex(other))
            node = hashlib.sha256(b"\1" + pair[0] + pair[1]).digest()
        hold(node == root, f"{name}.root: the path in proof.json does not lead to it")
        imprint, at = signed(need(files, name + ".token"))
        same = imprint == hashlib.sha256(root).digest()
        hold(same, f"{name}.token: it was given for something else than {name}.root")
        same = at[:19] == stamp["stamped_at"][:19]
        hold(same, f"{name}.token: its time is not the one in proof.json")
        last, among = stamp["position"], []
        for one in told["versions"]:
            row = row_of(files, "capture", "capture_id", one["capture_id"])
            among += [f"the capture of version {one['number']}"] * (row["position"] <= last)
        said += [
            f"{name}: rows up to {last} were there at {at}: {', '.join(among) or 'no capture'}",
            "  The signature is not checked here. OpenSSL does that:",
            f"  openssl ts -verify -data {name}.root -in {name}.token -token_in \\",
            f"    -CAfile {name}.pem    (compare this with the authority's own)",
        ]
    return said or ["there are none: no outside witness of the time but the messages"]


def signed(token: bytes) -> tuple[bytes, str]:
    """What a time-stamp token was given for, and when, by a walk through its DER."""
    content = step(token, step(token, step(token, (0, len(token)), 0), 1), 0)
    info = step(token, step(token, step(token, content, 2), 1), 0)
    stamped = step(token, info, 0)
    imprint = step(token, stamped, 2)
    algorithm = token[slice(*step(token, step(token, imprint, 0), 0))]
    hold(algorithm == SHA256_OID, "a token was not given for a SHA-256")
    at = token[slice(*step(token, stamped, 4))].decode("ascii")
    when = f"{at[:4]}-{at[4:6]}-{at[6:8]}T{at[8:10]}:{at[10:12]}:{at[12:]}"
    return token[slice(*step(token, imprint, 1))], when


def step(data: bytes, within: tuple[int, int], number: int) -> tuple[int, int]:
    """Where the content of the value of that number is, among those that stand within a span."""
    at, end = within
    while at < end:
        length, start = data[at + 1], at + 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(data[at + 2 : start], "big")
        if start + length > end:
            break
        if number == 0:
            return start, start + length
        number, at = number - 1, start + length
    raise ValueError("a token is broken")


CHECKS = (
    ("all files are as they were written", check_sums),
    ("the chain", check_chain),
    ("the captures", check_captures),
    ("the texts", check_texts),
    ("the differences", check_edits),
    ("the stamps", check_stamps),
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
