/** Thousands separated by a thin space, which no language reads as a decimal sign. */
export function grouped(number: string | number): string {
  const [whole = "0", fraction] = String(number).split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
