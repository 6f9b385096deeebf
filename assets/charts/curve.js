// Concentration: { points: [[share of customers, share of value], …] with shares 0 … 1, the most
//   valuable first, x_label, y_label, classes: [{ name: "A", until: share of customers }, …] }
export function curve(data, { axis, colour, format, grid, tooltip, type }) {
  const share = { type: "value", min: 0, max: 1, interval: 0.25 };
  const percent = { ...axis.axisLabel, formatter: (value) => format.short(value, "share") };
  return {
    grid: { ...grid, right: 20 },
    tooltip: {
      ...tooltip,
      trigger: "axis",
      axisPointer: { lineStyle: { color: colour.edge } },
      formatter: ([{ value: [x, y] }]) =>
        `${format.full(x, "share")} ${data.x_label}\n${format.full(y, "share")} ${data.y_label}`,
    },
    xAxis: { ...axis, ...share, name: data.x_label, nameLocation: "middle", nameGap: 26, axisLabel: percent },
    yAxis: {
      ...axis,
      ...share,
      name: data.y_label,
      nameTextStyle: { ...axis.nameTextStyle, align: "left", padding: [0, 0, 0, -16] },
      axisLine: { show: false },
      axisLabel: percent,
      splitLine: { lineStyle: { color: colour.line } },
    },
    series: {
      type: "line",
      data: data.points,
      showSymbol: false,
      smooth: 0.3,
      smoothMonotone: "x",
      lineStyle: { color: colour.green, width: 2.5 },
      itemStyle: { color: colour.green },
      markArea: bands(data.classes ?? [], colour, type),
      markLine: borders(data.classes ?? [], colour),
    },
  };
}

function bands(classes, colour, type) {
  return {
    silent: true,
    label: { ...type, fontSize: 15, fontWeight: 600, color: colour.ink, position: "insideBottom" },
    data: classes.map(({ name, until }, at) => [
      { name, xAxis: at ? classes[at - 1].until : 0, itemStyle: { color: colour["green-soft"], opacity: at % 2 ? 0.3 : 0.75 } },
      { xAxis: until },
    ]),
  };
}

function borders(classes, colour) {
  return {
    silent: true,
    symbol: "none",
    label: { show: false },
    lineStyle: { color: colour.edge, type: "solid", width: 1 },
    data: classes.slice(0, -1).map(({ until }) => ({ xAxis: until })),
  };
}
