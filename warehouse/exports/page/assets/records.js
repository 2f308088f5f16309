// What stands behind figures: lists of records, a record in full, and the cells of the sheets that it came from.

/** The cells behind the records of each year, read from the page when first asked for. */
const tracesOf = (() => {
  const read = new Map();
  return (year) => {
    if (!read.has(year)) read.set(year, dataBlock(`traces-${year}`));
    return read.get(year);
  };
})();

/**
 * A field of a record: a column by its key, called as in all that leaders read unless it has a label of its own.
 * @typedef {{key?: string, label?: string, value?: (row: any) => string | number | null, kind?: "text" | "number" | "date", absent?: string, long?: boolean, choose?: boolean, main?: boolean, detailOnly?: boolean, show?: (row: any) => Node | string}} Field
 */

/**
 * A kind of record: what it is called, and its fields in the order in which they are read; its title is the main one's
 * value unless it says otherwise.
 * @typedef {{name: string, unit: string, title?: (row: any) => string, fields: Field[]}} Kind
 */

/** @param {string} key */
const valueOf = (key) => (row) => row[key];

/** A mark beside a status, so that it is told by more than its name. */
function statusBadge(row) {
  return element("span", { class: `badge ${row.status}` }, named("status", row.status));
}

function findingBadge(row) {
  return element("span", { class: `badge finding-${row.status}` }, findingState(row.status));
}

const yesOrNo = (value) => (value === null ? null : value ? "是" : "否");

/** @type {Record<string, Kind>} */
const KINDS = {
  tasks: {
    name: "改革任务",
    unit: "项",
    fields: [
      { key: "seq", kind: "number" },
      { key: "domain", choose: true },
      { key: "title", main: true },
      { key: "lead_department", choose: true },
      { key: "supporting_departments", detailOnly: true },
      { key: "responsible_person", detailOnly: true },
      { key: "planned_due_date", value: (row) => row.planned_due_date ?? row.due_text, kind: "date" },
      { key: "due_text", detailOnly: true },
      { key: "status", value: (row) => named("status", row.status), show: statusBadge, choose: true },
      { key: "completed_date", value: (row) => row.completed_date ?? (row.status === "completed" ? UNFILLED : null), kind: "date", absent: NOT_APPLICABLE },
      { key: "carried_from_year", value: (row) => row.carried_from_year && `${row.carried_from_year}年`, detailOnly: true, absent: NOT_APPLICABLE },
      { key: "postponed_to_year", value: (row) => row.postponed_to_year && `${row.postponed_to_year}年`, detailOnly: true, absent: NOT_APPLICABLE },
      { key: "postponement_reason", detailOnly: true, absent: NOT_APPLICABLE },
      { key: "progress", detailOnly: true },
      { key: "remark", detailOnly: true, absent: NOT_APPLICABLE },
    ],
  },
  outputs: {
    name: "制度性成果",
    unit: "项",
    fields: [
      { key: "seq", kind: "number" },
      { key: "domain", choose: true },
      { key: "title", main: true },
      { key: "document_number" },
      { key: "issuer", choose: true },
      { key: "issued_date", kind: "date" },
      { key: "kind", choose: true },
      { key: "task_title", detailOnly: true },
    ],
  },
  postponements: {
    name: "延期申请",
    unit: "项",
    fields: [
      { key: "domain", choose: true },
      { key: "title", main: true },
      { key: "lead_department", choose: true },
      { key: "reason" },
      { key: "approved_by" },
      { key: "approved", value: (row) => yesOrNo(row.approved), choose: true },
      { key: "postponed_to_year", value: (row) => row.postponed_to_year && `${row.postponed_to_year}年` },
    ],
  },
  supervision: {
    name: "督察问题",
    unit: "个",
    fields: [
      { key: "round", choose: true },
      { key: "problem", main: true },
      { key: "department", choose: true },
      { key: "due_date", value: (row) => row.due_date ?? row.due_text, kind: "date" },
      { key: "status", value: (row) => findingState(row.status), choose: true, show: findingBadge },
      { key: "closed_date", value: (row) => row.closed_date ?? (row.status === "closed" ? UNFILLED : null), kind: "date", absent: NOT_APPLICABLE },
      { key: "days_late", kind: "number", absent: NOT_APPLICABLE },
      { key: "corrective_measure", detailOnly: true },
      { key: "inspection_kind", detailOnly: true },
      { key: "inspected_department", detailOnly: true },
      { key: "domain", detailOnly: true },
      { key: "task_title", detailOnly: true },
      { key: "responsible_person", detailOnly: true },
      { key: "found_date", detailOnly: true },
      { key: "verified", value: (row) => (row.status === "closed" ? yesOrNo(row.verified) : null), detailOnly: true, absent: NOT_APPLICABLE },
      { key: "verification", detailOnly: true, absent: NOT_APPLICABLE },
    ],
  },
  suspects: {
    name: "疑似常规工作",
    unit: "项",
    fields: [
      { key: "domain", choose: true },
      { key: "title", main: true },
      { key: "lead_department", choose: true },
      { key: "status", value: (row) => named("status", row.status), show: statusBadge, choose: true },
      { key: "signs", kind: "number" },
      { key: "reasons" },
    ],
  },
  recognition: {
    name: "推广批示试点",
    unit: "项",
    fields: [
      { key: "recognition", value: (row) => named("recognition", row.recognition), choose: true },
      { key: "title", main: true },
      { key: "recognised_by" },
      { key: "level", choose: true },
      { key: "form" },
      { key: "date", kind: "date" },
    ],
  },
  indicators: {
    name: "指标",
    unit: "项",
    fields: [
      { key: "domain", choose: true },
      { key: "indicator", main: true },
      { key: "value", kind: "number", show: (row) => `${row.approximate ? "约" : ""}${figure(row.value)}` },
      { key: "unit" },
      { key: "as_of_date", kind: "date" },
      { key: "task_title" },
    ],
  },
  stated: {
    name: "报告数据核对",
    unit: "条",
    title: (row) => `${filled(row.report)}：${measureName(row.measure)}`,
    fields: [
      { key: "report", choose: true },
      { key: "domain", value: (row) => row.domain ?? "全部领域", choose: true },
      { key: "measure", value: (row) => measureName(row.measure), main: true },
      { key: "stated", kind: "number", show: (row) => measured(row.measure, row.stated) },
      { key: "computed", kind: "number", show: (row) => measured(row.measure, row.computed), absent: NOT_APPLICABLE },
      { key: "difference", kind: "number", show: (row) => measured(row.measure, row.difference), absent: NOT_APPLICABLE },
      { key: "verdict", value: (row) => named("verdict", row.verdict), choose: true },
      { key: "explanation", detailOnly: true, absent: NOT_APPLICABLE },
      { key: "quote", detailOnly: true },
    ],
  },
  files: {
    name: "报送文件",
    unit: "个",
    fields: [
      { label: "文件", value: valueOf("path"), main: true },
      { label: "报送单位", value: valueOf("department"), choose: true },
      { label: "行数", value: valueOf("rows_found"), kind: "number" },
      { label: "采用", value: valueOf("rows_loaded"), kind: "number" },
      { label: "采用但有提醒", value: valueOf("rows_warned"), kind: "number" },
      { label: "退回", value: valueOf("rows_rejected"), kind: "number" },
      { label: "非数据行", value: valueOf("rows_skipped"), kind: "number" },
    ],
  },
};

