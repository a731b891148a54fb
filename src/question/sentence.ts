import { t } from '@grafana/i18n';

import { asIs } from '../language';
import type { Catalog, Question } from '../types';
import { isComplete } from './complete';
import { isShown } from './fields';
import { phrasesOf } from './phrases';

/** What decides how an answer looks, not what it is. */
const looks = ['format', 'styled'];

/** What is asked, in words: "Win rate by team, monthly, against last year, EMEA only". Nothing where nothing is asked. */
export function sentenceOf(catalog: Catalog, question: Question): string {
  const [usual] = catalog.types;
  const type = catalog.types.find(({ id }) => id === (question.queryType || usual.id));
  if (!type) {
    return question.queryType ?? '';
  }
  if (!isComplete(question, type)) {
    return type === usual ? '' : type.title;
  }
  // Columns stand among the KPIs already.
  const fields = type.fields.filter(
    (field) => isShown(question, field) && field.input !== 'columns' && !looks.includes(field.name)
  );
  const groups = fields.filter(({ input }) => input === 'dimensions');
  const [subject, ...others] = phrasesOf(
    catalog,
    question,
    fields.filter((field) => !groups.includes(field))
  );
  const [dimensions] = phrasesOf(catalog, question, groups);
  const by =
    subject && dimensions
      ? t('query.sentence.by', '{{subject}} by {{dimensions}}', {
          subject,
          dimensions,
          ...asIs,
        })
      : subject;
  const said = [by, ...others].filter(Boolean).join(', ');
  return type === usual ? said : [type.title, said].filter(Boolean).join(': ');
}
