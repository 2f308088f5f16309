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

const NO_TASKS = "没有收到改革任务台账";

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
    tile("计划任务", figure(planned), planned === null ? NO_TASKS : `${overview.domains}个改革领域`, list("计划任务", tasks)),
    tile("已完成", figure(completed), "以牵头单位报送为准", list("已完成任务", having("completed"))),
    tile("延期", figure(postponed), "经会议批准", list("经批准延期的任务", having("postponed"))),
    tile("逾期", figure(overview.overdue), "过期未完成", list("逾期任务", having("overdue")), overview.overdue > 0),
    tile("完成率", percent(overview.completion_rate), "不计批准延期和取消", list("计入完成率的任务", counted, `完成率 = 已完成${figure(completed)}项 ÷（计划${figure(planned)}项 − 批准延期${figure(postponed)}项 − 取消${figure(cancelled)}项）= ${percent(overview.completion_rate)}`)),
    tile("占计划完成率", percent(overview.completion_rate_of_plan), "已完成占全部计划", list("计划任务", tasks, `占计划完成率 = 已完成${figure(completed)}项 ÷ 计划${figure(planned)}项 = ${percent(overview.completion_rate_of_plan)}`)),
    tile("制度性成果", figure(overview.outputs), overview.outputs === null ? "没有收到成果台账" : "同一文件只计一次", () => openRecords("outputs", data.outputs, `${year}年制度性成果`)),
    tile("四季度占比", percent(overview.q4_share), planned === null ? NO_TASKS : `${figure(overview.q4_planned)}项${isLate ? "，超过三分之一" : "在四季度到期"}`, list("四季度到期的任务", due, `四季度占比 = 四季度到期${figure(overview.q4_planned)}项 ÷ 计划${figure(planned)}项 = ${percent(overview.q4_share)}；超过三分之一即提请关注`), isLate),
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
    ...ahead(data.quarters, tasks),
    noted("tasks", tasks.filter(({ status }) => status === "overdue"), (count) => `${count}项任务逾期未完成`, "逾期任务"),
    noted("postponements", postponements.filter(({ approved }) => !approved), (count) => `${count}项延期没有记录审批会议或文件，按未完成计`, "没有审批记录的延期"),
    noted("stated", stated.filter(({ verdict }) => verdict === "differs"), (count) => `报告中有${count}个数据与台账不一致`, "与台账不一致的报告数据"),
    noted("supervision", data.supervision.filter(({ status }) => status === "overdue"), (count) => `${count}个督察问题逾期未整改`, "逾期未整改的督察问题"),
    noted("supervision", data.supervision.filter(({ status }) => status === "reopened"), (count) => `${count}个督察问题重新打开`, "重新打开的督察问题"),
    noted("suspects", data.suspects, (count) => `${count}项任务可能是常规工作，供研判`, "疑似常规工作的任务"),
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

const OPEN = ["in_progress", "planned", "overdue"];

/** That more is to come until the end of a quarter than was done in the same weeks of earlier years: of the last such. */
function ahead(quarters, tasks) {
  const load = quarters.findLast(({ overloaded }) => overloaded);
  if (!load) return [];
  const until = load.quarter ?? 4;
  const open = tasks.filter((task) => OPEN.includes(task.status) && (quarterOf(task) ?? 4) <= until);
  const pace = load.done_in_same_weeks ?? load.done_in_same_weeks_at_most;
  const done = `${load.done_in_same_weeks === null ? "至多" : ""}完成${figure(Number(pace.toFixed(1)))}项`;
  const text = `${figure(load.to_come)}项任务须在${QUARTERS.find(({ quarter }) => quarter === until).name}结束前完成，往年同期平均${done}`;
  return [["tasks", open, text, "待完成的任务"]];
}

const noted = (kind, rows, text, title) => [kind, rows, text(figure(rows.length)), title];

