// The page of a district: the year's figures, what asks for attention, charts, and tables of everything.

/** @param {any} page the data block of the page */
function showDistrict(page) {
  const tables = Object.fromEntries(Object.entries(page.tables).map(([name, table]) => [name, records(table)]));
  const years = tables.overview.map(({ year }) => year);
  const main = document.getElementById("main");

  function showYear(year) {
    const ofYear = Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.filter((row) => row.year === year)]));
    const data = { ...ofYear, year, overview: ofYear.overview[0], allYears: tables, district: page.district, asOf: page.as_of };
    main.replaceChildren(headline(data), attention(data), charts(data), details(data));
  }

  document.getElementById("masthead").append(...masthead(page, years, (year) => (showYear(year), announce(`已显示${year}年的数据`))));
  document.getElementById("colophon").append(countingRules());
  if (years.length === 0) main.replaceChildren(element("p", { class: "none" }, "还没有任何年度的数据。收到各单位报送的表格并完成一次更新后，这里会显示全年的情况。"));
  else showYear(years[years.length - 1]);
}

/** The title, how fresh the data is, and the switches. */
function masthead(page, years, choose) {
  const last = years[years.length - 1];
  return [
    element(
      "div",
      { class: "title" },
      element("h1", {}, `${page.district}全面深化改革工作情况`),
      element("p", { class: "fresh" }, freshness(page)),
    ),
    element("div", { class: "switches" }, years.length > 0 ? yearSwitch(years, last, choose) : null, page.others.length > 0 ? districtSwitch(page) : null),
  ];
}

const DAYS_STALE = 7;

/** When the data was made, and that it is old when it is. */
function freshness({ refreshed_at: refreshed, as_of: asOf }) {
  const days = Math.floor((Date.now() - Date.parse(`${refreshed.replace(" ", "T")}:00+08:00`)) / 86_400_000);
  const text = element("span", {}, `数据更新于${longDate(refreshed)}${refreshed.slice(10)}，是否逾期按${longDate(asOf)}判定`);
  if (days > DAYS_STALE) text.append(element("strong", {}, `，已有${figure(days)}天没有更新`));
  return text;
}

/** @param {number[]} years @param {number} chosen @param {(year: number) => void} choose */
function yearSwitch(years, chosen, choose) {
  const option = (year) =>
    element(
      "label",
      {},
      element("input", { type: "radio", name: "year", value: year, checked: year === chosen, change: () => choose(year) }),
      element("span", {}, `${year}年`),
    );
  return element("fieldset", { class: "years" }, element("legend", { class: "unseen" }, "年度"), ...years.map(option));
}

function districtSwitch({ district, others, index }) {
  return element(
    "details",
    { class: "districts" },
    element("summary", {}, `切换地区：${district}`),
    element(
      "nav",
      { "aria-label": "地区" },
      element("ul", {}, element("li", {}, element("a", { href: index }, "各地区总览")), ...others.map(({ name, href }) => element("li", {}, element("a", { href }, name)))),
    ),
  );
}

/** The headline figures; each opens what it counts. */
function headline(data) {
  const { year, overview, tasks } = data;
  const list = (text, rows, explained) => () => openRecords("tasks", rows, `${year}年${text}`, explained);
  const having = (status) => tasks.filter((task) => task.status === status);
  const counted = tasks.filter(({ status }) => status !== "postponed" && status !== "cancelled");
  const due = tasks.filter(inQuarter(4));
  const { planned, completed, postponed, cancelled } = overview;
  const isLate = data.quarters.some(({ flagged }) => flagged);
  const tiles = [
    tile("计划任务", figure(planned), `${figure(overview.domains)}个改革领域`, list("计划任务", tasks)),
    tile("已完成", figure(completed), "以牵头单位报送为准", list("已完成任务", having("completed"))),
    tile("延期", figure(postponed), "经会议批准", list("经批准延期的任务", having("postponed"))),
    tile("逾期", figure(overview.overdue), "过期未完成", list("逾期任务", having("overdue")), overview.overdue > 0),
    tile("完成率", percent(overview.completion_rate), "不计批准延期和取消", list("计入完成率的任务", counted, `完成率 = 已完成${figure(completed)}项 ÷（计划${figure(planned)}项 − 批准延期${figure(postponed)}项 − 取消${figure(cancelled)}项）= ${percent(overview.completion_rate)}`)),
    tile("占计划完成率", percent(overview.completion_rate_of_plan), "已完成占全部计划", list("计划任务", tasks, `占计划完成率 = 已完成${figure(completed)}项 ÷ 计划${figure(planned)}项 = ${percent(overview.completion_rate_of_plan)}`)),
    tile("制度性成果", figure(overview.outputs), "同一文件只计一次", () => openRecords("outputs", data.outputs, `${year}年制度性成果`)),
    tile("四季度占比", percent(overview.q4_share), isLate ? `${figure(overview.q4_planned)}项，超过三分之一` : `${figure(overview.q4_planned)}项在四季度到期`, list("四季度到期的任务", due, `四季度占比 = 四季度到期${figure(overview.q4_planned)}项 ÷ 计划${figure(planned)}项 = ${percent(overview.q4_share)}；超过三分之一即提请关注`), isLate),
  ];
  const more = [
    ["推进中", overview.in_progress, list("推进中的任务", having("in_progress"))],
    ["未启动", overview.not_started, list("未启动的任务", having("planned"))],
    ["取消", cancelled, list("取消的任务", having("cancelled"))],
    ["上年结转", overview.carried_in, list("上年结转的任务", tasks.filter((task) => task.carried_from_year !== null))],
    ["报送文件", overview.files, () => openRecords("files", data.files, `${year}年报送文件`)],
  ];
  return element(
    "section",
    { "aria-labelledby": "figures" },
    element("h2", { id: "figures", class: "unseen" }, `${year}年主要数据`),
    element("ul", { class: "tiles" }, ...tiles),
    element("p", { class: "more" }, ...more.map(([name, value, open]) => element("span", {}, `${name} `, opener(figure(value), open, `${name} ${figure(value)}`)))),
  );
}

