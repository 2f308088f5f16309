// What things are called and how values are written: the words of the page, and nothing that draws.

const UNFILLED = "未填";
const NOT_APPLICABLE = "—";

/**
 * How a task stands: its status in the tables, the column that counts it, its name and its place among the patterns.
 * Colours are told apart by people who see no red or green, and each but the first two has a pattern as well.
 */
const STATUSES = [
  { status: "completed", measure: "completed", name: "已完成", colour: "#1d5f99", ink: "#ffffff" },
  { status: "in_progress", measure: "in_progress", name: "推进中", colour: "#8cc0e3", ink: "#14222e" },
  { status: "planned", measure: "not_started", name: "未启动", colour: "#dfe4e9", ink: "#14222e", pattern: "dots" },
  { status: "overdue", measure: "overdue", name: "逾期", colour: "#c8501e", ink: "#ffffff", pattern: "cross" },
  { status: "postponed", measure: "postponed", name: "延期", colour: "#ecb23e", ink: "#14222e", pattern: "slant" },
  { status: "cancelled", measure: "cancelled", name: "取消", colour: "#77828c", ink: "#ffffff", pattern: "back" },
];

const FINDING_STATES = [
  { status: "closed", name: "已销号", colour: "#1d5f99", ink: "#ffffff" },
  { status: "open", name: "整改中", colour: "#8cc0e3", ink: "#14222e" },
  { status: "overdue", name: "逾期未销号", colour: "#c8501e", ink: "#ffffff", pattern: "cross" },
  { status: "reopened", name: "重新打开", colour: "#ecb23e", ink: "#14222e", pattern: "slant" },
];

const QUARTERS = [
  { quarter: 1, name: "一季度", colour: "#dce9f4", ink: "#14222e" },
  { quarter: 2, name: "二季度", colour: "#a9cce6", ink: "#14222e" },
  { quarter: 3, name: "三季度", colour: "#5f9fce", ink: "#14222e" },
  { quarter: 4, name: "四季度", colour: "#17476f", ink: "#ffffff" },
  { quarter: null, name: "时限未填", colour: "#eceff2", ink: "#14222e", pattern: "dots" },
];

/** Colours for kinds that nobody has named beforehand; the last is for all further ones. */
const KIND_COLOURS = [
  { colour: "#1d5f99", ink: "#ffffff" },
  { colour: "#ecb23e", ink: "#14222e" },
  { colour: "#8cc0e3", ink: "#14222e", pattern: "slant" },
  { colour: "#a5477e", ink: "#ffffff" },
  { colour: "#4d8f6c", ink: "#ffffff", pattern: "back" },
  { colour: "#dfe4e9", ink: "#14222e", pattern: "dots" },
];

const MEASURES = {
  domains: "改革领域",
  planned: "计划任务",
  carried_in: "上年结转",
  completed: "已完成",
  postponed: "延期",
  cancelled: "取消",
  overdue: "逾期",
  in_progress: "推进中",
  not_started: "未启动",
  completion_rate: "完成率",
  completion_rate_of_plan: "占计划完成率",
  outputs: "制度性成果",
  meetings: "深改委会议",
  q4_planned: "四季度任务",
  q4_share: "四季度占比",
  files: "报送文件",
  rows_found: "报送行数",
  rows_rejected: "退回行数",
};

const VERDICTS = { agrees: "一致", differs: "不一致", not_computable: "无法核算" };
const RECOGNITIONS = { publicity: "宣传推广", pilot: "试点示范" };

/** What a field of a source row decided for a figure. */
const EVIDENCE = {
  title: "任务或成果依据",
  status: "状态依据",
  approved: "延期依据",
  due_date: "时限依据",
  domain: "领域依据",
  postponed_to_year: "结转依据",
};

const BY_NAME = new Intl.Collator("zh-CN", { numeric: true });

/** @param {string} status */
const statusName = (status) => STATUSES.find((one) => one.status === status)?.name ?? status;

/** A ratio as a percentage with at most one decimal. @param {number | null} ratio */
function percent(ratio) {
  return ratio === null ? NOT_APPLICABLE : `${Number((ratio * 100).toFixed(1))}%`;
}

/** A figure with its thousands set apart. @param {number | null} value */
function figure(value) {
  return value === null ? NOT_APPLICABLE : value.toLocaleString("zh-CN", { maximumFractionDigits: 4 });
}

/** An ISO date as it is read aloud. @param {string} iso */
function longDate(iso) {
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  return `${year}年${month}月${day}日`;
}

/** The value of a task's or document's field, or that it was not filled in. @param {string | number | null} value */
const filled = (value) => (value === null || value === "" ? UNFILLED : String(value));
