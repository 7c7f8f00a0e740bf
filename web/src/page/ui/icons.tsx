/** Line icons, drawn on a grid of 24, in the colour of the text. They say nothing that a word beside them does not. */
const paths = {
  dashboard: "M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z",
  alerts: "M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21h4",
  stock: "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
  receive: "M12 4v11M7 10l5 5 5-5M4 20h16",
  adjust: "M5 8h8M9 4v8M11 18h8M6 20L18 4",
  damage: "M12 4l9 16H3zM12 10v4M12 17v.5",
  transfer: "M4 9h14l-4-4M20 15H6l4 4",
  count: "M7 5h10v15H7zM9.5 5V3.5h5V5M9.5 11l1.5 1.5 3.5-3.5M9.5 16.5h5",
  review: "M4 6h16M4 12h9M4 18h7M15 17l2 2 4-5",
  till: "M5 4h14v6H5zM4 20l1-10h14l1 10zM9 14h.5M14.5 14h.5M9 17h.5M14.5 17h.5",
  products: "M4 12V4h8l8 8-8 8zM8 8h.5",
  customers: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20a6 6 0 0 1 12 0M16 5a3 3 0 0 1 0 6M18 14.5a5 5 0 0 1 3 5.5",
  reports: "M4 20V4M4 20h16M8 16v-5M12.5 16V7M17 16v-3",
  health: "M3 12h4l2-6 4 12 2.5-6H21",
  camera: "M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 16.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  search: "M11 17a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM15.5 15.5L20 20",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  edit: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  trash: "M5 7h14M9 7V5h6v2M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  print: "M7 9V4h10v5M5 9h14v8h-3v3H8v-3H5zM8 14h8",
  check: "M5 12.5l4.5 4.5L19 7",
  open: "M9 6l6 6-6 6",
  wifi: "M3 9a13 13 0 0 1 18 0M6 12.5a8.5 8.5 0 0 1 12 0M9 16a4 4 0 0 1 6 0M12 19.5v.1",
  nowifi: "M4 4l16 16M6 12.5a8.5 8.5 0 0 1 4-2.3M3 9a13 13 0 0 1 4-2.6M12 6a13 13 0 0 1 9 3M9 16a4 4 0 0 1 6 0M12 19.5v.1",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20a8 8 0 0 1 16 0",
  download: "M12 4v10M8 10l4 4 4-4M5 20h14",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-2 4 4M15 9.5h.5",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
