/** A chart with its words: the library is fetched when the first chart is shown, and what it draws is said in a sentence, too. */
import { lazily } from "./lazy";

export interface Series {
  label: string;
  values: readonly (number | null)[];
  /** Dashed: not measured but expected. */
  expected?: boolean;
}

export interface ChartProps {
  /** What a screen reader says instead of the picture. */
  summary: string;
  labels: readonly string[];
  series: readonly Series[];
  bars?: boolean;
  format?: (value: number) => string;
  height?: number;
}

export const Chart = lazily<ChartProps>(() => import("./plot").then((module) => module.Plot));
