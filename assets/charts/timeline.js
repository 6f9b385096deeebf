// Mood over time: { points: [{ at: "2024-06-03", mood: -2 … 2, text: what happened }, …],
//   words: the five words from worst to best }
export function timeline(data, { axis, colour, format, grid, isNarrow, tooltip }) {
  const edge = (at) => data.points.at(at).at;
  return {
    grid: { ...grid, top: 16, left: 16, right: 16 },
    tooltip: {
      ...tooltip,
      trigger: "item",
      formatter: ({ data: { point } }) =>
        [format.day(point.at), data.words?.[point.mood + 2], point.text].filter(Boolean).join("\n"),
    },
    xAxis: {
      ...axis,
      type: "time",
      min: edge(0),
      max: edge(-1),
      splitNumber: isNarrow ? 2 : 4,
      axisLine: { show: false },
      axisLabel: {
        ...axis.axisLabel,
        formatter: format.month,
        alignMinLabel: "left",
        alignMaxLabel: "right",
        showMinLabel: true,
        showMaxLabel: true,
      },
    },
    yAxis: {
      type: "value",
      min: -2.4,
      max: 2.4,
      interval: 2.4,
      axisLabel: { show: false },
      splitLine: { show: false },
    },
    series: {
      type: "line",
      lineStyle: { color: colour.edge, width: 2 },
      symbolSize: 26,
      data: data.points.map((point) => ({
        value: [point.at, point.mood],
        point,
        symbol: face(point.mood, colour),
      })),
    },
  };
}

// The same faces as in pieces/people.html.
const MOUTHS = ["M7.5 17q4.5-4.6 9 0", "M7.8 16q4.2-2.6 8.4 0", "M8 15.4h8", "M7.8 14.4q4.2 3 8.4 0", "M7.2 13.6q4.8 6 9.6 0"];

function face(mood, colour) {
  const step = mood + 2;
  const ring = `<circle cx="14" cy="14" r="14" fill="${colour.card}"/>`;
  const disc = `<circle cx="12" cy="12" r="12" fill="${colour.mood[step]}"/>`;
  const drawn = `<g fill="none" stroke="${colour.moodInk[step]}" stroke-linecap="round"><path stroke-width="3.2" d="M8.5 9v.1M15.5 9v.1"/><path stroke-width="2" d="${MOUTHS[step]}"/></g>`;
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28" width="56" height="56">${ring}<g transform="translate(2 2)">${disc}${drawn}</g></svg>`;
  return `image://data:image/svg+xml,${encodeURIComponent(whole)}`;
}
