// Runs in a worker thread with little memory: whatever a file does to its parser, the process lives on.
// Plain JavaScript, because it is started by path, outside of any bundle.
import { parentPort, workerData } from 'node:worker_threads';
import { inflateRawSync } from 'node:zlib';

const { bytes, kind, maxRows } = workerData;
const mebibyte = 1024 * 1024;

/** Content of one entry of the zip, by its central directory; empty when it is not there. @param atMost bytes. */
function readEntry(name, atMost) {
  const data = Buffer.from(bytes);
  const end = data.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  let at = data.readUInt32LE(end + 16);
  for (let n = data.readUInt16LE(end + 10); n > 0; n--) {
    const nameLength = data.readUInt16LE(at + 28);
    if (data.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const local = data.readUInt32LE(at + 42);
      const start = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
      const packed = data.subarray(start, start + data.readUInt32LE(at + 20));
      return data.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed, { maxOutputLength: atMost });
    }
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
  return Buffer.alloc(0);
}

/** A hidden first sheet is nothing a person has seen: the first visible one is read. */
function visibleSheets() {
  const workbook = readEntry('xl/workbook.xml', 4 * mebibyte).toString('utf8');
  const sheets = [...workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].map(([tag]) => tag);
  return sheets.flatMap((tag, index) => (/state="(hidden|veryHidden)"/.test(tag) ? [] : [index + 1]));
}

/** Cells merged over several lines below the heading, as Excel names them: all but the first of them are empty, and would be read as nothing. */
function mergedCells(sheet) {
  const content = readEntry(`xl/worksheets/sheet${sheet}.xml`, 64 * mebibyte);
  // They stand behind the data; whatever a sheet may hold there is far shorter.
  const tail = content.subarray(Math.max(0, content.length - mebibyte)).toString('utf8');
  const refs = [...tail.matchAll(/<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+(\d+):[A-Z]+(\d+))"/g)];
  return refs.find(([, , first, last]) => Number(last) > Math.max(1, Number(first)))?.[1] ?? null;
}

async function readWorkbook() {
  const { readSheet } = await import('read-excel-file/node');
  const visible = visibleSheets();
  const merged = mergedCells(visible[0] ?? 1);
  const rows = await readSheet(Buffer.from(bytes), visible[0] ?? 1, { parseNumber: (text) => text, trim: false });
  return { rows: rows.slice(0, maxRows + 1), ignoredSheets: Math.max(visible.length - 1, 0), merged };
}

/** UTF-8 or UTF-16 by their mark, UTF-8 when it is valid, else what Chinese Excel writes: GB 18030. */
function decodeText() {
  const data = Buffer.from(bytes);
  if (data[0] === 0xff && data[1] === 0xfe) return new TextDecoder('utf-16le').decode(data);
  if (data[0] === 0xfe && data[1] === 0xff) return new TextDecoder('utf-16be').decode(data);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return new TextDecoder('gb18030').decode(data);
  }
}

async function readCsv() {
  const { parse } = await import('csv-parse/sync');
  const text = decodeText();
  // What no encoding reads, or what no text holds, is no table.
  if (/[^\P{Cc}\t\r\n]|\ufffd/u.test(text)) throw new Error('binary');
  const head = text.slice(0, Math.max(text.search(/\r?\n/), 0) || undefined);
  const counts = [',', '\t', ';'].map((delimiter) => [delimiter, head.split(delimiter).length]);
  const delimiter = counts.sort((a, b) => b[1] - a[1])[0][0];
  const rows = parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    to: maxRows + 1,
  });
  return { rows, ignoredSheets: 0, merged: null };
}

/** Cells as text. A date cell of Excel has no zone: what the person saw is what is read, to the second: its fraction of a day is never exact. */
function textOf(cell) {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date)
    return new Date(Math.round(cell.getTime() / 1000) * 1000)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ')
      .replace(/:00$/, '');
  return String(cell).trim().slice(0, 200);
}

try {
  const { rows, ignoredSheets, merged } = kind === 'workbook' ? await readWorkbook() : await readCsv();
  parentPort?.postMessage({ ok: true, rows: rows.map((row) => row.slice(0, 100).map(textOf)), ignoredSheets, merged });
} catch {
  parentPort?.postMessage({ ok: false });
}
