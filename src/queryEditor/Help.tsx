import type { QueryEditorHelpProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, Text } from '@grafana/ui';

import type { DataSource } from '../datasource';
import { chosenKpis } from '../question/kpis';
import examples from '../question/examples.json';
import { migrate } from '../question/migrate';
import { sentenceOf } from '../question/sentence';
import type { Catalog, Question } from '../types';
import { CatalogLoader } from './CatalogLoader';

type Props = QueryEditorHelpProps<Question>;

/** The help page of Explore and of panels: what can be asked, with examples to click. */
export function Help({ datasource, query, onClickExample }: Props) {
  return (
    <Stack direction="column" gap={2} alignItems="flex-start">
      <Text element="h2" variant="h4">
        {t('query.help.title', 'Ask for KPIs')}
      </Text>
      <Text element="p">
        {t(
          'query.help.text',
          'Search a KPI by what you call it, in any language; group it, filter it, compare it. A sentence below the editor says what is asked, and Options has the rest: top groups, conditions, statistics, windows. Click an example to begin with it.'
        )}
      </Text>
      <CatalogLoader datasource={datasource as DataSource}>
        {(catalog) => (
          <Stack direction="column" gap={0.5} alignItems="flex-start">
            {questions(query)
              .filter((question) => canBeAnswered(catalog, question))
              .map((question) => (
                <Button
                  key={JSON.stringify(question)}
                  variant="secondary"
                  fill="text"
                  onClick={() => onClickExample({ ...question, datasource: datasource.getRef() })}
                >
                  {sentenceOf(catalog, question)}
                </Button>
              ))}
          </Stack>
        )}
      </CatalogLoader>
    </Stack>
  );
}

const questions = (query?: Question): Question[] =>
  examples.map((example) => migrate({ ...(example as Partial<Question>), refId: query?.refId ?? 'A' }));

/** Whether the company's data can answer it. */
function canBeAnswered(catalog: Catalog, { kpis, groupBy = [] }: Question): boolean {
  const known = chosenKpis(catalog, kpis);
  return (
    known.length > 0 &&
    known.every(({ available, dimensions }) => available && groupBy.every((id) => dimensions.includes(id)))
  );
}
