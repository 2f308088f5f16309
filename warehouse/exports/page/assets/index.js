// The index of several districts, and the start of the page.

/** @param {any} page the data block of the page */
function showIndex(page) {
  const overviews = records(page.overviews);
  const years = [...new Set(overviews.map(({ year }) => year))].sort();
  const main = document.getElementById("main");

  function showYear(year) {
    const rows = overviews.filter((overview) => overview.year === year);
    main.replaceChildren(
      element("section", { class: "details", "aria-labelledby": "overview" }, element("h2", { id: "overview" }, `${year}年各地区情况`), districtTable(page, year, rows)),
    );
  }

  document.getElementById("masthead").append(
    element("div", { class: "title" }, element("h1", {}, "各地区全面深化改革工作情况"), element("p", { class: "fresh" }, freshness(page))),
    element("div", { class: "switches" }, yearSwitch(years, years[years.length - 1], (year) => (showYear(year), announce(`已显示${year}年的数据`)))),
  );
  document.getElementById("colophon").append(countingRules());
  showYear(years[years.length - 1]);
}

function districtTable(page, year, rows) {
  const count = (key) => ({ label: SHORT_NAMES[key] ?? measureName(key), kind: "number", value: valueOf(key) });
  const ratio = (key) => ({ label: SHORT_NAMES[key] ?? measureName(key), kind: "number", value: valueOf(key), show: (row) => percent(row[key]), absent: NOT_APPLICABLE });
  return dataTable({
    caption: `${year}年各地区情况`,
    unit: "个地区",
    rows,
    columns: [
      { label: "地区", value: valueOf("district"), main: true, show: (row) => element("a", { href: page.places[row.district] }, row.district) },
      ...["planned", "completed", "postponed", "overdue"].map(count),
      ...["completion_rate", "completion_rate_of_plan"].map(ratio),
      count("outputs"),
      ratio("q4_share"),
    ],
  });
}

const page = dataBlock("page");
if (page.kind === "index") showIndex(page);
else showDistrict(page);
document.documentElement.dataset.ready = String(Math.round(performance.now()));
