// Renews reporting/static/vendor/ from the packages of package-lock.json:
//   cd assets && npm ci --ignore-scripts && node vendor.mjs
// The result is committed, so nobody needs Node to install or run the product.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const target = join(here, "..", "reporting", "static", "vendor");

const read = (path) => readFileSync(join(packages, path), "utf8");
const write = (path, text) => {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  writeFileSync(join(target, path), text);
};
const copy = (from, to) => cpSync(join(packages, from), join(target, to), { recursive: true });
const withoutSourceMap = (text) => text.replace(/\n?\/[/*]# sourceMappingURL=.*$/m, "").trimEnd() + "\n";

function bundle(source, to, options) {
  return build({
    stdin: { contents: source, resolveDir: here },
    outfile: join(target, to),
    bundle: true,
    minify: true,
    charset: "utf8",
    legalComments: "inline",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"' },
    ...options,
  });
}

rmSync(target, { recursive: true, force: true });

write("bootstrap/bootstrap.min.css", withoutSourceMap(read("bootstrap/dist/css/bootstrap.min.css")));
await bundle(
  `export { default as Collapse } from "bootstrap/js/src/collapse";
   export { default as Dropdown } from "bootstrap/js/src/dropdown";
   export { default as Modal } from "bootstrap/js/src/modal";
   export { default as Offcanvas } from "bootstrap/js/src/offcanvas";`,
  "bootstrap/bootstrap.min.js",
  { format: "iife", globalName: "bootstrap" },
);
copy("bootstrap/LICENSE", "bootstrap/LICENSE");
copy("@popperjs/core/LICENSE.md", "bootstrap/LICENSE-popper");

copy("htmx.org/dist/htmx.min.js", "htmx/htmx.min.js");
copy("htmx.org/LICENSE", "htmx/LICENSE");

await bundle(`export * from "idb";`, "idb/idb.js", { format: "esm" });
copy("idb/LICENSE", "idb/LICENSE");

// Only what the pages draw: lines and bars on a grid, with a mark where history crosses a reorganisation.
await bundle(
  `import { use } from "echarts/core";
   import { BarChart, LineChart } from "echarts/charts";
   import { GridComponent, LegendPlainComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
   import { CanvasRenderer } from "echarts/renderers";
   use([BarChart, LineChart, GridComponent, LegendPlainComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);
   export { dispose, getInstanceByDom, init } from "echarts/core";`,
  "echarts/echarts.js",
  { format: "esm" },
);
copy("echarts/LICENSE", "echarts/LICENSE");
copy("echarts/NOTICE", "echarts/NOTICE");
copy("echarts/licenses", "echarts/licenses");
copy("zrender/LICENSE", "echarts/LICENSE-zrender");
copy("tslib/LICENSE.txt", "echarts/LICENSE-tslib");

const subsets = ["latin", "latin-ext", "vietnamese"];
const faces = read("@fontsource-variable/inter/wght.css").match(/\/\* [\s\S]*?\n}/g);
const wanted = subsets.map((subset) => faces.find((face) => face.startsWith(`/* inter-${subset}-wght-normal */`)));
for (const subset of subsets) {
  const file = `inter-${subset}-wght-normal.woff2`;
  copy(`@fontsource-variable/inter/files/${file}`, `inter/${file}`);
}
write("inter/inter.css", wanted.join("\n\n").replaceAll("url(./files/", "url(./") + "\n");
copy("@fontsource-variable/inter/LICENSE", "inter/LICENSE");

const locked = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages;
const versions = ["@fontsource-variable/inter", "@popperjs/core", "bootstrap", "echarts", "htmx.org", "idb", "zrender"]
  .map((name) => `${name} ${locked[`node_modules/${name}`].version} ${locked[`node_modules/${name}`].license}`);
write("VERSIONS", versions.join("\n") + "\n");

const files = readdirSync(target, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(target, join(entry.parentPath ?? entry.path, entry.name)))
  .sort();
const sums = files.map((file) => {
  const sum = createHash("sha256").update(readFileSync(join(target, file))).digest("hex");
  return `${sum}  ${file}`;
});
write("SHA256SUMS", sums.join("\n") + "\n");
