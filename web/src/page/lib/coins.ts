/** Notes and coins that a drawer is counted by, the largest first. */

/** 1, 2, 5, 10 and so on: what most currencies have, and any is counted by. */
function usual(decimals: number): number[] {
  const values: number[] = [];
  for (let power = -decimals; power <= 2; power++) for (const digit of [1, 2, 5]) values.push(Number((digit * 10 ** power).toFixed(decimals)));
  return values.reverse();
}

const known: Readonly<Record<string, readonly number[]>> = {
  EUR: usual(2),
  GBP: [50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
  USD: [100, 50, 20, 10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05, 0.01],
  CAD: [100, 50, 20, 10, 5, 2, 1, 0.25, 0.1, 0.05],
  CHF: [1000, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05],
  JPY: [10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1],
  XAF: [10000, 5000, 2000, 1000, 500, 100, 50, 25, 10, 5, 2, 1],
  XOF: [10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1],
};

/** Of these only what the tenant's decimals can hold. */
export const coins = (currency: string, decimals: number): readonly number[] =>
  (known[currency] ?? usual(decimals)).filter((value) => Number(value.toFixed(decimals)) === value);

/** What so many pieces of each come to, exactly, as the database reads it; undefined where one is no number of pieces. */
export function sumOf(pieces: ReadonlyMap<number, string>, decimals: number): string | undefined {
  let sum = 0;
  for (const [value, count] of pieces) {
    if (!/^\d{0,6}$/.test(count.trim())) return undefined;
    sum += Math.round(value * 10 ** decimals) * Number(count.trim());
  }
  return (sum / 10 ** decimals).toFixed(decimals);
}
