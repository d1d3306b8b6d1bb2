import { once } from 'node:events';
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';
import { columnWidths, type SheetCell } from './write-workbook';

/** What is known once the last row was written. */
interface Ending {
  /** Lines above the table, as many as were announced. */
  readonly preface: readonly string[];
}

export interface LongWorkbook {
  readonly add: (rows: readonly (readonly SheetCell[])[]) => Promise<void>;
  readonly end: (ending: Ending) => Promise<Buffer>;
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/**
 * A workbook of one sheet whose rows come one batch after the other: packed as they come, so that of a hundred thousand no more is in memory than a batch
 * and what is packed. Looks and reads as one of `writeWorkbook`. The lines above the table may count the rows: they are shared strings, and those stand
 * behind the sheet.
 */
export function beginLongWorkbook(sheet: {
  readonly name: string;
  readonly prefaceLines: number;
  readonly headings: readonly string[];
}): LongWorkbook {
  const entry = beginEntry();
  let line = sheet.prefaceLines + 1;
  let isBegun = false;
  async function begin(first: readonly (readonly SheetCell[])[]) {
    isBegun = true;
    const columns = columnWidths(sheet.headings, first)
      .map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`)
      .join('');
    const pane = `<pane ySplit="${line}" topLeftCell="A${line + 1}" activePane="bottomLeft" state="frozen"/>`;
    const preface = Array.from(
      { length: sheet.prefaceLines },
      (_, at) => `<row r="${at + 1}"><c r="A${at + 1}" s="1" t="s"><v>${at}</v></c></row>`,
    ).join('');
    const heading = sheet.headings.map((text, at) => textCell(at, line, text, 2)).join('');
    await entry.write(
      `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns}</cols><sheetData>${preface}<row r="${line}">${heading}</row>`,
    );
  }
  return {
    async add(rows) {
      if (!isBegun) await begin(rows);
      const text = rows.map((row) => {
        line++;
        return `<row r="${line}">${row.map((cell, at) => cellXml(at, line, cell)).join('')}</row>`;
      });
      await entry.write(text.join(''));
    },
    async end({ preface }) {
      if (!isBegun) await begin([]);
      if (preface.length !== sheet.prefaceLines) throw new Error('the lines above the table are not those announced');
      await entry.write('</sheetData></worksheet>');
      return zip([
        whole('[Content_Types].xml', contentTypes),
        whole('_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']])),
        whole('xl/workbook.xml', workbookXml(sheet.name)),
        whole(
          'xl/_rels/workbook.xml.rels',
          relationships([
            ['worksheet', 'worksheets/sheet1.xml'],
            ['styles', 'styles.xml'],
            ['sharedStrings', 'sharedStrings.xml'],
          ]),
        ),
        whole('xl/styles.xml', stylesXml),
        await entry.end('xl/worksheets/sheet1.xml'),
        whole('xl/sharedStrings.xml', sharedStrings(preface)),
      ]);
    },
  };
}

const contentTypes = `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${types}.sharedStrings+xml"/></Types>`;

/** Plain; text that no Excel takes for a number; the same, bold. */
const stylesXml = `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" numFmtId="49" applyNumberFormat="1"/><xf xfId="0" numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`;

const workbookXml = (name: string) =>
  `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${escapeXml(name.slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`;

const relationships = (parts: readonly (readonly [string, string])[]) =>
  `${declaration}<Relationships xmlns="${packageRelations}">${parts
    .map(([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${relations}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`;

const sharedStrings = (texts: readonly string[]) =>
  `${declaration}<sst xmlns="${main}" count="${texts.length}" uniqueCount="${texts.length}">${texts
    .map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`)
    .join('')}</sst>`;

function columnName(at: number): string {
  const rest = String.fromCharCode(65 + (at % 26));
  return at < 26 ? rest : columnName(Math.floor(at / 26) - 1) + rest;
}

function cellXml(at: number, line: number, cell: SheetCell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? `<c r="${columnName(at)}${line}"><v>${cell}</v></c>` : textCell(at, line, cell, 1);
}

const textCell = (at: number, line: number, text: string, style: 1 | 2) =>
  `<c r="${columnName(at)}${line}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What no XML holds goes: a control character in a word would make the whole file unreadable. */
const escapeXml = (text: string) =>
  text
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Cs}/gu, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);

interface Packed {
  readonly name: string;
  readonly crc: number;
  readonly size: number;
  readonly parts: readonly Buffer[];
}

function whole(name: string, text: string): Packed {
  const content = Buffer.from(text);
  return { name, crc: crc32(content), size: content.length, parts: [deflateRawSync(content)] };
}

/** An entry that is packed as it is written. */
function beginEntry() {
  const packer = createDeflateRaw();
  const parts: Buffer[] = [];
  packer.on('data', (part: Buffer) => parts.push(part));
  let crc = 0;
  let size = 0;
  return {
    async write(text: string) {
      const content = Buffer.from(text);
      crc = crc32(content, crc);
      size += content.length;
      if (!packer.write(content)) await once(packer, 'drain');
    },
    async end(name: string): Promise<Packed> {
      packer.end();
      await once(packer, 'end');
      return { name, crc, size, parts };
    },
  };
}

/** Entries below four gigabytes, their names in ASCII, all packed by deflate. */
function zip(entries: readonly Packed[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, crc, size, parts } of entries) {
    const packedSize = parts.reduce((sum, part) => sum + part.length, 0);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    // Midnight of 1 January 1980: a zip has no zone, and the file says in its first lines when it was made.
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packedSize, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    files.push(Buffer.from('504b0304', 'hex'), common, Buffer.from(name), ...parts);
    directory.push(Buffer.from('504b01021400', 'hex'), common, place, Buffer.from(name));
    offset += 30 + name.length + packedSize;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}
