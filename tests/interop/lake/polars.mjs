// node polars.mjs FOLDER: what Polars sums up of FOLDER/drive.parquet, beside what Caneth says it wrote (drive.json).
import { readFileSync } from "node:fs";
import pl from "nodejs-polars";

const folder = process.argv[2];
const expected = JSON.parse(readFileSync(`${folder}/drive.json`, "utf8"));
const table = pl.readParquet(`${folder}/drive.parquet`);
if (table.height !== expected.count) {
  throw new Error(`${table.height} rows instead of ${expected.count}`);
}

for (const [name, sum] of Object.entries(expected.sums)) {
  // As unsigned numbers of 64 bits, which alone come as BigInt: others are rounded to 53 bits.
  const column = name === "t" ? table.select(pl.col(name).cast(pl.Int64).cast(pl.UInt64)) : table.select(pl.col(name).cast(pl.UInt64));
  let total = 0n;
  for (const value of column.getColumn(name)) {
    total += value === null ? 0n : BigInt(value);
  }
  if (total !== BigInt(sum)) {
    throw new Error(`The sum of ${name} is ${total} instead of ${sum}`);
  }
}

console.log(`same      Polars: ${table.height} rows, the sum of each column (t is ${table.getColumn("t").dtype})`);
