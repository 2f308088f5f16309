// What stands behind figures: lists of records, a record in full, and the cells of the sheets that it came from.

/** The cells behind the records of each year, read from the page when first asked for. */
const tracesOf = (() => {
  const read = new Map();
  return (year) => {
    if (!read.has(year)) read.set(year, dataBlock(`traces-${year}`));
    return read.get(year);
  };
})();

/** @typedef {{label: string, value: (row: any) => string | number | null, kind?: "text" | "number" | "date", absent?: string, long?: boolean, choose?: boolean, main?: boolean, detailOnly?: boolean, show?: (row: any) => Node | string}} Field */

/**
 * A kind of record: how a list of them is titled, and its fields in the order in which they are read.
 * @typedef {{name: string, unit: string, title: (row: any) => string, fields: Field[]}} Kind
 */

/** @param {string} key */
const valueOf = (key) => (row) => row[key];

/** A mark beside a status, so that it is told by more than its name. */
function statusBadge(row) {
  const known = STATUSES.find(({ status }) => status === row.status);
  return element("span", { class: `badge ${row.status}` }, known?.name ?? row.status);
}

const yesOrNo = (value) => (value === null ? null : value ? "是" : "否");

/** @type {Record<string, Kind>} */
const KINDS = {
  tasks: {
    name: "改革任务",
    unit: "项",
    title: (row) => filled(row.title),
    fields: [
      { label: "序号", value: valueOf("seq"), kind: "number" },
      { label: "改革领域", value: valueOf("domain"), choose: true },
      { label: "改革事项", value: valueOf("title"), main: true },
      { label: "牵头单位", value: valueOf("lead_department"), choose: true },
      { label: "责任单位", value: valueOf("supporting_departments"), detailOnly: true },
      { label: "责任人", value: valueOf("responsible_person"), detailOnly: true },
      { label: "完成时限", value: (row) => row.planned_due_date ?? row.due_text, kind: "date" },
      { label: "时限原文", value: valueOf("due_text"), detailOnly: true },
      { label: "完成状态", value: (row) => statusName(row.status), show: statusBadge, choose: true },
      { label: "完成时间", value: (row) => row.completed_date ?? (row.status === "completed" ? UNFILLED : null), kind: "date", absent: NOT_APPLICABLE },
      { label: "结转自", value: (row) => row.carried_from_year && `${row.carried_from_year}年`, detailOnly: true, absent: NOT_APPLICABLE },
      { label: "延期至", value: (row) => row.postponed_to_year && `${row.postponed_to_year}年`, detailOnly: true, absent: NOT_APPLICABLE },
      { label: "延期原因", value: valueOf("postponement_reason"), detailOnly: true, absent: NOT_APPLICABLE },
      { label: "进展情况", value: valueOf("progress"), detailOnly: true },
      { label: "备注", value: valueOf("remark"), detailOnly: true, absent: NOT_APPLICABLE },
    ],
  },
  outputs: {
    name: "制度性成果",
    unit: "项",
    title: (row) => filled(row.title),
    fields: [
      { label: "序号", value: valueOf("seq"), kind: "number" },
      { label: "改革领域", value: valueOf("domain"), choose: true },
      { label: "成果名称", value: valueOf("title"), main: true },
      { label: "文号", value: valueOf("document_number") },
      { label: "印发单位", value: valueOf("issuer"), choose: true },
      { label: "印发时间", value: valueOf("issued_date"), kind: "date" },
      { label: "成果类型", value: valueOf("kind"), choose: true },
      { label: "对应改革事项", value: valueOf("task_title"), detailOnly: true },
    ],
  },
  postponements: {
    name: "延期申请",
    unit: "项",
    title: (row) => filled(row.title),
    fields: [
      { label: "改革领域", value: valueOf("domain"), choose: true },
      { label: "改革事项", value: valueOf("title"), main: true },
      { label: "牵头单位", value: valueOf("lead_department"), choose: true },
      { label: "延期原因", value: valueOf("reason") },
      { label: "审批会议", value: valueOf("approved_by") },
      { label: "是否同意", value: (row) => yesOrNo(row.approved), choose: true },
      { label: "延至年度", value: (row) => row.postponed_to_year && `${row.postponed_to_year}年` },
    ],
  },
  recognition: {
    name: "宣传推广和试点示范",
    unit: "项",
    title: (row) => filled(row.title),
    fields: [
      { label: "类别", value: (row) => RECOGNITIONS[row.recognition] ?? row.recognition, choose: true },
      { label: "名称", value: valueOf("title"), main: true },
      { label: "采用或批准单位", value: valueOf("recognised_by") },
      { label: "级别", value: valueOf("level"), choose: true },
      { label: "形式或称号", value: valueOf("form") },
      { label: "日期", value: valueOf("date"), kind: "date" },
    ],
  },
  indicators: {
    name: "指标",
    unit: "项",
    title: (row) => filled(row.indicator),
    fields: [
      { label: "改革领域", value: valueOf("domain"), choose: true },
      { label: "指标名称", value: valueOf("indicator"), main: true },
      { label: "数值", value: valueOf("value"), kind: "number", show: (row) => `${row.approximate ? "约" : ""}${figure(row.value)}` },
      { label: "单位", value: valueOf("unit") },
      { label: "截至时间", value: valueOf("as_of_date"), kind: "date" },
      { label: "对应改革事项", value: valueOf("task_title") },
    ],
  },
  stated: {
    name: "报告数据核对",
    unit: "条",
    title: (row) => `${filled(row.report)}：${MEASURES[row.measure] ?? row.measure}`,
    fields: [
      { label: "报告", value: valueOf("report"), choose: true },
      { label: "改革领域", value: (row) => row.domain ?? "全部领域", choose: true },
      { label: "指标", value: (row) => MEASURES[row.measure] ?? row.measure, main: true },
      { label: "报告所述", value: valueOf("stated"), kind: "number" },
      { label: "台账核算", value: valueOf("computed"), kind: "number", absent: NOT_APPLICABLE },
      { label: "相差", value: valueOf("difference"), kind: "number", absent: NOT_APPLICABLE },
      { label: "核对结果", value: (row) => VERDICTS[row.verdict] ?? row.verdict, choose: true },
      { label: "报告原文", value: valueOf("quote"), detailOnly: true },
    ],
  },
  files: {
    name: "报送文件",
    unit: "个",
    title: (row) => row.path,
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
