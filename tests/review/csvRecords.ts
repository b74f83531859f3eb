/** Reads RFC 4180, or the same with another separator. */
export function csvRecords(text: string, separator = ","): string[][] {
  const records: string[][] = [];
  let rest = text;
  while (rest !== "") {
    const record: string[] = [];
    for (let end = separator; end === separator; ) {
      const [whole = "", field = "", mark = ""] = /^"((?:[^"]|"")*)"([,;\t]|\r\n)/.exec(rest) ?? [];
      if (whole === "") throw new Error(`no field of CSV: ${rest.slice(0, 40)}`);
      record.push(field.replaceAll('""', '"'));
      rest = rest.slice(whole.length);
      end = mark;
    }
    records.push(record);
  }
  return records;
}
