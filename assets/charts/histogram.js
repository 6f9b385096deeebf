// { edges: [0, 10, 20, 50, …] (one more than counts; the bins need not be equally wide, they are
//   drawn so), counts: [3, …], unit (of the edges), label (of the counts),
//   x_label, mark: { value, text } a value to point at }
export function histogram(data, { axis, colour, format, grid, tooltip, type }) {
  const { counts, edges } = data;
  const range = (bin) => `${format.full(edges[bin], data.unit)} – ${format.full(edges[bin + 1], data.unit)}`;
  const bin = { type: "value", min: 0, max: counts.length, interval: 1, containShape: false };
  return {
    grid,
    tooltip: {
      ...tooltip,
      trigger: "item",
      formatter: ({ dataIndex: at }) => `${range(at)}\n${format.full(counts[at])} ${data.label ?? ""}`,
    },
    xAxis: {
      ...axis,
      ...bin,
      name: data.x_label,
      nameLocation: "middle",
      nameGap: 26,
      axisLabel: { ...axis.axisLabel, formatter: (edge) => format.short(edges[edge], data.unit) },
    },
    yAxis: {
      ...axis,
      type: "value",
      name: data.label,
      nameTextStyle: { ...axis.nameTextStyle, align: "left", padding: [0, 0, 0, -16] },
      axisLine: { show: false },
      axisLabel: { ...axis.axisLabel, formatter: (value) => format.short(value) },
      splitNumber: 3,
      splitLine: { lineStyle: { color: colour.line } },
    },
    series: {
      type: "bar",
      barWidth: "94%",
      itemStyle: { color: colour["green-mid"], borderRadius: [3, 3, 0, 0] },
      emphasis: { itemStyle: { color: colour.green } },
      data: counts.map((count, at) => [at + 0.5, count]),
      markLine: data.mark && {
        silent: true,
        symbol: "none",
        lineStyle: { color: colour.ink, type: "solid", width: 1.5 },
        label: { ...type, color: colour.ink, formatter: data.mark.text, position: "end" },
        data: [{ xAxis: placeOf(data.mark.value, edges) }],
      },
    },
  };
}

function placeOf(value, edges) {
  const after = edges.findIndex((edge) => edge > value);
  if (after <= 0) return after === 0 ? 0 : edges.length - 1;
  return after - 1 + (value - edges[after - 1]) / (edges[after] - edges[after - 1]);
}
