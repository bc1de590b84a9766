// Reads [{key, source, flags}] from stdin, prints one line of JSON {key, status, complexity} for each pattern.
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { check } from "recheck";

const TIMEOUT_MS = 10_000; // a pattern; most take milliseconds
const pending = JSON.parse(await text(process.stdin));

async function work() {
  for (let pattern = pending.pop(); pattern; pattern = pending.pop()) {
    const { status, complexity, error } = await check(pattern.source, pattern.flags, { timeout: TIMEOUT_MS });
    const detail = complexity?.degree ? `${complexity.type} ${complexity.degree}` : (complexity?.type ?? error?.kind);
    console.log(JSON.stringify({ key: pattern.key, status, complexity: detail }));
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
