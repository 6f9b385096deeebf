// How many stand where: { x: ["under 25 %", …] steps, x_short: where each
//   ends, y: ["A", …] classes from the top,
//   cells: [{ x, y (numbers of step and class), customers, value }, …], border: the first step that
//   asks for attention, unit (of value), label (of the counts), x_label, y_label }
export function grid(data, { axis, colour, format, grid: frame, isNarrow, tooltip, type }) {
  const most = Math.max(1, ...data.cells.map(({ customers }) => customers));
  const widest = isNarrow ? 34 : 58;
  const size = (customers) => Math.max(6, widest * Math.sqrt(customers / most));
  const isBeyond = (step) => step >= data.border;
  const category = { ...axis, type: "category", splitLine: { show: true, lineStyle: { color: colour.line } } };
  return {
    grid: { ...frame, right: 12 },
    tooltip: {
      ...tooltip,
      trigger: "item",
      formatter: ({ data: { cell } }) =>
        `${data.y_label} ${data.y[cell.y]}, ${data.x[cell.x]}\n${format.full(cell.customers)} ${data.label}\n${format.full(cell.value, data.unit)}`,
    },
    xAxis: {
      ...category,
      data: isNarrow ? data.x_short : data.x,
      name: data.x_label,
      nameLocation: "middle",
      nameGap: 28,
      axisLabel: {
        ...axis.axisLabel,
        interval: 0,
        hideOverlap: false,
        color: (_, step) => (isBeyond(step) ? colour.warn : colour.soft),
      },
      splitArea: { show: true, areaStyle: { color: data.x.map((_, step) => (isBeyond(step) ? colour["warn-soft"] : "transparent")) } },
    },
    yAxis: { ...category, data: data.y, inverse: true, axisLine: { show: false } },
    series: {
      type: "scatter",
      symbolSize: (_, { data: { cell } }) => size(cell.customers),
      data: data.cells.map((cell) => drawn(cell, data, size(cell.customers), colour, format, type)),
    },
  };
}

function drawn(cell, data, size, colour, format, type) {
  const isBeyond = cell.x >= data.border;
  return {
    value: [cell.x, cell.y],
    cell,
    itemStyle: { color: isBeyond ? colour.warn : colour["green-mid"], opacity: 0.9 },
    label: {
      ...type,
      show: size >= 26,
      color: isBeyond ? colour.card : colour.ink,
      formatter: format.short(cell.customers),
    },
  };
}