for (const [name, kind] of Object.entries(KINDS)) {
  for (const field of kind.fields) {
    field.label ??= NAMES.columns[name][field.key];
    field.value ??= valueOf(field.key);
  }
  const main = kind.fields.find((field) => field.main);
  kind.title ??= (row) => filled(main.value(row));
}

/** A table of records of a kind, each opening what stands behind it. @param {string} kind @param {any[]} rows @param {string} caption */
function recordTable(kind, rows, caption) {
  const { fields, unit, title } = KINDS[kind];
  const columns = fields
    .filter((field) => !field.detailOnly)
    .map((field) => (field.main && kind !== "files" ? { ...field, show: (row) => opener(field.value(row), () => openRecord(kind, row), title(row)) } : field));
  return dataTable({ caption, columns, rows, unit });
}

/** Open the records behind a figure. @param {string} kind @param {any[]} rows @param {string} title @param {string} [explained] */
function openRecords(kind, rows, title, explained) {
  behind.open({
    title: `${title}（${figure(rows.length)}${KINDS[kind].unit}）`,
    content: () => [...(explained ? [element("p", { class: "note" }, explained)] : []), recordTable(kind, rows, title)],
  });
}

/** Open a record in full, with the cells it came from. @param {string} kind */
function openRecord(kind, row) {
  const { fields, name, title } = KINDS[kind];
  behind.open({
    title: title(row),
    content: () => [
      element("p", { class: "kicker" }, `${row.year}年${name}`),
      element("dl", { class: "fields" }, ...fields.flatMap((field) => detail(field, row))),
      ...cellsBehind(row),
    ],
  });
}

/** @param {Field} field */
function detail(field, row) {
  const value = field.value(row);
  if (value === null && field.absent === NOT_APPLICABLE) return [];
  const shown = value !== null && field.show ? field.show(row) : shownText(field, row);
  return [element("dt", {}, field.label), element("dd", { class: value === null ? "blank" : null }, shown)];
}

/** The rows of the sheets that a record was made from, with every cell as written. */
function cellsBehind(row) {
  const { texts, rows, records: places } = tracesOf(row.year);
  const sources = places[row.trace].map(([place, fields]) => sourceRow(texts, rows[place], fields));
  return [element("h3", {}, "数据来源"), ...(sources.length > 0 ? sources : [element("p", { class: "none" }, "没有来源单元格")])];
}

function sourceRow(texts, [path, sheet, number, cells], decisive) {
  const evidence = (field) => (decisive.includes(field) ? (EVIDENCE[field] ?? "依据") : null);
  const name = `${texts[path]}，工作表“${texts[sheet]}”第${number}行`;
  const columns = [
    { label: "单元格", value: ([cell]) => cell, absent: NOT_APPLICABLE },
    { label: "表头", value: ([, header]) => texts[header], main: true },
    {
      label: "原文",
      value: ([, , text]) => text,
      show: ([, , text, field]) => {
        const shown = element("span", {}, text);
        if (evidence(texts[field])) shown.append(" ", element("mark", {}, evidence(texts[field])));
        return shown;
      },
    },
  ];
  return element(
    "section",
    { class: "source" },
    element("h4", {}, element("span", { class: "path" }, texts[path]), ` 工作表“${texts[sheet]}”第${number}行`),
    dataTable({ caption: name, columns, rows: cells, plain: true }),
  );
}
