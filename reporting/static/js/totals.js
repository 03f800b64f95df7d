// The line of the chosen row: this year over the year before, or alone where days are not compared with those of last year. The table beside it says the same.
import { init } from "../vendor/echarts/echarts.js";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(data) {
  const ink = token("--ink-soft");
  const grey = token("--line-strong");
  const font = { fontFamily: "Inter Variable, sans-serif", color: ink };
  return {
    animation: false,
    textStyle: font,
    grid: { left: 12, right: 20, top: 36, bottom: 8, containLabel: true },
    legend: { top: 6, right: 12, textStyle: font },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      formatter: (points) => [
        `${points[0].name} (${data.unit})`,
        ...points.map((point) => `${point.seriesName}: ${data.series[point.seriesIndex].shown[point.dataIndex] || "…"}`),
      ].join("\n"),
    },
    xAxis: { type: "category", data: data.labels, axisLine: { lineStyle: { color: ink } }, axisLabel: { color: ink } },
    yAxis: {
      type: "value",
      scale: true,
      axisLabel: { color: ink, formatter: (value) => value.toLocaleString("vi-VN") },
      splitLine: { lineStyle: { color: token("--line") } },
    },
    series: data.series.map((series, at) => ({
      name: series.name,
      type: "line",
      symbolSize: 7,
      connectNulls: false,
      ...(at === data.series.length - 1
        ? { lineStyle: { width: 2.5, color: token("--blue"), type: "solid" }, itemStyle: { color: token("--blue") } }
        : { lineStyle: { width: 1.5, color: grey, type: "dashed" }, itemStyle: { color: grey } }),
      // Only for the drawing: the exact decimals are in the table.
      data: series.values.map((value) => (value === null ? null : Number(value))),
    })),
  };
}

for (const box of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const chart = init(box, null, { renderer: "canvas" });
  const draw = () => chart.setOption(options(data), true);
  draw();
  new ResizeObserver(() => chart.resize()).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}
