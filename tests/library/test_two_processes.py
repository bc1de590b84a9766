"""Two processes on one library: one indexes, the other keeps answering."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from bot.app import open_app
from bot.settings import Settings, load_settings
from tests.conftest import ROOT

RECORDS = 400

# Small batches, so that there is much to see in between.
INDEX = """
import asyncio, sys
from pathlib import Path
from bot.app import open_app
from bot.library import ingest
from bot.settings import load_settings

ingest._BATCH_DOCUMENTS = 10

async def main(data, articles):
    async with open_app(load_settings(data=data, corpus=(articles,))) as app:
        print((await app.sync()).documents)

asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def _settings(tmp_path: Path) -> Settings:
    articles = tmp_path / "articles"
    articles.mkdir()
    lines = [json.dumps({"id": f"n{number}", "text": f"Ferry{number} sank at noon."}) for number in range(RECORDS)]
    (articles / "wire.jsonl").write_text("\n".join(lines))
    return load_settings(data=tmp_path / "data", cache=tmp_path / "cache", corpus=(articles,))


async def test_answers_go_on_and_see_what_another_process_indexes(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    script = tmp_path / "index.py"
    script.write_text(INDEX)
    async with open_app(settings) as app:
        command = [sys.executable, str(script), str(settings.data), str(settings.corpus[0])]
        indexing = subprocess.Popen(command, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)
        seen = []
        while indexing.poll() is None:
            found = await app.search("ferry0 sank", 5)
            seen.append((app.index.passages(), len(found.hits)))
            async with open_app(settings) as another:  # such as a question in the terminal
                await another.search("ferry0", 5)
            await asyncio.sleep(0)
        assert indexing.communicate()[0] == f"{RECORDS}\n"
        assert [hits for passages, hits in seen if passages >= 10].count(0) == 0
        assert any(0 < passages < RECORDS for passages, _ in seen)
        (last,) = (await app.search(f"ferry{RECORDS - 1}", 1, exact=True)).hits
        assert last[1].document.name == f"n{RECORDS - 1}"
