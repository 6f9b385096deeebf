// Beside each text in the folder given, the same packed with brotli and with gzip, as small as it
// gets: the server sends what the browser takes, and never packs a file itself.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [folder] = process.argv.slice(2);
const LEAST = 600; // bytes; below it a packed file is hardly smaller

for (const name of readdirSync(folder, { recursive: true })) {
  if (!/\.(css|js|svg)$/.test(name)) continue;
  const path = join(folder, name);
  const content = readFileSync(path);
  if (content.length < LEAST) continue;
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  writeFileSync(`${path}.br`, brotliCompressSync(content, options));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