function tile(name, value, note, open, asksAttention = false) {
  return element(
    "li",
    { class: asksAttention ? "tile attention" : "tile" },
    element("button", { type: "button", click: open }, element("span", { class: "name" }, name), element("span", { class: "value" }, value), element("span", { class: "hint" }, note)),
  );
}

/** The quarter of a task's due date. */
const quarterOf = ({ planned_due_date: due }) => (due === null ? null : Math.ceil(Number(due.slice(5, 7)) / 3));
const inQuarter = (quarter) => (task) => quarterOf(task) === quarter;

/** What leaders should look at, each with the records that say so. */
function attention(data) {
  const { year, overview, tasks, postponements, stated } = data;
  const asked = [
    ...(data.quarters.some(({ flagged }) => flagged)
      ? [["tasks", tasks.filter(inQuarter(4)), `四季度到期${figure(overview.q4_planned)}项，占${percent(overview.q4_share)}，超过三分之一`, "四季度到期的任务"]]
      : []),
    noted("tasks", tasks.filter(({ status }) => status === "overdue"), (count) => `${count}项任务逾期未完成`, "逾期任务"),
    noted("postponements", postponements.filter(({ approved }) => !approved), (count) => `${count}项延期没有记录审批会议或文件，按未完成计`, "没有审批记录的延期"),
    noted("stated", stated.filter(({ verdict }) => verdict === "differs"), (count) => `报告中有${count}个数据与台账不一致`, "与台账不一致的报告数据"),
    noted("tasks", tasks.filter(({ planned_due_date: due }) => due === null), (count) => `${count}项任务没有可用的完成时限`, "完成时限未填的任务"),
    noted("tasks", tasks.filter(({ lead_department: lead }) => lead === null), (count) => `${count}项任务没有牵头单位`, "牵头单位未填的任务"),
    noted("files", data.files.filter(({ rows_rejected: rejected }) => rejected > 0), () => `报送的表格中有${figure(overview.rows_rejected)}行被退回，未计入`, "有退回行的文件"),
  ].filter((one) => one && one[1].length > 0);
  if (asked.length === 0) return "";
  return element(
    "section",
    { class: "asks", "aria-labelledby": "asks" },
    element("h2", { id: "asks" }, "提请关注"),
    element("ul", {}, ...asked.map(([kind, rows, text, title]) => element("li", {}, opener(text, () => openRecords(kind, rows, `${year}年${title}`))))),
  );
}

const noted = (kind, rows, text, title) => [kind, rows, text(figure(rows.length)), title];

function charts(data) {
  const made = [statusChart(data), progressChart(data), quarterChart(data), outputChart(data)];
  return element("div", { class: "cards" }, ...made);
}

