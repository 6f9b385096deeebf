import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { bars } from "./charts/bars.js";
import { curve } from "./charts/curve.js";
import { grid } from "./charts/grid.js";
import { histogram } from "./charts/histogram.js";
import { pairs } from "./charts/pairs.js";
import { surface } from "./charts/surface.js";
import { timeline } from "./charts/timeline.js";

use([
  AriaComponent,
  BarChart,
  GridComponent,
  LegendComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  ScatterChart,
  SVGRenderer,
  TooltipComponent,
]);

const KINDS = { bars, curve, grid, histogram, pairs, timeline };
const drawn = new Map();

function draw(figure) {
  const canvas = figure.querySelector(".chart-canvas");
  const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const chart = drawn.get(figure) ?? init(canvas, null, { renderer: "svg" });
  drawn.set(figure, chart);
  const ground = surface(figure);
  const option = KINDS[figure.dataset.chart](data, ground);
  chart.setOption({ ...frame(ground), ...option }, { notMerge: true });
  sizes.observe(canvas);
}

function frame({ type }) {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  // The name of the picture is the sentence the server wrote; ECharts must not replace it.
  return {
    animation: !isCalm,
    animationDuration: 400,
    aria: { enabled: true, label: { enabled: false } },
    textStyle: type,
  };
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) drawn.get(target.closest("[data-chart]"))?.resize();
});

function drawAll() {
  for (const [figure, chart] of drawn) {
    if (figure.isConnected) continue;
    chart.dispose();
    drawn.delete(figure);
  }
  for (const figure of document.querySelectorAll("figure[data-chart]")) draw(figure);
}

drawAll();
document.fonts.ready.then(drawAll);
document.addEventListener("themechange", drawAll);
document.addEventListener("htmx:afterSettle", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
