/** Draws with uPlot, in the page's colours, as wide as there is room. */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { number } from "../lib/format";
import type { ChartProps } from "./chart";

const dark = matchMedia("(prefers-color-scheme: dark)");

export function Plot({ summary, labels, series, bars, format = (value) => number(value), height = 220 }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const shown = JSON.stringify([labels, series, bars]);

  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    let plot: uPlot | undefined;
    const draw = (): void => {
      plot?.destroy();
      const style = getComputedStyle(element);
      const colour = (name: string): string => style.getPropertyValue(name).trim();
      const strokes = [colour("--chart-1"), colour("--chart-2"), colour("--chart-3")];
      const width = Math.max(200, element.clientWidth);
      const axis = {
        stroke: colour("--muted"),
        grid: { stroke: colour("--line"), width: 1 },
        ticks: { show: false },
        font: "12px system-ui, sans-serif",
      };
      const step = Math.max(1, Math.ceil((labels.length * 62) / width));
      plot = new uPlot(
        {
          width,
          height,
          padding: [12, 8, 0, 0],
          scales: {
            x: { time: false, range: [-0.6, labels.length - 0.4] },
            y: { range: (_, low, high) => [Math.min(0, low ?? 0), (high ?? 0) > 0 ? (high ?? 0) * 1.1 : 1] },
          },
          axes: [
            {
              ...axis,
              size: 32,
              grid: { show: false },
              splits: () => labels.map((_, index) => index).filter((index) => index % step === 0),
              values: (_, splits) => splits.map((at) => clip(labels[at] ?? "")),
            },
            { ...axis, size: 64, values: (_, splits) => splits.map((value) => format(value)) },
          ],
          legend: { show: series.length > 1, live: false },
          cursor: { drag: { x: false, y: false }, points: { size: 7 } },
          series: [
            {},
            ...series.map((one, index): uPlot.Series => ({
              label: one.label,
              stroke: strokes[index % strokes.length] ?? "gray",
              width: 2,
              points: { show: labels.length < 3 },
              ...(one.expected ? { dash: [6, 5] } : {}),
              ...(bars
                ? { fill: `${strokes[index % strokes.length]}`, paths: uPlot.paths.bars!({ size: [0.7, 48] }), points: { show: false } }
                : {}),
            })),
          ],
        },
        [labels.map((_, index) => index), ...series.map((one) => [...one.values])] as uPlot.AlignedData,
        element,
      );
    };
    draw();
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (Math.abs(element.clientWidth - width) < 2) return;
      width = element.clientWidth;
      draw();
    });
    observer.observe(element);
    dark.addEventListener("change", draw);
    return () => {
      observer.disconnect();
      dark.removeEventListener("change", draw);
      plot?.destroy();
    };
  }, [shown]);

  return <div class="chart" ref={holder} role="img" aria-label={summary} style={{ minHeight: `${height}px` }} />;
}

const clip = (text: string): string => (text.length > 12 ? `${text.slice(0, 11)}…` : text);
