// What things are called and how values are written: the words of the page, and nothing that draws.

/** The Chinese names of measures and of values that are words, the same in all that leaders read. */
const NAMES = dataBlock("names");

const UNFILLED = "未填";
const NOT_APPLICABLE = "—";

/**
 * How a task stands: its status in the tables, the column that counts it, its name and its place among the patterns.
 * Colours are told apart by people who see no red or green, and each but the first two has a pattern as well.
 */
const STATUSES = [
  { status: "completed", measure: "completed", name: NAMES.values.status.completed, colour: "#1d5f99", ink: "#ffffff" },
  { status: "in_progress", measure: "in_progress", name: NAMES.values.status.in_progress, colour: "#8cc0e3", ink: "#14222e" },
  { status: "planned", measure: "not_started", name: NAMES.values.status.planned, colour: "#dfe4e9", ink: "#14222e", pattern: "dots" },
  { status: "overdue", measure: "overdue", name: NAMES.values.status.overdue, colour: "#c8501e", ink: "#ffffff", pattern: "cross" },
  { status: "postponed", measure: "postponed", name: NAMES.values.status.postponed, colour: "#ecb23e", ink: "#14222e", pattern: "slant" },
  { status: "cancelled", measure: "cancelled", name: NAMES.values.status.cancelled, colour: "#77828c", ink: "#ffffff", pattern: "back" },
];

const FINDING_STATES = [
  { status: "closed", name: NAMES.measures.closed, colour: "#1d5f99", ink: "#ffffff" },
  { status: "open", name: NAMES.measures.open, colour: "#8cc0e3", ink: "#14222e" },
  { status: "overdue", name: "逾期未整改", colour: "#c8501e", ink: "#ffffff", pattern: "cross" },
  { status: "reopened", name: NAMES.measures.reopened, colour: "#ecb23e", ink: "#14222e", pattern: "slant" },
];

/** Those without a due date come first, so that the fourth quarter ends every bar. */
const QUARTERS = [
  { quarter: null, name: "时限未填", colour: "#eceff2", ink: "#14222e", pattern: "dots" },
  { quarter: 1, name: "一季度", colour: "#dce9f4", ink: "#14222e" },
  { quarter: 2, name: "二季度", colour: "#a9cce6", ink: "#14222e" },
  { quarter: 3, name: "三季度", colour: "#5f9fce", ink: "#14222e" },
  { quarter: 4, name: "四季度", colour: "#17476f", ink: "#ffffff" },
];

/** Colours for kinds of output that nobody has named beforehand; the last is for all further ones. */
const KIND_COLOURS = [
  { colour: "#1d5f99", ink: "#ffffff" },
  { colour: "#ecb23e", ink: "#14222e" },
  { colour: "#8cc0e3", ink: "#14222e", pattern: "slant" },
  { colour: "#a5477e", ink: "#ffffff" },
  { colour: "#4d8f6c", ink: "#ffffff", pattern: "back" },
  { colour: "#77828c", ink: "#ffffff" },
];
const UNFILLED_KIND = { name: UNFILLED, colour: "#eceff2", ink: "#14222e", pattern: "dots" };

/** Names of measures where there is little room for them. */
const SHORT_NAMES = { completion_rate: "完成率", completion_rate_of_plan: "占计划完成率", q4_share: "四季度占比" };

/** What a field of a source row decided for a figure. */
const EVIDENCE = {
  title: "任务或成果依据",
  status: "状态依据",
  approved: "延期依据",
  due_date: "时限依据",
  completed_date: "完成时间依据",
  domain: "领域依据",
  postponed_to_year: "结转依据",
};

const BY_NAME = new Intl.Collator("zh-CN", { numeric: true });

/** What a value is called: itself where it is no word of ours. @param {string} column @param {string} value */
const named = (column, value) => NAMES.values[column]?.[value] ?? value;

/** What a measure is called. @param {string} measure */
const measureName = (measure) => NAMES.measures[measure] ?? measure;

/** @param {string} status */
const findingState = (status) => FINDING_STATES.find((one) => one.status === status)?.name ?? status;

/** A ratio as a percentage with at most one decimal. @param {number | null} ratio */
function percent(ratio) {
  return ratio === null ? NOT_APPLICABLE : `${Number((ratio * 100).toFixed(1))}%`;
}

/** A figure with its thousands set apart; what no ledger tells of is not known. @param {number | null} value */
function figure(value) {
  return value === null ? UNFILLED : value.toLocaleString("zh-CN", { maximumFractionDigits: 4 });
}

/** A figure as its measure is read. @param {string} measure @param {number | null} value */
const measured = (measure, value) => (NAMES.ratios.includes(measure) ? percent(value) : figure(value));

/** An ISO date as it is read aloud. @param {string} iso */
function longDate(iso) {
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  return `${year}年${month}月${day}日`;
}

/** The value of a task's or document's field, or that it was not filled in. @param {string | number | null} value */
const filled = (value) => (value === null || value === "" ? UNFILLED : String(value));