/** Tasks of each domain by how they stand. */
function statusChart({ year, domains, tasks }) {
  const rows = domains.filter(({ planned }) => planned > 0).map(({ domain }) => domain);
  const cells = domains.flatMap((summary) =>
    STATUSES.filter(({ measure }) => summary[measure] > 0).map((part) => ({
      row: summary.domain,
      part,
      value: summary[part.measure],
      name: `${summary.domain}：${part.name}${figure(summary[part.measure])}项`,
      open: () => openRecords("tasks", tasks.filter((task) => task.domain === summary.domain && task.status === part.status), `${year}年${summary.domain}：${part.name}`),
    })),
  );
  const parts = STATUSES.filter((part) => cells.some((cell) => cell.part === part));
  const title = "各领域任务完成情况";
  return chartCard({
    title,
    note: "单位：项。条上数字为各状态的任务数，条末为领域合计。",
    parts,
    draw: rows.length > 0 ? (width) => barChart({ rows, parts, cells }, width) : null,
    table: () => domainTable(title, year, domains, tasks),
  });
}

function domainTable(caption, year, domains, tasks) {
  const counts = ["planned", ...STATUSES.map(({ measure }) => measure).filter((measure) => domains.some((row) => row[measure] > 0))];
  const behindCount = (summary, measure) => {
    const status = STATUSES.find((one) => one.measure === measure)?.status;
    return tasks.filter((task) => task.domain === summary.domain && (!status || task.status === status));
  };
  return dataTable({
    caption,
    plain: true,
    rows: domains,
    columns: [
      { label: "改革领域", value: valueOf("domain"), main: true },
      ...counts.map((measure) => ({
        label: MEASURES[measure],
        kind: "number",
        value: valueOf(measure),
        show: (row) =>
          row[measure] > 0
            ? opener(figure(row[measure]), () => openRecords("tasks", behindCount(row, measure), `${year}年${row.domain}：${MEASURES[measure]}`), `${row.domain}${MEASURES[measure]}${figure(row[measure])}项`)
            : "0",
      })),
      { label: "完成率", kind: "number", value: valueOf("completion_rate"), show: (row) => percent(row.completion_rate), absent: NOT_APPLICABLE },
      { label: "占计划完成率", kind: "number", value: valueOf("completion_rate_of_plan"), show: (row) => percent(row.completion_rate_of_plan), absent: NOT_APPLICABLE },
    ],
  });
}

/** The quarters of every year beside each other. */
function quarterChart({ allYears }) {
  const { quarters, tasks } = allYears;
  const loaded = quarters.filter(({ planned }) => planned > 0);
  const years = [...new Set(loaded.map(({ year }) => year))];
  const cells = loaded.map((load) => {
    const part = QUARTERS.find(({ quarter }) => quarter === load.quarter);
    return {
      row: `${load.year}年`,
      part,
      value: load.share,
      text: `${figure(load.planned)}项 ${percent(load.share)}`,
      name: `${load.year}年${part.name}：${figure(load.planned)}项，占${percent(load.share)}${load.flagged ? "，超过三分之一" : ""}`,
      open: () => openRecords("tasks", tasks.filter((task) => task.year === load.year && inQuarter(load.quarter)(task)), `${load.year}年${part.name}到期的任务`),
    };
  });
  const parts = QUARTERS.filter((part) => cells.some((cell) => cell.part === part));
  const rows = years.map((year) => `${year}年`);
  const title = "历年各季度任务量";
  const hasUndated = parts.some(({ quarter }) => quarter === null);
  return chartCard({
    title,
    note: "按完成时限所在季度。四季度占比超过三分之一即提请关注。",
    parts,
    draw: rows.length > 0 ? (width) => barChart({ rows, parts, cells, share: true, mark: hasUndated ? undefined : { at: 2 / 3, text: "四季度三分之一线" } }, width) : null,
    table: () => barTable({ caption: title, first: "年度", rows, parts, cells }),
  });
}

const DUE = { name: "计划", colour: "#8a5a00", ink: "#ffffff" };
const DONE = { name: "完成", colour: "#1d5f99", ink: "#ffffff" };

/** What was due and what was completed, from the first month on. */
function progressChart({ year, months, tasks, overview }) {
  const until = (key, month) => tasks.filter((task) => task[key] !== null && task[key] <= `${year}-${String(month).padStart(2, "0")}-31`);
  const points = (measure, key, name, part) =>
    months
      .filter((month) => month[measure] !== null)
      .map((month) => ({
        month: month.month,
        value: month[measure],
        row: `${month.month}月底`,
        part,
        name: `截至${month.month}月底：${name}${figure(month[measure])}项`,
        open: () => openRecords("tasks", until(key, month.month), `${year}年${month.month}月底前${name}的任务`),
      }));
  const due = points("due_so_far", "planned_due_date", "应完成", DUE);
  const done = points("completed_so_far", "completed_date", "已完成", DONE);
  const parts = [DUE, DONE];
  const title = "全年累计完成进度";
  const undated = tasks.filter((task) => task.status === "completed" && task.completed_date === null).length;
  return chartCard({
    title,
    note: `按完成时限（计划）和完成时间（完成）累计到各月底，单位：项。${undated > 0 ? `另有${figure(undated)}项已完成任务未填完成时间，未计入。` : ""}`,
    parts: [],
    draw: tasks.length > 0 && months.length > 0 ? (width) => lineChart({ lines: [{ part: DUE, points: due, dashed: true }, { part: DONE, points: done, dashed: false }], total: overview.planned }, width) : null,
    table: () => barTable({ caption: title, first: "月份", rows: months.map(({ month }) => `${month}月底`), parts, cells: [...due, ...done] }),
  });
}

