/** Around what a request had: advice on many requests is told once, whatever each of them had. */
const [begin, end] = ["\uE000", "\uE001"];

export const plain = (advice: string) => advice.replaceAll(begin, "").replaceAll(end, "");

export const marking = (value: string) => `${begin}${plain(value)}${end}`;

const values = /\uE000([^\uE001]*)\uE001/g;

/** The same for all that differ in the values alone. */
export const withoutValues = (advice: string) => advice.replace(values, `${begin}${end}`);

export const valuesIn = (advice: string) => [...advice.matchAll(values)].map(([, value = ""]) => value);

/** With the values of many, of each no more than a few. */
export function withValues(advice: string, each: Set<string>[]): string {
  let at = 0;
  return advice.replace(values, () => {
    const all = [...(each[at++] ?? [])];
    return all.length > few ? `${all.slice(0, few).join(", ")} and others` : all.join(", ");
  });
}

/** So many are told; one more is kept to know that there are others. */
export const few = 3;
