import { t } from '@grafana/i18n';

import { HiddenLabel } from './HiddenLabel';
import { TextInput } from './TextInput';

interface Props {
  id: string;
  /** How many there have to be. */
  count: number;
  /** Days rather than numbers. */
  days?: boolean;
  values: string[];
  onChange: (values: string[]) => void;
}

/** The numbers or days that something is compared with. */
export const ComparedValues = ({ id, count, days, values, onChange }: Props) =>
  Array.from({ length: count }, (_, place) => (
    <span key={place}>
      <HiddenLabel
        htmlFor={`${id}-${place}`}
        text={place === 0 ? t('query.compared.value', 'Compared with') : t('query.compared.last', 'Up to')}
      />
      <TextInput
        id={`${id}-${place}`}
        placeholder={days ? t('query.compared.day', '2026-01-31') : t('query.compared.number', '1000 or 80%')}
        value={values[place]}
        onChange={(value) =>
          onChange(
            Array.from({ length: count }, (_, other) => (other === place ? value.trim() : (values[other] ?? '')))
          )
        }
      />
    </span>
  ));