/** Institutional outputs of each domain by kind. */
function outputChart({ year, domains, outputs }) {
  const rows = domains.filter(({ outputs: count }) => count > 0).map(({ domain }) => domain);
  const counts = new Map();
  for (const output of outputs) counts.set(filled(output.kind), (counts.get(filled(output.kind)) ?? 0) + 1);
  const kinds = [...counts.keys()].sort((one, other) => counts.get(other) - counts.get(one));
  const named = kinds.length > KIND_COLOURS.length ? kinds.slice(0, KIND_COLOURS.length - 1) : kinds;
  const parts = named.map((name, index) => ({ name, ...KIND_COLOURS[index], holds: (kind) => kind === name }));
  if (named.length < kinds.length) parts.push({ name: "其他", ...KIND_COLOURS[KIND_COLOURS.length - 1], holds: (kind) => !named.includes(kind) });
  const cells = rows.flatMap((row) =>
    parts
      .map((part) => ({ part, found: outputs.filter((output) => output.domain === row && part.holds(filled(output.kind))) }))
      .filter(({ found }) => found.length > 0)
      .map(({ part, found }) => ({
        row,
        part,
        value: found.length,
        name: `${row}：${part.name}${figure(found.length)}项`,
        open: () => openRecords("outputs", found, `${year}年${row}：${part.name}`),
      })),
  );
  const title = "各领域制度性成果";
  return chartCard({
    title,
    note: "按成果类型，单位：项。同一文件只计一次。",
    parts,
    draw: rows.length > 0 ? (width) => barChart({ rows, parts, cells }, width) : null,
    table: () => barTable({ caption: title, first: "改革领域", rows, parts, cells }),
  });
}

/** Tables of all records of the year, one at a time. */
function details(data) {
  const kinds = Object.keys(KINDS).filter((kind) => data[kind].length > 0 || kind === "tasks" || kind === "outputs");
  const panel = element("div", { role: "tabpanel", id: "details-panel", tabindex: 0 });
  const tabs = kinds.map((kind) =>
    element("button", { type: "button", role: "tab", id: `tab-${kind}`, "aria-controls": "details-panel", click: () => choose(kind), keydown: move }, `${KINDS[kind].name} `, element("span", { class: "number" }, figure(data[kind].length))),
  );

  function choose(kind) {
    tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(kinds[index] === kind));
      tab.setAttribute("tabindex", kinds[index] === kind ? "0" : "-1");
    });
    panel.setAttribute("aria-labelledby", `tab-${kind}`);
    panel.replaceChildren(recordTable(kind, data[kind], `${data.year}年${KINDS[kind].name}`));
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    const place = tabs.indexOf(event.currentTarget);
    const target = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = (target + tabs.length) % tabs.length;
    choose(kinds[next]);
    tabs[next].focus();
  }

  choose("tasks");
  return element(
    "section",
    { class: "details", "aria-labelledby": "details" },
    element("h2", { id: "details" }, "明细"),
    element("div", { role: "tablist", "aria-labelledby": "details", class: "tabs" }, ...tabs),
    panel,
  );
}

/** How things are counted, as the office settled it. */
function countingRules() {
  const rules = [
    "一项任务一年只计一次，计入工作要点中的领域；配合单位不重复计。",
    "完成率 = 已完成 ÷（计划 − 批准延期 − 取消）；占计划完成率 = 已完成 ÷ 计划。",
    "延期须有审批会议或文件的记录，否则按未完成计；批准延期的任务结转到下一年度的计划。",
    "同一成果由几个单位报送只计一次，以文号或名称为准。",
    "没有填报的内容显示为“未填”，不作推测。",
  ];
  return element("section", { class: "rules" }, element("h2", {}, "统计口径"), element("ol", {}, ...rules.map((rule) => element("li", {}, rule))));
}
