import { t } from '@grafana/i18n';
import { useId } from 'react';

import { asIs } from '../language';
import { valueIn } from '../question/fields';
import { commonDimensions, kpisOf } from '../question/kpis';
import { dimensionOptions, variableOptions } from './choices';
import { EditorField } from './EditorField';
import { labelOf, setterOf, type InputProps } from './input';
import { OpenChoices } from './OpenChoices';

/** Some of the dimensions that every KPI of the question has. */
export function DimensionsInput(props: InputProps) {
  const { catalog, type, field, question } = props;
  const id = useId();
  const kpis = kpisOf(catalog, type, question);
  const possible = commonDimensions(catalog, kpis);
  const chosen = (valueIn(question, field.name) ?? []) as string[];
  const impossible = chosen.filter(
    (dimension) => !dimension.startsWith('$') && !possible.some((one) => one.id === dimension)
  );
  return (
    <EditorField
      {...labelOf(props)}
      invalid={impossible.length > 0}
      error={t('query.group-by.impossible', 'Not every chosen KPI can be grouped by {{dimensions}}. Remove it.', {
        dimensions: impossible.join(', '),
        ...asIs,
      })}
    >
      <OpenChoices
        id={id}
        placeholder={field.placeholder}
        options={[...dimensionOptions(catalog, kpis), ...variableOptions()]}
        value={chosen}
        onChange={setterOf(props)}
      />
    </EditorField>
  );
}
