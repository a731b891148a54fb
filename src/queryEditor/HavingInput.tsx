import { t } from '@grafana/i18n';
import { Button, IconButton, Stack } from '@grafana/ui';
import { useId } from 'react';

import type { Having } from '../types';
import { Choice } from './Choice';
import { kpiOptions, namedOptions, variableOptions, withChosen } from './choices';
import { ComparedValues } from './ComparedValues';
import { EditorField } from './EditorField';
import { HiddenLabel } from './HiddenLabel';
import { labelOf, setterOf, type InputProps } from './input';

/** The conditions that groups have to meet, all of them, by the value of a KPI over the whole range. */
export function HavingInput(props: InputProps) {
  const { catalog, question } = props;
  const id = useId();
  const having = question.having ?? [];
  const set = setterOf(props);
  const change = (changed: Having[]) => set(changed.length > 0 ? changed : undefined);
  const entries = (question.kpis ?? []).filter((entry) => entry.includes(':') || entry.startsWith('$'));
  const kpis = [
    ...kpiOptions(catalog, question.kpis),
    ...entries.map((entry) => ({ value: entry, label: entry })),
    ...variableOptions(),
  ];
  const most = (operator: string) => catalog.comparators.find((one) => one.id === operator)?.most ?? 1;
  return (
    <EditorField {...labelOf(props)}>
      <Stack direction="column" gap={0.5} alignItems="flex-start">
        {having.map((one, index) => {
          const { kpi, operator, values = [] } = one;
          const replace = (part: Partial<Having>) => change(having.with(index, { ...one, ...part }));
          return (
            <Stack key={index} gap={0.5} alignItems="center" wrap="wrap">
              <HiddenLabel htmlFor={`${id}-${index}-kpi`} text={t('query.having.kpi', 'KPI of the condition')} />
              <Choice
                id={`${id}-${index}-kpi`}
                placeholder={t('query.having.kpi-placeholder', 'KPI')}
                options={withChosen(kpis, kpi)}
                value={kpi || undefined}
                open
                width={24}
                onChange={(chosen) => replace({ kpi: chosen })}
              />
              <HiddenLabel
                htmlFor={`${id}-${index}-operator`}
                text={t('query.having.operator', 'Operator of the condition')}
              />
              <Choice
                id={`${id}-${index}-operator`}
                options={namedOptions(catalog.comparators)}
                value={operator}
                width={20}
                onChange={(chosen) => replace({ operator: chosen, values: values.slice(0, most(chosen)) })}
              />
              <ComparedValues
                id={`${id}-${index}-values`}
                count={most(operator)}
                values={values}
                onChange={(changed) => replace({ values: changed })}
              />
              <IconButton
                name="trash-alt"
                tooltip={t('query.having.remove', 'Remove condition')}
                onClick={() => change(having.toSpliced(index, 1))}
              />
            </Stack>
          );
        })}
        <Button
          icon="plus"
          variant="secondary"
          size="sm"
          onClick={() =>
            change([...having, { kpi: question.kpis?.[0] ?? '', operator: catalog.comparators[0].id, values: [] }])
          }
        >
          {t('query.having.add', 'Add condition')}
        </Button>
      </Stack>
    </EditorField>
  );
}
