// Two values beside each other: { x: ["1", "2", …] words, series: [{ name, y: [3.2, …] }, …] two of
//   them, x_label, label (of y), unit }
export function pairs(data, { axis, colour, format, grid, isNarrow, tooltip }) {
  const tones = [colour["green-mid"], colour.ink];
  return {
    grid: { ...grid, top: 34 },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 14,
      itemHeight: 14,
      selectedMode: false,
      textStyle: axis.axisLabel,
    },
    tooltip: {
      ...tooltip,
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: colour.line, opacity: 0.5 } },
      formatter: (points) =>
        [
          `${data.x_label}: ${points[0].name}`,
          ...points.map(({ seriesName, value }) => `${seriesName} ${format.full(value, data.unit)}`),
        ].join("\n"),
    },
    xAxis: {
      ...axis,
      type: "category",
      data: data.x,
      name: data.x_label,
      nameLocation: "middle",
      nameGap: 26,
    },
    yAxis: {
      ...axis,
      type: "value",
      axisLine: { show: false },
      axisLabel: { ...axis.axisLabel, formatter: (value) => format.short(value, data.unit) },
      splitNumber: isNarrow ? 3 : 4,
      splitLine: { lineStyle: { color: colour.line } },
    },
    series: data.series.map(({ name, y }, at) => ({
      type: "bar",
      name,
      data: y,
      barGap: "8%",
      barCategoryGap: "34%",
      barMaxWidth: 30,
      itemStyle: { color: tones[at], borderRadius: [4, 4, 0, 0] },
    })),
  };
}
