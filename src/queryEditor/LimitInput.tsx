import { t } from '@grafana/i18n';
import { InlineSwitch, RadioButtonGroup } from '@grafana/ui';
import { useId } from 'react';

import { withTop } from '../question/edit';
import { isFormula, keyOf } from '../question/entries';
import { kpisOf } from '../question/kpis';
import { columnTitle } from '../question/titles';
import type { Limit } from '../types';
import { Choice } from './Choice';
import { namedOptions } from './choices';
import { EditorField } from './EditorField';
import { labelOf, type InputProps } from './input';
import { NumberInput } from './NumberInput';

/** How many groups are kept, which ones, and whether the others are added up. */
export function LimitInput(props: InputProps) {
  const { catalog, type, field, question, onChange } = props;
  const id = useId();
  const { limit } = question;
  const change = (part: Partial<Limit>) => limit && onChange({ ...question, limit: { ...limit, ...part } });
  const asked = question.kpis ?? [];
  const withArguments = asked.filter((entry) => (isFormula(entry) || entry.includes(':')) && !entry.includes('$'));
  const kpis = [
    ...namedOptions(kpisOf(catalog, type, question).filter(({ id }) => asked.includes(id))),
    ...withArguments.map((entry) => ({ value: keyOf(entry), label: columnTitle(catalog, entry) })),
  ];
  const by = limit?.by ?? (asked.length > 0 ? keyOf(asked[0]) : undefined);
  const others = kpis.filter(({ value }) => value !== by);
  return (
    <>
      <EditorField {...labelOf(props)}>
        <NumberInput
          id={`${id}-top`}
          placeholder={field.placeholder}
          value={limit?.top}
          onChange={(top) => onChange(withTop(question, top))}
        />
      </EditorField>
      {limit && (
        <>
          <EditorField label={t('query.limit.by', 'By')}>
            <Choice
              id={`${id}-by`}
              options={kpis}
              value={by}
              width={24}
              onChange={(chosen) => change({ by: chosen, then: limit.then === chosen ? undefined : limit.then })}
            />
          </EditorField>
          {(others.length > 0 || limit.then) && (
            <EditorField
              label={t('query.limit.then', 'Then by')}
              tooltip={t(
                'query.limit.then-tooltip',
                'Decides between groups that share the last place. Without it, all of them are kept.'
              )}
            >
              <Choice
                id={`${id}-then`}
                options={[{ value: '', label: t('query.limit.keep-all', 'Keep all') }, ...others]}
                value={limit.then ?? ''}
                width={24}
                onChange={(then) => change({ then: then || undefined })}
              />
            </EditorField>
          )}
          <EditorField label={t('query.limit.order', 'Which groups to keep')}>
            <RadioButtonGroup
              aria-label={t('query.limit.order', 'Which groups to keep')}
              options={[
                { value: false, label: t('query.limit.highest', 'Highest') },
                { value: true, label: t('query.limit.lowest', 'Lowest') },
              ]}
              value={limit.ascending ?? false}
              onChange={(ascending) => change({ ascending })}
            />
          </EditorField>
          <EditorField
            label={t('query.limit.rest', 'Rest')}
            tooltip={t('query.limit.rest-tooltip', 'Add one more group with all the others.')}
          >
            <InlineSwitch
              id={`${id}-rest`}
              value={limit.rest ?? false}
              onChange={({ currentTarget }) => change({ rest: currentTarget.checked })}
            />
          </EditorField>
        </>
      )}
    </>
  );
}
