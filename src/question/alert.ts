import type { Catalog, Question } from '../types';
import { autoFormat } from './defaults';
import { isFormula } from './entries';
import { chosenKpis } from './kpis';

/** By which part of the target each group misses it. */
export const missed = 'missed';

/**
 * Whether it is open when a rule is to fire: it has come from a panel, or its KPI has just been picked. What was saved as a rule before one
 * could say so has no automatic format, and stays.
 */
export const isAlertOpen = ({ queryType, alert, format, kpis = [] }: Question): boolean =>
  queryType === 'kpi' && alert === undefined && format === autoFormat && kpis.length > 0;

/** The question with when its rule is to fire: when the target is missed, if there can be one. */
export const withAlert = (catalog: Catalog, question: Question): Question => ({
  ...question,
  alert: hasTarget(catalog, question) ? missed : 'value',
});

/** Whether a question is about one KPI, beside it at most what is made of its target, and the company's data can have targets of it. */
function hasTarget(catalog: Catalog, { kpis: entries = [] }: Question): boolean {
  const chosen = entries.map((entry) => (isFormula(entry) ? undefined : chosenKpis(catalog, [entry])[0]));
  const of = chosen.map((one) => catalog.kpis.find((kpi) => kpi === one || kpi.goals?.some((goal) => goal === one)));
  const [kpi] = of;
  return (
    kpi?.goals?.some(({ id, available }) => id === `${kpi.id}.pace` && available) === true &&
    of.every((one) => one === kpi) &&
    chosen.filter((one) => one === kpi).length <= 1
  );
}
