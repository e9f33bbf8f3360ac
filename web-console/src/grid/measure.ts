/** Most characters that are measured: a cell is no wider. */
const MEASURED_MAX = 80;

/** What texts take in the grid's fonts, in pixels. */
export function textWidths(): { head: (text: string) => number; kind: (text: string) => number; cell: (text: string) => number } {
  const context = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(document.body).fontFamily;
  const within = (font: string): ((text: string) => number) => {
    const known = new Map<string, number>();
    return (text) => {
      if (context === null) {
        return text.length * 8;
      }
      const short = text.slice(0, MEASURED_MAX);
      let width = known.get(short);
      if (width === undefined) {
        context.font = font;
        width = context.measureText(short).width;
        known.set(short, width);
      }
      return width;
    };
  };
  return { head: within(`700 13px ${family}`), kind: within(`11px ${family}`), cell: within(`13px ${family}`) };
}
