/** How well `text` fits what was typed: every letter in order, the sooner and the closer together the better. Null: it does not. */
export function fit(text: string, typed: string): number | null {
  const all = text.toLowerCase();
  const wanted = typed.toLowerCase().replace(/\s+/g, "");
  const whole = all.indexOf(typed.toLowerCase().trim());
  if (whole >= 0) {
    return whole;
  }
  let at = -1;
  let score = 100;
  for (const letter of wanted) {
    const next = all.indexOf(letter, at + 1);
    if (next < 0) {
      return null;
    }
    score += next - at - 1;
    at = next;
  }
  return score;
}
