// { x: ["2009-12", …] months or plain words, y: [12, …], unit, label (of y),
//   partial: true when the last bar's time is not over }
export function bars(data, { axis, colour, format, grid, isNarrow, tooltip }) {
  const isMonth = /^\d{4}-\d{2}$/.test(data.x[0]);
  const name = (x) => (isMonth ? format.month(`${x}-01`) : x);
  const last = data.y.length - 1;
  return {
    grid,
    tooltip: {
      ...tooltip,
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: colour.line, opacity: 0.5 } },
      formatter: ([{ dataIndex: at }]) => `${name(data.x[at])}\n${format.full(data.y[at], data.unit)} ${data.label ?? ""}`,
    },
    xAxis: { ...axis, type: "category", data: data.x.map(name) },
    yAxis: {
      ...axis,
      type: "value",
      name: data.label,
      nameTextStyle: { ...axis.nameTextStyle, align: "left", padding: [0, 0, 0, -16] },
      axisLine: { show: false },
      axisLabel: { ...axis.axisLabel, formatter: (value) => format.short(value, data.unit) },
      splitNumber: isNarrow ? 3 : 4,
      splitLine: { lineStyle: { color: colour.line } },
    },
    series: {
      type: "bar",
      barCategoryGap: "28%",
      barMaxWidth: 44,
      itemStyle: { color: colour.green, borderRadius: [4, 4, 0, 0] },
      data: data.y.map((value, at) =>
        data.partial && at === last ? { value, itemStyle: { color: colour["green-mid"] } } : value,
      ),
    },
  };
}
