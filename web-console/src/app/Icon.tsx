/** Line drawings, 16 by 16. */
const PATHS = {
  schema: "M2 4h5l1.5 2H14v7H2z",
  table: "M2 3h12v10H2zM2 6.5h12M6.5 6.5V13",
  stream: "M2 5c2-2 4-2 6 0s4 2 6 0M2 8.5c2-2 4-2 6 0s4 2 6 0M2 12c2-2 4-2 6 0s4 2 6 0",
  view: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  live: "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z",
  system: "M3 3h10v4H3zM3 9h10v4H3zM5 5h1M5 11h1",
  play: "M4 2.5v11l9-5.5z",
  stop: "M4 4h8v8H4z",
  plan: "M6 2h4v3H6zM2 11h4v3H2zM10 11h4v3h-4zM8 5v3M4 11V8h8v3",
  save: "M3 2.5h8l2.5 2.5v8.5H3zM5.5 2.5v4h5v-4M5 13.5v-4h6v4",
  clock: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 4.5V8l2.5 1.5",
  refresh: "M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3",
  plus: "M8 3v10M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.500 6.500z",
  sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  board: "M2 2.500h5.500v6H2zM9.500 2.500H14v3.500H9.500zM9.500 8H14v5.500H9.500zM2 10.500h5.500v3H2z",
  list: "M5.500 4H14M5.500 8H14M5.500 12H14M2 4h1M2 8h1M2 12h1",
  code: "M5.500 4 1.500 8l4 4M10.500 4l4 4-4 4",
  download: "M8 2v8M4.500 7 8 10.500 11.500 7M2.500 13.500h11",
  copy: "M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3",
  chart: "M2 13.500h12M4 11V7M8 11V3M12 11V5.500",
  edit: "M3 13l.5-3L10.500 3l2.500 2.500L6 12.500zM9 4.500 11.500 7",
  link: "M6.500 9.500l3-3M7 4.500l1.500-1.500a2.800 2.800 0 0 1 4 4L11 8.500M9 11.500 7.500 13a2.800 2.800 0 0 1-4-4L5 7.500",
  trash: "M3 4.500h10M6 4.500v-2h4v2M4.500 4.500l.5 9h6l.5-9",
  right: "M6 3.500 10.500 8 6 12.500",
  left: "M10 3.500 5.500 8l4.500 4.500",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
