import { t } from '@grafana/i18n';
import { InlineField, InlineFieldRow } from '@grafana/ui';
import { useId } from 'react';

import { withParameter } from '../question/edit';
import { parametersOf } from '../question/kpis';
import type { Kpi, Question } from '../types';
import { labelWidth } from './layout';
import { TextInput } from './TextInput';
import { Choice } from './Choice';
import { variableOptions } from './choices';

interface Props {
  question: Question;
  kpis: Kpi[];
  onChange: (question: Question) => void;
}

/** What the chosen KPIs let one set, such as the window of a conversion or the statistic of a duration. */
export function ParameterFields({ question, kpis, onChange }: Props) {
  const id = useId();
  const parameters = parametersOf(kpis);
  return (
    <InlineFieldRow>
      {parameters.map(({ name, default: preset, options = [] }, index) => {
        const value = question.parameters?.[name];
        const change = (changed: string) =>
          onChange(withParameter(question, name, changed === preset ? undefined : changed));
        return (
          <InlineField
            key={name}
            label={parameterName(name)}
            labelWidth={index === 0 && parameterName(name).length < labelWidth ? labelWidth : undefined}
          >
            {options.length > 0 ? (
              <Choice
                id={`${id}-${name}`}
                options={[...options.map((option) => ({ value: option })), ...variableOptions()]}
                value={value ?? preset}
                open
                width={20}
                onChange={change}
              />
            ) : (
              <TextInput
                id={`${id}-${name}`}
                value={value}
                placeholder={preset || t('query.parameter.computed', 'computed')}
                onChange={change}
              />
            )}
          </InlineField>
        );
      })}
    </InlineFieldRow>
  );
}

function parameterName(name: string): string {
  const names: Record<string, string> = {
    window: t('query.parameter.window', 'Window'),
    horizon: t('query.parameter.horizon', 'Look ahead'),
    statistic: t('query.parameter.statistic', 'Statistic'),
    attribution: t('query.parameter.attribution', 'Attribution'),
    hours: t('query.parameter.hours', 'Hours'),
    threshold: t('query.parameter.threshold', 'Threshold'),
    segment_weights: t('query.parameter.segment-weights', 'Weights of segments'),
    revenue_target: t('query.parameter.revenue-target', 'Assumed revenue target'),
    lead_conversion_rate: t('query.parameter.lead-conversion-rate', 'Assumed lead conversion rate'),
    average_deal_size: t('query.parameter.average-deal-size', 'Assumed average deal size'),
    win_rate: t('query.parameter.win-rate', 'Assumed win rate'),
    win_rate_value: t('query.parameter.win-rate-value', 'Assumed win rate by value'),
    revenue_per_ramped_rep: t('query.parameter.revenue-per-ramped-rep', 'Assumed revenue per ramped rep'),
  };
  return names[name] ?? name;
}