function charts(data) {
  return element(
    "div",
    { class: "cards" },
    element("div", {}, statusChart(data), outputChart(data)),
    element("div", {}, progressChart(data), quarterChart(data), supervisionChart(data)),
    scorecardChart(data),
  );
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
        label: SHORT_NAMES[measure] ?? measureName(measure),
        kind: "number",
        value: valueOf(measure),
        show: (row) =>
          row[measure] > 0
            ? opener(figure(row[measure]), () => openRecords("tasks", behindCount(row, measure), `${year}年${row.domain}：${SHORT_NAMES[measure] ?? measureName(measure)}`), `${row.domain}${SHORT_NAMES[measure] ?? measureName(measure)}${figure(row[measure])}项`)
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
  return chartCard({
    title,
    note: "按完成时限所在季度。四季度占比超过三分之一即提请关注。",
    parts,
    draw: rows.length > 0 ? (width) => barChart({ rows, parts, cells, share: true, mark: { at: 2 / 3, text: "四季度三分之一线" } }, width) : null,
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
function outputChart({ year, domains, outputs, allYears }) {
  const rows = domains.filter(({ outputs: count }) => count > 0).map(({ domain }) => domain);
  const parts = kindParts(allYears.outputs).filter((part) => outputs.some(({ kind }) => part.holds(filled(kind))));
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

/** The kinds of output, the most frequent first, each in one colour in all years; rare ones are taken together. */
function kindParts(outputs) {
  const counts = new Map();
  for (const { kind } of outputs) if (kind !== null) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts.keys()].sort((one, other) => counts.get(other) - counts.get(one) || BY_NAME.compare(one, other));
  const own = kinds.slice(0, kinds.length > KIND_COLOURS.length ? KIND_COLOURS.length - 1 : KIND_COLOURS.length);
  const rare = kinds.slice(own.length);
  return [
    ...own.map((name, place) => ({ name, ...KIND_COLOURS[place], holds: (kind) => kind === name })),
    { name: "其他", ...KIND_COLOURS[KIND_COLOURS.length - 1], holds: (kind) => rare.includes(kind) },
    { ...UNFILLED_KIND, holds: (kind) => kind === UNFILLED },
  ];
}

const SHOWN_DEPARTMENTS = 12;
const UNFINISHED = { measure: "unfinished", name: "在办", colour: "#8cc0e3", ink: "#14222e", statuses: ["in_progress", "planned"] };

/** The scorecard of the departments: their tasks as a chart, and all of it as a table. */
function scorecardChart({ year, scorecard, tasks, parts: scores }) {
  const cards = scorecard.map((card) => ({ ...card, unfinished: card.planned - card.completed - card.postponed - card.cancelled - card.overdue }));
  const busiest = cards.filter(({ planned }) => planned > 0).sort((one, other) => other.planned - one.planned).slice(0, SHOWN_DEPARTMENTS);
  const order = ["completed", "unfinished", "overdue", "postponed", "cancelled"];
  const parts = order
    .map((measure) => STATUSES.find((one) => one.measure === measure && one.status !== undefined) ?? UNFINISHED)
    .filter(({ measure }) => busiest.some((card) => card[measure] > 0));
  const behindPart = (card, part) => tasks.filter((task) => filled(task.lead_department) === card.department && (part.statuses ?? [part.status]).includes(task.status));
  const cells = busiest.flatMap((card) =>
    parts
      .filter((part) => card[part.measure] > 0)
      .map((part) => ({
        row: card.department,
        part,
        value: card[part.measure],
        name: `${card.department}：${part.name}${figure(card[part.measure])}项`,
        open: () => openRecords("tasks", behindPart(card, part), `${year}年${card.department}：${part.name}`),
      })),
  );
  const title = "各单位完成情况和评分";
  const rest = cards.length > busiest.length ? `图中为牵头任务最多的${figure(busiest.length)}个单位，全部单位见表格。` : "";
  return chartCard({
    title,
    note: busiest.length > 0 ? `牵头任务，单位：项。${rest}评分及计算过程见表格。` : "",
    parts,
    draw: busiest.length > 0 ? (width) => barChart({ rows: busiest.map(({ department }) => department), parts, cells }, width) : null,
    table: () => scorecardTable(title, year, cards, tasks, scores),
  });
}

function scorecardTable(caption, year, cards, tasks, scores) {
  const led = (card, status) => tasks.filter((task) => filled(task.lead_department) === card.department && (!status || task.status === status));
  const count = (measure, label, status) => ({
    label,
    kind: "number",
    value: valueOf(measure),
    show: (card) =>
      card[measure] > 0
        ? opener(figure(card[measure]), () => openRecords("tasks", led(card, status), `${year}年${card.department}：${label}`), `${card.department}${label}${figure(card[measure])}项`)
        : "0",
  });
  return dataTable({
    caption,
    unit: "个单位",
    rows: cards,
    columns: [
      { label: "单位", value: valueOf("department"), main: true },
      count("planned", "计划任务"),
      count("completed", "已完成", "completed"),
      count("postponed", "延期", "postponed"),
      count("overdue", "逾期", "overdue"),
      { label: "完成率", kind: "number", value: valueOf("completion_rate"), show: (card) => percent(card.completion_rate), absent: NOT_APPLICABLE },
      { label: "成果", kind: "number", value: valueOf("outputs") },
      { label: "督察问题", kind: "number", value: valueOf("findings") },
      {
        label: "评分",
        kind: "number",
        value: valueOf("score"),
        absent: NOT_APPLICABLE,
        show: (card) => opener(figure(card.score), () => openScore(year, card, scores.filter(({ department }) => department === card.department)), `${card.department}评分${figure(card.score)}`),
      },
    ],
  });
}

/** How a department's score comes about, to be checked by hand. */
function openScore(year, card, parts) {
  const title = `${year}年${card.department}评分${figure(card.score)}`;
  behind.open({
    title,
    content: () => [
      element("p", { class: "note" }, "评分 = 100 × 各项得分之和 ÷ 有数据各项的权重之和；没有可计算数据的项不计入。"),
      dataTable({
        caption: title,
        plain: true,
        rows: parts,
        columns: [
          { label: "项目", value: valueOf("part_name"), main: true },
          { label: "比率", kind: "number", value: valueOf("ratio"), show: ({ ratio }) => percent(ratio), absent: NOT_APPLICABLE },
          { label: "权重", kind: "number", value: valueOf("weight"), absent: NOT_APPLICABLE },
          { label: "得分", kind: "number", value: valueOf("points"), absent: NOT_APPLICABLE },
          { label: "计算", value: valueOf("arithmetic") },
        ],
      }),
    ],
  });
}

/** Findings of inspections of each department by how they stand. */
function supervisionChart({ year, followup, supervision }) {
  const rows = [...new Set(followup.map(({ department }) => department))];
  const cells = rows.flatMap((row) => {
    const ofRow = followup.filter(({ department }) => department === row);
    return FINDING_STATES.map((part) => ({ part, value: d3.sum(ofRow, (one) => one[part.status]) }))
      .filter(({ value }) => value > 0)
      .map(({ part, value }) => ({
        row,
        part,
        value,
        name: `${row}：${part.name}${figure(value)}个`,
        open: () => openRecords("supervision", supervision.filter((finding) => finding.department === row && finding.status === part.status), `${year}年${row}督察问题：${part.name}`),
      }));
  });
  const parts = FINDING_STATES.filter((part) => cells.some((cell) => cell.part === part));
  const states = parts.map((part) => `${part.name}${figure(d3.sum(followup, (one) => one[part.status]))}个`);
  const title = "督察问题整改情况";
  return chartCard({
    title,
    note: rows.length > 0 ? `共${figure(supervision.length)}个：${states.join("，")}。按责任单位。` : "",
    parts,
    draw: rows.length > 0 ? (width) => barChart({ rows, parts, cells }, width) : null,
    table: () => barTable({ caption: title, first: "责任单位", rows, parts, cells }),
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
